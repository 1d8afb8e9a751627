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
        ("8000", ""),
        ("", ""),
    ],
)
def test_the_municipality_a_postcode_mostly_lies_in(postcode: str, name: str) -> None:
    assert municipality_of_postcode(postcode) == name


def test_the_ranges_do_not_overlap_and_none_claims_to_be_checked() -> None:
    ends = [(row["fra"], row["til"]) for row in rows("postnumre")]
    assert ends == sorted(ends)
    assert all(first[1] < second[0] for first, second in pairwise(ends))
    assert {row["verificeret"] for row in rows("postnumre")} == {"nej"}
