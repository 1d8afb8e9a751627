"""The road for a school plan that is too large for one programme: prices, a first plan, better parts."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Bools, Floats
from igu_xl.optimise.reached import AimReached, SearchProgress
from igu_xl.school.solving.bound.splitting import SeatPrices, Splitting
from igu_xl.school.solving.model.outcome import capped_hours, outcome_of
from igu_xl.school.solving.model.school import School
from igu_xl.school.solving.pricing.pricing import Pricing
from igu_xl.school.solving.search.columns import Schedules
from igu_xl.school.solving.search.first import first_plan
from igu_xl.school.solving.search.grow import Grower
from igu_xl.school.solving.search.improve import Improver
from igu_xl.school.solving.search.parts import Parts
from igu_xl.school.solving.search.state import SchoolState

# Hours that it is worth to have all that is needed.
OF_MET = 37.0 * 20
# Shares of the time for prices of the whole, and for those that prove how many can have all.
PRICES, MET_PRICES = 0.3, 0.1
ROUNDS = 400
# Pupils in a part.
SIZE = 80


@dataclass(slots=True)
class LargeFound:
    """The seats chosen, and what is proven: pupils with all they need (weighted), and hours with these kept."""

    chosen: Bools
    met_bound: float
    hours_bound: float
    interrupted: bool = False


class LargeSearch:
    """One search in one school."""

    def __init__(self, school: School, threads: int, started: float, deadline: float, progress: SearchProgress) -> None:
        self.school, self.progress, self.threads = school, progress, threads
        self.started, self.deadline = started, deadline
        self.of_met = school.weight * OF_MET
        self.pricing = Pricing(school, threads)
        self.values = self.pricing.values(self.of_met)
        self.split = Splitting(school, self.pricing, school.locked)
        self.prices = self.split.begin()
        self.schedules = Schedules(school, self.of_met)
        self.state = SchoolState(school, self.schedules)
        self.met_bound = float(school.weight.sum())

    def run(self) -> LargeFound:
        """The best that is found until the deadline, or Ctrl-C."""
        interrupted = False
        try:
            self._search()
        except KeyboardInterrupt:
            interrupted = True
        outcome = outcome_of(self.school, self.state.chosen())
        met = float(self.school.weight[outcome.met].sum())
        least = capped_hours(self.school, outcome)
        hours_bound = min(float(self.school.need.sum()), self.prices.bound - OF_MET * met)
        return LargeFound(self.state.chosen(), max(met, self.met_bound), max(least, hours_bound), interrupted)

    def _search(self) -> None:
        everybody = np.arange(self.school.pupils)
        grower = Grower(self.pricing, self.schedules, self.values, self.school.locked.copy())
        # The first call compiles where nothing is compiled yet.
        grower.add_least(everybody)
        left = self.deadline - time.perf_counter()
        heard = _Hearing(self.schedules, self.pricing)
        self.split.improve(self.values, self.prices, ROUNDS, time.perf_counter() + PRICES * left, heard)
        self._bound_met(time.perf_counter() + MET_PRICES * left)
        _, used = self.pricing.careful(self.values, self.prices.price - self.split.many_hours)
        self.schedules.add_chosen(used, everybody.tolist())
        first_plan(grower, self.split, self.prices, self.state, self.deadline)
        self._tell()
        parts = Parts(self.school, SIZE)
        nothing = np.zeros(self.school.cohorts)
        improver = Improver(grower, self.state, parts, self.prices.price, nothing, self.threads)
        improver.improve(self.deadline, self._tell)

    def _bound_met(self, deadline: float) -> None:
        """How many can have all that they need, whatever the hours of the others."""
        prices: SeatPrices = self.split.begin()
        values: Floats = self.pricing.values(self.of_met, 0.0)
        self.split.improve(values, prices, ROUNDS, deadline)
        self.met_bound = min(self.met_bound, prices.bound / OF_MET)

    def _tell(self) -> None:
        met = outcome_of(self.school, self.state.chosen()).met
        self.progress.moved(AimReached("met", float(self.school.weight[met].sum()), self.met_bound))


class _Hearing:
    """Keeps now and then the schedules that pupils choose, when prices have settled somewhat."""

    def __init__(self, schedules: Schedules, pricing: Pricing) -> None:
        self.schedules, self.pricing, self.rounds = schedules, pricing, 0

    def __call__(self, used: Bools) -> None:
        self.rounds += 1
        if self.rounds > ROUNDS // 3 and self.rounds % 5 == 0:
            everybody = np.arange(self.schedules.school.pupils)
            self.schedules.add_chosen(used, everybody[self.pricing.fits(used, everybody)].tolist())
