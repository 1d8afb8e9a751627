"""The sections of a branch's page that are its own. Each is one cell of `notebooks/branche.ipynb`."""

from __future__ import annotations

from igu_xl.month import Month
from igu_xl.reports import (
    blocks,
    cohorts,
    corrections,
    endings,
    figures,
    glossary,
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
from igu_xl.reports.blocks import Block
from igu_xl.reports.disclosure import INTERNAL, Protected, protect
from igu_xl.reports.key_figures import KeyFigure, key_figures
from igu_xl.reports.measures import TOTAL
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.parts import Part


def heading(data: MonthData, month: Month, audience: str) -> Part:
    """The title of the page and whether something is missing."""
    return parts.heading(data, month, missing(data, month), audience)


def missing(data: MonthData, month: Month) -> list[str]:
    """What somebody should do something about."""
    tests = {
        "hold, der mangler deltagere": cohorts.AT_RISK.count(data, month),
        "fejl i arbejdsbogen": quality.errors(data),
    }
    return [what for what, count in tests.items() if count]


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([words.no_rows(data.name)])
    shown = _figures(data, month, audience)
    started, wishing = (words.amount(shown[one.key].value) for one in (measures.started_for(audience), supply.WISHING))
    free = words.amount(_slots(data, month, audience).count(supply.OPEN.label, TOTAL))
    when = f"i {words.month_name(month)}" if audience == INTERNAL else "de seneste 12 måneder"
    running = shown[measures.RUNNING.key].told("i forløb i sine virksomheder", month)
    return parts.summary(
        [
            f"{data.name} har {running}.",
            words.sentence(f"{started} begyndte {when}, og {free} pladser er åbne"),
            words.sentence(f"{wishing} klare kandidater ønsker branchen"),
            *words.attention(missing(data, month)),
        ]
    )


def key_figures_of(data: MonthData, month: Month, audience: str) -> Part:
    """The five key figures and how they changed."""
    return parts.cards(list(_figures(data, month, audience).values()), month)


def slots(data: MonthData, month: Month, audience: str) -> Part:
    """The slots by type: taken, open and gone."""
    if data.slots.empty:
        return parts.section("Pladser", blocks.text("Der er endnu ingen pladser."))
    shown = _slots(data, month, audience)
    table = blocks.table(shown, "Pladser efter type", head="Pladser", total=[TOTAL, supply.OFFERED.label])
    return parts.section("Pladser", *_seats(shown), table)


def _seats(shown: Protected) -> list[Block]:
    """The chart of taken and open seats, by the types that are offered; none where a part is hidden."""
    labels = [one.label for one in supply.SLOT_LINES if one is not supply.OFFERED]
    types = figures.columns_with_parts(shown, labels, measures.TYPES)
    if not types:
        return []
    alt = f"Søjler over pladser. {words.told_columns(shown, types, labels)}."
    return [blocks.chart(figures.stacked(shown, labels, types, alt=alt), "Besatte og åbne pladser")]


def corrected(data: MonthData, month: Month, audience: str) -> Part:
    """The key figures of earlier months that are not what was published."""
    return sections.corrected(data, month, audience, supply.branch_figures(audience))


def notes(audience: str) -> Part:
    """How every figure on the page is made, and what the words mean."""
    used: list[parts.Explained] = [
        *supply.branch_figures(audience),
        *supply.SLOT_LINES,
        *cohorts.LINES,
        cohorts.POOLED,
        cohorts.PRICE,
        *measures.placement_lines(audience),
        measures.STARTED_YEAR,
        measures.WAITING,
        endings.HOW,
        waiting.HOW_LONG,
        waiting.WHY,
        places.HOW,
        trend.HOW,
        quality.HOW,
    ]
    return parts.notes(used, glossary.TERMS)


def _figures(data: MonthData, month: Month, audience: str) -> dict[str, KeyFigure]:
    figures_ = supply.branch_figures(audience)
    found = corrections.corrections(figures_, data, month, audience)
    return key_figures(figures_, data, month, audience, corrections=corrections.of_last_month(found, month))


def _slots(data: MonthData, month: Month, audience: str) -> Protected:
    table = measures.by_type(supply.SLOT_LINES, data, month)
    return protect(table, audience, total_column=TOTAL, total_row=supply.OFFERED.label, of_things=supply.OF_THINGS)
