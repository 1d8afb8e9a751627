"""Rapport: keep the month's data in the archive, and make every partner's page from it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from igu_xl.actions.checking import Checked, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile, saved_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.reporting.delivering import deliver_pages
from igu_xl.actions.reporting.month_snapshot import keep_snapshot
from igu_xl.checks.validation import Validation
from igu_xl.danish import date_text, listing
from igu_xl.errors import NotNow, WrongUse
from igu_xl.month import Month
from igu_xl.reports.data import kept_versions
from igu_xl.reports.data.snapshot import places
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import AS_USUAL, ReportOptions
from igu_xl.reports.run.page_runs import PagesMade
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import exclusive
from igu_xl.standing.known_workbooks import left


def previous_month(folder: Path, begun: datetime) -> Month:
    """The month before the day of the run, by the settings as they are saved.

    Where they cannot be read the clock counts: a run has its own word for what is wrong with them. Raises `WrongUse`
    for a folder that is no partnership.
    """
    find_workbooks(folder)
    with suppress(WrongUse):
        if book := saved_coordinator(folder):
            return book.settings.previous_month(begun.date)
    return Settings().previous_month(begun.date)


def report_partnership(
    folder: Path,
    month: Month,
    begun: datetime,
    options: ReportOptions = AS_USUAL,
    *,
    whole: bool = False,
    progress: PagesMade | None = None,
    coordinator: Coordinator | None = None,
) -> ReportRun:
    """Check everything, archive the data as of now, make the month's pages that are not made yet, and lay each
    partner's own in its folder.

    Nothing is written to the workbooks. A month that has not ended on the day of the run is made as provisional. Raises
    `WrongUse` for a folder that is no partnership, a month that has not begun and a page nobody knows, `NotNow` when
    another run holds the folder or the cluster does not answer, and with `whole` also when a sheet is missing or cannot
    be read.
    """
    find_workbooks(folder)
    with exclusive(folder):
        checked = read_and_check(folder, begun, None, coordinator or CoordinatorFile(folder))
        if whole:
            _require_all(folder, checked.validation)
        _require_begun(month, checked)
        layout, settings = layout_of(folder), checked.coordinator.settings
        data = keep_snapshot(checked, layout.archive / str(month))
        told = replace(options, contact=settings.contact, method=settings.method, agreement=settings.agreement)
        run = make_reports(data, layout.reports, layout.archive, month, told, begun=begun, progress=progress)
        return replace(run, delivered=deliver_pages(checked))


def _require_begun(month: Month, checked: Checked) -> None:
    """Raise `WrongUse` for a month that begins after the day of the run: there is nothing to tell of it."""
    if checked.today < month.first:
        raise WrongUse(
            f"{month.name.capitalize()} er ikke begyndt endnu (i dag er {date_text(checked.today)}). Vælg en måned, "
            "der er begyndt, eller ret Dags dato i koordinatorens arbejdsbog."
        )


def _require_all(folder: Path, validation: Validation) -> None:
    """Every partner of the latest archived month that has not left has its workbook there, and all can be read."""
    books = validation.partnership.books
    kept = sorted(path for path in layout_of(folder).archive.glob("[0-9]*") if kept_versions.versions(path))
    before = places(kept_versions.latest(kept[-1])) if kept else {}
    here = {book.partner for book in books} | left(validation.history.workbooks)
    require_sheets(
        sorted(path for partner, path in before.items() if partner not in here),
        [book.path for book in books if not book.tables],
    )


def require_sheets(missing: Sequence[str], unreadable: Sequence[str] = ()) -> None:
    """Raise `NotNow` (exit code 75) where partners' workbooks are missing or cannot be read; they are named.

    Nobody looks at a scheduled run, so it does not make a month from half of the sheets.
    """
    reasons = []
    if missing:
        reasons.append(f"Der mangler ark fra {listing(missing)}.")
    if unreadable:
        reasons.append(f"Disse ark kunne ikke læses, måske fordi de er åbne: {listing(unreadable)}.")
    if reasons:
        raise NotNow(f"{' '.join(reasons)} Månedens sider er ikke lavet; kørslen prøver igen næste morgen.")
