"""The names of workbooks in what the tool keeps: brought along, so that no partner is told to have been renamed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from igu_xl.actions.coordinator.file import save_with_log
from igu_xl.errors import WriteRefused
from igu_xl.sheets.contract.coordinator import LOG, PARTNERS
from igu_xl.sheets.layout import Layout
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.sheets.writing.lossless import WorkbookEdit
from igu_xl.standing.history_file import BEFORE, FILE, TOLD, read_history, write_history
from igu_xl.standing.known_workbooks import with_new_names

ACTION = "Flyt partnerskabet"
_PATH = PARTNERS.column("path").header


def bring_history_along(layout: Layout, names: Mapping[str, str], backups: Backups) -> None:
    """Let every kept history name the workbooks as they are called now; one that cannot be read stays as it is."""
    for path in (layout.state / name for name in (FILE, BEFORE, TOLD)):
        history = read_history(path) if path.is_file() else None
        if history is None or not names.keys() & set(history.workbooks["path"].dropna()):
            continue
        backups.keep(path)
        beside = path.with_suffix(".skrives")
        write_history(replace(history, workbooks=with_new_names(history.workbooks, names)), beside)
        beside.replace(path)


def bring_coordinator_along(
    layout: Layout, names: Mapping[str, str], backups: Backups, begun: datetime, sentence: str
) -> None:
    """Let the sheet *Partnere* name the workbooks as they are called now, and add the line of the log, once.

    A workbook in which that cannot be done stays as it is: the next check writes the sheet anew.
    """
    path = layout.coordinator
    if path is None:
        return
    with suppress(WriteRefused):
        edit = WorkbookEdit(path)
        if ACTION in edit.column(LOG.name, LOG.column("action").header):
            return
        for old, new in names.items():
            for row in edit.rows_with(PARTNERS.name, _PATH, old):
                edit.set_cell(PARTNERS.name, row, _PATH, new)
        save_with_log(path, edit, backups, (begun, ACTION, sentence))


def renew(path: Path, content: bytes, backups: Backups) -> None:
    """Put this version's text in place of an earlier one's, which is kept among the backups."""
    if path.is_file():
        if path.read_bytes() == content:
            return
        backups.keep(path)
    beside = path.with_name(f".{path.name}.ny")
    beside.write_bytes(content)
    beside.replace(path)
