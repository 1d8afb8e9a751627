"""The way large problems are solved, forced on small ones, where the best plan is known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search.baselines import patient
from igu_xl.match.solving.search.placed import Sizes
from igu_xl.match.solving.solver import solve

MakeProblem = Callable[..., Problem]
SEEDS = st.integers(0, 2**32)
LARGE = Sizes(direct=0, proven=0, later=0)


def _worth(plan: Plan, aim: str) -> float:
    return next((step.value for step in plan.steps if step.aim == aim), 0.0)


def _bound(plan: Plan, aim: str) -> float:
    return next(step.bound for step in plan.steps if step.aim == aim)


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS)
def test_the_plan_is_allowed_and_its_bound_is_not_below_the_best(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=10, slots=5, cohorts=3)
    best, plan = solve(problem), solve(problem, time_limit=10, _sizes=LARGE)
    assert check(problem, plan) == []
    assert _worth(plan, "locks") <= _worth(best, "locks")
    if _worth(plan, "locks") == _worth(best, "locks"):
        assert _worth(plan, "placed") <= _worth(best, "placed") + 1e-6 <= _bound(plan, "placed") + 2e-6


@pytest.mark.parametrize("seconds", [0.0, 0.01])
@settings(max_examples=5, deadline=None)
@given(seed=SEEDS)
def test_cut_short_the_plan_is_no_worse_than_the_patient_ones(
    make_problem: MakeProblem, seconds: float, seed: int
) -> None:
    problem = make_problem(seed, people=14, slots=6, cohorts=4, decided=False)
    plan = solve(problem, time_limit=seconds, _sizes=LARGE)
    assert check(problem, plan) == []
    weight = problem.candidates.set_index("candidate")["priority"]
    by_hand = patient(problem).placements.dropna(subset=["slot"])["candidate"].map(weight).astype(float).sum()
    assert _worth(plan, "placed") >= by_hand - 1e-6
    assert plan.bound >= solve(problem).placed


# As a large problem, and with the proof beside the search, where now one and now the other is quicker.
@pytest.mark.parametrize("sizes", [LARGE, Sizes(direct=0)])
@settings(max_examples=3, deadline=None)
@given(seed=SEEDS)
def test_the_same_tables_give_the_same_plan(make_problem: MakeProblem, sizes: Sizes, seed: int) -> None:
    problem = make_problem(seed, people=14, slots=6, cohorts=4)
    first, second = (solve(problem, time_limit=30, _sizes=sizes) for _ in range(2))
    assert first.placements.equals(second.placements)
    assert first.steps == second.steps


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_part_by_part_the_plan_becomes_as_good_as_that_of_one_model(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=30, slots=12, cohorts=5, decided=False)
    whole = solve(problem, time_limit=10)
    plan = solve(problem, time_limit=10, _sizes=LARGE)
    assert check(problem, plan) == []
    assert _worth(plan, "placed") >= 0.95 * _worth(whole, "placed")
    assert plan.bound >= whole.placed
