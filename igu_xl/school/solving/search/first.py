"""A first plan: the cohorts that mostly ran in the last rounds of prices, and everybody where it gives most."""

from __future__ import annotations

import itertools
import time

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.bound.splitting import SeatPrices, Splitting
from igu_xl.school.solving.search.grow import Grower
from igu_xl.school.solving.search.master import Master, SchoolPart
from igu_xl.school.solving.search.state import SchoolState

# What nobody pays.
CLOSED = 1e9
# A cohort runs that ran in more than so many of the last rounds, and does not that ran in less; step by step.
DECIDING = ((0.95, 0.02), (0.8, 0.05), (0.65, 0.15), (0.5, 0.5))
ROUNDS_EACH, STEP = 40, 10.0
# The share of the time for a first plan in which cohorts are decided.
DECIDE = 0.3
# Hours that a person costs who misses in a cohort.
LACKING = 100.0
# Hours that the loss of a pupil's locks costs.
LOST = 1e5
# What a seat is worth that a pupil has already.
KEPT = 1e5
# Schedules of each pupil that the first relaxation has.
BEGIN_WITH = 8
# Rounds of new schedules between decisions.
ROUNDS = 2
# Seconds for the whole choice of those who sit between two schedules.
SECONDS = 5.0


def first_plan(grower: Grower, split: Splitting, prices: SeatPrices, state: SchoolState, deadline: float) -> None:
    """Give everybody a schedule so that each cohort has nobody or enough."""
    school = state.school
    decided, runs = _decide(grower, split, prices, state, deadline)
    _give_up(grower, state, runs)
    price = decided.price + np.where(runs[school.seat_cohort], 0.0, CLOSED)
    master = _master_of(grower, state, np.arange(school.pupils), runs, price)
    if _close_short(grower, state, master, runs, deadline):
        _round(grower, state, master, runs, price, deadline)
    _fill(grower, decided, state, runs)


def _decide(
    grower: Grower, split: Splitting, prices: SeatPrices, state: SchoolState, deadline: float
) -> tuple[SeatPrices, Bools]:
    """Decide which cohorts run, the surest first, while prices settle again in between."""
    school = state.school
    decided = SeatPrices(prices.price, prices.rent, prices.share.copy())
    everybody = np.arange(school.pupils)

    rounds = itertools.count()

    def keep(used: Bools) -> None:
        if next(rounds) % 4 == 0:
            state.schedules.add_chosen(used, everybody[grower.pricing.fits(used, everybody)].tolist())

    begin, begun = split.forced.copy(), time.perf_counter()
    for number, (sure, never) in enumerate(DECIDING):
        split.shut = (decided.share < never) & ~begin
        split.forced = _with_often(state, begin, decided.share, sure)
        decided.bound = np.inf
        until = begun + DECIDE * (number + 1) / len(DECIDING) * (deadline - begun)
        split.improve(grower.values, decided, ROUNDS_EACH, until, keep if sure == DECIDING[-1][0] else None, STEP)
    runs = _with_often(state, split.forced, decided.share, DECIDING[-1][0])
    split.forced, split.shut = begin, np.zeros(school.cohorts, dtype=bool)
    return decided, runs


def _with_often(state: SchoolState, runs: Bools, share: Floats, often: float) -> Bools:
    """These cohorts and those that ran so often, the most often first, as far as there is room for all of them."""
    runs = runs.copy()
    for cohort in np.argsort(-share, kind="stable").tolist():
        if share[cohort] > often and not runs[cohort] and state.room_for(cohort, runs):
            runs[cohort] = True
    return runs


def _give_up(grower: Grower, state: SchoolState, runs: Bools) -> list[int]:
    """Give up the locks in cohorts that do not run; whose they are."""
    school = state.school
    lost = np.flatnonzero(grower.locked & ~runs[school.seat_cohort])
    grower.locked[lost] = False
    pupils = np.unique(school.seat_pupil[lost])
    grower.add_least(pupils)
    return [int(pupil) for pupil in pupils]


