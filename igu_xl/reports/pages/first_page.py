"""What every page begins with: its title and whether something is missing, and its key figures."""

from __future__ import annotations

from dataclasses import replace

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.figures import measures
from igu_xl.reports.kinds import kind_of
from igu_xl.reports.pages import corrections, quality
from igu_xl.reports.parts import parts
from igu_xl.reports.parts.key_figures import KeyFigure, key_figures
from igu_xl.reports.parts.parts import Part


def heading(data: MonthData, month: Month, audience: str) -> Part:
    """The title of the page and whether something is missing."""
    return parts.heading(data, month, missing(data, month, audience), audience)


def missing(data: MonthData, month: Month, audience: str) -> list[str]:
    """What somebody should do something about, by the counts that the audience may see."""
    kind = kind_of(data)
    counts = {what: count(data, month, audience) for what, count in kind.to_do.items()}
    return [what for what, count in {**counts, f"fejl i {kind.books}": quality.errors(data)}.items() if count]


def figures(data: MonthData, month: Month, audience: str) -> dict[str, KeyFigure]:
    """The five key figures of a page, by key."""
    kind = kind_of(data)
    wanted = kind.figures(audience)
    found = corrections.corrections(wanted, data, month, audience)
    corrected = corrections.beside_figures(found, month)
    shown = key_figures(wanted, data, month, audience)
    judged = measures.comparable(data, month.previous())
    aims = kind.aims({key: one.nearest for key, one in shown.items()}, judged=judged)
    return {key: replace(one, goal=aims.get(key, ""), correction=corrected.get(key, "")) for key, one in shown.items()}


def cards(data: MonthData, month: Month, audience: str) -> Part:
    """The key figures as the page begins with them."""
    return parts.cards(list(figures(data, month, audience).values()), month)


def when_begun(month_name: str, audience: str) -> str:
    """The time in which the starts of the summary are counted."""
    return f"i {month_name}" if audience == INTERNAL else "de seneste 12 måneder"
