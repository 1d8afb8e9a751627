"""What makes a proposed or decided placement impossible now, whatever else the plan does: told as half a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from igu_xl.domain.law.guidance import citation
from igu_xl.match.allowed import BY_LAW, PAIR_TESTS, SEAT_TESTS
from igu_xl.match.case import NOT_COMPANY, REJECT, STOP, Case, Decision
from igu_xl.match.explaining.law_words import igu_verdict
from igu_xl.match.explaining.why_not import PAIRS, SEATS, Telling
from igu_xl.records import records, records_by

# What is said where no test is failed that has words in `why_not`: no option at all, and the law.
_NO_OPTION = "no option"
_OF_SLOT = {_NO_OPTION: "kandidaten ønsker ikke branchen"}
_OF_COHORT = {
    _NO_OPTION: "kandidaten ønsker ikke holdets branche eller er ikke til igu",
}


class Hindrances:
    """Says why a candidate cannot have a slot and a cohort (one of them may be empty)."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.people = set(case.candidates["candidate"])
        self.slots, self.cohorts = records_by(case.slots, "slot"), records_by(case.cohorts, "cohort")
        self._links = set(zip(case.problem.links["slot"], case.problem.links["cohort"], strict=True))
        self._needs_cohort = dict(zip(case.problem.slots["slot"], case.problem.slots["needs_cohort"], strict=True))

    def needs_cohort(self, slot: str) -> bool:
        """Whether a slot of the match is for igu."""
        return bool(self._needs_cohort[slot])

    def of(self, candidate: str, slot: str, cohort: str) -> str:
        """The first thing that stands in the way; empty where nothing does."""
        return (
            self._gone(candidate, slot, cohort)
            or self._decided(candidate, slot, cohort)
            or self._unfit(candidate, slot, cohort)
        )

    def _gone(self, candidate: str, slot: str, cohort: str) -> str:
        if candidate not in self.people:
            return "kandidaten er ikke længere klar, har allerede et forløb, eller har en fejl i sin række"
        if slot in self.case.hindered:
            return f"pladsen kan ingen få nu: {self.case.hindered[slot]}"
        if slot and slot not in self.slots:
            return "pladsen er ikke længere åben, eller der er en fejl i dens række"
        if cohort and cohort not in self.cohorts:
            return "holdet kan ikke længere få deltagere"
        return ""

    def _decided(self, candidate: str, slot: str, cohort: str) -> str:
        company = self.slots[slot]["cvr"] if slot else ""
        for one in self.case.decisions:
            if one.kind == STOP and one.cohort == cohort:
                return "koordinatoren har besluttet, at holdet ikke skal køre"
            if one.candidate == candidate and _forbids(one, slot, cohort, company):
                return "koordinatoren har afvist det"
        return ""

    def _unfit(self, candidate: str, slot: str, cohort: str) -> str:
        """The first test that the candidate does not pass."""
        if slot and (failed := _first_failed(self.case.pairs_of(candidate), "slot", slot, PAIR_TESTS)):
            return _OF_SLOT.get(failed) or _unfit_words(failed, PAIRS)
        if cohort and (failed := _first_failed(self.case.seats_of(candidate), "cohort", cohort, SEAT_TESTS)):
            if failed == BY_LAW:
                return self._unlawful(candidate, cohort)
            return _OF_COHORT.get(failed) or _unfit_words(failed, SEATS)
        if slot and cohort and self._needs_cohort[slot] and (slot, cohort) not in self._links:
            return "pladsen og holdet passer ikke længere sammen"
        return ""

    def _unlawful(self, candidate: str, cohort: str) -> str:
        """What the law has against an igu that begins with the cohort: the firmest condition, and what it rests on."""
        (person,) = records(self.case.candidates[self.case.candidates["candidate"] == candidate])
        judged = igu_verdict(person, self.cohorts[cohort]["start"])
        why = f"{judged.reasons[0][:1].lower()}{judged.reasons[0][1:]}".rstrip(".")
        told = f"igu er »{judged.outcome}«, når holdet begynder: {why}"
        return f"{told}; regel {citation(judged.rule, judged.law)}, vejledende"


def _forbids(one: Decision, slot: str, cohort: str, company: str) -> bool:
    if one.kind == NOT_COMPANY:
        return one.company == company
    return one.kind == REJECT and one.slot in ("", slot) and one.cohort in ("", cohort)


def _first_failed(options: pd.DataFrame, key: str, value: str, tests: Sequence[str]) -> str:
    """The first test that an option fails; `_NO_OPTION` where it is none at all."""
    own = options[options[key] == value]
    return _NO_OPTION if own.empty else next((test for test in tests if not own[test].iloc[0]), "")


def _unfit_words(test: str, words: Mapping[str, Telling]) -> str:
    reason = words[test].reason
    return f"kandidaten passer ikke til det ({reason[:1].lower()}{reason[1:]})"
