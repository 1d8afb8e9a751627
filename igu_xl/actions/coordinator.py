"""The coordinator's workbook: what was decided is read from it, what was found is written to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.settings import Settings, setting_rows, settings_from
from igu_xl.actions.tool_sheets import by_header, fill_table
from igu_xl.errors import NotNow, WriteRefused, WrongUse
from igu_xl.findings import NOTE, Finding, Place
from igu_xl.records import Record
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.keeping import Backups
from igu_xl.sheets.lossless import WorkbookEdit, is_open
from igu_xl.sheets.opening import Unreadable
from igu_xl.sheets.partnership import COORDINATOR_FILES, coordinator_file
from igu_xl.sheets.reading import Rows, read_table
from igu_xl.sheets.schema import Table
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.values import Fault, understand
from igu_xl.sheets.workbook import Workbook, open_workbook

NEW_FILE = COORDINATOR_FILES[-1]

APPROVE, REJECT, LOCK = "Godkend", "Afvis", "Lås"
SENT = "Sendt"

# When, what was done, and what came of it: a line of the log.
LogLine = tuple[datetime, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class CoordinatorBook:
    """The coordinator's workbook as it was read: settings, and its tables as frames of what stands in them.

    `sha256` is that of the file, so that decisions typed after it was read are not written over.
    """

    path: Path
    sha256: str
    settings: Settings
    proposals: pd.DataFrame
    unmatched: pd.DataFrame
    cohorts: pd.DataFrame


def read_coordinator(folder: Path) -> CoordinatorBook:
    """Read the coordinator's workbook, made from the template when the folder has none.

    Raises `NotNow` when it is open, because decisions that are not saved yet would be lost, and `WrongUse` when it
    cannot be read, a table or a column is not there, or a setting or a decision makes no sense.
    """
    path = coordinator_file(folder) or new_coordinator(folder, Settings())
    if lock := is_open(path):
        raise NotNow(
            f"{path.name} er åben (låsefilen {lock} findes). Gem og luk den, og prøv igen. Er den ikke åben nogen "
            "steder, så slet låsefilen."
        )
    try:
        workbook = open_workbook(path)
    except Unreadable as problem:
        raise _refused(path, Finding(Place(path.name), problem.code, "", problem.details)) from problem
    frames = [
        _frame(workbook, COORDINATOR.table(name), path) for name in ("tblForslag", "tblUmatchede", "tblHoldstatus")
    ]
    return CoordinatorBook(path, workbook.sha256, _settings(workbook, path), *frames)


def new_coordinator(folder: Path, settings: Settings) -> Path:
    """Make the coordinator's workbook from the template."""
    path = folder / NEW_FILE
    build_workbook(COORDINATOR, path, {"tblIndstillinger": setting_rows(settings)})
    return path


def write_coordinator(
    book: CoordinatorBook, tables: Mapping[str, Sequence[Record]], backups: Backups, log: LogLine | None
) -> bool:
    """Replace tables of the coordinator's workbook with rows by column key, and add a line to its log.

    Nothing is written, and False is returned, when everything stands there already. Raises `NotNow`, with the file as
    it was, when it is open or was changed since it was read.
    """
    try:
        edit = WorkbookEdit(book.path)
        if edit.sha256 != book.sha256:
            raise WriteRefused("Den er ændret, siden den blev læst.")
        for name, rows in tables.items():
            fill_table(edit, COORDINATOR.table(name), rows)
        if not edit.changed:
            return False
        if log:
            edit.append_rows("tblLog", by_header(COORDINATOR.table("tblLog"), [_log_row(*log)]))
        backups.keep(book.path)
        return edit.save()
    except WriteRefused as problem:
        raise NotNow(f"{book.path.name} kunne ikke skrives: {problem.reason} Luk den, og prøv igen.") from problem


def _log_row(at: datetime, action: str, result: str) -> Record:
    return {"at": f"{at:%d-%m-%Y %H:%M}", "action": action, "result": result}


def _refused(path: Path, finding: Finding) -> WrongUse:
    parts = [path.name, f"arket {finding.place.sheet}" * bool(finding.place.sheet)]
    parts.append(f"celle {finding.place.cell}" * bool(finding.place.cell))
    return WrongUse(f"{', '.join(part for part in parts if part)}: {finding.message} {finding.mend}")


def _rows(workbook: Workbook, table: Table, path: Path) -> Rows:
    """The rows of a table that must be there with all its columns: half of a decision is none."""
    findings: list[Finding] = []
    rows = read_table(workbook, table, path.name, findings)
    for finding in findings:
        if finding.level != NOTE:
            raise _refused(path, finding)
    assert rows is not None, "a table that is not there has a finding"
    return rows


def _frame(workbook: Workbook, table: Table, path: Path) -> pd.DataFrame:
    """A table as a frame by column key; an empty text is ""."""
    rows = _rows(workbook, table, path)
    columns = {}
    for column in table.inputs:
        values, faults = understand(rows.column(column.key), column)
        for position, fault in faults.items():
            cell = rows.cell(position, column.key)
            raise _refused(path, _finding(fault, Place(path.name, rows.sheet, table.name, cell, column.header)))
        columns[column.key] = values.fillna("") if values.dtype == "string" else values
    return pd.DataFrame(columns)


def _finding(fault: Fault, place: Place) -> Finding:
    return Finding(place, fault.code, fault.value, fault.details)


def _settings(workbook: Workbook, path: Path) -> Settings:
    rows = _rows(workbook, COORDINATOR.table("tblIndstillinger"), path)
    return settings_from(zip(rows.column("setting"), rows.column("value"), strict=True))
