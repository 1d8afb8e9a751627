"""Lines of the log that wait: what was done while the coordinator's workbook was open, for the next run to write.

A run without a button, from the command line or the schedule, has no workbook at hand that it may keep waiting for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.logbook.logbook import LogLine
from igu_xl.documents import document, read_document
from igu_xl.errors import IguError
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.system import swap_folder
from igu_xl.system.who import Who, who_runs

_FILE = "log-venter.json"


def note(folder: Path, line: LogLine) -> None:
    """Add a line to the log, or keep it where the workbook is open or another run holds the partnership."""
    _keep(folder, [*_waiting(folder), (line, who_runs())])
    try:
        with exclusive(folder):
            write_late_lines(folder, CoordinatorFile(folder), line[0])
    except IguError:
        return  # it waits


def put_off(folder: Path, line: LogLine) -> None:
    """Keep a line of the log for the next run, where this one holds the lock and the workbook is open."""
    _keep(folder, [*_waiting(folder), (line, who_runs())])


def write_late_lines(folder: Path, desk: Coordinator, begun: datetime) -> None:
    """Write the lines that wait; for a run that holds the lock, before it reads the coordinator's workbook."""
    while lines := _waiting(folder):
        line, by = lines[0]
        desk.write(desk.read(), {}, Backups(folder, begun), line, by)
        _keep(folder, lines[1:])


def blank_late_lines(folder: Path, blank: Callable[[str], str]) -> int:
    """Change the sentences of the lines that wait; returns of how many."""
    lines = _waiting(folder)
    blanked = [((at, action, blank(result)), by) for (at, action, result), by in lines]
    if blanked != lines:
        _keep(folder, blanked)
    return sum(new != old for new, old in zip(blanked, lines, strict=True))


def _waiting(folder: Path) -> list[tuple[LogLine, Who]]:
    """The lines with whose they are, which an earlier version did not keep."""
    lines = read_document(layout_of(folder).state / _FILE).get("lines", [])
    return [((datetime.fromisoformat(at), action, result), Who(*by or ("", ""))) for at, action, result, *by in lines]


def _keep(folder: Path, lines: list[tuple[LogLine, Who]]) -> None:
    told = [[at.isoformat(timespec="seconds"), action, result, *by] for (at, action, result), by in lines]
    path = layout_of(folder).state / _FILE
    if told:
        swap_folder.put(path, document({"lines": told}))
    else:
        path.unlink(missing_ok=True)
