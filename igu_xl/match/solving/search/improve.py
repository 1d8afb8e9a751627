"""Improves a plan part by part: some cohorts are decided again beside others that share people; the rest stands."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.bound.prices import Prices
from igu_xl.match.solving.bound.worth import Worth
from igu_xl.match.solving.model.columns import Columns
from igu_xl.match.solving.model.fewer import fewer
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.search.part import search_part

# How many cohorts are decided again, and with how many columns: more when that no longer finds anything.
SIZES = ((8, 2000), (16, 4000), (24, 8000))
# So many parts in a row without anything better are enough of a size.
FRUITLESS = 15
# A part takes at most so many seconds.
PART_SECONDS = 4.0
# What has to be gained, in people, for a part to be searched on.
GAIN = 0.9
# What people and openings cost at least, so that cohorts share something also where nothing is scarce.
AT_LEAST = 0.02
# Cohorts that are clear by the prices are decided again as well, but seldom.
SELDOM = 0.03


def _no() -> bool:
    return False


def improve(
    model: Model,
    worth: Worth,
    prices: Prices,
    chosen: Bools,
    better: Callable[[Bools], bool],
    deadline: float,
    *,
    enough: Callable[[], bool] = _no,
    waiting: Callable[[], bool] = _no,
) -> Bools:
    """A plan worth at least as much.

    `prices` say which cohorts are sure and what is scarce; `better` is told every better plan and answers whether the
    search is to end. It also ends when that is `enough`, and goes on with the largest parts while somebody is `waiting`
    for more.
    """
    random, parts, best = np.random.default_rng(1), _Parts(model, prices), worth.sum(model, chosen)
    for cohorts, size in itertools.chain(sizes(model), _largest_while(waiting, sizes(model))):
        fruitless = 0
        while fruitless < FRUITLESS and time.perf_counter() < deadline and not enough():
            free, running = parts.draw(chosen, cohorts, size, random)
            until = min(deadline, time.perf_counter() + PART_SECONDS)
            found = search_part(model, worth, free, chosen, running, gap=GAIN, deadline=until)
            value = -np.inf if found is None else worth.sum(model, found)
            fruitless = 0 if value > best + 0.5 * GAIN else fruitless + 1
            if found is not None and value > best:
                chosen, best = found, value
                if better(chosen):
                    return chosen
    return chosen


def _largest_while(waiting: Callable[[], bool], sizes: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The largest size again and again while there is something to wait for: smaller ones find nothing more."""
    while sizes and waiting():
        yield sizes[-1]


def sizes(model: Model) -> list[tuple[int, int]]:
    """How many cohorts and columns a part may have: one that is nearly the problem is no quicker than the whole."""
    return [(cohorts, columns) for cohorts, columns in SIZES if 1.25 * columns < len(model.columns)]


class _Parts:
    """Draws parts of a plan."""

    def __init__(self, model: Model, prices: Prices) -> None:
        self.model, self.likely, self.columns = model, prices.runs, model.columns
        self.people, self.size = len(model.problem.candidates), len(model.runs)
        seats = self.columns[self.columns.cohort >= 0]
        slotted = seats[seats.slot >= 0]
        self.person, self.cohort = self._pairs(seats.candidate, seats.cohort)
        self.slot, self.slot_cohort = self._pairs(slotted.slot, slotted.cohort)
        self.person_price = prices.costs.people + AT_LEAST
        self.slot_price = prices.costs.slots + AT_LEAST
        self.alive = np.bincount(self.cohort, minlength=self.size) > 0

    def _pairs(self, member: Ints, cohort: Ints) -> tuple[Ints, Ints]:
        members, cohorts = np.divmod(np.unique(member * max(self.size, 1) + cohort), max(self.size, 1))
        return members, cohorts

    def _shared(self, cohort: int) -> Floats:
        """What the people and the slots that each cohort shares with this one cost."""
        people, slots = np.zeros(self.people), np.zeros(len(self.slot_price))
        people[self.person[self.cohort == cohort]] = 1
        slots[self.slot[self.slot_cohort == cohort]] = 1
        openings = self.model.problem.slots["openings"].to_numpy()
        of_people = np.bincount(self.cohort, (people * self.person_price)[self.person], self.size)
        of_slots = np.bincount(self.slot_cohort, (slots * self.slot_price * openings)[self.slot], self.size)
        return np.asarray(of_people + of_slots, dtype=np.float64)

    def draw(self, chosen: Bools, cohorts: int, size: int, random: np.random.Generator) -> tuple[Ints, Bools]:
        """The free columns of a part, and the cohorts that run in any case."""
        taken = self.columns[chosen]
        seat, placed = np.full(self.people, -1), np.zeros(self.people, dtype=bool)
        seat[taken.candidate[taken.cohort >= 0]] = taken.cohort[taken.cohort >= 0]
        placed[taken.candidate[taken.slot >= 0]] = True
        runs = np.isin(np.arange(self.size), seat)
        again = np.append(self._group(runs, cohorts, random), False)
        near = np.zeros(self.people, dtype=bool)
        near[self.person[again[self.cohort]]] = True
        person = again[seat] | (near & (~placed | (seat < 0)))
        inside = np.append(again[:-1] | runs, True)[self.columns.cohort]
        beside = self._beside(self._given(taken, again, near) * (runs & ~again[:-1]), cohorts, random)
        person |= np.append(beside, False)[seat]
        free = np.flatnonzero(inside & person[self.columns.candidate])
        return fewer(self.model, free, 2 * size, random, chosen=chosen), runs & ~again[:-1]

    def _group(self, runs: Bools, count: int, random: np.random.Generator) -> Bools:
        """A cohort of which it is unclear whether it should run, and unclear ones that share its people or room."""
        unclear = np.where(runs, 1 - self.likely, self.likely) + SELDOM
        unclear *= self.alive
        group = np.zeros(self.size, dtype=bool)
        if not self.alive.any():
            return group
        seed = random.choice(self.size, p=unclear / unclear.sum())
        shared = self._shared(seed)
        room = self.model.room
        shared += (room == room[seed]) * (room[seed] >= 0) * shared[seed]
        order = np.argsort(-shared * unclear * random.random(self.size), kind="stable")
        group[order[:count]] = shared[order[:count]] > 0
        group[seed] = True
        return group

    def _given(self, taken: Columns, again: Bools, near: Bools) -> Floats:
        """What the people and slots in use in each cohort, which these cohorts could use as well, cost."""
        taken = taken[taken.cohort >= 0]
        wanted = np.zeros(len(self.slot_price) + 1, dtype=bool)
        wanted[self.slot[again[self.slot_cohort]]] = True
        of_slots = (np.append(self.slot_price, 0) * wanted)[taken.slot]
        of_people = (self.person_price * near)[taken.candidate]
        return np.asarray(np.bincount(taken.cohort, of_slots + of_people, self.size), dtype=np.float64)

    def _beside(self, given: Floats, count: int, random: np.random.Generator) -> Bools:
        """Running cohorts whose people and slots could change place with those of the part."""
        order = np.argsort(-given * (0.2 + random.random(self.size)), kind="stable")
        beside = np.zeros(self.size, dtype=bool)
        beside[order[:count]] = given[order[:count]] > 0
        return beside
