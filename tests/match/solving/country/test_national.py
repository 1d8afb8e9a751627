"""Problems searched in blocks: the plan is allowed, the bound holds for the whole, a lost block loses nothing else."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.match.solving.country.national import BlockMapper, BlockSearch, Crew, here, solve_national, warm_up
from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search.baselines import patient
from igu_xl.match.solving.solver import solve
from igu_xl.system.cluster import on_cluster
from igu_xl.system.processes import in_processes

MakeProblem = Callable[..., Problem]
SEEDS = st.integers(0, 2**32)
AIMS = ("placed", "seats", "value")
PROCESSES = partial(in_processes, workers=2, warm=warm_up)


def _towns(towns: int = 2, commuters: float = 0.0) -> Problem:
    """Towns of 30 people, 18 openings and three cohorts each; commuters also go to the next town."""
    random = np.random.default_rng(5)
    count = 30 * towns
    who = pd.DataFrame({"candidate": [f"c{number:03}" for number in range(count)], "town": np.arange(count) % towns})
    away = who[random.random(count) < commuters]
    homes = pd.concat([who, away.assign(town=(away["town"] + 1) % towns)])
    slots = pd.DataFrame({"slot": [f"s{number:02}" for number in range(9 * towns)], "openings": 2})
    cohorts = pd.DataFrame({"cohort": [f"k{number:02}" for number in range(3 * towns)], "min": 5, "max": 7})
    slots["town"], cohorts["town"] = np.arange(len(slots)) % towns, np.arange(len(cohorts)) % towns
    pairs, seats = homes.merge(slots, on="town"), homes.merge(cohorts, on="town")
    return Problem.from_frames(
        candidates=who[["candidate"]],
        slots=slots[["slot", "openings"]],
        cohorts=cohorts[["cohort", "min", "max"]],
        pairs=pairs[random.random(len(pairs)) < 0.5][["candidate", "slot"]],
        seats=seats[random.random(len(seats)) < 0.7][["candidate", "cohort"]],
        links=slots.merge(cohorts, on="town")[["slot", "cohort"]],
    )


def _worth(plan: Plan, aim: str) -> float:
    return next((step.value for step in plan.steps if step.aim == aim), 0.0)


def _bound(plan: Plan, aim: str) -> float:
    return next(step.bound for step in plan.steps if step.aim == aim)


@settings(max_examples=6, deadline=None)
@given(seed=SEEDS, largest=st.sampled_from([3.0, 8.0]))
def test_the_plan_is_allowed_and_no_plan_is_above_its_bound(
    make_problem: MakeProblem, seed: int, largest: float
) -> None:
    problem = make_problem(seed, people=14, slots=6, cohorts=4)
    plan, best = solve_national(problem, 30, largest=largest), solve(problem)
    assert check(problem, plan) == []
    assert _worth(plan, "locks") <= _worth(best, "locks")
    if _worth(plan, "locks") == _worth(best, "locks"):
        assert _worth(plan, "placed") <= _worth(best, "placed") + 1e-6 <= _bound(plan, "placed") + 2e-6


@settings(max_examples=4, deadline=None)
@given(seed=SEEDS)
def test_the_plan_is_no_worse_than_the_one_to_begin_with(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=14, slots=6, cohorts=4, decided=False)
    start = patient(problem)
    plan = solve_national(problem, 0.0, start=start)
    assert check(problem, plan) == []
    assert plan.placed >= start.placed


@pytest.mark.parametrize("commuters", [0.0, 0.3])
def test_blocks_place_about_as_many_as_one_model_and_their_bound_holds(commuters: float) -> None:
    problem = _towns(3, commuters)
    whole, plan = solve(problem), solve_national(problem, 60, largest=40)
    assert whole.status == "optimal"
    assert check(problem, plan) == []
    assert 0.95 * whole.placed <= plan.placed <= whole.placed <= plan.bound <= 1.03 * whole.placed


def test_what_shares_nobody_is_searched_apart() -> None:
    searched: list[int] = []

    def listening(
        function: Callable[[BlockSearch], Plan], tasks: Sequence[BlockSearch], /
    ) -> Iterator[tuple[BlockSearch, Plan | None]]:
        searched.extend(len(task.problem.candidates) for task in tasks)
        return here(function, tasks)

    problem = _towns(3)
    solve_national(problem, 60, crew=Crew(listening), largest=40)
    assert len(searched) >= 3
    assert max(searched) <= 30
    assert sum(searched[:3]) == problem.seats["candidate"].nunique()


def test_aims_after_people_placed_are_searched_in_the_end() -> None:
    towns = _towns()
    values = np.random.default_rng(1).integers(0, 100, len(towns.pairs))
    problem = replace(towns, pairs=towns.pairs.assign(value=values))
    whole, plan = solve(problem), solve_national(problem, 60, largest=40)
    assert [_worth(plan, aim) for aim in AIMS] == [_worth(whole, aim) for aim in AIMS]
    assert _worth(plan, "value") > 100 * plan.placed / 2


def test_processes_give_the_same_plan_as_this_process() -> None:
    problem = _towns()
    alone = solve_national(problem, 60, largest=40)
    shared = solve_national(problem, 60, largest=40, crew=Crew(PROCESSES, 2))
    assert shared.placements.equals(alone.placements)
    assert shared.bound == alone.bound


class _Deadly:
    """Ends the process that receives it."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (9,)


def _losing(lost: int, mapper: BlockMapper) -> BlockMapper:
    """The mapper, but the worker that receives this block dies."""

    def run(
        function: Callable[[BlockSearch], Plan], tasks: Sequence[BlockSearch], /
    ) -> Iterator[tuple[BlockSearch, Plan | None]]:
        deadly = [replace(task, problem=_Deadly()) if task.number == lost else task for task in tasks]  # type: ignore[arg-type]
        yield from mapper(function, deadly)

    return run


def test_a_worker_that_dies_loses_only_its_own_block() -> None:
    problem = _towns()
    whole = solve(problem)
    plan = solve_national(problem, 60, largest=40, crew=Crew(_losing(0, PROCESSES), 2))
    assert check(problem, plan) == []
    assert 0.4 * whole.placed <= plan.placed < whole.placed <= plan.bound


def test_a_cluster_gives_the_same_plan_as_this_process() -> None:
    distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    problem = _towns()
    alone = solve_national(problem, 60, largest=40)
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster,
    ):
        warnings.simplefilter("ignore")
        mapper = partial(on_cluster, address=cluster.scheduler_address, warm=warm_up, folders=())
        plan = solve_national(problem, 60, largest=40, crew=Crew(mapper, 2))
    assert check(problem, plan) == []
    assert plan.placements.equals(alone.placements)


def test_nothing_to_search_is_an_empty_plan() -> None:
    problem = Problem.from_frames(candidates=pd.DataFrame({"candidate": ["a"]}))
    plan = solve_national(problem, 10)
    assert (plan.placed, plan.bound, plan.status) == (0, 0, "optimal")


def test_tables_that_do_not_fit_together_are_refused() -> None:
    pairs = pd.DataFrame({"candidate": ["unknown"], "slot": ["unknown"]})
    with pytest.raises(ValueError, match="unknown_id"):
        solve_national(Problem.from_frames(candidates=pd.DataFrame({"candidate": ["a"]}), pairs=pairs), 10)
