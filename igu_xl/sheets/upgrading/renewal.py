"""One workbook brought from an earlier layout to this one, in memory first and then in one step on the disk."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from igu_xl.domain.codes import fold
from igu_xl.errors import WriteRefused
from igu_xl.sheets.building.dictionary import HEADERS, dictionary_rows
from igu_xl.sheets.building.dictionary import NAME as DICTIONARY
from igu_xl.sheets.building.list_sheet import key_name
from igu_xl.sheets.building.page import height_of
from igu_xl.sheets.layout_version import FORMULA, NAME
from igu_xl.sheets.ooxml.cells import Content
from igu_xl.sheets.ooxml.date_styles import DateStyles
from igu_xl.sheets.ooxml.table import SheetTable
from igu_xl.sheets.reading.lacking import Lacks, lacks_of
from igu_xl.sheets.reading.workbook import open_workbook
from igu_xl.sheets.schema import Book, Table
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.upgrading.columns import ColumnTransfer
from igu_xl.sheets.upgrading.contact import bring_contact
from igu_xl.sheets.upgrading.freeing import free_cells
from igu_xl.sheets.upgrading.grafting import Graft
from igu_xl.sheets.upgrading.lists import ListTransfer
from igu_xl.sheets.upgrading.opened import OpenedBook
from igu_xl.sheets.upgrading.start import renew_start
from igu_xl.sheets.upgrading.styles import StyleTransfer
from igu_xl.sheets.writing.readback import refuse_unlike
from igu_xl.sheets.writing.replacing import replace_file


@dataclass(frozen=True, slots=True)
class Renewal:
    """A workbook as it will be, and what it lacked."""

    path: Path
    book: Book
    lacks: Lacks
    _target: OpenedBook
    _sha256: str

    def save(self) -> None:
        """Replace the file in one step.

        Raises `WriteRefused`, with the file as it was, when it is open, was changed since it was read, or does not read
        back as it was made.
        """
        replace_file(self.path, self._target.build(), self._sha256, self._verify)

    def _verify(self, written: Path) -> None:
        refuse_unlike(written, self._target.package, self._target.sheets, self._target.workbook.date1904)
        if rest := lacks_of(open_workbook(written), self.book):
            raise WriteRefused(f"Arbejdsbogen har stadig ikke {rest.told()}; den er ikke ændret.", self.path.name)


def fresh_workbook(book: Book) -> bytes:
    """A new, empty workbook of this kind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"ny{book.suffix}"
        build_workbook(book, path)
        return path.read_bytes()


def renewal_of(path: Path, book: Book, fresh: bytes) -> Renewal | None:
    """The workbook with all that a `fresh` one of its kind has; None where it lacks nothing.

    Raises `WriteRefused` where there is no room for something, and `Unreadable` for a file that cannot be read.
    """
    lacks = lacks_of(open_workbook(path), book)
    if not lacks and not book.buttons:
        return None
    content = path.read_bytes()
    target = OpenedBook(content, path.name)
    source = OpenedBook(fresh, path.name)
    if not _bring(lacks, book, source, target):
        return None
    _refresh_dictionary(target, book)
    bring_contact(source, target)
    target.set_name(NAME, FORMULA)
    return Renewal(path, book, lacks, target, hashlib.sha256(content).hexdigest())


def _bring(lacks: Lacks, book: Book, source: OpenedBook, target: OpenedBook) -> bool:
    styles = StyleTransfer(source, target)
    lists = ListTransfer(source, target, styles)
    for table in lacks.tables:
        Graft(source, target, styles).bring(table.sheet)
    for table, column in lacks.columns:
        _add_column(table, column.header, source, target, styles)
    for table, column in lacks.columns:
        free_cells(table, column, target)
    for options in _lists_of(lacks):
        lists.bring(options)
    for options, value in lacks.values:
        lists.add_value(options, value)
    _name_keys(lacks, book, target)
    renewed = bool(book.buttons) and renew_start(source, target, styles)
    return bool(lacks) or renewed


def _add_column(table: Table, header: str, source: OpenedBook, target: OpenedBook, styles: StyleTransfer) -> None:
    theirs, own = source.table(table.name), target.table(table.name)
    assert theirs is not None, "a fresh workbook has every table of the contract"
    if own is None:
        raise WriteRefused(
            f"Rækkerne i arket {table.sheet} står ikke længere i tabellen {table.name}, så kolonnen »{header}« kan "
            f"ikke føjes til. Markér dem med overskrifter, vælg Indsæt, Tabel, kald den {table.name}, og prøv igen.",
            target.package.name,
        )
    ColumnTransfer(theirs, own, target, styles).add(header)


def _lists_of(lacks: Lacks) -> list[str]:
    """The lists that new columns are chosen from."""
    columns = [*(column for _, column in lacks.columns), *(column for table in lacks.tables for column in table)]
    return list(dict.fromkeys(column.options for column in columns if column.options))


def _name_keys(lacks: Lacks, book: Book, target: OpenedBook) -> None:
    """Name the keys that new columns refer to, as a new workbook does."""
    new = [*(column for _, column in lacks.columns), *(column for table in lacks.tables for column in table)]
    for table in book.tables:
        if any(column.refers == table.name for column in new) and target.name(key_name(table)) is None:
            target.set_name(key_name(table), f"{table.name}[{table.column(table.key).header}]")


def _refresh_dictionary(target: OpenedBook, book: Book) -> None:
    """Let *Ordbog* tell of the new columns, where the sheet is as the tool made it."""
    found = target.table(DICTIONARY)
    if found is None or [fold(header) for header in found.headers] != [fold(header) for header in HEADERS]:
        return
    dates = DateStyles(target.package, target.workbook.related("styles"))
    table, rows = SheetTable(target.package, found.part, found.sheet, dates), dictionary_rows(book)
    try:
        table.refuse_growth(len(rows) - len(table.body))
        table.refuse_obstacles(table.body)
    except WriteRefused:
        return  # somebody uses the sheet for something; the columns explain themselves in their hints, too
    table.resize(len(rows))
    for number, row in zip(table.body, rows, strict=True):
        table.fill(number, [Content("text", text) if text else Content("empty") for text in row])
        found.sheet.set_height(number, height_of(zip(row, HEADERS.values(), strict=True)))
