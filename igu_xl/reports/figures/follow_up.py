"""Whether the people in placements are followed up on time."""

from __future__ import annotations

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.figures.measure import Measure
from igu_xl.reports.figures.measures import running_people


def _of_running(data: MonthData, month: Month) -> pd.DataFrame:
    """The follow-ups up to the end of the month of those in a placement then."""
    notes = data.follow_ups[data.follow_ups["date"] <= pd.Timestamp(month.last)]
    return notes[notes["candidate"].isin(running_people(data, month))]


def _in_month(data: MonthData, month: Month) -> int:
    notes = _of_running(data, month)
    return notes.loc[notes["date"] >= pd.Timestamp(month.first), "candidate"].nunique()


def _overdue(data: MonthData, month: Month) -> int:
    latest = _of_running(data, month).sort_values("date").drop_duplicates("candidate", keep="last")
    return int((latest["next_followup"] <= pd.Timestamp(month.last)).sum())


def _never(data: MonthData, month: Month) -> int:
    return len(running_people(data, month)) - _of_running(data, month)["candidate"].nunique()


IN_MONTH = Measure(
    "followed_up",
    "Fulgt op i måneden",
    "Kandidater i forløb med en samtale i måneden.",
    _in_month,
)
OVERDUE = Measure(
    "followup_overdue",
    "Opfølgning overskredet",
    "Kandidater i forløb, hvor datoen i »Næste opfølgning« ved den seneste samtale er nået uden en ny samtale.",
    _overdue,
)
NEVER = Measure(
    "never_followed_up",
    "Endnu ingen opfølgning",
    "Kandidater i forløb, hvor der ikke er skrevet nogen samtale.",
    _never,
)
LINES = (IN_MONTH, OVERDUE, NEVER)
