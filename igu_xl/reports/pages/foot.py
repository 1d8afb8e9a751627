"""The foot of a page: how each of its figures is made, and what its words mean."""

from __future__ import annotations

from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import HIDE, SHARED
from igu_xl.reports.figures import by_municipality, endings, measures, trend, waiting
from igu_xl.reports.figures.explanations import Explained, terms_of
from igu_xl.reports.kinds import kind_of
from igu_xl.reports.pages import quality
from igu_xl.reports.parts import parts
from igu_xl.reports.parts.parts import Part


def notes(data: MonthData, audience: str) -> Part:
    """How every figure on the page is made, and what the words mean."""
    kind = kind_of(data)
    of_placements: tuple[Explained, ...] = (
        *measures.placement_lines(audience),
        measures.STARTED_YEAR,
        endings.HOW,
        waiting.HOW_LONG,
        waiting.WHY,
        by_municipality.HOW,
        trend.HOW,
    )
    used = (*kind.figures(audience), *kind.notes, *(of_placements if kind.placed else ()), quality.HOW)
    plan = data.decided if audience == SHARED else None
    hides = plan is not None and plan.method == HIDE
    terms = terms_of(rounded=plan is not None and not hides, hides=hides, remark=plan.remark if plan else "")
    return parts.notes(used, terms)
