"""What its audience may see of a table: figures and pages accept only what was made here.

An edition »intern« shows a partner its own people exactly. An edition »delt« may be passed on. All its pages are
decided on together (`release/`), in one of two ways:

- rounded: every count is told as a multiple of 5 beside it, so that all sums still hold (`disclosure/rounding`);
- hidden: counts of 1-4 are hidden, and so much more that they cannot be computed from what is shown beside them
  (`disclosure/audit`). Two things besides smallness hide a count: it differs by 1-4 from what was told of it in another
  month or edition, or everybody of a group is in one cell (`telling`), so that who knows a person knows how it went.

An edition »partnerskab« has exact counts of everybody and of areas; it goes to those who have agreed to it in writing.

It fails closed: on a shared page a table of people is drawn only as it was decided together with all others, and never
in another edition's form (`page_for`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.errors import IguError
from igu_xl.reports.disclosure.counts import Cell, Counts, Quantity

INTERNAL, SHARED, PARTNERSHIP = "intern", "delt", "partnerskab"
AUDIENCES = (INTERNAL, SHARED, PARTNERSHIP)
ROUND, HIDE = "afrund", "skjul"
METHODS = (ROUND, HIDE)
LIMIT = 5
HIDDEN, UNKNOWN = "[d]", "–"
UNDER = f"under {LIMIT}"  # what a rounded 0 means
_MADE_HERE = object()
_FURTHEST = 2 * LIMIT  # a rounded count is nearer than that to the true one, whatever the sums asked for
_page_for: ContextVar[str] = ContextVar("page_for", default="")

Interval = tuple[int, int]
Told = Mapping[Quantity, Iterable[int]]  # what a page told of its quantities before
Known = Mapping[Cell, int]
TablePlan = Mapping[Cell, int | None]  # rounded: what is told, None: hidden; hidden: what was told before, if near


class NotProtected(IguError):
    """A shared page would show a table that was not protected together with the month's others."""


@dataclass(frozen=True, slots=True)
class PagePlan:
    """What was decided for a page: the `method`, and by the name of each table what is told, or hidden.

    `remark` says where the sums made the rounding go further than to the next multiple, `refused` why the page may not
    be drawn at all.
    """

    method: str
    tables: Mapping[str, TablePlan] = field(default_factory=dict)
    remark: str = ""
    refused: str = ""


@contextmanager
def page_for(audience: str) -> Iterator[None]:
    """While a page is drawn for this audience no table of people is shown in another one's form."""
    before = _page_for.set(audience)
    try:
        yield
    finally:
        _page_for.reset(before)


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """A table that may be shown to its audience, under its name: counts, or None where a count is hidden.

    `facts` are columns that tell nothing about people (names of cohorts, dates), with the same index as `counts`.
    `rounded` are the cells that are told as a multiple of 5, where a 0 may be 1-4.
    `earlier` has the counts that were told before, where the present one is hidden because it is near: 1-4 away.
    `unknown` are the cells of which nobody knows the count.
    """

    name: str
    counts: pd.DataFrame
    facts: pd.DataFrame
    earlier: Mapping[Cell, int]
    unknown: frozenset[Cell]
    made_by: object = field(repr=False)
    rounded: frozenset[Cell] = frozenset()

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

    def rounds(self, row: Any, column: Any) -> bool:
        """Whether the count is rounded."""
        return (row, column) in self.rounded

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


def protect(counts: Counts, audience: str, plan: PagePlan | None = None) -> Protected:
    """The table as its audience may see it: on a shared page as it was decided together with all others.

    Raises ValueError for an unknown audience, `NotProtected` where nothing was decided, or not this table or not these
    counts, and where a shared page asks for a table of people in another edition's form. A table that counts nobody is
    shown as it is.
    """
    if audience not in AUDIENCES:
        raise ValueError(f"unknown audience {audience!r}")
    people = counts.people
    if not any(counts.of_people(cell) for cell, _ in counts.cells()):
        return _shown(counts, people)
    if audience != SHARED:
        if _page_for.get() == SHARED:
            raise NotProtected(
                f"Tabellen »{counts.name}« tæller personer og ville stå på en delt side uden beskyttelse. Tegn den med "
                "sidens egen udgave (`tables.shown` med `audience`)."
            )
        return _shown(counts, people)
    decided = _decided(counts, plan)
    if plan is not None and plan.method == ROUND:
        return _rounded(counts, people, decided)
    return _masked(counts, people, decided)


