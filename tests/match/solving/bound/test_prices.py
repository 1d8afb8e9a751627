"""Prices bound every plan, come close to the best bound there is, and say what is scarce."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.arrays import Floats
from igu_xl.match.solving.bound.prices import Prices, bound_at, find_prices
from igu_xl.match.solving.bound.separate import Costs
from igu_xl.match.solving.model.aims import in_order
from igu_xl.match.solving.model.columns import list_columns
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve
from igu_xl.optimise.programme import programme, run

MakeProblem = Callable[..., Problem]
SEEDS = st.integers(0, 2**32)
LOCK = 100.0


def _model(problem: Problem) -> Model:
    return Model(problem, list_columns(problem))


def _people_placed(model: Model, cohort: float = 0.0) -> Floats:
    """What a plan is worth: people placed, decisions that are kept, and so much for each cohort that runs."""
    price = next(aim.price for aim in in_order(model, {}) if aim.name == "placed").copy()
    price[model.runs] += cohort
    price[model.must_run] += LOCK
    price[model.locks] = LOCK
    return price


def _best(problem: Problem) -> float:
    """What the best plan is worth, found and proven by HiGHS."""
    plan = solve(problem)
    worth = {step.aim: step.value for step in plan.steps}
    assert plan.status == "optimal"
    return LOCK * worth.get("locks", 0.0) + worth["placed"]


def _town(people: int, seed: int = 4, slots: int = 24, cohorts: int = 6) -> Problem:
    """A problem with everybody in a few branches, large enough for prices to mean something."""
    random = np.random.default_rng(seed)
    who = pd.DataFrame({"candidate": [f"c{number:03}" for number in range(people)]})
    where = pd.DataFrame(
        {"slot": [f"s{number:03}" for number in range(slots)], "openings": random.integers(1, 5, slots)}
    )
    courses = pd.DataFrame({"cohort": [f"k{number}" for number in range(cohorts)], "min": 6, "max": 10})
    pairs, seats = who.merge(where[["slot"]], how="cross"), who.merge(courses[["cohort"]], how="cross")
    links = where[["slot"]].merge(courses[["cohort"]], how="cross")
    return Problem.from_frames(
        candidates=who,
        slots=where,
        cohorts=courses,
        pairs=pairs[random.random(len(pairs)) < 0.1],
        seats=seats[random.random(len(seats)) < 0.4],
        links=links[random.random(len(links)) < 0.5],
    )


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_no_plan_is_worth_more_than_the_bound(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=9, slots=5, cohorts=3)
    model = _model(problem)
    prices = find_prices(model, _people_placed(model), rounds=60)
    assert prices.bound >= _best(problem) - 1e-6


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_any_costs_at_all_bound_every_plan(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=7, slots=4, cohorts=3)
    model, random = _model(problem), np.random.default_rng(seed)
    sizes = len(problem.candidates), len(problem.candidates), len(problem.slots), len(problem.companies)
    costs = Costs(*(2 * random.random(size) - 0.3 for size in sizes))
    assert bound_at(model, _people_placed(model), costs) >= _best(problem) - 1e-6


@pytest.mark.parametrize("cohort", [0.0, -0.5])
@pytest.mark.parametrize("people", [40, 80])
def test_the_bound_is_as_tight_as_that_of_the_relaxation_with_its_cuts(people: int, cohort: float) -> None:
    model = _model(_town(people))
    price = _people_placed(model, cohort)
    rows = [*model.rows(), model.slot_cuts(), model.person_cuts()]
    relaxed = programme(price, np.ones(model.size), rows, whole=False)
    run(relaxed)
    best = relaxed.getInfo().objective_function_value
    assert best / 1.01 <= find_prices(model, price).bound <= best * 1.01


def test_the_same_rounds_give_the_same_prices() -> None:
    model = _model(_town(40))
    first, second = (find_prices(model, _people_placed(model), rounds=50) for _ in range(2))
    assert first.bound == second.bound
    assert all(np.array_equal(one, other) for one, other in zip(first.costs, second.costs, strict=True))
    assert np.array_equal(first.shares, second.shares)


def test_prices_to_begin_from_save_rounds() -> None:
    model = _model(_town(60))
    price = _people_placed(model)
    known = find_prices(model, price, rounds=300)
    cold, warm = find_prices(model, price, rounds=30), find_prices(model, price, rounds=30, start=known.costs)
    assert warm.bound < cold.bound
    assert warm.bound <= known.bound + 0.5


def test_the_search_ends_with_a_bound_that_is_good_enough() -> None:
    model = _model(_town(60))
    price = _people_placed(model)
    enough = find_prices(model, price, rounds=30).bound
    hurried, thorough = find_prices(model, price, rounds=300, enough=enough), find_prices(model, price, rounds=300)
    assert thorough.bound <= hurried.bound <= enough


def _prices_of(**tables: pd.DataFrame) -> tuple[Problem, Prices]:
    problem = Problem.from_frames(**tables)
    model = _model(problem)
    return problem, find_prices(model, _people_placed(model))


def _all_pairs(people: pd.DataFrame, offers: pd.DataFrame, label: str) -> pd.DataFrame:
    return people[["candidate"]].merge(offers[[label]], how="cross")


def test_a_scarce_opening_has_a_price_and_a_plentiful_one_has_none() -> None:
    people = pd.DataFrame({"candidate": ["a", "b", "c", "d", "e", "f"]})
    slots = pd.DataFrame({"slot": ["few", "many"], "openings": [2, 6], "needs_cohort": False})
    wished = _all_pairs(people.head(4), slots.head(1), "slot")
    other = _all_pairs(people.tail(2), slots.tail(1), "slot")
    _, prices = _prices_of(candidates=people, slots=slots, pairs=pd.concat([wished, other]))
    assert prices.bound == pytest.approx(4, abs=0.02)
    assert prices.openings == pytest.approx([1, 0], abs=0.05)


def test_a_company_that_takes_fewer_than_its_slots_has_the_price() -> None:
    people = pd.DataFrame({"candidate": ["a", "b", "c", "d"]})
    slots = pd.DataFrame({"slot": ["one", "two"], "openings": 2, "needs_cohort": False, "company": "firm"})
    limit = pd.DataFrame({"company": ["firm"], "max_people": [1]})
    _, prices = _prices_of(candidates=people, slots=slots, companies=limit, pairs=_all_pairs(people, slots, "slot"))
    assert prices.bound == pytest.approx(1, abs=0.02)
    assert prices.costs.companies[0] > 0.5


def test_a_cohort_that_is_full_says_what_one_more_seat_is_worth() -> None:
    people = pd.DataFrame({"candidate": [f"c{number}" for number in range(5)]})
    slots = pd.DataFrame({"slot": ["s"], "openings": [9]})
    cohorts = pd.DataFrame({"cohort": ["k"], "min": 2, "max": 3})
    _, prices = _prices_of(
        candidates=people,
        slots=slots,
        cohorts=cohorts,
        pairs=_all_pairs(people, slots, "slot"),
        seats=_all_pairs(people, cohorts, "cohort"),
        links=pd.DataFrame({"slot": ["s"], "cohort": ["k"]}),
    )
    assert prices.bound == pytest.approx(3, abs=0.02)
    assert prices.runs[0] == pytest.approx(1)
    assert prices.cohort_max[0] > 0.9
    assert prices.cohort_min[0] == 0


def test_nobody_to_place_is_worth_nothing() -> None:
    _, prices = _prices_of(candidates=pd.DataFrame({"candidate": ["a"]}))
    assert prices.bound == 0
