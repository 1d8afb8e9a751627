"""The solver against the best of all plans, found by trying them all.

The rules are written down a third time here, as literally as they can be: a cohort is a set of days.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igu_xl.school import Problem, check, solve
from igu_xl.school.solving import solver
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.search.baselines import alone, first_come, patient

MakeTiny = Callable[..., dict[str, Any]]
SEEDS = st.integers(0, 2**32)
# Locks kept, priority of those who are met (or how many they are), hours up to need.
Worth = tuple[int, float, float]


class Tried:
    """The best that any plan can have, by trying them all."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cohorts: list[Any] = list(problem.cohorts.itertuples())
        self.days = {row.cohort: _days(row.start, row.end) for row in self.cohorts}
        self.teaches = {row.cohort: self._courses_of(row.cohort) for row in self.cohorts}
        self.course = {row.course: row for row in problem.courses.itertuples()}
        self.schedules = [list(self._schedules(row)) for row in problem.pupils.itertuples()]

    def best(self, *, counted: bool = False) -> Worth:
        """Locks kept, then met (weighted by priority or `counted`), then hours: each the most beside those before."""
        reached: dict[tuple[int, ...], Worth] = {tuple([0] * len(self.cohorts)): (0, 0.0, 0.0)}
        for row, schedules in zip(self.problem.pupils.itertuples(), self.schedules, strict=True):
            values = [(places, self._worth(row, schedule, counted)) for places, schedule in schedules]
            after: dict[tuple[int, ...], Worth] = {}
            for people, (locks, met, hours) in reached.items():
                for places, worth in values:
                    more = tuple(one + place for one, place in zip(people, places, strict=True))
                    sums = (locks + worth[0], met + worth[1], hours + worth[2])
                    after[more] = max(after.get(more, sums), sums)
            reached = after
        return max(worth for people, worth in reached.items() if self._possible(people))

    def _courses_of(self, cohort: str) -> list[str]:
        return [row.course for row in self.problem.teaches.itertuples() if row.cohort == cohort]

    def _schedules(self, pupil: Any) -> Iterator[tuple[tuple[int, ...], list[Any]]]:
        """What the pupil may attend, as places in each cohort and as cohorts."""
        rejected = {row.cohort for row in self.problem.fixed.itertuples() if self._is(row, pupil, "reject")}
        listed = {row.cohort for row in self.problem.seats.itertuples() if row.pupil == pupil.pupil}
        own = [row for row in self.cohorts if row.cohort in listed - rejected and self._in_time(pupil, row)]
        for count in range(len(own) + 1):
            for chosen in itertools.combinations(own, count):
                if self._goes_together(pupil, chosen):
                    yield tuple(int(row in chosen) for row in self.cohorts), list(chosen)

    def _is(self, row: Any, pupil: Any, decision: str) -> bool:
        return row.pupil == pupil.pupil and row.decision == decision

    def _in_time(self, pupil: Any, cohort: Any) -> bool:
        days = self.days[cohort.cohort]
        free = _days(pupil.begins, pupil.ends)
        for row in self.problem.away.itertuples():
            if row.pupil == pupil.pupil:
                free -= _days(row.begins, row.ends)
        if not days or not days <= free:
            return False
        for row in self.problem.wants.itertuples():
            if row.pupil == pupil.pupil and row.course in self.teaches[cohort.cohort]:
                if not pd.isna(row.earliest) and cohort.start < row.earliest:
                    return False
                if not pd.isna(row.latest) and cohort.end > row.latest:
                    return False
        return True

    def _goes_together(self, pupil: Any, chosen: tuple[Any, ...]) -> bool:
        busy = [day for row in chosen for day in self.days[row.cohort]]
        courses = [course for row in chosen for course in self.teaches[row.cohort]]
        if len(set(busy)) < len(busy) or len(set(courses)) < len(courses):
            return False
        wants = {row.course for row in self.problem.wants.itertuples() if row.pupil == pupil.pupil}
        for row in chosen:
            ended = {
                course for other in chosen if other.end < row.start for course in self.teaches[other.cohort]
            } | set(self.teaches[row.cohort])
            for course in self.teaches[row.cohort]:
                for before in filter(None, self.course[course].after.split(";")):
                    had = bool(wants) and before not in wants
                    if not had and before not in ended:
                        return False
        return all(
            self._within(chosen, row.most_school_hours, int(row.days)) for row in self.problem.limits.itertuples()
        )

    def _within(self, chosen: tuple[Any, ...], most: float, length: int) -> bool:
        load: dict[int, float] = defaultdict(float)
        for row in chosen:
            for day in self.days[row.cohort]:
                load[day] += sum(self.course[one].taught for one in self.teaches[row.cohort]) / len(
                    self.days[row.cohort]
                )
        first, last = min(load, default=0), max(load, default=0)
        return all(
            sum(load.get(day, 0.0) for day in range(start, start + length)) <= most + 1e-6
            for start in range(first - length, last + 1)
        )

    def _worth(self, pupil: Any, chosen: list[Any], counted: bool) -> Worth:
        names = [row.cohort for row in chosen]
        courses = [course for name in names for course in self.teaches[name]]
        hours = sum(self.course[one].hours for one in courses)
        amu = sum(self.course[one].hours for one in courses if self.course[one].kind == "AMU")
        musts = {row.course for row in self.problem.wants.itertuples() if row.pupil == pupil.pupil and row.must}
        met = hours >= pupil.hours and amu >= pupil.amu_hours and musts <= set(courses)
        fixed = self.problem.fixed.itertuples()
        locks = {row.cohort for row in fixed if self._is(row, pupil, "lock")}
        weight = 1.0 if counted else pupil.priority
        return len(locks & set(names)), weight * met, min(hours, pupil.hours)

    def _possible(self, people: tuple[int, ...]) -> bool:
        running = []
        for row, ours in zip(self.cohorts, people, strict=True):
            anyhow = row.taken >= row.min
            if ours and (ours + row.taken < row.min or ours + row.taken > row.max):
                return False
            if ours or anyhow:
                running.append((row, anyhow))
        for room in self.problem.rooms.itertuples():
            own = [(self.days[row.cohort], anyhow) for row, anyhow in running if row.room == room.room]
            for day in {day for days, _ in own for day in days}:
                there = [anyhow for days, anyhow in own if day in days]
                if len(there) > room.max_cohorts and not all(there):
                    return False
        return True


