"""The sheet *Plan* of each partner: how its own rows stand, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from igu_xl.actions.coordinator.standing_sheets import on_paper, shown_cohorts
from igu_xl.actions.coordinator.workbook import APPROVE, PROPOSED
from igu_xl.actions.sending.sendable import refusal_for_partners
from igu_xl.checks.offers import slots_with_companies
from igu_xl.checks.validation import Validation
from igu_xl.danish import plural
from igu_xl.match.returned import returned
from igu_xl.records import Record, records, records_by
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY
from igu_xl.sheets.reading.typed_rows import ReadBook
from igu_xl.standing.cohorts import words_of
from igu_xl.standing.slots import Closed
from igu_xl.standing.standing import Standing, State

_PROPOSED = "Forslag afventer sekretariatet"
_NOT_SENT = "Godkendt, men kunne ikke sendes endnu"
_LATER = "Afventer næste match"
_UNCOUNTED = "Der er en fejl i rækken i arket Forløb, så den er ikke med i tallene."
_GIVEN = ["candidate", "slot", "cohort"]
_UNSIGNED = "Skriv dagen i Aftale indgået i arket Forløb, når virksomhed og borger har skrevet under."


class Plans:
    """What every partner is told, from one standing, the sheet Forslag and what the coordinator's sheets say.

    `tables` are the rows of Umatchede and Holdstatus as they are written in the same run, `taken` what is told of each
    candidate whose placement was taken back.
    """

    def __init__(
        self,
        validation: Validation,
        proposals: pd.DataFrame,
        tables: Mapping[str, Sequence[Record]],
        taken: Mapping[str, str],
    ) -> None:
        paper = on_paper(validation.standing, proposals)
        self._standing = validation.standing.with_plan(paper)
        self._decisions = proposals.loc[paper.index, ["candidate", "decision", "state"]]
        self._taken = taken
        self._name_of = validation.partnership.partner_name
        self._unmatched = {row["candidate"]: row for row in tables["tblUmatchede"]}
        self._lacks = {row["cohort"]: row["why"] for row in tables["tblHoldstatus"]}
        self._placements = _told(validation, self._standing, proposals)
        self._back = records_by(returned(validation.standing), "candidate")

    def of(self, book: ReadBook) -> list[Record]:
        """The rows of tblPlan for one partner, by column key."""
        if book.book is MUNICIPALITY:
            return [*self._municipality(book.partner)]
        if book.book is BRANCH:
            return [*self._branch(book.partner)]
        return [*self._school(book.partner)]

    def _municipality(self, partner: str) -> Iterator[Record]:
        """Each of its people: in which placement, or why not; nobody who waits or has had a placement is left out."""
        mine = self._placements[self._placements["partner"] == partner]
        held = mine[mine["holds"]].sort_values(["candidate", "start", "placement"])
        people = self._standing.candidates
        own = people[people["partner"] == partner].dropna(subset=["candidate"]).drop_duplicates("candidate")
        rows = [_of_municipality(row) for row in records(held)]
        idle = own[~own["candidate"].isin(held["candidate"])]
        asking = set(self._standing.asking()["candidate"])
        rows += [self._waits(row["candidate"]) for row in records(idle) if row["candidate"] in asking]
        over = mine[mine["candidate"].isin(set(idle["candidate"]) - asking)].sort_values("start")
        rows += [_of_municipality(row) for row in records(over.drop_duplicates("candidate", keep="last"))]
        yield from sorted(rows, key=lambda row: str(row["candidate"]))

    def _waits(self, candidate: str) -> Record:
        """What is told of somebody who could be in the match: first why one who had a placement is back in it."""
        row, back = self._result(candidate), self._back.get(candidate)
        if back is None:
            return row
        mend = f"{back['back']} Vælg Aflyst før start i Udfald ud for {back['placement']} i arket Forløb."
        why = str(row.get("why") or "").removeprefix(back["back"]).strip()
        return row | {"why": f"{mend} {why}".strip()}

    def _result(self, candidate: str) -> Record:
        """Where somebody stands who could be in the match; what is only proposed is the secretariat's own."""
        taken = self._taken.get(candidate, "")
        proposed = self._decisions[self._decisions["candidate"] == candidate]
        if len(proposed):
            # An approved proposal that no sending has tried yet (or that was taken back) is still only proposed.
            tried = proposed.loc[(proposed["decision"] == APPROVE) & (proposed["state"] != PROPOSED), "state"]
            why = " ".join(part for part in (taken, *map(refusal_for_partners, tried.astype(str))) if part)
            return {"candidate": candidate, "result": _PROPOSED if tried.empty else _NOT_SENT, "why": why}
        if candidate not in self._unmatched:
            return {"candidate": candidate, "result": _LATER, "why": taken}
        row = self._unmatched[candidate]
        help_ = f"Det ville hjælpe: {row['would_help']}" if row["would_help"] else ""
        why = " ".join(part for part in (taken, row["detail"], help_) if part)
        return {"candidate": candidate, "result": row["reason"], "why": why}

    def _branch(self, partner: str) -> Iterator[Record]:
        """Those who hold or have lost one of its slots, then what is open, and what is offered and can go to nobody."""
        own = self._standing.slots[self._standing.slots["partner"] == partner]
        held = self._shown("slot", own["slot"].dropna())
        yield from map(_received, records(held.sort_values(["slot", "candidate"])))
        offered = own[own["on_offer"] & (own["left"] > 0)]
        for row in records(offered.dropna(subset=["slot"]).sort_values("slot")):
            yield {"slot": row["slot"], "result": _left_words(row)}

    def _school(self, partner: str) -> Iterator[Record]:
        """Each cohort of this school with its state, then those who hold or have lost a seat."""
        cohorts = shown_cohorts(self._standing)
        own = cohorts[cohorts["partner"] == partner]
        for row in records(own.sort_values(["start", "cohort"])):
            words = words_of(row, self._standing.day)
            why = f"{_people_words(row)} {self._lacks.get(row['cohort'], '')}".strip()
            yield {"cohort": row["cohort"], "result": _capital(words), "start": row["start"], "why": why}
        every = self._standing.cohorts.loc[self._standing.cohorts["partner"] == partner, "cohort"].dropna()
        held = [*map(_received, records(self._shown("cohort", every))), *self._pupils(every)]
        yield from sorted(held, key=lambda row: (row["cohort"], str(row["candidate"])))

    def _pupils(self, own: pd.Series) -> Iterator[Record]:
        """Those whom only the school plan has in these cohorts: not in which slot, which is the branch's matter."""
        seats = self._standing.seats
        mine = seats[seats["holds"] & seats["by_plan"] & seats["cohort"].isin(own)]
        for row in records(mine.assign(municipality=mine["partner"].map(self._name_of))):
            keys = ("candidate", "municipality", "cohort", "type", "start")
            yield {key: row[key] for key in keys} | {"result": f"{row['said']} i skoleplanen"}

    def _shown(self, key: str, own: pd.Series) -> pd.DataFrame:
        """The placements in these slots or cohorts: who holds one, and who has lost it and waits for another."""
        rows = self._placements
        waits = rows["placement"].isin([one["placement"] for one in self._back.values()])
        lost = (rows["state"] == State.LAPSED) & waits
        return rows[(rows["holds"] | lost) & rows[key].isin(own)]


