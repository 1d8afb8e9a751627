"""The sections of a school's page that are its own. Each is one cell of `notebooks/skole.ipynb`."""

from __future__ import annotations

from igu_xl.danish import date_text, plural
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import Protected
from igu_xl.reports.figures import cohorts, tables
from igu_xl.reports.figures.school import calls, school_tables
from igu_xl.reports.figures.school.call_words import call_words
from igu_xl.reports.pages import first_page, known_since
from igu_xl.reports.parts import blocks, parts, sentences
from igu_xl.reports.parts.parts import Part

_NO_PLAN = (
    "Der er ikke lavet en skoleplan endnu. Når sekretariatet har trykket på Skoleplan, står her, hvilke hold der er "
    "brug for."
)


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The school's cohorts and what it is asked for, in a few sentences, and what is missing."""
    if not data.rows:
        return parts.summary([sentences.no_rows(data.name)])
    shown = first_page.figures(data, month, audience)
    enough, short, running = (shown[one.key].value or 0 for one in (cohorts.ENOUGH, cohorts.AT_RISK, cohorts.RUNNING))
    coming = plural(enough + short, "kommende hold", "kommende hold")
    return parts.summary(
        [
            f"{data.name} har {coming}, og {short or 'ingen'} af dem mangler deltagere.",
            f"{running or 'Ingen'} hold er i gang.",
            *_most_needed(data, month, audience),
            *sentences.attention(first_page.missing(data, month, audience)),
            *known_since.at_the_top(data, month),
        ]
    )


def asked_for(data: MonthData, month: Month, audience: str) -> Part:
    """The cohorts that are needed in the year to come: numbers only, a sentence and a row each."""
    day = calls.day_of(data)
    if day is None:
        return parts.section("Udbud", blocks.text(_NO_PLAN))
    shown = tables.shown(school_tables.asked_for, data, month, audience)
    lead = f"Efter skoleplanen fra {date_text(day)}, hvor alle kommuners igu-elever er regnet sammen, et år frem."
    if shown.counts.empty:
        return parts.section("Udbud", blocks.text("Der er ikke brug for flere hold hos jer det næste år."), lead=lead)
    told = [blocks.text(_sentence(shown, one)) for one in calls.calls_ahead(data, month)]
    return parts.section("Udbud", *told, blocks.listed(shown, shown.name), lead=lead)


def _most_needed(data: MonthData, month: Month, audience: str) -> list[str]:
    """How many cohorts are needed, and the one that comes first."""
    asked = calls.calls_ahead(data, month)
    if not asked:
        return []
    shown = tables.shown(school_tables.asked_for, data, month, audience)
    many = plural(len(asked), "hold", "hold")
    return [f"Det næste år er der brug for {many} hos jer. Det første: {_sentence(shown, asked[0])}"]


def _sentence(shown: Protected, one: calls.NamedCall) -> str:
    pupils, gain = (sentences.amount_in(shown, one.name, column) for column in (calls.PUPILS, calls.GAIN))
    return call_words(one.call, pupils, "", "0" if gain == "ingen" else gain)
