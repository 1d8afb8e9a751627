"""Rounding in the months after those that were told by hiding: nothing is shown that was hidden there.

What is told of the hidden months themselves is decided in `hidden_months`. A running total of the new month bounds what
it was before, so `beside` asks whether the new numbers leave less open of any hidden count. Where they do,
those that tell it are told as the multiple above; then they are hidden; at last all is that hangs together with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from igu_xl.month import Month
from igu_xl.reports.disclosure.counts import Cell
from igu_xl.reports.disclosure.protection import LIMIT, Interval, TablePlan
from igu_xl.reports.disclosure.rounding import BASE, below
from igu_xl.reports.figures.measure import BEFORE, CHANGE
from igu_xl.reports.release.beside import Count, CountKey, Moment, narrowed
from igu_xl.reports.release.hidden_months import Shown, told_of_hidden, without
from igu_xl.reports.release.joint import Release, SharedPage, System, Unknown
from igu_xl.reports.release.ledger import Ledger, ToldCount, Written
from igu_xl.reports.release.rounding_off import round_off, timed

_NEAR = BASE - 1  # how far a count is from what is told of it; `_FURTHEST` where the sums asked for more
_FURTHEST = 2 * BASE - 1
_TURNS = 7  # to find what is safe; in the last but one all is hidden that hangs together
_OfPage = Mapping[str, TablePlan]  # by table: what is told of some of a page's cells, None for nothing


def round_off_beside(
    pages: Sequence[SharedPage], ledger: Ledger, month: Month, shown: Shown, before: Sequence[Moment]
) -> Release:
    """Round all pages of a month so that what `before` left open of its hidden counts stays open."""
    of_hidden = {page.stem: _of_hidden(page, ledger, month, shown) for page in pages}
    own = [without(page, of_hidden[page.stem][0]) for page in pages]
    system = System(own).with_changes()
    upward, untold = set[CountKey](), set[CountKey]()
    for turn in range(_TURNS):
        gone = {page.stem: _cells_of(page, untold) for page in own}
        release = round_off([without(page, gone[page.stem]) for page in own], ledger, month, upward)
        after = [*rounded_months(ledger, system, shown.last, month), moment_of(system, release, month, untold)]
        after.sort(key=lambda one: one.month)
        found = narrowed(before, after, growing_of(own), month)
        if not found:
            break
        if turn == 0:
            upward |= found.tell
        else:
            untold |= found.tell if turn < _TURNS - 2 else found.together
    return _completed(release, of_hidden, gone)


def growing_of(pages: Sequence[SharedPage]) -> set[CountKey]:
    """The running totals of the pages, which do not fall from month to month."""
    return {
        (page.stem, quantity)
        for page in pages
        for counts in page.tables
        for cell, _ in counts.cells()
        if counts.over_time(cell) and not {BEFORE, CHANGE} & (quantity := counts.quantity(cell))
    }


def rounded_months(ledger: Ledger, system: System, last: Month, but: Month) -> list[Moment]:
    """The other months after the last hidden one, as they were told; with the sums that hold between counts now."""
    told: dict[Month, dict[CountKey, Count]] = defaultdict(dict)
    for key, months in ledger.told.items():
        for month, entry in months.items():
            if month > last and month != but:
                told[month][key] = _told(entry)
    lines = _lines(system)
    return [Moment(month, told[month], lines) for month in sorted(told)]


def moment_of(system: System, release: Release, month: Month, untold: Collection[CountKey]) -> Moment:
    """The month as the release tells it; what it does not tell may be anything."""
    written = {key: entry for page in release.written.values() for key, entry in page.items()}
    counts = dict[CountKey, Count]()
    for one in system.unknowns.values():
        key = one.stem, one.quantity
        entry = written.get((one.stem, *timed(one.quantity, month)))
        if entry is not None:
            counts.setdefault(key, _told(replace(entry, value=one.value)))
        elif key in untold or one.of_people:
            low = None if one.value < 0 or CHANGE in one.quantity else 0
            counts.setdefault(key, Count(one.value, low, None, _wanted(one.value)))
        else:
            counts.setdefault(key, Count(one.value, one.value, one.value))
    return Moment(month, counts, _lines(system))


def _told(entry: ToldCount) -> Count:
    far = _NEAR if abs(entry.told - entry.value) <= _NEAR else _FURTHEST
    low = entry.told - far
    return Count(entry.value, low if entry.value < 0 else max(low, 0), entry.told + far, _wanted(entry.value))


def _wanted(value: int) -> Interval | None:
    """What a small count must be able to be."""
    return (1, LIMIT - 1) if 0 < value < LIMIT else None


def _lines(system: System) -> list[tuple[list[CountKey], CountKey]]:
    return [([_key(part) for part in line.parts], _key(line.total)) for line in system.lines]


def _key(one: Unknown) -> CountKey:
    return one.stem, one.quantity


def _of_hidden(page: SharedPage, ledger: Ledger, month: Month, shown: Shown) -> tuple[_OfPage, Written]:
    """By table what is told of the hidden months, None for nothing, and what is to be remembered of it.

    What was shown exactly is rounded by itself, as the sums of a public number are public.
    """
    plans, written = dict[str, dict[Cell, int | None]](), dict[tuple[str, frozenset[str], Month], ToldCount]()
    for counts in page.tables:
        own = plans[counts.name] = {}
        for cell, key, value in told_of_hidden(page, counts, month, shown):
            own[cell] = None if value is None else _by_itself(ledger, key, value)
            if value is not None:
                written[key] = ToldCount(key[2], own[cell] or 0, value)
    return plans, written


def _by_itself(ledger: Ledger, key: tuple[str, frozenset[str], Month], value: int) -> int:
    stem, quantity, when = key
    coin = ledger.coin(stem, quantity | {str(when)}, value)
    return below(value) + BASE * (coin * BASE < value - below(value))


def _cells_of(page: SharedPage, untold: Collection[CountKey]) -> _OfPage:
    """The cells of the month's own that are not told, and the changes that would tell them."""
    return {
        counts.name: {
            cell: None
            for cell, _ in counts.cells()
            if not {(page.stem, one := counts.quantity(cell)), (page.stem, one - {CHANGE})}.isdisjoint(untold)
        }
        for counts in page.tables
    }


def _completed(
    release: Release, of_hidden: Mapping[str, tuple[_OfPage, Written]], gone: Mapping[str, _OfPage]
) -> Release:
    """The release with what is told, and not told, of the hidden months."""
    plans, written = dict(release.plans), dict[str, Written]()
    for stem, plan in plans.items():
        told, kept = of_hidden[stem]
        tables = {
            name: {**cells, **told.get(name, {}), **gone[stem].get(name, {})} for name, cells in plan.tables.items()
        }
        plans[stem] = replace(plan, tables=tables)
        written[stem] = {**release.written[stem], **kept}
    return replace(release, plans=plans, written=written)
