"""Improves a plan part by part: a few cohorts that share people are searched again, the rest of the plan stands."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from igu_xl.match.columns import Bools, Floats, Ints
from igu_xl.match.model import Model
from igu_xl.match.part import search_part

# A part has at most so many columns, and takes at most so many seconds.
PART_COLUMNS, PART_SECONDS = 4000, 3.0
# So many parts in a row without anything better are enough.
FRUITLESS = 25
# What has to be gained, in people, for a part to be searched on.
GAIN = 0.9


def improve(
    model: Model,
    price: Floats,
    chosen: Bools,
    good_enough: Callable[[Bools], bool],
    *,
    deadline: float,
    threads: int,
) -> Bools:
    """A plan worth at least as much, by the price of each variable."""
    random, fruitless = np.random.default_rng(1), 0
    parts = _Parts(model)
    best = float(price @ model.complete(chosen))
    while fruitless < FRUITLESS and time.perf_counter() < deadline and not good_enough(chosen):
        free = parts.free(chosen, random)
        standing = np.setdiff1d(np.flatnonzero(chosen), free, assume_unique=True)
        until = min(deadline, time.perf_counter() + PART_SECONDS)
        found = search_part(model, price, free, standing, chosen, deadline=until, gap=GAIN, threads=threads)
        worth = -np.inf if found is None else float(price @ model.complete(found))
        fruitless = 0 if worth > best + 0.5 * GAIN else fruitless + 1
        if found is not None and worth > best:
            chosen, best = found, worth
    return chosen


class _Parts:
    """Parts of a plan: groups of cohorts that the same people could sit in."""

    def __init__(self, model: Model) -> None:
        self.columns, self.room = model.columns, model.room
        self.people = len(model.problem.candidates)
        self.sizes = np.bincount(self.columns.cohort[self.columns.cohort >= 0], minlength=len(model.runs))
        self.alive = np.flatnonzero(self.sizes)

    def free(self, chosen: Bools, random: np.random.Generator) -> Ints:
        """The columns of one part: of who sits in its cohorts, and of who has nothing or a slot without cohort."""
        if not len(self.alive):
            return np.arange(len(self.columns))
        inside = np.append(self._group(random), False)
        taken = self.columns[chosen]
        elsewhere = np.zeros(self.people, dtype=bool)
        elsewhere[taken.candidate[(taken.cohort >= 0) & ~inside[taken.cohort]]] = True
        within = inside[self.columns.cohort] | (self.columns.cohort < 0)
        free = np.flatnonzero(within & ~elsewhere[self.columns.candidate])
        return self._thinned(free, chosen, random)

    def _group(self, random: np.random.Generator) -> Bools:
        """A cohort and those that share its room or most people with it."""
        seed = random.choice(self.alive)
        sharing = np.zeros(self.people, dtype=bool)
        sharing[self.columns.candidate[self.columns.cohort == seed]] = True
        seated = (self.columns.cohort >= 0) & sharing[self.columns.candidate]
        shared = np.bincount(self.columns.cohort[seated], minlength=len(self.sizes))
        shared += (self.room == self.room[seed]) * (self.room[seed] >= 0) * shared.max()
        order = self.alive[np.argsort(-shared[self.alive] * random.random(len(self.alive)), kind="stable")]
        order = np.concatenate([[seed], order[order != seed]])
        inside = np.zeros(len(self.sizes), dtype=bool)
        inside[order[: max(4, np.searchsorted(np.cumsum(self.sizes[order]), PART_COLUMNS))]] = True
        return inside

    def _thinned(self, free: Ints, chosen: Bools, random: np.random.Generator) -> Ints:
        """No more columns than a part may have, those of the plan among them."""
        if len(free) <= 2 * PART_COLUMNS:
            return free
        kept = chosen[free] | (random.random(len(free)) < 2 * PART_COLUMNS / len(free))
        return free[kept]
