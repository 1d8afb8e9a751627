"""People placed: a bound by prices, a first plan that follows the prices, a better one part by part, and proof."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from igu_xl.match.solving.aims import Aim
from igu_xl.match.solving.assign import assign
from igu_xl.match.solving.columns import Bools, Floats, Ints
from igu_xl.match.solving.dive import choose_cohorts
from igu_xl.match.solving.engine import Engine
from igu_xl.match.solving.improve import improve
from igu_xl.match.solving.model import Model
from igu_xl.match.solving.plan import Step
from igu_xl.match.solving.prices import Prices, find_prices
from igu_xl.match.solving.progress import Progress
from igu_xl.match.solving.worth import Worth, decision_weight, decisions_kept, decisions_possible

# Rounds of prices for the first bound; of a problem that HiGHS gets at once only the prices count.
ROUNDS, DIRECT_ROUNDS = 200, 60
# Plans are searched among so many columns of each person: those that earn most by the prices.
COLUMNS_EACH = 40
# Shares of the time at which the first bound, the first plan and the better ones are to be ready where proof follows.
BOUNDED, FIRST, IMPROVED = 0.25, 0.5, 0.7


@dataclass(frozen=True, slots=True)
class Sizes:
    """Up to how many columns a problem is treated as small in some way; tests set them to 0.

    direct  HiGHS gets the whole at once, with no plan but the one by hand
    proven  HiGHS gets the whole in the end
    later   the aims after people placed look at all columns
    """

    direct: int = 1000
    proven: int = 30_000
    later: int = 6000


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The chosen columns, the bounds of decisions kept and of people placed (by weight), and the prices."""

    chosen: Bools
    locks: float
    placed: float
    prices: Prices | None
    interrupted: bool = False


def search_placed(model: Model, placed: Aim, start: Bools, seconds: float, progress: Progress, sizes: Sizes) -> Found:
    """The most people placed (by weight) of the plans that keep most decisions, as far as the time allows."""
    search = _Search(model, placed, start, progress)
    interrupted = False
    try:
        search.run(time.perf_counter(), seconds, sizes)
    except KeyboardInterrupt:
        interrupted = True
    return Found(search.chosen, search.locks(), search.bound(), search.prices, interrupted)


class _Search:
    """The best plan and the bound so far."""

    def __init__(self, model: Model, placed: Aim, start: Bools, progress: Progress) -> None:
        self.model, self.placed, self.chosen, self.progress = model, placed, start, progress
        self.worth, self.weight = Worth.of_aim(model, placed), decision_weight(model, placed)
        self.most = placed.most(model) + self.weight * decisions_possible(model)
        self.prices: Prices | None = None

    def run(self, start: float, seconds: float, sizes: Sizes) -> None:
        """Bound, a first plan, better ones, proof; each in its share of the time."""
        if self.done() or seconds <= 0:
            return
        by = start + seconds
        direct = len(self.model.columns) <= sizes.direct
        rounds, until = DIRECT_ROUNDS if direct else ROUNDS, start + BOUNDED * seconds
        self.prices = find_prices(self.model, self.worth.price, rounds=rounds, deadline=until)
        self.most = min(self.most, self.prices.bound)
        if not direct:
            proving = len(self.model.columns) <= sizes.proven
            self._search(self.prices, start + FIRST * seconds, start + (IMPROVED if proving else 1) * seconds)
        if not self.done() and len(self.model.columns) <= sizes.proven:
            self._prove(by - time.perf_counter())

    def locks(self) -> float:
        """The most decisions that any plan keeps."""
        return float(np.floor(self.most / self.weight + 1e-9))

    def bound(self) -> float:
        """The most people placed, by weight, of the plans that keep as many decisions as this one."""
        kept = decisions_kept(self.model, self.chosen)
        return min(self.placed.rounded(self.most - self.weight * kept), self.placed.most(self.model))

    def done(self) -> bool:
        """Whether the plan is as good as the bound."""
        value = self.placed.worth(self.model.complete(self.chosen))
        self.progress.moved(Step("placed", value, self.bound()))
        kept = decisions_kept(self.model, self.chosen)
        return value + self.weight * kept > self.most - max(0.5 * self.placed.grain, 1e-6)

    def _search(self, prices: Prices, first: float, deadline: float) -> None:
        """A plan that follows the prices, among the promising columns, and better ones beside it."""
        among = _promising(self.model, prices.earnings, self.chosen)
        model = Model(self.model.problem, self.model.columns[among])
        price = np.concatenate([self.worth.price[among], self.worth.price[len(self.model.columns) :]])
        worth = Worth.of(model, price)

        def offer(chosen: Bools) -> bool:
            if worth.sum(model, chosen) > worth.sum(model, self.chosen[among]):
                self.chosen = np.zeros(len(self.chosen), dtype=bool)
                self.chosen[among[chosen]] = True
            return self.done()

        runs = choose_cohorts(model, worth, prices, first)
        if not offer(assign(model, worth, runs, deadline)):
            improve(model, worth, prices.runs, self.chosen[among], offer, deadline)

    def _prove(self, seconds: float) -> None:
        """The whole problem as one programme, from the plan so far."""
        aim = replace(self.placed, price=self.worth.price - self.placed.nudge)
        outcome = Engine(self.model).search(aim, self.chosen, seconds, Progress(lambda _: None), bound=self.most)
        self.chosen, self.most = outcome.chosen, min(self.most, outcome.bound)


def _promising(model: Model, earnings: Floats, chosen: Bools) -> Ints:
    """The columns of each person that earn most, and those chosen."""
    who = model.columns.candidate
    if len(who) <= COLUMNS_EACH * len(model.problem.candidates):
        return np.arange(len(who))
    # Many earn the same: which of them is left to chance, so that not all people look at the same slots.
    chance = np.random.default_rng(3).random(len(who))
    order = np.lexsort((chance, -np.round(earnings, 2), who))
    rank = np.arange(len(who)) - np.searchsorted(who, who)
    return np.union1d(order[rank < COLUMNS_EACH], np.flatnonzero(chosen))
