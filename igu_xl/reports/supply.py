"""What the companies offer: places filled, open and gone."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports import cohorts
from igu_xl.reports.measures import JOB_OR_EDUCATION, RUNNING, Measure, by_group, started_for
from igu_xl.reports.month_data import MonthData


@lru_cache(maxsize=256)
def _seats(data: MonthData, month: Month) -> pd.DataFrame:
    """Each slot's openings split in those taken, those one can still get, and the rest."""
    slots, day = data.slots, pd.Timestamp(month.last)
    agreed = data.in_slots[~(data.in_slots["agreed_on"] > day)].groupby("slot").size()
    ours = slots["slot"].map(agreed).fillna(0).astype("Int64")
    openings = slots["openings"].fillna(0)
    taken = ours.where(ours < openings, openings)
    bookable = (slots["status"] == "Åben") & (slots["start_latest"] >= day)
    free = (openings - taken).where(bookable.fillna(False), 0)
    return pd.DataFrame({"offered": openings, "taken": taken, "free": free, "gone": openings - taken - free})


def _sum_of(part: str) -> Measure:
    label, how = _SEAT_WORDS[part]
    return Measure(f"slots_{part}", label, how, lambda data, month: int(_seats(data, month)[part].sum()))


_SEAT_WORDS = {
    "taken": ("Besat", "Pladser med et forløb, aftalt eller begyndt; højst så mange, som pladsen har (»Antal«)."),
    "free": ("Åbne", "Pladser med status Åben, der ikke er besat, og hvis »Start senest« ikke er passeret."),
    "gone": ("Lukket eller udløbet", "Pladser, der ikke er besat og ikke længere kan besættes."),
    "offered": ("Tilbudt i alt", "Alle pladser i branchernes arbejdsbøger."),
}
FILLED, OPEN, GONE, OFFERED = (_sum_of(part) for part in ("taken", "free", "gone", "offered"))
SLOT_LINES = (FILLED, OPEN, GONE, OFFERED)
OF_THINGS = (OPEN.label, GONE.label, OFFERED.label)  # only the filled places are people
WISHING = Measure(
    "wishing",
    "Kandidater, der ønsker branchen",
    "Kandidater i hele partnerskabet med status Klar og branchen som første ønske, hvis »Klar fra« er nået.",
    lambda data, month: int(
        (
            (data.candidates["ready_from"] <= pd.Timestamp(month.last))
            & (data.candidates["status"] == "Klar").fillna(False).astype(bool)
        ).sum()
    ),
    balance=True,
)


def branch_figures(audience: str) -> tuple[Measure, ...]:
    """The key figures of a branch."""
    return (WISHING, started_for(audience), RUNNING, cohorts.AT_RISK, JOB_OR_EDUCATION)


def by_branch(data: MonthData, month: Month) -> pd.DataFrame:
    """The places of each branch, and of all."""
    names = sorted(data.slots["branch"].dropna().unique())
    return by_group(SLOT_LINES, {name: data.of_branch(name) for name in names}, data, month)
