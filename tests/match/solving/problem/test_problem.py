from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from igu_xl.match.solving.problem.problem import Problem

Frames = dict[str, Any]


def _codes(problem: Problem) -> set[tuple[str, str]]:
    return {(found.code, found.table) for found in problem.check()}


def _fixed(*rows: tuple[str, str | None, str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["candidate", "slot", "cohort", "decision"])


def test_absent_columns_take_their_defaults(course: Frames) -> None:
    problem = Problem.from_frames(**course)
    assert problem.candidates["priority"].tolist() == [1.0] * 4
    assert problem.slots["together_min"].tolist() == [1, 1]
    assert problem.cohorts["room"].isna().all()
    assert Problem.from_frames(slots=course["slots"][["slot", "openings"]]).slots["needs_cohort"].all()


def test_a_sound_problem_has_no_inconsistencies(course: Frames) -> None:
    assert Problem.from_frames(**course).check() == []
    assert Problem.from_frames().check() == []


def test_the_order_of_rows_does_not_matter(course: Frames) -> None:
    turned = Problem.from_frames(**{name: frame[::-1] for name, frame in course.items()})
    for name in course:
        pd.testing.assert_frame_equal(getattr(turned, name), getattr(Problem.from_frames(**course), name))


def test_whole_numbers_serve_as_ids() -> None:
    assert Problem.from_frames(candidates=pd.DataFrame({"candidate": [2, 1]})).candidates["candidate"].tolist() == [
        "1",
        "2",
    ]


@pytest.mark.parametrize(
    ("table", "frame", "error"),
    [
        ("persons", {"candidate": ["a"]}, ValueError),
        ("slots", {"slot": ["a"]}, ValueError),
        ("slots", {"slot": ["a"], "openings": ["many"]}, TypeError),
        ("slots", {"slot": ["a"], "openings": [1], "needs_cohort": ["ja"]}, TypeError),
        ("candidates", {"candidate": [1.5]}, TypeError),
    ],
)
def test_a_mistake_of_the_caller_fails_loudly(table: str, frame: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        tables: Frames = {table: pd.DataFrame(frame)}
        Problem.from_frames(**tables)


def test_triples_are_pair_and_seat_and_link_of_slots_that_need_a_cohort(course: Frames) -> None:
    course["seats"] = course["seats"].iloc[:2]
    triples = Problem.from_frames(**course).triples()
    assert triples.to_dict("list") == {
        "candidate": ["c0", "c1"],
        "slot": ["igu", "igu"],
        "cohort": ["k", "k"],
        "value": [15.0, 15.0],
    }


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        ("candidates", "candidate", "c1", "duplicate"),
        ("candidates", "candidate", None, "missing_id"),
        ("candidates", "priority", np.nan, "not_a_number"),
        ("candidates", "waited_days", -1, "negative"),
        ("slots", "openings", -1, "negative"),
        ("slots", "openings", 1.5, "not_whole"),
        ("slots", "openings", np.inf, "not_a_number"),
        ("cohorts", "room", "nowhere", "unknown_id"),
        ("pairs", "candidate", "nobody", "unknown_id"),
        ("pairs", "value", np.nan, "not_a_number"),
        ("seats", "cohort", "nothing", "unknown_id"),
        ("links", "slot", "nothing", "unknown_id"),
    ],
)
def test_a_wrong_value_is_found_and_blocks(course: Frames, table: str, column: str, value: object, code: str) -> None:
    frame = Problem.from_frames(**course)
    wrong = getattr(frame, table).astype({column: object})
    wrong.loc[0, column] = value
    problem = Problem.from_frames(**{**course, table: wrong})
    assert (code, table) in _codes(problem)
    with pytest.raises(ValueError, match=code):
        problem.require_sound()


def test_a_minimum_above_the_maximum_is_found_and_blocks_nothing(course: Frames) -> None:
    course["cohorts"]["min"] = 9
    problem = Problem.from_frames(**course)
    problem.require_sound()
    assert _codes(problem) == {("min_above_max", "cohorts")}


