"""A placement's life: where each one stands on a day.

The municipality's table Forløb is the only source. The same rows answer for any day: an ending, an outcome or a
certificate dated later than the day is not known yet, so last month's figures can be made again from this month's
data, corrections included.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pandas as pd

from igu_xl.domain.law.kinds import ORDINARY
from igu_xl.domain.outcomes import Exit, exit_of
from igu_xl.standing.columns import first_of


class State(StrEnum):
    """Where a placement stands; each has exactly one. The value is what users read."""

    NOT_YET = "ikke aftalt endnu"
    SENT = "godkendt og sendt"
    AGREED = "aftale indgået"
    RUNNING = "i gang"
    COMPLETED = "gennemført"
    MOVED_ON = "sluttet til job eller uddannelse"
    DROPPED_OUT = "afbrudt"
    UNTOLD = "udfald mangler"
    CANCELLED = "aflyst før start"
    LAPSED = "bortfaldet"


HOLDING = (State.SENT, State.AGREED, State.RUNNING)
"""The states in which a placement takes a place, a seat and its candidate."""
BEGUN = (State.RUNNING, State.COMPLETED, State.MOVED_ON, State.DROPPED_OUT, State.UNTOLD)
"""The states of a placement that has begun."""

# Dates that nobody writes before the company and the person have agreed.
_PROOFS = ("vitas_on", "plan_on", "bonus1_on", "bonus2_on", "certificate_on", "ended_on")


def placements_on(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """The placements (`History.dated`) as they stand on a day.

    `state`; `holds` (takes its place, seat and candidate); `committed_on` (the first day on which it is known that it
    is to be; missing where that is before anybody can tell) and `signed_on` (that company and person have agreed);
    `closed_on`; `to_job` and `to_education`; `until` (the last day; missing where it has none or is over).

    Sent and not signed: the tool has sent it (`sent_on`) and no date tells of an agreement. It holds its place until
    the municipality writes that it was cancelled, also when its start has passed. A row without `sent_on` was typed by
    the municipality, which writes what is agreed. Completed: the outcome says so, a certificate was issued, or it
    lasted to its planned end and led to job or education. Moved on: it ended before that because of an ordinary job or
    an education, which is no drop-out. Untold: it has ended, or its planned end has passed, and nobody has written
    what came of it; or an outcome is written without any date. Cancelled before it began is no drop-out either. An
    ordinary job has no planned end and goes on until something is written.
    """
    moment = pd.Timestamp(day)
    known = _known_on(_with_signatures(rows), moment)
    exits = _exits(known["outcome"], known["ending_reason"])
    cancelled = exits == Exit.CANCELLED
    told = exits.where(known["closed_on"].notna())
    begun = _begun(known, moment) & ~cancelled
    state = _states(known, told, begun, cancelled, moment)
    holds = state.isin(HOLDING)
    job = (known["type"] == ORDINARY).fillna(False).astype(bool)
    return known.assign(
        state=state,
        holds=holds,
        to_job=begun & ((told == Exit.JOB) | job),
        to_education=begun & (told == Exit.EDUCATION),
        until=rows["ended_on"].fillna(rows["planned_end"]).where(holds),
    )


def _with_signatures(rows: pd.DataFrame) -> pd.DataFrame:
    """The placements with the days on which they were committed to and signed."""
    typed = rows["sent_on"].isna()
    never = _exits(rows["outcome"], rows["ending_reason"]) == Exit.CANCELLED
    signed = rows["agreed_on"].fillna(rows[list(_PROOFS)].min(axis=1).where(~typed & ~never))
    undated = rows["from_the_start"] & typed & signed.isna()
    committed = pd.concat([rows["sent_on"], signed, rows["known_since"]], axis=1).min(axis=1)
    return rows.assign(
        committed_on=committed.where(~undated).astype("datetime64[s]"),
        signed_on=signed.fillna(rows["known_since"].where(typed)),
        typed=typed,
    )


def _exits(outcomes: pd.Series, reasons: pd.Series) -> pd.Series:
    """What each ending counts as; the few pairs of codes are looked up once each."""
    pairs = list(zip(outcomes.fillna(""), reasons.fillna(""), strict=True))
    known = {pair: exit_of(*pair) for pair in set(pairs)}
    return pd.Series([known[pair] for pair in pairs], index=outcomes.index, dtype="object")


def _known_on(placements: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """The placements without what was written about days after `day`, and with the day they closed.

    An outcome without a date is known from the day on which it was first read.
    """
    known = placements.copy()
    told_on = known["outcome_on"].fillna(known["ended_on"])
    known["outcome"] = known["outcome"].mask(told_on > day).mask(told_on.isna() & known["outcome_then"].isna())
    for column in ("ended_on", "outcome_on", "certificate_on"):
        known[column] = known[column].where(known[column] <= day)
    known["ending_reason"] = known["ending_reason"].where(known["ended_on"].notna())
    return known.assign(closed_on=known["ended_on"].fillna(known["outcome_on"]).fillna(known["certificate_on"]))


def _begun(known: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Those whose start has come, where it is known that somebody signed."""
    signed = known["typed"] | known["signed_on"].notna()
    return (known["start"] <= day) & signed


def _states(
    known: pd.DataFrame, exits: pd.Series, begun: pd.Series, cancelled: pd.Series, day: pd.Timestamp
) -> pd.Series:
    onward = exits.isin([Exit.JOB, Exit.EDUCATION])
    lasted = (known["closed_on"] >= known["planned_end"]) & onward
    states = {
        State.CANCELLED: cancelled,
        State.NOT_YET: ~begun & (known["committed_on"] > day),
        State.SENT: ~begun & ~known["typed"] & ~(known["signed_on"] <= day),
        State.AGREED: ~begun,
        State.COMPLETED: (exits == Exit.COMPLETED) | known["certificate_on"].notna() | lasted,
        State.MOVED_ON: onward,
        State.DROPPED_OUT: exits == Exit.DROP_OUT,
        State.RUNNING: known["closed_on"].isna() & known["outcome"].isna() & ~(known["planned_end"] < day),
    }
    return first_of(known.index, states, State.UNTOLD)
