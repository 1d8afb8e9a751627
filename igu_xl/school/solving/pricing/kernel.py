"""The dynamic programme over days and sets of courses, compiled.

`row` numbers the days on which cohorts of a pupil end, from 1; `origin_row` is the last of them before a cohort starts.
best[r, s] is the least price at which a pupil has had exactly the set s by the r-th of these days. The limits of hours
at school in any so many days are not looked at by `best_schedules`, so that what it finds is a bound;
`careful_schedules` keeps them along the best way to each set, and finds something good that they allow.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

TINY = 1e-6


@numba.njit(cache=True, nogil=True, error_model="numpy")
def best_schedules(pupils: Any, plan: Any, ways: Any, values: Any, price: Any, worth: Any, used: Any) -> None:
    """Each of these pupils' best schedule: `worth` of the pupil, and `used` of the seats."""
    first, row, origin_row, kind, pattern, value_first = plan
    sets, kind_first, way_first, origin, target = ways
    best = np.empty(_size(pupils, first, row, pattern, sets), dtype=np.float64)
    for at in range(len(pupils)):
        pupil = pupils[at]
        begin, end = first[pupil], first[pupil + 1]
        count, kinds = sets[pattern[pupil]], kind_first[pattern[pupil]]
        for one in range(1, count):
            best[0, one] = np.inf
        best[0, 0] = 0.0
        last = 0
        for seat in range(begin, end):
            here, there, cost = row[seat], origin_row[seat], price[seat]
            if here > last:
                for one in range(count):
                    best[here, one] = best[last, one]
                last = here
            for way in range(way_first[kinds + kind[seat]], way_first[kinds + kind[seat] + 1]):
                total = best[there, origin[way]] + cost
                if total < best[here, target[way]]:
                    best[here, target[way]] = total
        state = _most(values, value_first[pupil], best, last, count)
        worth[pupil] = values[value_first[pupil] + state] - best[last, state]
        for seat in range(begin, end):
            used[seat] = False
        seat, here = end - 1, last
        while state != 0:
            while here > 0 and best[here - 1, state] == best[here, state]:
                here -= 1
            while row[seat] > here:
                seat -= 1
            there = origin_row[seat]
            for way in range(way_first[kinds + kind[seat]], way_first[kinds + kind[seat] + 1]):
                if target[way] == state and best[there, origin[way]] + price[seat] == best[here, state]:
                    used[seat] = True
                    state, here = origin[way], there
                    break
            seat -= 1


@numba.njit(cache=True, nogil=True, error_model="numpy")
def careful_schedules(
    pupils: Any, plan: Any, ways: Any, days: Any, limits: Any, values: Any, price: Any, worth: Any, used: Any
) -> None:
    """A good schedule within the limits for each of these pupils; `worth` and `used` as above."""
    first, row, origin_row, kind, pattern, value_first = plan
    sets, kind_first, way_first, origin, target = ways
    shape = _size(pupils, first, row, pattern, sets)
    best = np.empty(shape, dtype=np.float64)
    # How each set was come to: the last seat, and the row and set before it.
    by = np.empty((shape[0], shape[1], 3), dtype=np.int32)
    for at in range(len(pupils)):
        pupil = pupils[at]
        begin, end = first[pupil], first[pupil + 1]
        count, kinds = sets[pattern[pupil]], kind_first[pattern[pupil]]
        for one in range(1, count):
            best[0, one] = np.inf
        best[0, 0] = 0.0
        by[0, 0, 0] = -1
        last = 0
        for seat in range(begin, end):
            here, there, cost = row[seat], origin_row[seat], price[seat]
            if here > last:
                for one in range(count):
                    best[here, one] = best[last, one]
                    for part in range(3):
                        by[here, one, part] = by[last, one, part]
                last = here
            for way in range(way_first[kinds + kind[seat]], way_first[kinds + kind[seat] + 1]):
                total = best[there, origin[way]] + cost
                if total < best[here, target[way]] and _fits(days, limits, by, seat, there, origin[way]):
                    best[here, target[way]] = total
                    by[here, target[way], 0] = seat
                    by[here, target[way], 1] = there
                    by[here, target[way], 2] = origin[way]
        state = _most(values, value_first[pupil], best, last, count)
        worth[pupil] = values[value_first[pupil] + state] - best[last, state]
        for seat in range(begin, end):
            used[seat] = False
        here = last
        while by[here, state, 0] >= 0:
            used[by[here, state, 0]] = True
            here, state = by[here, state, 1], by[here, state, 2]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def within_limits(pupils: Any, first: Any, days: Any, limits: Any, used: Any, fits: Any) -> None:
    """Whether the used seats of each of these pupils keep the limits."""
    start, after, taught = days
    for at in range(len(pupils)):
        pupil = pupils[at]
        fits[at] = True
        for one in range(first[pupil], first[pupil + 1]):
            if used[one]:
                for limit in range(len(limits)):
                    span = limits[limit, 1]
                    from_start, to_end = 0.0, 0.0
                    for seat in range(first[pupil], first[pupil + 1]):
                        if used[seat]:
                            from_start += _hours(start[seat], after[seat], taught[seat], start[one], span)
                            to_end += _hours(start[seat], after[seat], taught[seat], after[one] - span, span)
                    if max(from_start, to_end) > limits[limit, 0] + TINY:
                        fits[at] = False


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _size(pupils: Any, first: Any, row: Any, pattern: Any, sets: Any) -> tuple[int, int]:
    """Rows and sets of the largest of these pupils."""
    rows, most = 1, 1
    for at in range(len(pupils)):
        pupil = pupils[at]
        if first[pupil + 1] > first[pupil]:
            rows = max(rows, row[first[pupil + 1] - 1] + 1)
        most = max(most, sets[pattern[pupil]])
    return rows, most


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _most(values: Any, offset: int, best: Any, row: int, count: int) -> int:
    """The set that is worth most after what is paid for it."""
    state = 0
    for one in range(1, count):
        if values[offset + one] - best[row, one] > values[offset + state] - best[row, state]:
            state = one
    return state


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _hours(start: int, after: int, taught: float, begin: int, span: int) -> float:
    """Hours at school in the window; those of a cohort are spread evenly over its days."""
    common = min(after, begin + span) - max(start, begin)
    return taught * common / (after - start) if common > 0 else 0.0


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _fits(days: Any, limits: Any, by: Any, seat: int, row: int, state: int) -> bool:
    """Whether the limits allow a seat after the way that led to the set."""
    start, after, taught = days
    for limit in range(len(limits)):
        most, span = limits[limit, 0], limits[limit, 1]
        if _windows_of(start, after, taught, by, seat, row, state, after[seat] - span, span) > most + TINY:
            return False
        one_row, one_state = row, state
        begin = start[seat]
        while begin + span > start[seat]:
            if _windows_of(start, after, taught, by, seat, row, state, begin, span) > most + TINY:
                return False
            one = by[one_row, one_state, 0]
            if one < 0:
                break
            begin = start[one]
            one_row, one_state = by[one_row, one_state, 1], by[one_row, one_state, 2]
    return True


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _windows_of(
    start: Any, after: Any, taught: Any, by: Any, seat: int, row: int, state: int, begin: int, span: int
) -> float:
    """Hours in the window of a seat and of those on the way before it."""
    total = _hours(start[seat], after[seat], taught[seat], begin, span)
    one = by[row, state, 0]
    while one >= 0 and after[one] > begin:
        total += _hours(start[one], after[one], taught[one], begin, span)
        row, state = by[row, state, 1], by[row, state, 2]
        one = by[row, state, 0]
    return total
