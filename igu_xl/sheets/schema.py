"""What the contract of a workbook is made of: columns, tables, sheets and books.

The contract itself (which tables, which columns) is declared in contract/. Templates, reader, checks and the data
dictionary all follow from it, so a column is described in one place only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

Row = Mapping[str, object]  # of a table, by column key


class Kind(Enum):
    """What a cell of a column holds."""

    TEXT = "tekst"
    ID = "id"
    CANDIDATE = "kandidat-id"
    DATE = "dato"
    INTEGER = "heltal"
    NUMBER = "tal"
    CHOICE = "valg"
    CHOICES = "flere valg"
    MUNICIPALITY = "kommune"
    CVR = "CVR-nummer"
    P_NUMBER = "P-nummer"
    DIGITS = "cifre"
    COMPUTED = "beregnet"


# Numbers that are names: a leading zero counts, so the cells are text.
TEXT_KINDS = frozenset({Kind.TEXT, Kind.ID, Kind.CANDIDATE, Kind.CVR, Kind.P_NUMBER, Kind.DIGITS})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its Danish header, its key in frames, and what its cells may hold.

    `low`/`high` bound dates and numbers (inclusive), `digits` is the exact length of a DIGITS column, `options`
    names a list of `contract.LISTS`, `refers` names the table whose key this column repeats, `example` is shown in
    the dictionary and `hint` when the cell is selected. A required column may be empty `unless`: when the named column
    has one of the values. A `bar` shows its numbers as small bars in their cells, too. `since` is the layout version
    the column came with, empty for the first: a workbook of an earlier layout does without it until it is upgraded.
    """

    key: str
    header: str
    kind: Kind = Kind.TEXT
    required: bool = False
    options: str = ""
    refers: str = ""
    low: date | float | None = None
    high: date | float | None = None
    digits: int = 0
    hint: str = ""
    example: str = ""
    width: int = 14
    unless: tuple[str, tuple[str, ...]] | None = None
    bar: bool = False
    since: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table of a workbook, found by its name wherever it lies.

    `key` is the column that names a row; `unique` says that it may stand only once in the whole partnership.
    `tool_owned` tables are written by the tool alone. `title` is the sheet's heading, `help` the line under it. `since`
    is the layout version the table came with, as for a column.
    """

    name: str
    sheet: str
    title: str
    help: str
    columns: tuple[Column, ...]
    key: str
    unique: bool = True
    tool_owned: bool = False
    since: str = ""

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def column(self, key: str) -> Column:
        """The column with this key; `KeyError` where the table has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"{self.name} has no column {key!r}")

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns a person (or the tool) fills, without those a formula computes."""
        return tuple(column for column in self.columns if column.kind is not Kind.COMPUTED)

    @property
    def checked(self) -> tuple[Column, ...]:
        """The inputs that *Tjek* looks at: those to its left. To its right stand later columns; none is required."""
        computed = [at for at, column in enumerate(self.columns) if column.kind is Kind.COMPUTED]
        return self.columns[: computed[0]] if computed else self.columns


@dataclass(frozen=True, slots=True)
class Button:
    """A command that Excel shows as a button: the name of its VBA Sub, its label, what it does, and a ribbon icon.

    By its `key` Python finds the work, `command` is what `igu` is told to do the same, and `since` is the layout
    version the button came with, as for a column.
    """

    key: str
    macro: str
    label: str
    help: str
    icon: str
    command: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A kind of workbook: who owns it, where it lies in the partnership and what it holds.

    A book with `buttons` begins with a sheet *Start* and carries macros; all others are free of them.
    """

    kind: str
    folder: str
    title: str
    purpose: str
    tables: tuple[Table, ...]
    guide: tuple[str, ...] = field(default=())
    privacy: tuple[str, ...] = field(default=())
    buttons: tuple[Button, ...] = field(default=())

    @property
    def suffix(self) -> str:
        """The file name's ending: a workbook with macros must say so."""
        return ".xlsm" if self.buttons else ".xlsx"

    def table(self, name: str) -> Table:
        """The table with this name; `KeyError` where the book has none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(f"{self.kind} has no table {name!r}")

    @property
    def inputs(self) -> tuple[Table, ...]:
        """The tables that the partner owns and types in."""
        return tuple(table for table in self.tables if not table.tool_owned)
