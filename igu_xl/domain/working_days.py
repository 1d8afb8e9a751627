"""The days on which people work and go to school: Monday to Friday without Danish public holidays.

The holidays are those of the library `holidays` (Denmark, public ones only: store bededag until 2023; not 1 May,
Grundlovsdag, 24 or 31 December, which agreements and schools settle).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import TypeVar

import numpy as np
import pandas as pd

from igu_xl.arrays import Ints

Day = TypeVar("Day", bound=date)
_SATURDAY = 5


def first_working_day(earliest: Day, latest: Day) -> Day:
    """The first day of work: from Monday to Friday, and no public holiday; the earliest day itself where there is none
    until the latest."""
    day = earliest
    while not is_working_day(day):
        day += timedelta(days=1)
    return day if day <= latest else earliest


def is_working_day(day: date) -> bool:
    """Whether it is a day from Monday to Friday, and no public holiday."""
    return day.weekday() < _SATURDAY and not holiday_name(day)


def holiday_name(day: date) -> str:
    """What a public holiday is called in Danish; empty for any other day."""
    return _holidays(day.year).get(date(day.year, day.month, day.day), "")


def working_days(first: pd.Series, last: pd.Series) -> pd.Series:
    """How many working days there are from each first day to each last one, both counted; missing where a day is, and 0
    where the last lies before the first."""
    begins, ends = (days.to_numpy().astype("datetime64[D]") for days in (first, last))
    known = ~(np.isnat(begins) | np.isnat(ends)) & (begins <= ends)
    counts: Ints = np.zeros(len(begins), dtype=np.int64)
    if known.any():
        years = range(_year(begins[known].min()), _year(ends[known].max()) + 1)
        free = [day for year in years for day in _holidays(year)]
        counts[known] = np.busday_count(begins[known], ends[known] + np.timedelta64(1, "D"), holidays=free)
    return pd.Series(counts, index=first.index, dtype="Int64").mask(first.isna() | last.isna())


@cache
def _holidays(year: int) -> Mapping[date, str]:
    """The public holidays of a year, by day. The library is slow to load, so it waits until somebody asks."""
    from holidays import country_holidays

    return dict(country_holidays("DK", years=year, language="da"))


def _year(day: np.datetime64) -> int:
    return int(day.astype("datetime64[Y]").astype(int)) + 1970
