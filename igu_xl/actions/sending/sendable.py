"""Which approved proposals can become placements now: what was true when they were proposed is asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from igu_xl.actions.coordinator.workbook import APPROVE, SENT
from igu_xl.checks.validation import Validation
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.places.lengths import planned_end
from igu_xl.match.case import REJECT, STOP, Decision, build_case
from igu_xl.match.early import EarlyStarts
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.records import Record, records, records_by
from igu_xl.standing.standing import Closed, State

# How a refusal begins, and the last sentences of some, which are for the coordinator alone.
REFUSED = "Kan ikke sendes: "
MATCH_AGAIN = "Kør Match igen."
_DECIDED = "Det står i arket Beslutninger (Højst i virksomhed)."


def refusal_for_partners(state: str) -> str:
    """Why an approved proposal was not sent (its *Tilstand*), as its municipality may read it: without what only the
    coordinator can do about it; empty for a state that is no refusal."""
    if not state.startswith(REFUSED):
        return ""
    why = state.removeprefix(REFUSED).removesuffix(MATCH_AGAIN).removesuffix(_DECIDED).strip()
    return f"{why[:1].upper()}{why[1:]}"


@dataclass(frozen=True, slots=True)
class Order:
    """A placement to write: whose it is, into which workbook, as which row (by column key), from which proposal (its
    index), and the day it is sent.

    `already_there`: a run that was stopped half-way had written it.
    """

    placement: str
    partner: str
    book: str
    proposal: int
    row: Record
    sent_on: date
    already_there: bool


def approved_orders(
    validation: Validation,
    proposals: pd.DataFrame,
    decisions: Sequence[Decision] = (),
    *,
    open_cohorts: bool = False,
    early: pd.DataFrame | None = None,
) -> tuple[list[Order], dict[str, str]]:
    """The approved proposals that can be sent, and for each other approved one (by candidate) why it cannot.

    Nothing is sent that one of the coordinator's `decisions` speaks against, and no igu without a cohort that is not
    among those who may begin so (`early`; None where nobody may).
    """
    approved = proposals[(proposals["decision"] == APPROVE) & (proposals["state"] != SENT)]
    if approved.empty:
        return [], {}
    desk = _Desk(validation, decisions, early, open_cohorts=open_cohorts)
    orders: list[Order] = []
    refused: dict[str, str] = {}
    for index, row in zip(approved.index, records(approved), strict=True):
        order = desk.written_before(int(index), row) or desk.order(int(index), row)
        if isinstance(order, Order):
            orders.append(order)
        else:
            refused[row["candidate"]] = f"{REFUSED}{order}"
    return orders, refused


class _Desk:
    """What is still free while orders are taken one by one."""

    def __init__(
        self,
        validation: Validation,
        decisions: Sequence[Decision],
        early: pd.DataFrame | None,
        *,
        open_cohorts: bool,
    ) -> None:
        case = build_case(validation, decisions, open_cohorts=open_cohorts, early=early)
        self.early, self.may_be_alone = case.early, early is not None
        self.today = validation.standing.day
        self.candidates = records_by(case.candidates, "candidate")
        self.slots = records_by(case.slots, "slot")
        self.cohorts = records_by(case.cohorts, "cohort")
        self.allowed = _allowed(case.problem, case.early)
        self.limits = case.problem.companies.set_index("company")["max_people"].to_dict()
        # What is limited together: a company (CVR), or slots that share the room at their P-number.
        self.limited = dict(zip(case.problem.slots["slot"], case.problem.slots["company"], strict=True))
        self.hindered = case.hindered
        self.openings = {slot: int(row["left"]) for slot, row in self.slots.items()}
        self.seats = {cohort: int(row["max"] - row["taken"]) for cohort, row in self.cohorts.items()}
        held = validation.standing.placements
        self.there = records(held[held["holds"]])
        placements = validation.partnership.frames["tblForloeb"]
        self.names = set(placements["placement"].dropna())
        self.numbers = Counter(placements["candidate"].dropna())
        self.books = {book.partner: book.path for book in validation.partnership.books}

    def written_before(self, index: int, row: Record) -> Order | None:
        """The placement that an earlier run wrote for this proposal, when it was stopped before saying so.

        One that runs and began before the proposed day is another: a second practice in the same slot.
        """
        for there in self.there:
            same = (there["candidate"], there["slot"]) == (row["candidate"], row["slot"]) and there["placement"]
            if same and not (there["state"] == State.RUNNING and row["start"] and there["start"] < row["start"]):
                return self._order(there["placement"], there["partner"], index, {}, already_there=True)
        return None

    def order(self, index: int, row: Record) -> Order | str:
        """The order for a proposal, or why it cannot be sent."""
        if reason := self._hindrance(row):
            return reason
        start, slot = self._start(row), self.slots[row["slot"]]
        candidate = self.candidates.pop(row["candidate"])
        self.openings[row["slot"]] -= 1
        if self.limited[row["slot"]] in self.limits:
            self.limits[self.limited[row["slot"]]] -= 1
        if row["cohort"]:
            self.seats[row["cohort"]] -= 1
        cells = {
            "placement": self._new_name(row["candidate"]),
            "candidate": row["candidate"],
            "slot": row["slot"],
            "cohort": row["cohort"] or None,
            "type": slot["type"],
            "start": start,
            "planned_end": planned_end(start, slot["type"], slot["sector"] or ""),
            "sent_on": self.today,
        }
        return self._order(cells["placement"], candidate["partner"], index, cells)

    def _order(self, name: str, partner: str, proposal: int, cells: Record, *, already_there: bool = False) -> Order:
        book = self.books.get(partner, "")
        return Order(name, partner, book, proposal, cells, self.today, already_there)

    def _hindrance(self, row: Record) -> str:
        candidate, slot, cohort = row["candidate"], row["slot"], row["cohort"]
        if not slot:
            return "kandidaten har endnu ingen plads i en virksomhed."
        if candidate not in self.candidates:
            return "kandidaten er ikke længere klar, har fået et forløb, eller har en fejl i sin række."
        if slot in self.hindered:
            return f"pladsen kan ingen få nu: {self.hindered[slot]}."
        if self.openings.get(slot, 0) < 1:
            return self._not_open(slot)
        if cohort and self.seats.get(cohort, 0) < 1:
            return "holdet kan ikke længere få flere."
        if self.limits.get(self.limited[slot], 1) < 1:
            if self.slots[slot]["share"]:
                return f"{Closed.CROWDED}. {MATCH_AGAIN}"
            return f"virksomheden får ikke flere. {_DECIDED}"
        if (candidate, slot, cohort) not in self.allowed:
            if not cohort and self.slots[slot]["type"] == IGU:
                return self._not_alone(candidate, slot)
            return f"kandidat, plads og hold passer ikke længere sammen. {MATCH_AGAIN}"
        if self._begins_with(row) and row["start"] != self.cohorts[cohort]["start"]:
            return f"holdet begynder en anden dag end foreslået. {MATCH_AGAIN}"
        alone = None if cohort else self.early.of(candidate, slot)
        if alone and row["start"] and row["start"] > alone["start"]:
            return f"den kan begynde en anden dag end foreslået. {MATCH_AGAIN}"
        return ""

    def _not_alone(self, candidate: str, slot: str) -> str:
        """Why an igu cannot be sent without a cohort."""
        if not self.may_be_alone:
            return "en igu skal begynde med et hold, når indstillingen »Igu må begynde uden hold« er Nej."
        if self.early.of(candidate, slot):
            return f"kandidat, plads og hold passer ikke længere sammen. {MATCH_AGAIN}"
        return f"skoleplanen viser ikke, at skoleugerne kan nås uden et hold fra starten. {MATCH_AGAIN}"

    def _not_open(self, slot: str) -> str:
        """Why a slot is full: others have it, or rimelighedskravet leaves no more of it."""
        known = self.slots.get(slot)
        if known and known["left"] < known["free"]:
            return f"{Closed.CROWDED}. {MATCH_AGAIN}"
        return "pladsen er ikke længere åben."

    def _start(self, row: Record) -> date:
        """The cohort's start, or the proposed day within what is possible now: a day that has passed becomes today."""
        if self._begins_with(row):
            return _day(self.cohorts[row["cohort"]]["start"])
        if alone := None if row["cohort"] else self.early.of(row["candidate"], row["slot"]):
            return _day(alone["start"])
        slot, person = self.slots[row["slot"]], self.candidates[row["candidate"]]
        earliest = max(_day(slot["begin"]), _day(person["ready_from"]))
        proposed = _day(row["start"]) if row["start"] else earliest
        return min(max(proposed, earliest), _day(slot["start_latest"]))

    def _begins_with(self, row: Record) -> bool:
        """Whether the placement begins when its cohort does."""
        return bool(row["cohort"]) and self.slots[row["slot"]]["type"] == IGU

    def _new_name(self, candidate: str) -> str:
        """The next free placement id of a candidate; the municipality may have given some of its own."""
        number = self.numbers[candidate] + 1
        while f"{candidate}-F{number}" in self.names:
            number += 1
        return f"{candidate}-F{number}"


