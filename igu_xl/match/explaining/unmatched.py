"""Why a candidate has no placement: all that stands in the way of the nearest chance, and what is proven to help."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.danish import listing
from igu_xl.domain.law.guidance import guided
from igu_xl.domain.law.kinds import IGU
from igu_xl.match.allowed import BY_LAW, split
from igu_xl.match.case import Case
from igu_xl.match.chances.helping import Helping
from igu_xl.match.chances.prospect import Prospect, Prospects
from igu_xl.match.chances.ways import Board, Obstacle, Way, nearest
from igu_xl.match.explaining.law_words import ending_words, version_on
from igu_xl.match.explaining.obstacle_words import obstacle_words
from igu_xl.match.explaining.why_not import Why, chance_words, igu_words
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.reach import Reach, count
from igu_xl.match.what_if.idea import place_of
from igu_xl.records import Record, records
from igu_xl.standing.candidates import Out
from igu_xl.standing.slots import Closed


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A waiting candidate without a placement: the reason, all that stands in the way, and what is proven to help."""

    candidate: str
    municipality: str
    reason: str
    detail: str
    would_help: tuple[str, ...] = ()


def explain_unmatched(case: Case, plan: Plan, validation: Validation) -> list[Unmatched]:
    """Everybody who asks for a placement and whom the plan gives no slot, in order of candidate; those who are back in
    the match are told why."""
    placed = set(plan.placements.dropna(subset=["slot"])["candidate"])
    judge = _Judge(case, plan, placed, validation)
    back = dict(case.candidates[["candidate", "back"]].dropna().to_numpy())
    told = []
    for row in records(validation.standing.asking()):
        if row["candidate"] not in placed:
            why = judge.told(row["candidate"]) if row["candidate"] in judge.people else _out(row)
            home = validation.partnership.partner_name(row["partner"])
            detail = f"{back.get(row['candidate'], '')} {why.detail}".strip()
            told.append(Unmatched(row["candidate"], home, why.reason, detail, why.would_help))
    return told


def _out(row: Record) -> Why:
    """Why somebody who waits is not in the match at all; what it would bring to mend it nobody knows yet."""
    if row["out"] == Out.UNREAD:
        detail = "Kommunens forløb kunne ikke læses, så ingen ved, om kandidaten har et. Arket eller filen skal rettes."
        return Why("Forløb kan ikke læses", detail)
    detail = "Kandidatens række har en fejl, der skal rettes, før kandidaten er med i match; den står i arket Fund."
    return Why("Fejl i rækken", detail)


