"""Which pupils and cohorts are looked at together, while everybody else stays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.search.master import SchoolPart
from igu_xl.school.solving.search.state import SchoolState


class Parts:
    """Cuts parts around one cohort after the other, in an order that is drawn once for all (and the same each time)."""

    def __init__(self, school: SchoolArrays, size: int) -> None:
        self.school, self.size = school, size
        order = np.argsort(school.seat_cohort, kind="stable")
        first = np.searchsorted(school.seat_cohort[order], np.arange(school.cohorts + 1))
        self.people = [school.seat_pupil[order[first[q] : first[q + 1]]] for q in range(school.cohorts)]
        self.cohorts = [school.seat_cohort[school.first[p] : school.first[p + 1]] for p in range(school.pupils)]

    def sweep(self, number: int) -> Iterator[int]:
        """The cohorts in an order of their own for each sweep."""
        used = np.flatnonzero([len(people) > 0 for people in self.people])
        yield from np.random.default_rng(number).permutation(used).tolist()

    def around(self, cohort: int, state: SchoolState, urge: Floats) -> SchoolPart:
        """The part around a cohort: those who sit there, those who would most like to, and whom they meet elsewhere.

        `urge` is what each pupil lacks.
        """
        inside = np.zeros(self.school.pupils, dtype=bool)
        able = self.people[cohort]
        sits = np.array([self._sits(pupil, cohort, state) for pupil in able.tolist()], dtype=bool)
        wants = able[~sits][np.argsort(-urge[able[~sits]], kind="stable")]
        inside[able[sits]] = True
        inside[wants[: max(0, self.size // 2 - int(sits.sum()))]] = True
        self._fill(inside, state)
        return self._part(np.flatnonzero(inside), state)

    def _sits(self, pupil: int, cohort: int, state: SchoolState) -> bool:
        return any(self.school.seat_cohort[seat] == cohort for seat in state.of[pupil])

    def _fill(self, inside: Bools, state: SchoolState) -> None:
        """Take in those with whom the pupils share most cohorts, whole cohorts at a time."""
        school, chosen = self.school, state.chosen()
        pupil, cohort = school.seat_pupil[chosen], school.seat_cohort[chosen]
        total = np.bincount(cohort, minlength=school.cohorts)
        while inside.sum() < self.size:
            there = np.bincount(cohort[inside[pupil]], minlength=school.cohorts)
            share = np.where((there > 0) & (there < total), there / np.maximum(total, 1), 0.0)
            nearest = int(np.argmax(share))
            if share[nearest] == 0.0:
                return
            inside[pupil[cohort == nearest]] = True

    def _part(self, pupils: Ints, state: SchoolState) -> SchoolPart:
        school = self.school
        mine = np.zeros(school.cohorts, dtype=np.int64)
        for pupil in pupils.tolist():
            np.add.at(mine, school.seat_cohort[np.array(state.of[pupil], dtype=np.int64)], 1)
        others = state.people - mine
        able = np.zeros(school.cohorts, dtype=np.int64)
        for pupil in pupils.tolist():
            able[self.cohorts[pupil]] += 1
        must_run = school.runs_anyway | (others > 0)
        least = np.maximum(school.least - others, 0)
        return SchoolPart(pupils, least, school.most - others, must_run | (able >= np.maximum(1, least)), must_run)
