"""Areas of several municipalities: of no area can one municipality work out another's count."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from igu_xl.domain.areas import LEAST, OTHERS, areas_of
from igu_xl.domain.municipalities import municipality_names


@given(st.sets(st.sampled_from(sorted(municipality_names())), min_size=LEAST, max_size=40))
def test_every_area_has_three_municipalities(names: set[str]) -> None:
    areas = areas_of(sorted(names))
    assert areas.keys() == names
    assert min(Counter(areas.values()).values()) >= LEAST


def test_few_of_a_part_go_together() -> None:
    capital = ["København", "Frederiksberg", "Dragør", "Tårnby"]
    assert set(areas_of(["Aarhus", "Odense", "Køge", *capital]).values()) == {"Byen København", OTHERS}
    assert set(areas_of(["Aarhus", *capital]).values()) == {"Byen København og Aarhus"}
