"""The candidates: who waits and since when, who is in which placement, and who is not in the match and why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

import pandas as pd

from igu_xl.domain.law.igu.reasons import COMPLETED, INTERRUPTED, RUNNING, SEEN, UNTOLD
from igu_xl.domain.law.kinds import IGU, PRACTICE, WAGE_SUBSIDY
from igu_xl.standing.columns import among, first_of, looked_up
from igu_xl.standing.placements import BEGUN, State

READY, PLACED = "Klar", "I forløb"
OVER = ("Afsluttet", "Udgået")
IDLE = ("Ny", *OVER)
"""Statuses that say that somebody is in no placement, yet or any more. Klar says that a next one is wanted."""


class Step(StrEnum):
    """How far a candidate is; each is at exactly one. The value is what users read."""

    RUNNING = "i gang"
    AGREED = "aftale indgået"
    SENT = "godkendt og sendt"
    UNKNOWN = "forløb kan ikke læses"
    WAITING = "venter"
    READY_LATER = "klar senere"
    NEW = "ny"
    ENDED = "afsluttet"
    LEFT = "udgået"
    UNCLEAR = "status siger i forløb, men der er intet"


class Out(StrEnum):
    """Why a candidate is not in the match; IN for those who are."""

    IN = ""
    PLACED = "har et forløb"
    STATUS = "status er ikke Klar"
    UNREAD = "kommunens arbejdsbog kan ikke læses"
    ERROR = "der er en fejl i rækken"


IN_PLACEMENT = (Step.RUNNING, Step.AGREED, Step.SENT)
"""The steps of those who have a placement, begun or to come."""

_BY_STATUS = {"Ny": Step.NEW, "Afsluttet": Step.ENDED, "Udgået": Step.LEFT, "I forløb": Step.UNCLEAR}
# What somebody leaves for something else on the day it ends; nobody leaves an igu or a job for the match.
_LEADS_ON = (PRACTICE, WAGE_SUBSIDY)
SEEN_OF = {
    State.COMPLETED: COMPLETED,
    State.RUNNING: RUNNING,
    State.MOVED_ON: INTERRUPTED,
    State.DROPPED_OUT: INTERRUPTED,
    State.UNTOLD: UNTOLD,
}
_HOLDING = {Step.RUNNING: State.RUNNING, Step.AGREED: State.AGREED, Step.SENT: State.SENT}


def candidates_on(
    rows: pd.DataFrame, placements: pd.DataFrame, unknown: Collection[str], unread: Collection[str], day: date
) -> pd.DataFrame:
    """The candidates as they stand on a day; nobody's status is asked who has a placement.

    `step` (`Step`) and `out` (`Out`); `in_placement` is the id of the placement that they hold (the one that begins
    first), `free_from` the day after the last of those they hold (missing where there is none, or where it has no
    end), `since` the day since which they wait: ready and registered, and out of their last placement. Waiting counts
    from that day on; a candidate with status Klar who is ready later is `READY_LATER`. `unknown` are the partners whose
    placements could not be read, so that nobody knows whether their people wait; `unread` those whose candidates could
    not: they are as they were read last, and in no match.

    `asks`: the match looks at them, or only an error or an unread sheet keeps them out. Beside who is Klar and idle,
    that is whose placement has lapsed (`lapsed` is its id) and wants another, unless the status says that it is over;
    whose last one was cancelled while the status still tells of it; and who is Klar and in a practice or a wage subsidy
    that ends: they are `RUNNING`, do not wait, and are in the match for what begins at `free_from` or later.

    `seen_igu` is what the placements show of an igu that has begun (`domain.law.reasons.SEEN`), the firmest of several.
    """
    moment = pd.Timestamp(day)
    held = placements[placements["holds"]].sort_values(["start", "placement"]).drop_duplicates(["candidate", "state"])
    has = {
        step: among(rows["candidate"], held.loc[held["state"] == state, "candidate"])
        for step, state in _HOLDING.items()
    }
    lapsed = _lapsed(rows, placements)
    ready = (rows["status"] == READY).fillna(False).astype(bool) | (lapsed.notna() & ~rows["status"].isin(OVER))
    ready |= (rows["status"] == PLACED).fillna(False).astype(bool) & _cancelled_last(rows, placements)
    free_from = _free_from(rows, placements)
    since = _since(rows, placements)
    steps = {
        **has,
        Step.UNKNOWN: rows["partner"].isin(list(unknown)),
        Step.WAITING: ready & (since <= moment),
        Step.READY_LATER: ready,
        **{step: rows["status"] == status for status, step in _BY_STATUS.items()},
    }
    step = first_of(rows.index, steps, Step.NEW)
    placed = step.isin(IN_PLACEMENT) & ~(ready & free_from.notna() & _led_on(rows, placements))
    reasons = {
        Out.ERROR: ~rows["usable"],
        Out.PLACED: placed,
        Out.UNREAD: (step == Step.UNKNOWN) | rows["partner"].isin(list(unread)),
        Out.STATUS: ~ready,
    }
    first = held.drop_duplicates("candidate").set_index("candidate")["placement"]
    return rows.assign(
        step=step,
        out=first_of(rows.index, reasons, Out.IN),
        in_placement=looked_up(rows["candidate"], first).astype("string"),
        free_from=free_from,
        since=since,
        asks=ready & ~placed,
        lapsed=lapsed.where(ready & ~placed),
        seen_igu=looked_up(rows["candidate"], seen_igu(placements)).fillna("").astype("string"),
    )


def seen_igu(placements: pd.DataFrame) -> pd.Series:
    """What placements (`placements_on`) show of an igu that each candidate has begun; index: the candidates."""
    begun = placements[(placements["type"] == IGU).fillna(False) & placements["state"].isin(list(SEEN_OF))]
    firmness = begun["state"].map({state: SEEN.index(seen) for state, seen in SEEN_OF.items()})
    return firmness.groupby(begun["candidate"]).min().map(dict(enumerate(SEEN)))


def _lapsed(rows: pd.DataFrame, placements: pd.DataFrame) -> pd.Series:
    """The placement that lapsed last for each."""
    lapsed = placements[placements["state"] == State.LAPSED].sort_values(["start", "placement"])
    last = lapsed.drop_duplicates("candidate", keep="last").dropna(subset=["candidate"]).set_index("candidate")
    return looked_up(rows["candidate"], last["placement"]).astype("string")


def _cancelled_last(rows: pd.DataFrame, placements: pd.DataFrame) -> pd.Series:
    """Whose last placement was cancelled before it began."""
    last = placements.sort_values(["start", "placement"]).drop_duplicates("candidate", keep="last")
    return among(rows["candidate"], last.loc[last["state"] == State.CANCELLED, "candidate"])


def _led_on(rows: pd.DataFrame, placements: pd.DataFrame) -> pd.Series:
    """Who holds nothing but what leads on to something else, and is in it; a row with an error may tell a wrong end."""
    held = placements[placements["holds"]]
    on = (held["state"] == State.RUNNING) & held["type"].isin(_LEADS_ON) & held["usable"]
    return among(rows["candidate"], held["candidate"]) & ~among(rows["candidate"], held.loc[~on, "candidate"])


def _since(rows: pd.DataFrame, placements: pd.DataFrame) -> pd.Series:
    """The day since which each would wait: ready and registered, and not in a placement any more."""
    over = placements[placements["state"].isin(BEGUN) & ~placements["holds"]]
    ended = over.assign(left=over["closed_on"].fillna(over["planned_end"])).groupby("candidate")["left"].max()
    days = pd.concat([rows["ready_from"], rows["registered"], looked_up(rows["candidate"], ended)], axis=1)
    return days.max(axis=1).astype("datetime64[s]").where(rows["ready_from"].notna())


def _free_from(rows: pd.DataFrame, placements: pd.DataFrame) -> pd.Series:
    held = placements[placements["holds"]]
    endless = held.loc[held["until"].isna(), "candidate"]
    last = held.groupby("candidate")["until"].max() + pd.Timedelta(days=1)
    return looked_up(rows["candidate"], last).where(~rows["candidate"].isin(endless)).astype("datetime64[s]")
