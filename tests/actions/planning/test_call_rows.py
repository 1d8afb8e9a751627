"""What a school is asked for, in words and rows: exact where it may be, and nothing from which 1-4 could be had."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.actions.planning.call_rows import call_sentence, coordinator_rows, told_calls
from igu_xl.actions.school_plan.kept_plan import CALL_TYPES
from igu_xl.sheets.contract.coordinator import ALL_CALLS
from igu_xl.sheets.contract.school import CALLS

TRUCK = {
    "course": "Truckkursus", "week": "", "start": date(2027, 4, 5), "place": "Ballerup", "cohort": "", "pupils": 12,
    "municipalities": 5, "needed_by": date(2027, 5, 31), "gain": 7, "certainty": "bevist", "school": "NEXT",
    "partner": "skole:next",
}  # fmt: skip


def calls(*rows: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame([TRUCK | row for row in rows], columns=list(CALL_TYPES))
    dates = {key: pd.to_datetime(frame[key]) for key in ("start", "needed_by")}
    return frame.assign(**dates).astype(CALL_TYPES)


def told(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return told_calls(calls(*rows), "skole:next")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {},
            "Truckkursus, uge 14 i Ballerup: 12 elever fra 5 kommuner mangler det inden juni 2027; uden det når 7 ikke "
            "deres 23 uger.",
        ),
        (
            {"cohort": "NEXT-2027-03", "needed_by": date(2027, 6, 15), "gain": 0},
            "Truckkursus, uge 14 i Ballerup (NEXT-2027-03): 12 elever fra 5 kommuner mangler det senest 15. juni 2027; "
            "alle når deres 23 uger også uden det.",
        ),
        (
            {"pupils": 1, "municipalities": 1, "gain": 1, "place": None},
            "Truckkursus, uge 14: 1 elev fra 1 kommune mangler det inden juni 2027; uden det når 1 ikke deres 23 uger.",
        ),
        (
            {"start": None, "needed_by": None, "gain": None, "week": "uge 20", "municipalities": None},
            "Truckkursus, uge 20 i Ballerup: 12 elever mangler det.",
        ),
        (
            {"start": None, "place": None, "needed_by": None, "gain": None},
            "Truckkursus: 12 elever fra 5 kommuner mangler det.",
        ),
        (  # who began before 1 May 2021 has 20 weeks: what each has to reach is not one number
            {"start": date(2022, 3, 7), "needed_by": None},
            "Truckkursus, uge 10 i Ballerup: 12 elever fra 5 kommuner mangler det; uden det når 7 ikke deres "
            "skoletimer.",
        ),
        (
            {"place": "2750", "gain": None, "needed_by": None},
            "Truckkursus, uge 14 i Ballerup: 12 elever fra 5 kommuner mangler det.",
        ),
        (
            {"place": "0000", "gain": None, "needed_by": None},
            "Truckkursus, uge 14 i 0000: 12 elever fra 5 kommuner mangler det.",
        ),
        (
            {"start": date(2027, 12, 27), "gain": None, "needed_by": date(2027, 12, 31)},
            "Truckkursus, uge 52 i Ballerup: 12 elever fra 5 kommuner mangler det inden januar 2028.",
        ),
    ],
)
def test_a_call_is_one_sentence(change: dict[str, Any], sentence: str) -> None:
    assert call_sentence(TRUCK | change) == sentence


def test_a_school_reads_its_own_calls_the_soonest_first() -> None:
    later = {"start": date(2027, 8, 9), "course": "Rengøring"}
    rows = told(later, {}, {"partner": "skole:tec", "school": "TEC"})
    assert [row["course"] for row in rows] == ["Truckkursus", "Rengøring"]
    assert {key for row in rows for key in row} == {column.key for column in CALLS}
    first = rows[0]
    assert (first["week"], first["start"], first["pupils"], first["municipalities"]) == (
        "uge 14, 2027", date(2027, 4, 5), "12", 5,
    )  # fmt: skip
    assert first["call"] == call_sentence(TRUCK)
    assert first["certainty"].startswith("bevist: ingen plan er bedre")
    assert first["cohort"] is None


def test_the_coordinator_reads_all_of_them_in_exact_numbers() -> None:
    rows = coordinator_rows(calls({"partner": "skole:tec", "school": "TEC", "pupils": 3, "gain": 2}, {}))
    assert {key for row in rows for key in row} == {column.key for column in ALL_CALLS}
    assert [(row["school"], row["pupils"], row["gain"]) for row in rows] == [("TEC", "3", "2"), ("NEXT", "12", "7")]
    assert rows[0]["call"] == call_sentence(TRUCK | {"pupils": 3, "gain": 2})


def test_no_calls_are_no_rows() -> None:
    assert told() == []
    assert coordinator_rows(calls()) == []


@pytest.mark.parametrize(
    ("pupils", "gain", "shown"),
    [
        (4, 0, ("under 5", "0")),
        (4, 4, ("under 5", "under 5")),
        (12, 3, ("12", "under 5")),
        (12, 12, ("12", "12")),
        (12, 10, ("mindst 10", "mindst 10")),  # two reach it all the same
        (6, 4, ("mindst 5", "under 5")),
        (9, 1, ("mindst 5", "under 5")),  # as if eight: what is not exact must not say which
        (5, 0, ("5", "0")),
    ],
)
def test_a_count_below_five_is_told_neither_alone_nor_by_subtraction(
    pupils: int, gain: int, shown: tuple[str, str]
) -> None:
    (row,) = told({"pupils": pupils, "gain": gain, "municipalities": 1})
    assert (row["pupils"], row["gain"]) == shown
    assert f"{shown[0]} elever" in row["call"]


def test_two_courses_of_one_cohort_do_not_tell_who_takes_only_one() -> None:
    course = {"cohort": "NEXT-1", "gain": 0}
    rows = told(course | {"pupils": 12}, course | {"pupils": 10, "course": "Dansk"})
    assert [row["pupils"] for row in rows] == ["mindst 10", "mindst 10"]
    apart = told(course | {"pupils": 12}, {"pupils": 10, "gain": 0, "cohort": "NEXT-2"})
    assert [row["pupils"] for row in apart] == ["12", "10"]


def test_nor_do_two_new_cohorts_at_one_place_and_time() -> None:
    rows = told({"pupils": 12, "gain": 0}, {"pupils": 10, "gain": 0, "course": "Dansk"})
    assert [row["pupils"] for row in rows] == ["mindst 10", "mindst 10"]


@pytest.mark.parametrize(
    ("pupils", "many", "shown"), [(12, 5, 5), (12, 6, None), (4, 1, None), (5, 5, None), (10, 5, 5)]
)
def test_how_many_municipalities_is_not_told_where_some_send_one_each(
    pupils: int, many: int, shown: int | None
) -> None:
    (row,) = told({"pupils": pupils, "municipalities": many, "gain": 0})
    assert row["municipalities"] == shown
    assert (f"fra {many} " in row["call"]) is (shown is not None)


NUMBERS = st.integers(0, 25)


def possible(shown: str) -> set[int]:
    """What a reader who does not know the rule can think that a told count is."""
    if shown == "under 5":
        return {1, 2, 3, 4}
    low = int(re.sub(r"\D", "", shown))
    return set(range(low, low + 5)) if shown.startswith("mindst") else {low}


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=3))
@settings(deadline=None)
def test_who_subtracts_learns_of_no_small_group_how_many_it_has(counts: list[tuple[int, int]]) -> None:
    """Of any two counts of the same seats: where the difference is 1-4 each of 1, 2, 3 and 4 stays possible."""
    courses = [{"pupils": max(two), "gain": min(two), "course": f"Kursus {at}"} for at, two in enumerate(counts)]
    rows = told(*courses)
    cells = [number for two in counts for number in (max(two), min(two))]
    shown = [row[key] for row in sorted(rows, key=lambda row: row["course"]) for key in ("pupils", "gain")]
    for at, (true, text) in enumerate(zip(cells, shown, strict=True)):
        assert true in possible(text)
        for other, words in zip(cells[:at], shown[:at], strict=True):
            if 0 < abs(true - other) < 5 and max(true, other) >= 5:
                differences = {abs(a - b) for a in possible(text) for b in possible(words)}
                assert {1, 2, 3, 4} <= differences
