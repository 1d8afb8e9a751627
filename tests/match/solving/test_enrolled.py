"""People who are in a cohort already come before people on paper, and after what the coordinator has decided."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve


def problem(people: int, least: tuple[int, int], enrolled: tuple[int, int], decision: str | None = None) -> Problem:
    """So many people who may sit in either of two cohorts, A and B, each with a slot of its own and a minimum."""
    names = [f"p{number}" for number in range(people)]
    return Problem.from_frames(
        candidates=pd.DataFrame({"candidate": names, "municipality": "m", "waited_days": 0.0}),
        slots=pd.DataFrame({"slot": ["a", "b"], "openings": [9, 9]}),
        cohorts=pd.DataFrame(
            {"cohort": ["A", "B"], "min": least, "max": [9, 9], "enrolled": enrolled, "decision": [None, decision]}
        ),
        pairs=pd.DataFrame(
            [(name, slot, 1.0) for name in names for slot in "ab"], columns=["candidate", "slot", "value"]
        ),
        seats=pd.DataFrame(
            [(name, one, 1.0) for name in names for one in "AB"], columns=["candidate", "cohort", "value"]
        ),
        links=pd.DataFrame({"slot": ["a", "b"], "cohort": ["A", "B"]}),
    )


def running(plan: Plan) -> set[str]:
    return set(plan.placements["cohort"].dropna())


def test_five_who_have_signed_keep_their_cohort_though_an_empty_one_would_take_as_many() -> None:
    plan = solve(problem(3, least=(3, 3), enrolled=(5, 0)), 5)
    assert (running(plan), plan.placed, plan.status) == ({"A"}, 3, "optimal")
    assert solve(problem(3, least=(3, 3), enrolled=(0, 5)), 5).placements["cohort"].unique().tolist() == ["B"]


def test_they_keep_it_also_where_fewer_are_placed() -> None:
    """Six people: both cohorts run. Five: only one can, and it is the one somebody sits in."""
    fewer = problem(5, least=(4, 5), enrolled=(2, 0))
    assert running(solve(fewer, 5)) == {"A"}


def test_more_enrolled_people_count_more() -> None:
    assert running(solve(problem(4, least=(3, 4), enrolled=(2, 6)), 5)) == {"B"}


def test_a_decision_of_the_coordinator_comes_first() -> None:
    assert running(solve(problem(3, least=(3, 3), enrolled=(5, 0), decision="run"), 5)) == {"B"}


@settings(deadline=None, max_examples=40)
@given(
    people=st.integers(1, 6),
    least=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    enrolled=st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
def test_the_plan_is_the_best_of_all_that_can_be(
    people: int, least: tuple[int, int], enrolled: tuple[int, int]
) -> None:
    asked = problem(people, least, enrolled)
    plan = solve(asked, 5)
    assert check(asked, plan) == []
    sizes = itertools.product(range(people + 1), repeat=2)
    fits = [
        one
        for one in sizes
        if sum(one) <= people and all(n == 0 or n >= need for n, need in zip(one, least, strict=True))
    ]
    best = max((sum(told for told, n in zip(enrolled, one, strict=True) if n), sum(one)) for one in fits)
    assert (sum(told for told, name in zip(enrolled, "AB", strict=True) if name in running(plan)), plan.placed) == best


@pytest.mark.parametrize("enrolled", [(0, 0), (4, 4)])
def test_where_both_run_nothing_changes(enrolled: tuple[int, int]) -> None:
    assert solve(problem(6, least=(3, 3), enrolled=enrolled), 5).placed == 6
