"""The whole school plan as one integer programme.

Variables, in this order: a seat is used (x), a cohort runs (y), a pupil has all that is needed (m), weighted hours of
a pupil up to need (w).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.optimise.rows import Constraints
from igu_xl.school.solving.model.outcome import outcome_of
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.plain.rules import PlainRow, schedule_rows


class PlainModel:
    """Where the variables stand, and the rows that bind them."""

    def __init__(self, school: SchoolArrays) -> None:
        self.school = school
        seats = len(school.seat_pupil)
        self.runs = seats
        self.met = seats + school.cohorts
        self.hours = self.met + school.pupils
        self.size = self.hours + school.pupils

    @cached_property
    def rows(self) -> Constraints:
        """All rules."""
        return constraints([*self._cohort_rows(), *self._pupil_rows()])

    @property
    def upper(self) -> Floats:
        """The most that each variable can be; what cannot be had is 0."""
        upper = np.ones(self.size)
        upper[self.hours :] = self.school.need
        return upper

    @property
    def whole(self) -> Bools:
        """All but the hours."""
        return np.arange(self.size) < self.hours

    def values_of(self, chosen: Bools) -> Floats:
        """The variables of a choice of seats."""
        outcome = outcome_of(self.school, chosen)
        hours = np.minimum(outcome.hours, self.school.need)
        return np.concatenate([chosen, outcome.runs, outcome.met, hours]).astype(float)

    def _cohort_rows(self) -> Iterator[PlainRow]:
        school = self.school
        by_cohort: dict[int, list[int]] = {}
        for seat, cohort in enumerate(school.seat_cohort.tolist()):
            by_cohort.setdefault(cohort, []).append(seat)
        for cohort in range(school.cohorts):
            runs = self.runs + cohort
            seats = [(seat, 1.0) for seat in by_cohort.get(cohort, [])]
            if school.runs_anyway[cohort]:
                yield [(runs, -1.0)], -1.0
            yield [*seats, (runs, -float(school.most[cohort]))], 0.0
            yield [*((seat, -1.0) for seat, _ in seats), (runs, float(school.least[cohort]))], 0.0
            for seat, _ in seats if not school.runs_anyway[cohort] else ():
                yield [(seat, 1.0), (runs, -1.0)], 0.0
        for together, limit in school.room_overlaps:
            yield [(self.runs + cohort, 1.0) for cohort in together], float(limit)

    def _pupil_rows(self) -> Iterator[PlainRow]:
        school = self.school
        for pupil in range(school.pupils):
            seats = [(seat, int(school.seat_cohort[seat])) for seat in school.seats_of(pupil)]
            met, hours = self.met + pupil, self.hours + pupil
            yield from schedule_rows(school, pupil)
            yield [(hours, 1.0), *((seat, -school.hours[cohort]) for seat, cohort in seats)], 0.0
            yield [(met, school.need[pupil]), (hours, -1.0)], 0.0
            if school.amu_need[pupil] > 0:
                amu = [(seat, -school.amu[cohort]) for seat, cohort in seats if school.amu[cohort] > 0]
                yield [(met, school.amu_need[pupil]), *amu], 0.0
            for course in school.musts.get(pupil, ()):
                yield [(met, 1.0), *((seat, -1.0) for seat, cohort in seats if course in school.teaches[cohort])], 0.0


def constraints(rows: list[PlainRow]) -> Constraints:
    """Rows as arrays."""
    sizes = [len(entries) for entries, _ in rows]
    entries = [entry for row, _ in rows for entry in row]
    limit = np.array([limit for _, limit in rows], dtype=float)
    variable: Ints = np.array([variable for variable, _ in entries], dtype=np.int64)
    return Constraints(
        np.full(len(rows), -np.inf),
        limit,
        np.repeat(np.arange(len(rows)), sizes),
        variable,
        np.array([coefficient for _, coefficient in entries], dtype=float),
    )
