"""What the companies offer: places filled, open and gone."""

from __future__ import annotations

import pandas as pd

from igu_xl.domain.branches import branch_names
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import SHARED
from igu_xl.reports.figures.measure import Measure, by_group
from igu_xl.reports.figures.measures import waiting
from igu_xl.standing import words
from igu_xl.standing.words import DEFINITIONS


def _seats(data: MonthData, month: Month) -> pd.DataFrame:
    """Each slot's openings split in those that are held, those one can still get, and the rest."""
    slots = data.on(month).slots
    offered, held, free = slots["offered"], slots["held"], slots["open"].astype("int64")
    taken = held.where(held < offered, offered)
    return pd.DataFrame({"offered": offered, "taken": taken, "free": free, "gone": offered - taken - free})


def _sum_of(part: str) -> Measure:
    label, how = _SEAT_WORDS[part]
    return Measure(
        f"slots_{part}", label, how, lambda data, month: int(_seats(data, month)[part].sum()), dated=part == "taken"
    )


_SEAT_WORDS = {
    "taken": (words.FILLED, DEFINITIONS[words.FILLED]),
    "free": ("Åbne", DEFINITIONS[words.OPEN_PLACE]),
    "gone": ("Lukket eller udløbet", "Pladser, der ikke er besat, og som ingen kan få den dag."),
    "offered": ("Tilbudt i alt", "Alle pladser i branchernes arbejdsbøger."),
}
FILLED, OPEN, GONE, OFFERED = (_sum_of(part) for part in ("taken", "free", "gone", "offered"))
SLOT_LINES = (FILLED, OPEN, GONE, OFFERED)
OF_THINGS = (OPEN.label, GONE.label, OFFERED.label)  # only the filled places are people
WISHING = Measure(
    "wishing",
    "Kandidater, der ønsker branchen",
    "Kandidater i hele partnerskabet, der venter og har branchen som første ønske.",
    lambda data, month: waiting(data, month)["candidate"].nunique(),
    balance=True,
    dated=False,
)


def by_branch(data: MonthData, month: Month, audience: str) -> pd.DataFrame:
    """The places of each branch, and of all; on a page that may be passed on every branch of the list has its line."""
    there = set(data.on(month).slots["branch"].dropna())
    known = branch_names() if audience == SHARED else ()
    names = [*known, *sorted(there - {*known})]  # a coordinator may have branches of his own
    return by_group(SLOT_LINES, {name: data.of_branch(name) for name in names}, data, month)
