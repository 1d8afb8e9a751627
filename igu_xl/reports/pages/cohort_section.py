"""The section about cohorts, on the pages of the branches and the steering group."""

from __future__ import annotations

from igu_xl.danish import plural
from igu_xl.month import Month
from igu_xl.reports.charts import bars
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import Protected, protect, with_missing
from igu_xl.reports.figures import cohorts, tables
from igu_xl.reports.figures.measure import COUNT, one_column
from igu_xl.reports.parts import blocks, parts
from igu_xl.reports.parts.blocks import Block
from igu_xl.reports.parts.parts import Part


def upcoming(data: MonthData, month: Month, audience: str) -> Part:
    """The cohorts to come: how many seats are taken, how many are missing, how long there is and what it costs."""
    shown = tables.shown(tables.upcoming, data, month, audience)
    nothing = [blocks.text("Der er ingen kommende hold.")]
    return parts.section("Hold", *(nothing if shown.counts.empty else _coming(shown)), *_tally(data, month, audience))


def _coming(shown: Protected) -> list[Block]:
    names = [str(name) for name in shown.facts[cohorts.COHORT]]
    drawing = bars.towards(
        shown,
        names,
        cohorts.ENROLLED,
        cohorts.MIN,
        alt="Søjler over, hvor mange der er tilmeldt hvert hold, mod det mindste antal. Tallene står i tabellen.",
    )
    table = with_missing(shown, cohorts.ENROLLED, cohorts.MIN, cohorts.SEATS_MISSING)
    return [
        blocks.chart(drawing, "Tilmeldte mod det mindste antal"),
        blocks.listed(table, "Kommende hold"),
        blocks.text(cohorts.price_source()),
    ]


def _tally(data: MonthData, month: Month, audience: str) -> list[Block]:
    """How many cohorts stand where, and how many owe it to several municipalities."""
    tally = protect(Counts("Alle hold", one_column(cohorts.LINES, data, month), of_things=(COUNT,)), audience)
    pooled = cohorts.POOLED.count(data, month)
    told = f"{plural(pooled, 'hold', 'hold')} har deltagere nok, kun fordi kommuner gik sammen."
    return [
        blocks.table(tally, "Alle hold", head=cohorts.COHORT),
        blocks.text(told if pooled else "Intet hold har deltagere nok, kun fordi kommuner gik sammen."),
    ]
