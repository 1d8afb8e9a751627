"""Small counts are hidden before anything is drawn: figures and pages accept only what was made here.

An edition »intern« shows a partner its own people exactly. An edition »delt« may be passed on: counts of 1-4 are
hidden, and so much more that they cannot be computed from what is shown beside them (secondary suppression, decided by
`audit`). A zero is shown. Small and secondary cells carry the same mark, so that nobody can tell which is which. A
total of 5 or more stays wherever the cells it is made of can be hidden instead. Two things besides smallness hide a
count:

- it differs by 1-4 from what was told of it in another month or edition: who has both pages sees the newcomers;
- everybody of a group is in one cell (`telling`): who knows a person in the group then knows how it went.

All pages of a month are protected together (`release/joint`), which decides what each page hides. A table that was not
there when that was decided is refused. Where nothing was decided, as in a notebook that somebody tries, each table is
protected by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.errors import IguError
from igu_xl.reports.disclosure.audit import Sum, to_hide
from igu_xl.reports.disclosure.counts import Cell, Counts, Quantity

INTERNAL, SHARED = "intern", "delt"
AUDIENCES = (INTERNAL, SHARED)
LIMIT = 5
HIDDEN, UNKNOWN = "[d]", "–"
_MADE_HERE = object()

Interval = tuple[int, int]
Told = Mapping[Quantity, Iterable[int]]  # what a page told of its quantities before
Known = Mapping[Cell, int]
Hidden = Mapping[Cell, int | None]  # the hidden cells, with the count that was told before where it is near
PageMask = Mapping[str, Hidden]  # what was decided for a page, by the name of the table


class NotProtected(IguError):
    """A shared page would show a table that was not protected together with the month's others."""


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """A table that may be shown to its audience, under its name: counts, or None where a count is hidden.

    `facts` are columns that tell nothing about people (names of cohorts, dates), with the same index as `counts`.
    `earlier` has the counts that were told before, where the present one is hidden because it is near: 1-4 away.
    `unknown` are the cells of which nobody knows the count.
    """

    name: str
    counts: pd.DataFrame
    facts: pd.DataFrame
    earlier: Mapping[Cell, int]
    unknown: frozenset[Cell]
    made_by: object = field(repr=False)

    def __post_init__(self) -> None:
        if self.made_by is not _MADE_HERE:
            raise TypeError("only disclosure.protect makes a Protected")

    def count(self, row: Any, column: Any) -> int | None:
        """The count in a cell; None where it is hidden or not known."""
        value: Any = self.counts.at[row, column]
        return None if pd.isna(value) else int(value)

    def near(self, row: Any, column: Any) -> int | None:
        """What a hidden count was when it was last told, where it is 1-4 away from that now."""
        return self.earlier.get((row, column))

    def nearest(self, row: Any, column: Any) -> int | None:
        """The count, or what it was when it was last told; None where neither may be seen."""
        count = self.count(row, column)
        return self.near(row, column) if count is None else count

    def knows(self, row: Any, column: Any) -> bool:
        """Whether the count is known, hidden or not."""
        return (row, column) not in self.unknown

    def cell(self, row: Any, column: Any) -> int | str | None:
        """The count as it stands in a table: `12`, `ca. 12` where it has changed by 1-4 since, else the mark; None
        where it is not known."""
        return cell_of(self.count(row, column), self.near(row, column)) if self.knows(row, column) else None

    def text(self, row: Any, column: Any) -> str:
        """The cell as text, with Danish separators."""
        cell = self.cell(row, column)
        return number_text(cell) if isinstance(cell, int) else cell or UNKNOWN

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return int(self.counts.isna().to_numpy().sum()) > len(self.unknown)


def cell_of(count: int | None, near: int | None) -> int | str:
    """A count as its audience sees it: itself, `ca.` what was told before, or the mark of a hidden one."""
    if count is not None:
        return count
    return HIDDEN if near is None else f"ca. {number_text(near)}"


