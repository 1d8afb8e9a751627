"""The trend: balances at the end of each of the last months, made again from the data of now.

In an edition that may be passed on, only balances (how many are in a placement, how many wait) are told by month: the
change of a running total from one month to the next would be the few people of that month.
"""

from __future__ import annotations

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measures import RUNNING, STARTED_YEAR, WAITING

MONTHS = 12
LINES = (RUNNING, WAITING)
HOW = Explanation(
    "trend",
    "Udvikling",
    "Hver måneds tal er gjort op pr. månedens sidste dag ud fra de data, der er nu, så rettelser er med. En status har "
    "ingen dato i arbejdsbogen; den er kendt fra den dag, arbejdsbøgerne blev læst første gang. »Klar og venter« er "
    "ikke vist for måneder før den dag (–).",
)


def months(month: Month) -> list[Month]:
    """The month, and the twelve before it."""
    return [month.previous(back) for back in range(MONTHS, -1, -1)]


def table(data: MonthData, month: Month, audience: str) -> pd.DataFrame:
    """A row for each month, oldest first; missing where a figure of an earlier month is not known.

    The starts of twelve months stay out of an edition that may be passed on: while a partnership is young, two of
    them tell those of a single month.
    """
    columns = (*LINES, STARTED_YEAR) if audience == INTERNAL else LINES
    rows = {
        when.name: {one.label: one.count(data, when) if when == month else one.known(data, when) for one in columns}
        for when in months(month)
    }
    return pd.DataFrame.from_dict(rows, orient="index").astype("Int64")