def _days(first: Any, last: Any) -> set[int]:
    """The numbers of the days from first to last."""
    return set(range(pd.Timestamp(first).toordinal(), pd.Timestamp(last).toordinal() + 1))


def _worth(problem: Problem, plan: Plan, *, counted: bool = False) -> Worth:
    """What a plan has of what is looked at first."""
    locks = problem.fixed[problem.fixed["decision"] == "lock"].drop_duplicates(["pupil", "cohort"])
    priority = problem.pupils["priority"] ** (not counted)
    return len(locks) - len(plan.unmet_locks), float(priority[plan.pupils["met"]].sum()), plan.hours


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=SEEDS)
def test_no_plan_is_better(make_tiny: MakeTiny, seed: int) -> None:
    problem = Problem.from_frames(**make_tiny(seed))
    plan, best = solve(problem), Tried(problem).best()
    assert check(problem, plan) == []
    assert _worth(problem, plan) == pytest.approx(best)
    assert (plan.status, plan.met_bound, plan.hours_bound) == ("optimal", best[1], pytest.approx(best[2]))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=SEEDS)
def test_no_plan_is_better_where_some_weigh_more(make_tiny: MakeTiny, seed: int) -> None:
    problem = Problem.from_frames(**make_tiny(seed, weighted=True))
    plan, tried = solve(problem), Tried(problem)
    assert check(problem, plan) == []
    assert _worth(problem, plan) == pytest.approx(tried.best())
    assert plan.met_bound >= tried.best(counted=True)[1]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=SEEDS, book=st.sampled_from([alone, first_come, patient]))
def test_what_people_book_is_allowed_and_no_better(
    make_tiny: MakeTiny, seed: int, book: Callable[[Problem], Plan]
) -> None:
    problem = Problem.from_frames(**make_tiny(seed))
    plan = book(problem)
    assert check(problem, plan) == []
    assert _worth(problem, plan) <= tuple(one + 1e-6 for one in Tried(problem).best())


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=SEEDS, weighted=st.booleans(), plain=st.sampled_from([0, 1000]))
def test_searched_as_a_larger_problem_the_bounds_hold(
    make_tiny: MakeTiny, seed: int, weighted: bool, plain: int
) -> None:
    problem = Problem.from_frames(**make_tiny(seed, weighted=weighted))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "SMALL", 0)
        patch.setattr(solver, "PLAIN", plain)
        plan = solve(problem, time_limit=1)
    assert check(problem, plan) == []
    tried = Tried(problem)
    best, found = tried.best(), _worth(problem, plan)
    assert _worth(problem, patient(problem)) <= tuple(one + 1e-6 for one in found)
    if found[0] == best[0]:
        assert plan.met_bound >= tried.best(counted=True)[1]
        assert plan.hours_bound >= best[2] - 1e-6 or found[1] < best[1]
    if plan.status == "optimal":
        assert found == pytest.approx(best)


def test_ctrl_c_leaves_the_best_so_far(make_tiny: MakeTiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    problem = Problem.from_frames(**make_tiny(5, pupils=8, cohorts=10))
    monkeypatch.setattr(solver, "SMALL", 0)
    for plain in (0, 1000):
        monkeypatch.setattr(solver, "PLAIN", plain)
        plan = solve(problem, time_limit=5, progress=stop)
        assert check(problem, plan) == []
        assert _worth(problem, plan) >= _worth(problem, patient(problem))
