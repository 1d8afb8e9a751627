"""How full each cohort becomes with a plan, and how near one that does not run is to its minimum."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from igu_xl.match.case import Case
from igu_xl.match.plan import Plan
from igu_xl.records import records, records_by


@dataclass(frozen=True, slots=True)
class CohortFill:
    """A cohort with a plan.

    `seats` are all taken ones, `joined` those of them that the plan fills, from so many `municipalities`. For one
    that does not run, `missing` more are needed, while so many `people` without a place could sit there, if they got
    one of the `openings` that are left in slots for it.
    """

    cohort: str
    title: str
    branch: str
    start: pd.Timestamp
    enrol_by: pd.Timestamp
    min: int
    max: int
    seats: int
    joined: int
    municipalities: int
    missing: int
    people: int
    openings: int
    runs: bool

    @property
    def full(self) -> bool:
        """Whether nobody more can join."""
        return self.seats >= self.max


def cohort_fills(case: Case, plan: Plan) -> list[CohortFill]:
    """Every cohort of the match, in order of start and id."""
    homes = case.candidates.set_index("candidate")["home"]
    seated = plan.placements.dropna(subset=["cohort"])
    places = seated["candidate"].map(homes).groupby(seated["cohort"]).nunique().to_dict()
    status, idle = records_by(plan.cohorts, "cohort"), _idle(case, plan)
    fills = []
    for row in records(case.cohorts.sort_values(["start", "cohort"])):
        name, planned = row["cohort"], status[row["cohort"]]
        fills.append(
            CohortFill(
                cohort=name,
                title=row["title"],
                branch=row["branch"],
                start=row["start"],
                enrol_by=row["enrol_by"],
                min=int(row["min"]),
                max=int(row["max"]),
                seats=int(planned["seats"] + row["taken"]),
                joined=int(planned["seats"]),
                municipalities=int(places.get(name, 0)),
                missing=max(int(row["min"] - row["taken"] - planned["seats"]), 0),
                people=idle.get(name, (0, 0))[0],
                openings=idle.get(name, (0, 0))[1],
                runs=bool(planned["runs"]),
            )
        )
    return fills


def _idle(case: Case, plan: Plan) -> dict[str, tuple[int, int]]:
    """For each cohort: how many without a place could sit there, and how many openings are left in slots for them."""
    placed = plan.placements.dropna(subset=["slot"])
    triples = case.problem.triples()
    free = triples[~triples["candidate"].isin(placed["candidate"])]
    openings = case.problem.slots.set_index("slot")["openings"]
    left = openings.sub(placed["slot"].value_counts(), fill_value=0).clip(lower=0)
    people = free.groupby("cohort")["candidate"].nunique()
    served = free.drop_duplicates(["cohort", "slot"])
    room = served["slot"].map(left).groupby(served["cohort"]).sum()
    return {str(name): (int(people[name]), int(room[name])) for name in people.index}
