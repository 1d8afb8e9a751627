"""A partnership with two archived months: 101-0001 is placed, sent, followed up and written about."""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from forgetting_bed import KOEBENHAVN, MONTHS, WHO, Figures, figures, settings

from igu_xl.actions.checking import check_partnership, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.reporting.reporting import keep_snapshot
from igu_xl.actions.school_plan.kept_plan import CALL_TYPES, PUPIL_TYPES, ROW_TYPES, KeptPlan, keep_plan
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.reports.data.savings import Savings, SchoolWay
from igu_xl.sheets.layout import HANDOUTS

BEGUN = datetime(2026, 11, 2, 10)


@pytest.fixture(scope="session")
def played_once(decided_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The months, played once; nobody writes to it."""
    folder = Path(shutil.copytree(decided_partnership, tmp_path_factory.mktemp("spillet") / "Partnerskab æøå"))
    book = openpyxl.load_workbook(folder / KOEBENHAVN)
    book["Kandidater"]["A5"].comment = Comment(f"Spørg om {WHO}", "Jobkonsulent")
    for column, value in enumerate((WHO, datetime(2026, 10, 5), 4, 4, 4), 1):
        book["Opfølgning"].cell(5, column, value)
    planned = {1: f"{WHO}-F1", 2: "1", 3: "Dansk på pladsen", 10: "Aftalt"}
    for column, value in planned.items():
        book["Skoleplan"].cell(5, column, value)
    for column, value in enumerate((f"{WHO}-F1", datetime(2027, 7, 5), datetime(2027, 7, 16), "Ferie"), 1):
        book["Fravær"].cell(5, column, value)
    book.create_sheet("Noter")["B2"] = f"Ring til {WHO} på mandag"
    book.save(folder / KOEBENHAVN)
    publish_partnership(folder, BEGUN, anyway=True)
    for month in MONTHS:
        checked = read_and_check(folder, BEGUN, None, CoordinatorFile(folder))
        keep_snapshot(checked, folder / "arkiv" / str(month))
        shutil.copytree(folder / f"arkiv/{month}/data", folder / f"arkiv/{month}/udgave-1/data")
    notebooks = folder / "arkiv/2026-10/notebooks"
    notebooks.mkdir()
    (notebooks / "kommune-101.ipynb").write_text('{"cells": [{"source": "data.of(\\"101-0001\\")"}]}', encoding="utf-8")
    _plan(folder)
    settings(folder, Dags=datetime(2026, 11, 3))
    check_partnership(folder, BEGUN.replace(day=3))
    return folder


def _plan(folder: Path) -> None:
    """The plan that was made last, and what the secretariat has of it as files: of two people, and of both."""
    own = [{"placement": f"{name}-F1", "candidate": name, "partner": "kommune:101"} for name in (WHO, "101-0002")]
    rows = pd.DataFrame([row | {"pupil": row["placement"], "course": "Dansk"} for row in own])
    pupils = pd.DataFrame([row | {"change": f"Efter {WHO}"} for row in own])
    calls = pd.DataFrame(columns=list(CALL_TYPES))
    nobody = SchoolWay(0, 0.0, 0)
    tables = (rows.reindex(columns=list(ROW_TYPES)), pupils.reindex(columns=list(PUPIL_TYPES)), calls)
    keep_plan(folder, KeptPlan(BEGUN, BEGUN.date(), *tables, Savings(2, 0.0, 0, 0.0, 0, 0, nobody, nobody)))
    place = folder / HANDOUTS
    place.mkdir()
    for name in (WHO, "101-0002"):
        book = openpyxl.Workbook()
        book["Sheet"].append(["Forløb-id", f"{name}-F1"])
        book.save(place / f"skoleplan-{name}-F1.xlsx")
        (place / f"skoleplan-{name}-F1.html").write_text(f"<p>{name}</p>", encoding="utf-8")
        (place / f"kalender-{name}-F1-virksomhed.ics").write_text("BEGIN:VCALENDAR", encoding="utf-8")
    folded = f"SUMMARY:{WHO[:4]}\r\n {WHO[4:]}"  # a line of a calendar that is broken in the middle of the id
    (place / "kalender.ics").write_bytes(f"BEGIN:VEVENT\r\n{folded}\r\nEND:VEVENT\r\n".encode())


@pytest.fixture
def played(played_once: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    return Path(shutil.copytree(played_once, tmp_path / played_once.name))


@pytest.fixture(scope="session")
def counted(played_once: Path) -> Figures:
    """The figures of it."""
    return figures(played_once)
