"""Rounding to multiples of 5 so that sums hold: whatever the table, and as it was told before."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.reports.disclosure.audit import Sum
from igu_xl.reports.disclosure.rounding import BASE, HowFar, Rounding, beside, rounded

COUNTS = st.integers(0, 23)
COINS = st.floats(0, 9)


@st.composite
def cubes(draw: st.DrawFn) -> tuple[list[int], list[Sum]]:
    """Counts in three ways with all their margins: for these a rounding need not exist."""
    sizes = [draw(st.integers(1, 4)) for _ in range(3)]
    values = {cell: draw(COUNTS) for cell in product(*map(range, sizes))}
    lines = []
    for way in range(3):
        for cell in [one for one in values if one[way] != "+"]:
            parts = [(*cell[:way], step, *cell[way + 1 :]) for step in range(sizes[way])]
            total = (*cell[:way], "+", *cell[way + 1 :])
            if cell[way] == 0:
                values[total] = sum(values[part] for part in parts)
                lines.append((parts, total))
    number = {cell: position for position, cell in enumerate(values)}
    sums = [Sum(tuple(number[part] for part in parts), number[total]) for parts, total in lines]
    return list(values.values()), sums


def check(values: list[int], sums: list[Sum], found: Rounding) -> None:
    assert not [told for told in found.told if told % BASE]
    for value, told, way in zip(values, found.told, found.ways, strict=True):
        assert told in beside(value) if way is HowFar.ADJACENT else abs(told - value) < 2 * BASE
    if HowFar.ALONE not in found.ways and HowFar.APART not in found.ways:
        assert all(sum(found.told[part] for part in one.parts) == found.told[one.total] for one in sums)


@settings(max_examples=60, deadline=None)
@given(cubes(), st.data())
def test_every_sum_of_a_cube_holds_and_no_count_moves_by_5(
    cube: tuple[list[int], list[Sum]], data: st.DataObject
) -> None:
    values, sums = cube
    prices = [(0.0, price) if down else (price, 0.0) for price, down in data.draw(
        st.lists(st.tuples(COINS, st.booleans()), min_size=len(values), max_size=len(values))
    )]  # fmt: skip
    found = rounded(values, sums, prices)
    check(values, sums, found)
    assert HowFar.ALONE not in found.ways
    assert rounded(values, sums, prices) == found


@settings(max_examples=60, deadline=None)
@given(cubes(), st.data())
def test_what_was_told_is_told_again(cube: tuple[list[int], list[Sum]], data: st.DataObject) -> None:
    values, sums = cube
    before = rounded(values, sums, [(0.0, data.draw(COINS)) for _ in values])
    again = [(0.0, 9.0) if told <= value else (9.0, 0.0) for told, value in zip(before.told, values, strict=True)]
    if set(before.ways) == {HowFar.ADJACENT}:
        assert rounded(values, sums, again) == before


def test_counts_below_nothing_are_rounded_too() -> None:
    """Nine fewer, and 12 now: then 21 before."""
    found = rounded([21, -9, 12], [Sum((0, 1), 2)], [(0.0, 1.0)] * 3)
    assert found.told in ((20, -10, 10), (25, -10, 15), (20, -5, 15))


def test_a_multiple_of_5_stays() -> None:
    assert rounded([0, 5, -10], [], [(9.0, 0.0)] * 3).told == (0, 5, -10)


def test_counts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        rounded([2, 2, 5], [Sum((0, 1), 2)], [(0.0, 1.0)] * 3)


# Sums of many times the same count stand for what linked tables can ask.
THREE_AND_FOUR_TIMES = [2, 6, 8], [Sum((0, 0, 0), 1), Sum((0, 0, 0, 0), 2)]  # 0 is not beside 6, and 5 would be 15
SIX_TIMES = [12, 2], [Sum((1,) * 6, 0)]  # 0 is too far from 12, and so is 30


def test_where_no_multiple_beside_does_a_count_goes_one_further() -> None:
    values, sums = THREE_AND_FOUR_TIMES
    found = rounded(values, sums, [(0.0, 1.0)] * 3)
    assert found.told == (0, 0, 0) and set(found.ways) == {HowFar.FURTHER}


def test_where_that_does_not_help_sums_are_given_up_the_loose_ones_first() -> None:
    values, sums = SIX_TIMES
    assert set(rounded(values, sums, [(0.0, 1.0)] * 2, loose=[0]).ways) == {HowFar.APART}
    found = rounded(values, sums, [(0.0, 1.0)] * 2)
    assert found.told == (10, 0) and set(found.ways) == {HowFar.ALONE}


def test_counts_that_do_not_hang_together_do_not_suffer_from_each_other() -> None:
    values, sums = SIX_TIMES
    found = rounded([*values, 3, 4, 7], [*sums, Sum((2, 3), 4)], [(0.0, 1.0)] * 5)
    assert found.ways[2:] == (HowFar.ADJACENT,) * 3
