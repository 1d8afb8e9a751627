"""Cohorts that share slots, decided together while only people, companies and rooms are paid for.

`separate` lets every slot be paid for and looks at each cohort alone. Where slots are scarce that promises too much:
22 openings fill one cohort of 12 to 20, not one and a bit. Here the cohorts that share slots are one small programme
in which openings, teams and sizes hold exactly (Lagrangian decomposition: Guignard and Kim 1987). People are paid for
and may be wanted twice, so only the best few of a slot in a cohort matter, as many as it has openings, and the
programme has no more columns than that, however many people there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.bound.prices import Prices
from igu_xl.match.solving.bound.separate import Costs, Separate
from igu_xl.match.solving.model.model import Model
from igu_xl.optimise.programme import programme, run, solved
from igu_xl.optimise.rows import at_most, limited, times

# The same on every machine, so that the same tables give the same plan.
NODES = 200
# How much may be left to gain, in people, when a bound is asked for, and when cohorts are to be chosen.
BOUND_GAP, CHOICE_GAP = 0.05, 0.6
# More places than this are no small programme.
LARGEST = 30_000


@dataclass(frozen=True, slots=True, eq=False)
class _Cluster:
    """Cohorts that share slots, as a programme: places, then cohorts that run, then slots with a team."""

    highs: Any
    places: Ints
    cohorts: Ints
    teams: int
    rooms: Ints
    first_room: int

    def search(self, earned: Floats, cohorts: Floats, gap: float) -> None:
        """Find what earns most, where each place and each running cohort earns so much."""
        price = np.concatenate([earned[self.places], cohorts[self.cohorts], np.zeros(self.teams)])
        self.highs.changeColsCost(len(price), np.arange(len(price), dtype=np.int32), price)
        self.highs.setOptionValue("mip_abs_gap", gap)
        run(self.highs)

    def bound(self) -> float:
        """What no choice of the last search earns more than."""
        return float(self.highs.getInfo().mip_dual_bound)

    def running(self) -> Ints:
        """The cohorts that run in the best choice of the last search."""
        values = solved(self.highs)
        of = slice(len(self.places), len(self.places) + len(self.cohorts))
        return self.cohorts[:0] if values is None else self.cohorts[values[of] > 0.5]

    def leave(self, rooms: Floats) -> None:
        """So many cohorts of each room are left for this cluster."""
        for number, room in enumerate(self.rooms):
            self.highs.changeRowBounds(self.first_room + number, -np.inf, float(rooms[room]))


class Together:
    """The clusters of a model: a place is one of the people that a slot may take in a cohort."""

    def __init__(self, model: Model, price: Floats) -> None:
        """`price` is of each variable of the model, as in `prices.find_prices`."""
        self.model, self.parts = model, Separate.of(model, price)
        parts, always = self.parts, len(model.runs)
        self.first = np.searchsorted(parts.group, np.arange(len(parts.group_limit)))
        self.slot, self.cohort = parts.slot[self.first], parts.cohort[self.first]
        # Nobody who only fills a seat takes an opening: of them a cohort may take as many as it holds.
        limit = np.where(self.slot < 0, parts.largest[self.cohort], parts.group_limit)
        self.limit = np.minimum(limit, np.bincount(parts.group, minlength=len(limit))).astype(np.int64)
        self.group = np.repeat(np.arange(len(self.limit)), self.limit)
        self.free = np.flatnonzero(self.cohort[self.group] == always)
        self.clusters = list(self._clusters())

    def bound(self, prices: Prices) -> float:
        """No plan is worth more than this; infinite where the programmes would be too large."""
        if not self._fits():
            return np.inf
        earned, rooms = self._earned(prices), np.append(prices.rooms, 0)
        for cluster in self.clusters:
            cluster.leave(self._rooms())
            cluster.search(earned, self.parts.own_worth[:-1] - rooms[self.model.room], BOUND_GAP)
        limits = self.parts.limits
        paid = prices.costs.people @ limits.people + prices.costs.companies @ limits.companies
        paid += prices.costs.seats @ limits.seats + prices.rooms @ self._rooms()
        gained = np.maximum(earned[self.free], 0).sum() + sum(cluster.bound() for cluster in self.clusters)
        return float(paid + gained)

    def choose(self, prices: Prices, cohort_cost: float) -> Bools:
        """Which cohorts are to run, within their rooms, when each costs so much: cluster after cluster."""
        runs = np.zeros(len(self.model.runs), dtype=bool)
        if not self._fits():
            return runs
        earned, left = self._earned(prices), self._rooms()
        worth = self.parts.own_worth[:-1] - cohort_cost - np.append(prices.rooms, 0)[self.model.room]
        for cluster in self.clusters:
            cluster.leave(left)
            cluster.search(earned, worth, CHOICE_GAP)
            running = cluster.running()
            runs[running] = True
            in_rooms = self.model.room[running]
            left = left - np.bincount(in_rooms[in_rooms >= 0], minlength=len(left))
        return runs

    def _fits(self) -> bool:
        return all(len(cluster.places) <= LARGEST for cluster in self.clusters)

    def _rooms(self) -> Floats:
        return self.model.problem.rooms["max_cohorts"].to_numpy(dtype=np.float64)

    def _earned(self, prices: Prices) -> Floats:
        """What the people in each place earn after costs, the best of those who could have it."""
        costs = prices.costs._replace(slots=np.zeros(len(prices.costs.slots)))
        earned = self.parts.earnings(Costs(*costs))
        order = np.lexsort((-earned, self.parts.group))
        group = self.parts.group[order]
        return np.asarray(earned[order][np.arange(len(order)) - self.first[group] < self.limit[group]])

    def _clusters(self) -> Iterator[_Cluster]:
        """One for all cohorts that share slots, directly or through others."""
        seated = np.flatnonzero(self.cohort < len(self.model.runs))
        cluster = _joined(self.slot[seated], self.cohort[seated], len(self.model.runs))
        for number in np.unique(cluster[self.cohort[seated]]):
            yield self._cluster(seated[cluster[self.cohort[seated]] == number])

    def _cluster(self, groups: Ints) -> _Cluster:
        places = np.flatnonzero(np.isin(self.group, groups))
        slot, cohort = self.slot[self.group[places]], self.cohort[self.group[places]]
        cohorts, of_cohort = np.unique(cohort, return_inverse=True)
        least, openings = (self.model.problem.slots[name].to_numpy() for name in ("together_min", "openings"))
        teams = np.unique(slot[np.append(least > 1, False)[slot]])
        own, team_own = len(places) + np.arange(len(cohorts)), len(places) + len(cohorts) + np.arange(len(teams))
        sizes = of_cohort, np.arange(len(places)), np.arange(len(cohorts)), own
        slotted, in_team = np.flatnonzero(slot >= 0), np.flatnonzero(np.isin(slot, teams))
        team = np.searchsorted(teams, slot[in_team]), in_team, np.arange(len(teams)), team_own
        room = self.model.room[cohorts]
        rooms, of_room = np.unique(room[room >= 0], return_inverse=True)
        every = np.arange(len(places))
        blocks = [
            times(*sizes, -self.parts.largest[cohorts], most=True),
            times(*sizes, -self.parts.smallest[cohorts], most=False),
            times(every, every, every, own[of_cohort], -np.ones(len(places)), most=True),
            limited(openings, slot[slotted], slotted),
            times(*team, -openings[teams], most=True),
            times(*team, -least[teams], most=False),
            at_most(self._rooms()[rooms], of_room, own[room >= 0]),
        ]
        size = len(places) + len(cohorts) + len(teams)
        highs = programme(np.zeros(size), np.ones(size), blocks, whole=False)
        for variable in range(len(places), size):
            highs.changeColIntegrality(variable, highspy.HighsVarType.kInteger)
        highs.setOptionValue("mip_max_nodes", NODES)
        highs.setOptionValue("mip_rel_gap", 0.0)
        first_room = sum(len(block.lower) for block in blocks[:-1])
        return _Cluster(highs, places, cohorts, len(teams), rooms, first_room)


def _joined(slot: Ints, cohort: Ints, size: int) -> Ints:
    """A number for each cohort, the same for those that share slots, directly or through others."""
    number = np.arange(size)
    slot, cohort = slot[slot >= 0], cohort[slot >= 0]
    while len(slot):
        least = np.full(slot.max() + 1, size)
        np.minimum.at(least, slot, number[cohort])
        joined = number.copy()
        np.minimum.at(joined, cohort, least[slot])
        joined = joined[joined]
        if (joined == number).all():
            break
        number = joined
    return number
