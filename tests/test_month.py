"""A month: what is one, what comes before and after, and what Danes call it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.errors import WrongUse
from igu_xl.month import Month

MONTHS = st.builds(Month, st.integers(2000, 2099), st.integers(1, 12))


@pytest.mark.parametrize(("text", "month"), [("2026-10", Month(2026, 10)), (" 2027-01 ", Month(2027, 1))])
def test_a_month_is_year_and_month(text: str, month: Month) -> None:
    assert Month.parse(text) == month


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "10-2026", "oktober", "1999-12", "2026-10-01"]
)
def test_anything_else_is_a_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse, match="er ikke en måned"):
        Month.parse(text)


@pytest.mark.parametrize(("month", "last"), [(Month(2028, 2), 29), (Month(2026, 2), 28), (Month(2026, 12), 31)])
def test_it_has_a_first_and_a_last_day(month: Month, last: int) -> None:
    assert month.first == date(month.year, month.number, 1)
    assert month.last == date(month.year, month.number, last)


def test_it_has_a_danish_name() -> None:
    assert Month(2026, 10).name == "oktober 2026"


def test_months_are_in_order() -> None:
    assert Month(2025, 12) < Month(2026, 1) < Month(2026, 2)


@given(MONTHS)
def test_it_is_read_as_it_is_written(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(MONTHS, st.integers(0, 240))
def test_so_many_back_and_so_many_on_is_where_one_was(month: Month, back: int) -> None:
    there = month.previous(back)
    for _ in range(back):
        there = there.next()
    assert there == month


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_lies_in_its_month(day: date) -> None:
    month = Month.of(day)
    assert month.first <= day <= month.last
