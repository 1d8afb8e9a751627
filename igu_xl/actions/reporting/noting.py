"""What the coordinator reads of a report that was made without the button: a line of the log, which Start shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.actions.coordinator.late_lines import note
from igu_xl.reports.run.monthly import ReportRun
from igu_xl.reports.run.summary import report_summary
from igu_xl.sheets.buttons import REPORT


def note_report(folder: Path, run: ReportRun, begun: datetime) -> None:
    """Tell of a run that made pages, or found them made; at the next run where the workbook is open now."""
    note(folder, (begun, REPORT.label, f"{run.name.capitalize()}: {report_summary(run)}"))
