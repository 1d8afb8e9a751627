"""Why placements ended before time. Going to an ordinary job or an education is no drop-out."""

from __future__ import annotations

import pandas as pd

from igu_xl.domain.outcomes import ENDING_REASONS
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import SHARED
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import COUNT
from igu_xl.reports.figures.measures import DROPPED_OUT, MOVED_ON, in_state
from igu_xl.standing.placements import State

TO_JOB, TO_EDUCATION, NO_REASON = "Til ordinært job", "Til uddannelse", "Ingen årsag skrevet"
REASONS = (*(name for name, code in ENDING_REASONS.items() if code.is_drop_out()), NO_REASON)
HOW = Explanation(
    "endings",
    "Sluttet før tid efter årsag",
    "Job og uddannelse tælles efter »Udfald«, ellers efter »Ophørsårsag«. Afbrudte fordeles efter »Ophørsårsag«.",
)


def onward(data: MonthData, month: Month) -> pd.DataFrame:
    """How many ended before time for a job or an education, and both."""
    moved = in_state(data, month, State.MOVED_ON)
    education = int(moved["to_education"].sum())
    return _counts({TO_JOB: len(moved) - education, TO_EDUCATION: education, MOVED_ON.label: len(moved)})


def dropped_out(data: MonthData, month: Month, audience: str) -> pd.DataFrame:
    """How many dropped out for each reason, and all of them.

    On a page that may be passed on also for reasons that nobody gave: which lines there are would tell what is hidden.
    """
    dropped = in_state(data, month, State.DROPPED_OUT)
    reasons = dropped["ending_reason"].where(dropped["ending_reason"].isin(REASONS), NO_REASON)
    counts = reasons.value_counts()
    lines = [reason for reason in REASONS if audience == SHARED or reason in counts]
    told = {reason: int(counts.get(reason, 0)) for reason in lines}
    return _counts({**told, DROPPED_OUT.label: len(dropped)})


def _counts(counts: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame({COUNT: counts})
