"""Finds the best plan: the aims one after the other, each kept while the next is improved."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

from igu_xl.arrays import Bools, Ints
from igu_xl.match.solving.bound.price_table import price_table
from igu_xl.match.solving.model.aims import Aim, in_order
from igu_xl.match.solving.model.columns import list_columns, make_plan
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search.around import improve_around
from igu_xl.match.solving.search.baselines import again_choice, patient_choice
from igu_xl.match.solving.search.engine import Engine
from igu_xl.match.solving.search.placed import Found, Sizes, search_placed
from igu_xl.optimise.programme import one_thread
from igu_xl.optimise.reached import AimReached, SearchProgress

__all__ = ["SIZES", "Sizes", "improve_around", "solve"]

# The aims up to "placed" may take this share of the time that is left; the others share what they leave.
FIRST_SHARE = 0.8
FIRST = ("locks", "enrolled", "placed")
# In a large problem the later aims look at so many columns of each person.
COLUMNS_EACH = 10


SIZES = Sizes()


def solve(
    problem: Problem,
    time_limit: float = 60.0,
    progress: Callable[[AimReached], None] | None = None,
    tolerance: Mapping[str, float] | None = None,
    *,
    start: Plan | None = None,
    later_aims: bool = True,
    _sizes: Sizes = SIZES,
) -> Plan:
    """The best plan found within `time_limit` seconds, with proof of how good it is.

    The search begins with the patient coordinator's plan, or with what is still allowed of `start` where that places
    more, and never ends with a worse one. Locks and cohorts that must run come before all aims; those that cannot be
    kept are listed in the plan. `tolerance` says how much of an aim later ones may give up (names as in
    `aims.in_order`), `progress` hears of each step, and now and then of the best and the bound so far. Without
    `later_aims` the search ends with people placed; Ctrl-C ends it with the best so far. The same tables give the same
    plan unless time decides: where the limit or Ctrl-C cuts it short, or where all parts have been tried once and the
    proof still runs.

    Raises ValueError when the tables are inconsistent (`Problem.check` says where).
    """
    started = time.perf_counter()
    problem.require_sound()
    one_thread()
    columns = list_columns(problem)
    model = Model(problem, columns)
    aims = in_order(model, tolerance or {})
    begin = _begin(model, aims, start)
    heard = SearchProgress(progress or (lambda _: None))
    first = FIRST_SHARE if later_aims else 1.0
    found, steps = _most_placed(model, aims, begin, first * (started + time_limit - time.perf_counter()), heard, _sizes)
    chosen = found.chosen
    if later_aims:
        chosen, steps = _pursue_later(model, aims, found, steps, started + time_limit, heard, _sizes)
    return make_plan(
        problem,
        columns[chosen],
        bound=model.most_people(next(step.bound for step in steps if step.aim == "placed")),
        status="optimal" if _proven(aims, steps) else "feasible",
        seconds=time.perf_counter() - started,
        steps=tuple(steps),
        prices=None if found.prices is None else price_table(problem, found.prices),
    )


def _begin(model: Model, aims: list[Aim], start: Plan | None) -> Bools:
    """The plan to begin with: the first of the two that is better by the weightiest aims."""
    choices = [patient_choice(model.problem, model.columns)]
    if start is not None:
        choices.append(again_choice(model.problem, model.columns, start))
    return max(choices, key=lambda chosen: [aim.sign * aim.worth(model.complete(chosen)) for aim in aims])


def _most_placed(
    model: Model, aims: list[Aim], begin: Bools, seconds: float, progress: SearchProgress, sizes: Sizes
) -> tuple[Found, list[AimReached]]:
    """The search of the aims up to people placed, and what they came to."""
    placed = next(aim for aim in aims if aim.name == "placed")
    found = search_placed(model, placed, begin, seconds, progress, sizes)
    bounds = {"locks": found.locks, "enrolled": found.enrolled, "placed": found.placed}
    steps = [_step(aim, model, found.chosen, bounds[aim.name]) for aim in aims if aim.name in bounds]
    for step in steps:
        progress.done(step)
    return found, steps


def _pursue_later(
    model: Model,
    aims: list[Aim],
    found: Found,
    steps: list[AimReached],
    deadline: float,
    progress: SearchProgress,
    sizes: Sizes,
) -> tuple[Bools, list[AimReached]]:
    """The chosen columns after the other aims, and what each of all came to."""
    among = _near(model, found.chosen, sizes.later)
    later = _Later(model, Model(model.problem, model.columns[among]), aims, steps)
    end = time.perf_counter() if found.interrupted else deadline
    chosen = np.zeros(len(model.columns), dtype=bool)
    chosen[among[later.improve(found.chosen[among], end, progress)]] = True
    return chosen, later.steps


class _Later:
    """The aims after people placed, one after the other, in a model that may have fewer columns than the whole."""

    def __init__(self, whole: Model, model: Model, aims: list[Aim], steps: list[AimReached]) -> None:
        self.model, self.engine, self.steps = model, Engine(model), steps
        ours = {aim.name: aim for aim in in_order(model, {aim.name: aim.tolerance for aim in aims})}
        for step in steps:
            if step.aim in ours:
                self.engine.keep(ours[step.aim], step.value)
        # What fewer columns prove says nothing about those that are left out.
        self.most = {aim.name: aim.most(whole) for aim in aims}
        self.proves = len(model.columns) == len(whole.columns)
        told = {step.aim for step in steps}
        self.aims = [ours[aim.name] for aim in aims if aim.name in ours and aim.name not in told]

    def improve(self, chosen: Bools, deadline: float, progress: SearchProgress) -> Bools:
        """A plan that is as good for the aims before, and better for these."""
        for number, aim in enumerate(self.aims):
            seconds = (deadline - time.perf_counter()) / (len(self.aims) - number)
            outcome = self.engine.search(aim, chosen, seconds, progress)
            chosen, deadline = outcome.chosen, 0.0 if outcome.interrupted else deadline
            bound = outcome.bound if self.proves else self.most[aim.name]
            self.steps.append(_step(aim, self.model, chosen, bound))
            self.engine.keep(aim, self.steps[-1].value)
            progress.done(self.steps[-1])
        return chosen


def _near(model: Model, chosen: Bools, most: int) -> Ints:
    """All columns, or of a large problem those in cohorts that run, the best of each person, and those chosen."""
    columns = model.columns
    if len(columns) <= most:
        return np.arange(len(columns))
    runs = np.append(np.isin(np.arange(len(model.runs)), columns.cohort[chosen]), True)[columns.cohort]
    order = np.flatnonzero(runs)
    order = order[np.lexsort((-columns.value[order], columns.candidate[order]))]
    rank = np.arange(len(order)) - np.searchsorted(columns.candidate[order], columns.candidate[order])
    return np.union1d(order[rank < COLUMNS_EACH], np.flatnonzero(chosen))


def _step(aim: Aim, model: Model, chosen: Bools, bound: float) -> AimReached:
    return AimReached(aim.name, aim.worth(model.complete(chosen)), bound)


def _proven(aims: list[Aim], steps: list[AimReached]) -> bool:
    """Whether locks, people enrolled and people placed are as many as can be."""
    first = [step for step in steps if step.aim in FIRST]
    return all(abs(step.bound - step.value) <= 1e-6 * max(1.0, abs(step.bound)) for step in first)
