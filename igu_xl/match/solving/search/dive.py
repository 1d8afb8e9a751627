"""Chooses which cohorts run: by the prices, the likeliest first, with new prices after each handful."""

from __future__ import annotations

import time

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.bound.prices import Prices, find_prices
from igu_xl.match.solving.bound.worth import Worth
from igu_xl.match.solving.model.model import Model

# Rounds of prices after each handful.
ROUNDS = 40
# Shares below and above which it is clear whether a cohort runs, and from which it is likely.
SELDOM, MOSTLY, LIKELY = 0.02, 0.95, 0.5
# The part of the undecided cohorts that a handful has at most, and at least.
AT_MOST, AT_LEAST = 4, 12
# What a cohort that is to run earns for that, and one that is not to run costs: more than everybody in it is worth.
TO_RUN, TO_IDLE = 100.0, 1000.0


def choose_cohorts(model: Model, worth: Worth, prices: Prices, cohort_cost: float, deadline: float) -> Bools:
    """Which cohorts are to run, within their rooms; those that are undecided at the deadline run if likely.

    A running cohort costs so much, in people: fewer and fuller cohorts leave more choice.
    """
    runs, idle = np.zeros(len(model.runs), dtype=bool), np.zeros(len(model.runs), dtype=bool)
    # Every cohort that runs needs people of its own.
    least, people = np.maximum(model.problem.cohorts["min"].to_numpy(), 1), len(np.unique(model.columns.candidate))
    if least @ prices.runs > people:
        prices = _priced(model, worth, runs, idle, cohort_cost, prices, deadline)
    while not (runs | idle).all():
        idle |= ~runs & (prices.runs < SELDOM)
        for cohort in _handful(prices.runs, np.flatnonzero(~runs & ~idle)):
            full = _is_full(model, runs, cohort) or least @ runs + least[cohort] > people
            runs[cohort], idle[cohort] = not full, full
        if time.perf_counter() > deadline:
            break
        prices = _priced(model, worth, runs, idle, cohort_cost, prices, deadline)
    return runs


def _handful(share: Floats, undecided: Ints) -> Ints:
    """The cohorts that mostly run, then the likeliest of the others; at least one."""
    order = undecided[np.argsort(-share[undecided], kind="stable")]
    sure = int(np.count_nonzero(share[order] > MOSTLY))
    left = len(order) - sure
    likely = min(int(np.count_nonzero(share[order] > LIKELY)) - sure, left // AT_MOST)
    return order[: sure + max(likely, left // AT_LEAST, 1)]


def _is_full(model: Model, runs: Bools, cohort: int) -> bool:
    room = model.room[cohort]
    limit = model.problem.rooms["max_cohorts"].to_numpy()
    return bool(room >= 0 and np.count_nonzero(runs & (model.room == room)) >= limit[room])


def _priced(
    model: Model, worth: Worth, runs: Bools, idle: Bools, cohort_cost: float, start: Prices, deadline: float
) -> Prices:
    """The prices when what is decided stays so, and every other running cohort costs so much."""
    price = worth.price.copy()
    price[model.runs] += np.select([runs, idle], [TO_RUN, -TO_IDLE], -cohort_cost)
    return find_prices(model, price, rounds=ROUNDS, start=start.costs, deadline=deadline)
