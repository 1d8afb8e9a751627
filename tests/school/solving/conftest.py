"""Tiny school plans made by chance, in which every rule bites now and then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

Frames = dict[str, pd.DataFrame]
MONDAY = date(2027, 1, 4)


def _make(seed: int, *, pupils: int = 4, cohorts: int = 5, weighted: bool = False) -> Frames:
    """Its tables; `weighted`: pupils of more than one priority."""
    random = np.random.default_rng(seed)
    chance = random.random
    names, groups = [f"p{number}" for number in range(pupils)], [f"k{number}" for number in range(cohorts)]
    courses = [f"c{number}" for number in range(int(random.integers(2, 5)))]
    after = ["", *(";".join(c for c in courses[:place] if chance() < 0.25) for place in range(1, len(courses)))]
    hours = random.choice([18.5, 37.0, 74.0], len(courses))
    start = random.integers(0, 40, cohorts)
    least = random.integers(0, 4, cohorts)
    wants = [(pupil, course, chance() < 0.2) for pupil in names for course in courses if chance() < 0.8]
    seats = [(pupil, group, float(random.integers(0, 100))) for pupil in names for group in groups if chance() < 0.8]
    frames = {
        "pupils": pd.DataFrame(
            {
                "pupil": names,
                "begins": [_day(0) if chance() < 0.7 else _day(int(random.integers(0, 15))) for _ in names],
                "ends": [_day(60) if chance() < 0.7 else _day(int(random.integers(25, 60))) for _ in names],
                "hours": random.choice([0.0, 18.5, 37.0, 74.0, 100.0, 500.0], pupils),
                "amu_hours": random.choice([0.0, 0.0, 18.5, 37.0], pupils),
                "priority": random.choice([0.5, 1.0, 3.0], pupils) if weighted else 1.0,
            }
        ),
        "courses": pd.DataFrame(
            {
                "course": courses,
                "hours": hours,
                "kind": random.choice(["AMU", "dansk"], len(courses)),
                "after": after,
                "taught": np.where(random.random(len(courses)) < 0.5, hours, hours / 2),
            }
        ),
        "wants": pd.DataFrame(wants, columns=["pupil", "course", "must"]).assign(
            earliest=[_day(int(random.integers(0, 20))) if chance() < 0.1 else None for _ in wants],
            latest=[_day(int(random.integers(20, 50))) if chance() < 0.1 else None for _ in wants],
        ),
        "cohorts": pd.DataFrame(
            {
                "cohort": groups,
                "start": [_day(int(day)) for day in start],
                "end": [_day(int(day + random.integers(1, 20))) for day in start],
                "min": least,
                "max": least + random.integers(-1, 4, cohorts).clip(min=-least),
                "taken": np.where(random.random(cohorts) < 0.3, random.integers(0, 3, cohorts), 0),
                "state": random.choice(["planned", "can be opened"], cohorts),
                "room": [random.choice(["r0", "r1"]) if chance() < 0.6 else None for _ in groups],
            }
        ),
        "teaches": pd.DataFrame(
            [
                (group, str(course))
                for group in groups
                for course in random.choice(courses, int(random.integers(1, 3)), replace=False)
            ],
            columns=["cohort", "course"],
        ),
        "rooms": pd.DataFrame({"room": ["r0", "r1"], "max_cohorts": random.integers(0, 3, 2)}),
        "seats": pd.DataFrame(seats, columns=["pupil", "cohort", "value"]),
        "away": pd.DataFrame(
            [(pupil, _day(5 * n), _day(5 * n + 6)) for n, pupil in enumerate(names) if chance() < 0.3],
            columns=["pupil", "begins", "ends"],
        ),
        "limits": pd.DataFrame(
            [(float(random.choice([37.0, 60.0, 90.0])), days) for days in (7, 14, 30) if chance() < 0.3],
            columns=["most_school_hours", "days"],
        ),
        "fixed": pd.DataFrame(
            [
                (pupil, group, "lock" if chance() < 0.6 else "reject")
                for pupil in names
                for group in groups
                if chance() < 0.08
            ],
            columns=["pupil", "cohort", "decision"],
        ),
    }
    frames["previous"] = frames["seats"].loc[random.random(len(seats)) < 0.3, ["pupil", "cohort"]]
    return frames


def _day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.fixture
def make_tiny() -> Callable[..., Frames]:
    """Makes the tables of a tiny problem from a seed."""
    return _make
