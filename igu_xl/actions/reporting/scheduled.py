"""The monthly task: make last month's pages unattended, note how it went, and send word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.reporting.delivering import deliver_again, is_delivered
from igu_xl.actions.reporting.noting import note_report
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.errors import IguError
from igu_xl.month import Month
from igu_xl.reports.run.monthly import ReportRun, is_finished
from igu_xl.reports.run.options import AS_USUAL, ReportOptions
from igu_xl.reports.run.page_runs import PagesMade
from igu_xl.reports.run.run_log import Outcome, after_run
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.system.mail import MailSettings


@dataclass(frozen=True, slots=True)
class Attended:
    """What an unattended run did: the pages, or None for a month that was finished before; and why no mail was sent."""

    run: ReportRun | None
    mail_failed: str = ""


def report_on_schedule(
    folder: Path,
    month: Month,
    begun: datetime,
    options: ReportOptions = AS_USUAL,
    *,
    progress: PagesMade | None = None,
) -> Attended:
    """Make the month's pages and their PDFs, unless it is finished; the log and the mail tell of every ending.

    Where it is finished and a partner has not got its pages, they are laid in its folder.
    The option `again` makes them though it is. Raises what stopped the run, after it was told: `NotNow` where a sheet
    is missing, so that the next morning tries.
    """
    find_workbooks(folder)
    finished = not options.again and is_finished(layout_of(folder).reports, month, options.audience)
    if finished and is_delivered(folder):
        return Attended(None)
    ended: ReportRun | IguError
    try:
        if finished:
            ended = deliver_again(folder, month, options.audience, begun)
        else:
            with_pdf = replace(options, with_pdf=True)
            ended = report_partnership(folder, month, begun, with_pdf, whole=True, progress=progress)
    except IguError as error:
        ended = error
    if isinstance(ended, ReportRun):
        note_report(folder, ended, begun)
    failed = after_run(Outcome(month, options.audience, begun, ended), layout_of(folder).reports, _mail(folder))
    if isinstance(ended, IguError):
        raise ended
    return Attended(ended, failed)


def _mail(folder: Path) -> MailSettings | None:
    """The mail settings, where the coordinator's workbook can be read; the run has its own word for why it cannot."""
    try:
        return CoordinatorFile(folder).read().settings.mail
    except IguError:
        return None
