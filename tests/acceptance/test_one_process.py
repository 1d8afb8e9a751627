"""Buttons pressed one after another run in one Python: match, report, match, in any order."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.month import Month
from igu_xl.reports.run.options import ReportOptions

OCTOBER = Month(2026, 10)
BEGUN = datetime(2026, 11, 2, 9)


def test_match_report_match_report_in_one_process(partnership: Path) -> None:
    first = match_partnership(partnership, BEGUN)
    made = report_partnership(partnership, OCTOBER, BEGUN, ReportOptions(audience="delt", jobs=1))
    second = match_partnership(partnership, BEGUN + timedelta(minutes=5))
    again = report_partnership(partnership, OCTOBER, BEGUN, ReportOptions(audience="delt", jobs=1, again=True))
    assert first.plan.placements.equals(second.plan.placements)
    assert {page.status for page in (*made.pages, *again.pages)} == {"lavet"}
