"""Rapport: keep the month's data in the archive, and make every partner's page from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile, saved_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.coordinator.workbook import Coordinator, CoordinatorBook
from igu_xl.checks.validation import Validation
from igu_xl.danish import date_text, listing
from igu_xl.documents import document
from igu_xl.errors import NotNow, WrongUse
from igu_xl.findings import ERROR, WARNING
from igu_xl.month import Month
from igu_xl.reports.data.snapshot import MANIFEST, partners
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import AS_USUAL, ReportOptions
from igu_xl.reports.run.page_runs import PagesMade
from igu_xl.sheets.partnership import find_workbooks
from igu_xl.sheets.writing.keeping import exclusive
from igu_xl.standing import history_file
from igu_xl.standing.history import History
from igu_xl.standing.known_workbooks import NO_WORKBOOKS, left

REPORTS, ARCHIVE, DATA = "rapporter", "arkiv", "data"

# What a report never needs does not leave the workbooks: free text and the names of staff.
_LEFT_BEHIND = ("remark", "contact", "action")
# Asked for a name, a sector or hours only: a row that gets an error afterwards must not change an earlier month.
_WHOLE = ("tblVirksomheder", "tblHold", "tblKurser")


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
    """Check everything, archive the data as of now, and make the month's pages that are not made yet.

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
        archive = folder / ARCHIVE / str(month)
        keep_snapshot(checked, archive)
        settings = checked.coordinator.settings
        told = replace(options, contact=settings.contact, method=settings.method, agreement=settings.agreement)
        return make_reports(
            archive / DATA, folder / REPORTS, folder / ARCHIVE, month, told, begun=begun, progress=progress
        )


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
    kept = sorted((folder / ARCHIVE).glob(f"*/{MANIFEST}"))
    before = partners(kept[-1].parent / DATA) if kept else pd.DataFrame({"partner": [], "path": []})
    here = {book.partner for book in books} | left(validation.history.workbooks)
    require_sheets(
        sorted(before.loc[~before["partner"].isin(list(here)), "path"]),
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


def keep_snapshot(checked: Checked, archive: Path) -> None:
    """Write the usable rows as Parquet, one file a table, what every reading found, and a manifest with the day and
    the SHA-256 of every workbook."""
    validation, data = checked.validation, archive / DATA
    data.mkdir(parents=True, exist_ok=True)
    paths = [book.path for book in validation.partnership.books]
    for table in validation.partnership.frames:
        rows = validation.partnership.frames[table] if table in _WHOLE else validation.usable(table)
        frame = rows.drop(columns=[*_LEFT_BEHIND, "nth"], errors="ignore")
        frame["book"] = frame["book"].map(dict(enumerate(paths))).astype("string")
        _write(frame, data / f"{table}.parquet")
    _keep_history(validation.history, data / history_file.FILE)
    _write(_partners(validation), data / "partners.parquet")
    _write(_findings(validation), data / "findings.parquet")
    _keep_unmatched(checked.coordinator, data / "unmatched.parquet")
    manifest = {book.path: book.sha256 for book in validation.partnership.books}
    kept = document({"day": f"{checked.today:%Y-%m-%d}", "workbooks": manifest}, sort_keys=True)
    (archive / MANIFEST).write_text(kept, encoding="utf-8")


def _keep_history(history: History, path: Path) -> None:
    """Write what was read, without the days on which nothing new was and without where it lay: they would make every
    page another edition."""
    beside = path.with_suffix(".skrives")
    history_file.write_history(replace(history, days=history.days[:1], workbooks=NO_WORKBOOKS), beside)
    beside.replace(path)


def _keep_unmatched(book: CoordinatorBook, path: Path) -> None:
    """Who the latest match placed nowhere; no file where there was no match, which is not the same as nobody."""
    if book.proposals.empty and book.unmatched.empty:
        path.unlink(missing_ok=True)
    else:
        _write(book.unmatched[["candidate", "reason"]], path)


def _write(frame: pd.DataFrame, path: Path) -> None:
    """Write beside and move over, so that a killed run leaves no half file."""
    beside = path.with_suffix(".skrives")
    frame.reset_index(drop=True).to_parquet(beside, index=False)
    beside.replace(path)


def _partners(validation: Validation) -> pd.DataFrame:
    counts = Counter((finding.place.workbook, finding.level) for finding in validation.findings)
    rows = [
        {
            "partner": book.partner,
            "kind": book.book.kind,
            "name": validation.partnership.partner_name(book.partner),
            "path": book.path,
            "rows": sum(len(rows.numbers) for rows in book.tables.values()),
            "errors": counts[(book.path, ERROR)],
            "warnings": counts[(book.path, WARNING)],
        }
        for book in validation.partnership.books
    ]
    return pd.DataFrame(rows, columns=["partner", "kind", "name", "path", "rows", "errors", "warnings"])


def _findings(validation: Validation) -> pd.DataFrame:
    owners = {book.path: book.partner for book in validation.partnership.books}
    rows = [
        (finding.place.workbook, owners.get(finding.place.workbook, ""), finding.level, finding.code)
        for finding in validation.findings
    ]
    return pd.DataFrame(rows, columns=["workbook", "partner", "level", "code"], dtype="string")
