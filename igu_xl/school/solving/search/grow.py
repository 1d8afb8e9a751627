"""Adds schedules to a master until none that would help is missing, and dives to a whole plan."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.pricing.pricing import Pricing
from igu_xl.school.solving.search.columns import Schedule, Schedules
from igu_xl.school.solving.search.master import Master

# Hours by which a schedule must better a pupil's to be of use.
WORTHWHILE = 1e-4


@dataclass(frozen=True, slots=True)
class Grower:
    """Prices schedules for masters of one problem; `locked` seats are in every one of them."""

    pricing: Pricing
    schedules: Schedules
    values: Floats
    locked: Bools

    def grow(self, master: Master, rounds: int, deadline: float) -> bool:
        """Solve the relaxation, adding schedules and rows; whether it has a solution.

        Rows are looked for when few schedules are new. Ends early when neither is found.
        """
        few = max(1, len(master.part.pupils) // 50)
        for _ in range(rounds):
            if not master.solve(deadline):
                return False
            new = self.price(master)
            rows = master.separate() if new < few else 0
            if new + rows == 0 or time.perf_counter() > deadline:
                return True
        return master.solve(deadline)

    def best_of(self, pupil: int, paid: Floats) -> Schedule:
        """A good schedule of one pupil who pays so much for each of the pupil's seats."""
        first = int(self.schedules.school.first[pupil])
        price = np.zeros(len(self.locked))
        own = slice(first, first + len(paid))
        price[own] = paid - np.where(self.locked[own], 1e7, 0.0)
        _, used = self.pricing.careful(self.values, price, np.array([pupil]))
        return self.schedules.chosen_of(used, pupil)

    def known(self, pupil: int) -> list[Schedule]:
        """The known schedules of a pupil that keep the pupil's locks."""
        first = self.schedules.school.first
        kept = set((np.flatnonzero(self.locked[first[pupil] : first[pupil + 1]]) + first[pupil]).tolist())
        return [one for one in self.schedules.of[pupil] if kept.issubset(one)] if kept else [*self.schedules.of[pupil]]

    def most_promising(self, pupil: int, price: Floats, count: int) -> list[Schedule]:
        """The known schedules that gain most at these prices, and the one that asks for least."""
        worths = self.schedules.of[pupil]
        known = sorted(self.known(pupil), key=lambda one: (price[list(one)].sum() - worths[one], one))
        return [
            *known[:count],
            *(one for one in [min(known, key=len, default=())] if known and one not in known[:count]),
        ]

    def add_least(self, pupils: Ints) -> None:
        """Add for each of these pupils what the locks ask for, and hardly more."""
        price = np.where(self.locked, -1e7, 1e5)
        _, used = self.pricing.careful(self.values, price, pupils)
        self.schedules.add_chosen(used, pupils.tolist())
        # What cannot be had together with the other locks of the pupil is given up.
        seats = np.isin(self.schedules.school.seat_pupil, pupils)
        self.locked[seats] &= used[seats]

    def price(self, master: Master) -> int:
        """Add the schedules that would help at the prices of the last solution; how many."""
        pupils = master.part.pupils
        many = np.where(self.locked, 1e7, 0.0)
        worth, used = self.pricing.careful(self.values, master.prices() - many, pupils)
        first = self.schedules.school.first
        bonus = np.array([many[first[pupil] : first[pupil + 1]].sum() for pupil in pupils])
        gains = worth[pupils] - bonus - master.gain_needed()
        new = 0
        for pupil in pupils[gains > WORTHWHILE].tolist():
            schedule = self.schedules.chosen_of(used, pupil)
            # A schedule that another part has found may be new here.
            if self.schedules.add(pupil, schedule) or schedule not in master.known(pupil):
                master.add(pupil, schedule)
                new += 1
        return new
