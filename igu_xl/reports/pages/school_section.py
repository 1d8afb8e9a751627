"""The section about school weeks, on the pages of the municipalities and of the steering group."""

from __future__ import annotations

from igu_xl.danish import date_text, number_text, plural
from igu_xl.month import Month
from igu_xl.reports.charts import bars
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import SHARED, Protected
from igu_xl.reports.figures import tables
from igu_xl.reports.figures.measure import COUNT, TOTAL
from igu_xl.reports.figures.school import calls, school_tables, school_weeks
from igu_xl.reports.parts import blocks, parts, sentences
from igu_xl.reports.parts.blocks import Block
from igu_xl.reports.parts.parts import Part

_TITLE = "Skoleuger"
_NONE = (
    "Der er ingen skoleplaner i månedens data. Tryk på Skoleplan og på Godkend og send; så står hver elevs kurser i "
    "kommunernes arbejdsbøger, og tallene her ved næste rapport."
)


def of_municipality(data: MonthData, month: Month, audience: str) -> Part:
    """A municipality's own pupils: who has all hours in time, how many hours are had, what was cancelled."""
    if not data.knows_school:
        return parts.section(_TITLE, blocks.text(_NONE))
    shown = tables.shown(school_tables.pupils, data, month, audience)
    total = school_weeks.PUPILS.label
    pupils = blocks.table(shown, shown.name, head="Elever", total=[total])
    return parts.section(
        _TITLE,
        blocks.beside(pupils, _events(data, month, audience)),
        *_hours(data, month, audience, shown.count(total, COUNT)),
    )


def of_everybody(data: MonthData, month: Month, audience: str) -> Part:
    """All pupils by municipality, the hours, what was cancelled, and what it gives that all plan together."""
    return parts.section(_TITLE, *_pupils(data, month, audience), *_together(data, month, audience))


def _pupils(data: MonthData, month: Month, audience: str) -> list[Block]:
    if not data.knows_school:
        return [blocks.text(_NONE)]
    shown = tables.shown(school_tables.pupils_by_residence, data, month, audience)
    total = school_weeks.PUPILS.label
    cohorts = tables.shown(school_tables.cohort_events, data, month, audience)
    return [
        blocks.table(shown, shown.name, head="Bopælskommune", total=[TOTAL, total]),
        *_hours(data, month, audience, shown.count(TOTAL, total)),
        blocks.beside(
            _events(data, month, audience),
            blocks.table(cohorts, cohorts.name, head="Hold"),
        ),
    ]


def _hours(data: MonthData, month: Month, audience: str, pupils: int | None) -> list[Block]:
    """The hours by municipality; on a page that may be passed on only as shares, where there are pupils enough."""
    if audience != SHARED:
        shown = tables.shown(school_tables.hours, data, month, audience)
        more = school_tables.weeks_missing(shown)
        total = [TOTAL, school_weeks.NEEDED.label]
        return [blocks.table(shown, shown.name, head="Bopælskommune", total=total, more=more)]
    told = school_tables.shares(data, month, pupils)
    if told is None:
        return [blocks.text("Der er for få elever til at vise, hvor meget af skolen der er gennemført og planlagt.")]
    done, planned, missing = (told[one.label] for one in school_weeks.HOUR_LINES[:-1])
    return [
        blocks.text(
            f"Af alle de skoletimer, som eleverne skal have, er ca. {done} % gennemført, ca. {planned} % planlagt, og "
            f"ca. {missing} % mangler."
        )
    ]


def _events(data: MonthData, month: Month, audience: str) -> Block:
    shown = tables.shown(school_tables.events, data, month, audience)
    return blocks.table(shown, shown.name, head="I måneden")


def _together(data: MonthData, month: Month, audience: str) -> list[Block]:
    """The picture of what pooling saves, with its sentence and its table; nothing without a plan of the month."""
    shown = tables.shown(school_tables.ways, data, month, audience)
    if shown.counts.empty or data.school_plan is None:
        return []
    names, told = list(school_tables.WAYS), sentences.told(shown, school_tables.WEEKS)
    alt = f"Søjler over skoleuger, planlagt på tre måder: {told}."
    drawing = bars.towards(shown, names, school_tables.WEEKS, school_tables.WANTED, alt=alt, of="af")
    return [
        blocks.chart(drawing, "Skoleuger på hold, mod det eleverne har brug for"),
        blocks.text(_saved(shown, data.school_plan.savings.cohorts_pooled)),
        blocks.table(shown, shown.name, head="Sådan er der planlagt"),
        blocks.text(f"Skoleplanen er fra {date_text(calls.day_of(data) or month.last)}."),
    ]


def _saved(shown: Protected, pooled: int) -> str:
    """What it gives that all plan together, in a sentence of the figures that are told."""
    alone, _, together = (shown.count(name, school_tables.WEEKS) for name in school_tables.WAYS)
    only = f" {plural(pooled, 'hold', 'hold')} kan kun køre, fordi flere kommuner sender elever." if pooled else ""
    if alone is None or together is None:
        return f"Når alle planlægger sammen, bliver der flere skoleuger.{only}" if only else ""
    about = "ca. " if shown.rounds(school_tables.WAYS[0], school_tables.WEEKS) else ""
    more = f"{about}{number_text(together - alone)}"
    return f"Når alle kommuner planlægger sammen, bliver der {more} flere skoleuger end hver for sig.{only}"
