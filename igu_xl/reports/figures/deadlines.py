"""What must be done in a placement and by when: the agreement in VITAS, the teaching plan, the bonus.

Sources: the agreement in VITAS within one month after it was made, the plan before the end of the first month of
employment (lov om integrationsgrunduddannelse; uim.dk), the bonus to private employers at 6 and 24 months (siri.dk).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.standing.placements import State

MISSING, DUE_NEXT = "Mangler nu", "Forfalder næste måned"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A thing to do `months` after the date in `since`; the date in `done` says that it was.

    `last_day_inside`: the day before the months have passed is the last one (»inden den første måned er gået«).
    `private`: only for placements in private companies. `states`: the states in which it still is to be done.
    """

    key: str
    label: str
    how: str
    since: str
    months: int
    done: str
    last_day_inside: bool = False
    private: bool = False
    states: tuple[State, ...] = (State.AGREED, State.RUNNING)


VITAS = Deadline(
    "vitas",
    "Aftale i VITAS",
    "Aftalen skal være oprettet i VITAS senest en måned efter, at den er indgået.",
    since="agreed_on",
    months=1,
    done="vitas_on",
)
PLAN = Deadline(
    "plan",
    "Undervisningsplan",
    "Planen skal være oprettet i VITAS, inden den første måned i ansættelsen er gået.",
    since="start",
    months=1,
    done="plan_on",
    last_day_inside=True,
)
BONUS_1 = Deadline(
    "bonus1",
    "Bonus efter 6 måneder",
    "En privat virksomhed kan søge den første bonus, når forløbet har varet 6 måneder.",
    since="start",
    months=6,
    done="bonus1_on",
    private=True,
    states=(State.RUNNING, State.COMPLETED),
)
BONUS_2 = Deadline(
    "bonus2",
    "Bonus efter 24 måneder",
    "En privat virksomhed kan søge den anden bonus, når forløbet er gennemført efter 24 måneder.",
    since="start",
    months=24,
    done="bonus2_on",
    private=True,
    states=(State.RUNNING, State.COMPLETED),
)
DEADLINES = (VITAS, PLAN, BONUS_1, BONUS_2)


def due_on(placements: pd.DataFrame, deadline: Deadline) -> pd.Series:
    """The last day for doing it, for each placement; a month that is too short ends on its last day."""
    due = placements[deadline.since] + pd.DateOffset(months=deadline.months)
    return due - pd.Timedelta(days=1) if deadline.last_day_inside else due


def undone(data: MonthData, day: date, deadline: Deadline) -> pd.Series:
    """The days on which it is or was due, for the igu placements where it is not done on a day."""
    placements = data.days.on(day).placements
    placements = placements[(placements["type"] == "igu") & placements["state"].isin(deadline.states)]
    if deadline.private:
        placements = placements[placements["sector"] == "Privat"]
    waiting = ~(placements[deadline.done] <= pd.Timestamp(day))
    return due_on(placements[waiting], deadline).dropna()


def overdue(data: MonthData, day: date, deadline: Deadline) -> int:
    """In how many placements it is not done at the end of a day that was the last one, or later."""
    return int((undone(data, day, deadline) <= pd.Timestamp(day)).sum())


def table(data: MonthData, month: Month) -> pd.DataFrame:
    """Each deadline with how many are missed at the end of the month and how many fall due in the next."""
    upcoming = (pd.Timestamp(month.next().first), pd.Timestamp(month.next().last))
    rows = {
        one.label: {
            MISSING: overdue(data, month.last, one),
            DUE_NEXT: int(undone(data, month.last, one).between(*upcoming).sum()),
        }
        for one in DEADLINES
    }
    return pd.DataFrame.from_dict(rows, orient="index")
