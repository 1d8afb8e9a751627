"""Small counts are hidden before anything is drawn: figures and pages accept only what was made here.

An edition »intern« shows a partner its own people exactly. An edition »delt« may be passed on: counts of 1-4 are
hidden, and so much more that they cannot be computed from the totals beside them (secondary suppression, decided by
`audit`). A zero is shown. Where cells add up, small and secondary cells carry the same mark, so that nobody can tell
which is which. A total of 5 or more stays wherever the cells it is made of can be hidden instead: the same total often
stands in another table of the page. Two things besides smallness hide a cell:

- the difference to what was shown before (`earlier`) is 1-4: who has both pages sees the newcomers;
- everybody of a group is in one cell (`telling`): who knows a person in the group then knows how it went.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from igu_xl.reports.audit import Sum, to_hide

INTERNAL, SHARED = "intern", "delt"
AUDIENCES = (INTERNAL, SHARED)
LIMIT = 5
UNDER_LIMIT = f"<{LIMIT}"
HIDDEN = "[d]"
_MADE_HERE = object()

Cell = tuple[Any, Any]  # the labels of a row and a column
Interval = tuple[int, int]


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
    telling: tuple[str, ...] = (),
    earlier: pd.DataFrame | None = None,
) -> Protected:
    """Hide what the audience must not see.

    `total_column` and `total_row` name the margins that the other columns and rows add up to; `facts` the columns
    that are no counts; `of_things` the rows or columns that count no people; `telling` those that split people by how
    it went; `earlier` is what was shown of these counts before. Raises ValueError for an unknown audience and for
    counts that do not add up.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"unknown audience {audience!r}")
    people = counts.drop(columns=list(facts)).astype("Int64")
    mark = HIDDEN if total_column or total_row else UNDER_LIMIT
    if audience == SHARED:
        wanted = dict(_small(people, of_things))
        for cell, interval in [*_everybody_in_one(people, telling), *_newcomers(people, earlier)]:
            wanted[cell] = _both(wanted.get(cell, interval), interval)
            mark = HIDDEN
        people = _suppress(people, wanted, total_column, total_row)
    return Protected(people, counts[list(facts)], mark, _MADE_HERE)


def with_missing(shown: Protected, count: str, goal: str, name: str) -> Protected:
    """The same table with how many are missing before a count reaches the goal, a fact; hidden where the count is."""
    missing = (shown.facts[goal].astype("Int64") - shown.counts[count]).clip(lower=0)
    return Protected(shown.counts.assign(**{name: missing}), shown.facts, shown.mark, _MADE_HERE)


def _small(counts: pd.DataFrame, of_things: tuple[str, ...]) -> Iterator[tuple[Cell, Interval]]:
    """The counts of 1-4, and the changes of 1-4 down, with what they must be able to be."""
    for cell, value in _cells(counts):
        if 0 < abs(value) < LIMIT and not set(cell) & set(of_things):
            yield cell, (1, LIMIT - 1) if value > 0 else (1 - LIMIT, -1)


def _everybody_in_one(counts: pd.DataFrame, telling: tuple[str, ...]) -> Iterator[tuple[Cell, Interval]]:
    """Where everybody of a group stands in one telling cell: that cell, and an empty one where some could be."""
    rows, columns = ([name for name in telling if name in axis] for axis in (counts.index, counts.columns))
    known = dict(_cells(counts))
    groups = [[(row, column) for column in columns] for row in counts.index if columns]
    groups += [[(row, column) for row in rows] for column in counts.columns if rows]
    for group in groups:
        values = {cell: known[cell] for cell in group}
        empty = [cell for cell, value in values.items() if not value]
        if empty and len(empty) == len(group) - 1:
            full = next(cell for cell, value in values.items() if value)
            yield full, (values[full] - 1, values[full])
            yield empty[0], (0, 1)


def _newcomers(counts: pd.DataFrame, earlier: pd.DataFrame | None) -> Iterator[tuple[Cell, Interval]]:
    """The counts that differ by 1-4 from what was shown before, with what they must be able to be."""
    for (row, column), value in _cells(counts):
        if earlier is None or row not in earlier.index or column not in earlier.columns:
            continue
        before: Any = earlier.at[row, column]
        if not pd.isna(before) and 0 < abs(value - before) < LIMIT:
            nearest, furthest = (1, LIMIT - 1) if value > before else (-1, 1 - LIMIT)
            ends = sorted((int(before) + nearest, int(before) + furthest))
            yield (row, column), (max(ends[0], min(value, 0)), ends[1])


def _both(one: Interval, other: Interval) -> Interval:
    return min(one[0], other[0]), max(one[1], other[1])


def _cells(counts: pd.DataFrame) -> Iterator[tuple[Cell, int]]:
    for column in counts.columns:
        for row in counts.index:
            value: Any = counts.at[row, column]
            yield (row, column), int(value)


def _suppress(counts: pd.DataFrame, wanted: dict[Cell, Interval], total_column: str, total_row: str) -> pd.DataFrame:
    """The counts without the wanted cells and without what the audit asks for besides."""
    cells = dict(_cells(counts))
    number = {cell: position for position, cell in enumerate(cells)}
    sums = [
        Sum(tuple(number[part] for part in parts), number[total])
        for parts, total in _lines(counts, total_column, total_row)
    ]
    hidden = to_hide(list(cells.values()), sums, {number[cell]: interval for cell, interval in wanted.items()})
    mask = pd.DataFrame(False, index=counts.index, columns=counts.columns)
    for cell, position in number.items():
        mask.at[cell] = position in hidden
    return counts.mask(mask)


def _lines(counts: pd.DataFrame, total_column: str, total_row: str) -> Iterator[tuple[Sequence[Cell], Cell]]:
    """The cells that add up, with their total: each row with a total column, each column with a total row."""
    for row in counts.index if total_column else ():
        yield [(row, column) for column in counts.columns if column != total_column], (row, total_column)
    for column in counts.columns if total_row else ():
        yield [(row, column) for row in counts.index if row != total_row], (total_row, column)
