"""Cohorts that share slots, decided together: a bound of every plan, and cohorts that may run together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.match.solving.bound.prices import find_prices
from igu_xl.match.solving.bound.together import Together
from igu_xl.match.solving.bound.worth import Worth
from igu_xl.match.solving.model.aims import in_order
from igu_xl.match.solving.model.columns import list_columns
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve

MakeProblem = Callable[..., Problem]
SEEDS = st.integers(0, 2**32)


def _model(problem: Problem) -> tuple[Model, Worth]:
    model = Model(problem, list_columns(problem))
    return model, Worth.of_aim(model, next(aim for aim in in_order(model, {}) if aim.name == "placed"))


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, rounds=st.sampled_from([0, 5, 60]))
def test_no_plan_is_worth_more_than_the_bound(make_problem: MakeProblem, seed: int, rounds: int) -> None:
    problem = make_problem(seed, people=9, slots=5, cohorts=3)
    model, worth = _model(problem)
    plan = solve(problem)
    assert plan.status == "optimal"
    reached = {step.aim: step.value for step in plan.steps}
    weight = worth.price[model.locks].max(initial=0) or worth.price[model.must_run].max(initial=0)
    best = weight * reached.get("locks", 0.0) + reached["placed"]
    assert Together(model, worth.price).bound(find_prices(model, worth.price, rounds=rounds)) >= best - 1e-6


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, cost=st.sampled_from([0.1, 0.4]))
def test_what_is_chosen_to_run_is_within_the_rooms(make_problem: MakeProblem, seed: int, cost: float) -> None:
    problem = make_problem(seed, people=12, slots=6, cohorts=5, decided=False)
    model, worth = _model(problem)
    runs = Together(model, worth.price).choose(find_prices(model, worth.price, rounds=60), cost)
    running = problem.cohorts[runs]
    used = problem.rooms["room"].map(running["room"].value_counts()).fillna(0)
    assert (used <= problem.rooms["max_cohorts"]).all()
    assert running["decision"].ne("stop").all()


def _one_branch(openings: list[int], people: int = 60, least: int = 1) -> Problem:
    """Everybody may have every slot and sit in each of two cohorts of 12 to 20 people."""
    who = pd.DataFrame({"candidate": [f"c{number:02}" for number in range(people)]})
    slots = pd.DataFrame({"slot": [f"s{number}" for number in range(len(openings))], "openings": openings})
    cohorts = pd.DataFrame({"cohort": ["k0", "k1"], "min": 12, "max": 20})
    return Problem.from_frames(
        candidates=who,
        slots=slots.assign(together_min=least),
        cohorts=cohorts,
        pairs=who.merge(slots[["slot"]], how="cross"),
        seats=who.merge(cohorts[["cohort"]], how="cross"),
        links=slots[["slot"]].merge(cohorts[["cohort"]], how="cross"),
    )


@pytest.mark.parametrize(
    ("openings", "least", "alone", "together"),
    [
        ([4, 4, 4, 4, 4, 2], 1, 22, 20),  # too many for one cohort, too few for two
        ([4, 4, 4, 4, 4, 4], 1, 24, 24),
        ([3, 3, 3, 3, 3, 3, 3], 3, 21, 18),  # six whole teams of three fit in a cohort of 20
    ],
)
def test_openings_that_fill_one_cohort_and_a_bit_count_for_one(
    openings: list[int], least: int, alone: float, together: float
) -> None:
    model, worth = _model(_one_branch(openings, least=least))
    prices = find_prices(model, worth.price, rounds=300)
    assert prices.bound == pytest.approx(alone, abs=0.2)
    assert Together(model, worth.price).bound(prices) == pytest.approx(together, abs=0.2)


def test_the_cohorts_chosen_are_those_that_the_openings_fill() -> None:
    for openings, running in (([4] * 5, 1), ([4] * 6, 2), ([2] * 5, 0)):
        model, worth = _model(_one_branch(openings))
        prices = find_prices(model, worth.price, rounds=300)
        assert np.count_nonzero(Together(model, worth.price).choose(prices, 0.1)) == running


def test_where_nobody_can_be_placed_the_bound_is_nothing() -> None:
    model, worth = _model(_one_branch([]))
    together = Together(model, worth.price)
    prices = find_prices(model, worth.price, rounds=5)
    assert (together.bound(prices), together.choose(prices, 0.1).sum()) == (0.0, 0)


@pytest.mark.parametrize("room", [1, 2])
def test_a_room_is_shared_by_cohorts_that_share_no_slot(room: int) -> None:
    """Two branches, each with a cohort that its own people fill, in one school."""
    who = pd.DataFrame({"candidate": [f"c{number:02}" for number in range(24)], "kind": ["0", "1"] * 12})
    problem = Problem.from_frames(
        candidates=who[["candidate"]],
        slots=pd.DataFrame({"slot": ["s0", "s1"], "openings": 12}),
        cohorts=pd.DataFrame({"cohort": ["k0", "k1"], "min": 12, "max": 20, "room": "r"}),
        rooms=pd.DataFrame({"room": ["r"], "max_cohorts": [room]}),
        pairs=who[["candidate"]].assign(slot="s" + who["kind"]),
        seats=who[["candidate"]].assign(cohort="k" + who["kind"]),
        links=pd.DataFrame({"slot": ["s0", "s1"], "cohort": ["k0", "k1"]}),
    )
    model, worth = _model(problem)
    together = Together(model, worth.price)
    prices = find_prices(model, worth.price, rounds=0)  # a room that costs nothing yet is wanted by both
    assert len(together.clusters) == 2
    assert np.count_nonzero(together.choose(prices, 0.1)) == room
