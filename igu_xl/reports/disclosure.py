"""Small counts are hidden before anything is drawn: figures and pages accept only what was made here.

An edition »intern« shows a partner its own people exactly. An edition »delt« may be passed on: counts of 1-4 are
hidden, and so much more that they cannot be computed from the totals beside them (secondary suppression). A zero is
shown. Where cells add up, small and secondary cells carry the same mark, so that nobody can tell which is which.

The rule for a line of cells that add up to a shown total: with k cells hidden, each could be anything from 1 to
(their sum - (k-1)); that must reach at least 4, and k must be at least 2. Else the smallest shown cell goes too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

INTERNAL, SHARED = "intern", "delt"
AUDIENCES = (INTERNAL, SHARED)
LIMIT = 5
UNDER_LIMIT = f"<{LIMIT}"
HIDDEN = "[d]"
_MADE_HERE = object()

Cell = tuple[Any, Any]  # the labels of a row and a column
Line = tuple[list[Cell], Cell]


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """A table that may be shown to its audience: counts, or None where a count is hidden.

    `facts` are columns that tell nothing about people (names of cohorts, dates), with the same index as `counts`.
    `mark` is what stands for a hidden count: »<5« where only small counts are hidden, else »[d]«.
    """

    counts: pd.DataFrame
    facts: pd.DataFrame
    mark: str
    made_by: object = field(repr=False)

    def __post_init__(self) -> None:
        if self.made_by is not _MADE_HERE:
            raise TypeError("only disclosure.protect makes a Protected")

    def count(self, row: Any, column: Any) -> int | None:
        """The count in a cell; None where it is hidden."""
        value: Any = self.counts.at[row, column]
        return None if pd.isna(value) else int(value)

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return bool(self.counts.isna().to_numpy().any())


def protect(
    counts: pd.DataFrame,
    audience: str,
    *,
    total_column: str = "",
    total_row: str = "",
    facts: tuple[str, ...] = (),
    of_things: tuple[str, ...] = (),
) -> Protected:
    """Hide what the audience must not see.

    `total_column` and `total_row` name the margins that the other columns and rows add up to; `facts` the columns
    that are no counts; `of_things` the rows that count no people. Raises ValueError for an unknown audience.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"unknown audience {audience!r}")
    people = counts.drop(columns=list(facts)).astype("Int64")
    if audience == SHARED:
        people = _suppress(people, total_column, total_row, of_things)
    mark = HIDDEN if total_column or total_row else UNDER_LIMIT
    return Protected(people, counts[list(facts)], mark, _MADE_HERE)


def with_missing(shown: Protected, count: str, goal: str, name: str) -> Protected:
    """The same table with how many are missing before a count reaches the goal, a fact; hidden where the count is."""
    missing = (shown.facts[goal].astype("Int64") - shown.counts[count]).clip(lower=0)
    return Protected(shown.counts.assign(**{name: missing}), shown.facts, shown.mark, _MADE_HERE)


def _suppress(counts: pd.DataFrame, total_column: str, total_row: str, of_things: tuple[str, ...]) -> pd.DataFrame:
    values: dict[Cell, int] = {
        (row, column): int(count) for column in counts.columns for row, count in counts[column].items()
    }
    hidden: set[Cell] = {cell for cell, value in values.items() if 0 < abs(value) < LIMIT and cell[0] not in of_things}
    lines = [*_rows(counts, total_column), *_columns(counts, total_row)]
    while more := next(_to_hide(lines, values, hidden), None):
        hidden.add(more)
    mask = pd.DataFrame(False, index=counts.index, columns=counts.columns)
    for row, column in hidden:
        mask.at[row, column] = True
    return counts.mask(mask)


def _rows(counts: pd.DataFrame, total: str) -> Iterator[Line]:
    for row in counts.index if total else ():
        yield [(row, column) for column in counts.columns if column != total], (row, total)


def _columns(counts: pd.DataFrame, total: str) -> Iterator[Line]:
    for column in counts.columns if total else ():
        yield [(row, column) for row in counts.index if row != total], (total, column)


def _to_hide(lines: list[Line], values: dict[Cell, int], hidden: set[Cell]) -> Iterator[Cell]:
    """The next cell to hide in each line that gives a hidden one away; the total itself only as a last resort."""
    for parts, total in lines:
        inside = [cell for cell in parts if cell in hidden]
        if total in hidden:
            given_away = not inside
        else:
            widest = sum(abs(values[cell]) for cell in inside) - (len(inside) - 1)
            given_away = bool(inside) and (len(inside) < 2 or widest < LIMIT - 1)
        if given_away:
            shown = [cell for cell in parts if cell not in hidden]
            yield min(shown, key=lambda cell: (values[cell] == 0, abs(values[cell]), str(cell)), default=total)
