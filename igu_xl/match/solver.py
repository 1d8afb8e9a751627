"""Finds the best plan: the aims one after the other, each kept while the next is improved."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

from igu_xl.match.aims import Aim, in_order
from igu_xl.match.baselines import patient_choice
from igu_xl.match.columns import Bools, Columns, list_columns, make_plan
from igu_xl.match.engine import Engine
from igu_xl.match.model import Model
from igu_xl.match.plan import Plan, Step
from igu_xl.match.problem import Problem

# The aims up to "placed" may take this share of the time that is left; the others share what they leave.
FIRST_SHARE = 0.6
# A later aim takes no longer than the first ones did, but at least so many seconds.
LATER_SECONDS = 1.0


def solve(
    problem: Problem,
    time_limit: float = 60.0,
    threads: int = 2,
    progress: Callable[[Step], None] | None = None,
    tolerance: Mapping[str, float] | None = None,
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
    columns = list_columns(problem)
    model = Model(problem, columns)
    aims = in_order(model, tolerance or {})
    chosen, steps = _pursue(model, aims, threads, started, time_limit, progress)
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
    threads: int,
    started: float,
    time_limit: float,
    progress: Callable[[Step], None] | None,
) -> tuple[Bools, list[Step]]:
    """The chosen columns after all aims, and what each aim came to."""
    engine, chosen, steps = Engine(model, threads), patient_choice(model.problem, model.columns), []
    stopped, first = False, 0.0
    for number, aim in enumerate(aims):
        begun = time.perf_counter()
        seconds = 0.0 if stopped else _seconds(aims[number:], started + time_limit - begun, first)
        outcome = engine.search(aim, chosen, seconds)
        chosen, stopped = outcome.chosen, stopped or outcome.interrupted
        value = aim.worth(model.complete(chosen))
        engine.keep(aim, value)
        steps.append(Step(aim.name, value, outcome.bound))
        if aim.name in ("locks", "placed"):
            first += time.perf_counter() - begun
        if progress:
            progress(steps[-1])
    return chosen, steps


def _seconds(aims: list[Aim], left: float, first: float) -> float:
    """How long the first of these aims may take."""
    if any(aim.name == "placed" for aim in aims):
        return FIRST_SHARE * left
    return min(left / len(aims), max(first, LATER_SECONDS))


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
