"""The coordinator's workbook as it is open in Excel: what stands there is read and written, saved or not.

While it is open its file must not be touched, so the buttons go through Excel, and Excel saves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.actions.coordinator.workbook import CoordinatorBook, understood
from igu_xl.actions.logbook.logbook import Logbook, LogLine
from igu_xl.errors import NotNow
from igu_xl.excel.in_front import full_name
from igu_xl.excel.live_tables import append_row, lacks_here, read_rows, refuse_obstacles, replace_rows
from igu_xl.records import Record
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.system.who import Who

if TYPE_CHECKING:
    from xlwings import App, Book

_LOG = COORDINATOR.table("tblLog")


class OpenCoordinator:
    """The coordinator's workbook in Excel, in place of its file (`CoordinatorFile`)."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.path = Path(full_name(book))

    def read(self) -> CoordinatorBook:
        """Read settings and decisions as they stand on the screen.

        Raises `WrongUse` when a table is not there, or a setting or a decision makes no sense.
        """
        lacks = lacks_here(self._book, COORDINATOR)
        return understood(self.path, "", lambda table: read_rows(self._book, table), lacks)

    def write(
        self,
        book: CoordinatorBook,
        tables: Mapping[str, Sequence[Record]],
        backups: Backups,
        log: LogLine | None,
        by: Who | None = None,
    ) -> bool:
        """Replace tables with rows by column key, add a line to the log, and save.

        What the coordinator has typed is saved and copied first. Raises `WrongUse` or `NotNow`, with nothing changed,
        when something stands where rows must go or Excel cannot save the workbook.
        """
        tables = book.fitting(tables)
        self._refuse_obstacles(tables)
        self._save()
        backups.keep(self.path)
        with Logbook(self.path.parent).writing(log, self._logged(), by) as lines:
            with _quiet(self._book.app):
                self._write(tables, lines)
            self._save()
        return True

    def remember(self, log: LogLine) -> None:
        """Add a line to the log alone: an action that could not be done has nothing else to write."""
        with Logbook(self.path.parent).writing(log, self._logged()) as lines:
            self._write({}, lines)

    def _refuse_obstacles(self, tables: Mapping[str, Sequence[Record]]) -> None:
        for name, rows in tables.items():
            refuse_obstacles(self._book, COORDINATOR.table(name), len(rows))

    def _write(self, tables: Mapping[str, Sequence[Record]], lines: Sequence[Record]) -> None:
        for name, rows in tables.items():
            replace_rows(self._book, COORDINATOR.table(name), rows)
        for line in lines:
            append_row(self._book, _LOG, line)

    def _logged(self) -> list[Record]:
        """What stands in the sheet *Log*, by column key."""
        rows = read_rows(self._book, _LOG)
        columns = {column.key: rows.column(column.key) for column in _LOG}
        return [{key: str(column.iloc[at] or "") for key, column in columns.items()} for at in range(len(rows.numbers))]

    def _save(self) -> None:
        try:
            self._book.save()
        except Exception as problem:  # each system's Excel has its own kind of error
            raise NotNow(
                f"{self.path.name} kan ikke gemmes. Er den skrivebeskyttet eller åben et andet sted? "
                "Luk den, åbn den igen, og prøv igen; intet er ændret."
            ) from problem


@contextmanager
def _quiet(app: App) -> Iterator[None]:
    """Write without redrawing and recalculating for each block; both are as they were afterwards."""
    before = app.screen_updating, app.calculation
    app.screen_updating, app.calculation = False, "manual"
    try:
        yield
    finally:
        app.screen_updating, app.calculation = before
