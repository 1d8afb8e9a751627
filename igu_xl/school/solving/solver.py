"""Finds the best school plan: pupils met, then their hours, then the later aims."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools
from igu_xl.optimise.programme import one_thread
from igu_xl.optimise.reached import AimReached, SearchProgress
from igu_xl.school.solving.model.allowed import SEAT
from igu_xl.school.solving.model.outcome import TINY, capped_hours, outcome_of, plan_tables
from igu_xl.school.solving.model.school import SchoolArrays, school_of
from igu_xl.school.solving.plain.aims import SchoolAim, in_order_of_school
from igu_xl.school.solving.plain.programme import PlainModel
from igu_xl.school.solving.plain.search import PlainSearch
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.problem.problem import Problem
from igu_xl.school.solving.search.baselines import patient_choice

# So many seats are one programme from the beginning, and so many after a search that gives it a good plan and a bound.
SMALL, PLAIN = 400, 1000
# The share of the time for that search, and the most seconds: it begins what the programme then proves.
SEARCH, SEARCH_SECONDS = 0.5, 5.0
# The same of a programme that may prove everything before.
TRIED, TRIED_SECONDS = 0.15, 3.0
# So many pupils a patient planner books in a moment; a larger search does better without.
BOOKED = 1000


def solve(
    problem: Problem,
    time_limit: float = 60.0,
    threads: int = 2,
    progress: Callable[[AimReached], None] | None = None,
    start: Plan | None = None,
) -> Plan:
    """The best school plan found within `time_limit` seconds, with proof of how good it is.

    The search begins with `start` where that is allowed and keeps more than the patient planner's plan, or else with
    the latter, and never ends with a worse one. Locks come before all aims; those that cannot be kept are named in the
    plan. `progress` hears of each aim, and now and then of the best and the bound so far. Ctrl-C ends the search with
    the best so far. The same tables give the same plan unless time or Ctrl-C cuts the search short.

    Raises ValueError when the tables are inconsistent (`Problem.check` says where).
    """
    started = time.perf_counter()
    problem.require_sound()
    one_thread()
    school = school_of(problem)
    heard = SearchProgress(progress or (lambda _: None))
    search = _Search(school, PlainModel(school), threads, started + time_limit, heard)
    search.begin(start)
    search.run()
    return search.plan(time.perf_counter() - started)


class _Search:
    """One call of `solve`: the best so far, and what is proven."""

    def __init__(
        self, school: SchoolArrays, model: PlainModel, threads: int, deadline: float, progress: SearchProgress
    ) -> None:
        self.school, self.model, self.threads = school, model, threads
        self.deadline, self.progress = deadline, progress
        self.aims = {aim.name: aim for aim in in_order_of_school(model)}
        self.chosen = np.zeros(len(school.seat_pupil), dtype=bool)
        self.bounds: dict[str, float] = {"met": float(school.weight.sum()), "hours": float(school.need.sum())}
        self.most = school.pupils
        self.interrupted = False

    def begin(self, start: Plan | None) -> None:
        """Take what is better of an earlier plan and the patient planner's."""
        try:
            if self.school.pupils <= BOOKED:
                self._take(patient_choice(self.school))
            if start is not None:
                self._take(self._seats(start))
        except KeyboardInterrupt:
            self.interrupted = True

    def run(self) -> None:
        """Search until the deadline or Ctrl-C, which leaves the best so far."""
        try:
            self._search()
        except KeyboardInterrupt:
            self.interrupted = True

    def _search(self) -> None:
        """In one programme or in parts first, as large as it is."""
        size, left = len(self.school.seat_pupil), self.deadline - time.perf_counter()
        if size > PLAIN and not self.interrupted:
            self._in_parts(self.deadline)
        elif size > SMALL and not self._proven_at_once(min(TRIED * left, TRIED_SECONDS)) and not self.interrupted:
            self._in_parts(time.perf_counter() + min(SEARCH * left, SEARCH_SECONDS))
        if size <= PLAIN:
            search = self._as_one(list(self.aims.values()), self.deadline)
            if len(np.unique(self.school.weight)) > 1:
                self._count(search)

    def _proven_at_once(self, seconds: float) -> bool:
        """Whether one programme proves the weightiest aims in so little time."""
        self._as_one([self.aims[name] for name in ("locks", "met", "hours")], time.perf_counter() + seconds)
        worth = self.model.values_of(self.chosen)
        return all(self.bounds[name] <= self.aims[name].worth @ worth + TINY for name in ("met", "hours"))

    def plan(self, seconds: float) -> Plan:
        """The best so far as a plan."""
        school, problem = self.school, self.school.problem
        outcome = outcome_of(school, self.chosen)
        met, hours = int(outcome.met.sum()), capped_hours(school, outcome)
        met_bound = max(met, min(self.most, most_pupils(school, self.bounds["met"])))
        hours_bound = max(hours, self.bounds["hours"])
        proven = met_bound == met and hours_bound <= hours + TINY * max(1.0, hours)
        unmet = school.locked & ~self.chosen
        pupils, cohorts = problem.pupils["pupil"], problem.cohorts["cohort"]
        named = zip(pupils.iloc[school.seat_pupil[unmet]], cohorts.iloc[school.seat_cohort[unmet]], strict=True)
        return Plan(
            **plan_tables(school, self.chosen),
            met=met,
            met_bound=met_bound,
            hours=hours,
            hours_bound=hours_bound,
            status="optimal" if proven else "feasible",
            seconds=seconds,
            steps=tuple(self._steps()),
            unmet_locks=tuple(sorted([*school.unlisted_locks, *((str(one), str(other)) for one, other in named)])),
        )

    def _steps(self) -> list[AimReached]:
        values = self.model.values_of(self.chosen)
        worth = {name: float(aim.worth @ values) for name, aim in self.aims.items()}
        most = {name: float(np.maximum(aim.worth, 0.0) @ self.model.upper) for name, aim in self.aims.items()}
        return [AimReached(name, worth[name], max(worth[name], self.bounds.get(name, most[name]))) for name in worth]

    def _rank(self, chosen: Bools) -> list[float]:
        values = self.model.values_of(chosen)
        return [round(float(aim.worth @ values), 6) for aim in self.aims.values()]

    def _take(self, chosen: Bools) -> None:
        if self._rank(chosen) > self._rank(self.chosen):
            self.chosen = chosen

    def _seats(self, plan: Plan) -> Bools:
        """The seats of a plan; nothing when not all of them are allowed."""
        # Imported here, as the proof shares nothing with what makes plans.
        from igu_xl.school.solving.problem.checking import check

        school, problem = self.school, self.school.problem
        pupils = problem.pupils["pupil"].to_numpy()[school.seat_pupil]
        cohorts = problem.cohorts["cohort"].to_numpy()[school.seat_cohort]
        listed = pd.MultiIndex.from_arrays([pupils, cohorts])
        wanted = pd.MultiIndex.from_frame(plan.attends[SEAT])
        if not wanted.isin(listed).all() or check(problem, plan):
            return np.zeros(len(self.chosen), dtype=bool)
        return np.asarray(listed.isin(wanted))

    def _in_parts(self, deadline: float) -> None:
        # What is compiled for this road is not loaded for a small problem.
        from igu_xl.school.solving.search.large import LargeSearch

        found = LargeSearch(self.school, self.threads, self.chosen, deadline, self.progress).run()
        self._take(found.chosen)
        self.interrupted = found.interrupted
        self.bounds |= {"met": found.met_bound, "hours": found.hours_bound}

    def _as_one(self, aims: list[SchoolAim], deadline: float) -> PlainSearch:
        known = {name: self.bounds[name] for name in ("met", "hours")}
        search = PlainSearch(self.model, self.chosen, self.progress, known=known, interrupted=self.interrupted)
        search.pursue(aims, deadline)
        self.interrupted = search.interrupted
        self._take(search.chosen)
        for step in search.steps:
            # Hours were bounded beside so much met; when more is met now, they are bounded still.
            self.bounds[step.aim] = min(self.bounds.get(step.aim, np.inf), step.bound)
        return search

    def _count(self, search: PlainSearch) -> None:
        """How many can be met at most, when it is their priorities that were counted."""
        count = SchoolAim("count", (self.aims["met"].worth > 0).astype(float))
        counting = PlainSearch(self.model, self.chosen, SearchProgress(lambda _: None), search.kept[:1])
        counting.interrupted = search.interrupted
        counting.pursue([count], self.deadline)
        self.most = min(self.most, int(counting.steps[0].bound + TINY))


def most_pupils(school: SchoolArrays, weight: float) -> int:
    """How many pupils there can be whose priorities are at most so much together."""
    return int((np.cumsum(np.sort(school.weight)) <= weight + TINY * max(1.0, weight)).sum())
