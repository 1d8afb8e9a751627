"""A desk at which pupils are enrolled in cohorts, one seat after another: what is still free, and who may take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd

from igu_xl.school.solving.search.offers import Offer, Offers

# Hours are sums of decimal numbers.
NEAR = 1e-6


class EnrolmentDesk:
    """Who attends what, and what is left of seats and rooms; `open` says which cohorts are still offered."""

    def __init__(self, offers: Offers) -> None:
        self.offers = offers
        count = len(offers.need)
        self.attends: list[list[int]] = [[] for _ in range(count)]
        self.had: list[set[int]] = [set() for _ in range(count)]
        self.hours, self.amu_hours = [0.0] * count, [0.0] * count
        self.seats = [0] * len(offers.all)
        self.open = [True] * len(offers.all)
        self.used: dict[int, set[int]] = defaultdict(set)
        for cohort, offer in enumerate(offers.all):
            if offer.runs_anyhow:
                self.used[offer.room].add(cohort)

    def may(self, pupil: int, cohort: int) -> bool:
        """Whether the pupil can have a seat in the cohort beside what is booked."""
        offer = self.offers.all[cohort]
        if not self.open[cohort] or self.seats[cohort] >= offer.most or not offer.courses.isdisjoint(self.had[pupil]):
            return False
        if any(offer.meets(self.offers.all[other]) for other in self.attends[pupil]):
            return False
        if offer.before and not self._ready(pupil, offer):
            return False
        if self.seats[cohort] == 0 and not offer.runs_anyhow and not self._has_room(offer):
            return False
        return self._within_limits(pupil, offer)

    def enrol(self, pupil: int, cohort: int) -> None:
        """Give the pupil a seat."""
        offer = self.offers.all[cohort]
        self.attends[pupil].append(cohort)
        self.had[pupil] |= offer.courses
        self.hours[pupil] += offer.hours
        self.amu_hours[pupil] += offer.amu_hours
        self.seats[cohort] += 1
        self.used[offer.room].add(cohort)

    def leave(self, pupil: int, cohort: int) -> None:
        """Take the seat back, and those in cohorts that come after what is not had any more."""
        self._leave_one(pupil, cohort)
        while late := [other for other in self.attends[pupil] if not self._ready(pupil, self.offers.all[other])]:
            self._leave_one(pupil, late[0])

    def short(self) -> list[int]:
        """The cohorts that somebody attends and that are below their minimum."""
        least = (offer.least for offer in self.offers.all)
        return [cohort for cohort, (seats, few) in enumerate(zip(self.seats, least, strict=True)) if 0 < seats < few]

    def cancel(self, cohorts: Iterable[int]) -> list[int]:
        """Offer these cohorts no more; gives who sat in one of them."""
        gone = set(cohorts)
        for cohort in gone:
            self.open[cohort] = False
        hit = [pupil for pupil, own in enumerate(self.attends) if not gone.isdisjoint(own)]
        for pupil in hit:
            while left := [cohort for cohort in self.attends[pupil] if cohort in gone]:
                self.leave(pupil, left[0])
        return hit

    def has_all(self, pupil: int) -> bool:
        """Whether the pupil has the hours, the AMU hours and the courses that must be."""
        hours = self.hours[pupil] >= self.offers.need[pupil] - NEAR
        amu = self.amu_hours[pupil] >= self.offers.amu_need[pupil] - NEAR
        return hours and amu and self.offers.musts[pupil] <= self.had[pupil]

    def rows(self) -> pd.DataFrame:
        """pupil, cohort: what is booked."""
        found = [(pupil, cohort) for pupil, own in enumerate(self.attends) for cohort in own]
        pupil, cohort = np.array(found, dtype=np.int64).reshape(-1, 2).T
        return pd.DataFrame({"pupil": self.offers.pupils[pupil], "cohort": self.offers.cohorts[cohort]})

    def _leave_one(self, pupil: int, cohort: int) -> None:
        offer = self.offers.all[cohort]
        self.attends[pupil].remove(cohort)
        self.had[pupil] -= offer.courses
        self.hours[pupil] -= offer.hours
        self.amu_hours[pupil] -= offer.amu_hours
        self.seats[cohort] -= 1
        if self.seats[cohort] == 0 and not offer.runs_anyhow:
            self.used[offer.room].discard(cohort)

    def _ready(self, pupil: int, offer: Offer) -> bool:
        """Whether all that comes before has ended, or was had before the plan."""
        missing = self.offers.missing_before(pupil, offer.before)
        own = (self.offers.all[other] for other in self.attends[pupil]) if missing else ()
        return missing.issubset(course for other in own if other.last < offer.first for course in other.courses)

    def _has_room(self, offer: Offer) -> bool:
        """Whether its room has one more at a time free on each of its days."""
        size = self.offers.room_size[offer.room]
        beside = [other for other in map(self.offers.all.__getitem__, self.used[offer.room]) if offer.meets(other)]
        if len(beside) < size:
            return True
        days = {offer.first, *(other.first for other in beside if other.first > offer.first)}
        return all(sum(other.first <= day <= other.last for other in beside) < size for day in days)

    def _within_limits(self, pupil: int, offer: Offer) -> bool:
        """Whether no window of days has too many hours; the fullest one begins or ends with a cohort."""
        own = [offer, *(self.offers.all[other] for other in self.attends[pupil])]
        for most, days in self.offers.limits:
            for start in {one.first for one in own} | {one.last - days + 1 for one in own}:
                end, inside = start + days - 1, 0.0
                for one in own:
                    inside += max(0, min(end, one.last) - max(start, one.first) + 1) * one.taught_a_day
                if inside > most + NEAR:
                    return False
        return True
