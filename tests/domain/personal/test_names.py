"""Names in texts. Nobody is meant: the first names are common, the others invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.domain.personal.cpr import HIDDEN
from igu_xl.domain.personal.names import has_name, hide_personal, hide_unclear
from igu_xl.domain.tables import rows


@pytest.mark.parametrize(
    "text",
    ["Ahmad Zarqhavn", "Spørg Fatima om børnepasning", "Mødte Mette i jobcentret", "Ahmads mor ringer", "Se OKSANA"],
)
def test_a_common_first_name_is_noticed(text: str) -> None:
    assert has_name(text)
    assert hide_personal(text) == HIDDEN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bor ved Peter Bangs Vej",
        "Har gået på Niels Brock",
        "Har arbejdet hos Ali Byg ApS",
        "Next Uddannelse København",
        "Københavns Kommune, Jobcenter Lyngby",
        "Line fra skolen, Bent eller Mark",  # also words; they are not on the list
        "truckcertifikat; kørekort B",
        "mette af dage",
        "Hans kørekort udløber i August",
        "101-0007 og BYG-0012",
    ],
)
def test_places_companies_and_words_are_no_names(text: str) -> None:
    assert not has_name(text)


def test_what_should_be_a_date_or_a_choice_is_not_told_where_it_may_be_a_name() -> None:
    assert hide_unclear("Qwert Zarqhavn") == hide_unclear("ahmad") == HIDDEN
    assert hide_unclear("010190-1234 x") == f"{HIDDEN} x"
    assert hide_unclear("efter ferien") == "efter ferien"
    assert hide_personal("Eksempel Byg A/S") == "Eksempel Byg A/S"


@given(st.sampled_from(rows("fornavne")), st.text(alphabet="abcdefghij ,.", max_size=20))
def test_no_name_on_the_list_is_ever_told(row: dict[str, str], around: str) -> None:
    for name in (row["navn"], row["navn"].lower(), row["navn"].upper()):
        assert name not in hide_personal(f"{around} {name} {around}")
