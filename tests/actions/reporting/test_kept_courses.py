"""What a month's data keep of the pupils' school: tblSkoleplan as it counts, and no course by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.actions.checking import read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.reporting.month_snapshot import keep_snapshot
from igu_xl.actions.school_plan.kept_plan import CALL_TYPES, PUPIL_TYPES, ROW_TYPES, KeptPlan, keep_plan
from igu_xl.month import Month
from igu_xl.reports.data import plan_of_month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.data.savings import Savings, SchoolWay
from igu_xl.reports.figures.school import school_weeks

KOEBENHAVN, NEXT = "kommuner/101-københavn.xlsx", "skoler/next.xlsx"
OCTOBER = Month(2026, 10)
BEGUN = datetime(2026, 11, 3, 6, 0)
SAVINGS = Savings(1, 851.0, 1, 851.0, 3, 1, SchoolWay(0, 37.5, 1), SchoolWay(1, 74.0, 2))


def empty(types: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(types)).astype(types)


PLACEMENT = {
    "placement": "101-0001-F1", "candidate": "101-0001", "slot": "BYG-0001", "cohort": "NEXT-2027-01", "type": "igu",
    "start": date(2026, 9, 1), "planned_end": date(2028, 8, 31), "agreed_on": date(2026, 8, 15),
}  # fmt: skip
WEEKS = [
    # course, kind, cohort, hours, status
    ("Sikkerhed", "AMU", None, 37, "Gennemført"),
    ("Dansk på jobbet", "dansk", None, 18.5, "Tilmeldt"),
    ("Værksted", "FGU", None, 37, "Aftalt"),
    ("Stillads", "AMU", "NEXT-2027-02", 37, "Tilmeldt"),  # the school has cancelled it
    ("Truck", "AMU", None, 37, "Udeblevet"),
    ("Kran", "AMU", None, 74, "Aflyst"),
]


@pytest.fixture
def kept(changed: Callable[[Callable[[Any], None]], Path]) -> Path:
    """The data of October, kept on 3 November after a school plan."""

    def with_school(rows: Any) -> None:
        rows[KOEBENHAVN]["tblForloeb"] = [PLACEMENT]
        rows[KOEBENHAVN]["tblSkoleplan"] = [
            {"placement": "101-0001-F1", "course": course, "course_kind": kind, "cohort": cohort, "hours": hours,
             "status": status, "start": date(2026, 10, 5), "end": date(2026, 10, 9)}
            for course, kind, cohort, hours, status in WEEKS
        ]  # fmt: skip
        rows[NEXT]["tblHold"][1]["status"] = "Aflyst"

    folder = changed(with_school)
    calls = pd.DataFrame([{"course": "Truck", "pupils": 7, "gain": 5, "certainty": "bevist", "partner": "skole:next"}])
    told = calls.reindex(columns=list(CALL_TYPES)).astype(CALL_TYPES)
    keep_plan(folder, KeptPlan(BEGUN, BEGUN.date(), empty(ROW_TYPES), empty(PUPIL_TYPES), told, SAVINGS))
    checked = read_and_check(folder, BEGUN, None, CoordinatorFile(folder))
    return keep_snapshot(checked, folder / "arkiv" / "2026-10")


def test_the_plan_is_kept_in_numbers(kept: Path) -> None:
    plan = plan_of_month.read(kept)
    assert plan is not None
    assert (plan.day, plan.savings) == (BEGUN.date(), SAVINGS)
    assert plan.calls[["partner", "course", "pupils", "gain"]].to_numpy().tolist() == [["skole:next", "Truck", 7, 5]]


def test_courses_are_kept_as_they_count_and_not_by_name(kept: Path) -> None:
    stored = pd.read_parquet(kept / "skoleuger.parquet")
    assert set(stored) == {"placement", "cohort", "start", "end", "weighted", "status"}
    assert set(stored["placement"]) == {"101-0001-F1"}
    told = sorted((status, -1.0 if pd.isna(hours) else float(hours)) for status, hours in
                  zip(stored["status"], stored["weighted"], strict=True) if not pd.isna(status))  # fmt: skip
    assert ("Gennemført", 37.0) in told and ("Tilmeldt", 37.0) in told and ("Aftalt", -1.0) in told
    assert ("Aflyst", 37.0) in told and ("Udeblevet", 37.0) in told


def test_the_figures_follow(kept: Path) -> None:
    data = load(kept, "kommune:101")
    (igu,) = data.on(OCTOBER).placements.to_dict("records")
    assert (igu["school_needed"], igu["school_done"], igu["school_planned"]) == (851, 37, 37)
    lost = [school_weeks.LOST_WEEKS.count(data, month) for month in (OCTOBER, OCTOBER.next(), Month(2027, 3))]
    assert lost == [2, 1, 0]  # Kran should have begun in October; the cohort was read as cancelled in November
    assert school_weeks.UNTOLD.count(data, OCTOBER) == 2  # Dansk and Værksted, which are over
    assert data.school_plan is not None and data.school_plan.calls.empty
