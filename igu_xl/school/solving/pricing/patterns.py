"""The sets of courses that a pupil can come to have, and how each kind of cohort leads from one to the next.

Pupils who may attend the same kinds of cohorts share a pattern. Sets are numbered; 0 is the empty one. Where there are
more sets than can be looked at, the smallest are kept: schedules are still found, but nothing is proven of that pupil
(`Pattern.cut`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from igu_xl.arrays import Floats, Ints
from igu_xl.school.solving.model.school import SchoolArrays

# A kind of cohort: the courses it teaches, and those that must have been had; bits of a set.
CohortKind = tuple[int, int]

# The most sets of a pattern, and the most courses: a set is the bits of one whole number. No set has the bit after
# them.
MOST_SETS, MOST_COURSES = 20_000, 60
_NEVER = 1 << MOST_COURSES


@dataclass(frozen=True, eq=False)
class Pattern:
    """bits of each set; for each kind the sets it leads from and to: origin, target [first[kind] : first[kind + 1]].

    `cut`: some sets are left out.
    """

    courses: tuple[int, ...]
    bits: Ints
    first: Ints
    origin: Ints
    target: Ints
    cut: bool = False

    def sums(self, of_course: Floats) -> Floats:
        """The sum of a figure of courses in each set."""
        total = np.zeros(len(self.bits))
        for place, course in enumerate(self.courses):
            total += ((self.bits >> place) & 1) * of_course[course]
        return total


def pattern_of(courses: tuple[int, ...], kinds: tuple[CohortKind, ...]) -> Pattern:
    """The sets that can be reached through these kinds of cohorts, in any order that what comes before allows."""
    found = frontier = np.zeros(1, dtype=np.int64)
    cut = len(courses) > MOST_COURSES
    while len(frontier) and len(found) <= MOST_SETS:
        steps = [_from(frontier, kind) | kind[0] for kind in kinds]
        frontier = np.setdiff1d(np.concatenate([found[:0], *steps]), found)
        found = np.concatenate([found, frontier])
    cut |= len(found) > MOST_SETS
    bits = np.sort(found[:MOST_SETS])
    origins = [_from(bits, kind) for kind in kinds]
    inside = [np.isin(origin | taught, bits) for (taught, _), origin in zip(kinds, origins, strict=True)]
    origins = [origin[kept] for origin, kept in zip(origins, inside, strict=True)]
    targets = [origin | taught for (taught, _), origin in zip(kinds, origins, strict=True)]
    return Pattern(
        courses[:MOST_COURSES],
        bits,
        np.cumsum([0, *map(len, origins)]),
        np.searchsorted(bits, np.concatenate([bits[:0], *origins])),
        np.searchsorted(bits, np.concatenate([bits[:0], *targets])),
        cut,
    )


def _from(sets: Ints, kind: CohortKind) -> Ints:
    """The sets from which a kind of cohort leads on."""
    taught, before = kind
    found: Ints = sets[((sets & taught) == 0) & ((sets & before) == before)]
    return found


class Patterns:
    """The patterns of a school, each pupil's, and the kind that each seat is in its pupil's pattern."""

    def __init__(self, school: SchoolArrays) -> None:
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

    @cached_property
    def cut(self) -> bool:
        """Whether sets of some pupil are left out: then no bound holds."""
        return any(pattern.cut for pattern in self.all)

    def _key(self, pupil: int) -> tuple[tuple[tuple[int, ...], tuple[CohortKind, ...]], list[CohortKind]]:
        school = self.school
        given = [(seat, school.teaches[school.seat_cohort[seat]]) for seat in school.seats_of(pupil)]
        courses = tuple(sorted({course for _, taught in given for course in taught}))
        place = {course: 1 << min(bit, MOST_COURSES) for bit, course in enumerate(courses)}
        kinds = [
            _kind({place[course] for course in taught}, {place[course] for course in school.needs.get(seat, ())})
            for seat, taught in given
        ]
        return (courses, tuple(sorted(set(kinds)))), kinds


def _kind(taught: set[int], before: set[int]) -> CohortKind:
    """A kind of cohort from the bits of its courses; one with a course beyond the most leads from nowhere."""
    return (0, _NEVER) if _NEVER in taught | before else (sum(taught), sum(before))
