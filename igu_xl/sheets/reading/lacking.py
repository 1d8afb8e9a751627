"""What a workbook of an earlier layout lacks: the later tables, columns and list values of the contract.

It is found by comparing the workbook with the contract, whatever the workbook says of its layout. What the first layout
has is never lacking here: a partner may have taken it out, and then the reader has a finding about it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from igu_xl.danish import listing
from igu_xl.domain.codes import fold
from igu_xl.sheets.building.list_sheet import list_name, lists_of
from igu_xl.sheets.building.macros import BUTTON_MODULE
from igu_xl.sheets.contract import LATER_VALUES
from igu_xl.sheets.ooxml.areas import place_of
from igu_xl.sheets.reading.finding_tables import headers_of
from igu_xl.sheets.reading.structure import defined_names
from igu_xl.sheets.reading.workbook import Workbook
from igu_xl.sheets.schema import Book, Button, Column, Table

_MOST_TOLD = 6
_CALLED = re.compile(BUTTON_MODULE.encode() + rb"\.(\w+)")


@dataclass(frozen=True, slots=True)
class Lacks:
    """Later tables, columns (each with its table), values (each with its list) and buttons that are not there."""

    tables: tuple[Table, ...] = ()
    columns: tuple[tuple[Table, Column], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tables or self.columns or self.values or self.buttons)

    def told(self) -> str:
        """What is lacking, as a sentence lists it; a long list is cut."""
        words = [
            *(f"arket {table.sheet}" for table in self.tables),
            *(f"knappen »{button.label}«" for button in self.buttons),
            *(f"kolonnen »{column.header}« i arket {table.sheet}" for table, column in self.columns),
            *(f"valget »{value}« på listen {options}" for options, value in self.values),
        ]
        more = len(words) - _MOST_TOLD
        return listing([*words[:_MOST_TOLD], f"{more} mere"] if more > 0 else words)


NOTHING = Lacks()


def lacks_of(workbook: Workbook, book: Book) -> Lacks:
    """What an opened workbook lacks of its book's contract."""
    grown = [table for table in book.tables if table.since or any(column.since for column in table)]
    headers = {table.name: found for table in grown if (found := headers_of(workbook, table)) is not None}
    return Lacks(
        tuple(table for table in grown if table.since and table.name not in headers),
        tuple(_columns(grown, headers)),
        tuple(_values(workbook, book)),
        tuple(_buttons(workbook, book)),
    )


def later_columns(table: Table, headers: Collection[str]) -> list[Column]:
    """The later columns of a table that are not among its headers."""
    known = {fold(header) for header in headers}
    return [column for column in table if column.since and fold(column.header) not in known]


def _columns(grown: Iterable[Table], headers: Mapping[str, Collection[str]]) -> Iterator[tuple[Table, Column]]:
    for table in grown:
        if table.name in headers:
            yield from ((table, column) for column in later_columns(table, headers[table.name]))


def _buttons(workbook: Workbook, book: Book) -> Iterator[Button]:
    """The later buttons, where there are any: a program that takes buttons away makes no workbook older."""
    called = {name.decode() for part in workbook.parts.values() for name in _CALLED.findall(part)}
    if called:
        yield from (button for button in book.buttons if button.since and button.macro not in called)


def _values(workbook: Workbook, book: Book) -> Iterator[tuple[str, str]]:
    later = {options: LATER_VALUES[options] for options in lists_of(book) if options in LATER_VALUES}
    names = defined_names(workbook.parts) if later else {}
    for options, values in later.items():
        known = {fold(value) for value in _list_cells(workbook, names.get(list_name(options), ""))}
        yield from ((options, value) for value in values if fold(value) not in known)


def _list_cells(workbook: Workbook, reference: str) -> Iterator[str]:
    """The texts in the cells of a list; none where its name leads nowhere."""
    sheet, area = place_of(reference)
    if area is None or sheet not in workbook.sheets:
        return
    for row in workbook.grid(sheet)[area.top - 1 : area.bottom]:
        yield from (value for value in row[area.left - 1 : area.right] if isinstance(value, str))
