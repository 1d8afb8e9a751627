"""A whole plan while it is searched: each pupil's schedule, and how many sit where."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

import numpy as np

from igu_xl.arrays import Bools
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.search.columns import Schedule, Schedules


class SchoolState:
    """The schedule of every pupil; cohorts run that somebody attends, or that others fill."""

    def __init__(self, school: SchoolArrays, schedules: Schedules) -> None:
        self.school, self.schedules = school, schedules
        self.of: list[Schedule] = [() for _ in range(school.pupils)]
        for pupil in range(school.pupils):
            schedules.add(pupil, ())
        self.people = np.zeros(school.cohorts, dtype=np.int64)
        self._rooms: list[list[int]] = [[] for _ in range(school.cohorts)]
        for number, (together, _) in enumerate(school.room_overlaps):
            for cohort in together:
                self._rooms[cohort].append(number)

    @property
    def runs(self) -> Bools:
        """Which cohorts run."""
        return self.school.runs_anyway | (self.people > 0)

    def give(self, pupil: int, schedule: Schedule) -> None:
        """Let a pupil have another schedule."""
        cohort = self.school.seat_cohort
        np.subtract.at(self.people, cohort[np.array(self.of[pupil], dtype=np.int64)], 1)
        np.add.at(self.people, cohort[np.array(schedule, dtype=np.int64)], 1)
        self.of[pupil] = schedule
        self.schedules.add(pupil, schedule)

    def give_all(self, chosen: Bools) -> None:
        """Let every pupil have these seats."""
        for pupil in range(self.school.pupils):
            self.give(pupil, self.schedules.chosen_of(chosen, pupil))

    def copy(self) -> SchoolState:
        """The same plan, to be changed by itself; what schedules are known is shared."""
        other = copy.copy(self)
        other.of, other.people = list(self.of), self.people.copy()
        return other

    def stands(self) -> bool:
        """Whether every cohort has nobody or enough, none too many, and every room its limit."""
        school, runs = self.school, self.runs
        enough = (self.people == 0) | (self.people >= school.least)
        rooms = all(int(runs[together].sum()) <= limit for together, limit in school.room_overlaps)
        return bool((enough & (self.people <= school.most)).all()) and rooms

    def worth(self, pupils: Iterable[int] | None = None) -> float:
        """What the schedules of these pupils, or of all, are worth."""
        which = range(self.school.pupils) if pupils is None else pupils
        return sum(self.schedules.of[pupil][self.of[pupil]] for pupil in which)

    def chosen(self) -> Bools:
        """The seats used."""
        chosen = np.zeros(len(self.school.seat_pupil), dtype=bool)
        chosen[[seat for schedule in self.of for seat in schedule]] = True
        return chosen

    def room_for(self, cohort: int, runs: Bools) -> bool:
        """Whether a cohort may run beside those that do."""
        overlaps = self.school.room_overlaps
        return all(
            int(runs[together].sum()) - int(runs[cohort]) < limit
            for together, limit in (overlaps[number] for number in self._rooms[cohort])
        )

    def allows(self, changes: Mapping[int, Schedule]) -> bool:
        """Whether cohorts and rooms stay within their limits when these pupils get these schedules."""
        before, cohort = self.people.copy(), self.school.seat_cohort
        for pupil, schedule in changes.items():
            np.subtract.at(before, cohort[np.array(self.of[pupil], dtype=np.int64)], 1)
            np.add.at(before, cohort[np.array(schedule, dtype=np.int64)], 1)
        school = self.school
        runs = school.runs_anyway | (before > 0)
        short = (before < school.least) & (before > 0)
        opened = np.flatnonzero(runs & ~self.runs).tolist()
        return (
            not short.any() and bool((before <= school.most).all()) and all(self.room_for(one, runs) for one in opened)
        )
