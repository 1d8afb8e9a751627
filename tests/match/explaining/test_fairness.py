"""How alike municipalities are treated: the smallest share, and what it cost, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from igu_xl.match.explaining.fairness import Fairness, fairness
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve


def problem(homes: dict[str, int], openings: dict[str, int]) -> Problem:
    """People of each municipality, and plain slots: `a` for all of a, `alle` for everybody."""
    people = [(f"{home}{number}", home) for home, count in homes.items() for number in range(count)]
    candidates = pd.DataFrame(people, columns=["candidate", "municipality"])
    slots = pd.DataFrame({"slot": list(openings), "openings": list(openings.values()), "needs_cohort": False})
    pairs = [
        (name, slot)
        for name, home in people
        for slot in openings
        if slot in (home, "alle")
    ]  # fmt: skip
    return Problem.from_frames(
        candidates=candidates, slots=slots, pairs=pd.DataFrame(pairs, columns=["candidate", "slot"])
    )


def test_the_municipality_with_the_smallest_share_is_named() -> None:
    tables = problem({"a": 6, "b": 6}, {"a": 6, "alle": 3})
    told = fairness(tables, solve(tables, 10))
    assert told == Fairness("b", 3, 6, 0)
    assert told.words == "b får mindst: 3 af de 6, der kan få et forløb (50 %)."
    assert told.as_json() == {"municipality": "b", "placed": 3, "placeable": 6, "cost": 0}


def test_who_is_only_rejected_or_waits_for_a_cohort_that_cannot_run_is_not_counted() -> None:
    """Of eight of a one is rejected and one could sit only in a cohort that needs two; of six of b three get one."""
    plain = problem({"a": 7, "b": 6}, {"a": 7, "b": 3})
    names = pd.DataFrame({"candidate": ["a7"], "municipality": ["a"]})
    slots = pd.DataFrame({"slot": ["a", "b", "igu"], "openings": [3, 6, 1], "needs_cohort": [False, False, True]})
    tables = Problem.from_frames(
        candidates=pd.concat([plain.candidates[["candidate", "municipality"]], names], ignore_index=True),
        slots=slots,
        cohorts=pd.DataFrame({"cohort": ["k"], "min": [2], "max": [4]}),
        pairs=pd.concat([plain.pairs[["candidate", "slot"]], pd.DataFrame({"candidate": ["a7"], "slot": ["igu"]})]),
        seats=pd.DataFrame({"candidate": ["a7"], "cohort": ["k"]}),
        links=pd.DataFrame({"slot": ["igu"], "cohort": ["k"]}),
        fixed=pd.DataFrame({"candidate": ["a0"], "slot": ["a"], "cohort": [None], "decision": ["reject"]}),
    )
    assert fairness(tables, solve(tables, 10)) == Fairness("a", 3, 6, 0)


def test_where_everybody_is_placed_nothing_is_said() -> None:
    tables = problem({"a": 5, "b": 5}, {"alle": 10})
    told = fairness(tables, solve(tables, 10))
    assert told is not None
    assert (told.placed, told.placeable, told.words) == (5, 5, "")


@pytest.mark.parametrize("homes", [{"a": 4, "b": 3}, {}])
def test_small_municipalities_are_not_compared(homes: dict[str, int]) -> None:
    tables = problem(homes, {"alle": 2})
    assert fairness(tables, solve(tables, 10)) is None


def test_what_was_given_up_is_the_price() -> None:
    """A team of six of a, or two of b each in a slot of its own: both cannot be, for the six share a company."""
    names = [*(f"a{number}" for number in range(6)), *(f"b{number}" for number in range(5))]
    tables = Problem.from_frames(
        candidates=pd.DataFrame({"candidate": names, "municipality": [name[0] for name in names]}),
        slots=pd.DataFrame(
            {
                "slot": ["hold", "enkelt"],
                "openings": [6, 5],
                "together_min": [6, 1],
                "needs_cohort": False,
                "company": "firma",
            }
        ),
        companies=pd.DataFrame({"company": ["firma"], "max_people": [6]}),
        pairs=pd.DataFrame(
            [(name, "hold") for name in names[:6]] + [(name, "enkelt") for name in (*names[:3], *names[6:])],
            columns=["candidate", "slot"],
        ),
    )
    plan = solve(tables, 10, tolerance={"placed": 1.0})
    told = fairness(tables, plan)
    assert told is not None
    assert told.cost == 6 - plan.placed
