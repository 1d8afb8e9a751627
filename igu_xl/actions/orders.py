"""Which approved proposals can become placements now: what was true when they were proposed is asked again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd

from igu_xl.actions.coordinator import APPROVE, SENT
from igu_xl.checks.validation import Validation
from igu_xl.domain.slot_rules import planned_end
from igu_xl.match.pool import joinable_cohorts, open_slots, waiting_candidates


@dataclass(frozen=True, slots=True)
class Order:
    """A placement to write: into which workbook, as which row (by column key), and from which proposal (its index).

    `already_there`: a run that was stopped half-way had written it.
    """

    placement: str
    book: str
    proposal: int
    row: dict[str, object]
    already_there: bool = False


def approved_orders(validation: Validation, proposals: pd.DataFrame, today: date) -> tuple[list[Order], dict[str, str]]:
    """The approved proposals that can be sent, and for each other approved one (by candidate) why it cannot."""
    desk = _Desk(validation, today)
    orders: list[Order] = []
    refused: dict[str, str] = {}
    approved = proposals[(proposals["decision"] == APPROVE) & (proposals["state"] != SENT)]
    for index, row in approved.iterrows():
        order = desk.written_before(int(index), row) or desk.order(int(index), row)
        if isinstance(order, str):
            refused[row["candidate"]] = order
        else:
            orders.append(order)
    return orders, refused


class _Desk:
    """What is still free while orders are taken one by one."""

    def __init__(self, validation: Validation, today: date) -> None:
        self.candidates = waiting_candidates(validation).set_index("candidate")
        self.slots = open_slots(validation, today).set_index("slot")
        self.cohorts = joinable_cohorts(validation, today).set_index("cohort")
        self.openings = self.slots["left"].astype(int).to_dict()
        self.seats = (self.cohorts["max"] - self.cohorts["taken"]).astype(int).to_dict()
        self.placements = validation.partnership.frames["tblForloeb"]
        self.numbers = Counter(self.placements["candidate"].dropna())
        self.books = {book.partner: book.path for book in validation.partnership.books}
        self.taken: set[str] = set()

    def written_before(self, index: int, row: pd.Series) -> Order | None:
        """The placement that an earlier run wrote for this proposal, when it was stopped before saying so."""
        same = self.placements[
            (self.placements["candidate"] == row["candidate"])
            & (self.placements["slot"] == row["slot"])
            & (self.placements["start"] == row["start"])
        ]
        if same.empty:
            return None
        there = same.iloc[0]
        return Order(there["placement"], self.books[there["partner"]], index, {}, already_there=True)

    def order(self, index: int, row: pd.Series) -> Order | str:
        """The order for a proposal, or why it cannot be sent."""
        candidate, slot = row["candidate"], row["slot"]
        cohort = row["cohort"]
        if reason := self._hindrance(candidate, slot, cohort):
            return f"Kan ikke sendes: {reason}"
        self.taken.add(candidate)
        self.openings[slot] -= 1
        if cohort:
            self.seats[cohort] -= 1
        placement = f"{candidate}-F{self.numbers[candidate] + 1}"
        start = row["start"].date()
        end = planned_end(start, row["type"], self._sector(slot))
        cells = {
            "placement": placement,
            "candidate": candidate,
            "slot": slot,
            "cohort": cohort,
            "type": row["type"],
            "start": start,
            "planned_end": end,
        }
        return Order(placement, self.books[self.candidates.loc[candidate, "partner"]], index, cells)

    def _hindrance(self, candidate: str, slot: str, cohort: str) -> str:
        if candidate not in self.candidates.index or candidate in self.taken:
            return "kandidaten er ikke længere klar."
        if self.openings.get(slot, 0) < 1:
            return "pladsen er ikke længere åben."
        if cohort and self.seats.get(cohort, 0) < 1:
            return "holdet kan ikke længere få flere."
        return ""

    def _sector(self, slot: str) -> str:
        sector = self.slots.loc[slot, "sector"]
        return "" if pd.isna(sector) else str(sector)
