"""The shared pages of a month with small counts hidden: the choice of a partnership that does not round.

What was told in other months counts too: a figure that has changed by 1-4 since is hidden, and the page says what it
was. The audit decides for all pages at once what is hidden (`disclosure/audit`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from igu_xl.reports.disclosure.audit import Sum, to_hide
from igu_xl.reports.disclosure.counts import Quantity
from igu_xl.reports.disclosure.protection import (
    HIDE,
    LIMIT,
    Interval,
    PagePlan,
    TablePlan,
    is_near,
    sensitive,
)
from igu_xl.reports.figures.measure import BEFORE
from igu_xl.reports.release.joint import Release, SharedPage, SumLine, System, Unknown

_Near = Mapping[Unknown, int]  # what was told of an unknown before, where that is near
_Wanted = Mapping[Unknown, Interval]  # what an unknown must be able to be


def hide(pages: Sequence[SharedPage]) -> Release:
    """Decide what all pages hide."""
    system = System(pages)
    hidden = _hidden(system)
    plans, told = dict[str, PagePlan](), dict[str, dict[Quantity, int]]()
    for page in pages:
        unknowns = {counts.name: system.of_table(page, counts) for counts in page.tables}
        masks: dict[str, TablePlan] = {
            name: {cell: hidden[one] for cell, one in cells.items() if one in hidden}
            for name, cells in unknowns.items()
        }
        plans[page.stem] = PagePlan(HIDE, masks, refused=page.refused)
        told[page.stem] = {
            counts.quantity(cell): one.value
            for counts in page.tables
            for cell, one in unknowns[counts.name].items()
            if one not in hidden and counts.over_time(cell) and BEFORE not in counts.quantity(cell)
        }
    return Release(HIDE, plans, told)


def hidden_whole(
    release: Release, pages: Sequence[SharedPage], system: System, keys: Collection[tuple[str, Quantity]]
) -> Release:
    """The release with all hidden that hangs together with one of these counts, by page and what they count."""
    gone = {
        one
        for unknowns, _ in system.parts()
        if any((one.stem, one.quantity) in keys for one in unknowns)
        for one in unknowns
    }
    plans_of, told = dict(release.plans), dict(release.told)
    for page in pages:
        tables = dict(plans_of[page.stem].tables)
        for counts in page.tables:
            cells = [cell for cell, one in system.of_table(page, counts).items() if one in gone]
            tables[counts.name] = {**tables[counts.name], **dict.fromkeys(cells)}
        plans_of[page.stem] = replace(plans_of[page.stem], tables=tables)
        hidden = {one.quantity for one in gone if one.stem == page.stem}
        told[page.stem] = {one: count for one, count in told[page.stem].items() if one not in hidden}
    return replace(release, plans=plans_of, told=told)


def _hidden(system: System) -> dict[Unknown, int | None]:
    """The unknowns to hide, with what was told of them before where that is near."""
    wanted, near = dict[Unknown, Interval](), dict[Unknown, int]()
    for page in system.pages:
        for counts in page.tables:
            cells, asked = system.of_table(page, counts), sensitive(counts, page.told)
            for cell, one in cells.items():
                if cell in asked:
                    wanted[one] = _hull(wanted.get(one), asked[cell])
                if counts.over_time(cell):
                    told = _near(one.value, page.told.get(counts.quantity(cell), ()))
                    near |= {} if told is None else {one: told}
    gone: dict[Unknown, int | None] = {}
    for unknowns, lines in system.parts():
        gone |= _hidden_in(unknowns, lines, wanted, near)
    return gone


def _hidden_in(
    unknowns: Sequence[Unknown], lines: Sequence[SumLine], wanted: _Wanted, near: _Near
) -> dict[Unknown, int | None]:
    """What to hide among unknowns that hang together.

    What was told before is said where the outsider, who knows then that it has changed by 1-4, still cannot work out
    the new count; where he could, it is hidden without a word.
    """
    if not any(one in wanted for one in unknowns):
        return {}
    number = {one: position for position, one in enumerate(unknowns)}
    values = [one.value for one in unknowns]
    sums = [Sum(tuple(number[part] for part in line.parts), number[line.total]) for line in lines]
    known = {one: near[one] for one in unknowns if one in near and one.value >= LIMIT}
    for said in [known, {}] if known else [{}]:
        ends = {number[one]: _ends(one, wanted[one], said) for one in unknowns if one in wanted}
        limits = {number[one]: (before - LIMIT + 1, before + LIMIT - 1) for one, before in said.items()}
        try:
            gone = to_hide(values, sums, ends, limits)
        except ValueError:
            continue
        return {unknowns[position]: said.get(unknowns[position]) for position in gone}
    return dict.fromkeys(unknowns)


def _ends(one: Unknown, wanted: Interval, said: _Near) -> Interval:
    """What a count must be able to be: anything in its interval; where its former size is said, more than one."""
    low, high = wanted
    return (max(low, one.value - 1), min(high, one.value + 1)) if one in said else (low, high)


def _near(value: int, told: Iterable[int]) -> int | None:
    """What was told last, where it is 1-4 away and no small count itself."""
    latest = [*told][-1:]
    return next((before for before in latest if is_near(value, before) and before >= LIMIT), None)


def _hull(one: Interval | None, other: Interval) -> Interval:
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))
