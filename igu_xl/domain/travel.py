"""How long the way between two postcodes takes, as an estimate: nobody looks up a timetable or a road.

The straight line between the centres of the two postal districts (`postnumre.csv`) times 1.3, because roads and
rails are no straight lines (Ballou, Rahardja and Sakai, »Selected country circuity factors«, Transportation Research A,
2002: 1.2-1.5 in most countries), at 45 km an hour, and 10 minutes to get on the way. Speed and start are our own
estimate, between car and train; nobody has checked them. So a way within one district takes 10 minutes, Nørrebro to
Lyngby 28, Hillerød to the middle of Copenhagen 69. Water is no hindrance in the estimate: Bornholm comes too near.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from igu_xl.arrays import Floats
from igu_xl.domain.tables import rows
from igu_xl.domain.texts import cell_text

DETOUR = 1.3
KM_PER_HOUR = 45
START_MINUTES = 10

_EARTH_KM = 6371


def travel_minutes(from_postcode: object, to_postcode: object) -> int | None:
    """The estimated minutes one way; None when a postcode is missing or not in the data."""
    minutes = travel_table([from_postcode], [to_postcode])[0, 0]
    return None if np.isnan(minutes) else int(minutes)


def travel_table(from_postcodes: Sequence[object], to_postcodes: Sequence[object]) -> Floats:
    """The whole minutes from each postcode (row) to each (column); NaN where one is missing or not in the data."""
    (from_x, from_y), (to_x, to_y) = _places(from_postcodes), _places(to_postcodes)
    # On so small a part of the earth a degree of longitude is as long as half-way between the two.
    middle = np.cos((from_y[:, None] + to_y) / 2)
    km = _EARTH_KM * np.hypot((from_x[:, None] - to_x) * middle, from_y[:, None] - to_y)
    return np.rint(START_MINUTES + km * DETOUR / KM_PER_HOUR * 60)


def _places(postcodes: Sequence[object]) -> tuple[Floats, Floats]:
    """Longitude and latitude of each postcode, in radians; NaN for an unknown one."""
    first, last, x, y = _centres()
    numbers = np.array([_number(code) for code in postcodes], dtype=np.int64)
    at = np.maximum(np.searchsorted(first, numbers, side="right") - 1, 0)
    known = (first[at] <= numbers) & (numbers <= last[at])
    return np.where(known, x[at], np.nan), np.where(known, y[at], np.nan)


def _number(postcode: object) -> int:
    """The number of a postcode, however it was typed; 0, which no district has, for anything else."""
    text = cell_text(postcode).removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0


@cache
def _centres() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats, Floats]:
    """First and last postcode of each row in ascending order, and its longitude and latitude in radians."""
    table = rows("postnumre")
    first, last = (np.array([int(row[end]) for row in table]) for end in ("fra", "til"))
    x, y = (np.radians([float(row[axis]) for row in table]) for axis in ("laengde", "bredde"))
    return first, last, x, y
