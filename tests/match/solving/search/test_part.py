"""The pieces of the search for people placed, each on its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.arrays import Bools
from igu_xl.match.solving.bound.price_table import price_table
from igu_xl.match.solving.bound.prices import find_prices
from igu_xl.match.solving.bound.worth import Worth
from igu_xl.match.solving.model.aims import in_order
from igu_xl.match.solving.model.columns import list_columns, make_plan
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.plan import check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search import improve as improving
from igu_xl.match.solving.search.assign import assign
from igu_xl.match.solving.search.baselines import patient_choice
from igu_xl.match.solving.search.dive import choose_cohorts
from igu_xl.match.solving.search.part import search_part
from igu_xl.match.solving.solver import solve
from igu_xl.optimise.findings import Violation

MakeProblem = Callable[..., Problem]
SEEDS = st.integers(0, 2**32)


def _model(problem: Problem) -> tuple[Model, Worth]:
    model = Model(problem, list_columns(problem))
    return model, Worth.of_aim(model, next(aim for aim in in_order(model, {}) if aim.name == "placed"))


def _broken(problem: Problem, model: Model, chosen: Bools) -> list[Violation]:
    plan = make_plan(problem, model.columns[chosen], bound=10**6, status="feasible", seconds=0)
    return check(problem, plan)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_a_part_that_is_everything_has_the_worth_of_the_best_plan(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=8, slots=5, cohorts=3, decided=False)
    model, worth = _model(problem)
    everything, nothing = np.arange(len(model.columns)), np.zeros(len(model.columns), dtype=bool)
    none_runs = np.zeros(len(model.runs), dtype=bool)
    found = search_part(model, worth, everything, nothing, none_runs, gap=0, deadline=math.inf)
    assert found is not None
    assert _broken(problem, model, found) == []
    best = next(step.value for step in solve(problem).steps if step.aim == "placed")
    assert worth.sum(model, found) == pytest.approx(best, abs=0.5)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, data=st.data())
def test_beside_what_stands_a_part_is_allowed_and_no_worse(
    make_problem: MakeProblem, seed: int, data: st.DataObject
) -> None:
    problem = make_problem(seed, people=14, slots=6, cohorts=4)
    model, worth = _model(problem)
    chosen = patient_choice(problem, model.columns)
    people = data.draw(st.sets(st.integers(0, 13)))
    free = np.flatnonzero(np.isin(model.columns.candidate, sorted(people)))
    found = search_part(model, worth, free, chosen, np.zeros(len(model.runs), bool), gap=0, deadline=math.inf)
    assert found is not None
    assert _broken(problem, model, found) == _broken(problem, model, chosen)
    assert worth.sum(model, found) >= worth.sum(model, chosen) - 1e-6
    stands = np.setdiff1d(np.arange(len(model.columns)), free)
    assert (found[stands] == chosen[stands]).all()


@pytest.mark.parametrize(("rooms", "running"), [((1, 9), 2), ((2, 9), 3), ((9, 1), 3), ((0, 1), 1)])
def test_the_likeliest_cohorts_are_within_their_rooms(rooms: tuple[int, int], running: int) -> None:
    """Three branches, each with a cohort that its own people fill: two in the first room, one in the second."""
    kind = pd.Series(["0", "1", "2"] * 12)
    who = pd.DataFrame({"candidate": [f"c{number:02}" for number in range(36)]})
    slots, cohorts = ["s0", "s1", "s2"], ["k0", "k1", "k2"]
    problem = Problem.from_frames(
        candidates=who,
        slots=pd.DataFrame({"slot": slots, "openings": 12}),
        cohorts=pd.DataFrame({"cohort": cohorts, "min": 12, "max": 20, "room": ["r0", "r0", "r1"]}),
        rooms=pd.DataFrame({"room": ["r0", "r1"], "max_cohorts": rooms}),
        pairs=who.assign(slot="s" + kind),
        seats=who.assign(cohort="k" + kind),
        links=pd.DataFrame({"slot": slots, "cohort": cohorts}),
    )
    model, worth = _model(problem)
    prices = replace(find_prices(model, worth.price, rounds=0), runs=np.ones(3))  # all are as likely as can be
    assert np.count_nonzero(choose_cohorts(model, worth, prices, 0.5, math.inf)) == running


@pytest.mark.parametrize("deadline", [math.inf, 0.0])
@settings(max_examples=6, deadline=None)
@given(seed=SEEDS)
def test_the_plan_of_the_likeliest_cohorts_is_allowed(make_problem: MakeProblem, deadline: float, seed: int) -> None:
    problem = make_problem(seed, people=30, slots=12, cohorts=6, decided=False)
    model, worth = _model(problem)
    prices = find_prices(model, worth.price, rounds=60)
    chosen = assign(model, worth, choose_cohorts(model, worth, prices, 0.5, math.inf), deadline)
    assert _broken(problem, model, chosen) == []


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_part_by_part_a_plan_by_hand_comes_near_the_best(
    make_problem: MakeProblem, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(improving, "SIZES", ((3, 40), (4, 100)))
    monkeypatch.setattr(improving, "FRUITLESS", 12)
    problem = make_problem(seed, people=40, slots=16, cohorts=8, decided=False)
    model, worth = _model(problem)
    start, prices = patient_choice(problem, model.columns), find_prices(model, worth.price, rounds=60)
    told: list[float] = []

    def hear(better: Bools) -> bool:
        told.append(worth.sum(model, better))
        return False

    found = improving.improve(model, worth, prices, start, hear, math.inf)
    assert _broken(problem, model, found) == []
    best = next(step.value for step in solve(problem, time_limit=10).steps if step.aim == "placed")
    assert worth.sum(model, start) <= worth.sum(model, found)
    assert worth.sum(model, found) >= 0.95 * best
    assert told == sorted(told)


def test_the_price_of_a_scarce_slot_tells_that_one_more_opening_places_one_more(make_problem: MakeProblem) -> None:
    problem = make_problem(1)
    frames = {name: getattr(problem, name) for name in ("candidates", "seats", "cohorts", "links", "rooms")}
    slots = problem.slots.assign(openings=1, needs_cohort=False, together_min=1, company=None)
    pairs = problem.pairs[problem.pairs["slot"] == "s0"]
    scarce = Problem.from_frames(**frames, slots=slots, pairs=pairs)
    model, worth = _model(scarce)
    table = price_table(scarce, find_prices(model, worth.price))
    assert len(pairs) > 1
    assert table[["kind", "key"]].to_numpy().tolist()[0] == ["slot", "s0"]
    assert table["price"].max() >= 0.9
