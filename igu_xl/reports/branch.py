"""The sections of a branch's page. Each is one cell of `notebooks/branche.ipynb`."""

from __future__ import annotations

from markupsafe import Markup

from igu_xl.month import Month
from igu_xl.reports import figures, measures, parts, quality, supply, words
from igu_xl.reports.disclosure import Protected, protect, with_missing
from igu_xl.reports.measures import TOTAL, VALUE
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.parts import Part

_FACTS = (supply.COHORT, supply.TITLE, supply.START, supply.ENROL_BY, supply.DAYS_LEFT, supply.MIN)


def heading(data: MonthData, month: Month, audience: str) -> Part:
    """The title of the page and whether something is missing."""
    return parts.heading(data.name, month, parts.status_of(data.rows, missing(data, month)), audience)


def missing(data: MonthData, month: Month) -> list[str]:
    """What somebody should do something about."""
    tests = {
        "hold, der mangler deltagere": supply.AT_RISK.count(data, month),
        "fejl i arbejdsbogen": quality.errors(data),
    }
    return [what for what, count in tests.items() if count]


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([words.no_rows(data.name)])
    shown = _key_figures(data, month, audience)
    started, wishing = (words.amount(shown.count(one.label, VALUE)) for one in (measures.STARTED, supply.WISHING))
    running = words.level_and_change(shown, measures.RUNNING.label, "i forløb i sine virksomheder", month)
    free = words.amount(_slots(data, month, audience).count(supply.OPEN.label, TOTAL))
    return parts.summary(
        [
            f"{data.name} har {running}.",
            words.sentence(f"{started} begyndte i {words.month_name(month)}, og {free} pladser er åbne"),
            words.sentence(f"{wishing} klare kandidater ønsker branchen"),
            *words.attention(missing(data, month)),
        ]
    )


def key_figures(data: MonthData, month: Month, audience: str) -> Part:
    """The five key figures and how they changed."""
    return parts.cards(_key_figures(data, month, audience), month)


def slots(data: MonthData, month: Month, audience: str) -> Part:
    """The slots by type: taken, open and gone."""
    if data.slots.empty:
        return parts.section("Pladser", parts.text("Der er endnu ingen pladser."))
    shown = _slots(data, month, audience)
    table = parts.table(shown, "Pladser efter type", total=[TOTAL, supply.OFFERED.label])
    return parts.section("Pladser", *_seats(shown), table)


def _seats(shown: Protected) -> list[Markup]:
    """The chart of taken and open seats, by the types that are offered; none where a part is hidden."""
    labels = [one.label for one in supply.SLOT_LINES if one is not supply.OFFERED]
    types = figures.columns_with_parts(shown, labels, measures.TYPES)
    if not types:
        return []
    alt = f"Søjler over pladser. {words.told_columns(shown, types, labels)}."
    return [parts.chart(figures.stacked(shown, labels, types, alt=alt), "Besatte og åbne pladser")]


def cohorts(data: MonthData, month: Month, audience: str) -> Part:
    """The cohorts to come: how many seats are taken, how many are missing and how long there is."""
    tally = measures.one_column(supply.COHORT_LINES, data, month)
    counted = protect(tally, audience, of_things=measures.of_things(supply.COHORT_LINES))
    coming = supply.upcoming_cohorts(data, month)
    if coming.empty:
        blocks = [parts.text("Der er ingen kommende hold i branchen.")]
    else:
        blocks = _coming(protect(coming, audience, facts=_FACTS))
    return parts.section("Hold", *blocks, parts.table(counted, "Alle branchens hold"))


def _coming(shown: Protected) -> list[Markup]:
    names = [str(name) for name in shown.facts[supply.COHORT]]
    drawing = figures.towards(
        shown,
        names,
        supply.ENROLLED,
        supply.MIN,
        alt="Søjler over, hvor mange der er tilmeldt hvert hold, mod det mindste antal. Tallene står i tabellen.",
    )
    table = parts.listed(with_missing(shown, supply.ENROLLED, supply.MIN, supply.SEATS_MISSING), "Kommende hold")
    return [parts.chart(drawing, "Tilmeldte mod det mindste antal"), table]


def placements(data: MonthData, month: Month, audience: str) -> Part:
    """The placements in the branch's companies by type."""
    if data.placements.empty:
        return parts.section("Forløb", parts.text("Der er endnu ingen forløb i branchens virksomheder."))
    shown = protect(measures.by_type(measures.PLACEMENT_LINES, data, month), audience, total_column=TOTAL)
    return parts.section("Forløb", parts.table(shown, "Forløb i branchens virksomheder", total=[TOTAL]))


def notes() -> Part:
    """How every figure on the page is made."""
    used = [*supply.BRANCH_FIGURES, *supply.SLOT_LINES, *supply.COHORT_LINES, *measures.PLACEMENT_LINES]
    return parts.notes(dict.fromkeys(used))


def _key_figures(data: MonthData, month: Month, audience: str) -> Protected:
    changes = measures.with_change(supply.BRANCH_FIGURES, data, month)
    return protect(changes, audience, total_column=VALUE, of_things=measures.of_things(supply.BRANCH_FIGURES))


def _slots(data: MonthData, month: Month, audience: str) -> Protected:
    table = measures.by_type(supply.SLOT_LINES, data, month)
    return protect(table, audience, total_column=TOTAL, total_row=supply.OFFERED.label)
