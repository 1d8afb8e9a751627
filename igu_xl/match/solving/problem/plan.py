"""A plan: who goes where, which cohorts run, how far it is proven to be the best; and the proof that it is allowed.

`check` shares no code with what makes plans: it counts every constraint up from the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from igu_xl.match.solving.problem.problem import Problem
from igu_xl.optimise.findings import Violation
from igu_xl.optimise.reached import AimReached, PlanStatus


def no_prices() -> pd.DataFrame:
    """An empty table of prices."""
    return pd.DataFrame({"kind": [], "key": [], "price": []}).astype({"kind": "str", "key": "str", "price": "float64"})


@dataclass(frozen=True, slots=True)
class Lock:
    """A decision that the candidate is in the slot, in the cohort, or in both."""

    candidate: str
    slot: str | None
    cohort: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The answer to a problem.

    placements  candidate, slot, cohort, value: one row a person; no slot: fills a seat only, no cohort: needs none
    cohorts     cohort, seats, min, max, runs, missing: every cohort of the problem; `missing` people to its minimum
    placed      people with a slot
    bound       no plan that keeps as many locks places more people than this
    status      "optimal": proven that no plan places more, weighted by priority, and keeps as many locks
    seconds     time it took
    steps       the aims in order, each with its value and bound
    unmet_locks the locks that could not be kept
    unmet_cohorts  the cohorts that must run and cannot run together with everything else
    prices      kind ("slot", "cohort_max", "cohort_min", "room", "company"), key, price: about how many people more
                one more of it gives (for a minimum: one less); a guess from the bound, to be proven by a new search
    """

    placements: pd.DataFrame
    cohorts: pd.DataFrame
    placed: int
    bound: int
    status: PlanStatus
    seconds: float
    steps: tuple[AimReached, ...] = ()
    unmet_locks: tuple[Lock, ...] = ()
    unmet_cohorts: tuple[str, ...] = ()
    prices: pd.DataFrame = field(default_factory=no_prices)


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Every rule that the plan breaks; an empty list proves it allowed.

    It says nothing about how good the plan is, but that its figures are those of its placements.
    """
    people = plan.placements.astype({"candidate": "str", "slot": "str", "cohort": "str"})
    found = [
        *_persons(problem, people),
        *_slots(problem, people),
        *_cohorts(problem, people),
        *_decisions(problem, people, plan),
        *_figures(problem, people, plan),
    ]
    return sorted(set(found), key=lambda violation: (violation.code, violation.key))


def _keys(code: str, rows: pd.DataFrame, *labels: str) -> Iterator[Violation]:
    for row in rows[list(labels)].itertuples(index=False):
        yield Violation(code, tuple("" if pd.isna(value) else str(value) for value in row))


def _listed(rows: pd.DataFrame, table: pd.DataFrame, *labels: str) -> pd.Series[bool]:
    """Whether each row names something that the table lists."""
    known = set(zip(*(table[label] for label in labels), strict=True))
    named = zip(*(rows[label] for label in labels), strict=True)
    return pd.Series([name in known for name in named], index=rows.index, dtype=bool)


def _persons(problem: Problem, people: pd.DataFrame) -> Iterator[Violation]:
    """Each candidate once, in a listed slot and a listed seat that serve each other."""
    slot, cohort = people["slot"].notna(), people["cohort"].notna()
    igu = people["slot"].isin(set(problem.slots.loc[problem.slots["needs_cohort"], "slot"]))
    yield from _keys("unknown_candidate", people[~_listed(people, problem.candidates, "candidate")], "candidate")
    yield from _keys("candidate_twice", people[people["candidate"].duplicated()], "candidate")
    yield from _keys("nothing_given", people[~slot & ~cohort], "candidate")
    yield from _keys(
        "pair_not_allowed",
        people[slot & ~_listed(people, problem.pairs, "candidate", "slot")],
        "candidate",
        "slot",
    )
    yield from _keys(
        "seat_not_allowed",
        people[cohort & ~_listed(people, problem.seats, "candidate", "cohort")],
        "candidate",
        "cohort",
    )
    yield from _keys("igu_without_cohort", people[igu & ~cohort], "candidate", "slot")
    unlinked = igu & cohort & ~_listed(people, problem.links, "slot", "cohort")
    yield from _keys("cohort_not_linked", people[unlinked], "candidate", "slot", "cohort")
    if not problem.open_cohorts:
        yield from _keys("filler_in_closed_cohort", people[cohort & ~igu], "candidate", "cohort")


def _slots(problem: Problem, people: pd.DataFrame) -> Iterator[Violation]:
    """A slot takes at most its openings, and nobody or at least its team; a company at most its people."""
    counts = people["slot"].value_counts()
    taken = problem.slots.assign(taken=problem.slots["slot"].map(counts).astype("float64").fillna(0))
    yield from _keys("openings_exceeded", taken[taken["taken"] > taken["openings"]], "slot")
    started = taken[taken["taken"] > 0]
    yield from _keys("team_too_small", started[started["taken"] < started["together_min"]], "slot")
    people_of = taken.groupby("company")["taken"].sum()
    companies = problem.companies.assign(taken=problem.companies["company"].map(people_of).astype("float64").fillna(0))
    yield from _keys("company_exceeded", companies[companies["taken"] > companies["max_people"]], "company")


def _cohorts(problem: Problem, people: pd.DataFrame) -> Iterator[Violation]:
    """A cohort has min to max people or none, and a room at most its number of cohorts."""
    counts = people["cohort"].value_counts()
    seated = problem.cohorts.assign(seated=problem.cohorts["cohort"].map(counts).astype("float64").fillna(0))
    running = seated[seated["seated"] > 0]
    yield from _keys("cohort_below_min", running[running["seated"] < running["min"]], "cohort")
    yield from _keys("cohort_above_max", running[running["seated"] > running["max"]], "cohort")
    rooms = problem.rooms.assign(
        used=problem.rooms["room"].map(running["room"].value_counts()).astype("float64").fillna(0)
    )
    yield from _keys("room_exceeded", rooms[rooms["used"] > rooms["max_cohorts"]], "room")


def _decisions(problem: Problem, people: pd.DataFrame, plan: Plan) -> Iterator[Violation]:
    """Decisions to keep are kept or said to be unmet, and what was rejected or stopped is not proposed."""
    unmet = {(lock.candidate, lock.slot or "", lock.cohort or "") for lock in plan.unmet_locks}
    plain = set(problem.slots.loc[~problem.slots["needs_cohort"], "slot"])
    given = {row.candidate: (row.slot, row.cohort) for row in people.itertuples()}
    runs, decision = problem.cohorts["cohort"].isin(people["cohort"].dropna()), problem.cohorts["decision"]
    yield from _keys("cohort_stopped", problem.cohorts[runs & (decision == "stop")], "cohort")
    idle = problem.cohorts[~runs & (decision == "run")]
    yield from _keys("cohort_not_run", idle[~idle["cohort"].isin(plan.unmet_cohorts)], "cohort")
    for row in problem.fixed.fillna("").itertuples():
        slot, cohort = given.get(row.candidate, ("", ""))
        if not (row.slot or row.cohort):
            continue
        same_slot, same_cohort = row.slot in ("", slot), row.cohort in ("", cohort)
        key = (str(row.candidate), str(row.slot), str(row.cohort))
        if row.decision == "lock" and not (same_slot and same_cohort) and key not in unmet:
            yield Violation("lock_broken", key)
        if row.decision == "reject" and same_slot and (same_cohort or row.slot in plain):
            yield Violation("rejected", key)


def _figures(problem: Problem, people: pd.DataFrame, plan: Plan) -> Iterator[Violation]:
    """The figures of the plan are those of its placements."""
    placed = int(people["slot"].notna().sum())
    if placed != plan.placed:
        yield Violation("placed_differs", (str(placed), str(plan.placed)))
    if plan.placed > plan.bound:
        yield Violation("placed_above_bound", (str(plan.placed), str(plan.bound)))
    counts = people["cohort"].value_counts()
    expected = plan.cohorts["cohort"].map(counts).fillna(0)
    wrong = (plan.cohorts["seats"] != expected) | (plan.cohorts["runs"] != (expected > 0))
    yield from _keys("seats_differ", plan.cohorts[wrong], "cohort")
    values = people.merge(problem.pairs, on=["candidate", "slot"], how="left", suffixes=("", "_pair"))
    values = values.merge(problem.seats, on=["candidate", "cohort"], how="left", suffixes=("", "_seat"))
    worth = values["value_pair"].fillna(0) + values["value_seat"].fillna(0)
    yield from _keys("value_differs", values[(worth - values["value"]).abs() > 1e-6], "candidate")
