"""Where the registered candidates are on the last day of a month: each at exactly one step, so that they add up."""

from __future__ import annotations

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import COUNT
from igu_xl.reports.figures.measures import AGREED, REGISTERED, RUNNING, SENT, WAITING, registered, running_people
from igu_xl.standing import words
from igu_xl.standing.standing import Step

NEW, OVER, UNCLEAR = "Ny", "Afsluttet eller udgået", "Uklart"
_LABELS = {
    Step.NEW: NEW,
    Step.READY_LATER: words.READY_LATER,
    Step.WAITING: WAITING.label,
    Step.SENT: SENT.label,
    Step.AGREED: AGREED.label,
    Step.RUNNING: RUNNING.label,
    Step.ENDED: OVER,
    Step.LEFT: OVER,
    Step.UNCLEAR: UNCLEAR,
    Step.UNKNOWN: UNCLEAR,
}
BALANCES = tuple(label for label in dict.fromkeys(_LABELS.values()) if label != OVER)
HOW = Explanation(
    "steps",
    "Hvor kandidaterne står",
    "Hver registreret kandidat tæller ét sted den sidste dag i måneden: hos sit forløb (i forløb før aftalt, aftalt "
    "før sendt), ellers ved sin status. Klar senere: »Klar fra« er ikke nået. Uklart: status siger I forløb, men der "
    "er intet, kommunens forløb kunne ikke læses, eller rækken er væk.",
)


def table(data: MonthData, month: Month) -> pd.DataFrame:
    """How many are at each step, and in all."""
    everybody = sorted(registered(data, month))
    people = data.on(month).candidates.drop_duplicates("candidate").set_index("candidate")["step"]
    labels = people.map(_LABELS).reindex(everybody)
    running = labels.index.isin(running_people(data, month))
    told = labels.mask(labels.isna() & running, RUNNING.label).fillna(UNCLEAR).value_counts()
    counts = {label: int(told.get(label, 0)) for label in dict.fromkeys(_LABELS.values())}
    return pd.DataFrame({COUNT: counts | {REGISTERED.label: len(everybody)}})
