"""Periods of many people at once: joined where they overlap, looked up, and hours counted over any so many days.

Days are counted as whole numbers; whose a period is, by a code from 0. Everything is one pass over sorted arrays, so
that one person with twenty thousand rows takes no longer than thousands with ten.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints

# Further apart than any two days that a cell may hold, so that one number tells whose and when.
_SPAN = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """Periods that do not touch each other, sorted: whose each is, its first and its last day."""

    whose: Ints
    first: Ints
    last: Ints

    def met(self, whose: Ints, first: Ints, last: Ints) -> Ints:
        """The number of the last of these periods that shares a day with each that is asked; -1 where none does."""
        at = np.searchsorted(_place(self.whose, self.first), _place(whose, last), side="right") - 1
        found = at.clip(0)
        if not len(self.first):
            return np.full(len(whose), -1)
        meets = (at >= 0) & (self.whose[found] == whose) & (self.last[found] >= first) & (first <= last)
        return np.where(meets, found, -1)


def joined(whose: Ints, first: Ints, last: Ints) -> Periods:
    """Periods joined where they overlap; one that ends before it begins is left out."""
    right = first <= last
    whose, first, last = whose[right], first[right], last[right]
    order = np.lexsort((last, first, whose))
    whose, first, last = whose[order], first[order], last[order]
    ends = np.maximum.accumulate(_place(whose, last)) if len(whose) else last
    new = np.ones(len(whose), dtype=bool)
    new[1:] = (_place(whose, first)[1:] > ends[:-1]) | (whose[1:] != whose[:-1])
    begins = np.flatnonzero(new)
    closes = np.append(begins[1:], len(whose)) - 1
    return Periods(whose[begins], first[begins], (ends - whose * _SPAN)[closes] if len(whose) else last)


def earlier_overlap(whose: Ints, first: Ints, last: Ints) -> Ints:
    """For each period the number of one of the same person's that began before it (or stands before it) and has not
    ended when it begins; -1 where there is none. Of several, the one that lasts longest."""
    found = np.full(len(whose), -1)
    if not len(whose):
        return found
    order = np.lexsort((np.arange(len(whose)), first, whose))
    ends = _place(whose, last)[order]
    most = np.maximum.accumulate(ends)
    new = np.append(True, most[1:] > most[:-1])
    longest = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    before = np.append(-1, longest[:-1])
    known = before.clip(0)
    clash = (before >= 0) & (whose[order][known] == whose[order]) & (last[order][known] >= first[order])
    found[order[clash]] = order[known[clash]]
    return found


def hours_in(days: int, whose: Ints, first: Ints, last: Ints, hours: Floats) -> tuple[Floats, Floats]:
    """The hours of a person in the so many days from each period's first day on, and in those until its last day. The
    hours of a period are spread evenly over its days."""
    until = last + 1
    after_first = _hours_before(whose, first + days, (whose, first, until, hours))
    at_first = _hours_before(whose, first, (whose, first, until, hours))
    at_last = _hours_before(whose, until, (whose, first, until, hours))
    before_last = _hours_before(whose, until - days, (whose, first, until, hours))
    return after_first - at_first, at_last - before_last


def _hours_before(whose: Ints, day: Ints, periods: tuple[Ints, Ints, Ints, Floats]) -> Floats:
    """The hours that each person has had before a day: a line that bends where a period begins or ends."""
    owner, first, until, hours = periods
    rate = hours / np.maximum(until - first, 1)
    low = int(first.min()) if len(first) else 0
    told: Floats = np.zeros(len(whose))
    for turn, sign in ((first, 1.0), (until, -1.0)):
        order = np.argsort(_place(owner, turn), kind="stable")
        places = _place(owner, turn)[order]
        slope = np.concatenate([[0.0], np.cumsum(rate[order])])
        shift = np.concatenate([[0.0], np.cumsum(rate[order] * (turn[order] - low))])
        to = np.searchsorted(places, _place(whose, day), side="left")
        since = np.searchsorted(places, _place(whose, np.zeros_like(day)) - _SPAN // 2, side="left")
        told += sign * ((slope[to] - slope[since]) * (day - low) - (shift[to] - shift[since]))
    return told


def day_numbers(days: pd.Series) -> Ints:
    """Days as whole numbers; where one is missing, a number that no day has (`known_days` says which)."""
    return days.to_numpy().astype("datetime64[D]").astype(np.int64)


def known_days(*days: pd.Series) -> Bools:
    """Where all of the days are told."""
    known: Bools = np.logical_and.reduce([one.notna().to_numpy() for one in days])
    return known


def _place(whose: Ints, day: Ints) -> Ints:
    """Whose and when as one number. Days lie around 1970, so half a span on either side is room enough."""
    return whose.astype(np.int64) * _SPAN + day
