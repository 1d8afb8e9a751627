"""Why a candidate has no placement: the first reason that holds, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from igu_xl.checks.links import running
from igu_xl.checks.validation import Validation
from igu_xl.danish import date_text, listing, number_text, plural
from igu_xl.domain.codes import level_of_text, level_texts
from igu_xl.domain.slot_rules import IGU
from igu_xl.domain.verdict import MET
from igu_xl.match.allowed import PAIR_TESTS, SEAT_TESTS, skills, split
from igu_xl.match.case import REJECT, Case
from igu_xl.match.explain import danish_of
from igu_xl.match.plan import Plan


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A waiting candidate without a placement: the first reason that holds, told in full, and what would help."""

    candidate: str
    municipality: str
    reason: str
    detail: str
    would_help: tuple[str, ...] = ()


def explain_unmatched(case: Case, plan: Plan, validation: Validation) -> list[Unmatched]:
    """Everybody with an id, status Klar and no running placement whom the plan places nowhere, in order of candidate."""
    placed = set(plan.placements.dropna(subset=["slot"])["candidate"])
    placements = validation.partnership.frames["tblForloeb"]
    placed |= set(placements.loc[running(placements), "candidate"].dropna())
    pool = set(case.candidates["candidate"])
    judge = _Judge(case, plan, validation)
    everyone = validation.partnership.frames["tblKandidater"].dropna(subset=["candidate"])
    waiting = everyone[(everyone["status"] == "Klar") & ~everyone["candidate"].isin(placed)]
    told = []
    for row in waiting.drop_duplicates("candidate").sort_values("candidate").itertuples():
        home = validation.partnership.partner_name(row.partner)
        told.append(judge.first_reason(row.candidate, home) if row.candidate in pool else _blocked(row.candidate, home))
    return told


def _blocked(candidate: str, home: str) -> Unmatched:
    detail = "Kandidatens række har en fejl og er ikke med i match."
    return Unmatched(candidate, home, "Fejl i rækken", detail, ("Ret fejlen; den står i arket Fund.",))


