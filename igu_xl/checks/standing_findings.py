"""What is wrong with how the partnership stands on the day: too many in a slot, a status that speaks against the
dates, an agreement that nobody wrote, and people whose slot, cohort or row is gone. None of it keeps a row out."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.findings import Finding
from igu_xl.records import Record, records_by
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.candidates import IDLE, OVER, Out, Step
from igu_xl.standing.cohorts import JOINABLE, CohortState
from igu_xl.standing.placements import State
from igu_xl.standing.standing import Standing
from igu_xl.standing.stranded import Stranded

# Of those that have lapsed, whose candidate is in the match again; and of those that stay.
_LAPSED = {
    Stranded.COHORT_CANCELLED: ("cohort", "strandet-hold-aflyst"),
    Stranded.COHORT_GONE: ("cohort", "strandet-hold-slettet"),
    Stranded.SLOT_CLOSED: ("slot", "strandet-plads-lukket"),
    Stranded.SLOT_GONE: ("slot", "strandet-plads-slettet"),
}
_STAYING = {
    Stranded.COHORT_CANCELLED: ("cohort", "strandet-skole-vaek"),
    Stranded.COHORT_UNKNOWN: ("cohort", "strandet-hold-vaek"),
    Stranded.SLOT_UNKNOWN: ("slot", "strandet-plads-vaek"),
    Stranded.CANDIDATE_GONE: ("candidate", "strandet-kandidat-vaek"),
}


def check_standing(partnership: Partnership, standing: Standing) -> Iterator[Finding]:
    """The findings on the day of the run, each where a person can mend it."""
    yield from _statuses(partnership, standing)
    yield from _unsigned(partnership, standing)
    yield from _overbooked(partnership, standing)
    yield from _stranded(partnership, standing)
    yield from _begun_short(partnership, standing)
    yield from _closed_short(partnership, standing)


def _statuses(partnership: Partnership, standing: Standing) -> Iterator[Finding]:
    people = standing.candidates
    busy = (people["step"] == Step.RUNNING) & people["status"].isin(IDLE)
    yield from _at(partnership, "tblKandidater", people[busy], "status", "forloeb-status", placement="in_placement")
    gone = people["step"].isin([Step.SENT, Step.AGREED]) & people["status"].isin(OVER)
    yield from _at(
        partnership, "tblKandidater", people[gone], "status", "forloeb-efter-udgang", placement="in_placement"
    )
    unclear = people[people["step"] == Step.UNCLEAR]
    yield from _at(partnership, "tblKandidater", unclear, "status", "status-uden-forloeb")


def _unsigned(partnership: Partnership, standing: Standing) -> Iterator[Finding]:
    """Sent, and its start has come, and nobody has written that it was agreed."""
    placements = standing.placements
    late = (placements["state"] == State.SENT) & (placements["start"] <= pd.Timestamp(standing.day))
    yield from _at(partnership, "tblForloeb", placements[late], "agreed_on", "aftale-mangler", a="start")


def _overbooked(partnership: Partnership, standing: Standing) -> Iterator[Finding]:
    """More people in a slot than it has openings."""
    slots = standing.slots
    over = slots[(slots["held"] > slots["openings"]).fillna(False) & ~slots["gone"]]
    yield from _at(partnership, "tblPladser", over, "openings", "pladser-overtegnet", count="held", cap="openings")


def _stranded(partnership: Partnership, standing: Standing) -> Iterator[Finding]:
    lapsed = standing.placements["state"] == State.LAPSED
    gone, stays = standing.placements[lapsed], standing.placements[~lapsed]
    for why, (key, code) in _LAPSED.items():
        rows = gone[gone["stranded"] == why]
        told = rows.assign(now=_now(standing, rows["candidate"]))
        yield from _at(partnership, "tblForloeb", told, key, code, now="now")
    for why, (key, code) in _STAYING.items():
        yield from _at(partnership, "tblForloeb", stays[stays["stranded"] == why], key, code)


def _now(standing: Standing, names: pd.Series) -> pd.Series:
    """Where each candidate is whose placement has lapsed."""
    people = records_by(standing.candidates[standing.candidates["candidate"].isin(names)], "candidate")
    return pd.Series([_now_words(people[name]) for name in names], index=names.index, dtype="str")


def _now_words(person: Record) -> str:
    if person["out"] == Out.IN:
        return "kandidaten er tilbage i match"
    if person["in_placement"]:
        return f"kandidaten har forløbet {person['in_placement']}"
    why = f"status er {person['status']}" if person["out"] == Out.STATUS else person["out"]
    return f"kandidaten er ikke med i match: {why}"


def _begun_short(partnership: Partnership, standing: Standing) -> Iterator[Finding]:
    """A cohort whose start has come without its minimum, and nobody has said what became of it."""
    cohorts = standing.cohorts
    short = (cohorts["state"] == CohortState.BEGUN) & (cohorts["enrolled"] < cohorts["min"])
    rows = cohorts[short.fillna(False)]
    yield from _at(
        partnership, "tblHold", rows, "status", "hold-begyndt-uden-nok", a="start", count="enrolled", min="min"
    )


def _closed_short(partnership: Partnership, standing: Standing) -> Iterator[Finding]:
    """A cohort to come that nobody can join any more and that has too few, also with those on paper."""
    cohorts = standing.cohorts
    short = (cohorts["state"] == CohortState.SHORT) & cohorts["status"].isin(JOINABLE)
    passed = (cohorts["enrol_by"] < pd.Timestamp(standing.day)).fillna(False).astype(bool)
    yield from _at(partnership, "tblHold", cohorts[short & passed], "enrol_by", "frist-passeret", a="enrol_by")


def _at(
    partnership: Partnership, table: str, rows: pd.DataFrame, key: str, code: str, /, **blanks: str
) -> Iterator[Finding]:
    """A finding for each of the rows that were read this time; the blanks are columns of the rows."""
    here = rows[rows["at"].notna()]
    frame = partnership.frames[table]
    told = here.set_index(here["at"].astype(int))
    wrong = pd.Series(frame.index.isin(told.index), index=frame.index)
    words = {name: told[column].reindex(frame.index) for name, column in blanks.items()}
    yield from findings_where(partnership, table, wrong, key, code, **words)
