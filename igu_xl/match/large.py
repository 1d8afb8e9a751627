"""People placed, for problems of any size: a bound by sifting, a plan by diving, a better one part by part."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from igu_xl.match.aims import Aim
from igu_xl.match.columns import Bools, Floats, Ints
from igu_xl.match.dive import WHOLE, dive
from igu_xl.match.improve import improve
from igu_xl.match.model import Model
from igu_xl.match.part import search_part
from igu_xl.match.relaxation import Relaxation

# A dive prefers few cohorts (in people for each), and tells columns apart by up to so much of a person.
COHORT_COST, SPREAD = 0.5, 0.1
# Shares of the time at which the first bound, the dive, the plan and the last bound are to be ready.
BOUNDED, DIVED, IMPROVED = 0.3, 0.6, 0.95
# Cuts are enough when a round moves the bound by less than this share.
STALLED = 2e-4


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The chosen columns, the bounds of locks and of people placed, and columns that may be worth a thought."""

    chosen: Bools
    locks: float
    placed: float
    promising: Ints
    interrupted: bool = False


def search_large(model: Model, placed: Aim, start: Bools, seconds: float, threads: int) -> Found:
    """The most people placed (by weight) of the plans that keep most locks, as far as the time allows."""
    search = _Search(model, placed, start, threads)
    interrupted = False
    try:
        search.run(time.perf_counter(), seconds)
    except KeyboardInterrupt:
        interrupted = True
    return Found(search.chosen, search.locks, search.bound(), search.promising(), interrupted)


class _Search:
    """The best plan and the bound so far."""

    def __init__(self, model: Model, placed: Aim, start: Bools, threads: int) -> None:
        self.model, self.placed, self.chosen, self.threads = model, placed, start, threads
        # More than a lock is likely to cost; the bounds hold also where one costs more.
        self.lock_weight = 100 * max(1.0, float(placed.price.max(initial=0)))
        self.price = placed.price + placed.nudge
        self.price[model.locks] = self.lock_weight
        self.locks = float(sum(all(len(part) for part in parts) for parts in model.lock_parts))
        self.most = placed.most(model) + self.lock_weight * self.locks
        self.relaxation: Relaxation | None = None

    def run(self, start: float, seconds: float) -> None:
        """Bound, dive, improve, and bound again with the time that is left."""
        if self.done(self.chosen) or seconds <= 0:
            return
        self.relaxation = Relaxation(self.model, self.price, self.threads)
        self._tighten(start + BOUNDED * seconds, persons=False)
        self._dive(start + DIVED * seconds, start + IMPROVED * seconds)
        if not self.done(self.chosen):
            until = start + IMPROVED * seconds
            self.chosen = improve(self.model, self.price, self.chosen, self.done, deadline=until, threads=self.threads)
        if not self.done(self.chosen):
            self.relaxation.release()
            self.relaxation.aim_at(self.price)
            self._tighten(start + seconds, persons=True)

    def bound(self) -> float:
        """The most people placed, by weight, of the plans that keep as many locks as this one."""
        return min(self.placed.rounded(self.most - self.lock_weight * self._kept()), self.placed.most(self.model))

    def done(self, chosen: Bools) -> bool:
        """Whether a plan is as good as the bound."""
        return self._worth(chosen) >= self.most - max(0.5 * self.placed.grain, WHOLE)

    def promising(self) -> Ints:
        """The columns of the relaxation, and those chosen."""
        held = self.relaxation.held if self.relaxation else np.arange(0)
        return np.union1d(held[held < len(self.model.columns)], np.flatnonzero(self.chosen))

    def _kept(self) -> float:
        return float(self.model.complete(self.chosen)[self.model.locks].sum())

    def _worth(self, chosen: Bools) -> float:
        return float((self.price - self.placed.nudge) @ self.model.complete(chosen))

    def _tighten(self, deadline: float, *, persons: bool) -> None:
        relaxation = self._held()
        before = np.inf
        while time.perf_counter() < deadline:
            self.most = min(self.most, relaxation.sift(deadline, gap=0.3))
            if before - relaxation.worth() < STALLED * before < np.inf:
                return
            before = relaxation.worth()
            if not relaxation.cut(persons=persons):
                return

    def _dive(self, deadline: float, finish: float) -> None:
        relaxation, people = self._held(), len(self.model.columns)
        price = self.price.copy()
        price[:people] += SPREAD * np.random.default_rng(3).random(people)
        price[self.model.runs] -= COHORT_COST
        relaxation.aim_at(price)
        relaxation.sift(deadline, gap=0.5, rounds=4)
        values = dive(relaxation, deadline, finish)
        self._offer(None if values is None else self._finish(values, price, finish))

    def _finish(self, values: Floats, price: Floats, deadline: float) -> Bools | None:
        """Whole people and teams where the relaxation splits some: those are searched again, the others stand."""
        columns, share = self.model.columns, values[: len(self.model.columns)]
        split = (share > WHOLE) & (share < 1 - WHOLE)
        teams = values[self.model.teams]
        partly = self.model.team_slots[(teams > WHOLE) & (teams < 1 - WHOLE)]
        split |= (share > WHOLE) & np.isin(columns.slot, partly)
        if not split.any():
            return np.asarray(share > 0.5)
        whole = (share > 0.5) & ~split
        slots, cohorts = (_touched(group, split) for group in (columns.slot, columns.cohort))
        held = self.promising()
        running = np.append(np.bincount(columns.cohort[(share > WHOLE) & (columns.cohort >= 0)], minlength=1), 1)
        held = held[np.isin(columns.cohort[held], np.flatnonzero(running[:-1])) | (columns.cohort[held] < 0)]
        for standing in (np.flatnonzero(whole & ~slots & ~cohorts), np.arange(0)):
            free = held[~np.isin(columns.taker[held], columns.taker[standing])]
            found = search_part(
                self.model, price, free, standing, None, deadline=deadline, gap=0.5, threads=self.threads
            )
            if found is not None:
                return found
        return None

    def _offer(self, chosen: Bools | None) -> None:
        if chosen is not None and self._worth(chosen) > self._worth(self.chosen):
            self.chosen = chosen

    def _held(self) -> Relaxation:
        assert self.relaxation is not None
        return self.relaxation


def _touched(group: Ints, split: Bools) -> Bools:
    """The columns of a slot, or of a cohort, that somebody is split over."""
    return np.isin(group, np.unique(group[split & (group >= 0)]))
