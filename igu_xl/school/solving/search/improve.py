"""Improves a plan part by part: the schedules of some pupils are chosen anew, together."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Floats
from igu_xl.school.solving.search.columns import Schedule
from igu_xl.school.solving.search.grow import Grower
from igu_xl.school.solving.search.master import Master, SchoolPart
from igu_xl.school.solving.search.parts import Parts
from igu_xl.school.solving.search.state import SchoolState

# Schedules of each pupil that a part begins with, the best at the prices of the bound.
BEGIN_WITH = 12
# Rounds of new schedules, and seconds for the whole choice among them.
ROUNDS, SECONDS = 6, 1.5


@dataclass(slots=True)
class Improver:
    """Searches in parts, several at a time, and takes what is better."""

    grower: Grower
    state: SchoolState
    parts: Parts
    price: Floats
    threads: int

    def improve(self, deadline: float, moved: Callable[[], None]) -> None:
        """Sweep over the cohorts until the deadline, or until a whole sweep gives nothing."""
        sweep = 0
        with ThreadPoolExecutor(self.threads) as pool:
            while time.perf_counter() < deadline:
                before = self.state.worth()
                seeds = list(self.parts.sweep(sweep))
                for at in range(0, len(seeds), self.threads):
                    if time.perf_counter() > deadline:
                        return
                    self._together(seeds[at : at + self.threads], deadline, pool)
                    moved()
                sweep += 1
                if self.state.worth() <= before + 1e-6 and sweep > 2:
                    return

    def _together(self, seeds: list[int], deadline: float, pool: ThreadPoolExecutor) -> None:
        urge = self._urge()
        found = [self.parts.around(seed, self.state, urge) for seed in seeds]
        for part, changes in zip(found, pool.map(lambda part: self._search(part, deadline), found), strict=True):
            # What another part has changed meanwhile may stand in the way.
            if changes and self.state.allows(changes):
                before = self.state.worth(part.pupils.tolist())
                after = sum(self.grower.schedules.of[pupil][schedule] for pupil, schedule in changes.items())
                if after > before + 1e-6:
                    for pupil, schedule in changes.items():
                        self.state.give(pupil, schedule)

    def _urge(self) -> Floats:
        """What each pupil lacks of the most that a schedule could be worth."""
        school = self.state.school
        locks = np.bincount(school.seat_pupil, weights=self.grower.bonus, minlength=school.pupils)
        full = school.need + self.grower.schedules.of_met + locks
        had = np.array([self.grower.schedules.of[p][self.state.of[p]] for p in range(school.pupils)])
        return np.asarray(full - had)

    def _search(self, part: SchoolPart, deadline: float) -> dict[int, Schedule] | None:
        schedules = self.grower.schedules
        master = Master(self.state.school, schedules, part)
        begin = {pupil: self.state.of[pupil] for pupil in part.pupils.tolist()}
        for pupil, current in begin.items():
            for schedule in dict.fromkeys([current, *self.grower.most_promising(pupil, self.price, BEGIN_WITH)]):
                master.add(pupil, schedule)
        if not self.grower.grow(master, ROUNDS, deadline):
            return None
        return master.whole(begin, min(SECONDS, deadline - time.perf_counter()))
