"""The sections of a municipality's page that are its own. Each is one cell of `notebooks/kommune.ipynb`."""

from __future__ import annotations

from igu_xl.month import Month
from igu_xl.reports import first_page, known, measures, parts, words
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.parts import Part


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([words.no_rows(data.name)])
    shown = first_page.figures(data, month, audience)
    started, waiting_, completed, job = (
        shown[one.key].amount
        for one in (measures.started_for(audience), measures.WAITING, measures.COMPLETED, measures.JOB_OR_EDUCATION)
    )
    when = first_page.when_begun(words.month_name(month), audience)
    return parts.summary(
        [
            f"{data.name} har {shown[measures.RUNNING.key].told('i forløb', month)}.",
            words.sentence(f"{started} begyndte {when}, og {waiting_} er klar og venter"),
            words.sentence(f"{completed} forløb er gennemført, og {job} er kommet i job eller uddannelse"),
            *words.attention(first_page.missing(data, month)),
            *known.at_the_top(data, month),
        ]
    )