def protect(counts: Counts, audience: str, decided: PageMask | None = None) -> Protected:
    """Hide what the audience must not see: what was decided for all pages together; what the table itself needs only
    where nothing was (None).

    Raises ValueError for an unknown audience and for counts that do not add up, `NotProtected` where all pages were
    decided on, but not this table or not these counts.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"unknown audience {audience!r}")
    gone: Hidden = {}
    if audience == SHARED:
        gone = alone(counts) if decided is None else _as_decided(counts, decided)
    people = counts.people
    mask = pd.DataFrame(False, index=people.index, columns=people.columns)
    known = {cell: before for cell, before in gone.items() if cell[0] in mask.index and cell[1] in mask.columns}
    for cell in known:
        mask.at[cell] = True
    near = {cell: before for cell, before in known.items() if before is not None}
    facts = counts.frame[list(counts.facts)]
    return Protected(counts.name, people.mask(mask), facts, near, counts.unknown, _MADE_HERE)


def _as_decided(counts: Counts, decided: PageMask) -> Hidden:
    if counts.frame.empty:
        return {}
    if not decided:
        raise NotProtected(
            "Siden er ikke beskyttet sammen med månedens andre delte sider, fordi en af dens tabeller ikke kunne "
            "laves. Kør dens notebook som intern for at se hvorfor."
        )
    if counts.name not in decided:
        raise NotProtected(
            f"Tabellen »{counts.name}« er ikke beskyttet sammen med månedens andre. Den skal stå under »tables« for "
            "siden i igu_xl/reports/kinds.py; står den der, så lav månedens delte sider igen."
        )
    hidden = decided[counts.name]
    if not hidden.keys() >= sensitive(counts).keys():
        raise NotProtected(
            f"Tallene i »{counts.name}« er andre, end da det blev besluttet, hvad månedens delte sider skjuler. "
            "Lav de delte sider igen."
        )
    return hidden


def with_missing(shown: Protected, count: str, goal: str, name: str) -> Protected:
    """The same table with how many are missing before a count reaches the goal, a fact; hidden where the count is."""
    missing = (shown.facts[goal].astype("Int64") - shown.counts[count]).clip(lower=0)
    counts = shown.counts.assign(**{name: missing})
    return Protected(shown.name, counts, shown.facts, shown.earlier, shown.unknown, _MADE_HERE)


def alone(counts: Counts) -> dict[Cell, int | None]:
    """The cells to hide in a table that nobody can compare with another one."""
    cells = dict(counts.cells())
    number = {cell: position for position, cell in enumerate(cells)}
    sums = [Sum(tuple(number[part] for part in parts), number[total]) for parts, total in counts.sums()]
    wanted = {number[cell]: interval for cell, interval in sensitive(counts).items()}
    hidden = to_hide(list(cells.values()), sums, wanted)
    return {cell: None for cell, position in number.items() if position in hidden}


def sensitive(counts: Counts, told: Told | None = None) -> dict[Cell, Interval]:
    """The cells that must be hidden themselves, each with the interval in which it must be able to be anything."""
    known = dict(counts.cells())
    wanted = dict(_small(counts, known))
    for cell, interval in [*_everybody_in_one(counts, known), *_newcomers(counts, known, told or {})]:
        one = wanted.get(cell, interval)
        wanted[cell] = min(one[0], interval[0]), max(one[1], interval[1])
    return wanted


def is_near(value: int, before: int) -> bool:
    """Whether the difference between two counts is one of 1-4 people."""
    return 0 < abs(value - before) < LIMIT


def _small(counts: Counts, known: Known) -> Iterator[tuple[Cell, Interval]]:
    """The counts of 1-4, and the changes of 1-4 down, with what they must be able to be."""
    for cell, value in known.items():
        if 0 < abs(value) < LIMIT and counts.of_people(cell):
            yield cell, (1, LIMIT - 1) if value > 0 else (1 - LIMIT, -1)


def _everybody_in_one(counts: Counts, known: Known) -> Iterator[tuple[Cell, Interval]]:
    """Where everybody of a group stands in one telling cell: that cell, and an empty one where some could be."""
    frame = counts.frame
    rows, columns = ([name for name in counts.telling if name in axis] for axis in (frame.index, frame.columns))
    groups = [[(row, column) for column in columns] for row in frame.index if columns]
    groups += [[(row, column) for row in rows] for column in frame.columns if rows and column not in counts.facts]
    for group in groups:
        values = {cell: known[cell] for cell in group}
        empty = [cell for cell, value in values.items() if not value]
        if empty and len(empty) == len(group) - 1:
            full = next(cell for cell, value in values.items() if value)
            yield full, (values[full] - 1, values[full])
            yield empty[0], (0, 1)


def _newcomers(counts: Counts, known: Known, told: Told) -> Iterator[tuple[Cell, Interval]]:
    """The counts that differ by 1-4 from what was told before, with what they must be able to be."""
    for cell, value in known.items() if told else ():
        if not counts.over_time(cell):
            continue
        for before in told.get(counts.quantity(cell), ()):
            if is_near(value, before):
                nearest, furthest = (1, LIMIT - 1) if value > before else (-1, 1 - LIMIT)
                ends = sorted((before + nearest, before + furthest))
                yield cell, (max(ends[0], min(value, 0)), ends[1])
