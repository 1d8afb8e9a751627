"""A problem taken apart: what each cohort would do on its own, were people, slots and companies to be paid for.

Nobody looks at what the others take: a person may be wanted twice, a slot too often. What the answers are worth
together, and what all people, openings and companies cost, is a bound of every plan (Lagrange), whatever the costs are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.model.model import Model

# What a column is worth is counted in grains, so many bits of them.
WORTH_BITS = 38


class Costs(NamedTuple):
    """What each costs: a person's slot, a person's seat (0 in closed cohorts), an opening, a place in a company."""

    people: Floats
    seats: Floats
    slots: Floats
    companies: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """What is taken at some costs.

    worth    what it is worth after costs, and the costs of all there is: no plan is worth more
    cohorts  what each cohort is worth when it runs; it does not when that is negative
    taken    the columns
    runs     which cohorts
    excess   by how much more is taken of each that costs than there is
    """

    worth: float
    cohorts: Floats
    taken: Ints
    runs: Bools
    excess: Costs


@dataclass(frozen=True, slots=True, eq=False)
class Separate:
    """The columns of a model by cohort and slot. What needs no cohort sits in one more cohort that always runs.

    number  of each column in the model
    worth   of each column before costs
    group   of the columns of a slot in a cohort, which takes no more people than the slot has openings
    """

    model: Model
    number: Ints
    person: Ints
    slot: Ints
    cohort: Ints
    company: Ints
    worth: Floats
    group: Ints
    group_limit: Floats
    limits: Costs
    smallest: Floats
    largest: Floats
    own_worth: Floats
    grain: float

    @classmethod
    def of(cls, model: Model, price: Floats) -> Separate:
        """`price` is of each variable of the model; that of teams is not looked at.

        A lock is worth its price, divided among the things that it names, to every column that gives one of them.
        """
        columns, slots = model.columns, model.problem.slots
        count = len(model.problem.cohorts)
        cohort = np.where(columns.cohort < 0, count, columns.cohort)
        number = np.lexsort((columns.slot, cohort))
        slot = columns.slot[number]
        key = cohort[number] * (len(slots) + 1) + slot
        group = np.cumsum(np.diff(key, prepend=key[:1]) != 0)
        first = np.searchsorted(group, np.arange(group.max(initial=-1) + 1))
        worth = price[: len(columns)] + lock_worth(model, price)
        openings = np.append(slots["openings"].to_numpy(), np.inf)
        return cls(
            model=model,
            number=number,
            person=columns.candidate[number],
            slot=slot,
            cohort=cohort[number],
            company=np.append(model.company, -1)[slot],
            worth=worth[number],
            group=group,
            group_limit=openings[slot[first]],
            limits=_limits(model),
            smallest=np.append(np.maximum(model.problem.cohorts["min"].to_numpy(), 1), 0),
            largest=np.append(model.problem.cohorts["max"].to_numpy(), np.inf),
            own_worth=np.append(price[model.runs], 0),
            grain=float(np.abs(np.concatenate([worth, price[model.runs], [1.0]])).max()) / 2.0 ** (WORTH_BITS - 4),
        )

    def earnings(self, costs: Costs) -> Floats:
        """What each column is worth after costs, rounded up to a whole number of grains: bounds stay bounds."""
        earned = self.worth - np.append(costs.people, 0)[np.where(self.slot < 0, -1, self.person)]
        earned -= np.append(costs.slots, 0)[self.slot]
        if len(costs.companies):
            earned -= np.append(costs.companies, 0)[self.company]
        if self.model.problem.open_cohorts:
            earned -= np.append(costs.seats, 0)[np.where(self.cohort == len(self.own_worth) - 1, -1, self.person)]
        return np.asarray(np.ceil(earned / self.grain) * self.grain)

    def in_order(self, of_columns: Floats) -> Floats:
        """What is given for each column here, in the order of the columns of the model."""
        ordered = np.empty(len(self.number))
        ordered[self.number] = of_columns
        return ordered

    def answer(self, costs: Costs) -> Taken:
        """What is taken at these costs."""
        earned = self.earnings(costs)
        taken = self._best(np.flatnonzero(earned > 0), earned, self.largest)
        worth, people = self._sums(taken, earned)
        short = (people < self.smallest) & (worth > 0)
        # A column that costs more than all others of its cohort earn never helps.
        most = np.where(short, worth, -np.inf)
        worth = np.where(people < self.smallest, -np.inf, worth)
        if short.any():
            filled = self._best(np.flatnonzero(earned > -most[self.cohort]), earned, self.smallest)
            filled_worth, filled_people = self._sums(filled, earned)
            worth = np.where(short & (filled_people >= self.smallest), filled_worth, worth)
            taken = np.concatenate([taken[~short[self.cohort[taken]]], filled])
        runs = self._within_rooms(worth)
        taken = taken[runs[self.cohort[taken]]]
        paid = sum(float(cost @ limit) for cost, limit in zip(costs, self.limits, strict=True))
        return Taken(float(worth[runs].sum()) + paid, worth[:-1], taken, runs[:-1], self._excess(taken))

    def _best(self, among: Ints, earned: Floats, largest: Floats) -> Ints:
        """The best of these columns within openings and seats."""
        among = among[self._within(self.group[among], earned[among], self.group_limit)]
        return among[self._within(self.cohort[among], earned[among], largest)]

    def _within(self, group: Ints, earned: Floats, limit: Floats) -> Bools:
        """Which are among the best of their group, as many as its limit."""
        kept = np.ones(len(group), dtype=bool)
        crowded = np.flatnonzero((np.bincount(group, minlength=len(limit)) > limit)[group])
        # One whole number of group and worth sorts ten times as fast as the two one after the other.
        most = 2 ** (WORTH_BITS - 1) - 1
        key = (group[crowded] << WORTH_BITS) - np.clip(earned[crowded] / self.grain, -most, most).astype(np.int64)
        order = crowded[np.argsort(key, kind="stable")]
        kept[order[_rank(group[order]) >= limit[group[order]]]] = False
        return kept

    def _sums(self, taken: Ints, earned: Floats) -> tuple[Floats, Ints]:
        """What each cohort is worth with the columns taken, and how many they are."""
        size, cohort = len(self.own_worth), self.cohort[taken]
        return np.bincount(cohort, earned[taken], size) + self.own_worth, np.bincount(cohort, minlength=size)

    def _within_rooms(self, worth: Floats) -> Bools:
        """Which cohorts run: those worth something, of a room the best few."""
        runs = worth > 0
        runs[-1] = True
        in_rooms = np.flatnonzero(runs[:-1] & (self.model.room >= 0))
        order = in_rooms[np.lexsort((-worth[in_rooms], self.model.room[in_rooms]))]
        room = self.model.room[order]
        runs[order[_rank(room) >= self.model.problem.rooms["max_cohorts"].to_numpy()[room]]] = False
        return runs

    def _excess(self, taken: Ints) -> Costs:
        slotted, seated = taken[self.slot[taken] >= 0], taken[self.cohort[taken] < len(self.own_worth) - 1]
        in_company = taken[self.company[taken] >= 0]
        counted = (self.person[slotted], self.person[seated], self.slot[slotted], self.company[in_company])
        used = (np.bincount(who, minlength=len(limit)) for who, limit in zip(counted, self.limits, strict=True))
        return Costs(*(use - limit for use, limit in zip(used, self.limits, strict=True)))


def lock_worth(model: Model, price: Floats) -> Floats:
    """What the locks are worth to each column. A lock is kept no more than the average of what it names is given."""
    worth = np.zeros(len(model.columns))
    for weight, parts in zip(price[model.locks], model.lock_parts, strict=True):
        for part in parts:
            worth[part] += weight / len(parts) * all(map(len, parts))
    return worth


def _limits(model: Model) -> Costs:
    """How much there is of each: nobody misses an opening that nobody could take."""
    everybody, slots = np.ones(len(model.problem.candidates)), model.problem.slots
    chosen = model.columns.slot[model.columns.slot >= 0]
    openings = np.minimum(slots["openings"].to_numpy(), np.bincount(chosen, minlength=len(slots)))
    return Costs(everybody, everybody, openings, model.problem.companies["max_people"].to_numpy())


def _rank(group: Ints) -> Ints:
    """The number of each in its group, from 0; the groups come one after the other."""
    first = np.flatnonzero(np.diff(group, prepend=-1))
    return np.asarray(np.arange(len(group)) - np.repeat(first, np.diff(first, append=len(group))))
