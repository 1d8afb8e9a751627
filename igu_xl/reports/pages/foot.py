"""The foot of a page: how each of its figures is made, and what its words mean."""

from __future__ import annotations

from collections.abc import Mapping

from igu_xl.reports.data.month_data import STEERING, MonthData
from igu_xl.reports.figures import (
    by_municipality,
    cohorts,
    completion,
    deadlines,
    endings,
    follow_up,
    goals,
    measures,
    supply,
    tables,
    trend,
    waiting,
)
from igu_xl.reports.figures.explanations import TERMS, Explained
from igu_xl.reports.pages import quality
from igu_xl.reports.parts import parts
from igu_xl.reports.parts.parts import Part

Explanations = tuple[Explained, ...]

_OF_COHORTS: Explanations = (*cohorts.LINES, cohorts.POOLED, cohorts.PRICE)
_OF_CASES: Explanations = (*deadlines.DEADLINES, *follow_up.LINES, completion.HOW)
_LAST: Explanations = (endings.HOW, waiting.HOW_LONG, waiting.WHY, by_municipality.HOW, trend.HOW, quality.HOW)
_OF_PAGE: Mapping[str, Explanations] = {
    "kommune": (*measures.FUNNEL, *_OF_CASES),
    "branche": (*supply.SLOT_LINES, *_OF_COHORTS, measures.WAITING),
    STEERING: (
        goals.STANDING, goals.SAVING, *measures.FUNNEL, *supply.SLOT_LINES, *_OF_COHORTS, *_OF_CASES
    ),
}  # fmt: skip


def notes(data: MonthData, audience: str) -> Part:
    """How every figure on the page is made, and what the words mean."""
    used: Explanations = (
        *tables.figures_of(data, audience),
        *_OF_PAGE[data.partner.partition(":")[0]],
        *measures.placement_lines(audience),
        measures.STARTED_YEAR,
        *_LAST,
    )
    return parts.notes(used, TERMS)
