"""The sections of a branch's page that are its own. Each is one cell of `notebooks/branche.ipynb`."""

from __future__ import annotations

from igu_xl.month import Month
from igu_xl.reports.charts import bars
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import Protected
from igu_xl.reports.figures import measures, supply, tables
from igu_xl.reports.figures.measure import TOTAL, TYPES
from igu_xl.reports.pages import first_page, known_since
from igu_xl.reports.parts import blocks, parts, sentences
from igu_xl.reports.parts.blocks import Block
from igu_xl.reports.parts.parts import Part


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([sentences.no_rows(data.name)])
    shown = first_page.figures(data, month, audience)
    started, wishing = (shown[one.key].amount for one in (measures.started_for(audience), supply.WISHING))
    free = sentences.amount_in(tables.shown(tables.slots_by_type, data, month, audience), supply.OPEN.label, TOTAL)
    when = first_page.when_begun(sentences.month_name(month), audience)
    running = shown[measures.RUNNING.key].told("i forløb i sine virksomheder", month)
    return parts.summary(
        [
            f"{data.name} har {running}.",
            sentences.sentence(f"{started} begyndte {when}, og {free} pladser er åbne"),
            sentences.sentence(f"{wishing} klare kandidater ønsker branchen"),
            *sentences.attention(first_page.missing(data, month, audience)),
            *known_since.at_the_top(data, month),
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
    types = bars.columns_with_parts(shown, labels, TYPES)
    if not types:
        return []
    alt = f"Søjler over pladser. {sentences.told_columns(shown, types, labels)}."
    return [blocks.chart(bars.stacked(shown, labels, types, alt=alt), "Besatte og åbne pladser")]
