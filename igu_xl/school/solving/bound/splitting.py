"""Prices of seats by splitting each seat in two: the pupil's choice of it and the cohort's.

Every seat has a price that the pupil pays and the cohort gets; rooms have rents. Pupils choose their schedules and
cohorts their people, each for themselves, and what all of them gain together is at least what any plan is worth: the
Lagrangian relaxation of "the pupil sits there if and only if the cohort takes the pupil". Where they disagree, the
price moves (Geoffrion, 1974; the subgradient with a direction averaged over rounds, as in Barahona and Anbil's volume
algorithm, 2000).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Bools, Floats
from igu_xl.school.solving.bound.windows import Windows
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.pricing.pricing import Pricing

# How much of the direction of the round before is kept.
MOMENTUM = 0.9
# How much of their running average prices keep in a round. Prices swing about the best ones; their average does not.
AVERAGE = 0.95
ROUNDS_BETWEEN = 20
# Every so many rounds windows are looked for that the pupils' choices break.
LOOK = 5
# For this share of the rounds, and of the time, the limits of hours are priced only.
ROUGH = 0.5
# The first price of a seat, as a share of its hours.
FIRST_PRICE = 0.5
# Hours by which a price moves in the first round, and by how much less in the last one.
FIRST_STEP, LAST_STEP = 40.0, 1 / 40
# No seat is worth more to anybody.
MOST_PAID = 1e6


@dataclass(slots=True)
class SeatPrices:
    """Prices of seats, rents of sets of overlapping cohorts, and the bound that they prove."""

    price: Floats
    rent: Floats
    # How often each cohort has run in the last rounds.
    share: Floats
    # Of the windows in which a pupil would have too many hours.
    window_rent: Floats
    bound: float = np.inf

    def take(self, bound: float, price: Floats, rent: Floats, window_rent: Floats) -> None:
        """Keep these instead where they prove more."""
        if bound < self.bound:
            self.bound, self.price, self.rent, self.window_rent = bound, price, rent, window_rent

    def copy(self) -> SeatPrices:
        """The same prices, of which nothing is proven yet."""
        return SeatPrices(self.price, self.rent, self.share.copy(), self.window_rent)


class Splitting:
    """The two sides of the market of one school; `bonus` is what each seat is worth beside its hours."""

    def __init__(self, school: SchoolArrays, pricing: Pricing, bonus: Floats, windows: Windows | None = None) -> None:
        self.school, self.pricing, self.bonus = school, pricing, bonus
        self.count = np.bincount(school.seat_cohort, minlength=school.cohorts)
        self.first = np.cumsum([0, *self.count])
        self.forced = school.runs_anyway.copy()
        # Those that are decided not to run; only in a search, never in a bound.
        self.shut = np.zeros(school.cohorts, dtype=bool)
        overlaps = school.room_overlaps
        self.overlap = np.repeat(np.arange(len(overlaps)), [len(cohorts) for cohorts, _ in overlaps])
        self.renter = np.array([one for cohorts, _ in overlaps for one in cohorts], dtype=np.int64)
        self.room = np.array([float(limit) for _, limit in overlaps])
        self.windows = Windows(school) if windows is None else windows.copy()
        # Set by another thread to end the rounds.
        self.stopped = False

    def begin(self) -> SeatPrices:
        """Prices to begin with."""
        school = self.school
        return SeatPrices(
            school.hours[school.seat_cohort] * FIRST_PRICE,
            np.zeros(len(self.room)),
            np.zeros(school.cohorts),
            np.zeros(len(self.windows)),
        )

    def pupils(self, values: Floats, price: Floats, window_rent: Floats, *, exact: bool) -> tuple[float, Bools]:
        """What the pupils gain at most at these prices, and the seats that they choose.

        The limits of hours are kept (`exact`), or only paid for by the rents of windows, which is quicker.
        """
        asked, rents = price - self.bonus, self.windows.cost(window_rent)
        if self.shut.any():
            asked = asked + np.where(self.shut[self.school.seat_cohort], MOST_PAID, 0.0)
        if exact:
            guide = rents, self.windows.of_pupil(window_rent)
            _, most, used = self.pricing.careful(values, asked, guide=guide)
            return float(most.sum()), used
        worth, used = self.pricing.best(values, asked + rents)
        return float(worth.sum() + window_rent.sum()), used

    def cohorts(self, price: Floats, rent: Floats) -> tuple[float, Bools, Bools]:
        """What the cohorts and the rooms gain at these prices, the seats that they choose, and which cohorts run.

        Each takes those who pay most, between its minimum and maximum, where that pays its rents.
        """
        school, cohort = self.school, self.school.seat_cohort
        offer = np.minimum(price, MOST_PAID)
        order = np.argsort(cohort * (4.0 * MOST_PAID) - offer, kind="stable")
        wanted = np.bincount(cohort[offer > 0.0], minlength=school.cohorts)
        taken = np.clip(wanted, np.minimum(school.least, self.count), np.minimum(school.most, self.count))
        paid = np.concatenate([[0.0], np.cumsum(price[order])])
        cost = np.bincount(self.renter, weights=rent[self.overlap], minlength=school.cohorts)
        gain = paid[self.first[:-1] + taken] - paid[self.first[:-1]] - cost
        runs = self.forced | ((gain > 0.0) & (self.count >= np.maximum(1, school.least)) & ~self.shut)
        chosen = np.zeros(len(price), dtype=bool)
        place = np.arange(len(price)) - self.first[cohort[order]]
        chosen[order] = runs[cohort[order]] & (place < taken[cohort[order]])
        return float(gain[runs].sum() + rent @ self.room), chosen, runs

    def bound(self, values: Floats, price: Floats, rent: Floats, window_rent: Floats) -> float:
        """No plan is worth more."""
        return self.pupils(values, price, window_rent, exact=True)[0] + self.cohorts(price, rent)[0]

    def improve(
        self,
        values: Floats,
        prices: SeatPrices,
        rounds: int,
        deadline: float,
        hear: Callable[[Bools], None] | None = None,
        first_step: float = FIRST_STEP,
        rough: float = ROUGH,
    ) -> None:
        """Move the prices for so many rounds, or until the deadline.

        `hear` is told the pupils' choices of each round. For the first share `rough` of the rounds the limits of hours
        are priced only.
        """
        price, rent, window_rent = prices.price, prices.rent, prices.window_rent
        mean, mean_rent, mean_window = price, rent, window_rent
        direction, turn, way = np.zeros(len(price)), np.zeros(len(rent)), np.zeros(len(window_rent))
        begun = time.perf_counter()
        for number in range(rounds):
            now = time.perf_counter()
            if now > deadline or self.stopped:
                break
            # Where time is what ends the rounds, the steps shorten with it.
            share = max(number / max(1, rounds - 1), (now - begun) / max(1e-9, deadline - begun))
            step = first_step * LAST_STEP ** min(1.0, share)
            exact = share > rough
            gain, used = self.pupils(values, price, window_rent, exact=exact)
            earned, chosen, runs = self.cohorts(price, rent)
            prices.take(gain + earned, price, rent, window_rent)
            prices.share = AVERAGE * prices.share + (1 - AVERAGE) * runs
            if hear:
                hear(used)
            if number % LOOK == 0 and self.school.limits and not exact:
                self.windows.look(used)
                more = len(self.windows) - len(window_rent)
                window_rent, mean_window, way = (np.pad(one, (0, more)) for one in (window_rent, mean_window, way))
            over = (
                np.bincount(self.overlap, weights=runs[self.renter].astype(float), minlength=len(self.room)) - self.room
            )
            direction = MOMENTUM * direction + (1 - MOMENTUM) * (used.astype(float) - chosen)
            turn = MOMENTUM * turn + (1 - MOMENTUM) * over
            way = MOMENTUM * way + (1 - MOMENTUM) * self.windows.over(used)
            price, rent = price + step * direction, np.maximum(0.0, rent + step * turn)
            if not exact:
                window_rent = np.maximum(0.0, window_rent + step * way)
            mean, mean_rent = AVERAGE * mean + (1 - AVERAGE) * price, AVERAGE * mean_rent + (1 - AVERAGE) * rent
            mean_window = AVERAGE * mean_window + (1 - AVERAGE) * window_rent
            if number % ROUNDS_BETWEEN == ROUNDS_BETWEEN - 1 or number == rounds - 1:
                prices.take(self.bound(values, mean, mean_rent, mean_window), mean, mean_rent, mean_window)
