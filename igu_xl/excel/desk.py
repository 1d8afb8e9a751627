"""Where a button was pressed: the partnership that the workbook lies in, and the coordinator's workbook there.

From the coordinator's own workbook it is the one in Excel. From a partner's workbook (with the ribbon) it is the one
in Excel if it is open there, else its file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.actions.commands import Desk
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.errors import WrongUse
from igu_xl.excel.coordinator import OpenCoordinator
from igu_xl.excel.in_front import full_name
from igu_xl.sheets.layout import COORDINATOR_FILES, layout_of, partnership_around

if TYPE_CHECKING:
    from xlwings import Book


def desk_of(book: Book) -> Desk:
    """The desk of the workbook that a button was pressed in; raises `WrongUse` when it lies in no partnership."""
    folder = folder_of(book)
    own = layout_of(folder).coordinator
    if own is None:
        raise WrongUse(f"Koordinatorens arbejdsbog mangler i »{folder}«. Den skal hedde {COORDINATOR_FILES[0]}.")
    # By name first: the full name of some other workbook, on a server, may be one that cannot be had.
    found = next((one for one in book.app.books if one.name.casefold() == own.name.casefold()), None)
    if found is not None and not _same(Path(full_name(found)), own):
        found = None
    return Desk(folder, CoordinatorFile(folder) if found is None else OpenCoordinator(found))


def folder_of(book: Book) -> Path:
    """The partnership's folder, seen from the coordinator's or a partner's workbook."""
    path = Path(full_name(book))
    if not path.is_absolute():
        raise WrongUse("Gem arbejdsbogen i partnerskabets mappe, og prøv igen.")
    return partnership_around(path) or path.parent


def _same(one: Path, other: Path) -> bool:
    return str(one).casefold() == str(other).casefold()
