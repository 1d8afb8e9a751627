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
from igu_xl.findings import Finding, Place
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.keeping import Backups
from igu_xl.sheets.lossless import WorkbookEdit
from igu_xl.sheets.opening import Unreadable
from igu_xl.sheets.partnership import COORDINATOR_FILES, coordinator_file
from igu_xl.sheets.reading import Workbook, open_workbook, read_table
from igu_xl.sheets.schema import Table
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.values import shown, understand

NEW_FILE = COORDINATOR_FILES[-1]

APPROVE, REJECT, LOCK = "Godkend", "Afvis", "Lås"
SENT = "Sendt"


@dataclass(frozen=True, slots=True, eq=False)
class CoordinatorBook:
    """The coordinator's workbook as it was read: settings, and its tables as frames of what stands in them."""

    path: Path
    settings: Settings
    proposals: pd.DataFrame
    unmatched: pd.DataFrame
    cohorts: pd.DataFrame


def read_coordinator(folder: Path) -> CoordinatorBook:
    """Read the coordinator's workbook, made from the template when the folder has none.

    Raises `WrongUse` when it cannot be read or a setting makes no sense, and `NotNow` when it is open, because
    decisions that are not saved yet would be lost.
    """
    path = coordinator_file(folder) or new_coordinator(folder, Settings())
    try:
        workbook = open_workbook(path)
    except Unreadable as problem:
        finding = Finding(Place(path.name), problem.code, "", problem.details)
        raise WrongUse(f"{path.name}: {finding.message} {finding.mend}") from problem
    frames = {
        name: _frame(workbook, COORDINATOR.table(name)) for name in ("tblForslag", "tblUmatchede", "tblHoldstatus")
    }
    return CoordinatorBook(path, _settings(workbook), *frames.values())


def new_coordinator(folder: Path, settings: Settings) -> Path:
    """Make the coordinator's workbook from the template."""
    path = folder / NEW_FILE
    build_workbook(COORDINATOR, path, {"tblIndstillinger": setting_rows(settings)})
    return path


def write_coordinator(
    book: Path, tables: Mapping[str, Sequence[Mapping[str, object]]], backups: Backups, log: tuple[str, str] | None
) -> bool:
    """Replace tables of the coordinator's workbook with rows by column key, and add a line to its log.

    Nothing is written, and False is returned, when everything stands there already. Raises `NotNow` when it is open.
    """
    try:
        edit = WorkbookEdit(book)
        for name, rows in tables.items():
            fill_table(edit, COORDINATOR.table(name), rows)
        if not edit.changed:
            return False
        if log:
            at = f"{datetime.now():%d-%m-%Y %H:%M}"
            edit.append_rows("tblLog", by_header(COORDINATOR.table("tblLog"), [_log_row(at, *log)]))
        backups.keep(book)
        return edit.save()
    except WriteRefused as problem:
        raise NotNow(f"{book.name} kunne ikke skrives: {problem.reason} Luk den, og prøv igen.") from problem


def _log_row(at: str, action: str, result: str) -> dict[str, object]:
    return {"at": at, "action": action, "result": result}


def _frame(workbook: Workbook, table: Table) -> pd.DataFrame:
    """A table as a frame by column key; an empty text is ""."""
    rows = read_table(workbook, table, "koordinator", [])
    columns = {column.key: pd.Series(dtype="string") for column in table.inputs}
    if rows is None:
        return pd.DataFrame(columns)
    for column in table.inputs:
        values, faults = understand(rows.column(column.key), column)
        for fault in faults.values():
            raise WrongUse(
                f"Arket {rows.sheet}: »{fault.value}« kan ikke stå i {column.header}. Vælg en værdi på listen."
            )
        columns[column.key] = values.fillna("") if values.dtype == "string" else values
    return pd.DataFrame(columns)


def _settings(workbook: Workbook) -> Settings:
    rows = read_table(workbook, COORDINATOR.table("tblIndstillinger"), "koordinator", [])
    if rows is None:
        return Settings()
    names = [shown(name) for name in rows.typed["setting"] if name is not None]
    return settings_from(dict(zip(names, rows.typed["value"], strict=True)))
