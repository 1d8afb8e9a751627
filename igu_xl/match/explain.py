"""Why a placement is proposed: the reasons for each, in plain Danish."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from igu_xl.danish import date_text, listing, number_text, plural
from igu_xl.match.allowed import skills, split
from igu_xl.match.case import Case
from igu_xl.match.plan import Plan


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
    """The placements of a plan with their reasons, in order of candidate."""
    people = case.candidates.set_index("candidate")
    slots = case.slots.set_index("slot")
    cohorts = case.cohorts.set_index("cohort")
    pairs = case.pairs.set_index(["candidate", "slot"])
    placed = plan.placements.dropna(subset=["slot"])
    fill = _fill(case, plan)
    told = []
    for row in placed.sort_values("candidate").itertuples():
        person, slot = people.loc[row.candidate], slots.loc[row.slot]
        cohort = "" if pd.isna(row.cohort) else str(row.cohort)
        start = cohorts.loc[cohort, "start"] if cohort else max(slot["begin"], person["ready_from"])
        reasons = _reasons(person, slot, int(pairs.loc[(row.candidate, row.slot), "wish"]))
        if cohort:
            reasons.append(fill[cohort])
        told.append(
            Placement(
                row.candidate,
                person["home"],
                row.slot,
                slot["name"],
                slot["branch"],
                cohort,
                slot["type"],
                start,
                tuple(reasons),
            )
        )
    return told


def _reasons(person: pd.Series, slot: pd.Series, wish: int) -> list[str]:
    reasons = [f"{wish}. ønske: {slot['branch']}."]
    if slot["branch"] in split(person["experience_branch"]):
        years = person["experience_years"]
        length = "" if pd.isna(years) else f"{number_text(years, 0 if float(years).is_integer() else 1)} års "
        reasons.append(f"Har {length}erfaring i branchen.")
    if pd.notna(slot["demand"]):
        reasons.append(f"Dansk {danish_of(person)} er nok; pladsen kræver {slot['demand']}.")
    if skills(slot["requirements"]):
        reasons.append(f"Har {listing(split(slot['requirements']))}, som pladsen kræver.")
    return reasons


def danish_of(person: pd.Series) -> str:
    parts = [person["danish_track"], f"M{person['danish_module']}" if pd.notna(person["danish_module"]) else ""]
    test = person["danish_test"]
    shown = " ".join(str(part) for part in parts if pd.notna(part) and part)
    return f"{shown} og bestået {test}" if pd.notna(test) and test != "Ingen" else shown


def _fill(case: Case, plan: Plan) -> dict[str, str]:
    """What each running cohort gains: how many it has, from how many municipalities, of how many needed."""
    homes = case.candidates.set_index("candidate")["home"]
    members = plan.placements.dropna(subset=["cohort"])
    told = {}
    for cohort, group in members.groupby("cohort"):
        row = case.cohorts.set_index("cohort").loc[cohort]
        seats = len(group) + int(row["taken"])
        places = plural(homes.loc[group["candidate"]].nunique(), "kommune", "kommuner")
        told[str(cohort)] = (
            f"Holdet {cohort} begynder {date_text(row['start'])} med {plural(seats, 'deltager', 'deltagere')} "
            f"fra {places}; det kræver mindst {row['min']}."
        )
    return told
