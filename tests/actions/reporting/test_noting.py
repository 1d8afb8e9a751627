"""A report that nobody pressed a button for stands in the log, and on the sheet Start."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.reporting.noting import note_report
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.reporting.scheduled import report_on_schedule
from igu_xl.month import Month
from igu_xl.reports.run.options import ReportOptions

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

OCTOBER, BEGUN = Month(2026, 10), datetime(2026, 11, 3, 6)
ONE = ReportOptions(only="kommune:101", jobs=1)


def log(folder: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(CoordinatorFile(folder).path, data_only=True)["Log"]
    lines = sheet[sheet.tables["tblLog"].ref]
    return [tuple(cell.value for cell in line) for line in lines[1:] if line[0].value]


def last_report(folder: Path) -> object:
    """What Start says below the button Rapport, as it is stored."""
    sheet = openpyxl.load_workbook(CoordinatorFile(folder).path, data_only=True)["Start"]
    return next(cell.value for row in sheet["A1:P8"] for cell in row if str(cell.value).startswith("Sidst"))


def test_a_report_by_command_stands_in_the_log_and_on_start(partnership: Path) -> None:
    run = report_partnership(partnership, OCTOBER, BEGUN, ONE)
    note_report(partnership, run, BEGUN)
    at, action, result, *_ = log(partnership)[-1]
    assert (at, action) == ("03-11-2026 06:00", "Rapport")
    assert str(result).startswith("Oktober 2026: 1 side lavet")
    assert last_report(partnership) == "Sidst: 03-11-2026 06:00"


def test_a_scheduled_report_stands_in_the_log(partnership: Path) -> None:
    report_on_schedule(partnership, OCTOBER, BEGUN, ReportOptions(jobs=1))
    assert [line[:2] for line in log(partnership)] == [("03-11-2026 06:00", "Rapport")]


def test_while_the_workbook_is_open_the_line_waits_for_the_next_run(partnership: Path) -> None:
    run = report_partnership(partnership, OCTOBER, BEGUN, ONE)
    lock = partnership / "~$koordinator.xlsm"
    lock.touch()
    note_report(partnership, run, BEGUN)
    assert log(partnership) == []
    lock.unlink()
    check_partnership(partnership, datetime(2026, 11, 4, 8))
    assert [line[:2] for line in log(partnership)] == [
        ("03-11-2026 06:00", "Rapport"),
        ("04-11-2026 08:00", "Hent og kontrollér"),
    ]
    check_partnership(partnership, datetime(2026, 11, 5, 8))
    assert sum(line[1] == "Rapport" for line in log(partnership)) == 1
