"""The unattended run, on a partnership whose month somebody has begun."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.reporting.scheduled import report_on_schedule
from igu_xl.month import Month
from igu_xl.reports.run.options import ReportOptions

OCTOBER, BEGUN = Month(2026, 10), datetime(2026, 11, 3, 6)
ONE_AT_A_TIME = ReportOptions(jobs=1)


def test_it_makes_what_a_run_of_one_page_left_and_ends_at_once_when_all_are_there(partnership: Path) -> None:
    report_partnership(partnership, OCTOBER, BEGUN, ReportOptions(only="kommune:101", jobs=1))
    made = report_on_schedule(partnership, OCTOBER, BEGUN, ONE_AT_A_TIME).run
    assert made is not None and len(made.pages) > 1
    assert {page.status for page in made.pages} <= {"lavet", "uændret"}
    assert report_on_schedule(partnership, OCTOBER, BEGUN, ONE_AT_A_TIME).run is None
