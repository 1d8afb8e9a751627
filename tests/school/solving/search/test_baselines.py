"""The three ways to book without optimising, on plans that can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from igu_xl.school import Problem, check
from igu_xl.school.solving.model.school import school_of
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.search.baselines import alone, first_come, patient, patient_choice

Frames = dict[str, Any]
MONDAY = date(2027, 1, 4)


def _seats(plan: Plan) -> dict[str, int]:
    return {str(row.cohort): int(row.seats) for row in plan.cohorts.itertuples() if row.seats}


@pytest.mark.parametrize("book", [alone, first_come, patient])
def test_one_municipality_books_all_it_needs(years: Frames, book: Callable[[Problem], Plan]) -> None:
    problem = Problem.from_frames(**years)
    plan = book(problem)
    assert check(problem, plan) == []
    assert (plan.met, plan.hours, plan.status) == (3, 333.0, "feasible")


def test_alone_nobody_fills_a_cohort_that_pooling_fills(years: Frames) -> None:
    years["pupils"]["municipality"] = ["one", "other", "other"]
    years["cohorts"]["min"] = [2, 3, 2]
    problem = Problem.from_frames(**years)
    assert _seats(first_come(problem)) == {"weld": 3, "steel": 3, "talk": 3}
    assert _seats(alone(problem)) == {"weld": 2, "talk": 2}


def test_a_cohort_that_others_fill_is_open_to_every_municipality(years: Frames) -> None:
    years["pupils"]["municipality"] = ["one", "other", "third"]
    years["cohorts"] = years["cohorts"].assign(taken=[2, 0, 0], max=5)
    assert _seats(alone(Problem.from_frames(**years))) == {"weld": 3}


def test_two_municipalities_do_not_share_a_cohort(years: Frames) -> None:
    years["pupils"]["municipality"] = ["one", "other", "third"]
    years["cohorts"]["min"] = 1
    assert _seats(alone(Problem.from_frames(**years))) == {"weld": 1, "steel": 1, "talk": 1}


def test_who_begins_first_is_served_first(years: Frames) -> None:
    years["pupils"]["begins"] = [MONDAY + timedelta(days=1), MONDAY, MONDAY]
    years["cohorts"]["max"] = 2
    plan = first_come(Problem.from_frames(**years))
    assert plan.pupils["met"].tolist() == [False, True, True]


def test_what_must_be_is_booked_before_what_comes_first(years: Frames) -> None:
    """Danish lies before welding, on the same days; both would be hours."""
    years["cohorts"]["start"] = [MONDAY + timedelta(weeks=week) for week in (2, 4, 2)]
    years["cohorts"]["end"] = [MONDAY + timedelta(weeks=week, days=4) for week in (2, 4, 2)]
    years["cohorts"] = years["cohorts"].assign(cohort=["weld", "steel", "a-talk"], room=None)
    for table in ("teaches", "seats"):
        years[table] = years[table].replace({"cohort": {"talk": "a-talk"}})
    assert _seats(first_come(Problem.from_frames(**years))) == {"weld": 3, "steel": 3}


def test_enough_hours_are_kept_for_amu(years: Frames) -> None:
    """74 hours of which 74 AMU: who books Danish first cannot be met."""
    years["pupils"]["hours"] = 74.0
    years["cohorts"]["start"] = [MONDAY + timedelta(weeks=week) for week in (4, 6, 2)]
    years["cohorts"]["end"] = [MONDAY + timedelta(weeks=week, days=4) for week in (4, 6, 2)]
    plan = first_come(Problem.from_frames(**years))
    assert (plan.met, _seats(plan)) == (3, {"weld": 3, "steel": 3})


def _two_at_a_time(frames: Frames) -> Problem:
    """Four pupils; two cohorts of welding, an early one for four and a later one for three, in which two are locked."""
    pupils = ["p0", "p1", "p2", "p3"]
    return Problem.from_frames(
        pupils=pd.DataFrame({"pupil": pupils, "begins": MONDAY, "ends": MONDAY + timedelta(days=300), "hours": 37.0}),
        courses=frames["courses"].head(1),
        cohorts=frames["cohorts"]
        .head(2)
        .assign(cohort=["all", "few"], min=[3, 4], max=4, room=None)
        .assign(
            start=[MONDAY + timedelta(weeks=9), MONDAY], end=[MONDAY + timedelta(weeks=10), MONDAY + timedelta(weeks=1)]
        ),
        teaches=pd.DataFrame({"cohort": ["all", "few"], "course": "welding"}),
        seats=pd.DataFrame(
            [(pupil, cohort) for pupil in pupils for cohort in ("all", "few")], columns=["pupil", "cohort"]
        ),
        fixed=pd.DataFrame({"pupil": ["p2", "p3"], "cohort": "all", "decision": "lock"}),
    )


def test_a_patient_planner_books_again_who_lost_a_seat(years: Frames) -> None:
    problem = _two_at_a_time(years)
    assert _seats(first_come(problem)) == {}
    assert _seats(patient(problem)) == {"all": 4}


@pytest.mark.parametrize("book", [alone, first_come, patient])
def test_a_locked_seat_is_booked_first_and_a_rejected_one_never(years: Frames, book: Callable[[Problem], Plan]) -> None:
    years["cohorts"]["max"] = 2
    years["fixed"] = pd.DataFrame(
        [("p2", "weld", "lock"), ("p0", "talk", "reject"), ("p2", "none", "lock")],
        columns=["pupil", "cohort", "decision"],
    )
    problem = Problem.from_frames(**years)
    plan = book(problem)
    seats = set(plan.attends.itertuples(index=False, name=None))
    assert ("p2", "weld") in seats and ("p0", "talk") not in seats
    assert plan.unmet_locks == (("p2", "none"),)
    assert check(problem, plan) == []


def test_who_loses_a_course_loses_what_comes_after(years: Frames) -> None:
    """Welding misses one, so nobody has had it before steelwork, which then misses everybody."""
    years["cohorts"]["min"] = [4, 3, 3]
    years["cohorts"]["max"] = 4
    assert _seats(first_come(Problem.from_frames(**years))) == {"talk": 3}


def test_a_room_takes_one_cohort_at_a_time(years: Frames) -> None:
    years["cohorts"] = years["cohorts"].assign(
        start=[MONDAY, MONDAY + timedelta(weeks=3), MONDAY], end=[MONDAY + timedelta(days=4)] * 3
    )
    years["cohorts"]["end"] = [MONDAY + timedelta(days=4), MONDAY + timedelta(weeks=3, days=4), MONDAY]
    years["seats"] = years["seats"][(years["seats"]["pupil"] != "p2") | (years["seats"]["cohort"] == "talk")]
    years["cohorts"]["min"] = 1
    problem = Problem.from_frames(**years)
    assert _seats(first_come(problem)) == {"weld": 2, "steel": 2}
    years["rooms"]["max_cohorts"] = 2
    assert _seats(first_come(Problem.from_frames(**years))) == {"weld": 2, "steel": 2, "talk": 1}


def test_no_more_school_than_the_limit_in_any_window(years: Frames) -> None:
    years["limits"] = pd.DataFrame({"most_school_hours": [54.0], "days": [28]})
    assert _seats(first_come(Problem.from_frames(**years))) == {"weld": 3, "talk": 3}


def test_the_choice_to_start_from_is_that_of_the_plan(instances: ModuleType) -> None:
    problem = instances.make(instances.SHAPES[3], 60, 5)
    school, plan = school_of(problem), patient(problem)
    chosen = patient_choice(school)
    names = zip(
        problem.pupils["pupil"].iloc[school.seat_pupil[chosen]],
        problem.cohorts["cohort"].iloc[school.seat_cohort[chosen]],
        strict=True,
    )
    assert sorted(names) == list(plan.attends.itertuples(index=False, name=None))
    assert plan.met > 0


def test_inconsistent_tables_are_not_booked(years: Frames) -> None:
    years["seats"] = pd.concat([years["seats"], years["seats"].head(1)])
    with pytest.raises(ValueError, match="duplicate in seats"):
        patient(Problem.from_frames(**years))
