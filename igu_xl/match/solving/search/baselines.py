"""What is done without optimising: three ways a coordinator books, on the same problem and under the same rules.

Everybody books in the order of waiting time, the locked first. They are what a plan is compared with, and the best of
them is where the solver starts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.model.columns import Columns, decided, given, list_columns, make_plan
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem

ROUNDS = 30


def alone(problem: Problem) -> Plan:
    """Each municipality books for its own people only, and runs a cohort when it fills the minimum alone."""
    return _timed(problem, lambda desk: desk.book_each_alone())


def first_come(problem: Problem) -> Plan:
    """One list in the order of waiting time; everybody takes the best left, then too small cohorts are cancelled."""
    return _timed(problem, lambda desk: desk.book_first_come())


def patient(problem: Problem) -> Plan:
    """A patient coordinator: steer to the fullest cohort, cancel the emptiest third and rebook, thirty rounds."""
    return _timed(problem, lambda desk: desk.book_patiently())


def patient_choice(problem: Problem, columns: Columns) -> Bools:
    """The columns that the patient coordinator chooses."""
    return BookingDesk(problem, columns).book_patiently()


def again_choice(problem: Problem, columns: Columns, plan: Plan) -> Bools:
    """The columns of an earlier plan, as far as they are still allowed, and of who fits in beside them."""
    slot, cohort = given(problem, plan.placements)
    slot, cohort = slot[columns.candidate], cohort[columns.candidate]
    without = (columns.slot < 0) | (columns.cohort < 0)
    same_slot, same_cohort = columns.slot == slot, columns.cohort == cohort
    # Who has a slot without a cohort and a seat has a column for each.
    wanted = np.where(without, (same_slot & (slot >= 0)) | (same_cohort & (cohort >= 0)), same_slot & same_cohort)
    desk = BookingDesk(problem, columns)
    unmet = problem.candidates["candidate"].isin([lock.candidate for lock in plan.unmet_locks]).to_numpy()
    return desk.book_again(wanted & (desk.usable | unmet[columns.candidate]))


def _timed(problem: Problem, book: Callable[[BookingDesk], Bools]) -> Plan:
    """The plan of a way to book. Its bound is no more than the number of people who have an allowed slot."""
    started = time.perf_counter()
    columns = list_columns(problem)
    chosen = book(BookingDesk(problem, columns))
    bound = len(np.unique(columns.candidate[columns.slot >= 0]))
    seconds = time.perf_counter() - started
    return make_plan(problem, columns[chosen], bound=bound, status="feasible", seconds=seconds)


class BookingDesk:
    """A booking desk: which columns are chosen, and what is left of slots, seats and rooms."""

    def __init__(self, problem: Problem, columns: Columns) -> None:
        self.problem = problem
        self.columns = columns
        self.chosen = np.zeros(len(columns), dtype=bool)
        self.first = np.searchsorted(columns.candidate, np.arange(len(problem.candidates) + 1))
        self.usable = _within_locks(problem, columns)
        self.team = problem.slots["together_min"].to_numpy()
        self.least = np.maximum(problem.cohorts["min"].to_numpy(), 1)
        self.most = problem.cohorts["max"].to_numpy()
        # A cohort without a room has one of its own, behind the shared ones.
        shared = _rows_of(problem.cohorts["room"], problem.rooms["room"])
        own = len(problem.rooms) + np.arange(len(shared))
        self.room = np.where(shared >= 0, shared, own)
        self.room_size = np.concatenate([problem.rooms["max_cohorts"].to_numpy(), np.ones(len(shared))])
        # A company without a limit is the last one.
        self.company = np.append(_rows_of(problem.slots["company"], problem.companies["company"]), -1)
        self.company_size = np.append(problem.companies["max_people"].to_numpy(), np.inf)
        self.open_slots = np.ones(len(problem.slots), dtype=bool)
        self.open_cohorts = np.ones(len(problem.cohorts), dtype=bool)
        # Cohorts that somebody without an igu slot may be the first in.
        self.begun_by_fillers = (problem.cohorts["decision"] == "run").to_numpy()
        self._count()

    def book_first_come(self) -> Bools:
        """Everybody takes what is worth most to them; what stays too small is cancelled."""
        people = self._queue()
        self._book(people, fullest=False)
        self._seat_fillers(people)
        self._cancel_short()
        return self.chosen

    def book_each_alone(self) -> Bools:
        """As first come, municipality by municipality, each with the cohorts that nobody else has begun."""
        municipality = self.problem.candidates["municipality"].to_numpy()
        queue = self._queue()
        for name in np.unique(municipality[queue]):
            people = queue[municipality[queue] == name]
            self.open_cohorts = self.seated == 0
            self._book(people, fullest=False)
            self._seat_fillers(people)
            self._cancel_short()
        return self.chosen

    def book_patiently(self) -> Bools:
        """Steer to the fullest, cancel the emptiest third of the too small cohorts, rebook; then tidy up."""
        people = self._queue()
        self._rebook(people)
        for _ in range(ROUNDS):
            short = np.flatnonzero((self.seated > 0) & (self.seated < self.least))
            if len(short) == 0:
                break
            emptiest = short[np.argsort(self.seated[short] - self.least[short], kind="stable")]
            self._cancel(cohorts=emptiest[: -(-len(short) // 3)])
            self._rebook(people)
        return self._tidied(people)

    def book_again(self, wanted: Bools) -> Bools:
        """Of these columns what still fits together, then whoever fits beside them."""
        people, usable, begun = self._queue(), self.usable, self.begun_by_fillers
        self.usable, self.begun_by_fillers = wanted, np.ones(len(self.least), dtype=bool)
        self._rebook(people)
        self.usable, self.begun_by_fillers = usable, begun
        # Before anything is cancelled, others may fill what misses people.
        self.open_cohorts = self.seated > 0
        self._rebook(people, keep_fillers=True)
        return self._tidied(people)

    def book_within(self, cohorts: Bools) -> Bools:
        """Steer to the fullest of these cohorts; cancel what stays too small and fill up what runs."""
        self.open_cohorts, people = cohorts.copy(), self._queue()
        self._rebook(people)
        return self._tidied(people)

    def _tidied(self, people: Ints) -> Bools:
        """Cancel what is too small and fill up what runs."""
        self._cancel_short()
        self.open_cohorts = self.seated > 0
        self.open_slots = (self.team <= 1) | (self.taken > 0)
        self._rebook(people, keep_fillers=True)
        return self.chosen

    def _queue(self) -> Ints:
        """Candidates with a lock first, then those who have waited longest; ids break ties."""
        locked = np.isin(np.arange(len(self.problem.candidates)), decided(self.problem, "lock").candidate)
        return np.lexsort((-self.problem.candidates["waited_days"].to_numpy(), ~locked))

    def _rebook(self, people: Ints, *, keep_fillers: bool = False) -> None:
        if not keep_fillers:
            self.chosen &= self.columns.slot >= 0
            self._count()
        self._book(people, fullest=True)
        self._seat_fillers(people)

    def _count(self) -> None:
        """Count from what is chosen how much is taken."""
        taken = self.columns[self.chosen]
        self.taken = np.bincount(taken.slot[taken.slot >= 0], minlength=len(self.team))
        self.hired = np.zeros(len(self.company_size), dtype=np.int64)
        np.add.at(self.hired, self.company[taken.slot], 1)
        self.seated = np.bincount(taken.cohort[taken.cohort >= 0], minlength=len(self.least))
        self.used = np.bincount(self.room[self.seated > 0], minlength=len(self.room_size))
        everybody = len(self.problem.candidates)
        self.has_slot = np.bincount(taken.candidate[taken.slot >= 0], minlength=everybody) > 0
        self.has_seat = np.bincount(taken.candidate[taken.cohort >= 0], minlength=everybody) > 0

    def _book(self, people: Ints, *, fullest: bool) -> None:
        """Give a slot to each who has none, of those that are left."""
        openings = self.problem.slots["openings"].to_numpy()
        for person in people[~self.has_slot[people] & ~self.has_seat[people]]:
            own = np.arange(self.first[person], self.first[person + 1])
            own = own[(self.columns.slot[own] >= 0) & self.usable[own]]
            slot = self.columns.slot[own]
            company = self.company[slot]
            hires = self.hired[company] < self.company_size[company]
            own = own[self.open_slots[slot] & (self.taken[slot] < openings[slot]) & hires]
            self._take(own[self._has_seats(self.columns.cohort[own])], fullest=fullest)

    def _seat_fillers(self, people: Ints) -> None:
        """Let who has no cohort fill a seat beside somebody who has."""
        if not self.problem.open_cohorts:
            return
        for person in people[~self.has_seat[people]]:
            own = np.arange(self.first[person], self.first[person + 1])
            own = own[(self.columns.slot[own] < 0) & self.usable[own]]
            cohort = self.columns.cohort[own]
            begun = (self.seated[cohort] > 0) | self.begun_by_fillers[cohort]
            self._take(own[self._has_seats(cohort) & begun], fullest=True)

    def _has_seats(self, cohort: Ints) -> Bools:
        """Whether each cohort still takes somebody; where none is needed (-1) the answer is yes."""
        may_begin = self.used[self.room] < self.room_size[self.room]
        free = self.open_cohorts & (self.seated < self.most) & ((self.seated > 0) | may_begin)
        return np.append(free, True)[cohort]

    def _take(self, offers: Ints, *, fullest: bool) -> None:
        """Choose the best offer: most people in the cohort when that counts, then most worth, then first id."""
        if len(offers) == 0:
            return
        cohort, worth = self.columns.cohort[offers], self.columns.value[offers]
        company: Floats = np.append(self.seated, 0)[cohort] if fullest else np.zeros(len(offers))
        best = offers[np.lexsort((-worth, -company))[0]]
        person, slot, cohort = self.columns.candidate[best], self.columns.slot[best], self.columns.cohort[best]
        self.chosen[best] = True
        if slot >= 0:
            self.taken[slot] += 1
            self.hired[self.company[slot]] += 1
            self.has_slot[person] = True
        if cohort >= 0:
            self.used[self.room[cohort]] += self.seated[cohort] == 0
            self.seated[cohort] += 1
            self.has_seat[person] = True

    def _cancel(self, cohorts: Ints) -> None:
        """These cohorts do not run and are offered no more."""
        self.open_cohorts[cohorts] = False
        self.chosen &= ~np.isin(self.columns.cohort, cohorts)
        self._count()

    def _cancel_short(self) -> None:
        """Cancel cohorts under their minimum and teams that are not whole, until none is left."""
        while True:
            short = np.flatnonzero((self.seated > 0) & (self.seated < self.least))
            broken = np.flatnonzero((self.taken > 0) & (self.taken < self.team))
            if len(short) == 0 and len(broken) == 0:
                return
            self.chosen &= ~np.isin(self.columns.slot, broken)
            self._cancel(short)


def _rows_of(ids: pd.Series[Any], listed: pd.Series[Any]) -> Ints:
    """The row in which each id is listed; -1 for none."""
    return np.asarray(pd.Index(listed).get_indexer(pd.Index(ids)), dtype=np.int64)


def _within_locks(problem: Problem, columns: Columns) -> Bools:
    """Which columns go with the locks of their candidate; all, for one whose locks no column goes with."""
    usable = np.ones(len(columns), dtype=bool)
    locks = decided(problem, "lock")
    for candidate, slot, cohort in zip(locks.candidate, locks.slot, locks.cohort, strict=True):
        own = (columns.candidate == candidate) & usable
        # In open cohorts a slot without a cohort and a seat are two columns, and none of them is against the other.
        other_slot = (slot >= 0) & (columns.slot != slot) & (columns.slot >= 0)
        apart = (columns.cohort >= 0) | (not problem.open_cohorts)
        kept = own & ~other_slot & ~((cohort >= 0) & (columns.cohort != cohort) & apart)
        if kept.any():
            usable &= ~own | kept
    return usable
