"""The days on which somebody can begin: Monday to Friday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

Day = TypeVar("Day", bound=date)
_SATURDAY = 5


def first_working_day(earliest: Day, latest: Day) -> Day:
    """The first day from Monday to Friday; the earliest day itself where there is none until the latest.

    Public holidays are not known here: a proposal on one is moved by the company and the municipality.
    """
    day = earliest
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day if day <= latest else earliest
