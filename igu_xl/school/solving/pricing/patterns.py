"""The sets of courses that a pupil can come to have, and how each kind of cohort leads from one to the next.

Pupils who may attend the same kinds of cohorts share a pattern. Sets are numbered; 0 is the empty one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from igu_xl.arrays import Floats, Ints
from igu_xl.school.solving.model.school import SchoolCase

# A kind of cohort: the courses it teaches, and those that must have been had; bits of a set.
CohortKind = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Pattern:
    """bits of each set; for each kind the sets it leads from and to: origin, target [first[kind] : first[kind + 1]]."""

    courses: tuple[int, ...]
    bits: Ints
    first: Ints
    origin: Ints
    target: Ints

    def sums(self, of_course: Floats) -> Floats:
        """The sum of a figure of courses in each set."""
        total = np.zeros(len(self.bits))
        for place, course in enumerate(self.courses):
            total += ((self.bits >> place) & 1) * of_course[course]
        return total


def pattern_of(courses: tuple[int, ...], kinds: tuple[CohortKind, ...]) -> Pattern:
    """The sets that can be reached through these kinds of cohorts, in any order that what comes before allows."""
    everything = np.arange(1 << len(courses))
    reached = np.zeros(len(everything), dtype=bool)
    reached[0] = True
    ways = [everything[((everything & taught) == 0) & ((everything & before) == before)] for taught, before in kinds]
    count = 0
    while count != reached.sum():
        count = int(reached.sum())
        for (taught, _), way in zip(kinds, ways, strict=True):
            reached[way[reached[way]] | taught] = True
    number = np.cumsum(reached) - 1
    origins = [way[reached[way]] for way in ways]
    targets = [way | taught for (taught, _), way in zip(kinds, origins, strict=True)]
    return Pattern(
        courses,
        everything[reached],
        np.cumsum([0, *map(len, origins)]),
        number[np.concatenate([np.zeros(0, dtype=np.int64), *origins])],
        number[np.concatenate([np.zeros(0, dtype=np.int64), *targets])],
    )


class Patterns:
    """The patterns of a school, each pupil's, and the kind that each seat is in its pupil's pattern."""

    def __init__(self, school: SchoolCase) -> None:
        self.school = school
        self.all: list[Pattern] = []
        self.of_pupil = np.zeros(school.pupils, dtype=np.int64)
        self.kind = np.zeros(len(school.seat_pupil), dtype=np.int64)
        known: dict[tuple[tuple[int, ...], tuple[CohortKind, ...]], int] = {}
        for pupil in range(school.pupils):
            key, kinds = self._key(pupil)
            if key not in known:
                known[key] = len(self.all)
                self.all.append(pattern_of(*key))
            self.of_pupil[pupil] = known[key]
            number = {kind: place for place, kind in enumerate(key[1])}
            seats = school.seats_of(pupil)
            self.kind[seats.start : seats.stop] = [number[kind] for kind in kinds]

    @cached_property
    def largest(self) -> int:
        """Sets in the largest pattern."""
        return max((len(pattern.bits) for pattern in self.all), default=1)

    def _key(self, pupil: int) -> tuple[tuple[tuple[int, ...], tuple[CohortKind, ...]], list[CohortKind]]:
        school = self.school
        given = [(seat, school.teaches[school.seat_cohort[seat]]) for seat in school.seats_of(pupil)]
        courses = tuple(sorted({course for _, taught in given for course in taught}))
        place = {course: 1 << bit for bit, course in enumerate(courses)}
        kinds = [
            (sum(place[course] for course in taught), sum(place[course] for course in school.needs.get(seat, ())))
            for seat, taught in given
        ]
        return (courses, tuple(sorted(set(kinds)))), kinds