def _allowed(problem: Problem, early: EarlyStarts) -> set[tuple[str, str, str]]:
    """The (candidate, slot, cohort) that may be placed now; the cohort is empty where none is needed, or an igu may
    begin without."""
    triples, plain = problem.triples(), problem.plain_pairs()
    allowed = set(zip(triples["candidate"], triples["slot"], triples["cohort"], strict=True))
    allowed |= {(candidate, slot, "") for candidate, slot in zip(plain["candidate"], plain["slot"], strict=True)}
    if problem.open_cohorts:
        filled = plain.merge(problem.seats, on="candidate")
        allowed |= set(zip(filled["candidate"], filled["slot"], filled["cohort"], strict=True))
    stopped = set(problem.cohorts.loc[problem.cohorts["decision"] == STOP, "cohort"])
    rejected = _rejected(problem)
    return {
        (candidate, slot, "" if cohort in early.names else cohort)
        for candidate, slot, cohort in allowed
        if cohort not in stopped
        and not {(candidate, slot, cohort), (candidate, slot, ""), (candidate, "", cohort)} & rejected
    }


def _rejected(problem: Problem) -> set[tuple[str, str, str]]:
    """What was rejected: slot and cohort together, a slot with any cohort, or a cohort with any slot."""
    rows = problem.fixed[problem.fixed["decision"] == REJECT].fillna("")
    return set(zip(rows["candidate"], rows["slot"], rows["cohort"], strict=True))


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)
