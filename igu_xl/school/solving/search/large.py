"""The road for a school plan that is too large for one programme: prices, a first plan, better parts."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Bools, Floats
from igu_xl.optimise.reached import AimReached, SearchProgress
from igu_xl.school.solving.bound.splitting import SeatPrices, Splitting
from igu_xl.school.solving.model.outcome import TINY, capped_hours, outcome_of
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.pricing.pricing import Pricing
from igu_xl.school.solving.search.columns import Schedules
from igu_xl.school.solving.search.first import first_plan
from igu_xl.school.solving.search.grow import Grower
from igu_xl.school.solving.search.improve import Improver
from igu_xl.school.solving.search.parts import Parts
from igu_xl.school.solving.search.state import SchoolState

# Weighted hours that it is worth to have all that is needed. The more, the surer that pupils met come before hours;
# but the more, the less a bound for both together says about hours alone.
OF_MET = 37.0 * 10
# Shares of the time for prices of both aims together, and for those of met and of hours alone.
PRICES, MET_PRICES, HOURS_PRICES = 0.25, 0.1, 0.05
# The first plan must be there after this share of the time that is left then.
FIRST_PLAN = 0.7
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
    """One search in one school, which begins with a plan."""

    def __init__(
        self, school: SchoolArrays, threads: int, begin: Bools, deadline: float, progress: SearchProgress
    ) -> None:
        self.school, self.progress, self.threads, self.deadline = school, progress, threads, deadline
        self.of_met = school.weight * OF_MET
        self.schedules = Schedules(school, self.of_met)
        self.best = SchoolState(school, self.schedules)
        self.best.give_all(begin)
        self.met_bound = float(school.weight.sum())
        self.hours_bound = float(school.need.sum())
        self.both_bound = np.inf
        self.cut = False  # whether sets of courses are left out, so that nothing is proven

    def run(self) -> LargeFound:
        """The best that is found until the deadline, or Ctrl-C."""
        interrupted = False
        try:
            self._search()
        except KeyboardInterrupt:
            interrupted = True
        chosen = self.best.chosen()
        outcome = outcome_of(self.school, chosen)
        met, hours = float(self.school.weight[outcome.met].sum()), capped_hours(self.school, outcome)
        met_bound, hours_bound = self.met_bound, min(self.hours_bound, self.both_bound - OF_MET * met)
        if self.cut:
            met_bound, hours_bound = float(self.school.weight.sum()), float(self.school.need.sum())
        return LargeFound(chosen, max(met, met_bound), max(hours, hours_bound), interrupted)

    def _search(self) -> None:
        school, everybody = self.school, np.arange(self.school.pupils)
        pricing = Pricing(school, self.threads)
        self.cut = pricing.patterns.cut
        grower = Grower(pricing, self.schedules, pricing.values(self.of_met), school.locked.copy())
        # The first call compiles where nothing is compiled yet.
        grower.add_least(everybody)
        # What is proven must hold for a plan that cannot keep all locks, too: the bound asks for none of them.
        split = Splitting(school, pricing, np.zeros_like(grower.locked))
        prices, begun = split.begin(), time.perf_counter()
        left = self.deadline - begun
        heard = _Hearing(self.schedules, pricing)
        split.improve(grower.values, prices, ROUNDS, begun + PRICES * left, heard)
        self.both_bound = prices.bound
        self._bound_alone(
            split, prices, pricing.values(self.of_met, 0.0), begun + (PRICES + MET_PRICES) * left, met=True
        )
        until = begun + (PRICES + MET_PRICES + HOURS_PRICES) * left
        self._bound_alone(split, prices, pricing.values(np.zeros(school.pupils)), until, met=False)
        bound_to = Splitting(school, pricing, grower.locked)
        _, used = pricing.careful(grower.values, prices.price - bound_to.many_hours)
        self.schedules.add_chosen(used, everybody.tolist())
        self._first(grower, bound_to, prices)
        self._loosen(grower)
        parts, nothing = Parts(school, SIZE), np.zeros(school.cohorts)
        Improver(grower, self.best, parts, prices.price, nothing, self.threads).improve(self.deadline, self._tell)

    def _bound_alone(self, split: Splitting, prices: SeatPrices, values: Floats, deadline: float, *, met: bool) -> None:
        """What is possible of one aim whatever becomes of the other."""
        alone = SeatPrices(prices.price, prices.rent, prices.share.copy())
        split.improve(values, alone, ROUNDS, deadline)
        if met:
            self.met_bound = min(self.met_bound, alone.bound / OF_MET)
        else:
            self.hours_bound = min(self.hours_bound, alone.bound)

    def _first(self, grower: Grower, split: Splitting, prices: SeatPrices) -> None:
        state = SchoolState(self.school, self.schedules)
        now = time.perf_counter()
        first_plan(grower, split, prices, state, now + FIRST_PLAN * (self.deadline - now))
        # A plan drawn in haste may keep a lock more and give hardly anybody school: then the one at hand is better.
        locks, worth = self._rank(state)
        if state.stands() and locks >= self._rank(self.best)[0] and worth >= self._rank(self.best)[1]:
            self.best = state
        self._tell()

    def _rank(self, state: SchoolState) -> tuple[int, float]:
        """Locks come before all else."""
        return int((self.school.locked & state.chosen()).sum()), state.worth()

    def _loosen(self, grower: Grower) -> None:
        """Locks that the plan does not keep are not asked for from now on."""
        grower.locked[:] &= self.best.chosen()

    def _tell(self) -> None:
        met = outcome_of(self.school, self.best.chosen()).met
        value = float(self.school.weight[met].sum())
        self.progress.moved(AimReached("met", value, max(value, self.met_bound - TINY)))


class _Hearing:
    """Keeps now and then the schedules that pupils choose, when prices have settled somewhat."""

    def __init__(self, schedules: Schedules, pricing: Pricing) -> None:
        self.schedules, self.pricing, self.rounds = schedules, pricing, 0

    def __call__(self, used: Bools) -> None:
        self.rounds += 1
        if self.rounds > ROUNDS // 4 and self.rounds % 5 == 0:
            everybody = np.arange(self.schedules.school.pupils)
            self.schedules.add_chosen(used, everybody[self.pricing.fits(used, everybody)].tolist())
