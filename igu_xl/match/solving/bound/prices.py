"""Prices of people, slots and companies at which what each cohort would do on its own comes closest to a plan.

They bound every plan (see `separate`). The search for the lowest bound steps against what is taken too often, each
price by a step of its own (Adam: Kingma and Ba 2015), in steps that shrink. It needs no programme of rows and
columns: a round is a few passes over the columns.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Floats
from igu_xl.match.solving.bound.scarce import find_scarce
from igu_xl.match.solving.bound.separate import Costs, Separate, Taken, lock_worth
from igu_xl.match.solving.model.model import Model

ROUNDS = 300
# The first and the last step, in people; a search that starts from prices has no need of the largest steps.
FIRST_STEP, WARM_STEP, LAST_STEP = 0.3, 0.03, 0.001
# How much of the direction, and of the size, of earlier steps counts in the next one.
MEMORY = 0.9
# What there is less of costs at first this share of what a person is worth, the other side the rest.
SCARCE = 0.7
# The shares are averages of the last part of the rounds.
AVERAGED = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Prices, in the unit of the weights that they were asked for, by row of the tables; none is negative.

    bound       no plan is worth more: the lowest bound on the way
    costs       of a person's slot, a person's seat, an opening of a slot, a place in a company: where the search ended
    openings    what one more opening is worth to a slot
    rooms       what one more cohort is worth to a room
    cohort_max  what one more person is worth to a cohort at its maximum
    cohort_min  what one person less is worth to a cohort at its minimum
    runs        how much each cohort runs on average, 0 to 1: a guess of which to run
    shares      how much each column is taken on average, 0 to 1
    earnings    what each column is worth after costs
    """

    bound: float
    costs: Costs
    openings: Floats
    rooms: Floats
    cohort_max: Floats
    cohort_min: Floats
    runs: Floats
    shares: Floats
    earnings: Floats


def find_prices(
    model: Model,
    price: Floats,
    *,
    rounds: int = ROUNDS,
    start: Costs | None = None,
    deadline: float = np.inf,
    enough: float = -np.inf,
) -> Prices:
    """The prices with the lowest bound that is found, where a plan is worth the `price` of each variable of the model.

    Prices of columns, of running cohorts and of locks count (see `Separate.of`); a cohort that must run is one with
    a large price. `start` are costs of the same people and slots to begin from, also when decisions or weights have
    changed. The search ends after so many rounds, at the deadline (of time.perf_counter), or with a bound of
    `enough`; the same rounds give the same prices.
    """
    search = _Search(model, price, start)
    for number in range(rounds):
        if search.bound <= enough or time.perf_counter() > deadline:
            break
        search.step(number / rounds)
    return search.prices()


def bound_at(model: Model, price: Floats, costs: Costs) -> float:
    """The bound that these costs prove, wherever they come from; negative ones count as 0."""
    return Separate.of(model, price).answer(Costs(*(np.maximum(cost, 0) for cost in costs))).worth


class _Search:
    """The costs so far, as one array, the lowest bound, and averages of what was taken."""

    def __init__(self, model: Model, price: Floats, start: Costs | None) -> None:
        self.parts = Separate.of(model, price)
        self.scale = _scale(model, price)
        self.first_step = self.scale * (WARM_STEP if start else FIRST_STEP)
        self.bound, first = _first(self.parts, price)
        self.costs = np.concatenate(start or first)
        self.ends = np.cumsum([len(limit) for limit in self.parts.limits])[:-1]
        self.costly = np.ones(len(self.costs), dtype=bool)
        self.costly[self.ends[0] : self.ends[1]] = model.problem.open_cohorts
        self.direction, self.size = np.zeros(len(self.costs)), np.zeros(len(self.costs))
        self.rounds = self.averaged = 0
        self.runs, self.shares = np.zeros(len(model.runs)), np.zeros(len(model.columns))

    def step(self, progress: float) -> None:
        """Answer the costs and move them; `progress` is the part of the search that is behind."""
        answer = self._answer()
        if progress >= 1 - AVERAGED:
            self._average(answer)
        self.rounds += 1
        excess = np.concatenate(answer.excess)
        self.direction += (1 - MEMORY) * (excess - self.direction)
        self.size += (1 - MEMORY) * (excess**2 - self.size)
        # At first the averages are still near 0, where they began.
        so_far = 1 - MEMORY**self.rounds
        move = self.direction / so_far / (np.sqrt(self.size / so_far) + 1e-3)
        length = self.first_step * (self.scale * LAST_STEP / self.first_step) ** progress
        self.costs = np.maximum(0, self.costs + length * move * self.costly)

    def prices(self) -> Prices:
        """The prices where the search is, and what is worth what at them."""
        costs, answer = self._split(), self._answer()
        if not self.averaged:
            self._average(answer)
        runs = self.runs / self.averaged
        scarce = find_scarce(self.parts, costs, answer)
        return Prices(
            bound=self.bound,
            costs=costs,
            openings=costs.slots + scarce.openings,
            rooms=scarce.rooms,
            cohort_max=scarce.cohort_max * runs,
            cohort_min=scarce.cohort_min * runs,
            runs=runs,
            shares=self.shares / self.averaged,
            earnings=self.parts.in_order(self.parts.earnings(costs)),
        )

    def _answer(self) -> Taken:
        answer = self.parts.answer(self._split())
        self.bound = min(self.bound, answer.worth)
        return answer

    def _average(self, answer: Taken) -> None:
        self.shares[self.parts.number[answer.taken]] += 1
        self.runs += answer.runs
        self.averaged += 1

    def _split(self) -> Costs:
        return Costs(*np.split(self.costs, self.ends))


def _scale(model: Model, price: Floats) -> float:
    """What a placed person is usually worth; 1 when nobody can be placed."""
    weights = price[: len(model.columns)][model.columns.slot >= 0]
    return float(np.median(weights[weights > 0])) if (weights > 0).any() else 1.0


def _first(parts: Separate, price: Floats) -> tuple[float, Costs]:
    """The bound when people, or openings, cost all that they are worth, and costs between: more of what is scarce.

    A lock is paid by who has it, and a cohort that must run is worth its price in any case.
    """
    columns, limits = parts.model.columns, parts.limits
    weights, slotted = price[: len(columns)], columns.slot >= 0
    of_person, of_slot, locked = (np.zeros(len(limit)) for limit in (limits.people, limits.slots, limits.people))
    np.maximum.at(of_person, columns.candidate[slotted], weights[slotted])
    np.maximum.at(of_slot, columns.slot[slotted], weights[slotted])
    np.maximum.at(locked, columns.candidate, lock_worth(parts.model, price))
    no_seats, no_companies = np.zeros(len(limits.seats)), np.zeros(len(limits.companies))
    few_people = of_person.sum() < of_slot @ limits.slots
    people = SCARCE if few_people else 1 - SCARCE
    ends = (Costs(locked + of_person * share, no_seats, of_slot * (1 - share), no_companies) for share in (1.0, 0.0))
    bound = min(parts.answer(costs).worth for costs in ends)
    return bound, Costs(locked + of_person * people, no_seats, of_slot * (1 - people), no_companies)
