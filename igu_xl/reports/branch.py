"""The sections of a branch's page that are its own. Each is one cell of `notebooks/branche.ipynb`."""

from __future__ import annotations

from igu_xl.month import Month
from igu_xl.reports import blocks, figures, first_page, known, measures, parts, supply, tables, words
from igu_xl.reports.blocks import Block
from igu_xl.reports.disclosure import Protected
from igu_xl.reports.measures import TOTAL
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.parts import Part


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([words.no_rows(data.name)])
    shown = first_page.figures(data, month, audience)
    started, wishing = (shown[one.key].amount for one in (measures.started_for(audience), supply.WISHING))
    free = words.amount(tables.shown(tables.slots_by_type, data, month, audience).count(supply.OPEN.label, TOTAL))
    when = first_page.when_begun(words.month_name(month), audience)
    running = shown[measures.RUNNING.key].told("i forløb i sine virksomheder", month)
    return parts.summary(
        [
            f"{data.name} har {running}.",
            words.sentence(f"{started} begyndte {when}, og {free} pladser er åbne"),
            words.sentence(f"{wishing} klare kandidater ønsker branchen"),
            *words.attention(first_page.missing(data, month)),
            *known.at_the_top(data, month),
        ]
    )


def slots(data: MonthData, month: Month, audience: str) -> Part:
    """The slots by type: taken, open and gone."""
    if data.on(month).slots.empty:
        return parts.section("Pladser", blocks.text("Der er endnu ingen pladser."))
    shown = tables.shown(tables.slots_by_type, data, month, audience)
    table = blocks.table(shown, shown.name, head="Pladser", total=[TOTAL, supply.OFFERED.label])
    return parts.section("Pladser", *_seats(shown), table)


def _seats(shown: Protected) -> list[Block]:
    """The chart of taken and open seats, by the types that are offered; none where a part is hidden."""
    labels = [one.label for one in supply.SLOT_LINES if one is not supply.OFFERED]
    types = figures.columns_with_parts(shown, labels, measures.TYPES)
    if not types:
        return []
    alt = f"Søjler over pladser. {words.told_columns(shown, types, labels)}."
    return [blocks.chart(figures.stacked(shown, labels, types, alt=alt), "Besatte og åbne pladser")]
