from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search.baselines import alone, first_come, patient

Frames = dict[str, Any]
MakeProblem = Callable[..., Problem]
WAYS = [alone, first_come, patient]


@pytest.mark.parametrize("book", WAYS)
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_booked_plan_is_allowed(book: Callable[[Problem], Plan], make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=12, slots=6, cohorts=4)
    assert check(problem, book(problem)) == []


@pytest.mark.parametrize("book", WAYS)
def test_an_empty_problem_books_nobody(book: Callable[[Problem], Plan]) -> None:
    assert book(Problem.from_frames()).placed == 0


def test_two_municipalities_that_cannot_fill_a_cohort_alone_place_nobody(course: Frames) -> None:
    course["candidates"]["municipality"] = ["m", "m", "n", "n"]
    course["pairs"] = course["pairs"].iloc[:4]
    problem = Problem.from_frames(**course)
    assert (alone(problem).placed, first_come(problem).placed) == (0, 4)


def test_who_waited_longest_gets_the_last_opening(course: Frames) -> None:
    course["slots"]["openings"] = [3, 0]
    plan = first_come(Problem.from_frames(**course))
    assert plan.placements["candidate"].tolist() == ["c0", "c1", "c2"]


def test_the_patient_one_fills_a_cohort_where_first_come_cancels_two() -> None:
    who = [f"c{number}" for number in range(6)]
    both = pd.MultiIndex.from_product([who, ["k0", "k1"]], names=["candidate", "cohort"]).to_frame(index=False)
    # Everybody likes one of two cohorts best, three each, and a cohort needs five.
    both["value"] = [10 * (number // 2 % 2 == number % 2) for number in range(12)]
    problem = Problem.from_frames(
        candidates=pd.DataFrame({"candidate": who}),
        slots=pd.DataFrame({"slot": ["s"], "openings": [6]}),
        cohorts=pd.DataFrame({"cohort": ["k0", "k1"], "min": 5, "max": 6}),
        pairs=pd.DataFrame({"candidate": who, "slot": "s"}),
        seats=both,
        links=pd.DataFrame({"slot": "s", "cohort": ["k0", "k1"]}),
    )
    assert (first_come(problem).placed, patient(problem).placed) == (0, 6)


def test_a_lock_is_booked_first(course: Frames) -> None:
    course["slots"]["openings"] = [3, 0]
    fixed = pd.DataFrame({"candidate": ["c3"], "slot": ["igu"], "cohort": ["k"], "decision": ["lock"]})
    for book in WAYS:
        assert "c3" in book(Problem.from_frames(**course, fixed=fixed)).placements["candidate"].tolist()
