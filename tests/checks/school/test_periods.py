"""Periods of many people at once, against looking at each day."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.arrays import Ints
from igu_xl.checks.school.periods import earlier_overlap, hours_in, joined

PERIOD = st.tuples(st.integers(0, 2), st.integers(20_000, 20_060), st.integers(-2, 30))
ROWS = st.lists(PERIOD, max_size=8)


def arrays(rows: list[tuple[int, int, int]]) -> tuple[Ints, Ints, Ints]:
    whose, first, length = (np.array([row[at] for row in rows], dtype=np.int64) for at in range(3))
    return whose, first, first + length


def days(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


@settings(deadline=None)
@given(ROWS, PERIOD)
def test_joined_periods_have_the_same_days_and_do_not_meet(
    rows: list[tuple[int, int, int]], asked: tuple[int, int, int]
) -> None:
    whose, first, last = arrays(rows)
    found = joined(whose, first, last)
    for person in range(3):
        own = [days(*pair) for one, *pair in zip(whose, first, last, strict=True) if one == person]
        apart = [days(*pair) for one, *pair in zip(found.whose, found.first, found.last, strict=True) if one == person]
        assert set().union(*own) == set().union(*apart)
        assert sum(map(len, apart)) == len(set().union(*apart))
    one, begin, end = arrays([asked])
    (met,) = found.met(one, begin, end)
    own = [days(*pair) for who, *pair in zip(whose, first, last, strict=True) if who == one[0]]
    assert (met >= 0) == bool(days(int(begin[0]), int(end[0])) & set().union(*own))
    if met >= 0:
        assert found.whose[met] == one[0]
        assert days(int(found.first[met]), int(found.last[met])) & days(int(begin[0]), int(end[0]))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(20_000, 20_060), st.integers(0, 30)), max_size=8))
def test_the_later_of_two_that_overlap_names_an_earlier_one(rows: list[tuple[int, int, int]]) -> None:
    whose, first, last = arrays(rows)
    found = earlier_overlap(whose, first, last)
    for at in range(len(rows)):
        before = [
            other
            for other in range(len(rows))
            if whose[other] == whose[at] and (first[other], other) < (first[at], at) and last[other] >= first[at]
        ]
        assert (found[at] >= 0) == bool(before)
        if before:
            assert found[at] in before and last[found[at]] == max(last[other] for other in before)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(20_000, 20_060), st.integers(0, 30), st.integers(0, 99)), max_size=8
    ),
    st.integers(1, 91),
)
def test_hours_in_a_window_are_those_of_its_days(rows: list[tuple[int, int, int, int]], window: int) -> None:
    whose, first, last = arrays([row[:3] for row in rows])
    hours = np.array([row[3] for row in rows], dtype=np.float64)
    load = np.zeros((3, 20_400))
    for person, begin, end, taught in zip(whose, first, last, hours, strict=True):
        load[person, begin : end + 1] += taught / (end - begin + 1)
    ahead, back = hours_in(window, whose, first, last, hours)
    for at, (person, begin, end) in enumerate(zip(whose, first, last, strict=True)):
        assert ahead[at] == pytest.approx(load[person, begin : begin + window].sum(), abs=1e-6)
        assert back[at] == pytest.approx(load[person, end + 1 - window : end + 1].sum(), abs=1e-6)
