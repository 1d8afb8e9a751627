"""A school plan small enough to count by hand, as tables, and the shapes of the benchmark."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

MONDAY = date(2027, 1, 4)


def week(number: int) -> date:
    """The Monday of a week of the plan."""
    return MONDAY + timedelta(weeks=number)


def friday(number: int) -> date:
    """The Friday of the same week."""
    return week(number) + timedelta(days=4)


@pytest.fixture
def years() -> dict[str, Any]:
    """Three pupils and three cohorts of one week: welding, then (after it) steel, and Danish that nobody needs first.

    Everybody needs 111 hours, of these 74 of AMU, and welding. The cohorts take two to three, in one room.
    """
    pupils = ["p0", "p1", "p2"]
    cohorts = ["weld", "steel", "talk"]
    return {
        "pupils": pd.DataFrame(
            {"pupil": pupils, "begins": week(0), "ends": friday(50), "hours": 111.0, "amu_hours": 74.0}
        ),
        "courses": pd.DataFrame(
            {
                "course": ["welding", "steelwork", "danish"],
                "hours": 37.0,
                "kind": ["AMU", "AMU", "dansk"],
                "after": ["", "welding", ""],
                "taught": [37.0, 37.0, 18.5],
            }
        ),
        "wants": pd.DataFrame(
            [(pupil, course, course == "welding") for pupil in pupils for course in ("welding", "steelwork", "danish")],
            columns=["pupil", "course", "must"],
        ),
        "cohorts": pd.DataFrame(
            {
                "cohort": cohorts,
                "start": [week(2), week(4), week(6)],
                "end": [friday(2), friday(4), friday(6)],
                "min": 2,
                "max": 3,
                "taken": 0,
                "room": "hall",
            }
        ),
        "teaches": pd.DataFrame({"cohort": cohorts, "course": ["welding", "steelwork", "danish"]}),
        "rooms": pd.DataFrame({"room": ["hall"], "max_cohorts": [1]}),
        "seats": pd.DataFrame(
            [(pupil, cohort, 50.0) for pupil in pupils for cohort in cohorts], columns=["pupil", "cohort", "value"]
        ),
        "limits": pd.DataFrame({"most_school_hours": [74.0], "days": [28]}),
    }


@pytest.fixture(scope="session")
def instances() -> ModuleType:
    """The generator of the benchmark."""
    path = Path(__file__).parents[2] / "benchmarks" / "school_instances.py"
    spec = spec_from_file_location("school_instances", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules["school_instances"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
