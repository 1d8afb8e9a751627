"""Protect all pages of a month together, so that no page shows what another one hides.

The same count stands in several tables and on several pages, and pages add up: the municipalities to the steering
group's page, a municipality's residents to a line there. So every count of every shared page is one unknown, all sums
that hold between them are equations, and the audit decides what is hidden for all pages at once. What was told in
other months counts too: a figure that has changed by 1-4 since is hidden, and the page says what it was.

The answer does not depend on which pages are asked for. So the steering group's page, which is shared in every
edition, hides the same as when the others are made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from igu_xl.reports.disclosure.audit import Sum, to_hide
from igu_xl.reports.disclosure.counts import Cell, Counts, Quantity
from igu_xl.reports.disclosure.protection import LIMIT, Hidden, Interval, PageMask, Told, is_near, sensitive
from igu_xl.reports.figures.measure import BEFORE
from igu_xl.reports.figures.measures import HOLDING
from igu_xl.reports.figures.supply import FILLED
from igu_xl.reports.kinds import PageKind


@dataclass(frozen=True, slots=True, eq=False)
class SharedPage:
    """A page that may be passed on, before anything is hidden: its tables, and what it told before, latest last."""

    kind: PageKind
    stem: str
    name: str
    tables: Sequence[Counts]
    told: Told = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Unknown:
    """A count that an outsider may want to know: its value, what it must be able to be, and what was told of it."""

    value: int
    wanted: Interval | None = None
    near: int | None = None


_Line = tuple[Sequence[_Unknown], _Unknown]  # counts that add up, with their total


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """What may be told: what each page hides, and the figures that it tells for good, by the pages' stems."""

    masks: Mapping[str, PageMask]
    told: Mapping[str, Mapping[Quantity, int]]


def release(pages: Sequence[SharedPage]) -> Release:
    """Decide what all pages hide."""
    system = _System(pages)
    hidden = system.hidden()
    masks, told = dict[str, dict[str, Hidden]](), dict[str, dict[Quantity, int]]()
    for page in pages:
        unknowns = {counts.name: system.of_table(page, counts) for counts in page.tables}
        masks[page.stem] = {
            name: {cell: hidden[one] for cell, one in cells.items() if one in hidden}
            for name, cells in unknowns.items()
        }
        told[page.stem] = {
            counts.quantity(cell): one.value
            for counts in page.tables
            for cell, one in unknowns[counts.name].items()
            if one not in hidden and counts.over_time(cell) and BEFORE not in counts.quantity(cell)
        }
    return Release(masks, told)


