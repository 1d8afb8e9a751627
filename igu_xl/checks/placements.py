"""What is wrong with placements: two at a time, and not what slot and company allow."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pandas as pd

from igu_xl.checks.finding_cells import cell_words, findings_where, look_up
from igu_xl.checks.offers import slots_with_companies
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.same_company import three_months_rule
from igu_xl.domain.law.verdict import NOT_MET
from igu_xl.domain.outcomes import CANCELLED
from igu_xl.findings import Finding, Place
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.reading.typed_rows import ReadBook

_FOREVER = pd.Timestamp(2100, 1, 1)


def check_periods(partnership: Partnership) -> Iterator[Finding]:
    """The findings on placements against their slots and companies, whatever the day."""
    for book in _books_with_unread_placements(partnership):
        yield Finding(Place(book.path, table="tblForloeb"), "forloeb-ukendte")
    yield from _types(partnership)
    yield from _too_soon_in_company(partnership)


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


def _too_soon_in_company(partnership: Partnership) -> Iterator[Finding]:
    """A running igu in the company where the candidate has just had an ordinary job: the three-months rule."""
    placements = partnership.frames["tblForloeb"]
    people = partnership.frames["tblKandidater"]
    company = look_up(placements["slot"], slots_with_companies(partnership), "slot", "cvr")
    employer = look_up(placements["candidate"], people, "candidate", "last_employer_cvr")
    until = look_up(placements["candidate"], people, "candidate", "last_employed_to")
    over = placements["ended_on"].notna() | placements["outcome"].notna()
    asked = (placements["type"] == IGU) & (employer == company) & ~over & placements["start"].notna()
    wrong = asked.fillna(False).astype(bool)
    for index in placements.index[wrong]:
        last = None if pd.isna(until[index]) else until[index].date()
        verdict = three_months_rule(company[index], last, company[index], placements["start"][index].date())
        wrong[index] = verdict.outcome == NOT_MET
    yield from findings_where(partnership, "tblForloeb", wrong, "slot", "tre-maaneder", a=until)
