"""Who waits: for how long, and why the latest match found no place."""

from __future__ import annotations

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.explained import Explanation
from igu_xl.reports.measures import COUNT, TOTAL, WAITING, placements_on, waiting_people
from igu_xl.reports.month_data import MonthData

# A wait of at least so many months, longest first.
_BANDS = {"Over 12 måneder": 12, "6-12 måneder": 6, "3-6 måneder": 3, "1-3 måneder": 1, "Under 1 måned": 0}
LENGTHS = tuple(reversed(_BANDS))
HOW_LONG = Explanation(
    "waiting_time",
    "Ventetid",
    "Fra »Klar fra«, eller fra det seneste forløb sluttede, til den sidste dag i måneden. Hele kalendermåneder.",
)
WHY = Explanation(
    "unmatched",
    "Hvorfor der ikke er et forslag",
    "Den første grund, der gælder, ved det seneste match: kandidater med status Klar, som hverken fik et forslag eller "
    "er i forløb. Alle grunde med forklaring står i koordinatorens ark Umatchede.",
)


def lengths(data: MonthData, month: Month) -> pd.DataFrame:
    """How many have waited how long, and how many wait in all."""
    since = _since(data, month)
    waited = pd.Series("", index=since.index, dtype="string")
    for name, months in reversed(_BANDS.items()):
        waited = waited.mask(since <= pd.Timestamp(month.last) - pd.DateOffset(months=months), name)
    counts = waited.value_counts()
    return pd.DataFrame({COUNT: {name: int(counts.get(name, 0)) for name in LENGTHS} | {WAITING.label: len(since)}})


def reasons(data: MonthData) -> pd.DataFrame:
    """How many have no proposal for which reason, the most frequent first, and in all; no rows where nobody has."""
    if data.unmatched is None or data.unmatched.empty:
        return pd.DataFrame({COUNT: pd.Series(dtype="Int64")})
    counts = data.unmatched["reason"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    told = {str(name): int(count) for name, count in counts.items()}
    return pd.DataFrame({COUNT: told | {TOTAL: len(data.unmatched)}})


def _since(data: MonthData, month: Month) -> pd.Series:
    """The day since which each of the waiting has waited."""
    placements = placements_on(data.of_candidates(), month.last)
    ended = placements.groupby("candidate")["closed_on"].max()
    people = data.candidates[data.candidates["candidate"].isin(waiting_people(data, month))]
    people = people.drop_duplicates("candidate").set_index("candidate")
    last_end = ended.reindex(people.index)
    return people["ready_from"].where(~(last_end > people["ready_from"]), last_end)
