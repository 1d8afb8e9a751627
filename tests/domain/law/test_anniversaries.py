from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.domain.law.anniversaries import anniversaries, anniversary, full_years

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "years", "reached"),
    [
        (date(2008, 2, 29), 18, date(2026, 2, 28)),
        (date(2008, 2, 29), 20, date(2028, 2, 29)),
        (date(2008, 2, 28), 18, date(2026, 2, 28)),
        (date(2008, 3, 1), 18, date(2026, 3, 1)),
        (date(1976, 11, 3), 50, date(2026, 11, 3)),
        (date(9990, 1, 1), 50, date(9999, 12, 31)),
    ],
)
def test_a_year_that_begins_on_29_february_is_reached_on_the_28th(day: date, years: int, reached: date) -> None:
    assert anniversary(day, years) == reached
    assert anniversaries(np.array([day], dtype="datetime64[D]"), years).tolist() == [reached]


@given(DAYS, st.integers(0, 60))
def test_it_is_what_relativedelta_gives(day: date, years: int) -> None:
    assert anniversary(day, years) == day + relativedelta(years=years)


@given(st.lists(DAYS), st.integers(0, 60))
def test_a_column_gives_the_same_as_one_date_at_a_time(days: list[date], years: int) -> None:
    found = anniversaries(np.array(days, dtype="datetime64[D]"), years)
    assert found.tolist() == [anniversary(day, years) for day in days]


def test_a_missing_day_stays_missing() -> None:
    assert np.isnat(anniversaries(np.array(["NaT"], dtype="datetime64[D]"), 18)).all()


@pytest.mark.parametrize(
    ("since", "day", "years"),
    [
        (date(2008, 11, 3), date(2026, 11, 2), 17),
        (date(2008, 11, 3), date(2026, 11, 3), 18),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_an_age_grows_on_the_birthday(since: date, day: date, years: int) -> None:
    assert full_years(since, day) == years
