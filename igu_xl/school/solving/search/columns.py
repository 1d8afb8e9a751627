"""The schedules of each pupil that the search knows of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.model.outcome import TINY
from igu_xl.school.solving.model.school import SchoolArrays

# The seats of a schedule, in order.
Schedule = tuple[int, ...]


class Schedules:
    """For each pupil the schedules found so far, each once, in the order in which they were found."""

    def __init__(self, school: SchoolArrays, of_met: Floats, bonus: Floats) -> None:
        self.school, self.of_met, self.bonus = school, of_met, bonus
        self.of: list[dict[Schedule, float]] = [{} for _ in range(school.pupils)]
        self._hours, self._amu = school.hours[school.seat_cohort], school.amu[school.seat_cohort]

    def add(self, pupil: int, schedule: Schedule) -> bool:
        """Whether it is new."""
        known = self.of[pupil]
        if schedule in known:
            return False
        known[schedule] = self.worth(pupil, schedule)
        return True

    def add_chosen(self, chosen: Bools, pupils: Iterable[int]) -> list[tuple[int, Schedule]]:
        """The new ones among the chosen seats of these pupils."""
        found = []
        for pupil in pupils:
            schedule = self.chosen_of(chosen, pupil)
            if self.add(pupil, schedule):
                found.append((pupil, schedule))
        return found

    def chosen_of(self, chosen: Bools, pupil: int) -> Schedule:
        """The chosen seats of a pupil."""
        first = int(self.school.first[pupil])
        own = chosen[first : int(self.school.first[pupil + 1])]
        return tuple((np.flatnonzero(own) + first).tolist())

    def worth(self, pupil: int, schedule: Schedule) -> float:
        """Weighted hours up to need, what it is worth to have all that is needed, and the bonus of the seats."""
        school = self.school
        seats: Ints = np.array(schedule, dtype=np.int64)
        hours, amu = float(self._hours[seats].sum()), float(self._amu[seats].sum())
        met = hours >= school.need[pupil] - TINY and amu >= school.amu_need[pupil] - TINY
        if met and pupil in school.musts:
            had = {course for cohort in school.seat_cohort[seats].tolist() for course in school.teaches[cohort]}
            met = had.issuperset(school.musts[pupil])
        of_met = float(self.of_met[pupil]) if met else 0.0
        return min(hours, float(school.need[pupil])) + of_met + float(self.bonus[seats].sum())
