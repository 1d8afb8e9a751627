"""What every page begins with: its title and whether something is missing, and its key figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from igu_xl.month import Month
from igu_xl.reports.data.month_data import STEERING, MonthData
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.figures import cohorts, deadlines, follow_up, goals, measures, tables
from igu_xl.reports.pages import corrections, quality
from igu_xl.reports.parts import parts
from igu_xl.reports.parts.key_figures import KeyFigure, key_figures
from igu_xl.reports.parts.parts import Part


def heading(data: MonthData, month: Month, audience: str) -> Part:
    """The title of the page and whether something is missing."""
    return parts.heading(data, month, missing(data, month), audience)


def missing(data: MonthData, month: Month) -> list[str]:
    """What somebody should do something about; told without counts, so that it can stand in every edition."""
    books = "arbejdsbøgerne" if data.partner.startswith(STEERING) else "arbejdsbogen"
    tests = {
        "hold, der mangler deltagere": cohorts.AT_RISK.count(data, month),
        "overskredne frister": 0 if data.partner.startswith("branche") else deadlines.missed(data, month),
        "overskredne opfølgninger": follow_up.OVERDUE.count(data, month),
        f"fejl i {books}": quality.errors(data),
    }
    return [what for what, count in tests.items() if count]


def figures(data: MonthData, month: Month, audience: str) -> dict[str, KeyFigure]:
    """The five key figures of a page, by key."""
    wanted = tables.figures_of(data, audience)
    found = corrections.corrections(wanted, data, month, audience)
    corrected = corrections.beside_figures(found, month)
    shown = key_figures(wanted, data, month, audience)
    aims = _goals(data, shown)
    return {key: replace(one, goal=aims.get(key, ""), correction=corrected.get(key, "")) for key, one in shown.items()}


def cards(data: MonthData, month: Month, audience: str) -> Part:
    """The key figures as the page begins with them."""
    return parts.cards(list(figures(data, month, audience).values()), month)


def when_begun(month_name: str, audience: str) -> str:
    """The time in which the starts of the summary are counted."""
    return f"i {month_name}" if audience == INTERNAL else "de seneste 12 måneder"


def _goals(data: MonthData, shown: Mapping[str, KeyFigure]) -> Mapping[str, str]:
    """The steering group's goals and how far they are; a municipality's figures count towards the same goals."""
    if data.partner.startswith(STEERING):
        return goals.beside_figures({key: one.nearest for key, one in shown.items()})
    told = {goal.measure.key: f"fælles mål: {goal.text}" for goal in goals.goals()}
    igu = f"{told[goals.COMPLETED_IGU.key]} igu"
    return {**told, measures.COMPLETED.key: igu} if data.partner.startswith("kommune") else {}
