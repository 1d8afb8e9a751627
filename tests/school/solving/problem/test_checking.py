"""Every rule of the check, by a plan that keeps all of them and a change that breaks one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from igu_xl.school import Problem, check
from igu_xl.school.solving.problem.plan import Plan

Frames = dict[str, Any]
Seat = tuple[str, str]
MONDAY = date(2027, 1, 4)
ALL = [(pupil, cohort) for pupil in ("p0", "p1", "p2") for cohort in ("steel", "talk", "weld")]


def _day(week: int, day: int = 0) -> date:
    return MONDAY + timedelta(weeks=week, days=day)


def _plan(frames: Frames, seats: list[Seat]) -> Plan:
    """The plan of these seats with figures that are right, counted by hand."""
    taught = {cohort: list(own["course"]) for cohort, own in frames["teaches"].groupby("cohort")}
    course = frames["courses"].set_index("course")
    must = frames["wants"][frames["wants"]["must"]]
    people, useful = [], 0.0
    for row in frames["pupils"].to_dict("records"):
        had = [one for pupil, cohort in seats if pupil == row["pupil"] for one in taught.get(cohort, [])]
        hours = sum(course["hours"][one] for one in had)
        amu = sum(course["hours"][one] for one in had if course["kind"][one] == "AMU")
        musts = set(must.loc[must["pupil"] == row["pupil"], "course"])
        met = hours >= row["hours"] and amu >= row["amu_hours"] and musts <= set(had)
        people.append((row["pupil"], hours, amu, met))
        useful += min(hours, row["hours"])
    cohorts = []
    for row in frames["cohorts"].to_dict("records"):
        own, taken = sum(cohort == row["cohort"] for _, cohort in seats), row.get("taken", 0)
        runs = own + taken >= row["min"] and (own > 0 or taken >= row["min"])
        cohorts.append((row["cohort"], own, runs, max(0, row["min"] - taken - own)))
    met = sum(one[3] for one in people)
    return Plan(
        attends=pd.DataFrame(seats, columns=["pupil", "cohort"], dtype="str"),
        cohorts=pd.DataFrame(cohorts, columns=["cohort", "seats", "runs", "missing"]),
        pupils=pd.DataFrame(people, columns=["pupil", "hours", "amu_hours", "met"]),
        met=met,
        met_bound=met,
        hours=useful,
        hours_bound=useful,
        status="optimal",
        seconds=0.0,
    )


def _found(frames: Frames, plan: Plan) -> list[tuple[str, tuple[str, ...]]]:
    return [(violation.code, violation.key) for violation in check(Problem.from_frames(**frames), plan)]


def _broken(frames: Frames, seats: list[Seat]) -> list[tuple[str, tuple[str, ...]]]:
    return _found(frames, _plan(frames, seats))


def _cell(table: str, row: int, column: str, value: object) -> Callable[[Frames], None]:
    """A change of one cell."""

    def change(frames: Frames) -> None:
        frame = frames[table]
        column_values = frame[column].astype(object).tolist() if column in frame else [None] * len(frame)
        column_values[row] = value
        frames[table] = frame.assign(**{column: column_values})

    return change


def _more(table: str, **row: object) -> Callable[[Frames], None]:
    """One more row."""

    def change(frames: Frames) -> None:
        rows = frames[table].to_dict("records") if table in frames else []
        frames[table] = pd.DataFrame([*rows, row])

    return change


def _without(table: str, **key: object) -> Callable[[Frames], None]:
    """Without the rows that have these values."""

    def change(frames: Frames) -> None:
        gone = pd.Series(True, index=frames[table].index)
        for column, value in key.items():
            gone &= frames[table][column] == value
        frames[table] = frames[table][~gone]

    return change


@pytest.mark.parametrize(
    "seats", [[], ALL, [seat for seat in ALL if seat[1] == "weld"], [seat for seat in ALL if seat[0] != "p2"]]
)
def test_an_allowed_plan_breaks_nothing(years: Frames, seats: list[Seat]) -> None:
    assert _broken(years, seats) == []


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        ([*ALL, ("p9", "weld")], {"unknown_pupil", "seat_not_allowed", "cohort_above_max"}),
        ([*ALL, ("p0", "other")], {"unknown_cohort", "seat_not_allowed"}),
        ([seat for seat in ALL if seat not in {("p0", "weld"), ("p1", "weld")}], {"out_of_order", "cohort_below_min"}),
        ([("p0", "talk")], {"cohort_below_min"}),
    ],
)
def test_rows_that_go_against_a_rule_are_found(years: Frames, seats: list[Seat], expected: set[str]) -> None:
    assert {code for code, _ in _broken(years, seats)} == expected


def test_a_seat_given_twice_is_found(years: Frames) -> None:
    plan = _plan(years, ALL)
    twice = pd.concat([plan.attends, plan.attends.head(1)])
    assert _found(years, replace(plan, attends=twice)) == [("seat_twice", ("p0", "steel"))]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_without("seats", pupil="p0", cohort="talk"), ("seat_not_allowed", ("p0", "talk"))),
        (_cell("pupils", 0, "begins", _day(2, 1)), ("outside_igu", ("p0", "weld"))),
        (_cell("pupils", 0, "ends", _day(6, 3)), ("outside_igu", ("p0", "talk"))),
        (_more("away", pupil="p0", begins=_day(0), ends=_day(2)), ("while_away", ("p0", "weld"))),
        (_more("away", pupil="p0", begins=_day(6, 4), ends=_day(8)), ("while_away", ("p0", "talk"))),
        (_cell("wants", 0, "earliest", _day(2, 1)), ("too_early", ("p0", "weld", "welding"))),
        (_cell("wants", 0, "latest", _day(2, 3)), ("too_late", ("p0", "weld", "welding"))),
        (_cell("cohorts", 0, "min", 4), ("cohort_below_min", ("weld",))),
        (_cell("cohorts", 0, "max", 2), ("cohort_above_max", ("weld",))),
        (_cell("cohorts", 0, "taken", 1), ("cohort_above_max", ("weld",))),
        (_cell("limits", 0, "most_school_hours", 73.9), ("school_hours_exceeded", ("p0", "28"))),
        (_cell("rooms", 0, "max_cohorts", 0), ("room_exceeded", ("hall",))),
        (_more("fixed", pupil="p1", cohort="talk", decision="reject"), ("rejected", ("p1", "talk"))),
        (_more("fixed", pupil="p1", cohort="none", decision="lock"), ("lock_broken", ("p1", "none"))),
        (_cell("courses", 0, "after", "danish"), ("out_of_order", ("p0", "weld", "danish"))),
    ],
)
def test_a_rule_that_becomes_stricter_is_broken(
    years: Frames, change: Callable[[Frames], None], expected: tuple[str, tuple[str, ...]]
) -> None:
    change(years)
    found = _broken(years, ALL)
    assert expected in found
    assert {code for code, _ in found} == {expected[0]}


@pytest.mark.parametrize(
    "change",
    [
        _cell("pupils", 0, "begins", _day(2)),
        _cell("pupils", 0, "ends", _day(6, 4)),
        _more("away", pupil="p0", begins=_day(2, 5), ends=_day(3, 6)),
        _more("away", pupil="p9", begins=_day(0), ends=_day(9)),
        _cell("wants", 0, "earliest", _day(2)),
        _cell("wants", 0, "latest", _day(2, 4)),
        _cell("cohorts", 0, "min", 3),
        _cell("cohorts", 0, "max", 99),
        _cell("rooms", 0, "max_cohorts", 2),
        _cell("courses", 1, "after", " welding ; "),
        _cell("limits", 0, "days", 3),
        _more("limits", most_school_hours=93.0, days=366),
        _more("fixed", pupil="p1", cohort="talk", decision="lock"),
        _more("fixed", pupil="p9", cohort="talk", decision="reject"),
    ],
)
def test_a_rule_that_is_just_kept_is_not_broken(years: Frames, change: Callable[[Frames], None]) -> None:
    change(years)
    assert _broken(years, ALL) == []


def test_one_hour_of_school_in_three_days_is_a_fifth_of_a_week_each_day(years: Frames) -> None:
    years["limits"] = pd.DataFrame({"most_school_hours": [22.2, 22.1], "days": [3, 3]})
    assert {key for _, key in _broken(years, [seat for seat in ALL if seat[1] == "weld"])} == {
        (pupil, "3") for pupil in ("p0", "p1", "p2")
    }
    years["limits"] = years["limits"].head(1)
    assert _broken(years, ALL) == []


def test_windows_look_at_hours_taught_and_not_at_weighted_ones(years: Frames) -> None:
    years["limits"] = pd.DataFrame({"most_school_hours": [55.5], "days": [21]})
    talk_and_steel = [seat for seat in ALL if seat[1] != "weld"]
    years["courses"]["after"] = ""
    assert _broken(years, talk_and_steel) == []
    years["courses"]["taught"] = 37.0
    assert {code for code, _ in _broken(years, talk_and_steel)} == {"school_hours_exceeded"}


@pytest.mark.parametrize(("start", "end"), [(_day(2, 4), _day(3)), (_day(1), _day(2)), (_day(2, 1), _day(2, 2))])
def test_cohorts_at_the_same_time_are_found(years: Frames, start: date, end: date) -> None:
    """Steelwork that has a day with welding has not waited for its end, and both cannot be in the hall."""
    _cell("cohorts", 1, "start", start)(years)
    _cell("cohorts", 1, "end", end)(years)
    years["limits"] = years["limits"].head(0)
    codes = {code for code, _ in _broken(years, ALL)}
    assert codes == {"overlap", "out_of_order", "room_exceeded"}
    assert ("overlap", ("p0", *(("steel", "weld") if start < _day(2) else ("weld", "steel")))) in _broken(years, ALL)


def test_a_cohort_that_ends_before_it_starts_is_for_nobody(years: Frames) -> None:
    _cell("cohorts", 2, "end", _day(5))(years)
    codes = {code for code, _ in _broken(years, ALL)}
    assert "cohort_backwards" in codes


def test_a_course_is_taken_once(years: Frames) -> None:
    _more("teaches", cohort="talk", course="welding")(years)
    years["limits"] = years["limits"].head(0)
    assert _broken(years, ALL) == [("course_twice", (pupil, "welding")) for pupil in ("p0", "p1", "p2")]


def test_what_comes_before_has_ended_the_day_before_at_the_latest(years: Frames) -> None:
    years["limits"] = years["limits"].head(0)
    _cell("cohorts", 0, "end", _day(3, 6))(years)
    assert _broken(years, ALL) == []
    _cell("cohorts", 0, "end", _day(4))(years)
    assert {code for code, _ in _broken(years, ALL)} == {"out_of_order", "overlap", "room_exceeded"}


def test_what_comes_before_may_be_taught_in_the_same_cohort(years: Frames) -> None:
    years["teaches"] = years["teaches"].replace({"cohort": {"weld": "steel"}})
    assert _broken(years, [seat for seat in ALL if seat[1] == "steel"]) == []


def test_who_does_not_want_what_comes_before_has_had_it(years: Frames) -> None:
    steel = [seat for seat in ALL if seat[1] == "steel"]
    _without("wants", pupil="p0", course="welding")(years)
    assert _broken(years, steel) == [("out_of_order", (pupil, "steel", "welding")) for pupil in ("p1", "p2")]


def test_who_has_no_wants_at_all_must_have_it(years: Frames) -> None:
    _without("wants", pupil="p0")(years)
    assert ("out_of_order", ("p0", "steel", "welding")) in _broken(years, [seat for seat in ALL if seat[1] == "steel"])


def test_seats_that_others_have_count_to_the_minimum(years: Frames) -> None:
    years["cohorts"] = years["cohorts"].assign(taken=[1, 2, 0])
    assert _broken(years, [("p0", "weld"), ("p0", "steel")]) == []


@pytest.mark.parametrize(("taken", "expected"), [((2, 0), ["room_exceeded"]), ((2, 2), [])])
def test_a_room_holds_ours_beside_what_others_run(years: Frames, taken: tuple[int, int], expected: list[str]) -> None:
    """What runs without us may be too much for a room, but nothing of ours may come on top."""
    years["cohorts"] = years["cohorts"].assign(
        start=[_day(2), _day(2, 3), _day(6)], end=[_day(2, 4), _day(4), _day(6, 4)], taken=[*taken, 0], max=5
    )
    years["courses"]["after"] = ""
    ours = [(pupil, "steel") for pupil in ("p0", "p1")] if 0 in taken else []
    assert [code for code, _ in _broken(years, ours)] == expected


def test_a_cohort_without_a_room_has_one_of_its_own(years: Frames) -> None:
    years["cohorts"]["room"] = None
    years["rooms"]["max_cohorts"] = 0
    assert _broken(years, ALL) == []


def test_a_lock_that_is_named_as_unmet_is_no_surprise(years: Frames) -> None:
    _more("fixed", pupil="p1", cohort="talk", decision="lock")(years)
    weld = [seat for seat in ALL if seat[1] == "weld"]
    assert _broken(years, weld) == [("lock_broken", ("p1", "talk"))]
    assert _found(years, replace(_plan(years, weld), unmet_locks=(("p1", "talk"),))) == []


@pytest.mark.parametrize("named", [("p1", "talk"), ("p1", "weld")])
def test_unmet_locks_are_locks_and_unmet(years: Frames, named: Seat) -> None:
    _more("fixed", pupil="p1", cohort="talk", decision="lock")(years)
    assert _found(years, replace(_plan(years, ALL), unmet_locks=(named,))) == [("unmet_lock_untrue", named)]


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        ("pupils", "hours", 110.0, "hours_differ"),
        ("pupils", "amu_hours", 73.0, "amu_hours_differ"),
        ("pupils", "met", False, "met_differs"),
        ("pupils", "pupil", "p7", "pupils_listed"),
        ("cohorts", "seats", 2, "seats_differ"),
        ("cohorts", "runs", False, "runs_differs"),
        ("cohorts", "missing", 1, "missing_differs"),
        ("cohorts", "cohort", "k7", "cohorts_listed"),
    ],
)
def test_a_wrong_figure_is_found(years: Frames, table: str, column: str, value: object, code: str) -> None:
    plan = _plan(years, ALL)
    frame = getattr(plan, table)
    wrong = frame.assign(**{column: [value, *frame[column].tolist()[1:]]})
    assert {found for found, _ in _found(years, replace(plan, **{table: wrong}))} == {code}


@pytest.mark.parametrize(("table", "code"), [("pupils", "pupils_listed"), ("cohorts", "cohorts_listed")])
def test_everybody_stands_there_once(years: Frames, table: str, code: str) -> None:
    plan = _plan(years, ALL)
    frame = getattr(plan, table)
    for wrong in (frame.iloc[1:], pd.concat([frame, frame.head(1)])):
        assert [found for found, _ in _found(years, replace(plan, **{table: wrong}))] == [code]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"met": 2}, ["met_total_differs"]),
        ({"hours": 332.0}, ["hours_total_differs"]),
        ({"met_bound": 2, "status": "feasible"}, ["met_above_bound"]),
        ({"hours_bound": 332.0, "status": "feasible"}, ["hours_above_bound"]),
        ({"met_bound": 4}, ["not_optimal"]),
        ({"hours_bound": 334.0}, ["not_optimal"]),
        ({"met_bound": 4, "hours_bound": 334.0, "status": "feasible"}, []),
        ({"status": "perfect"}, ["unknown_status"]),
    ],
)
def test_totals_and_bounds_are_those_of_the_plan(years: Frames, change: dict[str, Any], codes: list[str]) -> None:
    assert [code for code, _ in _found(years, replace(_plan(years, ALL), **change))] == codes


@pytest.mark.parametrize(
    ("change", "met"),
    [
        (_cell("pupils", 0, "hours", 111.1), 2),
        (_cell("pupils", 0, "amu_hours", 74.1), 2),
        (_cell("courses", 2, "kind", " amu "), 3),
        (_more("wants", pupil="p0", course="other", must=True), 2),
        (_more("wants", pupil="p0", course="other", must=False), 3),
    ],
)
def test_met_is_hours_and_amu_and_what_must_be(years: Frames, change: Callable[[Frames], None], met: int) -> None:
    _more("courses", course="other", hours=37.0, kind="AMU", after="", taught=37.0)(years)
    change(years)
    plan = _plan(years, ALL)
    if plan.met != met:  # by hand: kinds of another spelling count, too
        plan = replace(plan, met=met)
    codes = {code for code, _ in _found(years, plan)}
    assert codes == ({"amu_hours_differ"} if years["courses"]["kind"][2] == " amu " else set())


def test_hours_beyond_need_are_had_but_do_not_count(years: Frames) -> None:
    _cell("pupils", 0, "hours", 37.0)(years)
    plan = _plan(years, ALL)
    assert plan.hours == 259.0
    assert _found(years, plan) == []
    assert [code for code, _ in _found(years, replace(plan, hours=333.0, hours_bound=333.0))] == [
        "hours_total_differs",
        "not_optimal",
    ]


def test_a_cohort_with_two_courses_gives_the_hours_of_both(years: Frames) -> None:
    _more("courses", course="safety", hours=7.4, kind="AMU", after="", taught=7.4)(years)
    _more("teaches", cohort="talk", course="safety")(years)
    plan = _plan(years, ALL)
    assert plan.pupils["hours"].tolist() == pytest.approx([118.4] * 3)
    assert _found(years, plan) == []
