"""A table of counts before anybody may see it: the frame, and what disclosure control must know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

Cell = tuple[Any, Any]  # the labels of a row and a column
Quantity = frozenset[str]  # what a cell counts, in labels: {"I forløb", "igu"}


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Counts under the `name` of their table, which is unique on its page.

    `total_column` and `total_row` name the margins that the other columns and rows add up to; `facts` the columns that
    are no counts; `of_things` the rows or columns that count no people; `telling` those that split people by how it
    went. `balances` are those whose change from month to month is what came less what went, and so counts nobody. A
    count that is missing is not known, and is none for disclosure control.

    The same quantity may stand in several tables. It is known by the labels of its row and column: `alias` gives
    some of them another name, or none (""), `about` is a label that all cells have besides, `rows` stands before the
    name of every row that is no total. `same_everywhere` where the same row and column is the same count on every page
    that shows it, as who is enrolled in a cohort.
    """

    name: str
    frame: pd.DataFrame
    total_column: str = ""
    total_row: str = ""
    facts: tuple[str, ...] = ()
    of_things: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    balances: tuple[str, ...] = ()
    about: str = ""
    rows: str = ""
    same_everywhere: bool = False
    alias: Mapping[str, str] = field(default_factory=dict)

    @property
    def people(self) -> pd.DataFrame:
        """The counts without the facts."""
        return self.frame.drop(columns=list(self.facts)).astype("Int64")

    def cells(self) -> Iterator[tuple[Cell, int]]:
        """Every count with the labels of its row and column, column by column."""
        people = self.frame.drop(columns=list(self.facts)) if self.facts else self.frame
        for column in people.columns:
            yield from (((row, column), int(count)) for row, count in people[column].dropna().items())

    @property
    def unknown(self) -> frozenset[Cell]:
        """The cells of which nobody knows what to count."""
        missing = self.people.isna()
        return frozenset((row, column) for column in missing for row in missing.index[missing[column]])

    def sums(self) -> Iterator[tuple[Sequence[Cell], Cell]]:
        """The cells that add up, with their total: each row with a total column, each column with a total row.

        Where a cell is not known nothing adds up.
        """
        unknown = self.unknown
        yield from ((parts, total) for parts, total in self._lines() if unknown.isdisjoint([*parts, total]))

    def _lines(self) -> Iterator[tuple[Sequence[Cell], Cell]]:
        columns = [name for name in self.frame.columns if name not in self.facts]
        for row in self.frame.index if self.total_column else ():
            yield [(row, column) for column in columns if column != self.total_column], (row, self.total_column)
        for column in columns if self.total_row else ():
            yield [(row, column) for row in self.frame.index if row != self.total_row], (self.total_row, column)

    @property
    def adds_up(self) -> bool:
        """Whether all sums hold."""
        known = dict(self.cells())
        return all(sum(known[part] for part in parts) == known[total] for parts, total in self.sums())

    def of_people(self, cell: Cell) -> bool:
        """Whether the cell counts people."""
        return not set(cell) & set(self.of_things)

    def over_time(self, cell: Cell) -> bool:
        """Whether the change of the cell from month to month would count people."""
        return self.of_people(cell) and not set(cell) & set(self.balances)

    def quantity(self, cell: Cell) -> Quantity:
        """What the cell counts: the same labels wherever on a page the same is counted."""
        row, column = (self.alias.get(str(label), str(label)) for label in cell)
        named = f"{self.rows} {row}" if self.rows and cell[0] != self.total_row and row else row
        return frozenset(filter(None, (named, column, self.about)))
