"""The solver against two other ways to find the best plan: listing every plan, and the textbook model."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve
from igu_xl.optimise.reached import AimReached

MakeProblem = Callable[..., Problem]
Choice = tuple[str | None, str | None]
SEEDS = st.integers(0, 2**32)


def _step(plan: Plan, aim: str) -> AimReached:
    return next(step for step in plan.steps if step.aim == aim)


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def _choices(problem: Problem, person: str) -> Iterator[Choice]:
    """What a person could get, before anybody else is looked at."""
    igu = dict(zip(problem.slots["slot"], problem.slots["needs_cohort"], strict=True))
    slots = problem.pairs.loc[problem.pairs["candidate"] == person, "slot"]
    cohorts = problem.seats.loc[problem.seats["candidate"] == person, "cohort"]
    links = set(zip(problem.links["slot"], problem.links["cohort"], strict=True))
    for slot, cohort in itertools.product([None, *slots], [None, *cohorts]):
        needs = slot is not None and igu[slot]
        if needs and (slot, cohort) not in links:
            continue
        if cohort is not None and not needs and not problem.open_cohorts:
            continue
        if not any(_meets(row, person, slot, cohort, igu) for row in _decided(problem, "reject")):
            yield slot, cohort


def _decided(problem: Problem, decision: str) -> list[Any]:
    rows = problem.fixed.astype(object).where(problem.fixed.notna(), None)
    return [row for row in rows.itertuples() if row.decision == decision and (row.slot or row.cohort)]


def _meets(row: Any, person: str, slot: str | None, cohort: str | None, igu: dict[str, bool]) -> bool:
    plain = row.slot is not None and not igu[row.slot]
    return bool(row.candidate == person and row.slot in (None, slot) and (plain or row.cohort in (None, cohort)))


def _possible(problem: Problem, given: tuple[Choice, ...]) -> bool:
    slots = Counter(slot for slot, _ in given if slot)
    cohorts = Counter(cohort for _, cohort in given if cohort)
    for row in _rows(problem.slots):
        taken = slots[row.slot]
        if taken and not max(row.together_min, 1) <= taken <= row.openings:
            return False
    rooms: Counter[str] = Counter()
    for row in _rows(problem.cohorts):
        seated = cohorts[row.cohort]
        if seated and not row.min <= seated <= row.max:
            return False
        if seated and row.decision == "stop":
            return False
        rooms[row.room] += seated > 0
    company = dict(zip(problem.slots["slot"], problem.slots["company"], strict=True))
    hired = Counter(company[slot] for slot, _ in given if slot)
    if any(hired[row.company] > row.max_people for row in _rows(problem.companies)):
        return False
    return all(rooms[row.room] <= row.max_cohorts for row in _rows(problem.rooms))


def _best_by_enumeration(problem: Problem) -> tuple[int, float, int]:
    """Most locks and cohorts that must run, then most weight, of all plans there are; most people of any plan."""
    must_run = set(problem.cohorts.loc[problem.cohorts["decision"] == "run", "cohort"])
    people = problem.candidates["candidate"].tolist()
    weight = problem.candidates["priority"].tolist()
    best, most = (-1, -1.0), 0
    for taken in itertools.product(*(_choices(problem, person) for person in people)):
        if not _possible(problem, taken):
            continue
        got = dict(zip(people, taken, strict=True))
        locks = sum(
            row.slot in (None, got[row.candidate][0]) and row.cohort in (None, got[row.candidate][1])
            for row in _decided(problem, "lock")
        )
        locks += len(must_run & {cohort for _, cohort in taken})
        best = max(best, (locks, sum(w for w, (slot, _) in zip(weight, taken, strict=True) if slot)))
        most = max(most, sum(slot is not None for slot, _ in taken))
    return *best, most


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS)
def test_the_plan_is_as_good_as_the_best_of_all_plans(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed)
    locks, weight, most = _best_by_enumeration(problem)
    plan = solve(problem)
    assert check(problem, plan) == []
    assert plan.status == "optimal"
    assert _step(plan, "placed").value == pytest.approx(weight)
    assert plan.bound >= most or locks
    kept = [step.value for step in plan.steps if step.aim == "locks"]
    assert (kept or [0]) == [pytest.approx(locks)]


def _flat_optimum(problem: Problem) -> float:
    """The most weight by the textbook model: who is in which slot, who in which cohort, which cohort runs."""
    pairs = list(zip(problem.pairs["candidate"], problem.pairs["slot"], strict=True))
    seats = list(zip(problem.seats["candidate"], problem.seats["cohort"], strict=True))
    links = set(zip(problem.links["slot"], problem.links["cohort"], strict=True))
    slots, cohorts = problem.slots.set_index("slot"), problem.cohorts.set_index("cohort")
    names: list[Any] = [*(("x", *pair) for pair in pairs), *(("y", *seat) for seat in seats)]
    names += [("z", cohort) for cohort in cohorts.index] + [("u", slot) for slot in slots.index]
    number = {name: index for index, name in enumerate(names)}
    rows: list[tuple[dict[Any, float], float]] = []
    for person in problem.candidates["candidate"]:
        own_slots = [slot for who, slot in pairs if who == person]
        own_seats = [cohort for who, cohort in seats if who == person]
        igu = [slot for slot in own_slots if slots.loc[slot, "needs_cohort"]]
        rows.append(({("x", person, slot): 1.0 for slot in own_slots}, 1))
        rows.append(({("y", person, cohort): 1.0 for cohort in own_seats}, 1))
        for slot in igu:
            serving = {("y", person, cohort): -1.0 for cohort in own_seats if (slot, cohort) in links}
            rows.append(({("x", person, slot): 1.0, **serving}, 0))
        if not problem.open_cohorts:
            for cohort in own_seats:
                rows.append(({("y", person, cohort): 1.0, **{("x", person, slot): -1.0 for slot in igu}}, 0))
    for slot, row in slots.iterrows():
        taken = {("x", who, where): 1.0 for who, where in pairs if where == slot}
        rows.append(({**taken, ("u", slot): -row["openings"]}, 0))
        rows.append(({**{name: -1.0 for name in taken}, ("u", slot): row["together_min"]}, 0))
    for cohort, row in cohorts.iterrows():
        seated = {("y", who, which): 1.0 for who, which in seats if which == cohort}
        rows.append(({**seated, ("z", cohort): -row["max"]}, 0))
        rows.append(({**{name: -1.0 for name in seated}, ("z", cohort): row["min"]}, 0))
    for company in _rows(problem.companies):
        hired = {("x", *pair): 1.0 for pair in pairs if slots.loc[pair[1], "company"] == company.company}
        rows.append((hired, company.max_people))
    for room in _rows(problem.rooms):
        rows.append(({("z", which): 1.0 for which in cohorts.index[cohorts["room"] == room.room]}, room.max_cohorts))
    matrix = np.zeros((len(rows), len(names)))
    for index, (entries, _) in enumerate(rows):
        for name, coefficient in entries.items():
            matrix[index, number[name]] = coefficient
    priority = problem.candidates.set_index("candidate")["priority"]
    price = np.array([-priority[name[1]] if name[0] == "x" else 0.0 for name in names])
    limits = LinearConstraint(matrix, -np.inf, [limit for _, limit in rows])
    return -float(milp(price, constraints=limits, integrality=np.ones(len(names)), bounds=Bounds(0, 1)).fun)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_the_textbook_model_finds_no_better_plan(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=10, slots=5, cohorts=4, decided=False)
    plan = solve(problem)
    assert check(problem, plan) == []
    assert _step(plan, "placed").value == pytest.approx(_flat_optimum(problem))
