"""Arguments of a cell function -> columns of values that are understood, and answers -> the cells that spill.

A cell is read as the checks read it (`sheets.values`), so that the same row gets the same answer in both. One
difference: to Excel a date is a number, and what a formula such as IDAG() hands over is that number, so here a number
is a date where a date is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.domain.law.verdict import MISSING
from igu_xl.errors import WrongUse
from igu_xl.findings import Finding, Place
from igu_xl.sheets.reading.typed_rows import Broken
from igu_xl.sheets.reading.values import Fault, understand
from igu_xl.sheets.schema import Column, Kind

Cells = Any
"""What Excel hands over for an argument: rows of cells, one cell, or None for an argument that was left out. It is
`Any` because xlwings looks for a converter for any other type."""

Spill = list[list[Any]]
"""The rows of cells that an answer fills."""

MOST_CELLS = 100_000

_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})
# A whole number from Excel is the number of an error; what people type arrives as a float.
_FIRST_ERROR_NUMBER, _LAST_ERROR_NUMBER = -2146826290, -2146826200
_DAY_0 = datetime(1899, 12, 30)
_LAST_DAY_NUMBER = 2958465


@dataclass(frozen=True, slots=True)
class Understood:
    """One argument: its values (missing where empty or not understood), and the faults of cells by row.

    `constant` says that it is one cell that counts for many rows.
    """

    column: Column
    values: pd.Series
    faults: dict[int, Fault]
    constant: bool

    def why(self, row: int) -> str:
        """What is wrong with a cell, in the words of a finding, which never repeat a CPR number; empty when nothing."""
        fault = self.faults.get(row)
        if fault is None:
            return ""
        header = self.column.header
        finding = Finding(Place("", column=header), fault.code, fault.value, fault.details)
        return f"{header}: {finding.message}"

    def plain(self) -> list[Any]:
        """The values as Python values: dates, numbers and texts, None where there is none."""
        known = self.values.dt.date if self.values.dtype.kind == "M" else self.values
        return known.astype(object).where(self.values.notna(), None).tolist()


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of one call side by side, as columns of the same length."""

    shape: tuple[int, int]
    columns: tuple[Understood, ...]

    def rows(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Each row: why its first cell that was not understood was not (empty when all were), and its values."""
        faulty = {row for column in self.columns for row in column.faults}
        for row, values in enumerate(zip(*(column.plain() for column in self.columns), strict=True)):
            yield next(filter(None, self.whys(row))) if row in faulty else "", values

    def whys(self, row: int) -> list[str]:
        """For each argument what is wrong with its cell in a row."""
        return [column.why(row) for column in self.columns]

    def answered(self, answer: Callable[..., Any], required: int) -> list[Any]:
        """One answer a row: of `answer(*values)`, or why there is none, or empty for a row where nothing stands.

        The first `required` arguments must have a value; the others may be None.
        """
        own = [at for at, column in enumerate(self.columns[:required]) if not column.constant]

        def answered(values: tuple[Any, ...]) -> Any:
            if all(values[at] is None for at in own):
                return ""
            return MISSING if None in values[:required] else answer(*values)

        return [fault or answered(values) for fault, values in self.rows()]

    def spilled(self, answers: Sequence[Any]) -> Spill:
        """Answers, one a cell, in the shape of the arguments."""
        height, width = self.shape
        cells = [excel_value(answer) for answer in answers]
        return [cells[row * width : (row + 1) * width] for row in range(height)]


def ask(*arguments: tuple[Cells, Column]) -> Asked:
    """Understand the arguments of one call; a single cell counts for every row.

    Raises `WrongUse` when they have different shapes or are whole columns of a sheet.
    """
    grids = [_grid(cells) for cells, _ in arguments]
    shape = _shape(grids)
    count = shape[0] * shape[1]
    columns = (_understood(grid, count, column) for grid, (_, column) in zip(grids, arguments, strict=True))
    return Asked(shape, tuple(columns))


def excel_value(value: Any) -> Any:
    """A value as xlwings can hand it to Excel; nothing is an empty text, since an empty cell would show 0."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, datetime):
        return datetime.combine(value.date(), time())
    return datetime.combine(value, time()) if isinstance(value, date) else value


def _grid(cells: Cells) -> list[list[Any]]:
    """The rows of an argument, whatever number of dimensions it came with."""
    if not isinstance(cells, list | tuple):
        return [[cells]]
    if not cells or not isinstance(cells[0], list | tuple):
        return [list(cells)] if cells else [[None]]
    return [list(row) for row in cells]


def _shape(grids: Sequence[list[list[Any]]]) -> tuple[int, int]:
    shapes = {(len(grid), len(grid[0])) for grid in grids} - {(1, 1)}
    if len(shapes) > 1:
        sizes = " og ".join(number_text(rows * width) for rows, width in sorted(shapes))
        raise WrongUse(f"Kolonnerne er ikke lige lange ({sizes} celler). Vælg de samme rækker i dem alle.")
    rows, width = next(iter(shapes), (1, 1))
    if rows * width > MOST_CELLS:
        raise WrongUse("Der er valgt en hel kolonne i arket. Vælg kun tabellens celler, fx tblKandidater[Fødselsdato].")
    return rows, width


def _understood(grid: list[list[Any]], count: int, column: Column) -> Understood:
    cells = [_typed(cell, column.kind) for row in grid for cell in row]
    constant = len(cells) == 1 < count
    values, faults = understand(cells * count if constant else cells, column)
    return Understood(column, values, faults, constant)


def _typed(cell: Any, kind: Kind) -> Any:
    """A cell as the reader of workbooks would hand it over."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "SAND" if cell else "FALSK"
    if isinstance(cell, str):
        return _typed_text(cell)
    if isinstance(cell, int) and _FIRST_ERROR_NUMBER <= cell <= _LAST_ERROR_NUMBER:
        return Broken("celle-fejl", "#FEJL!")
    if isinstance(cell, int | float | Decimal):
        return _typed_number(float(cell), kind)
    return cell if isinstance(cell, date) else str(cell)


def _typed_text(text: str) -> Any:
    return Broken("celle-fejl", text) if text in _ERRORS else text if text.strip() else None


def _typed_number(number: float, kind: Kind) -> Any:
    if kind is Kind.DATE and 1 <= number <= _LAST_DAY_NUMBER:
        return (_DAY_0 + timedelta(days=int(number))).date()
    return number if isfinite(number) else Broken("celle-fejl", "#NUM!")
