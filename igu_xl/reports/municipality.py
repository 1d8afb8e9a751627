"""The sections of a municipality's page that are its own. Each is one cell of `notebooks/kommune.ipynb`."""

from __future__ import annotations

from igu_xl.month import Month
from igu_xl.reports import (
    completion,
    corrections,
    deadlines,
    endings,
    follow_up,
    glossary,
    measures,
    parts,
    places,
    quality,
    sections,
    trend,
    waiting,
    words,
)
from igu_xl.reports.disclosure import INTERNAL
from igu_xl.reports.goals import COMPLETED_IGU, goals
from igu_xl.reports.key_figures import KeyFigure, key_figures
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.parts import Part


def heading(data: MonthData, month: Month, audience: str) -> Part:
    """The title of the page and whether something is missing."""
    return parts.heading(data, month, missing(data, month), audience)


def missing(data: MonthData, month: Month) -> list[str]:
    """What somebody should do something about; told without counts, so that it can stand in every edition."""
    tests = {
        "overskredne frister": deadlines.missed(data, month),
        "overskredne opfølgninger": follow_up.OVERDUE.count(data, month),
        "fejl i arbejdsbogen": quality.errors(data),
    }
    return [what for what, count in tests.items() if count]


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([words.no_rows(data.name)])
    shown = _figures(data, month, audience)
    started, waiting_, completed, job = (
        words.amount(shown[one.key].value)
        for one in (measures.started_for(audience), measures.WAITING, measures.COMPLETED, measures.JOB_OR_EDUCATION)
    )
    when = f"i {words.month_name(month)}" if audience == INTERNAL else "de seneste 12 måneder"
    return parts.summary(
        [
            f"{data.name} har {shown[measures.RUNNING.key].told('i forløb', month)}.",
            words.sentence(f"{started} begyndte {when}, og {waiting_} er klar og venter"),
            words.sentence(f"{completed} forløb er gennemført, og {job} er kommet i job eller uddannelse"),
            *words.attention(missing(data, month)),
        ]
    )


def key_figures_of(data: MonthData, month: Month, audience: str) -> Part:
    """The five key figures, how they changed and what they count towards."""
    return parts.cards(list(_figures(data, month, audience).values()), month)


def corrected(data: MonthData, month: Month, audience: str) -> Part:
    """The key figures of earlier months that are not what was published."""
    return sections.corrected(data, month, audience, measures.municipality_figures(audience))


def notes(audience: str) -> Part:
    """How every figure on the page is made, and what the words mean."""
    used: list[parts.Explained] = [
        *measures.municipality_figures(audience),
        *measures.FUNNEL,
        *measures.placement_lines(audience),
        measures.STARTED_YEAR,
        endings.HOW,
        waiting.HOW_LONG,
        waiting.WHY,
        *deadlines.DEADLINES,
        *follow_up.LINES,
        completion.HOW,
        places.HOW,
        trend.HOW,
        quality.HOW,
    ]
    return parts.notes(used, glossary.TERMS)


def _figures(data: MonthData, month: Month, audience: str) -> dict[str, KeyFigure]:
    figures = measures.municipality_figures(audience)
    found = corrections.corrections(figures, data, month, audience)
    return key_figures(
        figures,
        data,
        month,
        audience,
        goals=_shared_goals(),
        corrections=corrections.of_last_month(found, month),
    )


def _shared_goals() -> dict[str, str]:
    """A municipality has no goal of its own; what it counts towards is the partnership's."""
    told = {goal.measure.key: f"fælles mål: {goal.text}" for goal in goals()}
    return {**told, measures.COMPLETED.key: f"{told[COMPLETED_IGU.key]} igu"}
