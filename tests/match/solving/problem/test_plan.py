from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from igu_xl.match.solving.problem.plan import Lock, Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve

Frames = dict[str, Any]
Row = tuple[str, str | None, str | None]


def _plan(problem: Problem, *rows: Row) -> Plan:
    """A plan of these rows, with figures that are right."""
    people = pd.DataFrame(rows, columns=["candidate", "slot", "cohort"], dtype="str")
    worth = 10.0 * people["slot"].notna() + 5.0 * people["cohort"].notna()
    seats = problem.cohorts["cohort"].map(people["cohort"].value_counts()).fillna(0).astype(int)
    cohorts = problem.cohorts[["cohort", "min", "max"]].assign(seats=seats, runs=seats > 0, missing=0)
    placed = int(people["slot"].notna().sum())
    return Plan(people.assign(value=worth), cohorts, placed, bound=99, status="feasible", seconds=0.0)


def _igu(*people: str) -> list[Row]:
    return [(person, "igu", "k") for person in people]


def _broken(problem: Problem, *rows: Row) -> set[str]:
    return {violation.code for violation in check(problem, _plan(problem, *rows))}


@pytest.mark.parametrize("rows", [[], _igu("c0", "c1", "c2"), [*_igu("c0", "c1", "c2"), ("c3", "job", None)]])
def test_an_allowed_plan_has_no_violations(course: Frames, rows: list[Row]) -> None:
    assert _broken(Problem.from_frames(**course), *rows) == set()


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (_igu("c0", "c1"), "cohort_below_min"),
        (_igu("c0", "c1", "c2", "c2"), "candidate_twice"),
        (_igu("c0", "c1", "c2", "nobody"), "unknown_candidate"),
        ([*_igu("c0", "c1", "c2"), ("c3", None, None)], "nothing_given"),
        ([("c0", "job", None)], "pair_not_allowed"),
        ([("c0", "igu", None)], "igu_without_cohort"),
        ([*_igu("c0", "c1", "c2"), ("c3", None, "k")], "filler_in_closed_cohort"),
        ([*_igu("c0", "c1", "c2"), ("c3", "job", "k")], "filler_in_closed_cohort"),
    ],
)
def test_a_broken_rule_is_found(course: Frames, rows: list[Row], code: str) -> None:
    assert code in _broken(Problem.from_frames(**course), *rows)


@pytest.mark.parametrize(
    ("table", "change", "code"),
    [
        ("slots", {"openings": 2}, "openings_exceeded"),
        ("slots", {"together_min": 4}, "team_too_small"),
        ("cohorts", {"max": 2}, "cohort_above_max"),
        ("cohorts", {"room": "r"}, "room_exceeded"),
        ("cohorts", {"decision": "stop"}, "cohort_stopped"),
        ("slots", {"company": "v"}, "company_exceeded"),
        ("links", {"slot": "job"}, "cohort_not_linked"),
        ("seats", {"cohort": "other"}, "seat_not_allowed"),
    ],
)
def test_a_limit_that_is_passed_is_found(course: Frames, table: str, change: dict[str, Any], code: str) -> None:
    course["rooms"] = pd.DataFrame({"room": ["r"], "max_cohorts": [0]})
    course["companies"] = pd.DataFrame({"company": ["v"], "max_people": [2]})
    course[table] = course[table].assign(**change)
    assert code in _broken(Problem.from_frames(**course), *_igu("c0", "c1", "c2"))


def test_what_nobody_uses_passes_no_limit(course: Frames) -> None:
    """A closed slot, a team that is not there, a company and a room that take nobody, and a cohort without people."""
    course["slots"] = course["slots"].assign(openings=[4, 0], together_min=[1, 2], company=[None, "v"])
    idle = pd.DataFrame({"cohort": ["idle"], "min": [5], "max": [0], "room": ["r"]})
    course["cohorts"] = pd.concat([course["cohorts"], idle], ignore_index=True)
    course["rooms"] = pd.DataFrame({"room": ["r"], "max_cohorts": [0]})
    course["companies"] = pd.DataFrame({"company": ["v"], "max_people": [0]})
    assert _broken(Problem.from_frames(**course), *_igu("c0", "c1", "c2")) == set()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("slots", {"openings": 3}),
        ("slots", {"together_min": 3}),
        ("cohorts", {"max": 3, "min": 3}),
        ("cohorts", {"room": "r"}),
        ("slots", {"company": "v"}),
    ],
)
def test_a_limit_that_is_just_reached_is_kept(course: Frames, table: str, change: dict[str, Any]) -> None:
    course["rooms"] = pd.DataFrame({"room": ["r"], "max_cohorts": [1]})
    course["companies"] = pd.DataFrame({"company": ["v"], "max_people": [3]})
    course[table] = course[table].assign(**change)
    assert _broken(Problem.from_frames(**course), *_igu("c0", "c1", "c2")) == set()


