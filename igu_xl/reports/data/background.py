"""A day worked out: what `standing` says of it, with what the month's tables add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd

from igu_xl.domain.municipalities import municipality_name, resolve_municipality
from igu_xl.reports.data.days import UNKNOWN, Day, Days
from igu_xl.reports.data.kept_columns import only_asked
from igu_xl.reports.data.school_hours import with_school
from igu_xl.standing.columns import looked_up
from igu_xl.standing.history import History
from igu_xl.standing.standing import State, stand
from igu_xl.standing.tracked import CANDIDATES, COHORTS, SLOTS
from igu_xl.standing.versions import FROM


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """What does not change from day to day: the partners' names, the companies by P-number, and of the cohorts by id
    their titles and hours, and when they were cancelled. `school` are the courses of the igu pupils. `slots` and
    `candidates` are all that ever were, for those that came later."""

    owners: pd.Series
    companies: pd.DataFrame
    titles: pd.Series
    hours: pd.Series
    cancelled: pd.Series
    school: pd.DataFrame
    slots: pd.DataFrame
    candidates: pd.DataFrame


def days_of(history: History, background: Background) -> Days:
    """The days of a whole partnership."""
    return Days(partial(_day, history, background))


def background_of(
    history: History, tables: Mapping[str, pd.DataFrame], school: pd.DataFrame, owners: pd.Series
) -> Background:
    """What does not change, of the month's companies, cohorts and courses, of the igu pupils' `school` and of all slots
    and candidates ever read."""
    companies = tables["tblVirksomheder"].drop_duplicates("p_number").set_index("p_number")
    courses = tables["tblKurser"].groupby("cohort")["hours"].agg(lambda told: told.sum(skipna=False))
    return Background(
        owners,
        companies,
        tables["tblHold"].drop_duplicates("cohort").set_index("cohort")["title"],
        courses.astype("Float64"),
        cancelled_on(history),
        school,
        history.rows(SLOTS).drop_duplicates("slot", keep="last"),
        with_residence(history.rows(CANDIDATES), owners).drop_duplicates("candidate", keep="last"),
    )


def cancelled_on(history: History) -> pd.Series:
    """The day on which each cohort was first read as cancelled; of one that was so at the first reading, and should
    have begun by then, the day on which it should have. So, too, where nobody knows when anything was read."""
    first = history.versions[COHORTS].query("status == 'Aflyst'").sort_values(FROM).drop_duplicates("cohort")
    read = first[FROM] if history.since else first["start"]
    at_first = read == pd.Timestamp(history.since) if history.since else read.isna()
    days = read.where(~at_first | ~(first["start"] < read), first["start"])
    return pd.Series(days.to_numpy(), index=first["cohort"])


def with_residence(candidates: pd.DataFrame, owners: pd.Series) -> pd.DataFrame:
    """The municipality each candidate lives in: what is written, else the one whose workbook it is, or was."""
    official = {name: _official_name(name) for name in candidates["municipality"].dropna().unique()}
    written = candidates["municipality"].map(official, na_action="ignore").astype("string")
    gone = {one: _official_name(one.partition(":")[2]) for one in candidates["partner"].unique() if one not in owners}
    own = candidates["partner"].map(owners.to_dict() | gone).astype("string")
    return candidates.assign(residence=written.fillna(own).fillna(UNKNOWN))


def _day(history: History, known: Background, day: date) -> Day:
    standing = stand(history, day)
    candidates = with_residence(only_asked(standing.candidates, CANDIDATES), known.owners)
    slots, cohorts = only_asked(standing.slots, SLOTS), only_asked(standing.cohorts, COHORTS)
    placements = standing.placements[standing.placements["state"] != State.NOT_YET]
    offered = slots[slots["usable"] & ~slots["gone"]]
    cohorts = cohorts.assign(cancelled_on=looked_up(cohorts["cohort"], known.cancelled))
    placements = with_school(placements, known.school, day)
    return Day(
        candidates[candidates["usable"]],
        _enriched(placements[placements["usable"]], known, _with_ever(slots, known.slots, "slot"),
                  _with_ever(candidates, known.candidates, "candidate")),
        offered.assign(offered=offered["openings"].fillna(0).astype("int64")),
        _with_courses(cohorts[cohorts["usable"]], known),
    )  # fmt: skip


def _with_ever(then: pd.DataFrame, ever: pd.DataFrame, key: str) -> pd.DataFrame:
    """What is known of each id: as it was on the day, else as it was read later."""
    both = pd.concat([then, ever]) if len(ever) else then
    return both.dropna(subset=[key]).drop_duplicates(key).set_index(key)


def _enriched(
    placements: pd.DataFrame, known: Background, slots: pd.DataFrame, candidates: pd.DataFrame
) -> pd.DataFrame:
    """The placements with what the slot, the company and the candidate say about them."""
    place = looked_up(placements["slot"], slots["p_number"])
    return placements.assign(
        sector=looked_up(place, known.companies["sector"]),
        workplace=looked_up(place, known.companies["workplace"]).fillna(UNKNOWN),
        residence=looked_up(placements["candidate"], candidates["residence"]).fillna(UNKNOWN),
        branch=looked_up(placements["slot"], slots["branch"]).fillna(UNKNOWN),
        offered_by=looked_up(placements["slot"], slots["partner"]),
    )


def _with_courses(cohorts: pd.DataFrame, known: Background) -> pd.DataFrame:
    """The cohorts with their titles and the hours of their courses; missing where a course has none."""
    names = cohorts["cohort"]
    return cohorts.assign(title=looked_up(names, known.titles), hours=looked_up(names, known.hours))


def _official_name(written: str) -> str:
    match = resolve_municipality(written)
    return municipality_name(match.code) if match.known else written
