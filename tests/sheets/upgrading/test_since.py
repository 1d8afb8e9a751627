"""What is not in the frozen workbooks of a released layout says since when it is there.

Otherwise every older workbook gets a finding for it, at every partner, as if somebody had deleted it.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import openpyxl
import pytest

from igu_xl.domain.codes import fold
from igu_xl.sheets.building.list_sheet import list_name, lists_of
from igu_xl.sheets.building.macros import BUTTON_MODULE
from igu_xl.sheets.contract import COORDINATOR, LATER_VALUES, LISTS, PARTNER_BOOKS
from igu_xl.sheets.layout_version import LAYOUT
from igu_xl.sheets.schema import Book, Table

from .conftest import FROZEN

RELEASES = sorted(path.name for path in FROZEN.iterdir() if path.is_dir())
BOOKS = (*PARTNER_BOOKS, COORDINATOR)
WRITE = f'write since="{LAYOUT}" there'
WHERE = "igu_xl/sheets/contract"


def frozen_workbook(release: str, book: Book) -> openpyxl.Workbook:
    name = f"skabelon-{book.kind}.xlsx" if book is not COORDINATOR else "koordinator.xlsm"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(FROZEN / release / name, keep_vba=False)


def headers(workbook: openpyxl.Workbook) -> dict[str, set[str]]:
    """The folded headers of every Excel table of a workbook."""
    tables = [table for sheet in workbook.worksheets for table in sheet.tables.values()]
    return {table.displayName: {fold(name) for name in table.column_names} for table in tables}


def values(workbook: openpyxl.Workbook, options: str) -> set[str]:
    """What stands on a list of a workbook; nothing where it has no such list."""
    if (name := list_name(options)) not in workbook.defined_names:
        return set()
    ((sheet, area),) = workbook.defined_names[name].destinations
    cells = workbook[sheet][re.sub(r"\$", "", area)]
    return {str(cell.value) for row in (cells if isinstance(cells, tuple) else ((cells,),)) for cell in row}


def untold(tables: Collection[Table], there: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The tables and columns of the contract that a workbook does not have, and that do not say since when."""
    for table in tables:
        known = there.get(table.name)
        if known is None and not table.since:
            yield f"the sheet {table.sheet} ({table.name}): {WRITE}, in {WHERE}"
        for column in table if known is not None else ():
            if fold(column.header) not in known and not column.since:
                yield f"the column »{column.header}« of {table.sheet} ({table.name}.{column.key}): {WRITE}, in {WHERE}"


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.kind)
class TestSince:
    """By released layout and kind of workbook."""

    def test_later_sheets_and_columns_say_so(self, book: Book, release: str) -> None:
        told = list(untold(book.tables, headers(frozen_workbook(release, book))))
        assert not told, f"the workbooks of {release} do not have " + "; ".join(told)

    def test_later_values_say_so(self, book: Book, release: str) -> None:
        workbook = frozen_workbook(release, book)
        told = {
            f"»{value}« on the list {options}: name it in LATER_VALUES of {WHERE}/lists.py"
            for options in lists_of(book)
            if (known := values(workbook, options))
            for value in set(LISTS[options]) - known - LATER_VALUES.get(options, {}).keys()
        }
        assert not told, f"the workbooks of {release} do not have " + "; ".join(sorted(told))


@pytest.mark.parametrize("release", RELEASES)
def test_later_buttons_say_so(release: str) -> None:
    with zipfile.ZipFile(FROZEN / release / "koordinator.xlsm") as package:
        drawn = b"".join(package.read(name) for name in package.namelist())
    told = [
        f"the button »{button.label}«: {WRITE}, in igu_xl/sheets/buttons.py"
        for button in COORDINATOR.buttons
        if f"{BUTTON_MODULE}.{button.macro}".encode() not in drawn and not button.since
    ]
    assert not told, f"the workbooks of {release} do not have " + "; ".join(told)


def test_a_new_column_that_does_not_say_so_is_named() -> None:
    table = PARTNER_BOOKS[0].table("tblForloeb")
    new = replace(table.column("sent_on"), key="night", header="Nathold", since="")
    grown = replace(table, columns=(*table.columns, new))
    there = headers(frozen_workbook("0.1.0", PARTNER_BOOKS[0]))
    assert list(untold([grown], there)) == [
        f"the column »Nathold« of Forløb (tblForloeb.night): {WRITE}, in igu_xl/sheets/contract"
    ]
    assert list(untold([replace(grown, name="tblNat")], there)) == [
        f"the sheet Forløb (tblNat): {WRITE}, in igu_xl/sheets/contract"
    ]
