"""All shared pages of a month as one system, so that no page tells what another one must not.

The same count stands in several tables and on several pages, and pages add up: the municipalities to the steering
group's page, a municipality's residents to a line there. So every count of every shared page is one unknown, and all
sums that hold between them are equations. `release/rounding_off` rounds them all at once, `release/hiding` decides what
is hidden.

The system does not depend on which pages are asked for. So the steering group's page, which is shared in every edition,
tells the same as when the others are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from igu_xl.reports.disclosure.counts import Cell, Counts, Quantity
from igu_xl.reports.disclosure.protection import PagePlan, Told
from igu_xl.reports.figures.measure import BEFORE, CHANGE
from igu_xl.reports.figures.measures import HOLDING
from igu_xl.reports.figures.supply import FILLED
from igu_xl.reports.kinds import PageKind
from igu_xl.reports.release.ledger import Written

CellOfTable = tuple[str, Cell]  # a table's name, and a cell of it
EVERYWHERE = ""  # the page of a count that is the same on whatever page it stands


@dataclass(frozen=True, slots=True, eq=False)
class SharedPage:
    """A page that may be passed on, before anything is protected: its tables, and what it told before, latest last.

    `also` are cells of its tables, by table, that may add up to another one. `refused` says why its tables cannot be
    made; then it has none, and may not be drawn.
    """

    kind: PageKind
    stem: str
    name: str
    tables: Sequence[Counts]
    told: Told = field(default_factory=dict)
    also: Sequence[tuple[Sequence[CellOfTable], CellOfTable]] = ()
    refused: str = ""


@dataclass(slots=True, eq=False)
class Unknown:
    """A count that an outsider may want to know: its value, and what it counts on which page."""

    stem: str
    quantity: Quantity
    value: int
    of_people: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SumLine:
    """Unknowns that add up to another one, within a table (`inside`) or across tables and pages."""

    parts: Sequence[Unknown]
    total: Unknown
    inside: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """What may be told of each page, by the pages' stems, and what is to be remembered when it is.

    `told` are the figures that a page which hides tells for good, `written` those of one that rounds. `note` is what
    the one who asked must know, `secret` what the coins were thrown with.
    """

    method: str
    plans: Mapping[str, PagePlan]
    told: Mapping[str, Mapping[Quantity, int]] = field(default_factory=dict)
    written: Mapping[str, Written] = field(default_factory=dict)
    note: str = ""
    secret: str = ""


class System:
    """All counts of all pages as unknowns, and the sums between them."""

    def __init__(self, pages: Sequence[SharedPage]) -> None:
        self.pages = pages
        self.unknowns: dict[tuple[str, Quantity, int], Unknown] = {}
        self.tables: dict[tuple[str, str], dict[Cell, Unknown]] = {}
        self.lines: list[SumLine] = []
        for page in pages:
            for counts in page.tables:
                self._add(page, counts)
        maybe = [*self._across(), *self._held(), *self._also()]
        self.lines += [one for one in maybe if value_of(one.parts) == one.total.value]

    def of_table(self, page: SharedPage, counts: Counts) -> dict[Cell, Unknown]:
        """The unknown behind each cell of a table."""
        return self.tables[page.stem, counts.name]

    def _add(self, page: SharedPage, counts: Counts) -> None:
        cells = self.tables[page.stem, counts.name] = {}
        stem = EVERYWHERE if counts.same_everywhere else page.stem
        for cell, value in counts.cells():
            quantity = counts.quantity(cell)
            one = self.unknowns.setdefault((stem, quantity, value), Unknown(stem, quantity, value))
            one.of_people |= counts.of_people(cell)
            cells[cell] = one
        self.lines += [SumLine([cells[part] for part in parts], cells[total]) for parts, total in counts.sums()]

    def _across(self) -> Iterator[SumLine]:
        """The counts of several pages that may add up to one of the steering group's."""
        by_quantity: dict[tuple[str, Quantity], list[Unknown]] = defaultdict(list)
        pages = {page.stem: page for page in self.pages}
        own = [one for one in self.unknowns.values() if one.stem != EVERYWHERE]
        top = {one.quantity: one for one in own if pages[one.stem].kind.about_everybody}
        for one in own:
            if (kind := pages[one.stem].kind).about_everybody:
                continue
            if one.quantity in top:
                by_quantity[kind.key, one.quantity].append(one)
            if total := top.get(one.quantity | {f"{kind.line} {pages[one.stem].name}"}):
                yield SumLine([one], total, inside=False)
        for (_, quantity), parts in by_quantity.items():
            yield SumLine(parts, top[quantity], inside=False)

    def _held(self) -> Iterator[SumLine]:
        """The placements that hold a place beside the places that are filled: as many, where none has too many."""
        known = {(one.stem, one.quantity): one for one in self.unknowns.values()}
        for (stem, quantity), filled in known.items():
            if FILLED.label in quantity:
                holding = [known.get((stem, quantity - {FILLED.label} | {one.label})) for one in HOLDING]
                if parts := [one for one in holding if one]:
                    yield SumLine(parts, filled, inside=False)

    def _also(self) -> Iterator[SumLine]:
        for page in self.pages:
            for parts, total in page.also:
                first, *rest = (self.tables[page.stem, table][cell] for table, cell in (total, *parts))
                yield SumLine(rest, first, inside=False)

    def with_changes(self) -> System:
        """The same system in which every change since the month before is a count, shown or worked out by a reader."""
        known = {(one.stem, one.quantity): one for one in self.unknowns.values()}
        for (stem, quantity), before in known.items():
            now = known.get((stem, quantity - {BEFORE})) if BEFORE in quantity else None
            if now is not None:
                change, value = quantity - {BEFORE} | {CHANGE}, now.value - before.value
                made = Unknown(stem, change, value, now.of_people)
                one = self.unknowns.setdefault((stem, change, value), made)
                self.lines.append(SumLine([before, one], now, inside=False))
        return self

    def parts(self) -> Iterator[tuple[Sequence[Unknown], Sequence[SumLine]]]:
        """The unknowns that hang together by sums, and those that stand alone."""
        group = {one: one for one in self.unknowns.values()}

        def root(one: Unknown) -> Unknown:
            while group[one] is not one:
                group[one] = group[group[one]]
                one = group[one]
            return one

        for line in self.lines:
            for part in line.parts:
                group[root(part)] = root(line.total)
        members: dict[Unknown, list[Unknown]] = defaultdict(list)
        lines: dict[Unknown, list[SumLine]] = defaultdict(list)
        for one in group:
            members[root(one)].append(one)
        for line in self.lines:
            lines[root(line.total)].append(line)
        yield from ((unknowns, lines[first]) for first, unknowns in members.items())


def value_of(unknowns: Iterable[Unknown]) -> int:
    """Their sum."""
    return sum(one.value for one in unknowns)
