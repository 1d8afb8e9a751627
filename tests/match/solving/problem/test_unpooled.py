"""What could be done without pooling: the same problem in which no cohort mixes municipalities."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.problem.unpooled import could_fill_alone, unpooled
from igu_xl.match.solving.solver import solve


def problem(people: dict[str, int], *, least: int, openings: int = 20, cohorts: int = 1) -> Problem:
    """So many people of each municipality, all of whom may have the one slot and sit in any cohort."""
    names = [(f"{home}{number}", home) for home, count in people.items() for number in range(count)]
    candidates = pd.DataFrame(names, columns=["candidate", "municipality"])
    courses = [f"k{number}" for number in range(cohorts)]
    return Problem.from_frames(
        candidates=candidates,
        slots=pd.DataFrame({"slot": ["s"], "openings": [openings]}),
        cohorts=pd.DataFrame({"cohort": courses, "min": least, "max": 20}),
        pairs=candidates[["candidate"]].assign(slot="s"),
        seats=candidates[["candidate"]].merge(pd.DataFrame({"cohort": courses}), how="cross"),
        links=pd.DataFrame({"slot": "s", "cohort": courses}),
    )


@pytest.mark.parametrize(
    ("people", "least", "cohorts", "together", "alone"),
    [
        ({"a": 4, "b": 4}, 6, 1, 8, 0),  # neither fills it
        ({"a": 6, "b": 4}, 6, 1, 10, 6),  # one does
        ({"a": 6, "b": 7}, 6, 1, 13, 7),  # both could, and the cohort is there once
        ({"a": 6, "b": 7}, 6, 2, 13, 13),  # each has its own
        ({"a": 1, "b": 1}, 1, 1, 2, 2),  # it has its minimum already, and is open to all
    ],
)
def test_a_cohort_is_filled_by_one_municipality_or_not_at_all(
    people: dict[str, int], least: int, cohorts: int, together: int, alone: int
) -> None:
    pooled = problem(people, least=least, cohorts=cohorts)
    apart = unpooled(pooled)
    assert apart.check() == []
    assert solve(pooled, 10).placed == together
    plan = solve(apart, 10)
    assert (plan.placed, plan.bound) == (alone, alone)
    homes = plan.placements["candidate"].str[0].groupby(plan.placements["cohort"]).nunique()
    assert (homes <= 1).all() or least <= 1


def test_slots_stay_open_to_all() -> None:
    assert solve(unpooled(problem({"a": 6, "b": 7}, least=6, cohorts=2, openings=12)), 10).placed == 12


def test_rejections_stand_and_locks_do_not() -> None:
    whole = problem({"a": 6}, least=6)
    decided = [("a0", "s", "k0", "reject"), ("a1", "s", None, "lock")]
    frames = {name: getattr(whole, name) for name in ("candidates", "slots", "cohorts", "pairs", "seats", "links")}
    fixed = pd.DataFrame(decided, columns=["candidate", "slot", "cohort", "decision"])
    apart = unpooled(Problem.from_frames(**frames, fixed=fixed))
    assert apart.fixed["decision"].tolist() == ["reject"]
    assert solve(apart, 10).placed == 0


@pytest.mark.parametrize(("people", "could"), [({"a": 5, "b": 5}, set()), ({"a": 6, "b": 5}, {"k0"})])
def test_who_could_fill_a_cohort_alone_is_counted_by_people_with_a_slot(
    people: dict[str, int], could: set[str]
) -> None:
    assert could_fill_alone(problem(people, least=6)) == could


@pytest.mark.parametrize(
    ("seated", "could"),
    [
        # the cohort needs 6: 4 are in it, 5 of a and 3 of b could come
        ({"b": 4}, {"k0"}),  # b has 4 there and 3 to come
        ({"a": 4}, {"k0"}),
        ({"c": 4}, set()),  # nobody of c could come, and neither a nor b has 6
        ({"c": 6}, {"k0"}),  # c has filled it
        ({}, {"k0"}),  # whose the 4 are is not known: they count for everybody
    ],
)
def test_those_of_another_municipality_who_are_enrolled_do_not_help_to_fill_it_alone(
    seated: dict[str, int], could: set[str]
) -> None:
    whole = problem({"a": 5, "b": 3}, least=2)
    unknown = 4 - min(sum(seated.values()), 4)
    needs = {("k0", home): 6 - unknown - seated.get(home, 0) for home in ("a", "b", "c")}
    least = pd.Series(needs).rename_axis(["cohort", "municipality"])
    assert could_fill_alone(whole, least) == could
    enrolled = replace(whole, cohorts=whole.cohorts.assign(enrolled=4.0))
    apart = unpooled(enrolled, least)
    assert apart.check() == []
    assert bool(solve(apart, 10).placed) == bool(could - ({"k0"} if seated == {"c": 6} else set()))
