from __future__ import annotations

import numpy as np
import pytest

from igu_xl.domain.tables import rows
from igu_xl.domain.travel import travel_minutes, travel_table

MAALOEV, NOERREBRO, LYNGBY, HILLEROED, CITY, ROENNE, AARHUS = "2760", "2200", "2800", "3400", "1050", "3700", "8000"


@pytest.mark.parametrize(
    ("home", "work", "least", "most"),
    [
        (NOERREBRO, NOERREBRO, 10, 10),
        (NOERREBRO, LYNGBY, 25, 35),
        (MAALOEV, CITY, 35, 50),
        (HILLEROED, CITY, 60, 80),
        (CITY, ROENNE, 200, 400),
        (CITY, AARHUS, 200, 400),
    ],
)
def test_the_estimate_is_near_what_the_way_takes(home: str, work: str, least: int, most: int) -> None:
    assert least <= (travel_minutes(home, work) or 0) <= most


@pytest.mark.parametrize("unknown", ["", None, "9999", "0800", "123456", "²", "postnr", "-2200", float("nan")])
def test_an_unknown_postcode_has_no_way(unknown: object) -> None:
    assert travel_minutes(unknown, NOERREBRO) is None
    assert travel_minutes(NOERREBRO, unknown) is None


@pytest.mark.parametrize("typed", ["2800", " 2800 ", "2800.0", 2800, 2800.0])
def test_a_postcode_is_known_however_it_was_typed(typed: object) -> None:
    assert travel_minutes(NOERREBRO, typed) == travel_minutes(NOERREBRO, LYNGBY)


@pytest.mark.parametrize(("street", "district"), [("1050", "1499"), ("1620", "1799"), ("1850", "1999")])
def test_the_streets_of_the_inner_city_share_a_centre(street: str, district: str) -> None:
    assert travel_minutes(street, district) == 10


def test_the_way_back_is_as_long_and_a_detour_never_shorter() -> None:
    codes = [row["fra"] for row in rows("postnumre")][::20]
    table = travel_table(codes, codes)
    assert np.array_equal(table, table.T)
    through = (table[:, :, None] + table[None, :, :]).min(axis=1)
    assert (table <= through).all()  # each leg has its ten minutes


def test_a_table_of_nothing_is_empty() -> None:
    assert travel_table([], [NOERREBRO, LYNGBY]).shape == (0, 2)


def test_every_district_lies_in_denmark() -> None:
    table = rows("postnumre")
    assert all(54.5 < float(row["bredde"]) < 57.8 and 8 < float(row["laengde"]) < 15.3 for row in table)


def test_a_district_is_near_another_of_its_municipality() -> None:
    """A slip of the pen in the table would put a district far from its neighbours."""
    districts: dict[str, list[str]] = {}
    for row in rows("postnumre"):
        districts.setdefault(row["kommune"], []).append(row["fra"])
    far = {
        code
        for codes in districts.values()
        if len(codes) > 1
        for code, nearest in zip(codes, np.sort(travel_table(codes, codes), axis=1)[:, 1], strict=True)
        if nearest > 42
    }
    assert far == {"4592", "8592", "8789"}  # Sejerø, Anholt and Endelave
