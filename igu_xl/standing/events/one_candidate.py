"""The part of a history that can tell something of one candidate, so that years of readings are told in a moment."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from igu_xl.standing.history import History
from igu_xl.standing.tracked import ABSENCES, CANDIDATES, COHORTS, PLACEMENTS, SCHOOL_WEEKS, SLOTS
from igu_xl.standing.versions import FROM, UNTIL


def history_of(history: History, candidate: str) -> History:
    """The rows of a candidate, of the slots, companies and cohorts of its placements and school plan, and of who is in
    them, too.

    The readings are those that found something otherwise in these, and the first and the last of all.
    """
    versions = history.versions
    placements, slots, cohorts = versions[PLACEMENTS], versions[SLOTS], versions[COHORTS]
    own = placements[placements["candidate"] == candidate]
    companies = slots.loc[slots["slot"].isin(own["slot"].dropna()), "p_number"].dropna()
    slots = slots[slots["slot"].isin(own["slot"].dropna()) | slots["p_number"].isin(companies)]
    weeks, absences = (_of(versions[name], own) for name in (SCHOOL_WEEKS, ABSENCES))
    named = {*own["cohort"].dropna(), *weeks["cohort"].dropna()}
    cohorts = cohorts[cohorts["cohort"].isin(named)]
    plans = versions[SCHOOL_WEEKS]
    plans = pd.concat([weeks, plans[plans["cohort"].isin(named)]]).pipe(lambda rows: rows[~rows.index.duplicated()])
    beside = placements["slot"].isin(slots["slot"].dropna()) | placements["cohort"].isin(named)
    beside |= placements["placement"].isin(plans["placement"].dropna())
    near = placements[beside | (placements["candidate"] == candidate)]
    people = versions[CANDIDATES]
    one = people[people["candidate"] == candidate]
    others = people[people["candidate"].isin(near["candidate"].dropna()) | (people["candidate"] == candidate)]
    changed = pd.concat(
        [part[key] for part in (own, one, slots, cohorts, weeks, absences) for key in (FROM, UNTIL)]
    ).dropna()
    told = {*(day.date() for day in changed), *history.days[:1], *history.days[-1:]}
    rows = {CANDIDATES: others, PLACEMENTS: near, SLOTS: slots, COHORTS: cohorts}
    rows |= {SCHOOL_WEEKS: plans.sort_index(), ABSENCES: absences}
    kept = {name: rows[name].reset_index(drop=True) for name in versions}
    return replace(history, versions=kept, days=tuple(day for day in history.days if day in told))


def _of(rows: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """The rows about any of these placements."""
    return rows[rows["placement"].isin(placements["placement"].dropna())]
