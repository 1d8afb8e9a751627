"""The contract as workbooks: empty templates, a partner's new workbook, or one that is filled already.

A workbook follows from the contract and the rows alone, so the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from xlsxwriter.workbook import Workbook

from igu_xl.sheets.building.dictionary import fill_dictionary
from igu_xl.sheets.building.guide import CONTACT_NAME, fill_guide
from igu_xl.sheets.building.list_sheet import fill_list_sheet, name_keys
from igu_xl.sheets.building.look import Look
from igu_xl.sheets.building.macros import add_macros, workbook_modules
from igu_xl.sheets.building.page import DICTIONARY, GUIDE, LISTS
from igu_xl.sheets.building.row_check import errors_by_row
from igu_xl.sheets.building.start_figures import ColumnCells
from igu_xl.sheets.building.start_sheet import START, fill_start
from igu_xl.sheets.building.table_sheet import fill_table_sheet
from igu_xl.sheets.contract import COORDINATOR, PARTNER_BOOKS
from igu_xl.sheets.contract.common import FINDINGS
from igu_xl.sheets.layout_version import FORMULA, NAME
from igu_xl.sheets.schema import Book, Table

RowsByTable = Mapping[str, Sequence[Mapping[str, object]]]

NO_ROWS: RowsByTable = MappingProxyType({})
CREATED = datetime(2026, 11, 1)  # a fixed day: the time of building says nothing about the contract


def build_templates(folder: Path) -> list[Path]:
    """Write the empty workbook of every kind into `folder` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    books = (*PARTNER_BOOKS, COORDINATOR)
    paths = [folder / f"{book.kind}{book.suffix}" for book in books]
    for book, path in zip(books, paths, strict=True):
        build_workbook(book, path)
    return paths


def build_workbook(book: Book, path: Path, rows: RowsByTable = NO_ROWS, *, owner: str = "") -> None:
    """Write a workbook of this kind to `path`.

    `rows` fills tables by table name with dicts of column key to value (`str`, `date`, number or None); a table
    without rows gets one empty row to begin in. `owner` is the partner's name in the guide and the properties.
    Raises `ValueError` for a table or a key that the contract does not have.
    """
    _reject_unknown(book, rows)
    with Workbook(path) as workbook:
        workbook.set_properties(_properties(book, owner))
        _fill(workbook, book, rows, owner)


def _fill(workbook: Workbook, book: Book, rows: RowsByTable, owner: str) -> None:
    look = Look(workbook)
    errors = errors_by_row(rows.get(FINDINGS.name, ()))
    if book.buttons:
        fill_start(workbook.add_worksheet(START), look, book, _columns(rows))
    contact = fill_guide(workbook.add_worksheet(GUIDE), look, book, owner)
    for table in book.tables:
        sheet = workbook.add_worksheet(table.sheet)
        fill_table_sheet(sheet, look, book, table, rows.get(table.name, ()), errors)
    fill_dictionary(workbook.add_worksheet(DICTIONARY), look, book)
    fill_list_sheet(workbook, workbook.add_worksheet(LISTS), look, book)
    name_keys(workbook, book)
    workbook.define_name(NAME, f"={FORMULA}")
    if contact:
        workbook.define_name(CONTACT_NAME, f"={GUIDE}!{contact}")
    if book.buttons:
        add_macros(workbook, workbook_modules())


def _columns(rows: RowsByTable) -> ColumnCells:
    return lambda table, key: [row.get(key) for row in rows.get(table.name, ())]


def _properties(book: Book, owner: str) -> dict[str, object]:
    return {
        "title": f"{book.title}: {owner}" if owner else book.title,
        "subject": book.purpose,
        "author": "igu_xl",
        "category": book.kind,
        "created": CREATED,
    }


def _reject_unknown(book: Book, rows: RowsByTable) -> None:
    tables: dict[str, Table] = {table.name: table for table in book.tables}
    for name, table_rows in rows.items():
        if name not in tables:
            raise ValueError(f"{book.kind} has no table {name!r}")
        keys = {column.key for column in tables[name].inputs}
        if unknown := set().union(*table_rows) - keys:
            raise ValueError(f"{name} has no input columns {sorted(unknown)}")