@pytest.mark.parametrize("slot", [None, "job"])
def test_an_open_cohort_takes_people_without_an_igu_slot(course: Frames, slot: str | None) -> None:
    problem = Problem.from_frames(**course, open_cohorts=True)
    assert _broken(problem, *_igu("c0", "c1"), ("c3", slot, "k")) == set()


def test_a_broken_lock_is_found_unless_the_plan_says_so(course: Frames) -> None:
    fixed = pd.DataFrame({"candidate": ["c3"], "slot": ["job"], "cohort": [None], "decision": ["lock"]})
    problem = Problem.from_frames(**course, fixed=fixed)
    plan = _plan(problem, *_igu("c0", "c1", "c2"))
    assert {violation.code for violation in check(problem, plan)} == {"lock_broken"}
    assert check(problem, replace(plan, unmet_locks=(Lock("c3", "job", None),))) == []


def test_a_cohort_that_must_run_and_does_not_is_found_unless_the_plan_says_so(course: Frames) -> None:
    course["cohorts"] = course["cohorts"].assign(decision="run")
    problem = Problem.from_frames(**course)
    plan = _plan(problem, ("c3", "job", None))
    assert {violation.code for violation in check(problem, plan)} == {"cohort_not_run"}
    assert check(problem, replace(plan, unmet_cohorts=("k",))) == []


@pytest.mark.parametrize(("slot", "cohort"), [("igu", "k"), ("igu", None), (None, "k")])
def test_a_rejected_placement_is_found(course: Frames, slot: str | None, cohort: str | None) -> None:
    fixed = pd.DataFrame({"candidate": ["c0"], "slot": [slot], "cohort": [cohort], "decision": ["reject"]})
    assert "rejected" in _broken(Problem.from_frames(**course, fixed=fixed), *_igu("c0", "c1", "c2"))


@pytest.mark.parametrize(
    ("candidate", "slot", "cohort", "decision"),
    [
        ("c0", "job", None, "reject"),
        ("c0", "job", "k", "reject"),
        ("c0", "igu", "other", "reject"),
        ("c0", None, "other", "reject"),
        ("c3", "igu", "k", "reject"),  # who has no place
        ("c0", None, None, "reject"),  # which names nothing
        ("c0", "igu", "k", "lock"),
        ("c0", "igu", None, "lock"),
        ("c0", None, "k", "lock"),
        ("c0", None, None, "lock"),
    ],
)
def test_a_decision_that_is_kept_or_is_about_something_else_is_not_broken(
    course: Frames, candidate: str, slot: str | None, cohort: str | None, decision: str
) -> None:
    fixed = pd.DataFrame({"candidate": [candidate], "slot": [slot], "cohort": [cohort], "decision": [decision]})
    assert _broken(Problem.from_frames(**course, fixed=fixed), *_igu("c0", "c1", "c2")) == set()


@pytest.mark.parametrize(("slot", "cohort"), [("job", None), ("igu", "other"), (None, "other"), ("job", "k")])
def test_a_lock_that_is_kept_in_part_is_broken(course: Frames, slot: str | None, cohort: str | None) -> None:
    fixed = pd.DataFrame({"candidate": ["c0"], "slot": [slot], "cohort": [cohort], "decision": ["lock"]})
    assert _broken(Problem.from_frames(**course, fixed=fixed), *_igu("c0", "c1", "c2")) == {"lock_broken"}


def test_a_rejected_slot_without_a_cohort_is_not_taken_in_any(course: Frames) -> None:
    """A plain slot stands alone: whatever cohort was named with it, the person may not have it."""
    fixed = pd.DataFrame({"candidate": ["c3"], "slot": ["job"], "cohort": ["k"], "decision": ["reject"]})
    rows = [*_igu("c0", "c1", "c2"), ("c3", "job", None)]
    assert _broken(Problem.from_frames(**course, fixed=fixed), *rows) == {"rejected"}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"placed": 9}, "placed_differs"), ({"bound": 1}, "placed_above_bound")],
)
def test_figures_that_are_not_those_of_the_placements_are_found(
    course: Frames, change: dict[str, Any], code: str
) -> None:
    problem = Problem.from_frames(**course)
    plan = replace(_plan(problem, *_igu("c0", "c1", "c2")), **change)
    assert code in {violation.code for violation in check(problem, plan)}


def test_seats_and_values_that_differ_are_found(course: Frames) -> None:
    problem = Problem.from_frames(**course)
    plan = solve(problem)
    wrong = replace(plan, placements=plan.placements.assign(value=1.0), cohorts=plan.cohorts.assign(seats=9))
    assert {violation.code for violation in check(problem, wrong)} == {"seats_differ", "value_differs"}
