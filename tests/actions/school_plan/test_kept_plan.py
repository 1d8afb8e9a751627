"""The plan that is kept: what was kept comes back, the same plan is the same bytes, a damaged file is a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from igu_xl.actions.forgetting.anonymous import Alias
from igu_xl.actions.forgetting.kept_files import sweep
from igu_xl.actions.forgetting.people import People
from igu_xl.actions.school_plan.kept_plan import (
    CALL_TYPES,
    FILE,
    PUPIL_TYPES,
    ROW_TYPES,
    KeptPlan,
    keep_plan,
    kept_plan,
)
from igu_xl.errors import WrongUse
from igu_xl.reports.data.savings import Savings, SchoolWay
from igu_xl.sheets.layout import layout_of, new_layout

ROWS = [
    {"pupil": "101-0007-F1", "placement": "101-0007-F1", "candidate": "101-0007", "slot": "BYG-0001",
     "partner": "kommune:101", "step": "1", "course": "Truckkursus", "course_kind": "AMU", "cohort": "NEXT-1",
     "start": "2027-04-05", "end": "2027-04-09", "hours": 37, "weighted": 37.0, "why": "Nærmest"},
    {"pupil": "", "placement": "", "candidate": "147-0002", "slot": "BYG-0002", "partner": "kommune:147", "step": "2",
     "course": "Dansk", "course_kind": "dansk", "cohort": "NEXT-2", "start": "2027-05-03", "end": "2027-05-07",
     "hours": 18.5, "weighted": 37, "why": "Først ledige efter 101-0007"},
    {"pupil": "147-0003-F1", "placement": "147-0003-F1", "candidate": "147-0003", "slot": "BYG-0002",
     "partner": "kommune:147", "step": "3", "course": "Værksted", "course_kind": "FGU", "hours": 37},
]  # fmt: skip
PUPILS = [
    {"placement": "101-0007-F1", "candidate": "101-0007", "municipality": "København", "needed": 851, "done": 37,
     "planned": 814, "missing": 0, "result": "når det", "start": "2026-09-01", "partner": "kommune:101"},
]  # fmt: skip
CALLS = [
    {"course": "Truckkursus", "start": "2027-04-05", "place": "Ballerup", "pupils": 12, "municipalities": 5,
     "needed_by": "2027-06-30", "gain": 7, "certainty": "bevist", "school": "NEXT", "partner": "skole:next"},
]  # fmt: skip
SAVINGS = Savings(40, 9000, 38, 8800.5, 21, 9, SchoolWay(11, 4000, 6), SchoolWay(20, 6000, 12))


def frame(rows: list[dict[str, object]], types: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def plan() -> KeptPlan:
    rows, pupils, calls = frame(ROWS, ROW_TYPES), frame(PUPILS, PUPIL_TYPES), frame(CALLS, CALL_TYPES)
    return KeptPlan(datetime(2026, 11, 3, 9, 30), date(2026, 11, 3), rows, pupils, calls, SAVINGS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_layout(tmp_path)
    return tmp_path


def kept_file(folder: Path) -> Path:
    return layout_of(folder).state / FILE


def test_what_was_kept_comes_back(folder: Path) -> None:
    keep_plan(folder, plan())
    found = kept_plan(folder)
    assert found is not None
    assert (found.at, found.day, found.savings) == (datetime(2026, 11, 3, 9, 30), date(2026, 11, 3), SAVINGS)
    for told, wanted in ((found.rows, plan().rows), (found.pupils, plan().pupils), (found.calls, plan().calls)):
        texts = {key: "" for key, kind in told.dtypes.items() if kind == "string"}
        assert_frame_equal(told, wanted.fillna(texts))
    assert list(found.rows["pupil"]) == ["101-0007-F1", "", "147-0003-F1"]


def test_nothing_is_kept_before_the_first_plan(folder: Path) -> None:
    assert kept_plan(folder) is None


def test_a_plan_without_anybody_is_kept(folder: Path) -> None:
    empty = KeptPlan(
        datetime(2026, 11, 3), date(2026, 11, 3), frame([], ROW_TYPES), frame([], PUPIL_TYPES), frame([], CALL_TYPES),
        SAVINGS,
    )  # fmt: skip
    keep_plan(folder, empty)
    found = kept_plan(folder)
    assert found is not None
    assert (len(found.rows), dict(found.rows.dtypes.astype(str)), len(found.calls)) == (0, dict(ROW_TYPES), 0)


def test_the_same_plan_is_the_same_bytes_and_not_written_again(folder: Path) -> None:
    keep_plan(folder, plan())
    before, content = kept_file(folder).stat().st_ino, kept_file(folder).read_bytes()
    found = kept_plan(folder)
    assert found is not None
    keep_plan(folder, found)
    assert (kept_file(folder).stat().st_ino, kept_file(folder).read_bytes()) == (before, content)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '{"at": "2026-11-03"}', '{"version": 2, "at": "i går", "day": "", "savings": {}}'],
)
def test_a_damaged_file_is_a_sentence_that_says_what_to_do(folder: Path, text: str) -> None:
    keep_plan(folder, plan())
    kept_file(folder).write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"beskadiget.*Skoleplan igen"):
        kept_plan(folder)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [('"start": "2027-04-05"', '"start": "påske"'), ('"pupils": 12', '"pupils": "mange"'), ('"met": 38,', "")],
)
def test_so_is_one_with_a_wrong_value(folder: Path, was: str, becomes: str) -> None:
    keep_plan(folder, plan())
    text = kept_file(folder).read_text(encoding="utf-8")
    assert was in text
    kept_file(folder).write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(WrongUse, match="beskadiget"):
        kept_plan(folder)


def test_one_of_a_later_version_is_not_read(folder: Path) -> None:
    keep_plan(folder, plan())
    text = kept_file(folder).read_text(encoding="utf-8")
    kept_file(folder).write_text(text.replace('"version": 2', '"version": 99'), encoding="utf-8")
    with pytest.raises(WrongUse, match="nyere version"):
        kept_plan(folder)


def test_who_is_forgotten_is_in_no_row_and_no_sentence(folder: Path) -> None:
    keep_plan(folder, plan())
    sweep(layout_of(folder), People({"101-0007": Alias.new(())}), date(2026, 11, 4))
    assert "101-0007" not in kept_file(folder).read_text(encoding="utf-8")
    found = kept_plan(folder)
    assert found is not None
    assert (list(found.rows["candidate"]), len(found.pupils), len(found.calls)) == (["147-0002", "147-0003"], 0, 1)
