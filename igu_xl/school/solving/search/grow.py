"""Adds schedules to a master until none that would help is missing, and dives to a whole plan."""

from __future__ import annotations

import time
from dataclasses import dataclass

from igu_xl.arrays import Floats, Ints
from igu_xl.school.solving.pricing.pricing import Pricing
from igu_xl.school.solving.search.columns import Schedule, Schedules
from igu_xl.school.solving.search.master import Master

# Hours by which a schedule must better a pupil's to be of use.
WORTHWHILE = 1e-4


@dataclass(frozen=True, slots=True)
class Grower:
    """Prices schedules for masters of one problem; `bonus` is what each seat is worth beside its hours."""

    pricing: Pricing
    schedules: Schedules
    values: Floats
    bonus: Floats

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

    def best_of(self, pupils: Ints, paid: Floats) -> list[Schedule]:
        """A good schedule of each of these pupils, who pay so much for each seat."""
        *_, used = self.pricing.careful(self.values, paid - self.bonus, pupils)
        return [self.schedules.chosen_of(used, pupil) for pupil in pupils.tolist()]

    def most_promising(self, pupil: int, price: Floats, count: int) -> list[Schedule]:
        """The known schedules that gain most at these prices, and the empty one."""
        worths = self.schedules.of[pupil]
        known = sorted(worths, key=lambda one: (price[list(one)].sum() - worths[one], one))
        return [*known[:count], *([] if () in known[:count] else [()])]

    def price(self, master: Master) -> int:
        """Add the schedules that would help at the prices of the last solution; how many."""
        pupils = master.part.pupils
        worth, _, used = self.pricing.careful(self.values, master.prices() - self.bonus, pupils)
        gains = worth[pupils] - master.gain_needed()
        new = 0
        for pupil in pupils[gains > WORTHWHILE].tolist():
            schedule = self.schedules.chosen_of(used, pupil)
            # A schedule that another part has found may be new here.
            if self.schedules.add(pupil, schedule) or schedule not in master.known(pupil):
                master.add(pupil, schedule)
                new += 1
        return new
