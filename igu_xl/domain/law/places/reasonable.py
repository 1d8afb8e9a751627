"""Rimelighedskravet: how many people in practice and wage subsidy there may be at a P-number on a day.

BEK 2636/2021 § 65. The numbers stand in `pladsregler.csv`, each row from a day to a day. Days after the last row that
somebody has read are »manuel vurdering«; until then the numbers before are held all the same, as a precaution.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import floor

import numpy as np
import pandas as pd

from igu_xl.danish import date_text
from igu_xl.domain.dated import first_day, row_on
from igu_xl.domain.law.verdict import MET
from igu_xl.domain.rule_tables import rule_rows
from igu_xl.domain.tables import CsvRow
from igu_xl.domain.working_days import first_working_day

Period = tuple[date, date]
"""The first and the last day of somebody's stay; both count."""

_DAY = timedelta(days=1)


def reasonable_cap(ordinary_staff: float, day: date | None = None) -> int:
    """The most people in practice and wage subsidy together at one P-number on a day (rimelighedskravet).

    BEK 2636/2021 § 65: one for each 5 ordinary employees up to 50, but always one, and one for each 10 above
    50. `ordinary_staff` is the average of the last 4 months in full-time equivalents, without subsidised
    staff and people under 18. Persons under integrationsloven § 23 b count; an igu does not (not an offer
    under that law). Without a day it is the newest rule that somebody has read. Raises `ValueError` for a negative or
    missing number.
    """
    if not ordinary_staff >= 0:
        raise ValueError(f"not a number of employees: {ordinary_staff}")
    least, each, up_to, each_above = _numbers(cap_rule(day))
    return max(least, floor(min(ordinary_staff, up_to) / each)) + floor(max(0, ordinary_staff - up_to) / each_above)


def reasonable_caps(ordinary_staff: pd.Series, day: date | None = None) -> pd.Series:
    """`reasonable_cap` for a column; missing where the number is missing or negative."""
    staff = ordinary_staff.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    least, each, up_to, each_above = _numbers(cap_rule(day))
    caps = np.maximum(least, np.floor(np.minimum(staff, up_to) / each))
    caps += np.floor(np.maximum(0, staff - up_to) / each_above)
    return pd.Series(np.where(staff >= 0, caps, np.nan), index=ordinary_staff.index).astype("Int64")


def cap_rule(day: date | None = None) -> CsvRow:
    """The row of the rule that holds on a day; without a day the newest that somebody has read.

    Days before the first row have its numbers: what began so long ago is not counted anew.
    """
    versions = _versions()
    if day is None:
        return [row for row in versions if row["vurdering"] == MET][-1]
    return row_on(versions, day) or versions[0]


def cap_doubt(day: date) -> str:
    """Why the cap of a day is »manuel vurdering«, as half a sentence; empty where somebody has read its rule."""
    rule = cap_rule(day)
    if rule["vurdering"] == MET:
        return ""
    since = date_text(first_day(rule))
    return f"fra {since} {rule['vurdering']}: reglen er {rule['sikkerhed']}, og den hidtidige grænse holdes imens"


@dataclass(frozen=True, slots=True)
class Site:
    """A P-number as rimelighedskravet sees it: its ordinary staff (full-time equivalents), how many `others` than the
    partnership's people are in practice, wage subsidy or nytteindsats there, and when the partnership's people are."""

    ordinary_staff: float
    others: int = 0
    people: tuple[Period, ...] = ()

    def cap(self, day: date) -> int:
        """The most people on a day."""
        return reasonable_cap(self.ordinary_staff, day)

    def there(self, day: date) -> int:
        """How many there are on a day, the others among them."""
        return self.others + sum(first <= day <= last for first, last in self.people)

    def fullest(self, first: date, last: date) -> date:
        """The first day with the least room from a day to a day; it is the first of them, or one on which somebody
        begins or another rule does."""
        days = [first, *(day for day in self.turns() if first < day <= last)]
        return min(days, key=lambda day: (self.cap(day) - self.there(day), day))

    def crowded_by(self, since: date, first: date, last: date) -> date | None:
        """The first day from a day to a day on which more are there than may be, and one who has been there `since` a
        day is among the newest that are too many; None where there is none. Who began on the same day is as new."""
        for day in [first, *(turn for turn in self.turns() if first < turn <= last)]:
            newer = sum(since < begins <= day <= ends for begins, ends in self.people)
            if self.there(day) - newer > self.cap(day):
                return day
        return None

    def room(self, first: date, last: date) -> int:
        """How many more may be there on every day from a day to a day; less than 0 where there are too many."""
        day = self.fullest(first, last)
        return self.cap(day) - self.there(day)

    def starts(self, earliest: date, latest: date) -> Iterator[date]:
        """The days of a window on which there may be room for the first time: somebody has left, or a rule begins."""
        freed = [last + _DAY for _, last in self.people if last < latest]
        yield from sorted({earliest, *(day for day in (*freed, *_turning_days()) if earliest < day <= latest)})

    def turns(self) -> list[date]:
        """The days on which there may be less room than the day before: somebody begins, or a rule does."""
        return sorted({*(first for first, _ in self.people), *_turning_days()})


@dataclass(frozen=True, slots=True)
class Room:
    """So many more may begin at a P-number on any day from `first` to `last`; the latest of them leaves on `until`.

    `always` is how many more may be there on every day from `first` to `until`.
    """

    people: int
    first: date
    last: date
    until: date
    always: int


def room_in_window(site: Site, earliest: date, latest: date, ends: Callable[[date], date], wanted: int) -> Room | None:
    """How many of the `wanted` people may begin in a window, from the first working day with room for the whole usual
    length (`ends` gives the last day of who begins on a day), and until when so many may; None where nobody may."""
    for start in site.starts(earliest, latest):
        first = first_working_day(start, latest)
        people = min(wanted, site.room(first, ends(first)))
        if people > 0:
            last = _last_start(site, first, latest, ends, people)
            return Room(people, first, last, ends(last), site.room(first, ends(last)))
    return None


def _last_start(site: Site, first: date, latest: date, ends: Callable[[date], date], people: int) -> date:
    """The last day until which so many may begin: there is less room only when a stay comes to reach a day on which
    somebody else begins."""
    starts = [first + _DAY * count for count in range((latest - first).days + 1)]
    for day in (day for day in site.turns() if day > ends(first)):
        at = bisect_left(starts, day, key=ends)
        if at < len(starts) and site.room(starts[at], ends(starts[at])) < people:
            return starts[at - 1]
    return latest


def _numbers(rule: CsvRow) -> tuple[int, ...]:
    """At least so many; one for each of so many employees up to so many, and one for each of so many above."""
    return tuple(int(rule[name]) for name in ("mindst", "en_for_hver", "op_til", "derefter_en_for_hver"))


@cache
def _versions() -> tuple[CsvRow, ...]:
    return tuple(sorted((row for row in rule_rows("pladsregler") if row["regel"] == "rimelighedskrav"), key=first_day))


@cache
def _turning_days() -> tuple[date, ...]:
    """The days on which another version of the rule begins."""
    return tuple(first_day(row) for row in _versions()[1:])
