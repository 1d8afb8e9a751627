"""Why a candidate has no placement: the first reason that holds, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from igu_xl.checks.placements import running
from igu_xl.checks.validation import Validation
from igu_xl.danish import date_text, listing, plural
from igu_xl.domain.slot_rules import IGU
from igu_xl.match.allowed import PAIR_TESTS, SEAT_TESTS
from igu_xl.match.case import REJECT, Case
from igu_xl.match.fills import CohortFill, cohort_fills
from igu_xl.match.plan import Plan
from igu_xl.match.why_not import PAIRS, SEATS, Why, igu_reason
from igu_xl.records import Record, records, records_by


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A waiting candidate without a placement: the first reason that holds, told in full, and what would help."""

    candidate: str
    municipality: str
    reason: str
    detail: str
    would_help: tuple[str, ...] = ()


def explain_unmatched(case: Case, plan: Plan, validation: Validation) -> list[Unmatched]:
    """Everybody with status Klar and no running placement whom the plan gives no slot, in order of candidate."""
    placed = set(plan.placements.dropna(subset=["slot"])["candidate"])
    judge = _Judge(case, plan)
    told = []
    for row in records(_waiting(validation)):
        if row["candidate"] not in placed:
            why = judge.first_reason(row["candidate"]) if row["candidate"] in judge.people else _out(validation, row)
            home = validation.partnership.partner_name(row["partner"])
            told.append(Unmatched(row["candidate"], home, why.reason, why.detail, why.would_help))
    return told


def _out(validation: Validation, row: Record) -> Why:
    """Why somebody who waits is not in the match at all."""
    if row["candidate"] in set(validation.usable("tblKandidater")["candidate"]):
        detail = "Kommunens forløb kunne ikke læses, så ingen ved, om kandidaten har et."
        return Why("Forløb kan ikke læses", detail, ("At arket Forløb eller filen bliver rettet.",))
    detail = "Kandidatens række har en fejl og er ikke med i match."
    return Why("Fejl i rækken", detail, ("At fejlen bliver rettet; den står i arket Fund.",))


def _waiting(validation: Validation) -> pd.DataFrame:
    everyone = validation.partnership.frames["tblKandidater"].dropna(subset=["candidate"])
    placements = validation.partnership.frames["tblForloeb"]
    busy = placements.loc[running(placements), "candidate"].dropna()
    waiting = everyone[(everyone["status"] == "Klar") & ~everyone["candidate"].isin(busy)]
    return waiting.drop_duplicates("candidate").sort_values("candidate")