class _System:
    """All counts of all pages as unknowns, and the sums between them."""

    def __init__(self, pages: Sequence[SharedPage]) -> None:
        self.pages = pages
        self.unknowns: dict[tuple[str, Quantity, int], _Unknown] = {}
        self.tables: dict[tuple[str, str], dict[Cell, _Unknown]] = {}
        self.sums: list[_Line] = []
        for page in pages:
            for counts in page.tables:
                self._add(page, counts)
        maybe = [*self._across(), *self._held()]
        self.sums += [(parts, total) for parts, total in maybe if _value(parts) == total.value]

    def of_table(self, page: SharedPage, counts: Counts) -> dict[Cell, _Unknown]:
        """The unknown behind each cell of a table."""
        return self.tables[page.stem, counts.name]

    def hidden(self) -> dict[_Unknown, int | None]:
        """The unknowns to hide, with what was told of them before where that is near."""
        gone: dict[_Unknown, int | None] = {}
        for unknowns, sums in self._parts():
            gone |= _hidden_in(unknowns, sums)
        return gone

    def _add(self, page: SharedPage, counts: Counts) -> None:
        wanted = sensitive(counts, page.told)
        cells = self.tables[page.stem, counts.name] = {}
        for cell, value in counts.cells():
            quantity = counts.quantity(cell)
            one = self.unknowns.setdefault((page.stem, quantity, value), _Unknown(value))
            cells[cell] = one
            if cell in wanted:
                one.wanted = _hull(one.wanted, wanted[cell])
            if counts.over_time(cell):
                one.near = _near(value, page.told.get(quantity, ()))
        self.sums += [([cells[part] for part in parts], cells[total]) for parts, total in counts.sums()]

    def _across(self) -> Iterator[_Line]:
        """The counts of several pages that may add up to one of the steering group's."""
        by_quantity: dict[tuple[str, Quantity], list[_Unknown]] = defaultdict(list)
        pages = {page.stem: page for page in self.pages}
        top = {quantity: one for (stem, quantity, _), one in self.unknowns.items() if pages[stem].kind.about_everybody}
        for (stem, quantity, _), one in self.unknowns.items():
            if (kind := pages[stem].kind).about_everybody:
                continue
            if quantity in top:
                by_quantity[kind.key, quantity].append(one)
            if total := top.get(quantity | {f"{kind.line} {pages[stem].name}"}):
                yield [one], total
        for (_, quantity), parts in by_quantity.items():
            yield parts, top[quantity]

    def _held(self) -> Iterator[_Line]:
        """The placements that hold a place beside the places that are filled: as many, where none has too many."""
        known = {(stem, quantity): one for (stem, quantity, _), one in self.unknowns.items()}
        for (stem, quantity), filled in known.items():
            if FILLED.label in quantity:
                holding = [known.get((stem, quantity - {FILLED.label} | {one.label})) for one in HOLDING]
                if parts := [one for one in holding if one]:
                    yield parts, filled

    def _parts(self) -> Iterator[tuple[Sequence[_Unknown], Sequence[_Line]]]:
        """The unknowns that hang together by sums, and those that stand alone."""
        group = {one: one for one in self.unknowns.values()}

        def root(one: _Unknown) -> _Unknown:
            while group[one] is not one:
                group[one] = group[group[one]]
                one = group[one]
            return one

        for parts, total in self.sums:
            for part in parts:
                group[root(part)] = root(total)
        members: dict[_Unknown, list[_Unknown]] = defaultdict(list)
        sums: dict[_Unknown, list[_Line]] = defaultdict(list)
        for one in group:
            members[root(one)].append(one)
        for parts, total in self.sums:
            sums[root(total)].append((parts, total))
        yield from ((unknowns, sums[first]) for first, unknowns in members.items())


def _hidden_in(unknowns: Sequence[_Unknown], sums: Sequence[_Line]) -> dict[_Unknown, int | None]:
    """What to hide among unknowns that hang together.

    What was told before is said where the outsider, who knows then that it has changed by 1-4, still cannot work out
    the new count; where he could, it is hidden without a word.
    """
    if not any(one.wanted for one in unknowns):
        return {}
    number = {one: position for position, one in enumerate(unknowns)}
    values = [one.value for one in unknowns]
    lines = [Sum(tuple(number[part] for part in parts), number[total]) for parts, total in sums]
    near = {one: one.near for one in unknowns if one.near is not None and one.value >= LIMIT}
    for said in [near, {}] if near else [{}]:
        wanted = {number[one]: _ends(one, said) for one in unknowns if one.wanted}
        known = {number[one]: (before - LIMIT + 1, before + LIMIT - 1) for one, before in said.items()}
        try:
            gone = to_hide(values, lines, wanted, known)
        except ValueError:
            continue
        return {unknowns[position]: said.get(unknowns[position]) for position in gone}
    return dict.fromkeys(unknowns)


def _ends(one: _Unknown, said: Mapping[_Unknown, int]) -> Interval:
    """What a count must be able to be: anything in its interval; where its former size is said, more than one."""
    assert one.wanted is not None
    low, high = one.wanted
    return (max(low, one.value - 1), min(high, one.value + 1)) if one in said else (low, high)


def _near(value: int, told: Iterable[int]) -> int | None:
    """What was told last, where it is 1-4 away and no small count itself."""
    latest = [*told][-1:]
    return next((before for before in latest if is_near(value, before) and before >= LIMIT), None)


def _value(unknowns: Iterable[_Unknown]) -> int:
    return sum(one.value for one in unknowns)


def _hull(one: Interval | None, other: Interval) -> Interval:
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))
