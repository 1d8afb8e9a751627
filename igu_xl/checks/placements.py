"""What is wrong with placements: two at a time, and not what slot and company allow."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

import pandas as pd

from igu_xl.checks.finding_cells import cell_words, findings_where, look_up
from igu_xl.checks.offers import p_numbers_of_slots, slots_with_companies
from igu_xl.domain.law.kinds import IGU, ORDINARY, PRACTICE
from igu_xl.domain.law.places.same_company import EarlierJob, last_employers, practice_there_rule, same_company_rule
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET
from igu_xl.domain.outcomes import CANCELLED
from igu_xl.findings import Finding, Place
from igu_xl.records import Record, records
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.reading.typed_rows import ReadBook
from igu_xl.standing.columns import looked_up
from igu_xl.standing.placements import BEGUN

_FOREVER = pd.Timestamp(2100, 1, 1)


def check_periods(partnership: Partnership) -> Iterator[Finding]:
    """The findings on placements against their slots and companies, whatever the day."""
    for book in _books_with_unread_placements(partnership):
        yield Finding(Place(book.path, table="tblForloeb"), "forloeb-ukendte")
    yield from _types(partnership)


def _books_with_unread_placements(partnership: Partnership) -> list[ReadBook]:
    """The municipalities' workbooks whose placements could not be read, so that nobody knows who is placed."""
    return [book for book in partnership.books if book.book is MUNICIPALITY and "tblForloeb" not in book.tables]


def check_simultaneous(partnership: Partnership, lapsed: Collection[int]) -> Iterator[Finding]:
    """A candidate in two placements on the same day; both rows are named. To begin on the last day is allowed, and
    what was cancelled before it began is in nobody's way, nor are the rows that have `lapsed`."""
    frame = partnership.frames["tblForloeb"]
    frame = frame[~(frame["outcome"] == CANCELLED).fillna(False) & ~frame.index.isin(list(lapsed))]
    until = frame["ended_on"].fillna(frame["planned_end"]).fillna(_FOREVER)
    periods = pd.DataFrame({"candidate": frame["candidate"], "from": frame["start"], "until": until}).dropna()
    named, longest, last = "", 0, pd.Timestamp.min
    for index, candidate, begins, ends in periods.sort_values(["candidate", "from"], kind="stable").itertuples(
        name=None
    ):
        if candidate != named:
            named, last = candidate, pd.Timestamp.min
        if last > begins:
            yield from _clash(partnership, longest, index)
        if ends >= last:
            longest, last = index, ends


def _clash(partnership: Partnership, a: int, b: int) -> Iterator[Finding]:
    frame = partnership.frames["tblForloeb"]
    names = {"a": cell_words(frame["placement"].loc[a]), "b": cell_words(frame["placement"].loc[b])}
    code = "forloeb-samtidige" if frame["partner"].loc[a] == frame["partner"].loc[b] else "forloeb-to-kommuner"
    for one in (a, b):
        place = partnership.place("tblForloeb", one, "candidate")
        yield Finding(place, code, cell_words(frame["candidate"].loc[one]), names)


def _types(partnership: Partnership) -> Iterator[Finding]:
    """A placement of another type than its slot."""
    placements, slots = partnership.frames["tblForloeb"], partnership.frames["tblPladser"]
    offered = look_up(placements["slot"], slots, "slot", "type")
    other = placements["type"].notna() & offered.notna() & (placements["type"] != offered)
    yield from findings_where(
        partnership, "tblForloeb", other, "type", "typer-forskellige", slot=placements["slot"], other=offered
    )


def earlier_jobs(partnership: Partnership, placements: pd.DataFrame, ever: pd.DataFrame) -> pd.DataFrame:
    """The ordinary jobs that stand in Forløb and have begun: `candidate`, `company` (CVR), `start`, `until` (missing
    where it is not known or not over) and whether it is `held` still.

    `placements` as they stand on the day, `ever` all slots there ever were (`History.rows`).
    """
    jobs = placements[(placements["type"] == ORDINARY).fillna(False) & placements["state"].isin(BEGUN)]
    companies = partnership.frames["tblVirksomheder"]
    p_numbers = looked_up(jobs["slot"], p_numbers_of_slots(ever))
    ended = jobs["ended_on"].fillna(jobs["closed_on"]).fillna(jobs["planned_end"])
    told = pd.DataFrame(
        {
            "candidate": jobs["candidate"],
            "company": look_up(p_numbers, companies, "p_number", "cvr"),
            "start": jobs["start"],
            "until": ended.where(~jobs["holds"]),
            "held": jobs["holds"],
        }
    )
    return told.dropna(subset=["candidate", "company"])


