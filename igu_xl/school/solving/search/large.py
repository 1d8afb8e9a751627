"""The road for a school plan that is too large for one programme: prices, a first plan, better parts."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Bools
from igu_xl.optimise.reached import AimReached, SearchProgress
from igu_xl.school.solving.bound.splitting import SeatPrices, Splitting
from igu_xl.school.solving.model.outcome import TINY, capped_hours, outcome_of
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.pricing.pricing import Pricing
from igu_xl.school.solving.search.columns import Schedules
from igu_xl.school.solving.search.first import first_plan, whole_plan
from igu_xl.school.solving.search.grow import Grower
from igu_xl.school.solving.search.improve import Improver
from igu_xl.school.solving.search.master import MANY
from igu_xl.school.solving.search.parts import Parts
from igu_xl.school.solving.search.state import SchoolState

# Weighted hours that it is worth to have all that is needed. The more, the surer that pupils met come before hours;
# but the more, the less a bound for both together says about hours alone.
OF_MET = 37.0 * 10
# What a lock is worth: more than a whole cohort of pupils can have from one seat each.
OF_LOCK = 2e4
# Shares of the time: for prices of both aims together, and for the bound of met of what is left, beside the search.
PRICES, MET_PRICES = 0.2, 0.6
# The first plan must be there after this share of the time that is left then; other cohorts take a share of the rest,
# and whole schedules in them are chosen before another.
FIRST_PLAN, COHORTS, MADE_WHOLE = 0.9, 0.6, 0.9
ROUNDS, ALONE_ROUNDS = 400, 1000
# Hours by which prices move at first where the bound of one aim begins with those of both.
ALONE_STEP = 8.0
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
        self.bonus = np.where(school.locked, OF_LOCK, 0.0)
        self.schedules = Schedules(school, self.of_met, self.bonus)
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
        grower = Grower(pricing, self.schedules, pricing.values(self.of_met), self.bonus)
        # What is proven must hold for a plan that cannot keep all locks, too: the bound asks for none of them.
        split = Splitting(school, pricing, np.zeros_like(self.bonus))
        prices, begun = split.begin(), time.perf_counter()
        left = self.deadline - begun
        heard = _Hearing(self.schedules, pricing)
        split.improve(grower.values, prices, ROUNDS, begun + PRICES * left, heard)
        self.both_bound = prices.bound
        to_keep = Splitting(school, pricing, self.bonus, split.windows)
        with ThreadPoolExecutor(1) as beside:
            alone = beside.submit(self._bound_alone, split, prices.copy(), pricing)
            try:
                *_, used = pricing.careful(grower.values, prices.price - self.bonus)
                self.schedules.add_chosen(used, everybody.tolist())
                self._by_cohorts(grower, to_keep, prices)
                parts = Parts(school, SIZE)
                improver = Improver(grower, self.best, parts, prices.price, self.threads)
                improver.improve(self.deadline, self._tell)
                alone.result()
            except BaseException:
                split.stopped = True
                raise

    def _bound_alone(self, split: Splitting, begin: SeatPrices, pricing: Pricing) -> None:
        """What is possible of each aim whatever becomes of the other, while the search goes on."""
        begun, nothing = time.perf_counter(), np.zeros(self.school.pupils)
        of_met, of_hours = begin.copy(), begin.copy()
        until = begun + MET_PRICES * (self.deadline - begun)
        split.improve(pricing.values(self.of_met, 0.0), of_met, ALONE_ROUNDS, until, first_step=ALONE_STEP)
        self.met_bound = min(self.met_bound, of_met.bound / OF_MET)
        split.improve(pricing.values(nothing), of_hours, ALONE_ROUNDS, self.deadline, first_step=ALONE_STEP)
        self.hours_bound = min(self.hours_bound, of_hours.bound)

    def _by_cohorts(self, grower: Grower, split: Splitting, prices: SeatPrices) -> None:
        """A first plan, and where there are not too many pupils a better choice of the cohorts that run."""
        state = SchoolState(self.school, self.schedules)
        now = time.perf_counter()
        until = now + FIRST_PLAN * (self.deadline - now)
        search, price = first_plan(grower, split, prices, state, self._keep, until, self.deadline)
        self._keep(state)
        now = time.perf_counter()
        if search and self.school.pupils <= MANY:
            search.improve(now + COHORTS * (self.deadline - now))
            if search.grower.grow(search.master, 1, self.deadline):
                whole_plan(grower, state, search, price, now + MADE_WHOLE * (self.deadline - now), self.deadline)
                self._keep(state)

    def _keep(self, state: SchoolState) -> None:
        """Take what is better, which goes on changing."""
        if state.stands() and state.worth() >= self.best.worth():
            self.best = state.copy()
        self._tell()

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
