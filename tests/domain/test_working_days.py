"""Working days, with the Danish public holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.domain.working_days import first_working_day, holiday_name, is_working_day, working_days

FAR = date(2035, 12, 31)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 3, 25), "Skærtorsdag"),
        (date(2027, 3, 29), "Anden påskedag"),
        (date(2027, 5, 6), "Kristi himmelfartsdag"),
        (date(2027, 12, 26), "Anden juledag"),
        (date(2023, 5, 5), "Store bededag"),
        (date(2024, 4, 26), ""),  # abolished from 2024
        (date(2027, 5, 1), ""),
        (date(2026, 6, 5), ""),
        (date(2026, 12, 24), ""),
        (date(2027, 2, 1), ""),
    ],
)
def test_public_holidays_are_those_of_the_law(day: date, name: str) -> None:
    assert holiday_name(day) == name
    assert holiday_name(pd.Timestamp(day)) == name


@pytest.mark.parametrize(
    ("earliest", "latest", "first"),
    [
        (date(2027, 3, 25), FAR, date(2027, 3, 30)),  # Maundy Thursday to Easter Monday
        (date(2026, 12, 25), FAR, date(2026, 12, 28)),  # Christmas and a weekend
        (date(2027, 1, 1), FAR, date(2027, 1, 4)),
        (date(2027, 3, 24), FAR, date(2027, 3, 24)),
        (date(2027, 3, 25), date(2027, 3, 29), date(2027, 3, 25)),  # there is none
        (date(9999, 12, 31), date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_the_first_day_is_one_on_which_people_work(earliest: date, latest: date, first: date) -> None:
    assert first_working_day(earliest, latest) == first
    assert first_working_day(pd.Timestamp(2027, 3, 25), pd.Timestamp(FAR)) == pd.Timestamp(2027, 3, 30)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.dates(date(2016, 1, 1), FAR), st.integers(-10, 120)), max_size=8))
def test_counting_days_is_looking_at_each(periods: list[tuple[date, int]]) -> None:
    first = pd.Series(pd.to_datetime([begins for begins, _ in periods]), dtype="datetime64[s]")
    last = pd.Series(pd.to_datetime([begins + timedelta(days=days) for begins, days in periods]), dtype="datetime64[s]")
    one_by_one = [
        sum(is_working_day(begins + timedelta(days=day)) for day in range(days + 1)) for begins, days in periods
    ]
    assert working_days(first, last).tolist() == one_by_one


def test_a_day_that_is_missing_has_no_count() -> None:
    days = pd.Series([pd.NaT, pd.Timestamp(2027, 1, 4)], dtype="datetime64[s]")
    assert working_days(days, days[::-1].set_axis(days.index)).isna().all()
    assert working_days(days, days).tolist() == [pd.NA, 1]
