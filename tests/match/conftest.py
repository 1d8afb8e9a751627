"""Small invented problems with every feature: teams, rooms, companies, open cohorts, decisions, a previous plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from igu_xl.match.solving.problem.problem import Problem

MakeProblem = Callable[..., Problem]


def _listed(
    random: np.random.Generator, left: list[str], right: list[str], share: float
) -> tuple[list[str], list[str]]:
    both = [(one, other) for one in left for other in right if random.random() < share]
    return [one for one, _ in both], [other for _, other in both]


def _decisions(random: np.random.Generator, people: list[str], slots: list[str], cohorts: list[str]) -> pd.DataFrame:
    count = int(random.integers(0, 3))
    return pd.DataFrame(
        {
            "candidate": random.choice(people, count),
            "slot": [[*slots, None][random.integers(len(slots) + 1)] for _ in range(count)],
            "cohort": [[*cohorts, None][random.integers(len(cohorts) + 1)] for _ in range(count)],
            "decision": random.choice(["lock", "reject"], count),
        }
    )


def _make(seed: int, people: int = 4, slots: int = 3, cohorts: int = 2, *, decided: bool = True) -> Problem:
    random = np.random.default_rng(seed)
    who = [f"c{number}" for number in range(people)]
    where = [f"s{number}" for number in range(slots)]
    courses = [f"k{number}" for number in range(cohorts)]
    low = random.integers(1, 4, cohorts)
    pairs, seats = _listed(random, who, where, 0.7), _listed(random, who, courses, 0.8)
    links = _listed(random, where, courses, 0.7)
    frames: dict[str, Any] = {
        "candidates": pd.DataFrame(
            {
                "candidate": who,
                "municipality": random.choice(["m1", "m2"], people),
                "waited_days": random.integers(0, 300, people),
                "priority": random.choice([1, 1, 2], people),
            }
        ),
        "slots": pd.DataFrame(
            {
                "slot": where,
                "openings": random.integers(0, 4, slots),
                "needs_cohort": random.random(slots) < 0.7,
                "together_min": random.choice([1, 1, 2], slots),
                "company": [["v", "w", None][random.integers(3)] for _ in where],
            }
        ),
        "cohorts": pd.DataFrame(
            {"cohort": courses, "min": low, "max": low + random.integers(-1, 4, cohorts), "room": "r"}
        ),
        "companies": pd.DataFrame({"company": ["v"], "max_people": [random.integers(1, 4)]}),
        "rooms": pd.DataFrame({"room": ["r"], "max_cohorts": [random.integers(1, 3)]}),
        "pairs": pd.DataFrame(
            {"candidate": pairs[0], "slot": pairs[1], "value": random.integers(0, 101, len(pairs[0]))}
        ),
        "seats": pd.DataFrame(
            {"candidate": seats[0], "cohort": seats[1], "value": random.integers(0, 101, len(seats[0]))}
        ),
        "links": pd.DataFrame({"slot": links[0], "cohort": links[1]}),
        "previous": pd.DataFrame({"candidate": who[:2], "slot": [where[0], None], "cohort": [courses[0]] * 2}),
    }
    if decided:
        frames["fixed"] = _decisions(random, who, where, courses)
        frames["cohorts"]["decision"] = [[None, None, "run", "stop"][random.integers(4)] for _ in courses]
    return Problem.from_frames(open_cohorts=bool(random.random() < 0.5), **frames)


@pytest.fixture(scope="session")
def make_problem() -> MakeProblem:
    """Makes the small problem of a seed: people, slots, cohorts, and decided=False for no locks and rejections."""
    return _make


@pytest.fixture
def course() -> dict[str, pd.DataFrame]:
    """Four people, one igu slot for all of them and a cohort that needs three; a plain slot for one."""
    who = ["c0", "c1", "c2", "c3"]
    return {
        "candidates": pd.DataFrame({"candidate": who, "municipality": "m", "waited_days": [40, 30, 20, 10]}),
        "slots": pd.DataFrame({"slot": ["igu", "job"], "openings": [4, 1], "needs_cohort": [True, False]}),
        "cohorts": pd.DataFrame({"cohort": ["k"], "min": [3], "max": [4]}),
        "pairs": pd.DataFrame({"candidate": [*who, "c3"], "slot": ["igu"] * 4 + ["job"], "value": 10}),
        "seats": pd.DataFrame({"candidate": who, "cohort": "k", "value": 5}),
        "links": pd.DataFrame({"slot": ["igu"], "cohort": ["k"]}),
    }
