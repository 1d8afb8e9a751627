"""Searches again what lies near a few cohorts and slots, as a small problem of its own; the rest of a plan stands.

It is how a change to a large problem is tried in well under a second: the tables of what is near are cut out before
anything is listed or solved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pandas as pd

from igu_xl.match.solving.problem.plan import Lock, Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve
from igu_xl.records import records

# Up to how many allowed pairs the whole plan is searched again: it takes no longer, and proves more.
SMALL = 2_000


@dataclass(frozen=True, slots=True)
class Near:
    """What is searched again: who sits in these cohorts, and who has no place and could sit there or have these slots.

    `people` are free, too; who of them sits in a cohort must sit in one of these, so that no other falls apart.
    """

    cohorts: Collection[str] = ()
    slots: Collection[str] = ()
    people: Collection[str] = ()


def search_again(problem: Problem, plan: Plan, near: Near, seconds: float) -> Plan:
    """The best plan that is found for a problem a little different from that of a plan (one opening more).

    A small problem is searched as a whole; of a larger one what is near, so that its plan is never called optimal.
    """
    if len(problem.pairs) <= SMALL:
        return solve(problem, time_limit=seconds, start=plan)
    return search_near(problem, plan, near, seconds)


def search_near(problem: Problem, plan: Plan, near: Near, seconds: float) -> Plan:
    """The plan with the best that is found for what is near, which must be all that the problem has changed.

    The bound is only the number of candidates, for the rest is not searched.
    """
    free = _free_people(problem, plan, near)
    rest = plan.placements[~plan.placements["candidate"].isin(free)]
    moving = plan.placements[plan.placements["candidate"].isin(free)]
    found = solve(_cut_out(problem, rest, moving, free, near), time_limit=seconds)
    placements = pd.concat([rest, found.placements]).sort_values("candidate", ignore_index=True)
    return Plan(
        placements=placements,
        cohorts=_fill(problem, placements),
        placed=int(placements["slot"].notna().sum()),
        bound=len(problem.candidates),
        status="feasible",
        seconds=found.seconds,
        unmet_locks=tuple(_unmet_locks(problem, placements)),
        unmet_cohorts=tuple(_unmet_cohorts(problem, placements)),
    )


def _free_people(problem: Problem, plan: Plan, near: Near) -> set[str]:
    """Who may be placed anew. Who has a lock stays out of it, unless it is in what is near already."""
    placed = plan.placements
    inside = placed.loc[placed["cohort"].isin(near.cohorts), "candidate"]
    seats, pairs = problem.seats, problem.pairs
    could = {
        *seats.loc[seats["cohort"].isin(near.cohorts), "candidate"],
        *pairs.loc[pairs["slot"].isin(near.slots), "candidate"],
    }
    locked = problem.fixed.loc[problem.fixed["decision"] == "lock", "candidate"]
    return {*inside, *near.people} | (could - {*placed["candidate"], *locked})


def _cut_out(problem: Problem, rest: pd.DataFrame, moving: pd.DataFrame, free: set[str], near: Near) -> Problem:
    """The problem of the free people alone: what the others take is gone from slots, companies and rooms."""
    links = problem.links[problem.links["cohort"].isin(near.cohorts)]
    served = {*links["slot"], *problem.slots.loc[~problem.slots["needs_cohort"], "slot"]}
    pairs = problem.pairs[problem.pairs["candidate"].isin(free) & problem.pairs["slot"].isin(served)]
    seats = problem.seats[problem.seats["candidate"].isin(free) & problem.seats["cohort"].isin(near.cohorts)]
    slots = _less(problem.slots[problem.slots["slot"].isin(pairs["slot"])], rest)
    fixed = problem.fixed[problem.fixed["candidate"].isin(free)]
    fixed = fixed[fixed["slot"].isna() | fixed["slot"].isin(slots["slot"])]
    fixed = fixed[fixed["cohort"].isna() | fixed["cohort"].isin(near.cohorts)]
    return Problem.from_frames(
        open_cohorts=problem.open_cohorts,
        candidates=problem.candidates[problem.candidates["candidate"].isin(free)],
        slots=slots,
        cohorts=problem.cohorts[problem.cohorts["cohort"].isin(near.cohorts)],
        rooms=_rooms_left(problem, rest),
        companies=_companies_left(problem, rest),
        pairs=pairs,
        seats=seats,
        links=links[links["slot"].isin(slots["slot"])],
        fixed=pd.concat([fixed, _held_by_team(problem, rest, moving)]),
        previous=problem.previous[problem.previous["candidate"].isin(free)],
    )


def _held_by_team(problem: Problem, rest: pd.DataFrame, moving: pd.DataFrame) -> pd.DataFrame:
    """A lock for who is part of a team whose others stand: without them it might be too small."""
    teams = problem.slots.loc[problem.slots["together_min"] > 1, "slot"]
    held = moving[moving["slot"].isin(teams) & moving["slot"].isin(rest["slot"])]
    return held[["candidate", "slot"]].assign(cohort=None, decision="lock")


def _less(slots: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    taken = slots["slot"].map(rest["slot"].value_counts()).astype("float64").fillna(0)
    return slots.assign(
        openings=(slots["openings"] - taken).clip(lower=0), together_min=slots["together_min"].where(taken == 0, 1)
    )


def _rooms_left(problem: Problem, rest: pd.DataFrame) -> pd.DataFrame:
    running = problem.cohorts[problem.cohorts["cohort"].isin(rest["cohort"].dropna())]
    used = problem.rooms["room"].map(running["room"].value_counts()).astype("float64").fillna(0)
    return problem.rooms.assign(max_cohorts=(problem.rooms["max_cohorts"] - used).clip(lower=0))


def _companies_left(problem: Problem, rest: pd.DataFrame) -> pd.DataFrame:
    company = rest["slot"].map(problem.slots.set_index("slot")["company"])
    used = problem.companies["company"].map(company.value_counts()).astype("float64").fillna(0)
    return problem.companies.assign(max_people=(problem.companies["max_people"] - used).clip(lower=0))


def _fill(problem: Problem, placements: pd.DataFrame) -> pd.DataFrame:
    low, high = problem.cohorts["min"].astype(int), problem.cohorts["max"].astype(int)
    seats = problem.cohorts["cohort"].map(placements["cohort"].value_counts()).fillna(0).astype(int)
    columns = {"cohort": problem.cohorts["cohort"], "seats": seats, "min": low, "max": high, "runs": seats > 0}
    return pd.DataFrame(columns | {"missing": (low - seats).clip(lower=0)})


def _unmet_locks(problem: Problem, placements: pd.DataFrame) -> Iterator[Lock]:
    given = {row["candidate"]: (row["slot"], row["cohort"]) for row in records(placements)}
    for row in records(problem.fixed[problem.fixed["decision"] == "lock"].drop_duplicates()):
        slot, cohort = given.get(row["candidate"], (None, None))
        if row["slot"] not in (None, slot) or row["cohort"] not in (None, cohort):
            yield Lock(row["candidate"], row["slot"], row["cohort"])


def _unmet_cohorts(problem: Problem, placements: pd.DataFrame) -> list[str]:
    wanted = problem.cohorts.loc[problem.cohorts["decision"] == "run", "cohort"]
    return [str(name) for name in wanted[~wanted.isin(placements["cohort"].dropna())]]
