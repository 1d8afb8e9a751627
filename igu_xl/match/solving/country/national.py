"""The match of a whole country: blocks of cohorts are searched each on its own, here or on other machines.

Prices of people and slots (see `prices`) bound every plan and say who belongs where. Each round divides the cohorts
into other blocks, hands everybody who has nothing to one of them, and searches all blocks from the plan so far. What a
block does not better stays as it is, so a block that is lost costs nothing but its time. The last round is for the
aims after people placed as well.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Ints
from igu_xl.match.solving.bound.price_table import price_table
from igu_xl.match.solving.bound.prices import find_prices
from igu_xl.match.solving.bound.separate import lock_worth
from igu_xl.match.solving.bound.worth import Worth, first_price
from igu_xl.match.solving.country.blocks import divide
from igu_xl.match.solving.country.division import Cutter, Division, share_out
from igu_xl.match.solving.model.aims import in_order
from igu_xl.match.solving.model.columns import Columns, given, list_columns, make_plan
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search.baselines import again_choice
from igu_xl.match.solving.solver import FIRST, solve
from igu_xl.optimise.reached import AimReached

# A block has at most about so many people.
LARGEST = 1500
# What part of the time the prices may take, and of what is then left each round. All but the last search people placed
# only: other blocks would undo the rest.
PRICING, ROUNDS = 0.15, (*(0.4,) * 8, 0.9)

# So many rounds in a row without anything better are enough.
FRUITLESS = 2


@dataclass(frozen=True, slots=True, eq=False)
class BlockSearch:
    """A block to search: its problem, its plan so far, how long it may take, and for more than people placed or not."""

    number: int
    problem: Problem
    start: Plan
    seconds: float
    later_aims: bool


class BlockMapper(Protocol):
    """Runs a function for many tasks: yields each with its result, or None where it was lost (see `reports.pool`)."""

    def __call__(
        self, function: Callable[[BlockSearch], Plan], tasks: Sequence[BlockSearch], /
    ) -> Iterator[tuple[BlockSearch, Plan | None]]: ...


def here(
    function: Callable[[BlockSearch], Plan], tasks: Sequence[BlockSearch], /
) -> Iterator[tuple[BlockSearch, Plan | None]]:
    """The mapper that runs one task after the other in this process."""
    for task in tasks:
        yield task, function(task)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who searches the blocks: a mapper, and how many it lets work at the same time."""

    mapper: BlockMapper = here
    workers: int = 1


ALONE = Crew()


def solve_national(
    problem: Problem,
    seconds: float,
    *,
    crew: Crew = ALONE,
    start: Plan | None = None,
    progress: Callable[[AimReached], None] | None = None,
    largest: float = LARGEST,
) -> Plan:
    """A plan of a problem too large to search whole, with a bound that holds for the whole.

    `crew` searches the blocks, of at most about `largest` people; the plan is not worse than `start`. Later aims than
    people placed are searched within each block only, so what is told of their bounds is what could be had if each
    person came first.

    Raises ValueError when the tables are inconsistent (`Problem.check` says where).
    """
    began = time.perf_counter()
    problem.require_sound()
    search = _Search(problem, start, began + PRICING * seconds)
    tell = progress or (lambda _: None)
    tell(search.step())
    fruitless = 0
    for number, share in enumerate(ROUNDS):
        left, before = began + seconds - time.perf_counter(), search.value
        if left <= 0:
            break
        last = number + 1 == len(ROUNDS) or search.done() or fruitless == FRUITLESS
        spent = (ROUNDS[-1] if last else share) * left * crew.workers
        for block, plan in crew.mapper(solve_block, search.blocks(number, spent, largest, later_aims=last)):
            search.offer(block, plan)
            tell(search.step())
        if last:
            break
        fruitless = 0 if search.value > before else fruitless + 1
    return search.plan(time.perf_counter() - began)


def solve_block(block: BlockSearch) -> Plan:
    """The search of one block, in whatever process."""
    return solve(block.problem, block.seconds, start=block.start, later_aims=block.later_aims)


def warm_up() -> None:
    """What a new worker does first: importing this module has already made it ready."""


