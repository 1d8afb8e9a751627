"""A cohort that people are enrolled in is filled before an empty one, and what that costs is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import RUN, Decision, build_case
from igu_xl.match.proposal import Proposal, propose
from igu_xl.match.summary import summary

TODAY = date(2026, 11, 2)
NEXT = "skoler/next.xlsx"
EMPTY, BEGUN = "NEXT-2027-01", "NEXT-2027-02"
Changed = Callable[..., Path]


def proposed(folder: Path, *decisions: Decision) -> Proposal:
    checked = validate(folder, TODAY)
    return propose(build_case(checked, decisions), checked, 10)


@pytest.fixture
def five_enrolled(changed: Changed) -> Path:
    """Five of twelve seats of the cohort that needs ten are taken; nine people wait, and the other cohort is empty."""
    return changed(lambda rows: rows[NEXT]["tblHold"][1].update(free_seats=7))


def cohorts(told: Proposal) -> set[str]:
    return {one.cohort for one in told.placements if one.cohort}


def test_the_cohort_with_people_in_it_runs_and_its_price_is_told(five_enrolled: Path) -> None:
    told = proposed(five_enrolled)
    assert cohorts(told) == {BEGUN}
    assert told.enrolled is not None
    assert told.enrolled.as_json() == {"kept": [BEGUN], "people": 5, "lost": [], "cost": 2}
    price = "er fyldt først, for 5 er tilmeldt i forvejen; ellers kunne 2 flere få et forløb."
    assert f"Hold {BEGUN} {price}" in summary(told)


def test_the_coordinator_may_decide_otherwise(five_enrolled: Path) -> None:
    told = proposed(five_enrolled, Decision("", "", EMPTY, RUN))
    assert cohorts(told) == {EMPTY}
    assert "Hold NEXT-2027-02 kan ikke fyldes, selv om 5 er tilmeldt." in summary(told)


def test_nothing_is_said_where_nobody_is_enrolled(clean_partnership: Path) -> None:
    told = proposed(clean_partnership)
    assert told.enrolled is None
    assert "tilmeldt i forvejen" not in summary(told)


@pytest.mark.parametrize("free", [2, 0])
def test_a_cohort_that_has_its_minimum_asks_for_nobody(free: int, changed: Changed) -> None:
    def enough(rows: Any) -> None:
        rows[NEXT]["tblHold"][1].update(free_seats=free)

    assert proposed(changed(enough)).enrolled is None
