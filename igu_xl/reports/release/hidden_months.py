"""The months that were told by hiding small counts, beside those that are rounded now.

What a month was told by it stays with. A rounded page of a later month shows of such a month only what was shown
exactly then: rounding a number that everybody has tells nothing. The rest is hidden as it was, and no change is told
against it, shown or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.disclosure.counts import Cell, Counts, Quantity
from igu_xl.reports.disclosure.protection import LIMIT, SHARED, Interval, PagePlan, TablePlan, sensitive
from igu_xl.reports.figures.measure import BEFORE, CHANGE
from igu_xl.reports.release import published
from igu_xl.reports.release.beside import Count, CountKey, Moment
from igu_xl.reports.release.joint import SharedPage, System, Unknown
from igu_xl.reports.release.rounding_off import timed

_OPEN = (1 - LIMIT, LIMIT - 1)  # how far a count may be from what is said of it as »ca.«


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pages of months up to `last` told exactly, by page, what is counted, and the month that it is of."""

    last: Month
    exactly: Mapping[tuple[str, Quantity, Month], int]


def hidden_months(archive_folder: Path) -> list[Month]:
    """The months of which anything was told by hiding, oldest first."""
    paths = archive_folder.glob(f"*/{published.FOLDER}/{published.TOLD}")
    return sorted(Month.parse(path.parent.parent.name) for path in paths)


def shown_of(archive_folder: Path, months: Sequence[Month], pages: Sequence[SharedPage]) -> Shown:
    """The key figures that were shown exactly in these months, the oldest first; the only ones later pages repeat."""
    exactly = dict[tuple[str, Quantity, Month], int]()
    for month in months:
        for page in pages:
            told = published.earlier(archive_folder / str(month), page.stem, SHARED)
            for one in page.kind.figures(SHARED):
                if (count := told.get(one.key)) is not None:
                    exactly[page.stem, frozenset({one.label}), month] = count
    return Shown(months[-1], exactly)


def told_of_hidden(
    page: SharedPage, counts: Counts, month: Month, shown: Shown
) -> Iterator[tuple[Cell, tuple[str, Quantity, Month], int | None]]:
    """The cells about months that were told by hiding, with their count where that was shown exactly then.

    Not in a column that a change stands beside or is worked out from.
    """
    for cell, value in counts.cells():
        if not counts.of_people(cell):
            continue
        quantity, when = timed(counts.quantity(cell), month)
        if CHANGE in quantity:
            when = month.previous()
        if when <= shown.last and when != month:
            known = shown.exactly.get((page.stem, quantity, when)) == value
            told = value if known and not {BEFORE, CHANGE} & set(cell) else None
            yield cell, (page.stem, quantity, when), told


def without(page: SharedPage, cells: Mapping[str, Collection[Cell]]) -> SharedPage:
    """The page without these cells of its tables: they are no counts, and nothing adds up with them."""
    return replace(page, tables=[_without(counts, cells.get(counts.name, ())) for counts in page.tables])


def _without(counts: Counts, cells: Collection[Cell]) -> Counts:
    if not cells:
        return counts
    frame = counts.frame.copy()
    for column in {column for _, column in cells}:
        frame[column] = frame[column].astype("Int64")
    for cell in cells:
        frame.at[cell] = pd.NA
    return replace(counts, frame=frame)


def as_told(month: Month, pages: Sequence[SharedPage], plans: Mapping[str, PagePlan]) -> Moment:
    """A month that was told by hiding, as a reader has it: what is shown is known, what is hidden may be anything.

    A count that is sensitive and in no table of the plan was not shown: an earlier version had not that table.
    """
    system = System(pages)
    open_to, wanted = dict[Unknown, Interval | None](), dict[Unknown, Interval]()
    for page in pages:
        for counts in page.tables:
            plan = plans[page.stem].tables.get(counts.name)
            cells, asked = system.of_table(page, counts), sensitive(counts, page.told)
            gone: TablePlan = dict.fromkeys(cells) if plan is None else {**dict.fromkeys(sensitive(counts)), **plan}
            for cell, one in cells.items():
                if cell in gone:
                    near = gone[cell]
                    open_to[one] = None if near is None else (near + _OPEN[0], near + _OPEN[1])
                    if cell in asked:
                        wanted[one] = asked[cell]
    counts_of = dict[CountKey, Count]()
    for one in system.unknowns.values():
        key = one.stem, one.quantity
        counts_of.setdefault(key, _count(one, open_to, wanted))
    lines = [([(part.stem, part.quantity) for part in line.parts], (line.total.stem, line.total.quantity))
             for line in system.lines]  # fmt: skip
    return Moment(month, counts_of, lines, hidden=frozenset((one.stem, one.quantity) for one in open_to))


def _count(one: Unknown, open_to: Mapping[Unknown, Interval | None], wanted: Mapping[Unknown, Interval]) -> Count:
    if one not in open_to:
        return Count(one.value, one.value, one.value)
    low, high = open_to[one] or (None if one.value < 0 else min(one.value, 1), None)
    return Count(one.value, low, high, wanted.get(one))
