"""Why a candidate has no placement: the first reason that holds, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
import numpy.typing as npt
import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.danish import listing
from igu_xl.domain.law.slot_rules import IGU
from igu_xl.match.allowed import BY_LAW, PAIR_TESTS, SEAT_TESTS
from igu_xl.match.case import Case
from igu_xl.match.explaining.obstacle_words import obstacle_words
from igu_xl.match.explaining.ways import Board, Way, nearest
from igu_xl.match.explaining.why_not import PAIRS, SEATS, Telling, Why, igu_reason
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.reach import Reach, count
from igu_xl.records import Record, records, records_by
from igu_xl.standing.candidates import Out


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A waiting candidate without a placement: the first reason that holds, told in full, and what would help."""

    candidate: str
    municipality: str
    reason: str
    detail: str
    would_help: tuple[str, ...] = ()


def explain_unmatched(case: Case, plan: Plan, validation: Validation) -> list[Unmatched]:
    """Everybody who asks for a placement and whom the plan gives no slot, in order of candidate; those who are back in
    the match are told why."""
    placed = set(plan.placements.dropna(subset=["slot"])["candidate"])
    judge, back = _Judge(case, plan), dict(case.candidates[["candidate", "back"]].dropna().to_numpy())
    told = []
    for row in records(validation.standing.asking()):
        if row["candidate"] not in placed:
            why = judge.first_reason(row["candidate"]) if row["candidate"] in judge.people else _out(row)
            home = validation.partnership.partner_name(row["partner"])
            detail = f"{back.get(row['candidate'], '')} {why.detail}".strip()
            told.append(Unmatched(row["candidate"], home, why.reason, detail, why.would_help))
    return told


def _out(row: Record) -> Why:
    """Why somebody who waits is not in the match at all."""
    if row["out"] == Out.UNREAD:
        detail = "Kommunens forløb kunne ikke læses, så ingen ved, om kandidaten har et."
        return Why("Forløb kan ikke læses", detail, ("At arket Forløb eller filen bliver rettet.",))
    detail = "Kandidatens række har en fejl og er ikke med i match."
    return Why("Fejl i rækken", detail, ("At fejlen bliver rettet; den står i arket Fund.",))


class _Judge:
    """Finds the first reason that leaves a candidate without a place."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.case = case
        self.people = records_by(case.candidates, "candidate")
        self.cohorts = records_by(case.cohorts, "cohort")
        self.board, self.reach = Board(case, plan), Reach(case.problem)

    def first_reason(self, candidate: str) -> Why:
        """The first of the tests, in their order, that no option survives; else what stands in the nearest way."""
        person, pairs = self.people[candidate], _options(self.case.pairs_of(candidate), "slot", PAIR_TESTS)
        if not pairs.names:
            wishes = [person[f"wish_{rank}"] for rank in (1, 2, 3) if person[f"wish_{rank}"]]
            detail = f"Der er ingen åbne pladser i {listing(wishes)}."
            return Why("Ingen plads i ønskede brancher", detail, ("Et brancheønske mere.",))
        left, failed = pairs.survivors()
        slots = [self.board.slots[slot] for slot in left.names]
        if failed:
            return _told(PAIRS, failed, left, slots, person)
        seats = _options(self.case.seats_of(candidate), "cohort", SEAT_TESTS)
        return self._no_seat(person, slots, seats) or self._no_way(person, slots, seats)

    def _no_seat(self, person: Record, slots: list[Record], seats: _Options) -> Why | None:
        """Why somebody for whom only igu slots are left may sit in no cohort, if so."""
        if any(slot["type"] != IGU for slot in slots):
            return None
        linked = {cohort for slot in slots for cohort in self.board.cohorts_of(slot["slot"])}
        fits = seats.among(linked)
        if not fits.names:
            return next(igu_reason(person, None), _NO_COHORT)
        left, failed = fits.survivors()
        cohorts = [self.cohorts[cohort] for cohort in left.names]
        if failed == BY_LAW:
            by_law = next(igu_reason(person, cohorts), None)
            if by_law:
                return by_law
            failed = "ready"
        return _told(SEATS, failed, left, cohorts, person) if failed else None

    def _no_way(self, person: Record, slots: list[Record], seats: _Options) -> Why:
        """What stands in the way that is nearest to open."""
        candidate = person["candidate"]
        ways = self.board.ways(candidate, slots, seats.passing())
        if not ways:
            return _NO_COHORT
        near = nearest(ways)
        return obstacle_words(near, self.board, self._rivals(candidate, near))

    def _rivals(self, candidate: str, ways: list[Way]) -> int:
        """How many others may have the same slots."""
        others = self.reach.in_slots({way.slot["slot"] for way in ways}) & ~self.reach.of([candidate])
        return count(others)


_NO_COHORT = Why(
    "Intet hold",
    "Der begynder ingen hold, mens de passende pladser kan begynde.",
    ("Et hold i branchen, mens pladserne kan begynde.",),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Options:
    """The slots or cohorts of a candidate, and which test each passes."""

    names: list[str]
    tests: tuple[str, ...]
    passed: npt.NDArray[np.bool_]

    def among(self, names: set[str]) -> _Options:
        """Those with these names."""
        return self._only([name in names for name in self.names])

    def passing(self) -> set[str]:
        """The names of those that pass every test."""
        return {name for name, passed in zip(self.names, self.passed, strict=True) if passed.all()}

    def survivors(self) -> tuple[_Options, str]:
        """Those that pass every test; or those left before the first test that all fail, and its name."""
        left = self
        for at, test in enumerate(self.tests):
            passes = left.passed[:, at].tolist()
            if not any(passes):
                return left, test
            left = left._only(passes)
        return left, ""

    def failed(self) -> list[list[str]]:
        """The tests that each fails."""
        return [[test for test, passed in zip(self.tests, row, strict=True) if not passed] for row in self.passed]

    def _only(self, wanted: list[bool]) -> _Options:
        return _Options(list(compress(self.names, wanted)), self.tests, self.passed[np.array(wanted, dtype=bool)])


def _options(frame: pd.DataFrame, key: str, tests: tuple[str, ...]) -> _Options:
    return _Options(frame[key].tolist(), tests, frame[list(tests)].to_numpy(dtype=bool))


def _told(words: Mapping[str, Telling], test: str, left: _Options, targets: Sequence[Record], person: Record) -> Why:
    """What is told of a test that all fail, with what the nearest would take: the one that fails the fewest tests."""
    why, failed = words[test].why(person, targets), left.failed()
    nearest = min(range(len(failed)), key=lambda at: (len(failed[at]), targets[at].get("level") or 0))
    help_ = tuple(words[other].help(person, targets[nearest]) for other in failed[nearest] if other != BY_LAW)
    return Why(why.reason, why.detail, help_)