class _Judge:
    """Finds the first reason that leaves a candidate without a place."""

    def __init__(self, case: Case, plan: Plan, validation: Validation) -> None:
        self.case = case
        self.pairs = dict(tuple(case.pairs.groupby("candidate")))
        self.seats = dict(tuple(case.seats.groupby("candidate")))
        self.people = case.candidates.set_index("candidate")
        self.slots = case.slots.set_index("slot")
        self.cohorts = case.cohorts.set_index("cohort")
        self.links = case.problem.links
        self.status = plan.cohorts.set_index("cohort")
        pairs = case.problem.pairs.groupby("slot")["candidate"]
        self.rivals = {slot: set(people) for slot, people in pairs}
        rejected = case.problem.fixed
        self.rejected = set(rejected.loc[rejected["decision"] == REJECT, "candidate"])
        verdicts = validation.verdicts.drop_duplicates("candidate")
        self.verdicts = verdicts.set_index("candidate")

    def first_reason(self, candidate: str, home: str) -> Unmatched:
        """The first of the tests, in their order, that no option survives."""
        for reason, detail, *help_ in self._reasons(candidate):
            return Unmatched(candidate, home, reason, detail, tuple(help_))
        raise AssertionError(f"no reason for {candidate}")

    def _reasons(self, candidate: str) -> Iterator[tuple[str, ...]]:
        pairs = self.pairs.get(candidate)
        person = self.people.loc[candidate]
        if pairs is None:
            wishes = [person[f"wish_{rank}"] for rank in (1, 2, 3) if pd.notna(person[f"wish_{rank}"])]
            yield (
                "Ingen plads i ønskede brancher",
                f"Der er ingen åbne pladser i {listing(wishes)}.",
                "Et brancheønske mere.",
            )
            return
        left = pairs
        for test in PAIR_TESTS:
            survivors = left[left[test]]
            if survivors.empty:
                yield self._failed_pair(test, person, left)
                return
            left = survivors
        plain = left[self.slots.loc[left["slot"], "type"].to_numpy() != IGU]
        if plain.empty:
            yield from self._failed_seat(candidate, person, left)
        if candidate in self.rejected:
            yield ("Afvist", "Koordinatoren har afvist det forslag, der var.", "Fjern afvisningen i arket Forslag.")
        yield self._full(candidate, left)

    def _failed_pair(self, test: str, person: pd.Series, left: pd.DataFrame) -> tuple[str, ...]:
        slots = self.slots.loc[left["slot"]]
        if test == "measure":
            kinds = listing(sorted(set(slots["type"])))
            detail = (
                f"Pladserne i de ønskede brancher er {kinds}; kandidaten er til {listing(split(person['measures']))}."
            )
            return ("Anden indsats", detail, f"Også at kunne bruge {kinds}.")
        if test == "ready":
            last = date_text(slots["start_latest"].max())
            detail = f"Er klar fra {date_text(person['ready_from'])}; den sidste plads begynder senest {last}."
            return ("Klar for sent", detail, "En senere plads.")
        if test == "danish":
            lowest = slots["level"].min()
            text = next(text for text in level_texts() if level_of_text(text) == lowest)
            detail = f"Alle {len(slots)} pladser, der passer, kræver mere dansk end {danish_of(person) or 'det oplyste'}; den laveste kræver {text}."
            return ("Mangler dansk", detail, f"Dansk på niveau {text} ville åbne en plads.")
        if test == "skills":
            missing = min((skills_missing(person["skills"], row) for row in slots["requirements"]), key=len)
            detail = (
                f"Alle {len(slots)} pladser, der passer, kræver et bevis, kandidaten ikke har; fx {listing(missing)}."
            )
            return ("Mangler bevis", detail, f"{listing(missing)}.")
        if test == "hours":
            detail = f"Kan arbejde {number_text(person['weekly_hours'])} timer om ugen; pladserne kræver mindst {number_text(slots['weekly_hours'].min())}."
            return ("Timer passer ikke", detail, "En plads med færre timer.")
        until = date_text(person["last_employed_to"]) if pd.notna(person["last_employed_to"]) else "en ukendt dato"
        detail = f"Den eneste plads, der passer, er i den virksomhed, hvor kandidaten var ansat til {until}; igu kræver mindst 3 måneder imellem."
        return ("Tremånedersreglen", detail, "En plads i en anden virksomhed.")

    def _failed_seat(self, candidate: str, person: pd.Series, left: pd.DataFrame) -> Iterator[tuple[str, ...]]:
        verdict = self.verdicts.loc[candidate]
        seats = self.seats.get(candidate)
        linked = set(self.links.loc[self.links["slot"].isin(left["slot"]), "cohort"])
        if verdict["outcome"] != MET and (seats is None or not seats["eligible"].any()):
            yield (f"Igu: {verdict['outcome']}", " ".join(verdict["reasons"]), "En anden indsats end igu.")
            return
        if seats is None or not linked:
            detail = "Der er ingen hold, der begynder, mens de passende pladser kan begynde."
            yield ("Intet hold", detail, "Et hold i branchen, eller et bredere vindue for pladserne.")
            return
        fits = seats[seats["cohort"].isin(linked)]
        for test in SEAT_TESTS:
            survivors = fits[fits[test]]
            if survivors.empty:
                yield self._failed_cohort(test, person, fits, verdict)
                return
            fits = survivors
        yield from self._cohorts_short(fits)

    def _failed_cohort(self, test: str, person: pd.Series, fits: pd.DataFrame, verdict: pd.Series) -> tuple[str, ...]:
        cohorts = self.cohorts.loc[fits["cohort"]]
        if test == "eligible":
            return (
                "Igu: ikke opfyldt",
                f"Opfylder ikke igu, når holdene begynder. {' '.join(verdict['reasons'])}",
                "En anden indsats end igu.",
            )
        if test == "ready":
            last = date_text(cohorts["start"].max())
            return (
                "Klar for sent til hold",
                f"Er klar fra {date_text(person['ready_from'])}; det sidste hold begynder {last}.",
                "Et senere hold.",
            )
        demands = listing(sorted({str(text) for text in cohorts["danish_min"].dropna()}))
        detail = f"Holdene passer ikke til dansk {danish_of(person)}; de kræver {demands or 'et andet niveau'}."
        return ("Hold på andet danskniveau", detail, "Et hold på kandidatens niveau.")

    def _cohorts_short(self, fits: pd.DataFrame) -> Iterator[tuple[str, ...]]:
        """No fitting cohort runs: the one that is nearest to its minimum."""
        status = self.status.loc[fits["cohort"]]
        if status["runs"].any():
            return
        nearest = status["missing"].astype(int).idxmin()
        cohort, missing = self.cohorts.loc[nearest], int(status.loc[nearest, "missing"])
        people = plural(missing, "deltager", "deltagere")
        detail = f"Holdet {nearest} mangler {people} inden {date_text(cohort['enrol_by'])}, så det kører ikke."
        yield ("Holdet mangler deltagere", detail, f"{people} mere til {nearest}.")

    def _full(self, candidate: str, left: pd.DataFrame) -> tuple[str, ...]:
        rivals = set().union(*(self.rivals.get(slot, set()) for slot in left["slot"])) - {candidate}
        openings = int(self.slots.loc[left["slot"], "left"].sum())
        detail = (
            f"{plural(len(left), 'plads', 'pladser')} passer, med {plural(openings, 'åbning', 'åbninger')} i alt; "
            f"{plural(len(rivals), 'anden kandidat', 'andre kandidater')} kan bruge de samme."
        )
        branch = self.slots.loc[left["slot"].iloc[0], "branch"]
        return ("Pladserne er fyldt", detail, f"En plads mere i {branch}.")


def skills_missing(has: object, needs: object) -> list[str]:
    """The demanded certificates that a candidate lacks, as the slot writes them."""
    return [part for part in split(needs) if not skills(part) <= skills(has)]
