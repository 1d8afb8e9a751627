"""The sections of a municipality's page. Each is one cell of `notebooks/kommune.ipynb`."""

from __future__ import annotations

from markupsafe import Markup

from igu_xl.month import Month
from igu_xl.reports import deadlines, figures, follow_up, measures, parts, quality, words
from igu_xl.reports.disclosure import Protected, protect
from igu_xl.reports.measures import COUNT, TOTAL, VALUE
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.parts import Part


def heading(data: MonthData, month: Month, audience: str) -> Part:
    """The title of the page and whether something is missing."""
    return parts.heading(data.name, month, parts.status_of(data.rows, missing(data, month)), audience)


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
    shown = _key_figures(data, month, audience)
    started, waiting, completed, job = (
        words.amount(shown.count(one.label, VALUE))
        for one in (measures.STARTED, measures.WAITING, measures.COMPLETED, measures.JOB_OR_EDUCATION)
    )
    running = words.level_and_change(shown, measures.RUNNING.label, "i forløb", month)
    return parts.summary(
        [
            f"{data.name} har {running}.",
            words.sentence(f"{started} begyndte i {words.month_name(month)}, og {waiting} er klar og venter"),
            words.sentence(f"{completed} forløb er gennemført, og {job} er kommet i job eller uddannelse"),
            *words.attention(missing(data, month)),
        ]
    )


def key_figures(data: MonthData, month: Month, audience: str) -> Part:
    """The five key figures and how they changed."""
    return parts.cards(_key_figures(data, month, audience), month)


def funnel(data: MonthData, month: Month, audience: str) -> Part:
    """How far the candidates have come: registered, ready, placed, completed, job or education."""
    shown = protect(measures.one_column(measures.FUNNEL, data, month), audience)
    drawing = figures.bars(shown, COUNT, alt=f"Søjler over kandidater: {words.told(shown)}.")
    return parts.section(
        "Fra registreret til job",
        parts.beside(
            parts.chart(drawing, "Kandidater, der er nået til hvert trin"),
            parts.table(shown, "De samme tal som tabel"),
        ),
    )


def placements(data: MonthData, month: Month, audience: str) -> Part:
    """The placements by type, and how those that ended did."""
    if data.placements.empty:
        return parts.section("Forløb", parts.text("Der er endnu ingen forløb."))
    shown = protect(measures.by_type(measures.PLACEMENT_LINES, data, month), audience, total_column=TOTAL)
    table = parts.table(shown, "Forløb efter type", total=[TOTAL])
    return parts.section("Forløb", table, *_endings(shown))


def _endings(shown: Protected) -> list[Markup]:
    """The chart of how placements ended, by the types where any has; none where a part is hidden."""
    labels = [one.label for one in measures.ENDINGS]
    types = figures.columns_with_parts(shown, labels, measures.TYPES)
    if not types:
        return []
    alt = f"Søjler over, hvordan forløb er endt. {words.told_columns(shown, types, labels)}."
    return [parts.chart(figures.stacked(shown, labels, types, alt=alt), "Sådan er forløbene endt")]


def to_do(data: MonthData, month: Month, audience: str) -> Part:
    """Deadlines and follow-ups: what to do now and next month."""
    due = protect(deadlines.table(data, month), audience)
    followed = protect(measures.one_column(follow_up.LINES, data, month), audience)
    return parts.section(
        "Frister og opfølgning",
        parts.beside(
            parts.table(due, "Frister i igu-forløb"),
            parts.table(followed, "Opfølgning på kandidater i forløb"),
        ),
    )


def notes() -> Part:
    """How every figure on the page is made."""
    used = [*measures.MUNICIPALITY_FIGURES, *measures.FUNNEL, *measures.PLACEMENT_LINES]
    return parts.notes([*dict.fromkeys(used), *deadlines.DEADLINES, *follow_up.LINES])


def _key_figures(data: MonthData, month: Month, audience: str) -> Protected:
    changes = measures.with_change(measures.MUNICIPALITY_FIGURES, data, month)
    return protect(changes, audience, total_column=VALUE)
