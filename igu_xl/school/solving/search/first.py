"""A first plan: the cohorts that mostly ran in the last rounds of prices, and everybody where it gives most."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.bound.splitting import SeatPrices, Splitting
from igu_xl.school.solving.model.outcome import TINY
from igu_xl.school.solving.search.dive import CohortSearch
from igu_xl.school.solving.search.grow import Grower
from igu_xl.school.solving.search.master import MANY, Master, SchoolPart
from igu_xl.school.solving.search.state import SchoolState

# What nobody pays.
CLOSED = 1e9
# A cohort runs that ran in more than so many of the last rounds, and does not that ran in less.
SURE, NEVER = 0.98, 0.02
# A plan by prices has the cohorts that ran more often than not. With very many pupils the programme is slow: then they
# are decided.
EVEN = 0.5
# With more seats than this, no programme of everybody is solved in time.
TOO_MANY = 150_000
# Until so few are undecided, of those that run least such a part is given up, and prices settle again.
UNDECIDED, GIVE_UP, ROUNDS_EACH, STEP = 80, 0.15, 25, 30.0
# Shares of the time for a first plan: cohorts are decided by prices, and by the programme.
DECIDE, DIVE = 0.3, 0.85
# The share of what is left for the whole choice of those who sit between two schedules.
ROUND = 0.6
# The most of the time for prices to settle before everybody chooses by them; limits of hours are paid for only.
SETTLE = 0.2
# With more seats than this, what surely does not run is not looked at again.
REOPEN = 6000
# Hours that a person costs who misses in a cohort.
LACKING = 100.0
# What a seat is worth that a pupil has already.
KEPT = 1e5
# Schedules of each pupil that the first relaxation has.
BEGIN_WITH = 8
# Seconds for the whole choice of those who sit between two schedules.
SECONDS = 5.0


def first_plan(
    grower: Grower,
    split: Splitting,
    prices: SeatPrices,
    state: SchoolState,
    keep: Callable[[SchoolState], None],
    deadline: float,
    last: float,
) -> tuple[CohortSearch | None, Floats]:
    """Give everybody a schedule so that each cohort has nobody or enough; the search for cohorts, and prices.

    What is decided must be made whole before the deadline (and the last), so that deciding ends earlier. Where all
    choose by prices alone there is a plan already, which is told to `keep`; with too many seats there is no other.
    """
    school, now = state.school, time.perf_counter()
    until = now + DIVE * (deadline - now)
    decided, sure, never = _decide(grower, split, prices, state, until)
    often = _with_often(state, sure, np.where(never, 0.0, decided.share), EVEN)
    if school.pupils > MANY:
        sure, never = often, ~often
    price = decided.price + split.windows.cost(decided.window_rent)
    price += np.where(never[school.seat_cohort], CLOSED, 0.0)
    keep(_by_prices(grower, split, decided, state, often, last))
    if len(school.seat_pupil) > TOO_MANY:
        return None, price
    # Those that surely do not run may be opened again later, where there is not too much to choose from.
    may_run = ~never if len(school.seat_pupil) > REOPEN else np.ones(school.cohorts, dtype=bool)
    master = _master_of(grower, state, np.arange(school.pupils), may_run, sure, price)
    search = CohortSearch(grower, master, state)
    for place in np.flatnonzero(never[master.cohorts]).tolist():
        search.decide(place, runs=False)
    if not search.dive(np.flatnonzero(~(sure | never)[master.cohorts]), until):
        search.settle()
    whole_plan(grower, state, search, price, deadline, last)
    return search, price


def _by_prices(
    grower: Grower, split: Splitting, decided: SeatPrices, state: SchoolState, runs: Bools, last: float
) -> SchoolState:
    """The plan in which these cohorts run and all choose by prices, which settle first where it may be the only one."""
    prices, quick = decided.copy(), state.copy()
    if state.school.pupils > MANY:
        forced, shut = split.forced, split.shut
        split.forced, split.shut = runs, ~runs
        now = time.perf_counter()
        split.improve(grower.values, prices, ROUNDS_EACH, now + SETTLE * (last - now), first_step=STEP, rough=1.0)
        split.forced, split.shut = forced, shut
    _fill(grower, prices.price + split.windows.cost(prices.window_rent), quick, runs.copy(), last)
    return quick


def whole_plan(
    grower: Grower, state: SchoolState, search: CohortSearch, price: Floats, deadline: float, last: float
) -> None:
    """Whole schedules for everybody in the cohorts that the search lets run, chosen together until the deadline; at
    the last, what is short still is given up.
    """
    if search.master.solved:
        price = search.master.prices()
    _round(grower, state, search.master, search.runs, price, deadline)
    _fill(grower, price, state, search.runs.copy(), last)


def _decide(
    grower: Grower, split: Splitting, prices: SeatPrices, state: SchoolState, deadline: float
) -> tuple[SeatPrices, Bools, Bools]:
    """The cohorts that surely run and that surely do not: decided step by step while prices settle again in between."""
    school = state.school
    decided = prices.copy()
    everybody = np.arange(school.pupils)

    rounds = itertools.count()

    def keep(used: Bools) -> None:
        if next(rounds) % 4 == 0:
            state.schedules.add_chosen(used, everybody[grower.pricing.fits(used, everybody)].tolist())

    # What somebody is locked to is not given up by prices alone.
    begin, kept = split.forced.copy(), np.zeros(school.cohorts, dtype=bool)
    kept[school.seat_cohort[school.locked]] = True
    begun = time.perf_counter()
    while True:
        left = np.flatnonzero(~split.shut & ~split.forced & ~kept)
        never = left[decided.share[left] < NEVER]
        if len(left) - len(never) > UNDECIDED:
            some = max(1, int(GIVE_UP * (len(left) - len(never))))
            never = left[np.argsort(decided.share[left], kind="stable")][: len(never) + some]
        split.shut[never] = True
        split.forced = _with_often(state, begin, np.where(split.shut, 0.0, decided.share), SURE)
        decided.bound = np.inf
        split.improve(grower.values, decided, ROUNDS_EACH, deadline, keep, STEP)
        late = time.perf_counter() > begun + DECIDE * (deadline - begun)
        if late or len(left) - len(never) <= UNDECIDED:
            break
    runs, shut = split.forced, split.shut
    split.forced, split.shut = begin, np.zeros(school.cohorts, dtype=bool)
    return decided, runs, shut


def _with_often(state: SchoolState, runs: Bools, share: Floats, often: float) -> Bools:
    """These cohorts and those that ran so often, the most often first, as far as there is room for all of them."""
    runs = runs.copy()
    for cohort in np.argsort(-share, kind="stable").tolist():
        if share[cohort] > often and not runs[cohort] and state.room_for(cohort, runs):
            runs[cohort] = True
    return runs


def _master_of(
    grower: Grower, state: SchoolState, pupils: Ints, may_run: Bools, must_run: Bools, price: Floats
) -> Master:
    """The master of these pupils, where all others stay, and only these cohorts may run."""
    school = state.school
    others = state.people.copy()
    for pupil in pupils.tolist():
        np.subtract.at(others, school.seat_cohort[np.array(state.of[pupil], dtype=np.int64)], 1)
    part = SchoolPart(pupils, np.maximum(school.least - others, 0), school.most - others, may_run, must_run)
    master = Master(school, state.schedules, part, LACKING)
    for pupil in pupils.tolist():
        for schedule in grower.most_promising(pupil, price, BEGIN_WITH):
            master.add(pupil, schedule)
    return master


def _round(grower: Grower, state: SchoolState, master: Master, runs: Bools, price: Floats, deadline: float) -> None:
    """Who has one schedule keeps it; the others choose among whole ones."""
    between = np.ones(state.school.pupils, dtype=bool)
    for number in np.flatnonzero(master.amounts > 0.999).tolist():
        pupil, schedule = master.columns[number]
        state.give(pupil, schedule)
        between[pupil] = False
    rest = _master_of(grower, state, np.flatnonzero(between), runs, runs, price)
    for number in np.flatnonzero(master.amounts > TINY).tolist():
        pupil, schedule = master.columns[number]
        if between[pupil] and schedule not in rest.known(pupil):
            rest.add(pupil, schedule)
    if rest.solve(deadline):
        # HiGHS may take longer than it is given.
        seconds = min(SECONDS, ROUND * (deadline - time.perf_counter()))
        for pupil, schedule in (rest.whole(None, seconds, some_miss=True) or {}).items():
            state.give(pupil, schedule)


def _fill(grower: Grower, price: Floats, state: SchoolState, runs: Bools, deadline: float) -> None:
    """Give up cohorts that are short still, and let those choose again who lose by it.

    After the deadline all that are short are given up, and who sat there has nothing.
    """
    school = state.school
    empty = [pupil for pupil in range(school.pupils) if not state.of[pupil]]
    # Who has least to choose from chooses first.
    _choose(grower, price, state, runs, sorted(empty, key=lambda one: len(school.seats_of(one))), deadline)
    while True:
        short = np.flatnonzero((state.people > 0) & (state.people < school.least))
        if not len(short):
            return
        missing = (school.least - state.people)[short] / school.least[short]
        late = time.perf_counter() > deadline
        gone = short if late else short[np.argsort(-missing, kind="stable")][: max(1, len(short) // 3)]
        runs[gone] = False
        lost = np.isin(school.seat_cohort, gone) & state.chosen()
        losers = np.unique(school.seat_pupil[lost]).tolist()
        if late:
            for pupil in losers:
                state.give(pupil, ())
        _choose(grower, price, state, runs, losers, deadline)


def _choose(grower: Grower, price: Floats, state: SchoolState, runs: Bools, pupils: list[int], deadline: float) -> None:
    """These take what is best at these prices of the seats that are left in cohorts that run, until the deadline.

    All choose at once, and get their seats one after the other; who comes too late for one chooses again.
    """
    school, cohort = state.school, state.school.seat_cohort
    while pupils and time.perf_counter() < deadline:
        held = np.zeros(len(cohort), dtype=bool)
        held[[seat for pupil in pupils for seat in state.of[pupil]]] = True
        usable = runs[cohort] & (held | (state.people < school.most)[cohort])
        # What is held is kept where it can be: a cohort that loses people may fall, and others with it.
        paid = np.where(usable, price, CLOSED) - np.where(held & runs[cohort], KEPT, 0.0)
        found = grower.best_of(np.array(pupils), paid)
        late = []
        for pupil, schedule in zip(pupils, found, strict=True):
            new = [seat for seat in schedule if not held[seat]]
            if (state.people[cohort[new]] < school.most[cohort[new]]).all():
                state.give(pupil, schedule)
            else:
                late.append(pupil)
        pupils = late
