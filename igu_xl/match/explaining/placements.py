"""Why a placement is proposed: the reasons for each, in plain Danish."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from igu_xl.danish import date_text, listing, plural
from igu_xl.domain.codes import demand_words
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.school_demand import school_demand
from igu_xl.domain.travel import travel_minutes
from igu_xl.domain.working_days import first_working_day
from igu_xl.match.allowed import skills, split
from igu_xl.match.case import LOCK, Case
from igu_xl.match.explaining.law_words import length_words, met_words
from igu_xl.match.explaining.spare import without_spare
from igu_xl.match.fills import CohortFill, cohort_fills
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.records import Record, records, records_by
from igu_xl.sheets.reading.values import shown


@dataclass(frozen=True, slots=True)
class Placement:
    """A proposed placement with what the coordinator needs to decide on it."""

    candidate: str
    municipality: str
    slot: str
    company: str
    branch: str
    cohort: str
    type: str
    start: pd.Timestamp
    reasons: tuple[str, ...]


def explain_placements(case: Case, plan: Plan) -> list[Placement]:
    """The placements of a plan with their reasons, in order of candidate.

    Somebody who only fills a seat of an open cohort has an empty slot, company and type.
    """
    people, slots = records_by(case.candidates, "candidate"), records_by(case.slots, "slot")
    fills = {fill.cohort: fill for fill in cohort_fills(case, plan)}
    plan = replace(plan, placements=case.early.told(plan.placements))
    bare = without_spare(case.problem, plan, fills.values())
    locked = {decision.candidate for decision in case.decisions if decision.kind == LOCK}
    told = []
    for row in records(plan.placements.sort_values("candidate")):
        person, fill = people[row["candidate"]], fills.get(row["cohort"])
        if row["slot"]:
            needed = row["cohort"] in bare
            alone = None if fill else case.early.of(row["candidate"], row["slot"])
            locks = row["candidate"] in locked
            one = _placement(person, slots[row["slot"]], fill, alone, needed=needed, locked=locks)
            told.append(one)
        elif fill:
            told.append(_filler(person, fill))
    return told


def danish_of(person: Record) -> str:
    """A candidate's Danish in words: `dansk DU2 M4 og bestået PD2`, `ingen danskuddannelse`."""
    track, module, test = person["danish_track"], person["danish_module"], person["danish_test"]
    level = f"{track} M{module}" if module else track
    course = "ingen danskuddannelse" if track in (None, "Ingen") else f"dansk {level}"
    return f"{course} og bestået {test}" if test not in (None, "Ingen") else course


def wish_rank(person: Record, branch: str) -> int | None:
    """Which of the candidate's wishes a branch is: 1, 2 or 3; None for no wish."""
    return next((rank for rank in (1, 2, 3) if person[f"wish_{rank}"] == branch), None)


def _placement(
    person: Record, slot: Record, fill: CohortFill | None, alone: Record | None, *, needed: bool, locked: bool
) -> Placement:
    start = fill.start if fill and slot["type"] == IGU else alone["start"] if alone else _start(person, slot)
    reasons = [*_before(person, slot), *_reasons(person, slot), *([_gain(fill, needed=needed)] if fill else [])]
    if alone:
        reasons.append(_alone_words(alone))
    if locked:
        reasons.append("Koordinatoren har låst det.")
    law = met_words(person, start) if slot["type"] == IGU else length_words(slot, start)
    if law:
        reasons.append(law)
    return Placement(
        candidate=person["candidate"],
        municipality=person["home"],
        slot=slot["slot"],
        company=slot["name"] or "",
        branch=slot["branch"],
        cohort=fill.cohort if fill else "",
        type=slot["type"],
        start=start,
        reasons=tuple(reasons),
    )


def _alone_words(alone: Record) -> str:
    """That an igu begins before its first cohort, and what makes that right."""
    demand = school_demand(alone["start"].date())
    weeks = f"de {demand.weeks} uger" if demand else "skoleugerne"
    first = date_text(alone["first_day"])
    return f"Begynder uden hold: skoleplanen viser, at {weeks} kan nås; første kursus er {alone['course']} den {first}."


def _start(person: Record, slot: Record) -> pd.Timestamp:
    earliest: pd.Timestamp = max(slot["begin"], person["ready_from"])
    latest: pd.Timestamp = slot["start_latest"]
    return first_working_day(earliest, latest)


def _filler(person: Record, fill: CohortFill) -> Placement:
    told = "Fylder en ledig plads på holdet; har endnu ingen plads i en virksomhed."
    reasons = (*([person["back"]] if person["back"] else []), told, _gain(fill, needed=False))
    return Placement(person["candidate"], person["home"], "", "", fill.branch, fill.cohort, "", fill.start, reasons)


def _before(person: Record, slot: Record) -> list[str]:
    """What came before: a placement that has lapsed, or one that ends first."""
    told = [person["back"]] if person["back"] else []
    if slot["slot"] == person["slot_before"]:
        told.append(
            f"Det er den plads, kandidaten {'har en aftale om' if person['signed_before'] else 'blev sendt til'}."
        )
    if person["leaves_first"]:
        told.append(f"Er i gang med et forløb og kan begynde fra {date_text(person['ready_from'])}.")
    return told


def _reasons(person: Record, slot: Record) -> list[str]:
    """What fits: the wish, experience, Danish, certificates, what the profile expects, the way to work."""
    reasons = [f"{wish_rank(person, slot['branch'])}. ønske: {slot['branch']}."]
    if slot["branch"] in split(person["experience_branch"]):
        years = person["experience_years"]
        reasons.append(f"Har {shown(years)} års erfaring i branchen." if years else "Har erfaring i branchen.")
    if slot["demand"]:
        reasons.append(f"Har {danish_of(person)}; pladsen kræver {demand_words(slot['demand'])}.")
    if skills(slot["requirements"]):
        reasons.append(f"Har {listing(split(slot['requirements']))}, som pladsen kræver.")
    if expected := _expected(person, slot):
        reasons.append(f"Har {listing(expected)}, som profilen ønsker.")
    minutes = travel_minutes(person["postcode"], slot["postcode"])
    if minutes is not None:
        reasons.append(f"Rejsetid ca. {plural(minutes, 'minut', 'minutter')}.")
    return reasons


def _expected(person: Record, slot: Record) -> list[str]:
    """What the profile expects besides the demands, where the candidate has all of it."""
    wanted = skills(slot["skills_profile"])
    if not wanted or not wanted <= skills(person["skills"]):
        return []
    demanded = skills(slot["requirements"])
    return [part for part in split(slot["skills_profile"]) if not skills(part) <= demanded]


def _gain(fill: CohortFill, *, needed: bool) -> str:
    """What a running cohort gains by one of its participants, and whether it would lack one without them.

    It would where nobody else could have the seat, whoever moved (`without_spare`).
    """
    people = f"{fill.joined} nye" if fill.seats > fill.joined else str(fill.joined)
    people += f" fra {plural(fill.joined_from, 'kommune', 'kommuner')}"
    people += f", i alt {fill.whence}" if fill.municipalities > fill.joined_from else ""
    told = (
        f"Holdet {fill.cohort}, som begynder {date_text(fill.start)}, får sin {fill.seats}. deltager "
        f"({people}); det kræver mindst {fill.min}."
    )
    return f"{told} Uden kandidaten ville det mangle en." if needed else told
