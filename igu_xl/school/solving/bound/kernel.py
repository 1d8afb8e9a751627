"""What the cohorts choose at given prices, compiled."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def best_people(
    first: Any, seats: Any, price: Any, kept: Any, least: Any, most: Any, forced: Any, cost: Any, chosen: Any, runs: Any
) -> float:
    """Let each cohort take those who pay most, between its minimum and maximum, where that pays its cost.

    seats[first[q] : first[q + 1]] are the seats of cohort q. Those `kept` it takes anyway, and it runs when `forced`.
    Gives what all cohorts earn; fills `chosen` of the seats and `runs` of the cohorts.
    """
    total = 0.0
    for cohort in range(len(least)):
        begin, end = first[cohort], first[cohort + 1]
        runs[cohort] = forced[cohort]
        chosen[seats[begin:end]] = False
        if end - begin < max(1, least[cohort]):
            continue
        offers = np.empty(end - begin, dtype=np.float64)
        for at in range(end - begin):
            seat = seats[begin + at]
            # Who is there anyway stands first, at whatever price.
            offers[at] = -price[seat] - (1e12 if kept[seat] else 0.0)
        order = np.argsort(offers, kind="mergesort")
        earned, taken = -cost[cohort], 0
        while taken < end - begin and taken < most[cohort]:
            seat = seats[begin + order[taken]]
            if taken >= least[cohort] and price[seat] <= 0.0 and not kept[seat]:
                break
            earned += price[seat]
            taken += 1
        if earned > 0.0 or forced[cohort]:
            runs[cohort] = True
            total += earned
            for at in range(taken):
                chosen[seats[begin + order[at]]] = True
    return total