def _told(validation: Validation, standing: Standing, proposals: pd.DataFrame) -> pd.DataFrame:
    """The placements with what a Plan shows of them."""
    companies = slots_with_companies(validation.partnership).dropna(subset=["slot"]).drop_duplicates("slot")
    names = companies.set_index("slot")["name"]
    reasons = proposals.drop_duplicates(_GIVEN, keep="last").set_index(_GIVEN)["why"]
    told = standing.placements.assign(
        company=standing.placements["slot"].map(dict(names)),
        municipality=standing.placements["partner"].map(validation.partnership.partner_name),
        result=standing.placements["state"].map(lambda state: _capital(str(state))),
    )
    given = zip(*(told[key].fillna("") for key in _GIVEN), strict=True)
    return told.assign(reasons=[str(reasons.get(one, "") or "") for one in given])


def _of_municipality(row: Record) -> Record:
    parts = [
        _stranded_words(row),
        "" if row["usable"] else _UNCOUNTED,
        _UNSIGNED if row["state"] == State.SENT else "",
        f"Ved matchet: {row['reasons']}" if row["reasons"] else "",
    ]
    keys = ("candidate", "slot", "company", "cohort", "type", "start", "result")
    return {key: row[key] for key in keys} | {"why": " ".join(part for part in parts if part)}


def _received(row: Record) -> Record:
    """A placement as those who receive the candidate may see it: not the reasons, which tell of the person."""
    keys = ("candidate", "municipality", "slot", "cohort", "type", "start", "result")
    return {key: row[key] for key in keys} | {"why": _stranded_words(row)}


def _stranded_words(row: Record) -> str:
    return f"{_capital(str(row['stranded']))}." if row["stranded"] else ""


def _left_words(row: Record) -> str:
    left = plural(row["left"], "plads", "pladser")
    if row["closed"] != Closed.OPEN:
        return f"{left} kan ingen få nu: {row['closed']}"
    return f"{left} er stadig {'åben' if row['left'] == 1 else 'åbne'}"


def _people_words(row: Record) -> str:
    people = f"{plural(row['agreed'], 'deltager', 'deltagere')} aftalt, {row['approved']} godkendt og sendt"
    school = f", {row['enrolled']} tilmeldt efter skolens tal" if row["enrolled"] > row["agreed"] else ""
    return f"{people}{school}; mindst {row['min']}, højst {row['max']}."


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
