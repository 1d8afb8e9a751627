"""The solver on problems that others made, against their known answers (see instances/README.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import SIZES, Sizes, solve

INSTANCES = Path(__file__).parent / "instances"
LEAST_COST = 305  # of assign100.txt, as published
WORTH = 101  # no cost is above 100
GAMES: list[dict[str, Any]] = json.loads((INSTANCES / "hospital_resident.json").read_text(encoding="utf-8"))
ONE_MODEL = Sizes(direct=100_000, proven=100_000, later=100_000)


def assignment() -> Problem:
    """The cheapest assignment as the most valuable plan of a hundred people in a hundred slots."""
    size, *costs = map(int, (INSTANCES / "assign100.txt").read_text(encoding="utf-8").split())
    people, places = ([f"{letter}{number:03}" for number in range(size)] for letter in "ps")
    pairs = {"candidate": np.repeat(people, size), "slot": np.tile(places, size), "value": WORTH - np.array(costs)}
    return Problem.from_frames(
        candidates=pd.DataFrame({"candidate": people}),
        slots=pd.DataFrame({"slot": places, "openings": 1, "needs_cohort": False}),
        pairs=pd.DataFrame(pairs),
    )


def cost(plan: Plan) -> float:
    return WORTH * plan.placed - float(plan.placements["value"].sum())


def test_the_cheapest_assignment_is_found_and_proven() -> None:
    problem = assignment()
    plan = solve(problem, _sizes=ONE_MODEL)
    assert check(problem, plan) == []
    assert (plan.status, plan.placed, plan.bound, cost(plan)) == ("optimal", 100, 100, LEAST_COST)
    best = next(step for step in plan.steps if step.aim == "value")
    assert best.bound == pytest.approx(WORTH * 100 - LEAST_COST)


@pytest.mark.parametrize("sizes", [SIZES, Sizes(direct=0, proven=0, later=0)])
def test_searched_as_a_large_problem_it_places_all_and_is_nearly_as_cheap(sizes: Sizes) -> None:
    problem = assignment()
    plan = solve(problem, _sizes=sizes)
    assert check(problem, plan) == []
    assert (plan.placed, plan.bound) == (100, 100)
    assert LEAST_COST <= cost(plan) <= 1.05 * LEAST_COST
    best = next(step for step in plan.steps if step.aim == "value")
    assert best.bound >= WORTH * 100 - LEAST_COST - 1e-6


def mutual(game: dict[str, Any]) -> list[tuple[str, str]]:
    """The pairs where both name each other, in the order of each resident's list."""
    wanted = [(resident, hospital) for resident, wishes in game["residents"].items() for hospital in wishes]
    return [(resident, hospital) for resident, hospital in wanted if resident in game["hospitals"][hospital]]


def places(game: dict[str, Any], *, cohorts: bool) -> Problem:
    """Residents as candidates, hospitals as slots; with `cohorts` each hospital is a course of its own instead.

    Then there is one slot for all, and a hospital takes nobody rather than fewer than its minimum, which is one.
    """
    pairs = pd.DataFrame(mutual(game), columns=["candidate", "slot"])
    candidates = pd.DataFrame({"candidate": list(game["residents"])})
    hospitals = pd.DataFrame({"slot": list(game["hospitals"])})
    if not cohorts:
        slots = hospitals.assign(openings=game["capacity"], needs_cohort=False)
        return Problem.from_frames(candidates=candidates, slots=slots, pairs=pairs)
    courses = hospitals.rename(columns={"slot": "cohort"}).assign(min=1, max=game["capacity"])
    return Problem.from_frames(
        candidates=candidates,
        slots=pd.DataFrame({"slot": ["work"], "openings": [len(candidates)]}),
        cohorts=courses,
        pairs=candidates.assign(slot="work"),
        seats=pairs.rename(columns={"slot": "cohort"}),
        links=courses[["cohort"]].assign(slot="work"),
    )


def most(game: dict[str, Any]) -> int:
    """The most residents that can be placed at all, by an algorithm for matchings in graphs."""
    residents = {name: number for number, name in enumerate(game["residents"])}
    beds = [(hospital, bed) for hospital in game["hospitals"] for bed in range(game["capacity"])]
    column = {bed: number for number, bed in enumerate(beds)}
    edges = [(residents[one], column[where, bed]) for one, where in mutual(game) for bed in range(game["capacity"])]
    rows, columns = zip(*edges, strict=True)
    graph = coo_array((np.ones(len(edges)), (rows, columns)), shape=(len(residents), len(beds))).tocsr()
    return int((maximum_bipartite_matching(graph) >= 0).sum())


def stable(game: dict[str, Any]) -> dict[str, list[str]]:
    """The matching in which no resident and hospital would both rather have each other: residents ask in turn."""
    wishes: dict[str, list[str]] = {resident: [] for resident in game["residents"]}
    for resident, hospital in mutual(game):
        wishes[resident].append(hospital)
    taken: dict[str, list[str]] = {hospital: [] for hospital in game["hospitals"]}
    asking = list(wishes)
    while asking:
        resident = asking.pop()
        if not wishes[resident]:
            continue
        hospital = wishes[resident].pop(0)
        taken[hospital] = sorted([*taken[hospital], resident], key=game["hospitals"][hospital].index)
        asking += taken[hospital][game["capacity"] :]
        del taken[hospital][game["capacity"] :]
    return {hospital: residents for hospital, residents in taken.items() if residents}


@pytest.mark.parametrize("game", GAMES, ids=lambda game: str(game["name"]))
@pytest.mark.parametrize("cohorts", [False, True], ids=["slots", "cohorts"])
def test_as_many_are_placed_as_is_possible_and_no_fewer_than_by_a_stable_matching(
    game: dict[str, Any], cohorts: bool
) -> None:
    problem = places(game, cohorts=cohorts)
    plan = solve(problem)
    assert check(problem, plan) == []
    assert (plan.status, plan.placed, plan.bound) == ("optimal", most(game), most(game))
    assert plan.placed >= sum(map(len, stable(game).values()))


@pytest.mark.parametrize("game", [game for game in GAMES if game["stable"]], ids=lambda game: str(game["name"]))
def test_the_games_are_read_as_their_author_meant_them(game: dict[str, Any]) -> None:
    assert stable(game) == game["stable"]


def test_a_stable_matching_may_leave_out_somebody_who_could_be_placed() -> None:
    game = next(game for game in GAMES if game["name"] == "loses_all")
    assert (len(stable(game)), solve(places(game, cohorts=False)).placed) == (1, 2)
