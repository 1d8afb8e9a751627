"""How full each cohort becomes with a plan, and how near one that does not run is to its minimum."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from igu_xl.danish import date_text, plural
from igu_xl.domain.codes import demand_words, is_test
from igu_xl.match.case import STOP, Case
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.reach import Bits, Reach, count
from igu_xl.records import records, records_by


@dataclass(frozen=True, slots=True)
class CohortFill:
    """A cohort with a plan.

    `seats` are all taken ones, `joined` those of them that the plan fills, from so many municipalities (`joined_from`).
    All in it come from so many `municipalities`, or at least so many where only the school has told of some
    (`strangers`). For one that does not run, `missing` more are needed, while so many `people` without
    a place could sit there, if they got one of the `openings` that are left in slots for it. `demand` is the Danish
    that it asks for, in words, and `stopped` that the coordinator has decided that it must not run.
    """

    cohort: str
    title: str
    branch: str
    demand: str
    start: pd.Timestamp
    enrol_by: pd.Timestamp
    min: int
    max: int
    seats: int
    joined: int
    joined_from: int
    municipalities: int
    strangers: bool
    missing: int
    people: int
    openings: int
    runs: bool
    stopped: bool = False

    @property
    def full(self) -> bool:
        """Whether nobody more can join."""
        return self.seats >= self.max

    @property
    def whence(self) -> str:
        """From how many municipalities all in it come: `fra 2 kommuner`."""
        least = "mindst " if self.strangers else ""
        return f"fra {least}{plural(self.municipalities, 'kommune', 'kommuner')}"

    @property
    def per_cent(self) -> int:
        """How full it is, of those who fit in."""
        return round(100 * self.seats / self.max) if self.max else 0

    @property
    def near(self) -> str:
        """Whom it lacks, and who was near at the match: without how many are missing, which may change since."""
        wanted = f"Der mangler nogen med ønsket {self.branch}{self.demand and f' og {self.demand}'}."
        people = plural(self.people, "kandidat", "kandidater") if self.people else "ingen kandidater"
        places = plural(self.openings, "plads", "pladser") if self.openings else "ingen pladser"
        return f"{wanted} Ved matchet passede {people} uden forslag til det, og {places} til dem var ledige."

    @property
    def lack(self) -> str:
        """Who is missing where it does not run: how many, of which kind, until when, and who is near."""
        who = f"med ønsket {self.branch}{self.demand and f' og {self.demand}'}"
        people = plural(self.people, "kandidat", "kandidater") if self.people else "Ingen kandidater"
        places = plural(self.openings, "plads", "pladser") if self.openings else "ingen pladser"
        return (
            f"mangler {plural(self.missing, 'deltager', 'deltagere')} {who} senest {date_text(self.enrol_by)}. "
            f"{people} uden forslag passer til det, og {places} til dem er ledige."
        )


def cohort_fills(case: Case, plan: Plan) -> list[CohortFill]:
    """Every cohort of the match, in order of start and id."""
    new, known = _new_homes(case, plan), case.seated[["cohort", "municipality"]]
    joined_from, places = _count_homes(new), _count_homes(pd.concat([known, new]))
    ours = case.seated.groupby("cohort")["people"].sum().to_dict()
    status, idle = records_by(plan.cohorts, "cohort"), _idle(case, plan)
    stopped = {decision.cohort for decision in case.decisions if decision.kind == STOP}
    fills = []
    for row in records(case.cohorts.sort_values(["start", "cohort"])):
        name, planned = row["cohort"], status[row["cohort"]]
        fills.append(
            CohortFill(
                cohort=name,
                title=row["title"],
                branch=row["branch"],
                demand=_demand(row["danish_min"], row["danish_max"]),
                start=row["start"],
                enrol_by=row["enrol_by"],
                min=int(row["min"]),
                max=int(row["max"]),
                seats=int(planned["seats"] + row["taken"]),
                joined=int(planned["seats"]),
                joined_from=joined_from.get(name, 0),
                municipalities=places.get(name, 0),
                strangers=bool(row["taken"] > ours.get(name, 0)),
                missing=max(int(row["min"] - row["taken"] - planned["seats"]), 0),
                people=idle[name][0],
                openings=idle[name][1],
                runs=bool(planned["runs"]),
                stopped=name in stopped,
            )
        )
    return fills


def unseated_teams(case: Case, plan: Plan) -> dict[str, int]:
    """The slots that only a whole team gets and nobody has, which have too few seats left: how many they have.

    The members may sit in all the cohorts that serve the slot, but not in one that must not run.
    """
    slots, cohorts = case.problem.slots, case.problem.cohorts
    stopped = {decision.cohort for decision in case.decisions if decision.kind == STOP}
    seats = cohorts.set_index("cohort")["max"].sub(plan.cohorts.set_index("cohort")["seats"], fill_value=0)
    links = case.problem.links[~case.problem.links["cohort"].isin(list(stopped))]
    left = links["cohort"].map(seats.clip(lower=0)).groupby(links["slot"]).sum().to_dict()
    teams = slots[(slots["together_min"] > 1) & slots["needs_cohort"] & ~slots["slot"].isin(plan.placements["slot"])]
    return {
        row["slot"]: int(left.get(row["slot"], 0))
        for row in records(teams)
        if left.get(row["slot"], 0) < row["together_min"]
    }


def _new_homes(case: Case, plan: Plan) -> pd.DataFrame:
    """The cohort and municipality of each person whom the plan seats."""
    homes = case.candidates.set_index("candidate")["home"]
    seated = plan.placements.dropna(subset=["cohort"])
    return seated[["cohort"]].assign(municipality=seated["candidate"].map(homes))


def _count_homes(people: pd.DataFrame) -> dict[str, int]:
    """From how many municipalities the people of each cohort come."""
    return {str(name): int(count) for name, count in people.groupby("cohort")["municipality"].nunique().items()}


def _demand(least: str | None, most: str | None) -> str:
    if least and is_test(least):
        return f"{demand_words(least)} og dansk højst {most}" if most else demand_words(least)
    if least and most:
        return f"dansk fra {least} til {most}"
    return f"dansk mindst {least}" if least else f"dansk højst {most}" if most else ""


def _idle(case: Case, plan: Plan) -> dict[str, tuple[int, int]]:
    """For each cohort: how many without a place could sit there, and how many openings are left in slots for them.

    Those of a slot that only a team gets that there are no seats for are nobody's.
    """
    placed = plan.placements.dropna(subset=["slot"])
    reach = Reach(case.problem)
    free = reach.of(set(case.problem.candidates["candidate"]) - set(placed["candidate"]))
    openings = case.problem.slots.set_index("slot")["openings"]
    left = openings.sub(placed["slot"].value_counts(), fill_value=0).clip(lower=0).to_dict()
    left |= dict.fromkeys(unseated_teams(case, plan), 0)
    people: dict[str, Bits] = defaultdict(lambda: np.zeros_like(free))
    room: dict[str, int] = defaultdict(int)
    for link in records(case.problem.links):
        near = reach.in_both(link["slot"], link["cohort"]) & free
        if near.any():
            people[link["cohort"]] |= near
            room[link["cohort"]] += int(left[link["slot"]])
    return {name: (count(people[name]), room[name]) for name in case.problem.cohorts["cohort"]}
