"""The shared pages of a month rounded together to base 5: every count is shown, and every sum holds in what is shown.

A count that several pages show is one count and is told once. What was told before is told again while it lies beside
the count: above all where the count has not changed (`_KEPT`), else so that few numbers change by much (`_NEAR`). One
that was told as 5 and has fallen to 1-4 since is thrown for anew: if a told 5 became 0 only where nobody is left, that
0 would say so. Where the sums leave no such rounding the page says how far it had to go (`_REMARKS`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from igu_xl.month import Month
from igu_xl.reports.disclosure.audit import Sum
from igu_xl.reports.disclosure.counts import Cell, Quantity
from igu_xl.reports.disclosure.protection import ROUND, PagePlan, TablePlan
from igu_xl.reports.disclosure.rounding import BASE, DownAndUp, HowFar, below, rounded
from igu_xl.reports.figures import trend
from igu_xl.reports.figures.measure import BEFORE, CHANGE
from igu_xl.reports.release.joint import Release, SharedPage, SumLine, System, Unknown, value_of
from igu_xl.reports.release.ledger import Ledger, ToldCount, Written

_KEPT, _NEAR, _WISHED = 1000.0, 50.0, 5.0  # what it costs to leave what was told, and what the coin says
_UPWARD: DownAndUp = (10 * _KEPT, 0.0)
_REMARKS = {
    HowFar.FURTHER: "I denne måned er nogle tal flyttet op til 9, for at alle summer passer.",
    HowFar.APART: "I denne måned er nogle tal flyttet op til 9, og summer på tværs af siderne passer ikke altid.",
    HowFar.ALONE: "I denne måned er tallene afrundet hver for sig, så summer passer ikke altid.",
}
CellUnknowns = Mapping[Cell, Unknown]


def round_off(
    pages: Sequence[SharedPage], ledger: Ledger, month: Month, upward: Collection[tuple[str, Quantity]] = ()
) -> Release:
    """Round all counts of people of all pages, and all that add up with them.

    Those of `upward`, by page and what they count, are told as the multiple above where the sums allow it.
    """
    system = System(pages).with_changes()
    counts = _Counts(system)
    prices = [
        _UPWARD if any((one.stem, one.quantity) in upward for one in group) else _price(group, ledger, month)
        for group in counts.groups
    ]
    found = rounded(counts.values, [counts.sum_of(line) for line in counts.lines], prices, counts.loose)
    told = {one: found.told[number] for one, number in counts.number.items()}
    ways = {one: found.ways[number] for one, number in counts.number.items()}
    plans, written = dict[str, PagePlan](), dict[str, Written]()
    for page in pages:
        own = {table.name: system.of_table(page, table) for table in page.tables}
        remark = _remark({ways[one] for cells in own.values() for one in cells.values() if one in ways})
        plans[page.stem] = PagePlan(
            ROUND, {name: _told(cells, told) for name, cells in own.items()}, remark, page.refused
        )
        written[page.stem] = dict(_written(own.values(), told, month))
    return Release(ROUND, plans, written=written)


def timed(quantity: Quantity, month: Month) -> tuple[Quantity, Month]:
    """What a page of a month counts, without the month that it counts it of, and that month."""
    named = {when.name: when for when in trend.months(month)} | {BEFORE: month.previous()}
    for label in quantity & named.keys():
        return quantity - {label}, named[label]
    return quantity, month


class _Counts:
    """The counts to round by number, each a group of unknowns that are the same, and the lines between them.

    Only what hangs together with a count of people is rounded: cohorts and findings are told as they are.
    """

    def __init__(self, system: System) -> None:
        same = _same(system)
        members: dict[Unknown, list[Unknown]] = defaultdict(list)
        self.lines: list[SumLine] = []
        for unknowns, own in system.parts():
            if any(one.of_people for one in unknowns):
                self.lines += [one for one in own if len(one.parts) != 1 or same[one.parts[0]] is not same[one.total]]
                for one in unknowns:
                    members[same[one]].append(one)
        self.groups = sorted((sorted(group, key=_key) for group in members.values()), key=lambda group: _key(group[0]))
        self.number = {one: number for number, group in enumerate(self.groups) for one in group}
        self.values = [group[0].value for group in self.groups]
        self.loose = [number for number, line in enumerate(self.lines) if not line.inside]

    def sum_of(self, line: SumLine) -> Sum:
        """A line by the numbers of its counts."""
        return Sum(tuple(sorted(self.number[part] for part in line.parts)), self.number[line.total])


def _same(system: System) -> dict[Unknown, Unknown]:
    """For every unknown one that stands for it: a page's sum is the same count as the line of the sum of all."""
    first = {one: one for one in system.unknowns.values()}

    def stands(one: Unknown) -> Unknown:
        while first[one] is not one:
            one = first[one]
        return one

    for line in system.lines:
        if len(line.parts) == 1 and value_of(line.parts) == line.total.value:
            first[stands(line.parts[0])] = stands(line.total)
    return {one: stands(one) for one in first}


def _key(one: Unknown) -> tuple[str, list[str], int]:
    return one.stem, sorted(one.quantity), one.value


def _price(group: Sequence[Unknown], ledger: Ledger, month: Month) -> DownAndUp:
    """What the multiple below the count costs, and the one above."""
    value = group[0].value
    low, high = below(value), below(value) + BASE
    down, up = 0.0, 0.0
    for one in group:
        before = _before(one, ledger, month)
        if before is not None and before.told in (low, high):
            weight = _KEPT if before.value == value else 0.0 if _thrown_anew(before, value) else _NEAR
            down, up = down + weight * (before.told == high), up + weight * (before.told == low)
    return (down, up) if down != up else _thrown(ledger.coin(group[0].stem, group[0].quantity, value), value)


def _thrown(coin: float, value: int) -> DownAndUp:
    """The prices by the coin, which is in them so that no two tables cost the same."""
    above = value - below(value)
    up = coin * BASE < above
    wished, other = (BASE - above, above) if up else (above, BASE - above)
    price = _WISHED + other - wished + coin
    return (price, 0.0) if up else (0.0, price)


def _before(one: Unknown, ledger: Ledger, month: Month) -> ToldCount | None:
    """What was told of a count; of a change only what was told of the same month's."""
    quantity, when = timed(one.quantity, month)
    found = ledger.last(one.stem, quantity, when)
    return None if found is None or (CHANGE in quantity and found.month != when) else found


def _thrown_anew(before: ToldCount, value: int) -> bool:
    return before.told == BASE and 0 < value < min(before.value, BASE)


def _told(cells: CellUnknowns, told: Mapping[Unknown, int]) -> TablePlan:
    return {cell: told[one] for cell, one in cells.items() if one in told}


def _written(
    tables: Iterable[CellUnknowns], told: Mapping[Unknown, int], month: Month
) -> Iterator[tuple[tuple[str, Quantity, Month], ToldCount]]:
    """What the page tells of each count, with the month that it is of."""
    for cells in tables:
        for one in cells.values():
            if one in told:
                quantity, when = timed(one.quantity, month)
                yield (one.stem, quantity, when), ToldCount(when, told[one], one.value)


def _remark(ways: set[HowFar]) -> str:
    """How far the rounding of a page had to go, in words; "" where every count is beside its multiple."""
    return next((text for way, text in reversed(_REMARKS.items()) if way in ways), "")