class _Judge:
    """Finds the first reason that leaves a candidate without a place."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.people = records_by(case.candidates, "candidate")
        self.slots = records_by(case.slots, "slot")
        self.cohorts = records_by(case.cohorts, "cohort")
        self.fills = {fill.cohort: fill for fill in cohort_fills(case, plan)}
        self.pairs = {str(name): own for name, own in case.pairs.groupby("candidate")}
        self.seats = {str(name): own for name, own in case.seats.groupby("candidate")}
        links = case.problem.links.groupby("slot")["cohort"]
        self.links: dict[str, set[str]] = {str(slot): set(cohorts) for slot, cohorts in links}
        able = pd.concat([case.problem.triples(), case.problem.plain_pairs()])
        rivals = able.groupby("slot")["candidate"]
        self.rivals: dict[str, set[str]] = {str(slot): set(people) for slot, people in rivals}
        self.taken = plan.placements["slot"].value_counts().to_dict()
        self.rejected = {decision.candidate for decision in case.decisions if decision.kind == REJECT}

    def first_reason(self, candidate: str) -> Why:
        """The first of the tests, in their order, that no option survives."""
        return next(self._reasons(candidate))

    def _reasons(self, candidate: str) -> Iterator[Why]:
        """Every reason that holds; the last one always does."""
        person = self.people[candidate]
        pairs = self.pairs.get(candidate)
        if pairs is None:
            wishes = [person[f"wish_{rank}"] for rank in (1, 2, 3) if person[f"wish_{rank}"]]
            detail = f"Der er ingen åbne pladser i {listing(wishes)}."
            yield Why("Ingen plads i ønskede brancher", detail, ("Et brancheønske mere.",))
            return
        left, failed = _survivors(pairs, PAIR_TESTS)
        if failed:
            slots = [self.slots[slot] for slot in left["slot"]]
            yield _told(PAIRS[failed].why(person, slots), left, slots, person)
            return
        slots = [self.slots[slot] for slot in left["slot"]]
        if all(slot["type"] == IGU for slot in slots):
            yield from self._no_seat(person, slots)
        if candidate in self.rejected:
            help_ = ("At afvisningen bliver fjernet i arket Forslag.",)
            yield Why("Afvist", "Koordinatoren har afvist det forslag, der var.", help_)
        yield self._full(candidate, slots)

    def _no_seat(self, person: Record, slots: list[Record]) -> Iterator[Why]:
        """Why somebody for whom only igu slots are left has no seat in a cohort."""
        seats = self.seats.get(person["candidate"])
        linked: set[str] = set().union(*(self.links.get(slot["slot"], set()) for slot in slots))
        fits = seats[seats["cohort"].isin(linked)] if seats is not None else None
        if fits is None or fits.empty:
            yield from igu_reason(person, None)
            help_ = ("Et hold i branchen, mens pladserne kan begynde.",)
            yield Why("Intet hold", "Der begynder ingen hold, mens de passende pladser kan begynde.", help_)
            return
        left, failed = _survivors(fits, SEAT_TESTS)
        cohorts = [self.cohorts[cohort] for cohort in left["cohort"]]
        if failed == "eligible":
            yield from igu_reason(person, cohorts)
            failed = "ready"
        if failed:
            yield _told(SEATS[failed].why(person, cohorts), left, cohorts, person)
        yield from _no_room([self.fills[cohort] for cohort in left["cohort"]])

    def _full(self, candidate: str, slots: list[Record]) -> Why:
        free = [slot for slot in slots if self.taken.get(slot["slot"], 0) < slot["left"]]
        if free and all((slot["together_min"] or 1) > 1 for slot in free):
            least = min(int(slot["together_min"]) for slot in free)
            detail = f"Virksomheden tager kun mindst {least} på en gang, og så mange er der ikke plads og hold til."
            return Why("Pladsen tages kun samlet", detail, ("En plads til færre ad gangen.",))
        rivals: set[str] = set().union(*(self.rivals.get(slot["slot"], set()) for slot in slots))
        openings = sum(int(slot["left"]) for slot in slots)
        detail = (
            f"{plural(openings, 'plads', 'pladser')} passer, og "
            f"{plural(len(rivals - {candidate}), 'anden kandidat', 'andre kandidater')} kan bruge de samme."
        )
        return Why("Pladserne er fyldt", detail, (f"En plads mere i {slots[0]['branch']}.",))


def _no_room(fills: list[CohortFill]) -> Iterator[Why]:
    """No fitting cohort runs, or all that run are full."""
    running_ones = [fill for fill in fills if fill.runs]
    if not running_ones:
        yield _short(
            min(fills, key=lambda fill: (fill.missing - min(fill.people, fill.openings), fill.start, fill.cohort))
        )
    elif all(fill.full for fill in running_ones):
        names = listing([fill.cohort for fill in running_ones])
        yield Why("Holdet er fyldt", f"Der er ikke flere pladser på {names}.", ("En plads mere på holdet.",))


def _short(fill: CohortFill) -> Why:
    people = plural(fill.people, "kandidat", "kandidater") if fill.people else "Ingen kandidater"
    places = plural(fill.openings, "ledig plads", "ledige pladser") if fill.openings else "ingen ledig plads"
    detail = (
        f"Holdet {fill.cohort} kører ikke: det kræver {plural(fill.missing, 'deltager', 'deltagere')} mere. "
        f"{people} uden forslag passer til det, og der er {places} til dem. "
        f"Tilmeldingsfristen er {date_text(fill.enrol_by)}."
    )
    lacking = (
        (fill.missing - fill.people, "kandidat", "kandidater"),
        (fill.missing - fill.openings, "plads", "pladser"),
    )
    help_ = [f"{plural(count, one, many)} mere til {fill.cohort}." for count, one, many in lacking if count > 0]
    return Why("Holdet mangler deltagere", detail, tuple(help_))


def _survivors(options: pd.DataFrame, tests: tuple[str, ...]) -> tuple[pd.DataFrame, str]:
    """The options that pass every test; or those left before the first test that all fail, and its name."""
    for test in tests:
        passed = options[options[test]]
        if passed.empty:
            return options, test
        options = passed
    return options, ""


def _told(why: Why, left: pd.DataFrame, targets: list[Record], person: Record) -> Why:
    """The reason with what the nearest option would take: the one with the fewest failed tests."""
    tests, telling = (PAIR_TESTS, PAIRS) if "slot" in left else (SEAT_TESTS, SEATS)
    failed = [[test for test in tests if not row[test]] for row in records(left)]
    nearest = min(range(len(failed)), key=lambda at: (len(failed[at]), targets[at].get("level") or 0))
    help_ = tuple(telling[test].help(person, targets[nearest]) for test in failed[nearest] if test in telling)
    return Why(why.reason, why.detail, help_)
