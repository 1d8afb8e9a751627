"""The cohorts: who is in each, how many are missing, and whether it runs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

import pandas as pd

from igu_xl.danish import date_text, number_text
from igu_xl.domain.law.kinds import IGU
from igu_xl.records import Record
from igu_xl.standing.columns import count_by, first_of, looked_up

JOINABLE = ("Planlagt", "Åbent")
CAN_BE_OPENED = "Kan oprettes"
"""The status of a cohort that the school opens if enough sign up."""


class CohortState(StrEnum):
    """Where a cohort stands; `words_of` says it to people."""

    SHORT = "mangler"
    CAN_RUN = "kan køre"
    RUNS = "kører"
    BEGUN = "i gang"
    HELD = "afholdt"
    CANCELLED = "aflyst"


COMING = (CohortState.SHORT, CohortState.CAN_RUN, CohortState.RUNS)


def cohorts_on(rows: pd.DataFrame, seats: pd.DataFrame, unread: Collection[str], day: date) -> pd.DataFrame:
    """The cohorts as they stand on a day, with the people in them (`seats_on`).

    `proposed` (on paper: 0 until a plan is laid over), `approved` (sent to the municipality, nobody has signed) and
    `agreed` (signed or begun) are people of the partnership; `enrolled` are those who have signed, also when they have
    left since the cohort began, or what the school says (Maks. less Ledige pladser: `told`), whichever is more. `taken`
    are the seats that nobody else can get. `missing` are people short of the minimum with everybody who is enrolled,
    approved and proposed. `state` is a `CohortState`; `on_offer` whether the school says that it can be joined or
    opened, `joinable` whether the match may fill it, which it may not where the school is in `unread`; `pooled` whether
    no municipality fills it alone. A person counts once in a cohort.
    """
    approved = count_by(rows["cohort"], seats.loc[seats["holds"] & ~seats["agreed"], "cohort"])
    agreed = count_by(rows["cohort"], seats.loc[seats["agreed"], "cohort"])
    signed = seats[seats["signed"]]
    there = count_by(rows["cohort"], signed["cohort"])
    told = (rows["max"] - rows["free_seats"]).fillna(0).astype("int64")
    enrolled = there.where(there > told, told)
    ours = agreed + approved
    cohorts = rows.assign(
        proposed=0,
        approved=approved,
        agreed=agreed,
        told=told,
        on_offer=rows["status"].isin([*JOINABLE, CAN_BE_OPENED]),
        enrolled=enrolled,
        taken=ours.where(ours > told, told),
        pooled=_pooled(rows, signed),
    )
    moment = pd.Timestamp(day)
    over = ~(rows["enrol_by"] >= moment) | ~(rows["start"] >= moment)
    joinable = (
        rows["usable"]
        & ~rows["partner"].isin(list(unread))
        & rows["status"].isin(JOINABLE)
        & (rows["type"] == IGU).fillna(False)
        & ~over
    )
    return with_states(cohorts.assign(joinable=joinable), day)


def with_states(cohorts: pd.DataFrame, day: date) -> pd.DataFrame:
    """The cohorts with `missing` and `state` by the people in them on a day."""
    moment, least = pd.Timestamp(day), cohorts["min"].fillna(1)
    all_told = cohorts["taken"] + cohorts["proposed"]
    all_told = all_told.where(all_told > cohorts["enrolled"], cohorts["enrolled"])
    states = {
        CohortState.CANCELLED: cohorts["status"] == "Aflyst",
        CohortState.HELD: (cohorts["status"] == "Afholdt") | (cohorts["end"] < moment),
        CohortState.BEGUN: cohorts["start"] <= moment,
        CohortState.RUNS: cohorts["enrolled"] >= least,
        CohortState.CAN_RUN: all_told >= least,
    }
    missing = (least - all_told).clip(lower=0).astype("int64")
    return cohorts.assign(missing=missing, state=first_of(cohorts.index, states, CohortState.SHORT))


def words_of(cohort: Record, day: date) -> str:
    """Where a cohort stands, for people: `mangler 3 inden 1. december 2026`, `kan køre (8 foreslået, 0 aftalt)`.

    *Aftalt* is said only of those who have signed, *kører* only when as many as the minimum have signed or are enrolled
    at the school.
    """
    if cohort["state"] == CohortState.SHORT:
        return _short_words(cohort, day)
    if cohort["state"] == CohortState.CAN_RUN:
        parts = [("foreslået", cohort["proposed"]), ("godkendt", cohort["approved"])]
        told = [(word, count) for word, count in parts if count] + [("aftalt", cohort["agreed"])]
        told += [("tilmeldt efter skolens tal", cohort["enrolled"])] if cohort["enrolled"] > cohort["agreed"] else []
        return f"kan køre ({', '.join(f'{number_text(count)} {word}' for word, count in told)})"
    if cohort["state"] == CohortState.RUNS:
        return f"kører ({number_text(cohort['enrolled'])} tilmeldt, mindst {number_text(cohort['min'])})"
    return str(cohort["state"])


def _short_words(cohort: Record, day: date) -> str:
    count, enrol_by = number_text(cohort["missing"]), cohort["enrol_by"]
    if enrol_by is None:
        return f"mangler {count}"
    until = date_text(enrol_by)
    return f"mangler {count}; fristen var {until}" if enrol_by < pd.Timestamp(day) else f"mangler {count} inden {until}"


def _pooled(rows: pd.DataFrame, signed: pd.DataFrame) -> pd.Series:
    """Cohorts whose minimum the municipalities' people reach together and no municipality alone."""
    sent = signed.groupby(["cohort", "partner"]).size()
    by_cohort = sent.groupby(level="cohort").agg(["sum", "max"])
    most, together = (looked_up(rows["cohort"], by_cohort[part]).fillna(0).astype("int64") for part in ("max", "sum"))
    return ((together >= rows["min"]) & (most < rows["min"])).fillna(False).astype(bool)
