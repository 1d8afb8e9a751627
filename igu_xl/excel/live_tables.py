"""Tables of a workbook that is open in Excel: read in one block, written in one block.

Text is written as text: the cells are told to hold text before they get it, so Excel makes no formula, number or date
of it. Only a `Link` becomes a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pandas as pd

from igu_xl.domain.codes import fold
from igu_xl.errors import WrongUse
from igu_xl.sheets.ooxml.areas import column_letters
from igu_xl.sheets.ooxml.cells import Link, content_of
from igu_xl.sheets.reading.lacking import Lacks, later_columns
from igu_xl.sheets.reading.typed_rows import Rows
from igu_xl.sheets.schema import TEXT_KINDS, Kind, Row, Table
from igu_xl.sheets.schema import Book as Contract

if TYPE_CHECKING:
    from xlwings import Book, Range
    from xlwings.main import Table as ExcelTable


_AS_TEXT, _AS_FORMULA = "@", "General"


def find_table(book: Book, table: Table) -> ExcelTable:
    """The table of this name on whatever sheet it lies; raises `WrongUse` when the workbook has none."""
    for sheet in book.sheets:
        for found in sheet.tables:
            if fold(found.name) == fold(table.name):
                return found
    raise WrongUse(
        f"Tabellen {table.name} i arket {table.sheet} mangler i {book.name}. "
        "Fortryd sletningen, eller hent en kopi i mappen .igu/kopier."
    )


def read_rows(book: Book, table: Table) -> Rows:
    """The filled rows of a table as they stand in Excel now, saved or not."""
    found = find_table(book, table)
    header, *body = found.range.options(ndim=2, err_to_str=True).value
    places = _places(table, header)
    filled = [at for at, cells in enumerate(body) if any(_plain(cells[place]) is not None for place in places.values())]
    typed = {key: [_plain(body[at][place]) for at in filled] for key, place in places.items()}
    letters = {key: column_letters(found.range.column + place) for key, place in places.items()}
    numbers = [found.range.row + 1 + at for at in filled]
    return Rows(table, found.range.sheet.name, letters, numbers, pd.DataFrame(typed, dtype=object))


def lacks_here(book: Book, contract: Contract) -> Lacks:
    """The later tables and columns that the open workbook does not have; its lists are looked at in its file."""
    there = {fold(table.name): table for sheet in book.sheets for table in sheet.tables}
    own = {table: there[fold(table.name)] for table in contract.tables if fold(table.name) in there}
    later = ((table, column) for table in own for column in later_columns(table, _headers(own[table])))
    return Lacks(
        tuple(table for table in contract.tables if table.since and table not in own),
        tuple(later),
    )


def _headers(found: ExcelTable) -> list[str]:
    return [str(header) for header in found.range[0, :].options(ndim=1).value]


def refuse_obstacles(book: Book, table: Table, count: int) -> None:
    """Raise `WrongUse` when a table of so many rows would lie over cells that hold something."""
    _refuse_obstacles(find_table(book, table), count)


def replace_rows(book: Book, table: Table, rows: Sequence[Row]) -> None:
    """Make these, by column key, the only rows of a table; without rows one blank row stays.

    Raises `WrongUse`, with nothing changed, when the table would grow over cells that hold something.
    """
    found = find_table(book, table)
    _refuse_obstacles(found, len(rows))
    if found.show_autofilter:
        found.autofilter.clear()  # a block written over hidden rows would miss them
    _body(found).clear_contents()
    area = _area(found, max(len(rows), 1))
    found.resize(area)
    _write(area, table, 0, rows)


def append_row(book: Book, table: Table, row: Row) -> None:
    """Write one row below the last filled one."""
    found = find_table(book, table)
    filled = read_rows(book, table).numbers
    count = filled[-1] - found.range.row if filled else 0
    _refuse_obstacles(found, count + 1)
    if count + 1 > _body(found).shape[0]:
        found.resize(_area(found, count + 1))
    _write(_area(found, count + 1), table, count, [row])


def _write(area: Range, table: Table, first: int, rows: Sequence[Row]) -> None:
    """Write rows from a position of the body on: formats, then one block of values, then each column of links.

    `area` is that of the table with these rows, for Excel on the web tells of no change before all are made.
    """
    if not rows:
        return
    places = _places(table, area[0, :].options(ndim=1).value)
    block = area[first + 1 : first + 1 + len(rows), :]
    links = {key for key in places if any(isinstance(row.get(key), Link) for row in rows)}
    for key, place in places.items():
        if key in links:
            block[:, place].number_format = _AS_FORMULA
        elif _is_text(table.column(key).kind):
            block[:, place].number_format = _AS_TEXT
    block.value = [list(_cells(row, places, block.shape[1], links)) for row in rows]
    for key in links:
        block[:, places[key]].formula = [[_formula(row.get(key))] for row in rows]
    block.rows.autofit()


def _is_text(kind: Kind) -> bool:
    return kind in TEXT_KINDS or kind in (Kind.CHOICE, Kind.CHOICES, Kind.MUNICIPALITY)


def _places(table: Table, header: Sequence[object]) -> dict[str, int]:
    """Where each column of the contract stands in a table that may have other columns, too."""
    found = {fold(str(text)): at for at, text in reversed(list(enumerate(header)))}
    return {column.key: found[fold(column.header)] for column in table if fold(column.header) in found}


def _cells(row: Row, places: Mapping[str, int], width: int, links: set[str]) -> Iterator[object]:
    at = {place: key for key, place in places.items()}
    for place in range(width):
        key = at.get(place, "")
        yield None if key in links else _written(row.get(key))


def _written(value: object) -> object:
    """A value as Excel is given it: a day as midnight, a missing value as an empty cell."""
    if value is None or value == "" or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time.min)
    return value


def _formula(value: object) -> str:
    return f"={content_of(value).formula}" if isinstance(value, Link) else ""


def _plain(value: object) -> object:
    """An empty cell is None; a truth value is the word a Dane sees in the cell."""
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    return None if isinstance(value, str) and not value.strip() else value


def _body(found: ExcelTable) -> Range:
    return found.range[1:, :]


def _area(found: ExcelTable, count: int) -> Range:
    """The header and so many rows below it."""
    return found.range.resize(count + 1, found.range.shape[1])


def _refuse_obstacles(found: ExcelTable, count: int) -> None:
    more = count + 1 - found.range.shape[0]
    if more <= 0:
        return
    below = found.range.offset(row_offset=found.range.shape[0]).resize(more, found.range.shape[1])
    if any(cell not in (None, "") for cells in below.options(ndim=2).value for cell in cells):
        sheet = found.range.sheet.name
        raise WrongUse(f"Der står noget under tabellen i arket {sheet}. Flyt det, og prøv igen; intet er ændret.")
