"""Lines of the log that wait: what was done while the coordinator's workbook was open, for the next run to write.

A run without a button, from the command line or the schedule, has no workbook at hand that it may keep waiting for.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.workbook import Coordinator, LogLine
from igu_xl.documents import document, read_document
from igu_xl.errors import IguError
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.system import swap_folder

_FILE = "log-venter.json"


def note(folder: Path, line: LogLine) -> None:
    """Add a line to the log, or keep it where the workbook is open or another run holds the partnership."""
    _keep(folder, [*_waiting(folder), line])
    try:
        with exclusive(folder):
            write_late_lines(folder, CoordinatorFile(folder), line[0])
    except IguError:
        return  # it waits


def put_off(folder: Path, line: LogLine) -> None:
    """Keep a line of the log for the next run, where this one holds the lock and the workbook is open."""
    _keep(folder, [*_waiting(folder), line])


def write_late_lines(folder: Path, desk: Coordinator, begun: datetime) -> None:
    """Write the lines that wait; for a run that holds the lock, before it reads the coordinator's workbook."""
    while lines := _waiting(folder):
        desk.write(desk.read(), {}, Backups(folder, begun), lines[0])
        _keep(folder, lines[1:])


def _waiting(folder: Path) -> list[LogLine]:
    lines = read_document(layout_of(folder).state / _FILE).get("lines", [])
    return [(datetime.fromisoformat(at), action, result) for at, action, result in lines]


def _keep(folder: Path, lines: list[LogLine]) -> None:
    told = [[at.isoformat(timespec="seconds"), action, result] for at, action, result in lines]
    path = layout_of(folder).state / _FILE
    if told:
        swap_folder.put(path, document({"lines": told}))
    else:
        path.unlink(missing_ok=True)
