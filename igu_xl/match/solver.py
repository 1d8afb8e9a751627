"""Finds the best plan: the aims one after the other, each kept while the next is improved."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from highspy import Highs

from igu_xl.match.aims import Aim, in_order
from igu_xl.match.baselines import patient_choice
from igu_xl.match.columns import Bools, Columns, Ints, list_columns, make_plan
from igu_xl.match.engine import Engine
from igu_xl.match.large import search_large
from igu_xl.match.model import Model
from igu_xl.match.plan import Plan, Step
from igu_xl.match.problem import Problem

# The aims up to "placed" may take this share of the time that is left; the others share what they leave.
FIRST_SHARE = 0.6
# A later aim takes no longer than the first ones did, but at least so many seconds.
LATER_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """Up to how many columns a problem is one model; tests set it to 0."""

    one_model: int = 6000


SIZES = Sizes()


def solve(
    problem: Problem,
    time_limit: float = 60.0,
    threads: int = 2,
    progress: Callable[[Step], None] | None = None,
    tolerance: Mapping[str, float] | None = None,
    *,
    _sizes: Sizes = SIZES,
) -> Plan:
    """The best plan found within `time_limit` seconds, with proof of how good it is.

    The search starts from the patient coordinator's plan and never ends with a worse one. Locks come before all
    aims; those that cannot be kept are listed in the plan. `tolerance` says how much of an aim later ones may give
    up (names as in `aims.in_order`), `progress` hears of each step, and Ctrl-C ends the search with the best so far.
    The same tables give the same plan, unless the time limit or Ctrl-C cuts the search short.

    Raises ValueError when the tables are inconsistent (`Problem.check` says where).
    """
    started = time.perf_counter()
    problem.require_sound()
    # HiGHS keeps one pool of threads a process and refuses to run with another number than the pool was made for.
    Highs.resetGlobalScheduler(True)
    columns = list_columns(problem)
    model = Model(problem, columns)
    aims = in_order(model, tolerance or {})
    chosen, steps = _pursue(model, aims, started, started + time_limit, threads, progress or (lambda _: None), _sizes)
    return make_plan(
        problem,
        columns[chosen],
        bound=_most_people(problem, columns, steps),
        status="optimal" if _proven(aims, steps) else "feasible",
        seconds=time.perf_counter() - started,
        steps=tuple(steps),
    )


def _pursue(
    model: Model,
    aims: list[Aim],
    start: float,
    deadline: float,
    threads: int,
    tell: Callable[[Step], None],
    sizes: Sizes,
) -> tuple[Bools, list[Step]]:
    """The chosen columns after all aims, and what each aim came to."""
    chosen = patient_choice(model.problem, model.columns)
    if len(model.columns) <= sizes.one_model:
        return _in_order(Engine(model, threads), aims, chosen, [], deadline, tell)
    placed = next(aim for aim in aims if aim.name == "placed")
    found = search_large(model, placed, chosen, FIRST_SHARE * (deadline - start), threads)
    bounds = {"locks": found.locks, "placed": found.placed}
    first = [_step(aim, model, found.chosen, bounds[aim.name]) for aim in aims if aim.name in bounds]
    for step in first:
        tell(step)
    promising, part = _reduced(model, found.promising, found.chosen)
    engine = Engine(part, threads)
    ours = {aim.name: aim for aim in in_order(part, {aim.name: aim.tolerance for aim in aims})}
    for step in first:
        if step.aim in ours:
            engine.keep(ours[step.aim], step.value)
    later = [ours[aim.name] for aim in aims if aim.name in ours and aim.name not in bounds]
    # What the reduced model proves says nothing about columns that it does not have.
    most = {aim.name: aim.most(model) for aim in aims}
    end = time.perf_counter() if found.interrupted else deadline
    best, steps = _in_order(engine, later, found.chosen[promising], first, end, tell, most)
    chosen = np.zeros(len(model.columns), dtype=bool)
    chosen[promising[best]] = True
    return chosen, steps


def _reduced(model: Model, promising: Ints, chosen: Bools) -> tuple[Ints, Model]:
    """The promising columns with a cohort that runs or with none, and their model."""
    runs = np.append(
        np.bincount(model.columns.cohort[chosen & (model.columns.cohort >= 0)], minlength=len(model.runs)), 1
    )
    kept = promising[runs[model.columns.cohort[promising]] > 0]
    return kept, Model(model.problem, model.columns[kept])


def _in_order(
    engine: Engine,
    aims: list[Aim],
    chosen: Bools,
    before: list[Step],
    deadline: float,
    tell: Callable[[Step], None],
    most: Mapping[str, float] | None = None,
) -> tuple[Bools, list[Step]]:
    """One aim after the other; `most` are bounds to name instead of those that the model of the engine proves."""
    steps, stopped, first = list(before), False, 0.0
    for number, aim in enumerate(aims):
        begun = time.perf_counter()
        seconds = 0.0 if stopped else _seconds(aims[number:], deadline - begun, first)
        outcome = engine.search(aim, chosen, seconds)
        chosen, stopped = outcome.chosen, stopped or outcome.interrupted
        steps.append(_step(aim, engine.model, chosen, outcome.bound if most is None else most[aim.name]))
        engine.keep(aim, steps[-1].value)
        if aim.name in ("locks", "placed"):
            first += time.perf_counter() - begun
        tell(steps[-1])
    return chosen, steps


def _step(aim: Aim, model: Model, chosen: Bools, bound: float) -> Step:
    return Step(aim.name, aim.worth(model.complete(chosen)), bound)


def _seconds(aims: list[Aim], left: float, first: float) -> float:
    """How long the first of these aims may take."""
    if any(aim.name == "placed" for aim in aims):
        return FIRST_SHARE * left
    return min(left / max(len(aims), 1), max(first, LATER_SECONDS))


def _proven(aims: list[Aim], steps: list[Step]) -> bool:
    """Whether locks and people placed are as many as can be."""
    first = [step for step in steps if step.aim in ("locks", "placed")]
    return all(abs(step.bound - step.value) <= 1e-6 * max(1.0, abs(step.bound)) for step in first)


def _most_people(problem: Problem, columns: Columns, steps: list[Step]) -> int:
    """The most people that any plan places: as many as the lightest who can be placed weigh up to the bound.

    With equal priorities it is the bound itself.
    """
    weight = next(step.bound for step in steps if step.aim == "placed")
    placeable = np.unique(columns.candidate[columns.slot >= 0])
    lightest = np.sort(problem.candidates["priority"].to_numpy()[placeable])
    return int(np.searchsorted(np.cumsum(lightest), weight + 1e-6, side="right"))
