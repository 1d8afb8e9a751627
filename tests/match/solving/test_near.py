"""A part of a plan searched again: always allowed, never worse, and the rest stands."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from igu_xl.match.solving.near import Near, search_near
from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search.baselines import first_come

MakeProblem = Callable[..., Problem]


def worth(problem: Problem, plan: Plan) -> tuple[int, float]:
    """Decisions first, then people."""
    people = plan.placements.dropna(subset=["slot"])["candidate"]
    unkept = len(plan.unmet_locks) + len(plan.unmet_cohorts)
    return -unkept, float(problem.candidates.set_index("candidate")["priority"].reindex(people).sum())


@pytest.mark.parametrize("seed", range(60))
def test_what_is_near_is_searched_and_the_rest_stands(seed: int, make_problem: MakeProblem) -> None:
    random = np.random.default_rng(seed)
    problem = make_problem(seed, people=9, slots=5, cohorts=3, decided=seed % 2 == 0)
    before = first_come(problem)
    cohorts = set(random.choice(problem.cohorts["cohort"], 2, replace=False))
    found = search_near(problem, before, Near(cohorts, ["s0"]), 5)
    assert check(problem, found) == []
    assert worth(problem, found) >= worth(problem, before)
    stood = before.placements[before.placements["cohort"].notna() & ~before.placements["cohort"].isin(cohorts)]
    after = found.placements[found.placements["candidate"].isin(stood["candidate"])]
    pd.testing.assert_frame_equal(
        after.drop(columns="value").reset_index(drop=True), stood.drop(columns="value").reset_index(drop=True)
    )


def test_one_opening_more_lets_the_cohort_run(course: dict[str, pd.DataFrame]) -> None:
    """Three are needed, and two openings are there; with a third, all three get a place."""
    course["slots"]["openings"] = [2, 0]
    problem = Problem.from_frames(open_cohorts=False, **course)
    before = first_come(problem)
    assert before.placed == 0
    wider = Problem.from_frames(open_cohorts=False, **(course | {"slots": course["slots"].assign(openings=[3, 0])}))
    found = search_near(wider, before, Near(["k"]), 5)
    assert (found.placed, check(wider, found)) == (3, [])