def _decided(counts: Counts, plan: PagePlan | None) -> TablePlan:
    if plan is None:
        raise NotProtected(
            "Det er ikke besluttet endnu, hvad månedens delte sider viser. Lav dem med »igu report MAPPE --audience "
            "delt«, og prøv igen; eller kør notebooken som intern."
        )
    if plan.refused:
        raise NotProtected(plan.refused)
    if counts.name not in plan.tables:
        raise NotProtected(
            f"Tabellen »{counts.name}« er ikke beskyttet sammen med månedens andre. Den skal stå under »tables« for "
            "siden i igu_xl/reports/kinds.py; står den der, så lav månedens delte sider igen."
        )
    return plan.tables[counts.name]


def _shown(counts: Counts, people: pd.DataFrame) -> Protected:
    return Protected(counts.name, people, counts.frame[list(counts.facts)], {}, counts.unknown, _MADE_HERE)


def _rounded(counts: Counts, people: pd.DataFrame, decided: TablePlan) -> Protected:
    told, rounded = people.copy(), set[Cell]()
    for cell, value in counts.cells():
        count = decided.get(cell)
        if cell in decided and count is None:
            told.at[cell] = pd.NA
            continue
        if count is None and not counts.of_people(cell):
            continue
        if count is None or abs(count - value) >= _FURTHEST:
            raise NotProtected(_OTHER_COUNTS.format(counts.name))
        told.at[cell] = count
        rounded.add(cell)
    facts = counts.frame[list(counts.facts)]
    return Protected(counts.name, told, facts, {}, counts.unknown, _MADE_HERE, frozenset(rounded))


def _masked(counts: Counts, people: pd.DataFrame, hidden: TablePlan) -> Protected:
    if not hidden.keys() >= sensitive(counts).keys():
        raise NotProtected(_OTHER_COUNTS.format(counts.name))
    mask = pd.DataFrame(False, index=people.index, columns=people.columns)
    known = {cell: before for cell, before in hidden.items() if cell[0] in mask.index and cell[1] in mask.columns}
    for cell in known:
        mask.at[cell] = True
    near = {cell: before for cell, before in known.items() if before is not None}
    facts = counts.frame[list(counts.facts)]
    return Protected(counts.name, people.mask(mask), facts, near, counts.unknown, _MADE_HERE)


_OTHER_COUNTS = (
    "Tallene i »{}« er andre, end da det blev besluttet, hvad månedens delte sider viser. Lav de delte sider igen."
)


def with_missing(shown: Protected, count: str, goal: str, name: str) -> Protected:
    """The same table with how many are missing before a count reaches the goal, a fact; hidden where the count is."""
    missing = (shown.facts[goal].astype("Int64") - shown.counts[count]).clip(lower=0)
    counts = shown.counts.assign(**{name: missing})
    return replace(shown, counts=counts)


def turned(shown: Protected) -> Protected:
    """The same table with its rows as columns, which is how a chart takes them."""
    cells = {(column, row): count for (row, column), count in shown.earlier.items()}
    unknown, rounded = (frozenset((column, row) for row, column in one) for one in (shown.unknown, shown.rounded))
    return replace(shown, counts=shown.counts.T, earlier=cells, unknown=unknown, rounded=rounded)


def without_noughts(shown: Protected, total_row: str, total_column: str, *, columns: bool = True) -> Protected:
    """A rounded table without the lines that are 0 all the way, but for the sums; any other table as it is.

    Which lines stand there follows from what is told, so it tells nothing more.
    """
    if not shown.rounded:
        return shown
    counts = shown.counts
    counts = counts.loc[[row for row in counts.index if row == total_row or _any(counts.loc[row])]]
    if columns:
        counts = counts[[name for name in counts if name == total_column or _any(counts[name])]]
    return replace(shown, counts=counts, facts=shown.facts.loc[counts.index])


def _any(line: pd.Series) -> bool:
    """Whether any count of a line is not told as 0, or hidden."""
    return bool(line.ne(0).fillna(True).any())


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