def job_of(row: Record) -> EarlierJob:
    """A row of `earlier_jobs` as the law asks about it."""
    return EarlierJob(row["company"], _day(row["until"]), bool(row["held"]))


def check_jobs(partnership: Partnership, placements: pd.DataFrame, ever: pd.DataFrame) -> Iterator[Finding]:
    """Placements in a company where the candidate has had an ordinary job: an igu too soon after any of them (the
    three-months rule), and practice where the candidate was employed last. Also those that have ended, but not those
    that were cancelled before they began."""
    frame, people = partnership.frames["tblForloeb"], partnership.frames["tblKandidater"]
    rows = frame[["candidate", "type", "slot", "start"]].assign(
        ended=_ended(frame),
        company=look_up(frame["slot"], slots_with_companies(partnership), "slot", "cvr"),
        employer=look_up(frame["candidate"], people, "candidate", "last_employer_cvr"),
        until=look_up(frame["candidate"], people, "candidate", "last_employed_to"),
    )
    rows["employer"] = rows["employer"].mask(rows["ended"] & ~(rows["until"] < rows["start"]).fillna(False))
    asked = rows[rows["type"].isin([IGU, PRACTICE]) & rows["start"].notna() & rows["company"].notna()]
    asked = asked[~(frame["outcome"] == CANCELLED).fillna(False).loc[asked.index]]
    jobs = earlier_jobs(partnership, placements, ever)
    asked = asked[asked["candidate"].isin(jobs["candidate"]) | asked["employer"].notna()]
    own = {name: records(rows) for name, rows in jobs[jobs["candidate"].isin(asked["candidate"])].groupby("candidate")}
    for index, row in zip(asked.index, records(asked), strict=True):
        before = [job for job in own.get(row["candidate"], []) if job["start"] <= row["start"]]
        told = [job_of(job) for job in before]
        told += [EarlierJob(row["employer"], _day(row["until"]))] if row["employer"] else []
        place = partnership.place("tblForloeb", index, "slot")
        yield from (_too_soon(place, row, told) if row["type"] == IGU else _practice_there(place, row, told))


def _ended(frame: pd.DataFrame) -> pd.Series:
    """The placements that are over. The job that the candidate's row names may have come after them, as after an igu
    in the same company: it counts only where it is known to have ended before."""
    return frame["ended_on"].notna() | frame["outcome"].notna()


def _too_soon(place: Place, row: Record, jobs: list[EarlierJob]) -> Iterator[Finding]:
    judged = same_company_rule(jobs, row["company"], row["start"].date())
    if judged.outcome != MET:
        mend = _LOOK_AGAIN if row["ended"] else "Vælg en anden virksomhed, eller flyt starten"
        words = {"reason": judged.reasons[0], "law": judged.law, "mend": mend}
        yield Finding(place, _TOO_SOON[judged.outcome], row["slot"], words)


_LOOK_AGAIN = "Forløbet er slut: se efter, om datoerne og virksomheden er rigtige"
_TOO_SOON = {NOT_MET: "tre-maaneder", MANUAL: "tre-maaneder-manuel", MISSING: "tre-maaneder-mangler"}


def _practice_there(place: Place, row: Record, jobs: list[EarlierJob]) -> Iterator[Finding]:
    rule = practice_there_rule(row["start"].date())
    if rule and row["company"] in last_employers(jobs):
        mend = _LOOK_AGAIN if row["ended"] else "Vælg en anden virksomhed, eller lad kommunen tage stilling"
        words = {"reason": rule["saetning"], "sure": rule["sikkerhed"], "source": rule["kilde"], "mend": mend}
        yield Finding(place, "praktik-seneste-arbejdsgiver", row["slot"], words)


def _day(moment: pd.Timestamp | None) -> date | None:
    return moment and moment.date()
