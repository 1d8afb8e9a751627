"""What the school part must come to, and how much of it may lie close together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.domain.law.igu.rules import FIRST_START, LAST_START
from igu_xl.domain.law.practice_hours import most_school_hours, practice_days
from igu_xl.domain.law.school_demand import SOME_AMU, school_demand
from igu_xl.domain.law.school_plan import Course, plan_verdict

NOW = date(2026, 12, 1)
TESTS = ("", "Ingen", "PD1", "PD2", "PD3", "Studieprøven")


@pytest.mark.parametrize(
    ("start", "test", "hours", "amu", "danish"),
    [
        (date(2021, 4, 30), "", 740, SOME_AMU, "opfyldt"),
        (date(2021, 4, 30), "PD1", 740, 296, "ikke opfyldt"),
        (date(2021, 5, 1), "PD1", 851, 296, "manuel vurdering"),
        (date(2024, 1, 1), "Ingen", 851, SOME_AMU, "opfyldt"),
        (NOW, "pd 2", 851, 296, "manuel vurdering"),
        (NOW, "PD3", 851, 296, "manuel vurdering"),
        (NOW, "Studieprøven", 851, 296, "manuel vurdering"),
    ],
)
def test_the_demand_is_that_of_the_day_the_igu_begins(
    start: date, test: str, hours: float, amu: float, danish: str
) -> None:
    demand = school_demand(start, test)
    assert demand is not None and demand.written
    assert (demand.hours, demand.amu_hours, demand.danish) == (hours, amu, danish)
    assert demand.weeks * 37 == hours and demand.law


@pytest.mark.parametrize("start", [FIRST_START - timedelta(days=1), LAST_START + timedelta(days=1)])
def test_there_is_no_demand_where_there_is_no_igu(start: date) -> None:
    assert school_demand(start) is None


@settings(deadline=None)
@given(
    st.dates(FIRST_START, LAST_START),
    st.sampled_from(TESTS),
    st.floats(0, 400),
    st.floats(0, 500),
    st.floats(0, 100),
)
def test_a_plan_that_meets_the_demand_is_met_and_one_that_does_not_is_not(
    start: date, test: str, amu: float, fvu: float, danish: float
) -> None:
    demand = school_demand(start, test)
    assert demand is not None
    outcome = plan_verdict([Course("AMU", amu), Course("FVU", fvu), Course("dansk", danish)], start, test).outcome
    enough = amu + 2 * fvu + 2 * danish >= demand.hours and amu >= demand.amu_hours
    if enough and (danish == 0 or demand.danish == "opfyldt"):
        assert outcome == "opfyldt"
    if amu + 2 * fvu + 2 * danish < demand.hours - 0.01:
        assert outcome == "ikke opfyldt"


@pytest.mark.parametrize(
    ("weekly", "most"), [(37, 156.0), (40, 156.0), (35, 137.43), (32, 105.22), (25, 0), (10, 0), (0, 0)]
)
def test_school_leaves_25_hours_of_practice_a_week_over_13_weeks(weekly: float, most: float) -> None:
    assert most_school_hours(weekly) == pytest.approx(most, abs=0.01)
    assert practice_days() == 91
    school_weeks = most / 37
    if most:
        assert (13 - school_weeks) * min(weekly, 37) == pytest.approx(13 * 25, abs=0.1)


@pytest.mark.parametrize("start", [FIRST_START, date(2021, 5, 1), LAST_START])
def test_the_rule_of_practice_holds_for_every_igu(start: date) -> None:
    assert (most_school_hours(37, start), practice_days(start)) == (156, 91)


@pytest.mark.parametrize("start", [FIRST_START - timedelta(days=1)])
def test_nothing_limits_where_there_is_no_rule(start: date) -> None:
    assert (most_school_hours(37, start), practice_days(start)) == (float("inf"), 0)


def test_the_school_part_of_two_years_fits_whatever_hours_are_agreed() -> None:
    """Nine blocks fit in two years: the first and the last lie less than 91 days from an end."""
    demand = school_demand(NOW)
    assert demand is not None
    for weekly in (32, 33, 35, 37):
        assert 9 * most_school_hours(weekly) >= demand.hours
