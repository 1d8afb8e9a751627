"""Who is stranded: people who hold a place or a seat that is not there for them any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

import pandas as pd

from igu_xl.standing.columns import among, first_of
from igu_xl.standing.placements import State
from igu_xl.standing.tracked import CANDIDATES, COHORTS, SLOTS


class Stranded(StrEnum):
    """Why somebody is stranded; NOT for those who are not. The value is what users read."""

    NOT = ""
    CANDIDATE_GONE = "kandidatens række findes ikke mere"
    COHORT_CANCELLED = "holdet er aflyst"
    COHORT_GONE = "holdets række findes ikke mere"
    SLOT_GONE = "pladsens række findes ikke mere"
    SLOT_CLOSED = "pladsen er lukket"


def stranded(
    placements: pd.DataFrame,
    slots: pd.DataFrame,
    cohorts: pd.DataFrame,
    candidates: pd.DataFrame,
    unread: Mapping[str, Collection[str]],
) -> pd.Series:
    """Why each placement is stranded (`Stranded`); only those who hold one can be.

    Who has begun stays in the placement though its slot was closed, which is how a filled slot is put away; their
    school is lost with a cohort that is cancelled, whether they have begun or not. Nothing is gone as long as a table
    in which it could stand is `unread`.
    """
    waiting = placements["state"].isin([State.SENT, State.AGREED])
    closed = slots.loc[slots["status"] == "Lukket", "slot"]
    there = slots.loc[~slots["gone"], "slot"]
    cancelled = cohorts.loc[cohorts["status"] == "Aflyst", "cohort"]
    names = placements["cohort"]
    reasons = {
        Stranded.CANDIDATE_GONE: _seen(unread[CANDIDATES]) & ~among(placements["candidate"], candidates["candidate"]),
        Stranded.COHORT_CANCELLED: names.isin(cancelled),
        Stranded.COHORT_GONE: _seen(unread[COHORTS]) & names.notna() & ~among(names, cohorts["cohort"]),
        Stranded.SLOT_GONE: _seen(unread[SLOTS]) & placements["slot"].notna() & ~among(placements["slot"], there),
        Stranded.SLOT_CLOSED: waiting & among(placements["slot"], closed),
    }
    return first_of(placements.index, reasons, Stranded.NOT).where(placements["holds"], Stranded.NOT)


def _seen(unread: Collection[str]) -> bool:
    return not unread
