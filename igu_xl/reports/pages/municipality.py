"""The sections of a municipality's page that are its own. Each is one cell of `notebooks/kommune.ipynb`."""

from __future__ import annotations

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.figures import measures
from igu_xl.reports.pages import first_page, known_since
from igu_xl.reports.parts import parts, sentences
from igu_xl.reports.parts.parts import Part


def summary(data: MonthData, month: Month, audience: str) -> Part:
    """The month in three sentences, and what is missing."""
    if not data.rows:
        return parts.summary([sentences.no_rows(data.name)])
    shown = first_page.figures(data, month, audience)
    started, waiting_, completed, job = (
        shown[one.key].amount
        for one in (measures.started_for(audience), measures.WAITING, measures.COMPLETED, measures.JOB_OR_EDUCATION)
    )
    when = first_page.when_begun(sentences.month_name(month), audience)
    return parts.summary(
        [
            f"{data.name} har {shown[measures.RUNNING.key].told('i forløb', month)}.",
            sentences.sentence(f"{started} begyndte {when}, og {waiting_} er klar og venter"),
            sentences.sentence(f"{completed} forløb er gennemført, og {job} er kommet i job eller uddannelse"),
            *sentences.attention(first_page.missing(data, month, audience)),
            *known_since.at_the_top(data, month),
        ]
    )
