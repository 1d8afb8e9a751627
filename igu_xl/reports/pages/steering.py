"""The sections of the steering group's page that are its own. Each is one cell of `notebooks/styregruppe.ipynb`."""

from __future__ import annotations

from igu_xl.month import Month
from igu_xl.reports.charts import bars
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.figures import goals, measures, supply, tables
from igu_xl.reports.figures.measure import TOTAL
from igu_xl.reports.pages import first_page, known_since
from igu_xl.reports.parts import blocks, parts, sentences
from igu_xl.reports.parts.parts import Part


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([sentences.no_rows("Partnerskabet")])
    shown = first_page.figures(data, month, audience)
    completed, job = (shown[one.key].amount for one in (goals.COMPLETED_IGU, measures.JOB_OR_EDUCATION))
    waiting_ = shown[measures.WAITING.key].told("er klar og venter", month)
    return parts.summary(
        [
            f"Partnerskabet har {shown[measures.RUNNING.key].told('i forløb', month)}.",
            sentences.sentence(waiting_),
            sentences.sentence(f"{completed} har gennemført igu, og {job} er kommet i job eller uddannelse"),
            *sentences.attention(first_page.missing(data, month, audience)),
            *known_since.at_the_top(data, month),
        ]
    )


def towards_goals(data: MonthData, month: Month, audience: str) -> Part:
    """The goals, how far the partnership is, and what the completed igu are worth in the business case."""
    shown = tables.shown(tables.towards_goals, data, month, audience)
    names = [goal.measure.label for goal in goals.goals()]
    told = sentences.told(shown, goals.REACHED)
    drawing = bars.towards(shown, names, goals.REACHED, goals.LEAST, alt=f"Søjler mod målene. {told}.")
    judged = measures.comparable(data, month.previous())
    completed = (goals.goals()[0].published.text, goals.REACHED)
    return parts.section(
        "Mål",
        blocks.chart(drawing, "Nået mod mindst"),
        blocks.table(shown, shown.name, head=goals.GOAL, more=goals.standings(shown, judged=judged)),
        blocks.text(goals.saving(shown.count(*completed), shown.near(*completed), rounded=shown.rounds(*completed))),
        lead="Målene er projektets egne fra ansøgningen for 2017-2020. De tre tal overlapper.",
    )


def slots(data: MonthData, month: Month, audience: str) -> Part:
    """The places of each branch: filled, open and gone."""
    if data.on(month).slots.empty:
        return parts.section("Pladser", blocks.text("Der er endnu ingen pladser."))
    shown = tables.shown(tables.slots_by_branch, data, month, audience)
    total = [TOTAL, supply.OFFERED.label]
    return parts.section("Pladser", blocks.table(shown, shown.name, head="Branche", total=total))
