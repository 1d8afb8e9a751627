from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from igu_xl.domain.law.igu.bases import (
    AFGHANISTAN,
    BASES,
    BASIS_RULES,
    BILINGUAL,
    OTHER_FAMILY,
    UKRAINE,
    basis_rule,
    covered_from,
)
from igu_xl.domain.law.igu.rules import LAST_START, RULES, igu_rule
from igu_xl.domain.law.verdict import MANUAL, MET

AFTER = LAST_START + timedelta(days=1)  # the first day of which no rule is known


@pytest.mark.parametrize(
    ("start", "rule_id"),
    [
        (date(2016, 6, 30), None),
        (date(2016, 7, 1), "IGU2016"),
        (date(2019, 6, 30), "IGU2016"),
        (date(2019, 7, 1), "IGU2019"),
        (date(2021, 4, 30), "IGU2019"),
        (date(2021, 5, 1), "IGU2021"),
        (date(2022, 3, 16), "IGU2021"),
        (date(2022, 3, 17), "IGU2022A"),
        (date(2022, 6, 30), "IGU2022A"),
        (date(2022, 7, 1), "IGU2022B"),
        (date(2023, 12, 31), "IGU2022B"),
        (date(2024, 1, 1), "IGU2024"),
        (date(2027, 12, 31), "IGU2024"),
        (AFTER, None),
        (date(2100, 1, 1), None),
    ],
)
def test_the_rule_is_the_one_of_the_start_date_or_none(start: date, rule_id: str | None) -> None:
    rule = igu_rule(start)
    assert (rule and rule.rule_id) == rule_id


def test_the_rules_follow_each_other_without_gap_or_overlap() -> None:
    for earlier, later in pairwise(RULES):
        assert later.valid_from == earlier.valid_to + timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "weeks", "hours"),
    [(date(2021, 4, 30), 20, 740), (date(2021, 5, 1), 23, 851), (date(2026, 12, 1), 23, 851)],
)
def test_school_is_20_weeks_before_may_2021_and_23_since(start: date, weeks: int, hours: int) -> None:
    rule = igu_rule(start)
    assert rule is not None
    assert (rule.school_weeks, rule.school_hours) == (weeks, hours)
    assert rule.school_hours == 37 * rule.school_weeks


def test_the_rule_of_2024_brought_50_years_20_years_and_a_national_cap() -> None:
    assert [(rule.age_min, rule.age_max) for rule in RULES[:6]] == [(18, 40)] * 5 + [(18, 50)]
    assert [rule.residence_years for rule in RULES[:6]] == [5, 5, 10, 10, 10, 20]
    assert [rule.residence_inclusive for rule in RULES[:6]] == [False] * 5 + [True]
    assert [rule.annual_cap for rule in RULES[:6]] == [None] * 5 + [1500]


@pytest.mark.parametrize(
    ("basis", "first"),
    [
        ("Flygtning", date(2016, 7, 1)),
        ("Familiesammenført til flygtning", date(2016, 7, 1)),
        (OTHER_FAMILY, date(2024, 1, 1)),
        (UKRAINE, date(2022, 3, 17)),
        (AFGHANISTAN, date(2022, 7, 1)),
        (BILINGUAL, None),
    ],
)
def test_a_group_is_covered_from_the_day_its_law_came_into_force(basis: str, first: date | None) -> None:
    assert covered_from(basis) == first


def test_the_three_months_rule_came_in_2019() -> None:
    assert [rule.same_company_months for rule in RULES[:6]] == [None, 3, 3, 3, 3, 3]


def test_every_rule_cites_a_law_and_says_how_sure_it_is() -> None:
    unsaid = [rule.rule_id for rule in RULES if not ("lov" in rule.law and rule.source and rule.note)]
    assert unsaid == [], "domain/data/rule_versions.csv: law, source and note are needed"
    assert [rule.rule_id for rule in RULES[:6] if not rule.verified] == []


@pytest.mark.parametrize(
    ("basis", "start", "outcome"),
    [
        (UKRAINE, date(2022, 3, 16), None),
        (UKRAINE, date(2022, 3, 17), MET),
        (UKRAINE, date(2026, 3, 17), MET),
        (UKRAINE, date(2026, 3, 18), MET),
        (AFGHANISTAN, date(2022, 6, 30), None),
        (AFGHANISTAN, date(2022, 7, 1), MET),
        (AFGHANISTAN, date(2025, 11, 30), MET),
        (AFGHANISTAN, date(2025, 12, 1), MANUAL),
        (OTHER_FAMILY, date(2023, 12, 31), None),
        (OTHER_FAMILY, date(2024, 1, 1), MET),
        (BILINGUAL, date(2026, 12, 1), None),
    ],
)
def test_a_basis_is_judged_by_the_row_that_holds_on_the_start(basis: str, start: date, outcome: str | None) -> None:
    rule = basis_rule(basis, start)
    assert (rule and rule.outcome) == outcome


def test_every_basis_of_the_rules_is_on_the_list() -> None:
    assert {rule.basis for rule in BASIS_RULES} <= set(BASES)
