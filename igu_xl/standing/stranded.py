"""Who is stranded: people who hold a place or a seat that is not there for them any more, and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

import pandas as pd

from igu_xl.standing.columns import among, first_of, looked_up
from igu_xl.standing.history import History
from igu_xl.standing.placements import State
from igu_xl.standing.tracked import CANDIDATES, COHORTS, SLOTS
from igu_xl.standing.versions import UNTIL


class Stranded(StrEnum):
    """Why somebody is stranded; NOT for those who are not. The value is what users read."""

    NOT = ""
    CANDIDATE_GONE = "kandidatens række findes ikke mere"
    COHORT_CANCELLED = "holdet er aflyst"
    COHORT_GONE = "holdets række findes ikke mere"
    SLOT_GONE = "pladsens række findes ikke mere"
    SLOT_CLOSED = "pladsen er lukket"
    COHORT_UNKNOWN = "holdet findes ikke i skolernes arbejdsbøger"
    SLOT_UNKNOWN = "pladsen findes ikke i branchernes arbejdsbøger"


OF_COHORT = (Stranded.COHORT_CANCELLED, Stranded.COHORT_GONE, Stranded.COHORT_UNKNOWN)
"""The reasons that lie with the cohort."""
_LAPSE = {
    Stranded.COHORT_CANCELLED: "cohort",
    Stranded.COHORT_GONE: "cohort",
    Stranded.SLOT_GONE: "slot",
    Stranded.SLOT_CLOSED: "slot",
}


def with_stranded(
    placements: pd.DataFrame,
    history: History,
    candidates: pd.DataFrame,
    unread: Mapping[str, Collection[str]],
    day: date,
) -> pd.DataFrame:
    """The placements with why each is `stranded` (`Stranded`); those that have lapsed by it hold nothing any more.

    Only a placement that holds its place can be stranded. It lapses when its cohort was cancelled or its slot closed,
    or the row of either was deleted, before it began: it does not begin by its date alone, and its candidate wants
    another place. Who had begun stays in the placement though the slot was closed, which is how a filled slot is put
    away; the school is lost all the same with a cohort that is cancelled. An id that no reading ever found is a slip
    of the pen, and nothing lapses by it, nor by a candidate's row that is gone. Nothing is gone as long as a table in
    which it could stand is `unread`.
    """
    lost = _lost(history, unread, day)
    cohorts, slots = history.on(COHORTS, day)["cohort"], history.on(SLOTS, day)["slot"]
    dated = bool(history.days)  # else nobody knows when it was read
    before = {why: _lost_before(placements, key, lost[why], dated=dated) for why, key in _LAPSE.items()}
    reasons = {
        Stranded.CANDIDATE_GONE: _seen(unread[CANDIDATES]) & ~among(placements["candidate"], candidates["candidate"]),
        Stranded.COHORT_CANCELLED: among(placements["cohort"], lost[Stranded.COHORT_CANCELLED].index.to_series()),
        Stranded.COHORT_GONE: before[Stranded.COHORT_GONE],
        Stranded.SLOT_GONE: before[Stranded.SLOT_GONE],
        Stranded.SLOT_CLOSED: before[Stranded.SLOT_CLOSED],
        Stranded.COHORT_UNKNOWN: _nowhere(placements["cohort"], cohorts, unread[COHORTS]),
        Stranded.SLOT_UNKNOWN: _nowhere(placements["slot"], slots, unread[SLOTS]),
    }
    why = first_of(placements.index, reasons, Stranded.NOT).where(placements["holds"], Stranded.NOT)
    lapsed = pd.Series(False, index=placements.index)
    for reason, too_early in before.items():
        lapsed |= (why == reason) & too_early
    return placements.assign(
        stranded=why,
        state=placements["state"].mask(lapsed, State.LAPSED),
        holds=placements["holds"] & ~lapsed,
        until=placements["until"].mask(lapsed),
        to_job=placements["to_job"] & ~lapsed,
    )


def _lost(history: History, unread: Mapping[str, Collection[str]], day: date) -> dict[Stranded, pd.Series]:
    """The cohorts and slots that are lost to who has not begun, by id with the day on which that was read."""
    return {
        Stranded.COHORT_CANCELLED: history.since_when(COHORTS, "Aflyst", day),
        Stranded.COHORT_GONE: _gone(history, COHORTS, unread, day),
        Stranded.SLOT_GONE: _gone(history, SLOTS, unread, day),
        Stranded.SLOT_CLOSED: history.since_when(SLOTS, "Lukket", day),
    }


def _gone(history: History, name: str, unread: Mapping[str, Collection[str]], day: date) -> pd.Series:
    """The day from which each row was gone, by id; none while it could stand in a table that is not read."""
    gone = history.gone(name, day)
    lost = gone[_seen(unread[name]) & ~gone["id"].isin(history.on(name, day)["id"])]
    return lost.groupby("id")[UNTIL].max()


def _lost_before(placements: pd.DataFrame, key: str, lost: pd.Series, *, dated: bool) -> pd.Series:
    """Whether what a placement needs was lost before it began: it has not begun yet, or the readings say so."""
    lost_on = looked_up(placements[key], lost)
    waiting = placements["state"].isin([State.SENT, State.AGREED])
    return lost_on.notna() & (waiting | ((placements["start"] > lost_on) & dated))


def _nowhere(names: pd.Series, known: pd.Series, unread: Collection[str]) -> pd.Series:
    return _seen(unread) & names.notna() & ~among(names, known)


def _seen(unread: Collection[str]) -> bool:
    return not unread
