"""How igu that began at least 24 months ago went. A younger one cannot be completed, so it is in no rate."""

from __future__ import annotations

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import LIMIT, SHARED, Protected
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import TOTAL
from igu_xl.reports.figures.measures import COMPLETED, DROPPED_OUT, MOVED_ON, in_state
from igu_xl.standing.placements import BEGUN as STATES_BEGUN
from igu_xl.standing.placements import State

MONTHS = 24
HALF_YEARS = 5  # that have a row of their own
_ENOUGH = 25  # rounded counts from which a share is not mostly rounding
BEGUN, OTHER, SHARE = "Begyndt", "I gang eller uden udfald", "Gennemført i pct."
HOW = Explanation(
    "completion",
    "Gennemførelse",
    "Igu-forløb, der begyndte mindst 24 måneder før månedens slutning, efter det halvår de begyndte i. Procenten er "
    "gennemførte af begyndte; den vises fra 5 begyndte, af afrundede tal fra 25. Job og uddannelse før tid er hverken "
    "gennemført eller frafald.",
)


def table(data: MonthData, month: Month, audience: str) -> pd.DataFrame:
    """A row for each half-year of starts and one for all: how many began and what became of them.

    On a page that may be passed on the half-years are the same whoever began: the last ones that are old enough, and
    all before them as one.
    """
    old = _old_enough(data, month)
    half = old["start"].dt.year * 2 + (old["start"].dt.month > 6)
    if audience == SHARED:
        youngest = month.next().previous(MONTHS)  # who began on its first day is old enough
        last = youngest.year * 2 + (youngest.number > 6)
        first = last - HALF_YEARS + 1
        groups = {f"Før {_half_year(first)}": old[half < first]}
        groups |= {_half_year(number): old[half == number] for number in range(first, last + 1)}
    else:
        groups = {_half_year(number): old[half == number] for number in sorted(half.unique())}
    return pd.DataFrame.from_dict(
        {name: _counts(rows) for name, rows in [*groups.items(), (TOTAL, old)]}, orient="index"
    )


def _half_year(number: int) -> str:
    return f"{number % 2 + 1}. halvår {number // 2}"


def shares(shown: Protected) -> dict[str, list[str]]:
    """The share that completed, in percent; a dash where a count is hidden or too few began."""
    least = _ENOUGH if shown.rounded else LIMIT
    pairs = [(shown.count(row, COMPLETED.label), shown.count(row, BEGUN)) for row in shown.counts.index]
    return {SHARE: [_share(completed, begun, least) for completed, begun in pairs]}


def _old_enough(data: MonthData, month: Month) -> pd.DataFrame:
    placements = in_state(data, month, *STATES_BEGUN)
    old = placements["start"] + pd.DateOffset(months=MONTHS) <= pd.Timestamp(month.next().first)
    return placements[(placements["type"] == "igu").fillna(False) & old]


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    counts = rows["state"].value_counts()
    named = {COMPLETED: State.COMPLETED, MOVED_ON: State.MOVED_ON, DROPPED_OUT: State.DROPPED_OUT}
    told = {measure.label: int(counts.get(state, 0)) for measure, state in named.items()}
    return {**told, OTHER: len(rows) - sum(told.values()), BEGUN: len(rows)}


def _share(completed: int | None, begun: int | None, least: int) -> str:
    if completed is None or begun is None or begun < least:
        return "–"
    return f"{number_text(100 * completed / begun)} %"
