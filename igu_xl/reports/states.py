"""What had become of each placement on a day.

The same rows answer for any day: an ending, an outcome or a certificate dated later than the day is not known yet.
So last month's figures can be made again from this month's data, corrections included.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pandas as pd

from igu_xl.domain.outcomes import Exit, exit_of

ORDINARY_JOB = "ordinært"


class State(StrEnum):
    """Where a placement stands; each has exactly one."""

    AGREED = "aftalt"
    RUNNING = "i forløb"
    COMPLETED = "gennemført"
    MOVED_ON = "sluttet til job eller uddannelse"
    DROPPED_OUT = "afbrudt"
    UNTOLD = "udfald mangler"


def as_of(placements: pd.DataFrame, day: date) -> pd.DataFrame:
    """The placements with `state`, `closed_on`, `to_job` and `to_education` as they were on a day.

    Completed: the outcome says so, a certificate was issued, or it lasted to its planned end and led to job or
    education. Moved on: it ended before that because of an ordinary job or an education, which is no drop-out.
    Untold: it has ended, or its planned end has passed, and nobody has written what came of it; or an outcome is
    written without any date. An ordinary job has no planned end and goes on until something is written.
    """
    known = _known_on(placements, pd.Timestamp(day))
    exits = pd.Series(
        [exit_of(*told) for told in zip(known["outcome"], known["ending_reason"], strict=True)],
        index=known.index,
        dtype="object",
    ).where(known["closed_on"].notna())
    begun = known["start"] <= pd.Timestamp(day)
    return known.assign(
        state=_states(known, exits, begun, pd.Timestamp(day)),
        to_job=begun & ((exits == Exit.JOB) | (known["type"] == ORDINARY_JOB).fillna(False).astype(bool)),
        to_education=begun & (exits == Exit.EDUCATION),
    )


class Timeline:
    """The placements of a whole partnership as they were on any day; each day is worked out once."""

    def __init__(self, placements: pd.DataFrame) -> None:
        self._placements = placements
        self._days: dict[date, pd.DataFrame] = {}

    def on(self, day: date, rows: pd.Index) -> pd.DataFrame:
        """These of the placements as they were on a day (see `as_of`)."""
        if day not in self._days:
            self._days[day] = as_of(self._placements, day)
        return self._days[day].loc[rows]


def _known_on(placements: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The placements without what was written about days after `day`, and with the day they closed."""
    known = placements.copy()
    later = known["outcome_on"].fillna(known["ended_on"]) > day
    known["outcome"] = known["outcome"].mask(later)
    for column in ("ended_on", "outcome_on", "certificate_on"):
        known[column] = known[column].where(known[column] <= day)
    known["ending_reason"] = known["ending_reason"].where(known["ended_on"].notna())
    return known.assign(closed_on=known["ended_on"].fillna(known["outcome_on"]).fillna(known["certificate_on"]))


def _states(known: pd.DataFrame, exits: pd.Series, begun: pd.Series, day: pd.Timestamp) -> pd.Series:
    onward = exits.isin([Exit.JOB, Exit.EDUCATION])
    lasted = (known["closed_on"] >= known["planned_end"]) & onward
    open_ended = known["closed_on"].isna() & known["outcome"].isna() & ~(known["planned_end"] < day)
    state = pd.Series(State.UNTOLD, index=known.index, dtype="object").mask(open_ended, State.RUNNING)
    state = state.mask(exits == Exit.DROP_OUT, State.DROPPED_OUT)
    state = state.mask(onward, State.MOVED_ON)
    state = state.mask((exits == Exit.COMPLETED) | known["certificate_on"].notna() | lasted, State.COMPLETED)
    return state.where(begun, State.AGREED)
