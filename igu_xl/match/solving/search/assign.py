"""Who goes where when it is given which cohorts run; of cohorts that cannot all be filled, the emptiest are given up.

With the cohorts given, the relaxation puts nearly everybody in whole numbers; the others are searched as a part.
"""

from __future__ import annotations

import time
from typing import Any

import highspy
import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.bound.worth import Worth
from igu_xl.match.solving.model.columns import Columns
from igu_xl.match.solving.model.fewer import fewer
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.search.baselines import BookingDesk
from igu_xl.match.solving.search.part import company_row, person_rows, search_part
from igu_xl.optimise.programme import programme, run, solved
from igu_xl.optimise.rows import Constraints, limited

# How far a share may be from a whole number.
WHOLE = 1e-6
# What each missing person of a cohort costs, as a share of a person placed.
MISSING = 0.6
# The relaxation looks at so many columns a person.
COLUMNS_EACH = 12
# The part of the cohorts with too few people that is given up at a time.
AT_A_TIME = 4
# With more columns than this, and no more missing people than this share of all, another relaxation is not worth its
# time: all cohorts that miss some are given up at once.
LARGE, FEW = 30_000, 0.05
# A larger part, or the last few people of one, is slower to search than to mend afterwards.
PART_COLUMNS, GAP = 10_000, 1.9


def assign(model: Model, worth: Worth, runs: Bools, deadline: float) -> Bools:
    """The best plan in which these cohorts run, or as many of them as can be filled; booked by hand without time."""
    among = np.flatnonzero(np.append(runs, True)[model.columns.cohort])
    among = fewer(model, among, COLUMNS_EACH * len(model.problem.candidates), np.random.default_rng(3))
    filling = _Filling(model, worth, among, runs)
    share = filling.fill(deadline)
    if share is None:
        return BookingDesk(model.problem, model.columns).book_within(runs)
    return _whole(model, worth, among, share, filling.runs, deadline)


class _Filling:
    """The relaxation of all columns of some cohorts, each of which may miss people at a price."""

    def __init__(self, model: Model, worth: Worth, among: Ints, runs: Bools) -> None:
        self.model, self.worth, self.among, self.runs = model, worth, among, runs.copy()
        self.columns = model.columns[among]
        seats = np.flatnonzero(self.columns.cohort >= 0)
        self.seats = seats
        self.cohorts, self.row = np.unique(self.columns.cohort[seats], return_inverse=True)
        self.runs &= np.isin(np.arange(len(runs)), self.cohorts)
        openings = model.problem.slots["openings"].to_numpy()
        slotted = np.flatnonzero(self.columns.slot >= 0)
        none = model.columns[np.zeros(0, dtype=np.int64)]
        blocks = [
            self._sizes(),
            *person_rows(model, self.columns),
            limited(openings, self.columns.slot[slotted], slotted),
            company_row(model, self.columns, none),
        ]
        missing = np.full(len(self.cohorts), -MISSING * float(np.median(worth.columns[among])) if len(among) else 0.0)
        price = np.concatenate([worth.columns[among], missing])
        upper = np.concatenate([np.ones(len(among)), np.full(len(missing), np.inf)])
        self.highs: Any = programme(price, upper, blocks, whole=False)

    def _sizes(self) -> Constraints:
        """People and missing ones are between the minimum and the maximum of each cohort."""
        table, count = self.model.problem.cohorts, len(self.cohorts)
        missing = len(self.among) + np.arange(count)
        return Constraints(
            np.maximum(table["min"].to_numpy(), 1)[self.cohorts].astype(float),
            table["max"].to_numpy()[self.cohorts].astype(float),
            np.concatenate([self.row, np.arange(count)]),
            np.concatenate([self.seats, missing]),
            np.ones(len(self.seats) + count),
        )

    def fill(self, deadline: float) -> Floats | None:
        """The share of each column, with the cohorts given up that would miss people; None without any in time."""
        share = None
        while (left := deadline - time.perf_counter()) > 0:
            self.highs.setOptionValue("time_limit", self.highs.getRunTime() + left)
            # From nothing the interior point method is quicker; then simplex begins where it was.
            self.highs.setOptionValue("solver", "simplex" if self.highs.getBasis().valid else "ipx")
            run(self.highs)
            values = solved(self.highs)
            if values is None or self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                break
            share, missing = values[: len(self.among)], values[len(self.among) :]
            short = np.flatnonzero(missing > WHOLE)
            if len(short) == 0:
                break
            wanted = self.worth.cohorts[self.cohorts[short]]
            order = short[np.lexsort((-missing[short], wanted))]
            if len(self.among) > LARGE and missing.sum() <= FEW * len(self.model.problem.candidates):
                # Not worth another relaxation: their people find other places with all who are loose.
                self._give_up(order)
                share[np.isin(self.columns.cohort, self.cohorts[short])] = 0
                break
            self._give_up(order[: max(1, len(order) // AT_A_TIME)])
        return share

    def _give_up(self, rows: Ints) -> None:
        self.runs[self.cohorts[rows]] = False
        for row in rows:
            self.highs.changeRowBounds(int(row), 0.0, 0.0)
        missing = (len(self.among) + rows).astype(np.int32)
        none = np.zeros(len(missing))
        self.highs.changeColsBounds(len(missing), missing, none, none)


def _whole(model: Model, worth: Worth, among: Ints, share: Floats, runs: Bools, deadline: float) -> Bools:
    """Who is whole stays; who is split, sits in a team or has nothing is searched as a part, or booked by hand."""
    columns = model.columns[among]
    split = (share > WHOLE) & (share < 1 - WHOLE)
    loose = np.isin(columns.candidate, columns.candidate[split | _in_broken_teams(model, columns, share)])
    loose |= ~np.isin(columns.candidate, columns.candidate[(share > WHOLE) & (columns.slot >= 0)])
    chosen = np.zeros(len(model.columns), dtype=bool)
    chosen[among[(share > 0.5) & ~loose]] = True
    free = among[loose & np.append(runs, True)[columns.cohort]]
    found = None
    if len(free) <= PART_COLUMNS:
        found = search_part(model, worth, free, chosen, runs, gap=GAP, deadline=deadline)
    if found is None:
        # Also where teams that the relaxation split leave no whole plan beside what stands.
        chosen[among[share > 0.5]] = True
        found = BookingDesk(model.problem, model.columns).book_again(chosen)
    return found


def _in_broken_teams(model: Model, columns: Columns, share: Floats) -> Bools:
    """The columns that put somebody in a slot that has some people, but not its team."""
    slots, slotted = model.problem.slots, columns.slot >= 0
    taken = np.bincount(columns.slot[slotted], share[slotted], minlength=len(slots))
    broken = (taken > WHOLE) & (taken < slots["together_min"].to_numpy() - WHOLE)
    return np.append(broken, False)[columns.slot] & (share > WHOLE)
