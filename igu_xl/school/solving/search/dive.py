"""Which cohorts run: decided one after the other while everybody's schedules are columns of one programme.

A dive gives up the cohorts that the relaxation hardly runs and prices schedules anew in between: giving up keeps a
solution, where to force a cohort that few want would lack people. Afterwards a few cohorts at a time are open again;
where even the relaxation has nothing better, the next few are looked at (Ropke and Pisinger's large neighbourhoods).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.search.grow import WORTHWHILE, Grower
from igu_xl.school.solving.search.master import Master
from igu_xl.school.solving.search.state import SchoolState

# In the relaxation, what runs less than so much does not run, what runs so surely does; of those between, so large a
# part is given up at once.
NEVER, SURELY, AT_ONCE = 0.01, 0.9, 5
EVEN = 0.5
# Rounds of new schedules between decisions.
ROUNDS = 4
# Cohorts that are open again at a time.
FEW = 20


class CohortSearch:
    """One master and which of its cohorts run so far."""

    def __init__(self, grower: Grower, master: Master, state: SchoolState) -> None:
        self.grower, self.master, self.state = grower, master, state
        self.runs = master.part.must_run.copy()
        self.least = np.maximum(1, master.part.least[master.cohorts])
        self.locked = np.flatnonzero(grower.bonus)
        self.anyway = state.school.runs_anyway[master.cohorts]

    def dive(self, places: Ints, deadline: float, worth: float = -np.inf) -> bool:
        """Decide of these cohorts (by place in the master) whether they run.

        Ends early, with False, when nothing worth more than `worth` is left, or at the deadline.
        """
        left = places
        while self.grower.grow(self.master, ROUNDS, deadline) and time.perf_counter() < deadline:
            if self.master.worth <= worth + WORTHWHILE:
                return False
            short = self._short()
            if not len(short) + len(left):
                return True
            for place in short[: max(1, len(short) // 3)].tolist():
                self.decide(place, runs=False)
            # What somebody is locked to is tried last, and given up only where people miss.
            locked = self.master.asked_for(self.locked) > NEVER
            likely, unlikely = _surest(self.master.runs[left], locked[left])
            for place in left[likely].tolist():
                self.decide(place, runs=True)
            for place in left[unlikely].tolist():
                self.decide(place, runs=False)
            left = np.delete(left, np.concatenate([likely, unlikely]))
        return False

    def settle(self) -> None:
        """Let those run that the last solution mostly runs, where there was no time to decide of them."""
        mostly = (self.master.runs > EVEN) & ~self.master.shut & ~self.runs[self.master.cohorts]
        for place in np.flatnonzero(mostly).tolist():
            self.decide(place, runs=True)

    def decide(self, place: int, *, runs: bool) -> None:
        """Let a cohort run where there is room, or not."""
        cohort = int(self.master.cohorts[place])
        self.runs[cohort] = runs and self.state.room_for(cohort, self.runs)
        self.master.decide(place, runs=bool(self.runs[cohort]))

    def improve(self, deadline: float) -> None:
        """Open some cohorts again, decide anew, and keep what is worth more, until nothing is or the deadline."""
        worth = self.master.worth
        for sweep in itertools.count():
            before = worth
            for places in self._some(sweep):
                if time.perf_counter() > deadline:
                    return
                worth = self._anew(places, worth, deadline)
            if worth <= before and sweep > 2:
                return

    def _some(self, sweep: int) -> Iterator[Ints]:
        """One cohort after the other and those nearest to it, more of them in each sweep; drawn, always the same."""
        random = np.random.default_rng(sweep)
        for place in random.permutation(np.flatnonzero(~self.anyway)).tolist():
            near = self._shared[place] * random.random(len(self.anyway))
            near[place], near[self.anyway] = np.inf, -1.0
            yield np.argsort(-near, kind="stable")[: FEW * (1 + sweep)]

    @cached_property
    def _shared(self) -> Floats:
        """How many pupils could attend both of two cohorts."""
        school = self.state.school
        able = np.zeros((school.pupils, school.cohorts), dtype=np.float32)
        able[school.seat_pupil, school.seat_cohort] = 1.0
        able = able[:, self.master.cohorts]
        return np.asarray(able.T @ able, dtype=float)

    def _anew(self, places: Ints, worth: float, deadline: float) -> float:
        """Decide anew of these cohorts; what the plan is worth then. Where that is no more, all stays as it was."""
        before, cohorts = self.runs.copy(), self.master.cohorts
        for place in places.tolist():
            self.master.open(place)
            self.runs[cohorts[place]] = False
        if self.dive(places, deadline, worth) and self.master.worth > worth + WORTHWHILE:
            return self.master.worth
        # The dive may have given up others, too, that could not fill any more.
        changed = np.flatnonzero((before != self.runs)[cohorts])
        self.runs = before
        for place in np.union1d(places, changed).tolist():
            self.master.decide(place, runs=bool(before[cohorts[place]]))
        return worth

    def _short(self) -> Ints:
        """The cohorts that run with people missing, the emptiest first."""
        missing = np.where(self.runs[self.master.cohorts], self.master.missing / self.least, 0.0)
        short = np.flatnonzero(missing > 1e-6)
        return short[np.argsort(-missing[short], kind="stable")]


def _surest(share: Floats, late: Bools) -> tuple[Ints, Ints]:
    """Which of these run most surely, and which do not; at least some of one kind."""
    likely, unlikely = share >= SURELY, share <= NEVER
    between = np.flatnonzero(~likely & ~unlikely)
    order = between[~late[between]]
    order = order[np.argsort(share[order], kind="stable")]
    unlikely[order[: max(1, len(order) // AT_ONCE)]] = True
    if len(between) and not len(order):
        likely[between[np.argmax(share[between])]] = True
    return np.flatnonzero(likely), np.flatnonzero(unlikely)
