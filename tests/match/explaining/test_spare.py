"""Uden kandidaten ville det mangle en: said only where a new search without the person cannot run the cohort."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import build_case
from igu_xl.match.explaining.placements import explain_placements
from igu_xl.match.solving.solver import solve
from igu_xl.match.what_if.idea import changed as other_problem

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
NINE = 9


def at_minimum(rows: Any) -> None:
    """All nine are needed."""
    rows[NEXT]["tblHold"][0]["min"] = NINE


def one_to_spare(rows: Any) -> None:
    """All nine sit there, and a tenth has no opening but could have that of another."""
    at_minimum(rows)
    rows[BYG]["tblPladser"][0]["openings"] = 5
    rows[KOEBENHAVN]["tblKandidater"].append({**rows[KOEBENHAVN]["tblKandidater"][2], "candidate": "101-0008"})


def more_than_enough(rows: Any) -> None:
    """Nine where six are needed."""


@pytest.mark.parametrize(
    ("change", "said"),
    [(at_minimum, NINE), (one_to_spare, 0), (more_than_enough, 0)],
    ids=["at the minimum", "one to spare", "more than enough"],
)
def test_it_is_said_only_where_it_is_so(
    change: Callable[[Any], None], said: int, changed: Callable[[Callable[[Any], object]], Path]
) -> None:
    case = build_case(validate(changed(change), TODAY))
    plan, problem = solve(case.problem, 10), case.problem
    told = [one for one in explain_placements(case, plan) if "ville det mangle en" in " ".join(one.reasons)]
    assert len(told) == said
    for one in told:
        out = problem.pairs["candidate"] == one.candidate
        without = solve(other_problem(problem, pairs=problem.pairs[~out]), 10)
        assert not without.cohorts.set_index("cohort")["runs"][one.cohort]
