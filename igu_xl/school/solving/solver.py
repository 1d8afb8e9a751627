"""Finds the best school plan: the aims one after the other, each kept while the next is improved."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from igu_xl.arrays import Bools
from igu_xl.optimise.programme import one_thread
from igu_xl.optimise.reached import AimReached, SearchProgress
from igu_xl.school.solving.model.outcome import TINY, capped_hours, outcome_of, plan_tables
from igu_xl.school.solving.model.school import School, school_of
from igu_xl.school.solving.plain.aims import in_order_of_school, together
from igu_xl.school.solving.plain.programme import PlainModel
from igu_xl.school.solving.plain.search import PlainSearch
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.problem.problem import Problem
from igu_xl.school.solving.search.baselines import patient_choice

# So many seats are one programme.
SMALL = 1200
# Above so many, the first aims are guessed at together, in this share of the time, before they are proven in order.
TINIEST, GUESSING = 400, 0.3


def solve(
    problem: Problem,
    time_limit: float = 60.0,
    threads: int = 2,
    progress: Callable[[AimReached], None] | None = None,
) -> Plan:
    """The best school plan found within `time_limit` seconds, with proof of how good it is.

    Raises ValueError when the tables are inconsistent (`Problem.check` says where).
    """
    started = time.perf_counter()
    problem.require_sound()
    one_thread()
    school = school_of(problem)
    heard = SearchProgress(progress or (lambda _: None))
    if len(school.seat_pupil) <= SMALL:
        chosen, steps = _small(school, started + time_limit, heard)
    else:
        chosen, steps = _large(school, threads, started, started + time_limit, heard)
    return _plan(school, chosen, steps, time.perf_counter() - started)


def _small(school: School, deadline: float, heard: SearchProgress) -> tuple[Bools, tuple[AimReached, ...]]:
    """Everything as one programme, aim after aim."""
    model = PlainModel(school)
    search = PlainSearch(model, patient_choice(school), heard)
    aims = in_order_of_school(model)
    if len(school.seat_pupil) > TINIEST:
        now = time.perf_counter()
        search.guess(together(aims), now + GUESSING * (deadline - now))
    search.pursue(aims, deadline)
    return search.chosen, tuple(search.steps)


def _large(
    school: School, threads: int, started: float, deadline: float, heard: SearchProgress
) -> tuple[Bools, tuple[AimReached, ...]]:
    """Prices, a first plan and better parts; the later aims are told as they came out."""
    # What is compiled for this road is not loaded for a small problem.
    from igu_xl.school.solving.search.large import LargeSearch

    found = LargeSearch(school, threads, started, deadline, heard).run()
    outcome = outcome_of(school, found.chosen)
    met, hours = float(school.weight[outcome.met].sum()), capped_hours(school, outcome)
    locks = float((school.locked & found.chosen).sum())
    return found.chosen, (
        AimReached("locks", locks, float(school.locked.sum())),
        AimReached("met", met, found.met_bound),
        AimReached("hours", hours, found.hours_bound),
    )


def _plan(school: School, chosen: Bools, steps: tuple[AimReached, ...], seconds: float) -> Plan:
    outcome = outcome_of(school, chosen)
    bounds = {step.aim: step.bound for step in steps}
    proven = all(step.bound <= step.value + TINY * max(1.0, abs(step.value)) for step in steps[:3])
    pupils, cohorts = (school.problem.pupils["pupil"], school.problem.cohorts["cohort"])
    unmet = school.locked & ~chosen
    named = zip(pupils.iloc[school.seat_pupil[unmet]], cohorts.iloc[school.seat_cohort[unmet]], strict=True)
    hours, met = capped_hours(school, outcome), int(outcome.met.sum())
    met_bound = max(met, most_pupils(school, bounds["met"]))
    return Plan(
        **plan_tables(school, chosen),
        met=met,
        met_bound=met_bound,
        hours=hours,
        hours_bound=max(hours, bounds["hours"]),
        # Where priorities differ, the most by weight may be fewer than could be met, and nobody proves how many.
        status="optimal" if proven and met == met_bound else "feasible",
        seconds=seconds,
        steps=steps,
        unmet_locks=tuple(sorted([*school.unlisted_locks, *((str(pupil), str(cohort)) for pupil, cohort in named)])),
    )


def most_pupils(school: School, weight: float) -> int:
    """How many pupils there can be whose priorities are at most so much together."""
    return int((np.cumsum(np.sort(school.weight)) <= weight + TINY * max(1.0, weight)).sum())
