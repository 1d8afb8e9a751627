"""People placed: a bound by prices, a first plan that follows the prices, a better one part by part, and proof."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from igu_xl.arrays import Bools, Ints
from igu_xl.match.solving.bound.pairing import pairing_costs
from igu_xl.match.solving.bound.prices import Prices, find_prices
from igu_xl.match.solving.bound.together import Together
from igu_xl.match.solving.bound.worth import (
    Worth,
    decision_weight,
    decisions_kept,
    enrolled_weight,
    first_possible,
    first_price,
)
from igu_xl.match.solving.model.aims import Aim
from igu_xl.match.solving.model.fewer import fewer
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.search.assign import assign
from igu_xl.match.solving.search.dive import choose_cohorts
from igu_xl.match.solving.search.engine import Engine, Hunt
from igu_xl.match.solving.search.improve import improve, sizes
from igu_xl.optimise.reached import AimReached, SearchProgress

# Rounds of prices for the first bound: few of a problem that HiGHS gets at once, fewer the more columns there are.
DIRECT_ROUNDS, FEWEST, MOST, COLUMN_ROUNDS = 60, 200, 600, 12_000_000
# Above so many columns the prices begin with those of a matching without cohorts.
MANY = 1_000_000
# Plans are searched among so many columns of each person: those that earn most by the prices.
COLUMNS_EACH = 40
# What a running cohort costs, in people: fewer and fuller cohorts leave more choice, but fill fewer slots.
# First when those that share slots are decided together, then when each is decided alone.
COHORT_COSTS = ((0.1, 0.4), (0.4, 0.1))
# Slots are scarce where people cost less than this share of what the best plan may be worth.
SCARCE = 0.5
# Where clusters promise nearly as much as cohorts each on its own, they say nothing new of which are to run.
WORTHWHILE = 0.001
# A large problem is taken apart into clusters only with more seconds than this: in fewer the parts find more.
UNHURRIED = 12.0
# Shares of the time at which the first bound and the first plan are to be ready.
BOUNDED, FIRST = 0.25, 0.5


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
    """The chosen columns, the bounds of decisions kept, of people enrolled and placed (by weight), and the prices."""

    chosen: Bools
    locks: float
    enrolled: float
    placed: float
    prices: Prices | None
    interrupted: bool = False


def search_placed(
    model: Model, placed: Aim, start: Bools, seconds: float, progress: SearchProgress, sizes: Sizes
) -> Found:
    """The most people placed (by weight) of the plans that keep most decisions, as far as the time allows."""
    search = _Search(model, placed, start, progress)
    interrupted = False
    try:
        search.run(time.perf_counter(), seconds, sizes)
    except KeyboardInterrupt:
        interrupted = True
    return Found(search.chosen, search.locks(), search.enrolled(), search.bound(), search.prices, interrupted)


class _Search:
    """The best plan and the bound so far."""

    def __init__(self, model: Model, placed: Aim, start: Bools, progress: SearchProgress) -> None:
        self.model, self.placed, self.chosen, self.progress = model, placed, start, progress
        self.worth, self.weight = Worth.of_aim(model, placed), decision_weight(model, placed)
        self.first = first_price(model, placed)
        self.most = placed.most(model) + first_possible(model, placed)
        self.prices: Prices | None = None
        self.proof: Hunt | None = None

    def run(self, start: float, seconds: float, sizes: Sizes) -> None:
        """Bound, a first plan, then better ones while the whole is proven beside them."""
        if self.done() or seconds <= 0:
            return
        by, columns = start + seconds, len(self.model.columns)
        direct, proving = columns <= sizes.direct, columns <= sizes.proven
        self.prices = self._priced(direct, BOUNDED * seconds)
        self.most = min(self.most, self.prices.bound)
        scarce = self.prices.costs.people.sum() < SCARCE * self.most and (proving or seconds > UNHURRIED)
        together = Together(self.model, self.worth.price) if scarce else None
        if together and not self.done():
            alone, self.most = self.most, min(self.most, together.bound(self.prices))
            together = together if alone - self.most > WORTHWHILE * alone else None
        if self.done():
            return
        self.proof, until = self._prove(by) if proving else None, 0.0
        try:
            if not direct:
                self._search(self.prices, together, start + FIRST * seconds, by)
            until = 0.0 if self.done() else by
        finally:
            if self.proof:
                self._end(self.proof, until)

    def _priced(self, direct: bool, seconds: float) -> Prices:
        """The prices to follow, found within the seconds."""
        columns, deadline = len(self.model.columns), time.perf_counter() + seconds
        rounds = DIRECT_ROUNDS if direct else int(np.clip(COLUMN_ROUNDS // max(columns, 1), FEWEST, MOST))
        # With so many columns rounds are few, and those from nothing would come nowhere.
        costs = pairing_costs(self.model, self.worth.price, seconds) if columns > MANY else None
        return find_prices(self.model, self.worth.price, rounds=rounds, start=costs, deadline=deadline)

    def locks(self) -> float:
        """The most decisions that any plan keeps."""
        return float(np.floor(self.most / self.weight + 1e-9))

    def enrolled(self) -> float:
        """The most people enrolled who keep their cohort, of the plans that keep as many decisions as this one."""
        left = self.most - self.weight * decisions_kept(self.model, self.chosen)
        most = np.floor(left / enrolled_weight(self.model, self.placed) + 1e-9)
        return float(min(most, self.model.enrolled.sum()))

    def bound(self) -> float:
        """The most people placed, by weight, of the plans that are as good as this one by what comes first."""
        return min(self.placed.rounded(self.most - self._first()), self.placed.most(self.model))

    def _first(self) -> float:
        """What the plan is worth by the aims before people placed."""
        return float(self.first @ self.model.complete(self.chosen))

    def done(self) -> bool:
        """Whether the plan is as good as the bound."""
        value = self.placed.worth(self.model.complete(self.chosen))
        self.progress.moved(AimReached("placed", value, self.bound()))
        return value + self._first() >= self.placed.rounded(self.most) - 1e-6

    def _search(self, prices: Prices, together: Together | None, first: float, by: float) -> None:
        """Plans that follow the prices, among the promising columns, and better ones beside the best of them."""
        size = COLUMNS_EACH * len(self.model.problem.candidates)
        for runs in self._ideas(prices, together, size, first):
            self._offer(assign(self.model, self.worth, runs, by))
            if self.done():
                return
            if time.perf_counter() > first:
                break
        among, model, worth = self._among(prices, size)

        def offer(chosen: Bools) -> bool:
            whole = np.zeros(len(self.chosen), dtype=bool)
            whole[among[chosen]] = True
            self._offer(whole)
            return self.done()

        # What is proven meanwhile counts where the search cannot come to it: so the same tables give the same plan,
        # whichever of the two is the quicker.
        known, proof = self.placed.rounded(self.most), self.proof
        improve(
            model,
            worth,
            prices,
            self.chosen[among],
            offer,
            by,
            enough=lambda: proof is not None and proof.ended_below(known),
            waiting=lambda: proof is not None and not proof.ended and time.perf_counter() < by,
        )

    def _offer(self, chosen: Bools) -> None:
        """Take over a plan that is better."""
        if self.worth.sum(self.model, chosen) > self.worth.sum(self.model, self.chosen):
            self.chosen = chosen

    def _among(self, prices: Prices, size: int) -> tuple[Ints, Model, Worth]:
        """The promising columns, those of the plan among them, and what they are worth."""
        everything, random = np.arange(len(self.model.columns)), np.random.default_rng(3)
        among = fewer(self.model, everything, size, random, earnings=prices.earnings, chosen=self.chosen)
        model = Model(self.model.problem, self.model.columns[among])
        price = np.concatenate([self.worth.price[among], self.worth.price[len(everything) :]])
        return among, model, Worth.of(model, price)

    def _ideas(self, prices: Prices, together: Together | None, size: int, first: float) -> Iterator[Bools]:
        """Which cohorts might run: where slots are scarce those that share slots are decided together."""
        _, model, worth = self._among(prices, size)
        for together_cost, alone_cost in COHORT_COSTS:
            if together:
                yield together.choose(prices, together_cost)
            yield choose_cohorts(model, worth, prices, alone_cost, first)

    def _prove(self, by: float) -> Hunt:
        """The whole problem as one programme: for the proof, and where it has no parts for better plans as well."""
        aim = replace(self.placed, price=self.worth.price)
        engine, seconds = Engine(self.model, hunting=not sizes(self.model)), by - time.perf_counter()
        return engine.begin(aim, self.chosen, seconds, SearchProgress(lambda _: None), bound=self.most)

    def _end(self, proof: Hunt, by: float) -> None:
        """Take over what is proven, and a better plan."""
        outcome = proof.outcome(by)
        self._offer(outcome.chosen)
        self.most = min(self.most, outcome.bound)
        if outcome.interrupted:
            raise KeyboardInterrupt