class _Judge:
    """Says of each candidate what stands in the way of the nearest chance, and what is proven to help."""

    def __init__(self, case: Case, plan: Plan, placed: Collection[str], validation: Validation) -> None:
        self.case, self.plan, self.hindered = case, plan, _hindered(validation)
        self.day = pd.Timestamp(validation.standing.day)
        self.board, self.reach = Board(case, plan), Reach(case.problem)
        self.chances = Prospects(case, self.board)
        names = [str(name) for name in case.candidates["candidate"] if name not in placed]
        self.people, self.help = set(names), Helping(case, plan, self.chances).of(names)

    def told(self, candidate: str) -> Why:
        """What stands in the way, what nobody can change first; and what would help, or that nothing was found."""
        person, help_ = self.chances.person(candidate), self.help.get(candidate)
        wished = list(islice(self.chances.of(candidate, wished=True), _NEAREST))
        real = help_.chance if help_ else None
        whys, nearest = self._in_the_way(person, wished, real)
        whys += [*self._hindered(person), *self._ending(person, whys)]
        detail, laws = " ".join(dict.fromkeys(why.detail for why in whys)), [why.law for why in whys]
        if help_ is None:
            return Why(whys[0].reason, guided(f"{detail} {_NOTHING}", laws))
        if real is None:
            return Why(whys[0].reason, guided(detail, laws), (help_.offer,))
        words = chance_words(person, real)
        if real != nearest:
            detail, laws = f"{detail} {_nearest_words(real, words)}", [*laws, *(why.law for why in words)]
        would_help = dict.fromkeys(part for why in words for part in why.would_help)
        return Why(whys[0].reason, guided(detail, laws), tuple(would_help))

    def _in_the_way(
        self, person: Record, wished: list[Prospect], real: Prospect | None
    ) -> tuple[list[Why], Prospect | None]:
        """What stands in the way in the wished branches, at least one thing, and the chance that it is told of.

        It is told of what the candidate asks for, of the real chance if that is it; of another measure only where
        nothing of what is asked for can be.
        """
        allowed = [chance for chance in wished if chance.allowed]
        if allowed:
            return self._no_way(person["candidate"], allowed), None
        own = [chance for chance in wished if "measure" not in chance.failed]
        first = self._law(person, own) or self._never(person, own)
        can_be = [chance for chance in own or wished if not chance.never]
        can_be = can_be or [chance for chance in wished if not chance.never]
        nearest = real if real in can_be else next(iter(can_be), None)
        if nearest:
            return [*first, *chance_words(person, nearest)], nearest
        return first or [self._nothing_there(person)], None

    def _never(self, person: Record, own: list[Prospect]) -> list[Why]:
        """What nobody can change where that keeps somebody out of all that is asked for."""
        if own and all(chance.never for chance in own):
            return chance_words(person, own[0])[:1]
        wishes = self.case.slots["branch"].isin(_wishes(person))
        there = wishes & self.case.slots["type"].isin(split(person["measures"]))
        return [_NO_COHORT] if not own and there.any() else []

    def _law(self, person: Record, own: list[Prospect]) -> list[Why]:
        """Why the law lets somebody who wants igu into none, where that is so."""
        igu = [chance for chance in own if chance.cohort]
        if IGU not in split(person["measures"]) or any(BY_LAW not in chance.seat for chance in igu):
            return []
        starts = sorted(chance.cohort["start"] for chance in igu if chance.cohort)
        begin = max(person["ready_from"], self.day)
        start = next((day for day in starts if day >= begin), begin)
        why = igu_words(person, start)
        return [why] if why else []

    def _nothing_there(self, person: Record) -> Why:
        """Why no slot of the wished branches is a chance: there is none, or no cohort begins for it."""
        wishes = _wishes(person)
        if self.case.slots["branch"].isin(wishes).any():
            return _NO_COHORT
        if hindered := self._hindered(person):
            return hindered[0]
        return Why("Ingen plads i ønskede brancher", f"Der er ingen åbne pladser i {listing(wishes)}.")

    def _hindered(self, person: Record) -> list[Why]:
        """The places of the wished branches and measures that nobody can have by the law, or before it can be asked."""
        wishes, wanted = set(_wishes(person)), split(person["measures"])
        own = [slot for slot in self.hindered if slot["branch"] in wishes and slot["type"] in wanted]
        told: dict[Closed, list[str]] = {}
        for slot in own:
            told.setdefault(slot["closed"], []).append(slot["slot"])
        return [Why(_HINDERED[closed], _hindered_words(slots, closed)) for closed, slots in told.items()]

    def _ending(self, person: Record, whys: list[Why]) -> list[Why]:
        """That igu ends for somebody within a year, told while there is time; not where the law is what is told."""
        if IGU not in split(person["measures"]) or any(why.law for why in whys):
            return []
        words = ending_words(person, max(person["ready_from"], self.day))
        return [Why("", words, law=version_on(self.day))] if words else []

    def _no_way(self, candidate: str, allowed: list[Prospect]) -> list[Why]:
        """What stands in the way that is nearest to open, of those that the tests leave; beside slots that others have
        also rimelighedskravet, where it keeps from a free one."""
        slots = list({chance.slot["slot"]: chance.slot for chance in allowed}.values())
        cohorts = {chance.cohort["cohort"] for chance in allowed if chance.cohort}
        ways = self.board.ways(candidate, slots, cohorts)
        near = nearest(ways)
        told = [obstacle_words(near, self.board, self._rivals(candidate, near))]
        crowded = [way for way in ways if way.obstacle is Obstacle.CROWDED and not way.rejected]
        told_already = any(self.board.is_crowded(way.slot) for way in near)
        if near[0].obstacle is Obstacle.SLOT_FULL and crowded and not told_already:
            told.append(obstacle_words(crowded[:1], self.board, 0))
        return told

    def _rivals(self, candidate: str, ways: list[Way]) -> int:
        """How many others may have the same slots."""
        others = self.reach.in_slots({way.slot["slot"] for way in ways}) & ~self.reach.of([candidate])
        return count(others)


def _hindered(validation: Validation) -> list[Record]:
    """The slots with openings that nobody gets by rimelighedskravet, for want of the steward's word, or because
    something of the company is not known."""
    slots = validation.standing.slots
    return records(slots[slots["closed"].isin(list(_HINDERED)) & (slots["left"] > 0)].sort_values("slot"))


def _hindered_words(slots: list[str], closed: Closed) -> str:
    named = listing(slots[:_NAMED]) + (f" og {len(slots) - _NAMED} til" if len(slots) > _NAMED else "")
    return f"{'Pladsen' if len(slots) == 1 else 'Pladserne'} {named} kan ingen få nu: {closed}."


def _wishes(person: Record) -> list[str]:
    return [person[f"wish_{rank}"] for rank in (1, 2, 3) if person[f"wish_{rank}"]]


def _nearest_words(chance: Prospect, words: Sequence[Why]) -> str:
    """The chance that what would help opens, and what stands in it today."""
    cohort = f" med holdet {chance.cohort['cohort']}" if chance.cohort else ""
    told = " ".join(why.detail for why in words)
    return f"Nærmest at kunne lade sig gøre er {chance.slot['type']} på {place_of(chance.slot)}{cohort}. {told}"


# How many chances of one candidate are looked at.
_NEAREST = 200
_NAMED = 3  # slots in a sentence
_HINDERED = {
    Closed.CROWDED: "Rimelighedskravet er fyldt",
    Closed.STEWARD: "Tillidsrepræsentanten er ikke hørt",
    Closed.SECTOR: "Virksomhedens sektor mangler",
}
_NOTHING = "Ingen enkelt ændring er fundet, der giver et forløb."
_NO_COHORT = Why("Intet hold", "Der begynder ingen hold, mens de passende pladser kan begynde.")
