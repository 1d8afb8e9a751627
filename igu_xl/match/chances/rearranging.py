"""Whether there is room for one more beside everybody who has a place: others may move, and nobody loses a place.

The cohorts that run stay those that run. What it finds is certain: where a candidate gets in by a change of the
candidate alone, a plan with more people than the best one without the change exists, so every best plan has that
candidate in it. What it does not find may still be possible with other cohorts.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from igu_xl.match.solving.model.columns import Columns, decided, given, list_columns
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem

Spot = tuple[int, int]
"""A slot and a cohort as row numbers; -1 for none."""
_NOWHERE: Spot = (-1, -1)


@dataclass(frozen=True, slots=True)
class Reached:
    """What a search for room came to: whether there is some, else the slots where one opening more would be enough."""

    room: bool
    slots: frozenset[str] = field(default_factory=frozenset)


class Rearranging:
    """A plan as it could be moved about."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._slot_names = problem.slots["slot"].tolist()
        self._slot_of = {name: row for row, name in enumerate(self._slot_names)}
        self._cohort_of = {name: row for row, name in enumerate(problem.cohorts["cohort"])}
        self._person = {name: row for row, name in enumerate(problem.candidates["candidate"])}
        slots, cohorts = given(problem, plan.placements)
        self._at: list[Spot] = list(zip(slots.tolist(), cohorts.tolist(), strict=True))
        self._openings = [int(number) for number in problem.slots["openings"]]
        self._team = [int(number) for number in problem.slots["together_min"]]
        self._least = [int(number) for number in problem.cohorts["min"]]
        self._most = [int(number) for number in problem.cohorts["max"]]
        companies = {name: row for row, name in enumerate(problem.companies["company"])}
        self._limit = [int(number) for number in problem.companies["max_people"]]
        self._company = [companies.get(name, -1) for name in problem.slots["company"]]
        self._held = set(decided(problem, "lock").candidate.tolist())
        self._runs = set(cohorts[cohorts >= 0].tolist())
        self._spots = self._possible(list_columns(problem))
        self._rejected = {tuple(row) for row in zip(*_codes(decided(problem, "reject")), strict=True)}
        self._needs_cohort = problem.slots["needs_cohort"].tolist()
        self._links = defaultdict(set)
        for slot, cohort in zip(problem.links["slot"], problem.links["cohort"], strict=True):
            self._links[self._slot_of[slot]].add(self._cohort_of[cohort])
        self._count()

    def reach(self, candidate: str, places: tuple[Iterable[str], Iterable[str]] | None = None) -> Reached:
        """Whether there is room for a candidate: in slots and seats that would be allowed, or in those that are."""
        person = self._person[candidate]
        return self._search(person, self._own_spots(person, *places) if places else self._spots.get(person, []))

    def _own_spots(self, person: int, slots: Iterable[str], cohorts: Iterable[str]) -> list[Spot]:
        """The spots of allowed slots and seats: in cohorts that run, and not rejected."""
        seats = {self._cohort_of[name] for name in cohorts} & self._runs
        found = []
        for slot in sorted(self._slot_of[name] for name in slots):
            among = sorted(seats & self._links[slot]) if self._needs_cohort[slot] else [-1]
            found += [(slot, cohort) for cohort in among if not self._is_rejected(person, slot, cohort)]
        return found

    def _is_rejected(self, person: int, slot: int, cohort: int) -> bool:
        wide = {(person, slot, cohort), (person, slot, -1), (person, -1, cohort)}
        if cohort < 0:
            return any(own == person and at == slot for own, at, _ in self._rejected)
        return bool(wide & self._rejected)

    def _possible(self, columns: Columns) -> dict[int, list[Spot]]:
        among = (columns.slot >= 0) & ((columns.cohort < 0) | np.isin(columns.cohort, sorted(self._runs)))
        spots: dict[int, list[Spot]] = defaultdict(list)
        for person, slot, cohort in zip(*_codes(columns[among]), strict=True):
            spots[person].append((slot, cohort))
        return spots

    def _count(self) -> None:
        self._in_slot, self._in_cohort, self._in_company = defaultdict(list), defaultdict(list), defaultdict(list)
        for person, (slot, cohort) in enumerate(self._at):
            if slot >= 0:
                self._in_slot[slot].append(person)
                self._in_company[self._company[slot]].append(person)
            if cohort >= 0:
                self._in_cohort[cohort].append(person)

    def _search(self, person: int, spots: Sequence[Spot]) -> Reached:
        """Chains of people of whom each moves where the next one makes room, the shortest first."""
        before: dict[int, tuple[int, Spot]] = {}
        slots_short: set[str] = set()
        queue, seen = deque([person]), {person, *self._held}
        while queue:
            mover = queue.popleft()
            taken = before[mover][1] if mover in before else _NOWHERE
            for spot in spots if mover == person else self._spots.get(mover, ()):
                if spot == self._at[mover]:
                    continue
                slot_free, company_free, seat_free = self._free(mover, spot, taken)
                if slot_free and company_free and seat_free:
                    if self._holds(self._moves(before, mover, spot)):
                        return Reached(True)
                    continue
                if company_free and seat_free:
                    slots_short.add(self._slot_names[spot[0]])
                for other in self._others(spot, slot_free, company_free, seat_free):
                    if other not in seen:
                        seen.add(other)
                        before[other] = (mover, spot)
                        queue.append(other)
        return Reached(False, frozenset(slots_short))

    def _free(self, mover: int, spot: Spot, taken: Spot) -> tuple[bool, bool, bool]:
        """Whether slot, company and cohort have room for somebody who leaves a place of which another takes a part."""
        (slot, cohort), (own_slot, own_cohort) = spot, self._at[mover]
        company = self._company[slot]
        stays = own_slot == slot and taken[0] != slot
        slot_free = len(self._in_slot[slot]) < self._openings[slot] or stays
        slot_free &= bool(self._in_slot[slot]) or self._team[slot] <= 1
        in_company = own_slot >= 0 and self._company[own_slot] == company
        company_free = company < 0 or len(self._in_company[company]) < self._limit[company] or in_company
        seat_free = cohort < 0 or len(self._in_cohort[cohort]) < self._most[cohort]
        seat_free |= own_cohort == cohort and taken[1] != cohort
        return slot_free, company_free, seat_free

    def _others(self, spot: Spot, slot_free: bool, company_free: bool, seat_free: bool) -> list[int]:
        """Who would have to leave for somebody to get in."""
        slot, cohort = spot
        if not slot_free:
            return [other for other in self._in_slot[slot] if seat_free or self._at[other][1] == cohort]
        if not company_free:
            there = self._in_company[self._company[slot]]
            return [other for other in there if seat_free or self._at[other][1] == cohort]
        return [other for other in self._in_cohort[cohort] if self._at[other][0] >= 0]

    @staticmethod
    def _moves(before: dict[int, tuple[int, Spot]], mover: int, spot: Spot) -> dict[int, Spot]:
        """Who moves where, when somebody moves to a spot and each before into the place that is left."""
        moves = {mover: spot}
        while mover in before:
            mover, spot = before[mover]
            moves[mover] = spot
        return moves

    def _holds(self, moves: dict[int, Spot]) -> bool:
        """Whether everything is within its limits after all moves, and each cohort still runs."""
        slots: Counter[int] = Counter()
        cohorts: Counter[int] = Counter()
        companies: Counter[int] = Counter()
        for person, spot in moves.items():
            for (slot, cohort), sign in ((spot, 1), (self._at[person], -1)):
                slots[slot] += sign
                cohorts[cohort] += sign
                companies[self._company[slot] if slot >= 0 else -1] += sign
        return (
            all(self._slot_holds(slot, len(self._in_slot[slot]) + more) for slot, more in slots.items() if slot >= 0)
            and all(
                self._least[cohort] <= len(self._in_cohort[cohort]) + more <= self._most[cohort]
                for cohort, more in cohorts.items()
                if cohort >= 0
            )
            and all(
                len(self._in_company[company]) + more <= self._limit[company]
                for company, more in companies.items()
                if company >= 0
            )
        )

    def _slot_holds(self, slot: int, people: int) -> bool:
        return people == 0 or self._team[slot] <= people <= self._openings[slot]


def _codes(columns: Columns) -> tuple[list[int], list[int], list[int]]:
    return columns.candidate.tolist(), columns.slot.tolist(), columns.cohort.tolist()