class _Search:
    """The plan so far, its bound, and what is known of where people belong."""

    def __init__(self, problem: Problem, start: Plan | None, deadline: float) -> None:
        self.problem, self.columns = problem, list_columns(problem)
        self.model = Model(problem, self.columns)
        self.aims = in_order(self.model, {})
        self.placed = next(aim for aim in self.aims if aim.name == "placed")
        self.worth = Worth.of_aim(self.model, self.placed)
        self.prices = find_prices(self.model, self.worth.price, deadline=deadline)
        # What a lock names lies where its person does.
        self.shares = self.prices.shares + (lock_worth(self.model, self.worth.price) > 0)
        self.cutter = Cutter(problem)
        nothing = np.zeros(len(self.columns), dtype=bool)
        self.chosen = nothing if start is None else again_choice(problem, self.columns, start)
        self.value = self.worth.sum(self.model, self.chosen)

    def blocks(self, number: int, seconds: float, largest: float, *, later_aims: bool) -> list[BlockSearch]:
        """The blocks of a round, the largest first, with their part of the seconds."""
        random = np.random.default_rng(number)
        block = divide(self.columns, _joined_by_teams(self.model, self.chosen), largest, random)
        division = share_out(self.model, block, self.shares, self.chosen, random)
        plan = self.plan(0.0)
        people = np.bincount(division.person[division.person >= 0], minlength=division.blocks)
        order = np.argsort(-people, kind="stable")
        return [
            self._block(division, int(one), plan, seconds * people[one] / people.sum(), later_aims)
            for one in order
            if people[one] > 0
        ]

    def offer(self, block: BlockSearch, plan: Plan | None) -> None:
        """Take over what a block has found when it is no worse."""
        if plan is None:
            return
        own = self.problem.candidates["candidate"].isin(block.problem.candidates["candidate"]).to_numpy()
        own = own[self.columns.candidate]
        chosen = np.where(own, _columns_of(self.problem, self.columns, plan.placements), self.chosen)
        value = self.worth.sum(self.model, chosen)
        if value >= self.value:
            self.chosen, self.value = chosen, value

    def done(self) -> bool:
        """Whether no plan is better."""
        return self.value >= self.prices.bound - max(0.5 * self.placed.grain, 1e-6)

    def step(self) -> AimReached:
        """People placed so far, and the bound."""
        return next(step for step in self._steps() if step.aim == "placed")

    def plan(self, seconds: float) -> Plan:
        """The plan so far."""
        steps = self._steps()
        first = [step for step in steps if step.aim in FIRST]
        proven = all(abs(step.bound - step.value) <= 1e-6 * max(1.0, step.bound) for step in first)
        return make_plan(
            self.problem,
            self.columns[self.chosen],
            bound=self.model.most_people(first[-1].bound),
            status="optimal" if proven else "feasible",
            seconds=seconds,
            steps=tuple(steps),
            prices=price_table(self.problem, self.prices),
        )

    def _block(self, division: Division, number: int, plan: Plan, seconds: float, later_aims: bool) -> BlockSearch:
        problem = self.cutter.problem_of(division, number)
        own = plan.placements["candidate"].isin(problem.candidates["candidate"])
        return BlockSearch(number, problem, _only(plan, own), seconds, later_aims)

    def _steps(self) -> list[AimReached]:
        values, bounds = self.model.complete(self.chosen), {aim.name: aim.most(self.model) for aim in self.aims}
        first = float(first_price(self.model, self.placed) @ values)
        bounds["placed"] = min(bounds["placed"], self.placed.rounded(self.prices.bound - first))
        return [AimReached(aim.name, aim.worth(values), bounds[aim.name]) for aim in self.aims]


def _only(plan: Plan, own: pd.Series[bool]) -> Plan:
    """The part of a plan that a block begins with."""
    placements = plan.placements[own].reset_index(drop=True)
    return Plan(placements, plan.cohorts.iloc[:0], int(placements["slot"].notna().sum()), plan.bound, "feasible", 0.0)


def _columns_of(problem: Problem, columns: Columns, placements: pd.DataFrame) -> Bools:
    """The columns of placements. Who has a slot without a cohort and a seat has a column for each."""
    slot, cohort = given(problem, placements)
    igu = np.append(problem.slots["needs_cohort"].to_numpy(), False)[slot][columns.candidate]
    same_slot, same_cohort = columns.slot == slot[columns.candidate], columns.cohort == cohort[columns.candidate]
    alone = ((columns.cohort < 0) & same_slot) | ((columns.slot < 0) & same_cohort)
    chosen: Bools = np.where(igu, same_slot & same_cohort, alone)
    return chosen


def _joined_by_teams(model: Model, chosen: Bools) -> Ints:
    """The same number for cohorts that people of one team sit in: a team is not divided."""
    taken, joined = model.columns[chosen], np.arange(len(model.runs))
    cohort = np.full(len(model.problem.candidates), -1)
    cohort[taken.candidate[taken.cohort >= 0]] = taken.cohort[taken.cohort >= 0]
    for slot in np.intersect1d(taken.slot, model.team_slots):
        together = cohort[taken.candidate[taken.slot == slot]]
        together = np.unique(joined[together[together >= 0]])
        joined[np.isin(joined, together)] = together.min(initial=len(joined))
    return joined
