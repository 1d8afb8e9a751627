"""§ 5, stk. 1: an igu where the person has had an ordinary job; and practice where the person was employed last."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.domain.law.igu.rules import LAST_START
from igu_xl.domain.law.places.same_company import (
    EarlierJob,
    last_employers,
    practice_there_rule,
    same_company_rule,
    three_months_rule,
)

AFTER = LAST_START + timedelta(days=1)  # the first day of which no rule is known
OUR_CVR, OTHER_CVR = "26911125", "76065314"
START = date(2026, 12, 1)
OLD_START = date(2019, 6, 3)


@pytest.mark.parametrize(
    ("last_cvr", "employed_to", "company", "outcome", "changes_on"),
    [
        (None, None, OUR_CVR, "opfyldt", None),
        (np.nan, None, None, "opfyldt", None),
        (OTHER_CVR, date(2026, 11, 30), OUR_CVR, "opfyldt", None),
        (OUR_CVR, date(2026, 8, 31), OUR_CVR, "opfyldt", None),
        (OUR_CVR, date(2026, 9, 1), OUR_CVR, "ikke opfyldt", date(2026, 12, 2)),
        (OUR_CVR, date(2027, 1, 31), OUR_CVR, "ikke opfyldt", date(2027, 5, 1)),
        (OUR_CVR, LAST_START - timedelta(days=31), OUR_CVR, "ikke opfyldt", None),
        ("DK 26 91 11 25", date(2026, 11, 1), 26911125.0, "ikke opfyldt", date(2027, 2, 2)),
        (OUR_CVR, None, OUR_CVR, "mangler data", None),
        (OUR_CVR, date(2026, 8, 31), "", "mangler data", None),
    ],
)
def test_no_ordinary_job_in_the_same_company_within_three_months(
    last_cvr: object, employed_to: date | None, company: object, outcome: str, changes_on: date | None
) -> None:
    found = three_months_rule(last_cvr, employed_to, company, START)
    assert (found.outcome, found.changes_on) == (outcome, changes_on)
    assert found.rule == "IGU2024"
    assert "L 217" in found.law
    assert "§ 5, stk. 1" in found.law


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_start_it_names_is_the_first_that_is_allowed(employed_to: date) -> None:
    too_soon = three_months_rule(OUR_CVR, employed_to, OUR_CVR, employed_to)
    assert too_soon.changes_on is not None
    day_before = too_soon.changes_on - timedelta(days=1)
    assert three_months_rule(OUR_CVR, employed_to, OUR_CVR, too_soon.changes_on).outcome == too_soon.changes_to
    assert too_soon.changes_to == "opfyldt"
    assert three_months_rule(OUR_CVR, employed_to, OUR_CVR, day_before).outcome == "ikke opfyldt"


@pytest.mark.parametrize(
    ("jobs", "outcome"),
    [
        ([], "opfyldt"),
        ([EarlierJob(OUR_CVR, date(2026, 8, 31)), EarlierJob(OUR_CVR, date(2020, 1, 1))], "opfyldt"),
        (
            [EarlierJob(OUR_CVR, date(2026, 9, 1)), EarlierJob(OTHER_CVR, date(2026, 11, 1))],
            "ikke opfyldt",
        ),  # an earlier one
        ([EarlierJob(OUR_CVR, None, held=True)], "ikke opfyldt"),
        ([EarlierJob(OTHER_CVR, None, held=True)], "opfyldt"),
        ([EarlierJob(OUR_CVR, None), EarlierJob(OUR_CVR, date(2020, 1, 1))], "mangler data"),
        ([EarlierJob(OUR_CVR, None), EarlierJob(OUR_CVR, date(2026, 11, 1))], "ikke opfyldt"),
    ],
)
def test_all_jobs_in_the_company_count_and_the_one_that_speaks_most_against_it_decides(
    jobs: list[EarlierJob], outcome: str
) -> None:
    assert same_company_rule(jobs, OUR_CVR, START).outcome == outcome


def test_of_two_jobs_that_are_too_near_the_later_one_says_when_it_changes() -> None:
    jobs = [EarlierJob(OUR_CVR, date(2026, 11, 1)), EarlierJob(OUR_CVR, date(2026, 11, 15))]
    assert same_company_rule(jobs, OUR_CVR, START).changes_on == date(2027, 2, 16)


@pytest.mark.parametrize(
    ("until", "outcome"),
    [
        (OLD_START + timedelta(days=9), "ikke opfyldt"),
        (OLD_START - timedelta(days=1), "ikke opfyldt"),  # the day before: i forlængelse heraf
        (OLD_START - timedelta(days=2), "manuel vurdering"),
        (date(2019, 3, 3), "manuel vurdering"),
        (date(2019, 3, 2), "opfyldt"),  # three months after the first day without it
        (None, "mangler data"),
    ],
)
def test_before_july_2019_an_igu_could_not_follow_a_job_in_the_company(until: date | None, outcome: str) -> None:
    found = three_months_rule(OUR_CVR, until, OUR_CVR, OLD_START)
    assert found.outcome == outcome
    assert "§ 5, stk. 1" in found.law
    assert "L 217" not in found.law


@pytest.mark.parametrize(
    ("start", "rule", "outcome"),
    [
        (date(2016, 6, 30), "", "ikke opfyldt"),
        (date(2016, 7, 1), "IGU2016", "manuel vurdering"),
        (date(2019, 6, 30), "IGU2016", "manuel vurdering"),
        (date(2019, 7, 1), "IGU2019", "ikke opfyldt"),
        (LAST_START, "IGU2024", "ikke opfyldt"),
        (AFTER, "", "ikke opfyldt"),
    ],
)
def test_the_limit_of_three_months_came_in_july_2019_and_holds_while_there_is_an_igu_law(
    start: date, rule: str, outcome: str
) -> None:
    found = three_months_rule(OUR_CVR, start - timedelta(days=30), OUR_CVR, start)
    assert (found.rule, found.outcome) == (rule, outcome)


@pytest.mark.parametrize(
    ("jobs", "employers"),
    [
        ([], set()),
        ([EarlierJob("DK 26 91 11 25", None)], {OUR_CVR}),
        ([EarlierJob(OTHER_CVR, date(2026, 1, 1)), EarlierJob(OUR_CVR, date(2026, 2, 1))], {OUR_CVR}),
        ([EarlierJob(OTHER_CVR, date(2026, 2, 1)), EarlierJob(OUR_CVR, date(2026, 2, 1))], {OUR_CVR, OTHER_CVR}),
        ([EarlierJob(OTHER_CVR, date(2026, 2, 2)), EarlierJob(OUR_CVR, date(2026, 2, 1))], {OTHER_CVR}),
        ([EarlierJob(OUR_CVR, None), EarlierJob(OTHER_CVR, date(2026, 1, 1))], {OUR_CVR, OTHER_CVR}),
        ([EarlierJob(OTHER_CVR, None, held=True), EarlierJob(OUR_CVR, date(2026, 2, 1))], {OTHER_CVR}),
    ],
)
def test_the_last_employer_is_the_one_left_last_and_any_that_nobody_knows_when_was_left(
    jobs: list[EarlierJob], employers: set[str]
) -> None:
    assert last_employers(jobs) == employers


@pytest.mark.parametrize(
    ("start", "outcome", "sure"),
    [
        (date(2019, 12, 31), None, None),
        (date(2020, 1, 1), "opfyldt", "vejledning"),
        (date(2026, 12, 31), "opfyldt", "vejledning"),
        (date(2027, 1, 1), "manuel vurdering", "ikke læst endnu"),
    ],
)
def test_practice_where_the_person_was_employed_last_says_how_sure_it_is(
    start: date, outcome: str | None, sure: str | None
) -> None:
    rule = practice_there_rule(start)
    assert ((rule["vurdering"], rule["sikkerhed"]) if rule else (None, None)) == (outcome, sure)
