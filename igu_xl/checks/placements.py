"""What is wrong with placements: two at a time, more than there is room for, not what slot and company allow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from igu_xl.checks.marking import cell_words, findings_where, look_up
from igu_xl.checks.offers import slots_with_companies
from igu_xl.domain.slot_rules import IGU, three_months_rule
from igu_xl.domain.verdict import NOT_MET
from igu_xl.findings import Finding, Place
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.reading import ReadBook

_FOREVER = pd.Timestamp(2100, 1, 1)


def check_placements(partnership: Partnership, today: date) -> Iterator[Finding]:
    """The findings on placements against each other, their candidates, slots and companies."""
    for book in books_with_unread_placements(partnership):
        yield Finding(Place(book.path, table="tblForloeb"), "forloeb-ukendte")
    yield from _simultaneous(partnership)
    yield from _statuses(partnership, today)
    yield from _overbooked(partnership)
    yield from _types(partnership)
    yield from _too_soon_in_company(partnership)


def running(placements: pd.DataFrame) -> pd.Series:
    """Which placements have not ended, as truth values."""
    return placements["ended_on"].isna() & placements["outcome"].isna()


def books_with_unread_placements(partnership: Partnership) -> list[ReadBook]:
    """The municipalities' workbooks whose placements could not be read, so that nobody knows who is placed."""
    return [book for book in partnership.books if book.book is MUNICIPALITY and "tblForloeb" not in book.tables]


def _simultaneous(partnership: Partnership) -> Iterator[Finding]:
    """A candidate in two placements on the same day; both rows are named. To begin on the last day is allowed."""
    frame = partnership.frames["tblForloeb"]
    until = frame["ended_on"].fillna(frame["planned_end"]).fillna(_FOREVER)
    periods = pd.DataFrame({"candidate": frame["candidate"], "from": frame["start"], "until": until}).dropna()
    for _, own in periods.sort_values(["candidate", "from"], kind="stable").groupby("candidate"):
        longest, last = 0, pd.Timestamp.min
        for row in own.itertuples():
            index, begins, ends = row[0], row[2], row[3]
            if last > begins:
                yield from _clash(partnership, longest, index)
            longest, last = (index, ends) if ends >= last else (longest, last)


def _clash(partnership: Partnership, a: int, b: int) -> Iterator[Finding]:
    frame = partnership.frames["tblForloeb"]
    names = {"a": cell_words(frame["placement"].loc[a]), "b": cell_words(frame["placement"].loc[b])}
    for one in (a, b):
        place = partnership.place("tblForloeb", one, "candidate")
        yield Finding(place, "forloeb-samtidige", cell_words(frame["candidate"].loc[one]), names)


def _statuses(partnership: Partnership, today: date) -> Iterator[Finding]:
    """A candidate in a running placement that has begun, whose status says something else."""
    placements = partnership.frames["tblForloeb"]
    begun = running(placements) & (placements["start"] <= pd.Timestamp(today))
    frame = partnership.frames["tblKandidater"]
    placement = look_up(frame["candidate"], placements[begun], "candidate", "placement")
    wrong = placement.notna() & frame["status"].notna() & (frame["status"] != "I forløb")
    yield from findings_where(partnership, "tblKandidater", wrong, "status", "forloeb-status", placement=placement)


def _overbooked(partnership: Partnership) -> Iterator[Finding]:
    """More running placements in a slot than it has openings."""
    slots, placements = partnership.frames["tblPladser"], partnership.frames["tblForloeb"]
    taken = slots["slot"].map(placements[running(placements)].groupby("slot").size()).astype("Int64")
    over = taken > slots["openings"]
    yield from findings_where(
        partnership, "tblPladser", over, "openings", "pladser-overtegnet", count=taken, cap=slots["openings"]
    )


def _types(partnership: Partnership) -> Iterator[Finding]:
    """A placement of another type than its slot."""
    placements, slots = partnership.frames["tblForloeb"], partnership.frames["tblPladser"]
    offered = look_up(placements["slot"], slots, "slot", "type")
    other = placements["type"].notna() & offered.notna() & (placements["type"] != offered)
    yield from findings_where(
        partnership, "tblForloeb", other, "type", "typer-forskellige", slot=placements["slot"], other=offered
    )


def _too_soon_in_company(partnership: Partnership) -> Iterator[Finding]:
    """A running igu in the company where the candidate has just had an ordinary job: the three-months rule."""
    placements = partnership.frames["tblForloeb"]
    people = partnership.frames["tblKandidater"]
    company = look_up(placements["slot"], slots_with_companies(partnership), "slot", "cvr")
    employer = look_up(placements["candidate"], people, "candidate", "last_employer_cvr")
    until = look_up(placements["candidate"], people, "candidate", "last_employed_to")
    asked = (placements["type"] == IGU) & (employer == company) & running(placements) & placements["start"].notna()
    wrong = asked.fillna(False).astype(bool)
    for index in placements.index[wrong]:
        last = None if pd.isna(until[index]) else until[index].date()
        verdict = three_months_rule(company[index], last, company[index], placements["start"][index].date())
        wrong[index] = verdict.outcome == NOT_MET
    yield from findings_where(partnership, "tblForloeb", wrong, "slot", "tre-maaneder", a=until)
