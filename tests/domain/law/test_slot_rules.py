from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.domain.law.reasonable import reasonable_cap, reasonable_caps
from igu_xl.domain.law.rules import LAST_START
from igu_xl.domain.law.same_company import three_months_rule

AFTER = LAST_START + timedelta(days=1)  # the first day of which no rule is known


OUR_CVR, OTHER_CVR = "26911125", "76065314"
START = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("staff", "cap"),
    [(0, 1), (1, 1), (4, 1), (5, 1), (9, 1), (10, 2), (49.9, 9), (50, 10), (59, 10), (60, 11), (75, 12), (250, 30)],
)
def test_one_for_each_five_up_to_fifty_and_one_for_each_ten_above(staff: float, cap: int) -> None:
    assert reasonable_cap(staff) == cap


@pytest.mark.parametrize("staff", [-1, math.nan])
def test_a_company_cannot_have_less_than_no_staff(staff: float) -> None:
    with pytest.raises(ValueError, match="not a number of employees"):
        reasonable_cap(staff)


@given(st.lists(st.floats(0, 20_000)))
def test_a_column_of_companies_has_the_same_caps(staff: list[float]) -> None:
    caps = reasonable_caps(pd.Series(staff, dtype=float))
    assert caps.tolist() == [reasonable_cap(number) for number in staff]


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "float64", object])
def test_a_company_without_a_number_has_no_cap(dtype: str) -> None:
    caps = reasonable_caps(pd.Series([10, None, -3], index=["a", "b", "c"], dtype=dtype))
    assert caps.dtype == "Int64"
    assert caps.isna().to_dict() == {"a": False, "b": True, "c": True}


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


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_start_it_names_is_the_first_that_is_allowed(employed_to: date) -> None:
    too_soon = three_months_rule(OUR_CVR, employed_to, OUR_CVR, employed_to)
    assert too_soon.changes_on is not None
    day_before = too_soon.changes_on - timedelta(days=1)
    assert (
        three_months_rule(OUR_CVR, employed_to, OUR_CVR, too_soon.changes_on).outcome
        == too_soon.changes_to
        == "opfyldt"
    )
    assert three_months_rule(OUR_CVR, employed_to, OUR_CVR, day_before).outcome == "ikke opfyldt"


@pytest.mark.parametrize(
    ("start", "outcome"),
    [(date(2019, 6, 30), "opfyldt"), (date(2019, 7, 1), "ikke opfyldt"), (AFTER, "ikke opfyldt")],
)
def test_the_three_months_rule_holds_from_july_2019_while_there_is_an_igu_law(start: date, outcome: str) -> None:
    assert three_months_rule(OUR_CVR, start, OUR_CVR, start).outcome == outcome
