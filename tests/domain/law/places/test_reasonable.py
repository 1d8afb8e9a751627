"""Rimelighedskravet: the cap by staff and by day, and the room there is for people on days."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.domain.law.places.reasonable import (
    Room,
    Site,
    cap_doubt,
    cap_rule,
    reasonable_cap,
    reasonable_caps,
    room_in_window,
)
from igu_xl.domain.working_days import is_working_day

NEW_ACT = date(2027, 1, 1)
WEEKS = timedelta(weeks=13)
DAY = timedelta(days=1)
MONDAY = date(2027, 2, 1)


def thirteen_weeks(start: date) -> date:
    return start + WEEKS - DAY


@pytest.mark.parametrize(
    ("staff", "cap"),
    [(0, 1), (1, 1), (4, 1), (5, 1), (9, 1), (10, 2), (49, 9), (49.9, 9), (50, 10), (59, 10), (60, 11), (75, 12)],
)
def test_one_for_each_five_up_to_fifty_and_one_for_each_ten_above(staff: float, cap: int) -> None:
    assert reasonable_cap(staff) == cap
    assert reasonable_cap(staff, NEW_ACT - DAY) == cap


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
    ("day", "outcome"),
    [
        (date(2021, 12, 31), "opfyldt"),  # before the first row: what began so long ago is not counted anew
        (date(2022, 1, 1), "opfyldt"),
        (NEW_ACT - DAY, "opfyldt"),
        (NEW_ACT, "manuel vurdering"),
        (date(2031, 1, 1), "manuel vurdering"),
    ],
)
def test_the_cap_is_for_people_to_judge_from_the_day_of_the_act_that_nobody_has_read(day: date, outcome: str) -> None:
    assert cap_rule(day)["vurdering"] == outcome
    assert reasonable_cap(24, day) == 4  # held all the same
    doubt = cap_doubt(day)
    assert ("fra 1. januar 2027 manuel vurdering: reglen er ikke læst endnu" in doubt) is (outcome != "opfyldt")


def test_without_a_day_the_newest_rule_that_was_read_is_meant() -> None:
    assert cap_rule() == cap_rule(NEW_ACT - DAY)


@pytest.mark.parametrize(
    ("until", "room"), [(MONDAY - DAY, 1), (MONDAY, 0), (MONDAY + DAY, 0)], ids=["day before", "same day", "after"]
)
def test_who_has_left_the_day_before_is_in_nobodys_way(until: date, room: int) -> None:
    site = Site(4, people=((date(2026, 12, 1), until),))
    assert site.room(MONDAY, thirteen_weeks(MONDAY)) == room


@pytest.mark.parametrize(
    ("begins", "room"),
    [(thirteen_weeks(MONDAY), 0), (thirteen_weeks(MONDAY) + DAY, 1)],
    ids=["last day", "day after"],
)
def test_who_comes_the_day_after_the_last_is_in_nobodys_way(begins: date, room: int) -> None:
    site = Site(4, people=((begins, begins + WEEKS),))
    assert site.room(MONDAY, thirteen_weeks(MONDAY)) == room


@pytest.mark.parametrize(("staff", "others", "room"), [(4, 0, 1), (4, 1, 0), (4, 2, -1), (10, 1, 1), (24, 1, 3)])
def test_people_from_outside_count_every_day(staff: float, others: int, room: int) -> None:
    assert Site(staff, others).room(MONDAY, MONDAY) == room


def test_the_fullest_day_is_the_first_on_which_most_are_there() -> None:
    site = Site(24, 1, ((date(2027, 1, 4), date(2027, 3, 1)), (date(2027, 2, 8), date(2027, 4, 1))))
    day = site.fullest(date(2027, 1, 4), date(2027, 6, 1))
    assert (day, site.there(day)) == (date(2027, 2, 8), 3)


@pytest.mark.parametrize(
    ("there", "wanted", "room"),
    [
        ((), 3, (1, MONDAY, date(2027, 4, 30))),
        ((date(2026, 12, 1), date(2027, 2, 26)), 1, (1, date(2027, 3, 1), date(2027, 4, 30))),  # a Friday: on Monday
        ((date(2026, 12, 1), date(2027, 4, 30)), 1, None),
        ((date(2026, 12, 1), date(2027, 4, 29)), 1, (1, date(2027, 4, 30), date(2027, 4, 30))),
        ((date(2027, 6, 1), date(2027, 8, 1)), 1, (1, MONDAY, date(2027, 3, 2))),  # until 31 May
    ],
)
def test_the_first_and_the_last_day_with_room_for_the_whole_length(
    there: tuple[date, date] | tuple[()], wanted: int, room: tuple[int, date, date] | None
) -> None:
    site = Site(4, people=(there,) if there else ())
    found = room_in_window(site, date(2027, 1, 30), date(2027, 4, 30), thirteen_weeks, wanted)
    assert (found and (found.people, found.first, found.last)) == room


DAYS = st.integers(0, 120).map(lambda number: date(2026, 12, 1) + timedelta(days=number))
STAYS = st.lists(st.tuples(DAYS, st.integers(0, 90)), max_size=5).map(
    lambda stays: tuple((first, first + timedelta(days=length)) for first, length in stays)
)


@settings(deadline=None)
@given(st.sampled_from([4.0, 10.0, 24.0]), st.integers(0, 2), STAYS, DAYS, st.integers(0, 60), st.integers(1, 4))
def test_room_is_what_counting_every_day_gives(
    staff: float, others: int, stays: tuple[tuple[date, date], ...], earliest: date, length: int, wanted: int
) -> None:
    site, latest = Site(staff, others, stays), earliest + timedelta(days=length)

    def room(start: date) -> int:
        days = [start + timedelta(days=number) for number in range(WEEKS.days)]
        return min(reasonable_cap(staff, day) - others - sum(a <= day <= b for a, b in stays) for day in days)

    window = [earliest + timedelta(days=number) for number in range(length + 1)]
    found = room_in_window(site, earliest, latest, thirteen_weeks, wanted)
    could = [day for day in window if is_working_day(day) and room(day) > 0]
    if could:
        assert isinstance(found, Room)
        assert found.first == could[0]
        assert found.people == min(wanted, room(found.first))
        within = [day for day in window if found.first <= day]
        held = [day for day in within if day <= found.last]
        assert all(room(day) >= found.people for day in held)
        assert found.last == latest or room(found.last + DAY) < found.people
        assert found.always == min(room(day) for day in held)
    elif found:
        assert not is_working_day(found.first)  # a window of a weekend or holidays alone
