"""What a report keeps of the partnership: the columns that figures read, as they are now, in the month's archive."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked
from igu_xl.actions.coordinator.workbook import CoordinatorBook
from igu_xl.actions.forgetting.follow_ups import kept_follow_ups
from igu_xl.actions.reporting.kept_courses import kept_courses
from igu_xl.actions.school_plan.kept_plan import kept_plan
from igu_xl.checks.validation import Validation
from igu_xl.documents import document
from igu_xl.reports.data import kept_versions, plan_of_month
from igu_xl.reports.data.kept_columns import (
    OF_FINDINGS,
    OF_PARTNERS,
    OF_SCHOOL,
    OF_TABLES,
    OF_UNMATCHED,
    SCHOOL,
    WORKPLACE,
    history_of_figures,
)
from igu_xl.reports.data.plan_of_month import PlanOfMonth
from igu_xl.reports.data.snapshot import FINDINGS, MANIFEST, PARTNERS, UNMATCHED, with_workplace
from igu_xl.sheets.contract.municipality import FOLLOW_UPS
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.schema import Table
from igu_xl.standing import history_file


def keep_snapshot(checked: Checked, archive: Path) -> Path:
    """The folder in the month's archive with the data of now: Parquet files, and a manifest with the day and the
    SHA-256 of every workbook.

    Data that differ from the latest are a new version beside it (`kept_versions`). Raises `NotNow` where a folder is in
    use.
    """
    archive.mkdir(parents=True, exist_ok=True)
    return kept_versions.add(archive, partial(_write_all, checked))


def _write_all(checked: Checked, data: Path) -> None:
    validation = checked.validation
    for table, columns in OF_TABLES.items():
        _write(_rows(validation, table)[list(columns)], data / f"{table.name}.parquet")
    history_file.write_history(history_of_figures(validation.history), data / history_file.FILE)
    _write(_partners(validation), data / PARTNERS)
    _write(_findings(validation), data / FINDINGS)
    _keep_unmatched(checked.coordinator, data / UNMATCHED)
    _write(kept_courses(validation)[list(OF_SCHOOL)], data / f"{SCHOOL}.parquet")
    _keep_school_plan(validation, data)
    books = validation.partnership.books
    kept = {
        "day": f"{checked.today:%Y-%m-%d}",
        "workbooks": {book.path: book.sha256 for book in books},
        "partners": {book.partner: book.path for book in books},
    }
    (data / MANIFEST).write_text(document(kept, sort_keys=True), encoding="utf-8")


def _rows(validation: Validation, table: Table) -> pd.DataFrame:
    """The rows of a table.

    A follow-up with an error does not count, and those of people who were forgotten do. Of companies, cohorts and
    courses only a name, a sector or hours are asked, and a row that gets an error afterwards must not change an earlier
    month.
    """
    if table is FOLLOW_UPS:
        forgotten = kept_follow_ups(layout_of(validation.partnership.folder).state)
        return (
            pd.concat([validation.usable(table.name), forgotten]) if len(forgotten) else validation.usable(table.name)
        )
    rows = validation.partnership.frames[table.name]
    return with_workplace(rows) if WORKPLACE in OF_TABLES[table] else rows


def _keep_unmatched(book: CoordinatorBook, path: Path) -> None:
    """Who the latest match placed nowhere; no file where there was no match, which is not the same as nobody."""
    if not (book.proposals.empty and book.unmatched.empty):
        _write(book.unmatched[list(OF_UNMATCHED)], path)


def _keep_school_plan(validation: Validation, data: Path) -> None:
    """What the school plan that was made last calls for and saves; no files where there was none."""
    if plan := kept_plan(validation.partnership.folder):
        plan_of_month.keep(PlanOfMonth(plan.day, plan.calls, plan.savings), data)


def _write(frame: pd.DataFrame, path: Path) -> None:
    frame.reset_index(drop=True).to_parquet(path, index=False)


def _partners(validation: Validation) -> pd.DataFrame:
    rows = [
        (
            book.partner,
            validation.partnership.partner_name(book.partner),
            sum(len(rows.numbers) for rows in book.tables.values()),
        )
        for book in validation.partnership.books
    ]
    return pd.DataFrame(rows, columns=list(OF_PARTNERS))


def _findings(validation: Validation) -> pd.DataFrame:
    owners = {book.path: book.partner for book in validation.partnership.books}
    rows = [(owners.get(finding.place.workbook, ""), finding.level) for finding in validation.findings]
    return pd.DataFrame(rows, columns=list(OF_FINDINGS), dtype="string")
