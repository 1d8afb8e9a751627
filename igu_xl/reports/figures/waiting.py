"""Who waits: for how long, and why the latest match found no place."""

from __future__ import annotations

import pandas as pd

from igu_xl.domain.reasons import GROUPS, group_of
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import SHARED
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import COUNT, TOTAL
from igu_xl.reports.figures.measures import WAITING, waiting

# A wait of at least so many months, longest first.
_BANDS = {"Over 12 måneder": 12, "6-12 måneder": 6, "3-6 måneder": 3, "1-3 måneder": 1, "Under 1 måned": 0}
LENGTHS = tuple(reversed(_BANDS))
HOW_LONG = Explanation(
    "waiting_time",
    "Ventetid",
    "Fra kandidaten var både registreret og klar (»Klar fra«), eller fra det seneste forløb sluttede, til den sidste "
    "dag i måneden. Hele kalendermåneder.",
)
WHY = Explanation(
    "unmatched",
    "Hvorfor der ikke er et forslag",
    "Den første grund, der gælder, ved det seneste match: kandidater, der skal have et forløb og ikke fik et forslag, "
    "også når de er i praktik eller løntilskud først. I en delt udgave er grundene samlet i grupper. Alle grunde med "
    "forklaring står i koordinatorens ark Umatchede.",
)


def lengths(data: MonthData, month: Month) -> pd.DataFrame:
    """How many have waited how long, and how many wait in all."""
    since = waiting(data, month).drop_duplicates("candidate")["since"]
    waited = pd.Series("", index=since.index, dtype="string")
    for name, months in reversed(_BANDS.items()):
        waited = waited.mask(since <= pd.Timestamp(month.last) - pd.DateOffset(months=months), name)
    counts = waited.value_counts()
    return pd.DataFrame({COUNT: {name: int(counts.get(name, 0)) for name in LENGTHS} | {WAITING.label: len(since)}})


def reasons(data: MonthData, month: Month, audience: str) -> pd.DataFrame:
    """How many have no proposal for which reason, and in all; no rows where there was no match.

    A partner's page of its own people has the reasons that occur, the most frequent first. A page that may be passed on
    has all groups of reasons, always in the same order.
    """
    people = without_proposal(data, month)
    if people is None or (audience != SHARED and people.empty):
        return pd.DataFrame({COUNT: pd.Series(dtype="Int64")})
    if audience != SHARED:
        counts = people["reason"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        told = {str(name): int(count) for name, count in counts.items()}
    else:
        counts = people["reason"].fillna("").map(group_of).value_counts()
        told = {group: int(counts.get(group, 0)) for group in GROUPS}
    return pd.DataFrame({COUNT: told | {TOTAL: len(people)}})


def without_proposal(data: MonthData, month: Month) -> pd.DataFrame | None:
    """Those of the page's candidates whom the latest match placed nowhere; None where there was no match."""
    people = data.on(month).candidates["candidate"]
    return None if data.unmatched is None else data.unmatched[data.unmatched["candidate"].isin(people)]
