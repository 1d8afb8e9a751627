"""Improves a plan part by part: some cohorts are decided again beside others that share people; the rest stands."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from igu_xl.match.solving.columns import Bools, Floats, Ints
from igu_xl.match.solving.model import Model
from igu_xl.match.solving.part import search_part
from igu_xl.match.solving.worth import Worth

# How many cohorts are decided again, and with how many columns: more when that no longer finds anything.
SIZES = ((8, 2000), (16, 4000), (24, 8000))
# So many parts in a row without anything better are enough of a size.
FRUITLESS = 30
# A part takes at most so many seconds.
PART_SECONDS = 4.0
# What has to be gained, in people, for a part to be searched on.
GAIN = 0.9
# Cohorts that are clear by the prices are decided again as well, but seldom.
SELDOM = 0.03


def improve(
    model: Model,
    worth: Worth,
    likely: Floats,
    chosen: Bools,
    better: Callable[[Bools], bool],
    deadline: float,
) -> Bools:
    """A plan worth at least as much.

    `likely` says of each cohort how likely it runs in a good plan, `better` is told every better plan and answers
    whether the search is to end.
    """
    random, parts, best = np.random.default_rng(1), _Parts(model, likely), worth.sum(model, chosen)
    # A part that is most of the problem is no quicker than the whole.
    for cohorts, size in (pair for pair in SIZES if 2 * pair[1] < len(model.columns)):
        fruitless = 0
        while fruitless < FRUITLESS and time.perf_counter() < deadline:
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


class _Parts:
    """Draws parts of a plan."""

    def __init__(self, model: Model, likely: Floats) -> None:
        self.model, self.likely, self.columns = model, likely, model.columns
        self.people, self.size = len(model.problem.candidates), len(model.runs)
        seats = self.columns.cohort >= 0
        keys = np.unique(self.columns.candidate[seats] * max(self.size, 1) + self.columns.cohort[seats])
        self.person, self.cohort = np.divmod(keys, max(self.size, 1))
        self.alive = np.bincount(self.cohort, minlength=self.size) > 0

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
        width = np.bincount(self.columns.candidate[inside], minlength=self.people)
        left = size - int(width[person].sum())
        beside = self._beside(runs & ~again[:-1], near, seat, width, left, random)
        person |= np.append(beside, False)[seat]
        free = np.flatnonzero(inside & person[self.columns.candidate])
        return self._thinned(free, chosen, size, random), runs & ~again[:-1]

    def _group(self, runs: Bools, count: int, random: np.random.Generator) -> Bools:
        """A cohort of which it is unclear whether it should run, and unclear ones that share its people or room."""
        unclear = np.where(runs, 1 - self.likely, self.likely) + SELDOM
        unclear *= self.alive
        group = np.zeros(self.size, dtype=bool)
        if not self.alive.any():
            return group
        seed = random.choice(self.size, p=unclear / unclear.sum())
        sharing = np.zeros(self.people, dtype=bool)
        sharing[self.person[self.cohort == seed]] = True
        shared = np.bincount(self.cohort[sharing[self.person]], minlength=self.size).astype(float)
        room = self.model.room
        shared += (room == room[seed]) * (room[seed] >= 0) * shared[seed]
        order = np.argsort(-shared * unclear * random.random(self.size), kind="stable")
        group[order[:count]] = shared[order[:count]] > 0
        group[seed] = True
        return group

    def _beside(
        self, running: Bools, near: Bools, seat: Ints, width: Ints, left: int, random: np.random.Generator
    ) -> Bools:
        """Running cohorts whose people could change place with those of the part, as many as the size leaves."""
        shared = np.bincount(self.cohort[near[self.person]], minlength=self.size)
        order = np.argsort(-shared * running * (0.2 + random.random(self.size)), kind="stable")
        order = order[(shared * running)[order] > 0]
        seated = seat >= 0
        columns = np.bincount(seat[seated], width[seated], minlength=self.size)
        beside = np.zeros(self.size, dtype=bool)
        beside[order[: np.searchsorted(np.cumsum(columns[order]), max(left, 0))]] = True
        return beside

    def _thinned(self, free: Ints, chosen: Bools, size: int, random: np.random.Generator) -> Ints:
        """No more than twice as many columns as a part should have, those of the plan among them."""
        if len(free) <= 2 * size:
            return free
        return free[chosen[free] | (random.random(len(free)) < 2 * size / len(free))]
