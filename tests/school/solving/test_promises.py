"""What `solve` promises of any school plan, whatever the tables and the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igu_xl.school import Problem, check, solve
from igu_xl.school.solving.problem.tables import TABLES
from igu_xl.school.solving.search.baselines import alone, first_come, patient

Frames = dict[str, Any]
MakeTiny = Callable[..., Frames]
SEEDS = st.integers(0, 2**32)
MONDAY = date(2027, 1, 4)
SHAPES = ["thin supply", "long courses", "tight maximum", "one school", "far schools", "all at once", "half-way"]
SHAPES.append("all to be opened")
few_examples = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@few_examples
@given(seed=SEEDS, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_how_good_the_plan_is(make_tiny: MakeTiny, seed: int, order: Any) -> None:
    frames = make_tiny(seed)
    mixed = {name: frame.sample(frac=1, random_state=order.randrange(999)) for name, frame in frames.items()}
    one, other = solve(Problem.from_frames(**frames)), solve(Problem.from_frames(**mixed))
    assert (one.met, one.met_bound, one.hours, one.hours_bound) == pytest.approx(
        (other.met, other.met_bound, other.hours, other.hours_bound)
    )


@few_examples
@given(seed=SEEDS)
def test_the_same_tables_give_the_same_plan(make_tiny: MakeTiny, seed: int) -> None:
    one, other = (solve(Problem.from_frames(**make_tiny(seed))) for _ in range(2))
    pd.testing.assert_frame_equal(one.attends, other.attends)
    assert (one.met, one.hours, one.unmet_locks) == (other.met, other.hours, other.unmet_locks)


def _shape(instances: ModuleType, name: str) -> Any:
    return next(shape for shape in instances.SHAPES if shape.name == name)


@pytest.mark.parametrize("name", SHAPES)
def test_a_moment_gives_a_plan_with_a_bound_that_holds(instances: ModuleType, name: str) -> None:
    """And no worse than what the patient planner books, but for locks, which come first."""
    problem = instances.make(_shape(instances, name), 60, 7)
    assert problem.check() == []
    hurried, longer = solve(problem, time_limit=0.05), solve(problem, time_limit=2)
    people = patient(problem)
    for plan in (hurried, longer):
        assert check(problem, plan) == []
        assert (-len(plan.unmet_locks), plan.met, plan.hours) >= (-len(people.unmet_locks), people.met, people.hours)
    if len(hurried.unmet_locks) == len(longer.unmet_locks):
        assert hurried.met_bound >= longer.met
        assert hurried.met != longer.met or hurried.hours_bound >= longer.hours - 1e-6


@pytest.mark.parametrize("name", SHAPES)
def test_what_people_book_on_every_shape_is_allowed(instances: ModuleType, name: str) -> None:
    problem = instances.make(_shape(instances, name), 130, 3)
    for book in (alone, first_come, patient):
        assert check(problem, book(problem)) == []


def test_all_shapes_are_tried(instances: ModuleType) -> None:
    assert [shape.name for shape in instances.SHAPES] == SHAPES


def test_no_tables_make_an_empty_plan() -> None:
    plan = solve(Problem.from_frames())
    assert (plan.met, plan.met_bound, plan.hours, plan.hours_bound, plan.status) == (0, 0, 0.0, 0.0, "optimal")
    assert check(Problem.from_frames(), plan) == []
    assert [len(frame) for frame in (plan.attends, plan.cohorts, plan.pupils)] == [0, 0, 0]


@pytest.mark.parametrize("emptied", ["pupils", "courses", "wants", "cohorts", "teaches", "seats", "limits"])
def test_a_table_without_rows_leaves_a_plan(years: Frames, emptied: str) -> None:
    rest = {"pupils": ["wants", "seats"], "courses": ["wants", "teaches"], "cohorts": ["teaches", "seats"]}
    for name in [emptied, *rest.get(emptied, [])]:
        years[name] = years[name].iloc[:0]
    problem = Problem.from_frames(**years)
    plan = solve(problem)
    assert check(problem, plan) == []
    # Who has no wants has nothing that must be, and what comes first is there for all.
    assert (plan.status, plan.met) == ("optimal", 3 if emptied in ("wants", "limits") else 0)


def test_everybody_gets_all_where_all_can_be_had(years: Frames) -> None:
    plan = solve(Problem.from_frames(**years))
    assert (plan.met, plan.hours, plan.status, len(plan.attends)) == (3, 333.0, "optimal", 9)
    assert plan.cohorts["runs"].all()


def test_one_pupil_too_few_and_the_cohort_does_not_run(years: Frames) -> None:
    years["cohorts"]["min"] = [2, 2, 4]
    years["cohorts"]["max"] = 4
    plan = solve(Problem.from_frames(**years))
    assert (plan.met, plan.hours) == (0, 222.0)
    assert plan.cohorts.set_index("cohort")["missing"].to_dict() == {"steel": 0, "talk": 4, "weld": 0}


def test_seats_that_others_have_make_a_cohort_run(years: Frames) -> None:
    years["cohorts"] = years["cohorts"].assign(min=[2, 2, 4], max=4, taken=[0, 0, 1])
    assert solve(Problem.from_frames(**years)).met == 3


def test_courses_in_a_circle_are_said_and_nobody_is_stuck(years: Frames) -> None:
    years["courses"]["after"] = ["steelwork", "welding", ""]
    problem = Problem.from_frames(**years)
    assert {(found.code, found.key) for found in problem.check()} == {
        ("courses_in_a_circle", ("welding",)),
        ("courses_in_a_circle", ("steelwork",)),
    }
    plan = solve(problem)
    assert check(problem, plan) == []
    assert (plan.met, plan.hours, plan.status) == (0, 111.0, "optimal")


def test_hours_that_nobody_can_reach_leave_the_most_that_can_be_had(years: Frames) -> None:
    years["pupils"]["hours"] = [111.0, 10_000.0, 10_000.0]
    plan = solve(Problem.from_frames(**years))
    assert (plan.met, plan.met_bound, plan.hours, plan.status) == (1, 1, 333.0, "optimal")


def test_who_needs_nothing_more_is_met_without_school(years: Frames) -> None:
    years["pupils"] = years["pupils"].assign(hours=0.0, amu_hours=0.0)
    years["wants"]["must"] = False
    problem = Problem.from_frames(**years)
    plan = solve(problem)
    assert check(problem, plan) == []
    assert (plan.met, plan.hours, plan.status) == (3, 0.0, "optimal")


@pytest.mark.parametrize(("days", "ends", "met"), [(400, 800, 3), (400, 399, 0)])
def test_a_cohort_may_be_longer_than_a_year(years: Frames, days: int, ends: int, met: int) -> None:
    years["cohorts"] = years["cohorts"].assign(
        start=[MONDAY, MONDAY + timedelta(days=days), MONDAY + timedelta(days=days + 14)],
        end=[MONDAY + timedelta(days=days - 1), MONDAY + timedelta(days=days + 4), MONDAY + timedelta(days=days + 18)],
    )
    years["pupils"]["ends"] = MONDAY + timedelta(days=ends)
    problem = Problem.from_frames(**years)
    plan = solve(problem)
    assert check(problem, plan) == []
    assert (plan.met, plan.status) == (met, "optimal")


def test_a_minimum_above_the_maximum_is_said_and_the_cohort_never_runs(years: Frames) -> None:
    years["cohorts"]["max"] = [3, 3, 1]
    problem = Problem.from_frames(**years)
    assert [(found.code, found.key) for found in problem.check()] == [("min_above_max", ("talk",))]
    plan = solve(problem)
    assert check(problem, plan) == []
    assert (plan.met, plan.cohorts.set_index("cohort")["runs"]["talk"]) == (0, False)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("wants", {"pupil": "nobody", "course": "welding"}),
        ("wants", {"pupil": "p0", "course": "nothing"}),
        ("teaches", {"cohort": "nowhere", "course": "welding"}),
        ("teaches", {"cohort": "weld", "course": "nothing"}),
        ("seats", {"pupil": "nobody", "cohort": "weld"}),
        ("seats", {"pupil": "p0", "cohort": "nowhere"}),
        ("away", {"pupil": "nobody", "begins": MONDAY, "ends": MONDAY}),
        ("fixed", {"pupil": "nobody", "cohort": "weld", "decision": "lock"}),
        ("fixed", {"pupil": "p0", "cohort": "nowhere", "decision": "lock"}),
    ],
)
def test_unknown_ids_are_said(years: Frames, table: str, row: Frames) -> None:
    rows = years[table].to_dict("records") if table in years else []
    years[table] = pd.DataFrame([*rows, row])
    problem = Problem.from_frames(**years)
    assert ("unknown_id", table) in {(found.code, found.table) for found in problem.check()}
    if table != "fixed":
        with pytest.raises(ValueError, match="unknown_id"):
            solve(problem)
        return
    # A decision about what is not there any more is reported, and stops nothing.
    plan = solve(problem)
    assert check(problem, plan) == []
    assert plan.unmet_locks == ((row["pupil"], row["cohort"]),)


def test_an_unknown_room_or_predecessor_is_said(years: Frames) -> None:
    years["cohorts"]["room"] = ["hall", "attic", "hall"]
    years["courses"]["after"] = ["", "alchemy", ""]
    found = {(found.code, found.table) for found in Problem.from_frames(**years).check()}
    assert found == {("unknown_id", "cohorts"), ("unknown_predecessor", "courses")}


def test_what_was_planned_for_somebody_who_left_is_of_no_account(years: Frames) -> None:
    years["previous"] = pd.DataFrame({"pupil": ["nobody", "p0"], "cohort": ["weld", "nowhere"]})
    problem = Problem.from_frames(**years)
    assert problem.check() == []
    assert solve(problem).met == 3


@pytest.mark.parametrize("decision", ["lock", "reject"])
def test_decisions_hold(years: Frames, decision: str) -> None:
    """A lock that costs hours is kept all the same: locks come first."""
    years["fixed"] = pd.DataFrame([{"pupil": "p0", "cohort": "talk", "decision": decision}])
    years["cohorts"] = years["cohorts"].assign(
        start=years["cohorts"]["start"].tolist()[0], end=years["cohorts"]["end"][0]
    )
    years["courses"]["after"] = ""
    years["cohorts"]["room"] = None
    problem = Problem.from_frames(**years)
    plan = solve(problem)
    assert check(problem, plan) == []
    assert (("p0", "talk") in set(plan.attends.itertuples(index=False, name=None))) == (decision == "lock")


def test_every_table_has_its_rows_in_order_whatever_they_were(make_tiny: MakeTiny) -> None:
    frames = make_tiny(5)
    mixed = {name: frame.sample(frac=1, random_state=1) for name, frame in frames.items()}
    one, other = Problem.from_frames(**frames), Problem.from_frames(**mixed)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("missing", [("teaches",), ("cohorts", "teaches", "seats", "fixed", "previous"), ("seats",)])
def test_a_plan_of_nothing_is_a_plan(make_tiny: MakeTiny, missing: tuple[str, ...]) -> None:
    """Courses that no cohort teaches, no cohorts and no seats, with a limit on what may lie close together."""
    frames = {name: frame for name, frame in make_tiny(3).items() if name not in (*missing, "fixed", "previous")}
    frames["limits"] = pd.DataFrame({"most_school_hours": [156.0], "days": [91]})
    problem = Problem.from_frames(**frames)
    plan = solve(problem, time_limit=5)
    assert check(problem, plan) == []
    assert len(plan.attends) == 0
    assert first_come(problem).met == plan.met
