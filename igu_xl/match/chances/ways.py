"""The ways that the tests leave a candidate open, and what stands in each with a plan: seats, slots, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from igu_xl.domain.law.kinds import IGU
from igu_xl.match.case import LIMIT, NOT_COMPANY, REJECT, STOP, Case
from igu_xl.match.fills import CohortFill, cohort_fills, unseated_teams
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.records import Record, records, records_by


class Obstacle(IntEnum):
    """What stands in a way, the nearest to open first."""

    NONE = 0
    TEAM = 1
    COMPANY_FULL = 2
    SLOT_FULL = 3
    CROWDED = 4
    COHORT_FULL = 5
    COHORT_STOPPED = 6
    COHORT_SHORT = 7
    TEAM_UNSEATED = 8


@dataclass(frozen=True, slots=True)
class Way:
    """A slot with a cohort that serves it (none where none is needed, or the igu may begin without), and what stands in
    the way.

    `rejected`: the coordinator has decided against it, whatever else stands in the way.
    """

    slot: Record
    cohort: CohortFill | None
    obstacle: Obstacle
    rejected: bool


def nearest(ways: Sequence[Way]) -> list[Way]:
    """The ways that are nearest to open; rejected ones only when no other is as near."""
    least = min(way.obstacle for way in ways)
    near = [way for way in ways if way.obstacle == least]
    return [way for way in near if not way.rejected] or near


class Board:
    """What is taken, what runs and what is decided with a plan."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.case = case
        self.fills = {fill.cohort: fill for fill in cohort_fills(case, plan)}
        self.slots = records_by(case.slots, "slot")
        self._unseated = unseated_teams(case, plan)
        self._linked: dict[str, list[str]] = {}
        for link in records(case.problem.links[case.early.real(case.problem.links["cohort"])]):
            self._linked.setdefault(link["slot"], []).append(link["cohort"])
        self._taken = plan.placements["slot"].value_counts().to_dict()
        companies = case.slots.set_index("slot")["cvr"]
        self._in_company = plan.placements["slot"].map(companies).value_counts().to_dict()
        shares = case.slots.set_index("slot")["share"]
        self._in_share = plan.placements["slot"].map(shares).value_counts().to_dict()
        self._limits = {one.company: one.limit for one in case.decisions if one.kind == LIMIT}
        self._stopped = {one.cohort for one in case.decisions if one.kind == STOP}
        self._rejected: dict[str, list[tuple[str, str, str]]] = {}
        for one in case.decisions:
            if one.kind in (REJECT, NOT_COMPANY):
                self._rejected.setdefault(one.candidate, []).append((one.slot, one.cohort, one.company))

    def taken(self, slot: str) -> int:
        """How many of the plan have the slot."""
        return int(self._taken.get(slot, 0))

    def seats_left(self, slot: str) -> int:
        """How many seats there are for a team that has too few of them."""
        return self._unseated[slot]

    def limit(self, company: str) -> int | None:
        """How many the coordinator lets a company have; None without a limit."""
        return self._limits.get(company)

    def cohorts_of(self, slot: str) -> list[str]:
        """The cohorts that serve a slot."""
        return self._linked.get(slot, [])

    def open_cohorts_of(self, slot: str) -> list[str]:
        """The cohorts that serve a slot and that the coordinator has not stopped."""
        return [cohort for cohort in self.cohorts_of(slot) if cohort not in self._stopped]

    def ways(self, candidate: str, slots: Sequence[Record], cohorts: set[str]) -> list[Way]:
        """The ways through these slots and cohorts, which the candidate passes the tests of."""
        found = []
        for slot in slots:
            served = [self.fills[name] for name in self.cohorts_of(slot["slot"]) if name in cohorts]
            alone = [None] if slot["type"] != IGU or self.case.early.of(candidate, slot["slot"]) else []
            for fill in [*served, *alone] if slot["type"] == IGU else alone:
                found.append(Way(slot, fill, self.obstacle(slot, fill), self.is_rejected(candidate, slot, fill)))
        return found

    def obstacle(self, slot: Record, fill: CohortFill | None) -> Obstacle:
        """What stands in a way for everybody, with the plan."""
        if fill and fill.cohort in self._stopped:
            return Obstacle.COHORT_STOPPED
        if slot["slot"] in self._unseated:
            return Obstacle.TEAM_UNSEATED
        if fill and not fill.runs and fill.missing:
            return Obstacle.COHORT_SHORT
        if fill and fill.full:
            return Obstacle.COHORT_FULL
        return self._in_slot(slot)

    def _in_slot(self, slot: Record) -> Obstacle:
        taken, limit = self.taken(slot["slot"]), self.limit(slot["cvr"])
        if taken >= slot["left"]:
            return Obstacle.SLOT_FULL if slot["left"] >= slot["free"] else Obstacle.CROWDED
        if self.is_crowded(slot):
            return Obstacle.CROWDED
        if limit is not None and self._in_company.get(slot["cvr"], 0) >= limit:
            return Obstacle.COMPANY_FULL
        return Obstacle.TEAM if not taken and (slot["together_min"] or 1) > 1 else Obstacle.NONE

    def is_crowded(self, slot: Record) -> bool:
        """Whether the plan uses up what rimelighedskravet leaves to the slots that share a room with this one."""
        return bool(slot["share"]) and self._in_share.get(slot["share"], 0) >= slot["share_room"]

    def is_rejected(self, candidate: str, slot: Record, fill: CohortFill | None) -> bool:
        """Whether the coordinator has decided against it."""
        cohort = fill.cohort if fill else ""
        for rejected_slot, rejected_cohort, company in self._rejected.get(candidate, ()):
            if company and company == slot["cvr"]:
                return True
            same_cohort = rejected_cohort in ("", cohort) or not cohort
            if not company and rejected_slot in ("", slot["slot"]) and same_cohort:
                return True
        return False