def test_a_team_above_the_openings_is_found(course: Frames) -> None:
    course["slots"]["together_min"] = [5, 1]
    assert _codes(Problem.from_frames(**course)) == {("team_above_openings", "slots")}


@pytest.mark.parametrize(("openings", "found"), [(2, False), (1, True), (0, False)])
def test_a_slot_that_is_closed_takes_no_team_and_that_is_no_mistake(course: Frames, openings: int, found: bool) -> None:
    course["slots"] = course["slots"].assign(together_min=[1, 2], openings=[4, openings])
    assert _codes(Problem.from_frames(**course)) == ({("team_above_openings", "slots")} if found else set())


@pytest.mark.parametrize(
    ("slot", "cohort", "meets"),
    [
        ("igu", "k", True),
        ("igu", None, True),
        (None, "k", True),
        ("igu", "a", False),
        ("igu", "z", False),
        ("aaa", "k", False),
        ("job", "k", False),
        (None, "a", False),
        (None, "z", False),
        ("job", None, False),
    ],
)
def test_a_rejection_meets_the_lock_of_just_what_it_names(
    course: Frames, slot: str | None, cohort: str | None, meets: bool
) -> None:
    decisions = _fixed(("c0", "igu", "k", "lock"), ("c0", slot, cohort, "reject"))
    codes = {found.code for found in Problem.from_frames(**course, fixed=decisions).check()}
    assert ("lock_and_reject" in codes) == meets


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("c3", "igu", None, "lock"), ("c3", "job", None, "lock")], "two_slots_locked"),
        ([("c0", "job", None, "lock")], "lock_not_allowed"),
        ([("c0", "igu", None, "lock"), ("c0", "igu", None, "reject")], "lock_and_reject"),
        ([("c0", "igu", "k", "lock"), ("c0", None, "k", "reject")], "lock_and_reject"),
        ([("c3", "job", None, "lock"), ("c2", "job", None, "lock")], "more_locks_than_openings"),
        ([("c3", "job", "k", "lock")], "lock_in_closed_cohort"),
        ([("nobody", "igu", None, "lock")], "unknown_id"),
        ([("c0", None, None, "lock")], "decision_without_target"),
        ([("c0", "igu", None, "måske")], "unknown_decision"),
    ],
)
def test_a_decision_that_contradicts_is_found_and_blocks_nothing(
    course: Frames, rows: list[tuple[str, str | None, str | None, str]], code: str
) -> None:
    problem = Problem.from_frames(**course, fixed=_fixed(*rows))
    problem.require_sound()
    assert (code, "fixed") in _codes(problem)


def test_a_decision_on_a_cohort_is_run_or_stop(course: Frames) -> None:
    course["cohorts"] = course["cohorts"].assign(decision="måske")
    assert ("unknown_decision", "cohorts") in _codes(Problem.from_frames(**course))


def test_a_lock_in_a_cohort_that_was_stopped_is_found(course: Frames) -> None:
    course["cohorts"] = course["cohorts"].assign(decision="stop")
    problem = Problem.from_frames(**course, fixed=_fixed(("c0", "igu", "k", "lock")))
    assert ("lock_in_stopped_cohort", "fixed") in _codes(problem)


def test_a_lock_to_a_cohort_that_does_not_serve_the_slot_is_found(course: Frames) -> None:
    course["links"] = course["links"].iloc[:0]
    problem = Problem.from_frames(**course, fixed=_fixed(("c0", "igu", "k", "lock")))
    assert ("lock_not_linked", "fixed") in _codes(problem)


def test_a_rejection_of_one_cohort_does_not_meet_the_lock_of_the_slot(course: Frames) -> None:
    decisions = _fixed(("c0", "igu", None, "lock"), ("c0", "igu", "k", "reject"))
    assert Problem.from_frames(**course, fixed=decisions).check() == []
