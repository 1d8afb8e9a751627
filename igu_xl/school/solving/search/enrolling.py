"""A desk at which pupils are enrolled, one seat after another: what is still free, and who may take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from igu_xl.arrays import Bools
from igu_xl.school.solving.model.outcome import TINY
from igu_xl.school.solving.model.school import SchoolArrays


class EnrolmentDesk:
    """Which seats are booked, and what is left of cohorts and rooms; `open` says which cohorts are still offered.

    Seats, pupils, cohorts and courses are the numbers of `SchoolArrays`; booking is worked out in plain numbers, which
    is quicker than arrays for one seat at a time.
    """

    def __init__(self, school: SchoolArrays) -> None:
        self.school = school
        self.pupil_of, self.cohort_of = school.seat_pupil.tolist(), school.seat_cohort.tolist()
        self.start, self.end = school.start.tolist(), school.end.tolist()
        self.hours_of, self.amu_of = school.hours.tolist(), school.amu.tolist()
        self.need, self.amu_need = school.need.tolist(), school.amu_need.tolist()
        self.least, self.most = school.least.tolist(), school.most.tolist()
        self.courses = [frozenset(courses) for courses in school.teaches]
        self.musts = {pupil: frozenset(courses) for pupil, courses in school.musts.items()}
        self._a_day = (school.taught / np.maximum(1, school.end - school.start + 1)).tolist()
        self.attends: list[list[int]] = [[] for _ in self.need]
        self.had: list[set[int]] = [set() for _ in self.need]
        self.hours, self.amu_hours = [0.0] * len(self.need), [0.0] * len(self.need)
        self.people = [0] * school.cohorts
        self.open = [True] * school.cohorts
        self._sets_of: dict[int, list[int]] = defaultdict(list)
        self._left = [limit for _, limit in school.room_overlaps]
        for number, (together, _) in enumerate(school.room_overlaps):
            for cohort in together:
                self._sets_of[cohort].append(number)
                self._left[number] -= self.least[cohort] == 0

    def may(self, seat: int) -> bool:
        """Whether the seat can be booked beside what is booked."""
        pupil, cohort = self.pupil_of[seat], self.cohort_of[seat]
        if not self.open[cohort] or self.people[cohort] >= self.most[cohort]:
            return False
        if not self.courses[cohort].isdisjoint(self.had[pupil]):
            return False
        start, end = self.start[cohort], self.end[cohort]
        for other in self.attends[pupil]:
            beside = self.cohort_of[other]
            if start <= self.end[beside] and self.start[beside] <= end:
                return False
        starts = self.people[cohort] == 0 and self.least[cohort] > 0
        if starts and any(self._left[number] < 1 for number in self._sets_of[cohort]):
            return False
        return self._ready(seat) and self._within_limits(pupil, cohort)

    def enrol(self, seat: int) -> None:
        """Book the seat."""
        self._count(seat, 1)
        pupil = self.pupil_of[seat]
        self.attends[pupil].append(seat)
        self.had[pupil] |= self.courses[self.cohort_of[seat]]

    def leave(self, seat: int) -> None:
        """Give the seat back, and those in cohorts that come after what is not had any more."""
        self._leave_one(seat)
        own = self.attends[self.pupil_of[seat]]
        while late := [other for other in own if not self._ready(other)]:
            self._leave_one(late[0])

    def short(self) -> list[int]:
        """The cohorts that somebody attends and that are below their minimum."""
        pairs = enumerate(zip(self.people, self.least, strict=True))
        return [cohort for cohort, (people, least) in pairs if 0 < people < least]

    def cancel(self, cohorts: Iterable[int]) -> list[int]:
        """Offer these cohorts no more; gives who sat in one of them."""
        gone = set(cohorts)
        for cohort in gone:
            self.open[cohort] = False
        hit = []
        for pupil, own in enumerate(self.attends):
            if any(self.cohort_of[seat] in gone for seat in own):
                hit.append(pupil)
                while left := [seat for seat in own if self.cohort_of[seat] in gone]:
                    self.leave(left[0])
        return hit

    def has_all(self, pupil: int) -> bool:
        """Whether the pupil has the hours, the AMU hours and the courses that must be."""
        hours = self.hours[pupil] >= self.need[pupil] - TINY
        amu = self.amu_hours[pupil] >= self.amu_need[pupil] - TINY
        return hours and amu and self.musts.get(pupil, frozenset()) <= self.had[pupil]

    def chosen(self) -> Bools:
        """Whether each seat is booked."""
        chosen = np.zeros(len(self.pupil_of), dtype=bool)
        chosen[[seat for own in self.attends for seat in own]] = True
        return chosen

    def _leave_one(self, seat: int) -> None:
        self._count(seat, -1)
        pupil = self.pupil_of[seat]
        self.attends[pupil].remove(seat)
        self.had[pupil] -= self.courses[self.cohort_of[seat]]

    def _count(self, seat: int, one: int) -> None:
        """One more or one fewer in the cohort; it takes room when somebody is in it."""
        pupil, cohort = self.pupil_of[seat], self.cohort_of[seat]
        ran = self.people[cohort] > 0
        self.people[cohort] += one
        self.hours[pupil] += one * self.hours_of[cohort]
        self.amu_hours[pupil] += one * self.amu_of[cohort]
        if self.least[cohort] > 0 and ran != (self.people[cohort] > 0):
            for number in self._sets_of[cohort]:
                self._left[number] -= one

    def _ready(self, seat: int) -> bool:
        """Whether all that comes before has ended, or was had before the plan."""
        missing = self.school.needs.get(seat)
        if not missing:
            return True
        start, own = self.start[self.cohort_of[seat]], self.attends[self.pupil_of[seat]]
        ended = [self.courses[self.cohort_of[other]] for other in own if self.end[self.cohort_of[other]] < start]
        return all(any(course in courses for courses in ended) for course in missing)

    def _within_limits(self, pupil: int, cohort: int) -> bool:
        """Whether no window of days has too many hours; the fullest one begins or ends with a cohort."""
        if not self.school.limits:
            return True
        own = [cohort, *(self.cohort_of[seat] for seat in self.attends[pupil])]
        days_of = [(self.start[one], self.end[one], self._a_day[one]) for one in own]
        for most, days in self.school.limits:
            for first in {start for start, _, _ in days_of} | {end - days + 1 for _, end, _ in days_of}:
                last, inside = first + days - 1, 0.0
                for start, end, hours in days_of:
                    both = (end if end < last else last) - (start if start > first else first) + 1
                    inside += both * hours if both > 0 else 0.0
                if inside > most + TINY:
                    return False
        return True
