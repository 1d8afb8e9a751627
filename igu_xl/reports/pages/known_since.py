"""From which day it is known how things stood: what a page says of it, once."""

from __future__ import annotations

from igu_xl.danish import date_text
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.figures import trend

_WHAT = "Status på kandidater, pladser og hold"


def at_the_top(data: MonthData, month: Month) -> list[str]:
    """That the month's own figures rest on statuses that were read after it; nothing where they were not."""
    if data.known_from is None:
        return [f"{_WHAT} har ingen dato i månedens data og er, som da de blev gemt. {_NOT_SHOWN}"]
    if data.knows(month):
        return []
    return [f"{_WHAT} er kendt fra {date_text(data.known_from)} og er her, som den var den dag. {_NOT_SHOWN}"]


def in_trend(data: MonthData, month: Month) -> str:
    """That statuses are not known of the first months of the trend; nothing where they are, or the top says it."""
    if at_the_top(data, month) or data.known_from is None or data.knows(trend.months(month)[0]):
        return ""
    return f"{_WHAT} er kendt fra {date_text(data.known_from)}. Tal, der bygger på den, er ikke vist for måneder før."


_NOT_SHOWN = "Tal, der bygger på den, er derfor ikke vist for tidligere måneder."
