"""The weeks in which the demo's schools teach: not those with a public holiday, in the summer or around Christmas."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from igu_xl.domain.working_days import is_working_day

_WEEK = timedelta(weeks=1)
_SUMMER, _CHRISTMAS = range(28, 32), (1, 52, 53)
_SCHOOL_DAYS = 5


def course_days(about: date, weeks: int) -> tuple[date, date]:
    """The first Monday from about a day on with so many school weeks in a row, and the Friday on which they end."""
    monday = about - timedelta(days=about.weekday())
    while any(_closed(monday + number * _WEEK) for number in range(weeks)):
        monday += _WEEK
    return monday, monday + weeks * _WEEK - timedelta(days=3)


@cache
def _closed(monday: date) -> bool:
    week = monday.isocalendar().week
    days = (monday + timedelta(days=number) for number in range(_SCHOOL_DAYS))
    return week in _SUMMER or week in _CHRISTMAS or not all(map(is_working_day, days))
