"""School plans made of problems that others published, against their known answers.

The instances are those of the match (tests/match/solving/instances/README.md). Part of the model applies: everybody
needs one course, each resident's hospital or each task is a cohort of it with as many seats as it has places.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from igu_xl.school import Problem, check, solve

INSTANCES = Path(__file__).parents[2] / "match" / "solving" / "instances"
GAMES: list[dict[str, Any]] = json.loads((INSTANCES / "hospital_resident.json").read_text(encoding="utf-8"))
LEAST_COST = 305  # of assign100.txt, as published
WORTH = 100  # no cost is above it
FIRST, LAST = date(2027, 1, 4), date(2027, 1, 8)


def _one_course(pupils: list[str], cohorts: pd.DataFrame, seats: pd.DataFrame) -> Problem:
    """Everybody needs the one course, of which each cohort has its maximum of seats and a minimum of one."""
    return Problem.from_frames(
        pupils=pd.DataFrame({"pupil": pupils, "begins": FIRST, "ends": LAST, "hours": 37.0}),
        courses=pd.DataFrame({"course": ["all"], "hours": [37.0]}),
        cohorts=cohorts.assign(start=FIRST, end=LAST, min=1),
        teaches=cohorts[["cohort"]].assign(course="all"),
        seats=seats,
    )


def _most(game: dict[str, Any], wanted: list[tuple[str, str]]) -> int:
    """The most residents that can have a hospital, by an algorithm for matchings in graphs."""
    residents = {name: number for number, name in enumerate(game["residents"])}
    beds = {(hospital, bed) for hospital in game["hospitals"] for bed in range(game["capacity"])}
    column = {bed: number for number, bed in enumerate(sorted(beds))}
    edges = [(residents[one], column[where, bed]) for one, where in wanted for bed in range(game["capacity"])]
    rows, columns = zip(*edges, strict=True)
    graph = coo_array((np.ones(len(edges)), (rows, columns)), shape=(len(residents), len(beds))).tocsr()
    return int((maximum_bipartite_matching(graph) >= 0).sum())


@pytest.mark.parametrize("game", GAMES, ids=lambda game: str(game["name"]))
def test_as_many_residents_have_a_hospital_as_is_possible(game: dict[str, Any]) -> None:
    wanted = [(one, where) for one, wishes in game["residents"].items() for where in wishes]
    wanted = [(one, where) for one, where in wanted if one in game["hospitals"][where]]
    hospitals = pd.DataFrame({"cohort": list(game["hospitals"]), "max": game["capacity"]})
    problem = _one_course(list(game["residents"]), hospitals, pd.DataFrame(wanted, columns=["pupil", "cohort"]))
    plan = solve(problem)
    assert check(problem, plan) == []
    assert (plan.status, plan.met, plan.met_bound) == ("optimal", _most(game, wanted), _most(game, wanted))


def test_a_hundred_tasks_are_done_by_a_hundred() -> None:
    size, *costs = map(int, (INSTANCES / "assign100.txt").read_text(encoding="utf-8").split())
    people, tasks = ([f"{letter}{number:03}" for number in range(size)] for letter in "pt")
    seats = {"pupil": np.repeat(people, size), "cohort": np.tile(tasks, size), "value": WORTH - np.array(costs)}
    problem = _one_course(people, pd.DataFrame({"cohort": tasks, "max": 1}), pd.DataFrame(seats))
    plan = solve(problem)
    assert check(problem, plan) == []
    assert (plan.status, plan.met, plan.hours) == ("optimal", 100, 3700.0)
    # Published as the least that it can cost; what seats are worth comes after what pupils get.
    worth = plan.attends.merge(problem.seats, on=["pupil", "cohort"])["value"].sum()
    assert WORTH * size - worth >= LEAST_COST
