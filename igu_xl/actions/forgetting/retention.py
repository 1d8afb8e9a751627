"""Whose case has been over for so long that the partnership has no use for it: the setting *Glem afsluttede efter*."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.actions.forgetting.anonymous import CLOSED
from igu_xl.standing.history import FORGOTTEN, History
from igu_xl.standing.placements import State
from igu_xl.standing.standing import stand
from igu_xl.standing.tracked import CANDIDATES, PLACEMENTS
from igu_xl.standing.versions import FROM, UNTIL

_OPEN = (State.NOT_YET, State.SENT, State.AGREED, State.RUNNING, State.UNTOLD, State.LAPSED)
_ENDINGS = ("start", "planned_end", "certificate_on", "ended_on", "outcome_on")


def due(history: History, today: date, months: int) -> list[str]:
    """The ids of all whose case has been over for so many months on a day.

    Over: the status is *Afsluttet* or *Udgået*, or the row is gone, and no placement is open. It has been over since
    the last thing that happened: the reading that first found it so, and every day that a placement tells.
    """
    if history.latest is None:
        return []
    people, placements = history.versions[CANDIDATES], history.versions[PLACEMENTS]
    standing = stand(history, max(today, history.latest))
    open_now = standing.placements.loc[standing.placements["state"].isin(_OPEN), "candidate"]
    here = standing.candidates[standing.candidates["candidate"].isin(people.loc[people[UNTIL].isna(), "candidate"])]
    going_on = set(here.loc[~here["step"].isin(CLOSED), "candidate"].dropna()) | set(open_now.dropna())
    names = pd.concat([people["candidate"], placements["candidate"]]).dropna().unique()
    known = [name for name in names if name not in going_on and not name.startswith(FORGOTTEN)]
    last = _last_days(people, placements)
    limit = pd.Timestamp(today) - pd.DateOffset(months=months)
    return sorted(name for name in known if last[name] <= limit)


def _last_days(people: pd.DataFrame, placements: pd.DataFrame) -> pd.Series:
    """The last day on which anything was found or told about each."""
    told = [(people, key) for key in (FROM, UNTIL)] + [(placements, key) for key in (FROM, UNTIL, *_ENDINGS)]
    days = [frame[["candidate", key]].set_axis(["candidate", "day"], axis=1) for frame, key in told]
    return pd.concat(days, ignore_index=True).dropna().groupby("candidate")["day"].max()
