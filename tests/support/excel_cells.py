"""Ranges and tables of the stand-in for Excel (see excel_bed): what stands in cells, and what writing makes of it."""

from __future__ import annotations

import numbers
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes as base

NEWLY_WRITTEN = "a formula that was just written has no value without Excel"


class Unsupported(NotImplementedError):
    """Excel can do this and the stand-in cannot."""


class Range(base.Range):
    has_array = max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: Any, first: tuple[int, int], last: tuple[int, int]) -> None:
        self.sheet, self.first, self.last = sheet, first, last

    @property
    def api(self) -> Worksheet:
        cells: Worksheet = self.sheet.content
        return cells

    @property
    def row(self) -> int:
        return self.first[0]

    @property
    def column(self) -> int:
        return self.first[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    @property
    def coords(self) -> tuple[Any, ...]:
        return (self.sheet.name, *self.first, *self.shape)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        cell = (self.row + row - 1, self.column + column - 1)
        return Range(self.sheet, cell, cell)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        return f"{_address(self.first)}:{_address(self.last)}"

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    @property
    def raw_value(self) -> Any:
        rows = [[self._value(row, column) for column in self._columns()] for row in self._rows()]
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._write(value, as_formula=False)

    @property
    def formula(self) -> Any:
        raise Unsupported("formulas are only written")

    @formula.setter
    def formula(self, value: Any) -> None:
        self._write(value, as_formula=True)

    @property
    def number_format(self) -> str:
        return str(self.api.cell(*self.first).number_format)

    @number_format.setter
    def number_format(self, value: str) -> None:
        for row in self._rows():
            for column in self._columns():
                self.api.cell(row, column).number_format = value

    def clear_contents(self) -> None:
        for row in self._rows():
            for column in self._columns():
                self.api.cell(row, column).value = None

    def autofit(self, axis: str | None = None) -> None:
        if axis != "r":
            raise Unsupported("only rows are fitted to their text")

    def _rows(self) -> range:
        return range(self.first[0], self.last[0] + 1)

    def _columns(self) -> range:
        return range(self.first[1], self.last[1] + 1)

    def _value(self, row: int, column: int) -> Any:
        value = self.api.cell(row, column).value
        if not (isinstance(value, str) and value.startswith("=") and self.api.cell(row, column).data_type == "f"):
            return value
        if (self.sheet.name, row, column) in self.sheet.book.written:
            raise Unsupported(NEWLY_WRITTEN)
        return self.sheet.book.cached[self.sheet.name].cell(row, column).value

    def _write(self, value: Any, *, as_formula: bool) -> None:
        height, width = self.shape
        rows = value if isinstance(value, list | tuple) else [[value] * width] * height
        if any(self.api.row_dimensions[row].hidden for row in self._rows()):
            raise Unsupported("a block over hidden rows: Excel may write it to the rows that are seen only")
        for down, row in enumerate(rows):
            for across, one in enumerate(row):
                self._write_cell(self.row + down, self.column + across, one, as_formula)

    def _write_cell(self, row: int, column: int, value: Any, as_formula: bool) -> None:
        cell = self.api.cell(row, column)
        self.sheet.book.written.add((self.sheet.name, row, column))
        if isinstance(value, str) and value and (as_formula or cell.number_format != "@"):
            value = _as_typed(value)
        cell.value = None if value == "" else value
        if isinstance(value, str) and value and cell.number_format == "@":
            cell.data_type = "s"  # not a formula, nor an error
        if isinstance(value, date) and cell.number_format == "General":
            cell.number_format = "dd-mm-yyyy"


def _as_typed(text: str) -> object:
    """What Excel makes of a text in a cell that may hold anything."""
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return float(text)
    if found := re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", text):
        return datetime(int(found[3]), int(found[2]), int(found[1]))
    if text[0] in "+-@":
        raise Unsupported(f"Excel reads {text!r} as the beginning of a formula")
    return text


def corners(address: str) -> tuple[tuple[int, int], tuple[int, int]]:
    left, top, right, bottom = (number or 0 for number in range_boundaries(address))
    return (top, left), (bottom, right)


def _address(cell: tuple[int, int]) -> str:
    return f"${get_column_letter(cell[1])}${cell[0]}"


class Tables(base.Collection):
    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.sheet, table) for table in self.sheet.content.tables.values())

    def __len__(self) -> int:
        return len(self.sheet.content.tables)

    def __call__(self, key: Any) -> Table:
        tables = list(self)
        if isinstance(key, numbers.Number):
            return tables[int(key) - 1]  # type: ignore[call-overload]
        return next(table for table in tables if table.name == key)


class Table(base.Table):
    def __init__(self, sheet: Any, table: SheetTable) -> None:
        self.sheet, self.table = sheet, table

    @property  # type: ignore[misc]
    def name(self) -> str:
        return str(self.table.displayName)

    @property
    def range(self) -> Range:
        return Range(self.sheet, *corners(self.table.ref))

    @property  # type: ignore[misc]
    def show_autofilter(self) -> bool:
        return self.table.autoFilter is not None

    @property
    def autofilter(self) -> Filter:
        return Filter(self)

    def resize(self, area: Any) -> None:
        self.table.ref = f"{_address(area.impl.first)}:{_address(area.impl.last)}".replace("$", "")
        if self.table.autoFilter:
            self.table.autoFilter.ref = self.table.ref


class Filter(base.AutoFilter):
    def __init__(self, table: Table) -> None:
        self.table = table

    def clear(self, field: int | None = None) -> None:
        assert self.table.table.autoFilter, "Excel refuses to clear a filter that is not there"
        self.table.table.autoFilter.filterColumn = []
        for row in self.table.range._rows():
            self.table.sheet.content.row_dimensions[row].hidden = False
