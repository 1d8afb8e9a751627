"""The coordinator's workbook as a file: read as it is saved, written losslessly."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from igu_xl.actions.coordinator.settings import Settings, setting_rows
from igu_xl.actions.coordinator.workbook import CoordinatorBook, refused, understood
from igu_xl.actions.logbook.logbook import Logbook, LogLine
from igu_xl.actions.tool_sheets import by_header, fill_table, show_start
from igu_xl.domain.codes import fold
from igu_xl.errors import NotNow, WriteRefused, WrongUse
from igu_xl.findings import NOTE, Finding, Place
from igu_xl.records import Record
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.layout import COORDINATOR_FILES, layout_of
from igu_xl.sheets.reading.lacking import lacks_of
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.typed_rows import Rows, read_table
from igu_xl.sheets.reading.workbook import Workbook, open_workbook
from igu_xl.sheets.schema import Table
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.sheets.writing.lossless import WorkbookEdit, is_open
from igu_xl.system.who import Who

NEW_FILE = COORDINATOR_FILES[0]
_LOG = COORDINATOR.table("tblLog")

# What a person types in and the tool writes in, too: its rows must lie in the table, or there is no room for more.
_WRITTEN_BACK = ("tblBeslutninger", "tblHvorfor")
_BELOW = "raekker-under-tabel"

# What the system does not let anybody read: another program may hold it.
_NOT_NOW = "fil-laest-ikke"


def new_coordinator(folder: Path, settings: Settings) -> Path:
    """Make the coordinator's workbook from the template."""
    path = layout_of(folder).secretariat / NEW_FILE
    build_workbook(COORDINATOR, path, {"tblIndstillinger": setting_rows(settings)})
    return path


class CoordinatorFile:
    """The coordinator's workbook as a file in the partnership's folder, made from the template when there is none."""

    def __init__(self, folder: Path) -> None:
        layout = layout_of(folder)
        self.path = layout.coordinator or layout.secretariat / NEW_FILE

    def read(self) -> CoordinatorBook:
        """Read what is saved.

        Raises `NotNow` when it is open, because decisions that are not saved yet would be lost, and `WrongUse` when it
        cannot be read, a table or a column is not there, or a setting or a decision makes no sense.
        """
        if not self.path.exists():
            new_coordinator(self.path.parent, Settings())
        if lock := is_open(self.path):
            raise NotNow(
                f"{self.path.name} er åben (låsefilen {lock} findes). Gem og luk den, og prøv igen. Er den ikke åben "
                "nogen steder, så slet låsefilen."
            )
        try:
            return _saved(self.path)
        except Unreadable as problem:
            raise _unreadable(self.path, problem) from problem

    def write(
        self,
        book: CoordinatorBook,
        tables: Mapping[str, Sequence[Record]],
        backups: Backups,
        log: LogLine | None,
        by: Who | None = None,
    ) -> bool:
        """Replace tables with rows by column key, and add a line to the log.

        Nothing is written, and False is returned, when there are tables and everything stands there already; without
        tables the line is what there is to write. Raises `NotNow`, with the file as it was, when it is open or was
        changed since it was read.
        """
        try:
            edit = WorkbookEdit(self.path)
            if edit.sha256 != book.sha256:
                raise WriteRefused("Den er ændret, siden den blev læst.")
            for name, rows in book.fitting(tables).items():
                fill_table(edit, COORDINATOR.table(name), rows)
            if not edit.changed and tables:
                return False
            return save_with_log(self.path, edit, backups, log, by)
        except WriteRefused as problem:
            raise NotNow(f"{self.path.name} kunne ikke skrives: {problem.reason} Luk den, og prøv igen.") from problem

    def remember(self, log: LogLine) -> None:
        """Leave the file as it is: what could not be done is told where it was asked for, and nobody has it open."""


def save_with_log(path: Path, edit: WorkbookEdit, backups: Backups, log: LogLine | None, by: Who | None = None) -> bool:
    """Save the coordinator's workbook with a line more in its log, after a copy of it was kept.

    Returns whether anything was written; raises `WriteRefused`, with the file as it was, where it cannot be.
    """
    with Logbook(path.parent).writing(log, logged_in(edit), by) as lines:
        if log:
            edit.append_rows(_LOG.name, by_header(_LOG, lines))
            show_start(edit, log[0].date())
        backups.keep(path)
        return edit.save()


def logged_in(edit: WorkbookEdit) -> list[Record]:
    """What stands in the sheet *Log* by column key, without its blank rows."""
    columns = {column.key: edit.column(_LOG.name, column.header) for column in _LOG}
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    told = [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in rows]
    return [row for row in told if any(row.values())]


def read_coordinator(folder: Path) -> CoordinatorBook:
    """What is saved in the coordinator's workbook of a partnership; raises as `CoordinatorFile.read`."""
    return CoordinatorFile(folder).read()


def saved_coordinator(folder: Path) -> CoordinatorBook | None:
    """What is saved in the coordinator's workbook, also while it is open: for what only looks and writes nothing.

    None where there is no such workbook, and where the system does not let it be read now. Raises `WrongUse` when what
    is read makes no sense.
    """
    path = layout_of(folder).coordinator
    try:
        return _saved(path) if path else None
    except Unreadable as problem:
        if problem.code == _NOT_NOW:
            return None
        raise _unreadable(path or folder, problem) from problem


def coordinator_as_saved(folder: Path) -> CoordinatorBook:
    """What is saved in the coordinator's workbook, also while it is open, and a new one's where there is none.

    Nothing is written to the folder. Raises `NotNow` when the system does not let it be read now, `WrongUse` when what
    is read makes no sense.
    """
    book = saved_coordinator(folder) if layout_of(folder).coordinator else _undecided()
    if book is None:
        raise NotNow("Koordinatorens arbejdsbog kan ikke læses lige nu. Prøv igen om lidt.")
    return book


def _undecided() -> CoordinatorBook:
    """The workbook of a partnership in which nothing was decided yet."""
    with tempfile.TemporaryDirectory() as empty:
        return _saved(new_coordinator(Path(empty), Settings()))


def _saved(path: Path) -> CoordinatorBook:
    """The workbook as its file is; raises `Unreadable`, and `WrongUse` when what is read makes no sense."""
    workbook = open_workbook(path)
    lacks = lacks_of(workbook, COORDINATOR)
    return understood(path, workbook.sha256, lambda table: _rows(workbook, table, path), lacks)


def _unreadable(path: Path, problem: Unreadable) -> WrongUse:
    return refused(path, Finding(Place(path.name), problem.code, "", problem.details))


def _rows(workbook: Workbook, table: Table, path: Path) -> Rows:
    """The rows of a table that must be there under its name with all its columns: half of a decision is none."""
    findings: list[Finding] = []
    if any(fold(own.name) == fold(table.name) for own in workbook.tables):
        rows = read_table(workbook, table, path.name, findings)
    else:
        rows = None
        findings.append(Finding(Place(path.name), "tabel-mangler", "", {"table": table.name, "expected": table.sheet}))
    for finding in findings:
        below = finding.code == _BELOW and table.name in _WRITTEN_BACK
        if below or finding.level != NOTE:
            raise refused(path, finding)
    assert rows is not None, "a table that is not there has a finding"
    return rows
