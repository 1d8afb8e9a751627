"""The partnership on any day: what is known of one, and that each is worked out once.

Every figure of a page is counted in a `Day`. It holds the rows without an error as they were on that day, so that
nothing that happens afterwards changes it; what is dated in the past and written later is a correction and counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

UNKNOWN = "Ukendt"


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """The rows that count on a day, with the columns of `standing` and those that `background` adds:

    candidates  `residence`, the municipality that they live in
    placements  `sector` and `workplace` of the company, `residence` of the candidate, `branch` of the slot, and
                `offered_by`, whose slot it is; the weighted hours of school (`school_hours`); without those that
                nobody had agreed on by then
    slots       those that were offered, with the places they have as `offered`
    cohorts     `title`, the `hours` of their courses, and `cancelled_on`: the day on which it was first read as
                cancelled, or should have begun where it was so, and late, at the first reading
    """

    candidates: pd.DataFrame
    placements: pd.DataFrame
    slots: pd.DataFrame
    cohorts: pd.DataFrame


Select = Callable[[Day], Day]


class Days:
    """A partnership, or a page's part of it, on any day; each day is worked out once."""

    def __init__(self, work_out: Callable[[date], Day]) -> None:
        self._work_out = work_out
        self._known: dict[date, Day] = {}

    def on(self, day: date) -> Day:
        """How things stood at the end of a day."""
        if day not in self._known:
            self._known[day] = self._work_out(day)
        return self._known[day]

    def part(self, select: Select) -> Days:
        """The part that is selected of every day."""
        return Days(lambda day: select(self.on(day)))
