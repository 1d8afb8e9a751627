"""The sections of the steering group's page that are its own. Each is one cell of `notebooks/styregruppe.ipynb`."""

from __future__ import annotations

from dataclasses import replace

from igu_xl.month import Month
from igu_xl.reports import (
    blocks,
    cohorts,
    completion,
    corrections,
    deadlines,
    endings,
    figures,
    follow_up,
    glossary,
    goals,
    measures,
    parts,
    places,
    quality,
    sections,
    supply,
    trend,
    waiting,
    words,
)
from igu_xl.reports.disclosure import protect
from igu_xl.reports.key_figures import KeyFigure, key_figures
from igu_xl.reports.measures import TOTAL
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.parts import Part

FIGURES = (measures.RUNNING, measures.WAITING, goals.COMPLETED_IGU, goals.TO_ORDINARY_JOB, measures.JOB_OR_EDUCATION)


def heading(data: MonthData, month: Month, audience: str) -> Part:
    """The title of the page and whether something is missing."""
    return parts.heading(data, month, missing(data, month), audience)


def missing(data: MonthData, month: Month) -> list[str]:
    """What somebody should do something about; told without counts."""
    tests = {
        "hold, der mangler deltagere": cohorts.AT_RISK.count(data, month),
        "overskredne frister": deadlines.missed(data, month),
        "overskredne opfølgninger": follow_up.OVERDUE.count(data, month),
        "fejl i arbejdsbøgerne": quality.errors(data),
    }
    return [what for what, count in tests.items() if count]


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([words.no_rows("Partnerskabet")])
    shown = _figures(data, month, audience)
    completed, job = (words.amount(shown[one.key].value) for one in (goals.COMPLETED_IGU, measures.JOB_OR_EDUCATION))
    waiting_ = shown[measures.WAITING.key].told("er klar og venter", month)
    return parts.summary(
        [
            f"Partnerskabet har {shown[measures.RUNNING.key].told('i forløb', month)}.",
            words.sentence(waiting_),
            words.sentence(f"{completed} har gennemført igu, og {job} er kommet i job eller uddannelse"),
            *words.attention(missing(data, month)),
        ]
    )


def key_figures_of(data: MonthData, month: Month, audience: str) -> Part:
    """The five key figures, how they changed and how far they are from the goals."""
    return parts.cards(list(_figures(data, month, audience).values()), month)


def towards_goals(data: MonthData, month: Month, audience: str) -> Part:
    """The goals, how far the partnership is, and what the completed igu are worth in the business case."""
    shown = protect(goals.table(data, month), audience, facts=(goals.LEAST,))
    names = [goal.measure.label for goal in goals.goals()]
    told = words.told(shown, goals.REACHED)
    drawing = figures.towards(shown, names, goals.REACHED, goals.LEAST, alt=f"Søjler mod målene. {told}.")
    completed = shown.count(goals.goals()[0].published.text, goals.REACHED)
    return parts.section(
        "Mål",
        blocks.chart(drawing, "Nået mod mindst"),
        blocks.table(shown, "Partnerskabets mål", head=goals.GOAL, more=goals.standings(shown)),
        blocks.text(goals.saving(completed)),
        lead="Målene er projektets egne fra ansøgningen for 2017-2020. De tre tal overlapper.",
    )


def slots(data: MonthData, month: Month, audience: str) -> Part:
    """The places of each branch: filled, open and gone."""
    if data.slots.empty:
        return parts.section("Pladser", blocks.text("Der er endnu ingen pladser."))
    table = supply.by_branch(data, month)
    total = [TOTAL, supply.OFFERED.label]
    shown = protect(table, audience, total_column=supply.OFFERED.label, total_row=TOTAL, of_things=supply.OF_THINGS)
    return parts.section("Pladser", blocks.table(shown, "Pladser efter branche", head="Branche", total=total))


def corrected(data: MonthData, month: Month, audience: str) -> Part:
    """The key figures of earlier months that are not what was published."""
    return sections.corrected(data, month, audience, FIGURES)


def notes(audience: str) -> Part:
    """How every figure on the page is made, and what the words mean."""
    used: list[parts.Explained] = [
        *FIGURES,
        goals.STANDING,
        goals.SAVING,
        *measures.FUNNEL,
        *measures.placement_lines(audience),
        measures.STARTED_YEAR,
        endings.HOW,
        *supply.SLOT_LINES,
        *cohorts.LINES,
        cohorts.POOLED,
        cohorts.PRICE,
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
    found = corrections.corrections(FIGURES, data, month, audience)
    shown = key_figures(FIGURES, data, month, audience, corrections=corrections.of_last_month(found, month))
    standing = goals.beside_figures({key: one.value for key, one in shown.items()})
    return {key: replace(one, goal=standing.get(key, "")) for key, one in shown.items()}
