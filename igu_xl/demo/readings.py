"""What would have been read at the end of each of the last months, had the made-up partnership been there then.

Made up like all of the demo, and no more than its rows tell: who was registered, whose placement was agreed on, had
begun or had ended by a day. Slots and cohorts stand as they do on the demo day. So the demo's pages show a whole year.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from igu_xl.checks.validation import Validation, check
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.month import Month
from igu_xl.sheets.partnership import read_partnership
from igu_xl.standing.columns import looked_up
from igu_xl.standing.history import History
from igu_xl.standing.history_file import keep_history
from igu_xl.standing.school.weeks import CANCELLED, PROPOSED, SIGNED
from igu_xl.standing.tracked import CANDIDATES, PLACEMENTS, SCHOOL_WEEKS, TABLES
from igu_xl.standing.versions import FROM, UNTIL

MONTHS = 13
_TOLD_WITH = {"ended_on": ["ending_reason"], "outcome_on": ["outcome"]}
_DATES = ("agreed_on", "vitas_on", "plan_on", "bonus1_on", "bonus2_on", "certificate_on", *_TOLD_WITH)


def write_readings(folder: Path) -> None:
    """Keep the readings of the last months in the folder of the demo."""
    keep_history(folder, earlier_readings(check(read_partnership(folder), DEMO_TODAY)))


def earlier_readings(now: Validation) -> History:
    """The history of a partnership at the ends of the last months."""
    rows = {name: frame.drop(columns=[FROM, UNTIL]) for name, frame in now.history.versions.items()}
    read = {name: now.partnership.read(name) for name in TABLES}
    history, month = History.empty(), Month.of(DEMO_TODAY)
    for back in range(MONTHS, 0, -1):
        day = month.previous(back).last
        history = history.with_reading(_then(rows, day), read, day)
    return history


def _then(rows: dict[str, pd.DataFrame], day: date) -> dict[str, pd.DataFrame]:
    moment = pd.Timestamp(day)
    people, placements = rows[CANDIDATES], rows[PLACEMENTS]
    there = people[people["registered"] <= moment]
    made = placements[placements["agreed_on"].fillna(placements["start"]) <= moment]
    people_then = there.assign(status=_statuses(there, placements, moment))
    weeks = rows[SCHOOL_WEEKS]
    planned = weeks[weeks["placement"].isin(made["placement"])]
    to_come = (planned["end"] > moment).fillna(False) & ~planned["status"].isin([PROPOSED, *SIGNED, CANCELLED])
    weeks_then = planned.assign(status=planned["status"].mask(to_come, SIGNED[-1]))
    return rows | {CANDIDATES: people_then, PLACEMENTS: _told(made, moment), SCHOOL_WEEKS: weeks_then}


def _told(placements: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The placements without what happened later."""
    told = placements.copy()
    for column in _DATES:
        later = told[column] > day
        for key in (column, *_TOLD_WITH.get(column, ())):
            told[key] = told[key].mask(later)
    return told


def _statuses(people: pd.DataFrame, placements: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """The status of each: as it is now, but Klar before the start of the placement and I forløb until its end."""
    own = placements.dropna(subset=["candidate"]).drop_duplicates("candidate").set_index("candidate")
    start, end = (looked_up(people["candidate"], own[key]) for key in ("start", "ended_on"))
    now = people["status"]
    return now.mask(start <= day, "I forløb").mask(start > day, "Klar").where(~(end <= day), now)
