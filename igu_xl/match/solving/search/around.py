"""Searches again only what touches a few cohorts, while the rest of a plan stands."""

from __future__ import annotations

import time

import numpy as np

from igu_xl.arrays import Bools, Ints
from igu_xl.match.solving.bound.worth import Worth
from igu_xl.match.solving.model.aims import in_order
from igu_xl.match.solving.model.columns import Columns, list_columns, make_plan
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search.baselines import again_choice
from igu_xl.match.solving.search.part import search_part
from igu_xl.optimise.programme import one_thread


def improve_around(problem: Problem, plan: Plan, cohorts: list[str], seconds: float) -> Plan:
    """A plan that is at least as good, found by a new search of what touches these cohorts.

    Searched again is who sits in the cohorts, who could sit in them and has no place, and everybody without a place;
    everybody else stays. The problem may be another than that of the plan (one opening more): what is not allowed any
    more is left out. The bound is no more than the number of people who have an allowed slot.
    """
    started = time.perf_counter()
    problem.require_sound()
    one_thread()
    columns = list_columns(problem)
    model = Model(problem, columns)
    chosen = again_choice(problem, columns, plan)
    worth = Worth.of_aim(model, next(aim for aim in in_order(model, {}) if aim.name == "placed"))
    wanted = problem.cohorts["cohort"].isin(cohorts).to_numpy()
    free = _free(columns, chosen, wanted)
    runs = np.isin(np.arange(len(wanted)), columns.cohort[chosen]) & ~wanted
    found = search_part(model, worth, free, chosen, runs, gap=0.3, deadline=started + seconds)
    if found is not None and worth.sum(model, found) > worth.sum(model, chosen):
        chosen = found
    bound = len(np.unique(columns.candidate[columns.slot >= 0]))
    seconds = time.perf_counter() - started
    return make_plan(problem, columns[chosen], bound=bound, status="feasible", seconds=seconds)


def _free(columns: Columns, chosen: Bools, wanted: Bools) -> Ints:
    """The columns of who sits in the wanted cohorts or has no slot, in cohorts that are wanted or run, or in none."""
    taken = columns[chosen]
    sits = np.unique(taken.candidate[np.append(wanted, False)[taken.cohort]])
    placed = np.unique(taken.candidate[taken.slot >= 0])
    stays = np.isin(columns.candidate, np.setdiff1d(placed, sits))
    near = wanted | np.isin(np.arange(len(wanted)), taken.cohort)
    return np.flatnonzero(~stays & np.append(near, True)[columns.cohort])
