"""The dynamic programme over days and sets of courses, compiled.

`row` numbers the days on which cohorts of a pupil end, from 1; `origin_row` is the last of them before a cohort starts.
best[r, s] is the least price at which a pupil has had exactly the set s by the r-th of these days. The limits of hours
at school in any so many days are not looked at by `best_schedules`, so that what it finds is a bound;
`limited_schedules` keeps them, and takes longer.
"""

from __future__ import annotations

import heapq
from typing import Any

import numba
import numpy as np

TINY = 1e-6
# Steps after which the search for a schedule within the limits is ended.
MOST_NODES = 1000


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
        last = _fill_best(begin, end, count, kinds, plan, ways, price, best)
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
def limited_schedules(
    pupils: Any, plan: Any, ways: Any, days: Any, limits: Any, values: Any, price: Any, guide: Any, results: Any
) -> None:
    """The best schedule within the limits for each of these pupils; `worth` and `used` as above.

    Schedules are put together from their last seat to their first, and what `best` says of the rest is the most that
    can come of it (A*): the first one that is whole is the best. `guide` is the price of each seat with rents of
    windows, and each pupil's rents together: they tell closer what can come. After MOST_NODES steps the best whole one
    so far is taken; `most` is what no schedule is worth more than.
    """
    first, row, origin_row, kind, pattern, value_first = plan
    sets, kind_first, way_first, origin, target = ways
    rented, rents = guide
    worth, most, used = results
    shape = _size(pupils, first, row, pattern, sets)
    best = np.empty(shape, dtype=np.float64)
    hopes = np.empty(shape[1])
    # The seat of each step, the step after it in time, row and set before it, and its gain by price and by guide.
    seat_of = np.empty(MOST_NODES, dtype=np.int32)
    after_it = np.empty(MOST_NODES, dtype=np.int32)
    at_row = np.empty(MOST_NODES, dtype=np.int32)
    at_set = np.empty(MOST_NODES, dtype=np.int32)
    gains = np.empty((MOST_NODES, 2), dtype=np.float64)
    for at in range(len(pupils)):
        pupil = pupils[at]
        begin, end = first[pupil], first[pupil + 1]
        count, kinds = sets[pattern[pupil]], kind_first[pattern[pupil]]
        last = _fill_best(begin, end, count, kinds, plan, ways, rented, best)
        steps, found, found_worth = 0, -1, values[value_first[pupil]]
        queue = [(0.0, -1)]
        queue.pop()
        most[pupil] = found_worth
        for one in range(count):
            hopes[one] = values[value_first[pupil] + one] + rents[pupil] - best[last, one]
        hopes[0] = -np.inf
        likeliest = np.argmax(hopes[:count])
        while True:
            # A set that nothing is chosen of yet, or what is begun already.
            if hopes[likeliest] > (-queue[0][0] if len(queue) > 0 else -np.inf):
                negative, step = -hopes[likeliest], steps
                gain = values[value_first[pupil] + likeliest]
                seat_of[step], after_it[step], at_row[step], at_set[step] = -1, -1, last, likeliest
                gains[step, 0], gains[step, 1] = gain, gain + rents[pupil]
                steps += 1
                hopes[likeliest] = -np.inf
                likeliest = np.argmax(hopes[:count])
            elif len(queue) > 0:
                negative, step = heapq.heappop(queue)
            else:
                break
            if -negative <= found_worth + TINY:
                break
            seat = end - 1
            while seat >= begin and row[seat] > at_row[step]:
                seat -= 1
            while seat >= begin and steps < MOST_NODES:
                ways_of = kinds + kind[seat]
                way = _way_to(target, way_first[ways_of], way_first[ways_of + 1], at_set[step])
                if way >= 0:
                    before = best[origin_row[seat], origin[way]]
                    gain, likely = gains[step, 0] - price[seat], gains[step, 1] - rented[seat]
                    if likely - before > found_worth + TINY and _fits(days, limits, seat_of, after_it, seat, step):
                        seat_of[steps], after_it[steps] = seat, step
                        at_row[steps], at_set[steps] = origin_row[seat], origin[way]
                        gains[steps, 0], gains[steps, 1] = gain, likely
                        if origin[way] != 0:
                            heapq.heappush(queue, (before - likely, steps))
                        elif gain > found_worth:
                            found, found_worth = steps, gain
                        steps += 1
                seat -= 1
            if steps >= MOST_NODES:
                most[pupil] = -negative
                break
        most[pupil] = max(most[pupil], found_worth)
        worth[pupil] = found_worth
        for seat in range(begin, end):
            used[seat] = False
        while found >= 0 and seat_of[found] >= 0:
            used[seat_of[found]] = True
            found = after_it[found]


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
def fullest_windows(first: Any, days: Any, span: int, used: Any, begins: Any, hours: Any) -> None:
    """The first day of so many days in which each pupil has most hours at school by the used seats, and the hours."""
    start, after, taught = days
    for pupil in range(len(first) - 1):
        for one in range(first[pupil], first[pupil + 1]):
            if used[one]:
                for begin in (start[one], after[one] - span):
                    inside = 0.0
                    for seat in range(first[pupil], first[pupil + 1]):
                        if used[seat]:
                            inside += _hours(start[seat], after[seat], taught[seat], begin, span)
                    if inside > hours[pupil]:
                        begins[pupil], hours[pupil] = begin, inside


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _fill_best(begin: int, end: int, count: int, kinds: int, plan: Any, ways: Any, price: Any, best: Any) -> int:
    """Fill in the least prices of the sets of one pupil; the last row."""
    _, row, origin_row, kind, _, _ = plan
    _, _, way_first, origin, target = ways
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
    return last


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _way_to(target: Any, begin: int, end: int, state: int) -> int:
    """The way of a kind (their targets ascend) that leads to a set; -1 for none."""
    low, high = begin, end
    while low < high:
        middle = (low + high) // 2
        if target[middle] < state:
            low = middle + 1
        else:
            high = middle
    return low if low < end and target[low] == state else -1


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
def _fits(days: Any, limits: Any, seat_of: Any, after_it: Any, seat: int, step: int) -> bool:
    """Whether the limits allow a seat before those of the step and after it."""
    start, after, _ = days
    for limit in range(len(limits)):
        most, span = limits[limit, 0], limits[limit, 1]
        if _windows_of(days, seat_of, after_it, seat, step, start[seat], span) > most + TINY:
            return False
        if _windows_of(days, seat_of, after_it, seat, step, after[seat] - span, span) > most + TINY:
            return False
        one = step
        while one >= 0 and seat_of[one] >= 0:
            begin = after[seat_of[one]] - span
            if begin >= after[seat]:
                break
            if _windows_of(days, seat_of, after_it, seat, step, begin, span) > most + TINY:
                return False
            one = after_it[one]
    return True


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _windows_of(days: Any, seat_of: Any, after_it: Any, seat: int, step: int, begin: int, span: int) -> float:
    """Hours in a window of a seat and of those that come after it."""
    start, after, taught = days
    total = _hours(start[seat], after[seat], taught[seat], begin, span)
    while step >= 0 and seat_of[step] >= 0 and start[seat_of[step]] < begin + span:
        one = seat_of[step]
        total += _hours(start[one], after[one], taught[one], begin, span)
        step = after_it[step]
    return total
