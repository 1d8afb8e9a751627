from __future__ import annotations

from datetime import date, timedelta

import pytest

from igu_xl.domain.law.economy import PROVIDER_STATUS, benefit_rate, compare_income, month_in_igu
from igu_xl.domain.law.rules import LAST_START, igu_rule
from igu_xl.domain.law.school_plan import WEEK_HOURS
from igu_xl.sheets.contract import LISTS

AFTER = LAST_START + timedelta(days=1)  # the first day of which no rule is known


IN_2021, NOW = date(2021, 6, 1), date(2026, 12, 1)
GARDENER = 2552 / WEEK_HOURS


@pytest.mark.parametrize(
    ("wage", "status", "igu", "difference"),
    [
        (84.05, "Ikke-forsørger", 11_871, 5_652),
        (84.05, "Enlig forsørger", 13_246, 809),
        (GARDENER, "Ikke-forsørger", 9_988, 3_769),
        (GARDENER, "Enlig forsørger", 11_363, -1_074),
    ],
)
def test_igu_pays_for_the_young_and_single_and_may_cost_a_single_parent(
    wage: float, status: str, igu: int, difference: int
) -> None:
    told = compare_income(wage, status, IN_2021)
    assert told.igu is not None and told.difference is not None
    assert (round(told.igu), round(told.difference)) == (igu, difference)


def test_the_older_rule_has_less_school_and_more_wage() -> None:
    before, after = igu_rule(date(2021, 4, 30)), igu_rule(date(2021, 5, 1))
    assert before and after
    assert month_in_igu(5200, 0, before) == pytest.approx(42 * 5200 / 12)
    assert month_in_igu(5200, 0, after) == pytest.approx(40.5 * 5200 / 12)


def test_without_wage_only_the_allowance_of_the_school_weeks_is_left() -> None:
    told = compare_income(0, "Forsørger", NOW, benefit=7000, allowance=5200)
    assert told.igu == pytest.approx(5200 * 11.5 / 52)


def test_a_rate_that_is_not_known_gives_no_amount_but_its_name() -> None:
    told = compare_income(100, "Forsørger", NOW)
    assert (told.igu, told.benefit, told.difference) == (None, None, None)
    assert told.missing == (
        "Satsen for uddannelsesgodtgørelsen (forsørger, 2026) er ikke kendt; skriv beløbet selv.",
        "Satsen for ydelsen (forsørger, 2026) er ikke kendt; skriv beløbet selv.",
    )


def test_one_amount_is_not_enough_for_the_other() -> None:
    assert compare_income(100, "Forsørger", NOW, benefit=7000).igu is None
    assert compare_income(100, "Forsørger", NOW, allowance=7000).igu is None
    assert compare_income(100, "Forsørger", NOW, benefit=7000, allowance=7000).benefit == 7000


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2020, 12, 31), 12_283),
        (date(2021, 1, 1), 12_437),
        (date(2022, 1, 1), None),
        (date(2025, 6, 30), None),
        (date(2025, 7, 1), None),
    ],
)
def test_only_published_rates_of_the_very_year_are_used(on: date, rate: float | None) -> None:
    assert benefit_rate("Enlig forsørger", on) == rate


def test_a_start_without_a_rule_has_no_income() -> None:
    told = compare_income(100, "Forsørger", AFTER, 7000, 7000)
    assert told.igu is None
    assert "ingen igu-regel" in told.missing[0]


def test_the_statuses_are_those_of_the_list() -> None:
    assert tuple(PROVIDER_STATUS) == LISTS["Forsørgerstatus"]


@pytest.mark.parametrize(("wage", "status"), [(-1, "Forsørger"), (100, "Gift")])
def test_an_impossible_question_is_a_programmers_mistake(wage: float, status: str) -> None:
    with pytest.raises(ValueError, match="not a wage or a status"):
        compare_income(wage, status, NOW)
