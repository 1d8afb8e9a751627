from __future__ import annotations

from itertools import pairwise

import pytest

from igu_xl.domain.postcodes import municipality_of_postcode
from igu_xl.domain.tables import rows


@pytest.mark.parametrize(
    ("postcode", "name"),
    [
        ("1000", "København"),
        ("1799", "København"),
        ("1800", "Frederiksberg"),
        ("2000", "Frederiksberg"),
        ("2100", "København"),
        (" 2860 ", "Gladsaxe"),
        ("3700", "Bornholm"),
        ("2800", "Lyngby-Taarbæk"),
        ("4600", "Køge"),
        ("8000", "Aarhus"),
        ("9999", ""),
        ("0001", ""),
        ("", ""),
    ],
)
def test_the_municipality_a_postcode_mostly_lies_in(postcode: str, name: str) -> None:
    assert municipality_of_postcode(postcode) == name


def test_the_ranges_do_not_overlap_and_every_municipality_has_a_postcode() -> None:
    ends = [(row["fra"], row["til"]) for row in rows("postnumre")]
    assert ends == sorted(ends)
    assert all(first <= last for first, last in ends)
    assert all(first[1] < second[0] for first, second in pairwise(ends))
    assert {row["kommune"] for row in rows("postnumre")} == {row["kode"] for row in rows("kommuner")}
