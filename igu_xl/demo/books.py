"""One workbook of the demo, before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from igu_xl.demo.rows import DemoRow
from igu_xl.sheets.schema import Book


@dataclass(frozen=True, slots=True)
class DemoBook:
    """A workbook of the demo: its contract, its place in the partnership, its owner, and the rows of its tables.

    `book` is the contract as the partner left it: somebody may have renamed a sheet or added a column. A row is a
    value for each column key, as a person would have it in the cell.
    """

    book: Book
    filename: str
    owner: str
    rows: dict[str, list[DemoRow]]
