"""What would give those without a place one: something that the candidate or others change, proven before it is told.

A remedy of one candidate is proven by a rearrangement of the plan (`Rearranging`): nobody loses a place by it. Where a
cohort would have to run that does not, or a slot would have to have more openings, the whole plan is searched again:
only a few times, and only where it takes a moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from igu_xl.danish import plural
from igu_xl.match.case import Case
from igu_xl.match.chances.prospect import Prospect, Prospects
from igu_xl.match.chances.rearranging import Reached, Rearranging
from igu_xl.match.chances.remedy import Remedy, places_with, remedy_for
from igu_xl.match.chances.ways import Obstacle
from igu_xl.match.solving.near import SMALL
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve
from igu_xl.match.what_if.idea import changed, place_of, with_value

# How many chances of one candidate are looked at.
_NEAREST = 400
# How many different remedies of one candidate are tried, the nearest first, how many of them by a search, and how many
# are tried of all candidates together.
_EACH, _SEARCHED, _TRIED = 8, 2, 4_000
# How many searches of the whole plan there are in all, and the longest that one may take, in seconds: none comes near.
_SEARCHES, _LONGEST = 10, 10.0
# More openings in one slot than these are another plan.
_MOST_OPENINGS = 3


@dataclass(frozen=True, slots=True)
class ProvenHelp:
    """What gives a candidate a place and takes nobody else's: a remedy that opens a chance, or what others would do.

    `offer` is what others would do, in Danish; empty where the candidate does it, by the remedy for the `chance`.
    """

    chance: Prospect | None = None
    offer: str = ""


class Helping:
    """Finds help for the candidates of a case to whom a plan gives nothing."""

    def __init__(self, case: Case, plan: Plan, chances: Prospects) -> None:
        self.case, self.plan, self.chances = case, plan, chances
        self.moving = Rearranging(case.problem, plan)
        # Of a large problem, or of a plan that is not proven to be the best, a search would prove nothing.
        self._left = _SEARCHES if len(case.problem.pairs) <= SMALL and plan.status == "optimal" else 0

    def of(self, candidates: Sequence[str]) -> dict[str, ProvenHelp]:
        """ProvenHelp for each of them for whom some is proven, by what is nearest to the candidate first."""
        found = self._by_room(candidates)
        for name in candidates:
            if name not in found and (help_ := self._by_cohort(name)):
                found[name] = help_
        return self._by_offers([name for name in candidates if name not in found]) | found

    def _remedies(self, candidate: str) -> Iterator[tuple[Prospect, Remedy]]:
        """The different remedies of a candidate, each with the nearest chance that it opens."""
        person, seen = self.chances.person(candidate), set()
        for chance in islice(self.chances.of(candidate), _NEAREST):
            if chance.never:
                return
            if chance.allowed or chance.rejected:
                continue
            remedy = remedy_for(person, chance)
            if remedy not in seen:
                seen.add(remedy)
                yield chance, remedy

    def _by_room(self, candidates: Sequence[str]) -> dict[str, ProvenHelp]:
        """The nearest remedy of each candidate with which there is room in the cohorts that run."""
        each = max(1, min(_EACH, _TRIED // max(len(candidates), 1)))
        asked = [(name, *one) for name in candidates for one in islice(self._remedies(name), each)]
        places = places_with(self.case, [(name, remedy) for name, _, remedy in asked])
        found: dict[str, ProvenHelp] = {}
        for (name, chance, _), (pairs, seats) in zip(asked, places, strict=True):
            if name not in found and self.moving.reach(name, (pairs["slot"], seats["cohort"])).room:
                found[name] = ProvenHelp(chance)
        return found

    def _by_cohort(self, candidate: str) -> ProvenHelp | None:
        """A remedy of the candidate with whom a cohort can run that cannot now."""
        asked = 0
        for chance, remedy in islice(self._remedies(candidate), _EACH):
            fill = chance.fill
            if chance.obstacle == Obstacle.COHORT_SHORT and fill and fill.people + 1 >= fill.missing:
                asked += 1
                if asked > _SEARCHED:
                    return None
                if (self._most(self._with(candidate, remedy)) or 0) > self.plan.placed:
                    return ProvenHelp(chance)
        return None

    def _by_offers(self, candidates: Sequence[str]) -> dict[str, ProvenHelp]:
        """More openings in a full slot: as many as there are people without a place who could come in by them."""
        reached = {name: self.moving.reach(name) for name in candidates} if self._left else {}
        found: dict[str, ProvenHelp] = {}
        for name, own in reached.items():
            for slot in sorted(own.slots, key=lambda slot: (_wanting(reached, slot), slot))[:_SEARCHED]:
                more = _wanting(reached, slot)
                if more <= _MOST_OPENINGS and self._needs(name, self._wider(slot, more)):
                    known = self.chances.board.slots[slot]
                    found[name] = ProvenHelp(offer=f"{plural(more, 'plads', 'pladser')} mere på {place_of(known)}.")
                    break
        return found

    def _needs(self, candidate: str, problem: Problem) -> bool:
        """Whether every best plan of a problem has the candidate in it."""
        most = self._most(problem)
        if most is None or most <= self.plan.placed:
            return False
        without = changed(problem, pairs=problem.pairs[problem.pairs["candidate"] != candidate])
        return (self._most(without) or most) < most

    def _most(self, problem: Problem) -> int | None:
        """The most people that can be placed; None where it is not proven, or there were searches enough."""
        if self._left <= 0:
            return None
        self._left -= 1
        found = solve(problem, time_limit=_LONGEST, start=self.plan, later_aims=False)
        return found.placed if found.status == "optimal" else None

    def _with(self, candidate: str, remedy: Remedy) -> Problem:
        problem = self.case.problem
        (own,) = places_with(self.case, [(candidate, remedy)])
        tables = {}
        for name, table in zip(("pairs", "seats"), own, strict=True):
            others = getattr(problem, name)
            tables[name] = pd.concat([others[others["candidate"] != candidate], table.assign(candidate=candidate)])
        return changed(problem, **tables)

    def _wider(self, slot: str, more: int) -> Problem:
        slots = self.case.problem.slots
        now = float(slots.loc[slots["slot"] == slot, "openings"].iloc[0])
        return changed(self.case.problem, slots=with_value(slots, "slot", slot, "openings", now + more))


def _wanting(reached: dict[str, Reached], slot: str) -> int:
    """How many could come in by more openings in a slot."""
    return sum(slot in own.slots for own in reached.values())
