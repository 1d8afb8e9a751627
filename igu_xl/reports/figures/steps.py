"""Where the registered candidates are on the last day of a month: each at exactly one step, so that they add up."""

from __future__ import annotations

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import COUNT
from igu_xl.reports.figures.measures import AGREED, REGISTERED, RUNNING, SENT, WAITING, in_state, registered
from igu_xl.standing import words
from igu_xl.standing.placements import State
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
_HOLDING = {State.RUNNING: RUNNING, State.AGREED: AGREED, State.SENT: SENT}
HOW = Explanation(
    "steps",
    "Hvor kandidaterne står",
    "Hver registreret kandidat tæller ét sted den sidste dag i måneden: hos sit forløb (i forløb før aftalt, aftalt "
    "før sendt), ellers ved sin status. Klar senere: »Klar fra« er ikke nået. Uklart: status siger I forløb, men der "
    "er intet, kommunens forløb kunne ikke læses, eller en række er væk eller har en fejl.",
)


def table(data: MonthData, month: Month, audience: str) -> pd.DataFrame:
    """How many are at each step, and in all; no rows in an edition that may be passed on.

    There nearly every month has a step with 1-4 people, and whatever adds up with it would have to be hidden: the key
    figure of those in a placement, too.
    """
    if audience != INTERNAL:
        return pd.DataFrame({COUNT: pd.Series(dtype="Int64")})
    everybody = sorted(registered(data, month))
    people = data.on(month).candidates.drop_duplicates("candidate").set_index("candidate")["step"]
    labels = people.map(_LABELS).reindex(everybody)
    for state, one in _HOLDING.items():
        has = labels.index.isin(in_state(data, month, state)["candidate"])
        labels = labels.mask(labels.isna() & has, one.label).mask((labels == one.label) & ~has, UNCLEAR)
    told = labels.fillna(UNCLEAR).value_counts()
    counts = {label: int(told.get(label, 0)) for label in dict.fromkeys(_LABELS.values())}
    return pd.DataFrame({COUNT: counts | {REGISTERED.label: len(everybody)}})
