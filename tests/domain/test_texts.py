from __future__ import annotations

import math
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.domain.codes import branch_names, cell_text, fold, meant, municipality_names, suggest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kandidat-id", "KANDIDAT ID"),
        ("Kandidat-id", "kandidat\u2011id"),
        ("Kandidat-id", "Kandidat – id"),
        ("Kandidat-id", "kandi\u00addat_id"),
        ("Fødselsdato", "Foedselsdato"),
        ("Fødselsdato", "\ufeffFødselsdato\u200b "),
        ("Påbegyndt", "Paabegyndt"),
        ("Brancheønske 1", "brancheönske\u00a01"),
        ("Lære", "Laere"),
        ("Tårnby", unicodedata.normalize("NFD", "TÅRNBY")),
    ],
)
def test_texts_that_people_take_for_the_same_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("DU2", "DU3"), ("Start", "Slut"), ("Ishøj", "Ish0j"), ("1.5", "15")])
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text("abcABCåÅæÆøØäö0189 -–_.,()/\u00a0\u00ad\u200b"))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("missing", [None, math.nan, pd.NA, pd.NaT, "", "  \u00a0"])
def test_every_kind_of_missing_value_is_an_empty_text(missing: object) -> None:
    assert cell_text(missing) == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Balerup", "Ballerup"),
        ("Kobenhavn", "København"),
        ("Frederikberg", "Frederiksberg"),
        ("Hvidover", "Hvidovre"),
        ("rodovre", "Rødovre"),
        ("Gentofte", "Gentofte"),
    ],
)
def test_a_slip_of_the_hand_gets_a_suggestion(typed: str, name: str) -> None:
    assert suggest(typed, municipality_names()) == name


@pytest.mark.parametrize("typed", ["", None, "Malmø", "Oslo", "Frederiks", "123", "Hr. Jensen"])
def test_what_is_not_near_one_name_gets_no_suggestion(typed: object) -> None:
    assert suggest(typed, municipality_names()) is None


def test_two_names_equally_near_give_no_suggestion() -> None:
    assert suggest("hold 3", ["hold 1", "hold 2"]) is None


def test_a_suggestion_is_given_in_the_words_of_the_list() -> None:
    assert suggest("transport og logistikk", branch_names()) == "Transport og logistik"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("BYG-0001", "BYG-0001"),
        ("byg-0001", "byg-0001"),
        (" BYG – 0002 ", "BYG-0002"),
        ("Byg-0001", None),
        ("BYG-0003", None),
        ("", None),
    ],
)
def test_an_id_is_meant_however_it_is_typed_where_only_one_can_be(typed: str, found: str | None) -> None:
    assert meant(typed, ["BYG-0001", "byg-0001", "BYG-0002"]) == found
