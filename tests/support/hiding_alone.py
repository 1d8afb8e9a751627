"""A table that hides its small counts by itself, as if there were no other to compare it with."""

from __future__ import annotations

from igu_xl.reports.disclosure import protection
from igu_xl.reports.disclosure.audit import Sum, to_hide
from igu_xl.reports.disclosure.counts import Cell, Counts
from igu_xl.reports.disclosure.protection import HIDE, PagePlan, Protected


def hiding_alone(counts: Counts, audience: str = "delt") -> Protected:
    """The table as its audience sees it."""
    return protection.protect(counts, audience, PagePlan(HIDE, {counts.name: alone(counts)}))


def alone(counts: Counts) -> dict[Cell, int | None]:
    """The cells to hide in a table that nobody can compare with another one."""
    cells = dict(counts.cells())
    number = {cell: position for position, cell in enumerate(cells)}
    sums = [Sum(tuple(number[part] for part in parts), number[total]) for parts, total in counts.sums()]
    wanted = {number[cell]: interval for cell, interval in protection.sensitive(counts).items()}
    hidden = to_hide(list(cells.values()), sums, wanted)
    return {cell: None for cell, position in number.items() if position in hidden}
