"""The one partnership that a server works on, and the coordinator's workbook as it is open in Excel on the web."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.actions.commands import Desk
from igu_xl.actions.coordinator.workbook import CoordinatorBook, LogLine
from igu_xl.errors import WrongUse
from igu_xl.excel.coordinator import OpenCoordinator
from igu_xl.records import Record
from igu_xl.sheets.layout import COORDINATOR_FILES
from igu_xl.sheets.writing.keeping import Backups

if TYPE_CHECKING:
    from xlwings import Book

FOLDER = "IGU_PARTNERSKAB"
NO_LOGIN = "IGU_UDEN_LOGIN"


class ServedCoordinator(OpenCoordinator):
    """The coordinator's workbook in a browser: all of it is read at once, and Excel saves it by itself."""

    def write(
        self, book: CoordinatorBook, tables: Mapping[str, Sequence[Record]], backups: Backups, log: LogLine | None
    ) -> bool:
        """Replace tables with rows by column key, and add a line to the log.

        The changes are made when the command is done. Raises `WrongUse`, with nothing changed, when something stands
        where rows must go. No copy is kept: SharePoint keeps the versions of the workbook.
        """
        self._refuse_obstacles(tables)
        self._write(tables, log)
        return True


def served_desk(book: Book) -> Desk:
    """The server's partnership, with the workbook of a press; raises `WrongUse` unless it is the coordinator's."""
    folder = served_folder()
    if book.name.casefold() not in COORDINATOR_FILES:
        raise WrongUse(f"Åbn koordinatorens arbejdsbog ({COORDINATOR_FILES[0]}), og prøv igen.")
    return Desk(folder, ServedCoordinator(book, folder / book.name))


def served_folder() -> Path:
    """The partnership's folder on the server; raises `WrongUse` when there is none, or anybody could ask for it."""
    from xlwings_server.config import settings

    if not settings.auth_providers and os.environ.get(NO_LOGIN) != "ja":
        raise WrongUse("Serveren beder ikke om login, så partnerskabets oplysninger er lukket for den.")
    folder = Path(os.environ.get(FOLDER) or os.devnull)
    if not folder.is_dir():
        raise WrongUse("Serveren har ingen partnerskabsmappe. Bed den, der passer serveren, om at angive den.")
    return folder