def _master_of(grower: Grower, state: SchoolState, pupils: Ints, runs: Bools, price: Floats) -> Master:
    """The master of these pupils, where all others stay, and only these cohorts run."""
    school = state.school
    others = state.people.copy()
    for pupil in pupils.tolist():
        np.subtract.at(others, school.seat_cohort[np.array(state.of[pupil], dtype=np.int64)], 1)
    part = SchoolPart(pupils, np.maximum(school.least - others, 0), school.most - others, runs, runs)
    master = Master(school, state.schedules, part, np.zeros(school.cohorts), LACKING)
    for pupil in pupils.tolist():
        for schedule in grower.most_promising(pupil, price, BEGIN_WITH):
            master.add(pupil, schedule)
        # Where what is locked cannot be had among the cohorts that run, the pupil has nothing, and that costs much.
        if () not in master.known(pupil):
            master.add(pupil, (), LOST)
    return master


def _close_short(grower: Grower, state: SchoolState, master: Master, runs: Bools, deadline: float) -> bool:
    """Close cohorts that cannot fill, the emptiest first, a third at a time; whom they lose fill others."""
    least, solved = np.maximum(1, state.school.least[master.cohorts]), False
    while grower.grow(master, ROUNDS, deadline):
        solved = True
        missing = master.missing / least
        short = np.flatnonzero(missing > 1e-6)
        if not len(short) or time.perf_counter() > deadline:
            return True
        for place in short[np.argsort(-missing[short], kind="stable")][: max(1, len(short) // 3)].tolist():
            master.close(place)
            runs[master.cohorts[place]] = False
        for pupil in _give_up(grower, state, runs):
            for schedule in grower.known(pupil):
                if schedule not in master.known(pupil):
                    master.add(pupil, schedule)
    return solved


def _round(grower: Grower, state: SchoolState, master: Master, runs: Bools, price: Floats, deadline: float) -> None:
    """Who has one schedule keeps it; the others choose among whole ones."""
    between = np.ones(state.school.pupils, dtype=bool)
    for number in np.flatnonzero(master.amounts > 0.999).tolist():
        pupil, schedule = master.columns[number]
        state.give(pupil, schedule)
        between[pupil] = False
    rest = _master_of(grower, state, np.flatnonzero(between), runs, price)
    if rest.solve(deadline):
        seconds = min(SECONDS, deadline - time.perf_counter())
        for pupil, schedule in (rest.whole(None, seconds, some_miss=True) or {}).items():
            state.give(pupil, schedule)


def _fill(grower: Grower, prices: SeatPrices, state: SchoolState, runs: Bools) -> None:
    """Give up cohorts that are short still, and let those choose again, one after the other, who lose by it."""
    school = state.school
    empty = [pupil for pupil in range(school.pupils) if not state.of[pupil]]
    # Who has least to choose from chooses first.
    _choose(grower, prices.price, state, runs, sorted(empty, key=lambda one: len(school.seats_of(one))))
    while True:
        short = np.flatnonzero((state.people > 0) & (state.people < school.least))
        if not len(short):
            return
        missing = (school.least - state.people)[short] / school.least[short]
        gone = short[np.argsort(-missing, kind="stable")][: max(1, len(short) // 3)]
        runs[gone] = False
        _give_up(grower, state, runs)
        lost = np.isin(school.seat_cohort, gone) & state.chosen()
        _choose(grower, prices.price, state, runs, np.unique(school.seat_pupil[lost]).tolist())


def _choose(grower: Grower, price: Floats, state: SchoolState, runs: Bools, pupils: list[int]) -> None:
    """Each takes what is best at these prices of the seats that are left in cohorts that run."""
    school = state.school
    for pupil in pupils:
        held = np.array(state.of[pupil], dtype=np.int64) - school.first[pupil]
        state.give(pupil, ())
        own = slice(int(school.first[pupil]), int(school.first[pupil + 1]))
        cohorts = school.seat_cohort[own]
        people = state.people[cohorts]
        usable = runs[cohorts] & (people < school.most[cohorts])
        paid = np.where(usable, price[own], CLOSED)
        # What is held is kept where it can be: a cohort that loses people may fall, and others with it.
        paid[held] -= np.where(runs[cohorts[held]], KEPT, 0.0)
        state.give(pupil, grower.best_of(pupil, paid))
