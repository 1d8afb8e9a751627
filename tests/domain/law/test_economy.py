from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from igu_xl.domain.dated import dated_rows, first_day, last_day, row_on
from igu_xl.domain.law.economy import PROVIDER_STATUS, benefit_rate, compare_income, month_in_igu
from igu_xl.domain.law.igu.rules import FIRST_START, LAST_START, igu_rule
from igu_xl.domain.law.school_demand import WEEK_HOURS
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
        "Satsen for uddannelsesgodtgørelsen (forsørger, 2026) er ikke kendt; spørg kommunen, og skriv beløbet i kr. om "
        "måneden før skat som »godtgørelse«.",
        "Satsen for ydelsen (forsørger, 2026) er ikke kendt; spørg kommunen, og skriv beløbet i kr. om måneden før "
        "skat som »ydelse«.",
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
        (date(2019, 12, 31), None),
        (date(2021, 12, 31), 12_437),
        (date(2025, 6, 30), None),
        (date(2025, 7, 1), None),
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), None),
        (date(2028, 1, 1), None),
    ],
)
def test_only_published_rates_of_the_very_year_are_used(on: date, rate: float | None) -> None:
    assert benefit_rate("Enlig forsørger", on) == rate


@pytest.mark.parametrize("start", [date(2025, 6, 30), date(2025, 7, 1), date(2027, 1, 1), date(2027, 12, 31)])
def test_an_unknown_rate_is_asked_for_and_a_typed_one_is_used(start: date) -> None:
    told = compare_income(100, "Forsørger", start)
    assert told.igu is None
    assert ["»godtgørelse«" in told.missing[0], "»ydelse«" in told.missing[1]] == [True, True]
    (only,) = compare_income(100, "Forsørger", start, benefit=7000).missing
    assert "»godtgørelse«" in only
    assert compare_income(100, "Forsørger", start, benefit=7000, allowance=6000).difference is not None


def test_one_benefit_and_no_other_holds_on_each_day_of_the_scheme() -> None:
    rates = [row for row in dated_rows("ydelsessatser", "slags") if row["slags"] == "ydelse"]
    assert (first_day(rates[0]), last_day(rates[-1])) == (FIRST_START, LAST_START)
    assert all(last_day(one) + timedelta(days=1) == first_day(other) for one, other in pairwise(rates))
    last_old, first_new = (row_on(rates, day) for day in (date(2025, 6, 30), date(2025, 7, 1)))
    assert last_old and first_new
    assert last_old["ydelse"] != first_new["ydelse"]


@pytest.mark.parametrize("area", ["Rengøring", "Transport"])
def test_a_wage_that_was_not_found_is_empty_for_every_day(area: str) -> None:
    row = row_on([row for row in dated_rows("loensatser", "omraade") if row["omraade"] == area], NOW)
    assert row and not row["aar1"]


def test_no_wage_is_said_to_hold_after_the_year_it_was_seen_in() -> None:
    known = [row for row in dated_rows("loensatser", "omraade") if row["aar1"]]
    assert all(last_day(row).year == first_day(row).year for row in known)


@pytest.mark.parametrize(
    ("hours", "month"), [(32, 40.5 * 32 * 100 / 12), (34.5, 40.5 * 34.5 * 100 / 12), (37, 40.5 * 37 * 100 / 12)]
)
def test_the_wage_is_for_the_hours_worked_and_the_allowance_is_the_same(hours: float, month: float) -> None:
    told = compare_income(100, "Forsørger", NOW, 7000, 5200, hours)
    assert told.igu == pytest.approx(month + 5200 * 11.5 / 52)


@pytest.mark.parametrize("hours", [0, 31.9, 37.1, 40])
def test_other_hours_than_those_of_an_igu_give_a_sentence(hours: float) -> None:
    told = compare_income(100, "Forsørger", NOW, 7000, 5200, hours)
    assert told.igu is None
    assert told.missing[0].startswith("En igu er på 32 til 37 timer om ugen")


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
