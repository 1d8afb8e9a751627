"""Searches a part of a plan as one small integer programme while the rest of it stands."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.bound.worth import Worth
from igu_xl.match.solving.model.columns import Columns
from igu_xl.match.solving.model.model import Model
from igu_xl.optimise.programme import begin_with, chosen_of, programme, run, solved
from igu_xl.optimise.rows import Constraints, at_least, limited, times

# Enough to mend a part; the same on every machine, so that the same tables give the same plan.
NODES = 100


def search_part(
    model: Model,
    worth: Worth,
    free: Ints,
    chosen: Bools,
    running: Bools,
    *,
    gap: float,
    deadline: float,
) -> Bools | None:
    """The best choice of free columns beside the chosen ones that are not free; None when none is found in time.

    Cohorts marked as running run in any case, those where somebody stands do as well. The search begins with what is
    chosen, and ends where at most the gap is left to gain.
    """
    left = deadline - time.perf_counter()
    if len(free) == 0:
        return chosen
    if left <= 0:
        return None
    part = PartSearch(model, free, chosen, running)
    price = np.concatenate([worth.columns[free], worth.cohorts[part.undecided], np.zeros(len(part.teams))])
    highs = programme(price, np.ones(len(price)), part.rows(), whole=True)
    limits = {"time_limit": left, "mip_max_nodes": NODES, "mip_abs_gap": gap, "mip_rel_gap": 0.0}
    for name, limit in limits.items():
        highs.setOptionValue(name, limit)
    if chosen[free].any():
        begin_with(highs, part.values(chosen))
    run(highs)
    values = solved(highs)
    if values is None:
        return None
    found = chosen.copy()
    found[free] = chosen_of(values, len(free))
    return found


@dataclass(frozen=True, eq=False)
class PartSearch:
    """The variables of a part: free columns, cohorts that may run or not, slots that may take a team or nobody."""

    model: Model
    free: Ints
    chosen: Bools
    running: Bools

    @cached_property
    def columns(self) -> Columns:
        """The free columns."""
        return self.model.columns[self.free]

    @cached_property
    def fixed(self) -> Columns:
        """The columns that stand."""
        stands = self.chosen.copy()
        stands[self.free] = False
        return self.model.columns[stands]

    @cached_property
    def taken(self) -> Ints:
        """How many stand in each slot."""
        return _counts(self.fixed.slot, len(self.model.problem.slots))

    @cached_property
    def seated(self) -> Ints:
        """How many stand in each cohort."""
        return _counts(self.fixed.cohort, len(self.model.runs))

    @cached_property
    def undecided(self) -> Ints:
        """The cohorts of free columns that run or do not."""
        runs = self.running | (self.seated > 0)
        mine = np.unique(self.columns.cohort[self.columns.cohort >= 0])
        return mine[~runs[mine]]

    @cached_property
    def teams(self) -> Ints:
        """The slots of free columns that take a team or nobody."""
        slots = self.model.team_slots
        return np.asarray(slots[np.isin(slots, self.columns.slot) & (self.taken[slots] == 0)])

    def values(self, chosen: Bools) -> Floats:
        """Every variable of the part, from the columns chosen."""
        taken = self.model.columns[self.free[chosen[self.free]]]
        runs, teams = np.isin(self.undecided, taken.cohort), np.isin(self.teams, taken.slot)
        return np.concatenate([chosen[self.free], runs, teams]).astype(float)

    def rows(self) -> list[Constraints]:
        """Every constraint that the free columns are part of, and the cuts of cohorts that are undecided."""
        return [
            *person_rows(self.model, self.columns),
            *self._openings(),
            *self._cohort_sizes(),
            *self._cuts(),
            self._rooms(),
        ]

    def _openings(self) -> list[Constraints]:
        """What is left of the slots, their teams and the companies."""
        slots, columns = self.model.problem.slots, np.flatnonzero(self.columns.slot >= 0)
        slot = self.columns.slot[columns]
        left = slots["openings"].to_numpy() - self.taken
        number = _numbers(self.teams, len(slots))
        own = len(self.free) + len(self.undecided) + np.arange(len(self.teams))
        team = number[slot] >= 0
        among = (number[slot[team]], columns[team], np.arange(len(self.teams)), own)
        smallest = slots["together_min"].to_numpy()
        return [
            limited(left, slot, columns),
            times(*among, -left[self.teams].astype(float), most=True),
            times(*among, -smallest[self.teams], most=False),
            at_least(np.where(self.taken > 0, smallest - self.taken, 0), slot, columns),
            company_row(self.model, self.columns, self.fixed),
        ]

    def _cohort_sizes(self) -> list[Constraints]:
        """What is left of the cohorts that run, and the sizes of those that may."""
        cohorts, columns = self.model.problem.cohorts, np.flatnonzero(self.columns.cohort >= 0)
        cohort = self.columns.cohort[columns]
        least, most = np.maximum(cohorts["min"].to_numpy(), 1), cohorts["max"].to_numpy()
        number = _numbers(self.undecided, len(cohorts))
        own, of = len(self.free) + np.arange(len(self.undecided)), number[cohort] >= 0
        among = (number[cohort[of]], columns[of], np.arange(len(own)), own)
        return [
            limited(most - self.seated, cohort[~of], columns[~of]),
            at_least(least - self.seated, cohort[~of], columns[~of]),
            times(*among, -most[self.undecided], most=True),
            times(*among, -least[self.undecided], most=False),
        ]

    def _cuts(self) -> list[Constraints]:
        """In a cohort that does not run nobody sits: told for each person, and for each slot."""
        size = len(self.model.runs)
        number = _numbers(self.undecided, size)
        columns = np.flatnonzero(np.append(number, -1)[self.columns.cohort] >= 0)
        left = np.append(self.model.problem.slots["openings"].to_numpy() - self.taken, np.inf)
        rows = []
        for group, limit in ((self.columns.candidate, None), (self.columns.slot, left)):
            of = columns[group[columns] >= 0]
            key = group[of] * size + self.columns.cohort[of]
            keys, first, row, counts = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
            most = np.ones(len(keys)) if limit is None else np.minimum(limit[group[of[first]]], counts)
            own = len(self.free) + number[keys % max(size, 1)]
            rows.append(times(row, of, np.arange(len(keys)), own, -most, most=True))
        return rows

    def _rooms(self) -> Constraints:
        """What is left of the rooms."""
        room, limits = self.model.room, self.model.problem.rooms["max_cohorts"].to_numpy()
        busy = room[self.running | (self.seated > 0)]
        shared = room[self.undecided] >= 0
        own = len(self.free) + np.flatnonzero(shared)
        return limited(limits - _counts(busy, len(limits)), room[self.undecided[shared]], own)


def person_rows(model: Model, columns: Columns) -> list[Constraints]:
    """At most one slot and one cohort for each person among some columns."""
    kinds = [columns.slot >= 0, columns.cohort >= 0] if model.problem.open_cohorts else [columns.slot >= 0]
    one = np.ones(len(model.problem.candidates))
    return [limited(one, columns.candidate[kind], np.flatnonzero(kind)) for kind in kinds]


def company_row(model: Model, columns: Columns, standing: Columns) -> Constraints:
    """What is left of the companies beside the columns that stand."""
    company = np.append(model.company, -1)
    limits = model.problem.companies["max_people"].to_numpy()
    left = limits - _counts(company[standing.slot], len(limits))
    hires = np.flatnonzero(company[columns.slot] >= 0)
    return limited(left, company[columns.slot[hires]], hires)


def _counts(group: Ints, size: int) -> Ints:
    return np.bincount(group[group >= 0], minlength=size)


def _numbers(listed: Ints, size: int) -> Ints:
    """The place of each of so many things in a list; -1 for one that is not there."""
    number = np.full(size, -1)
    number[listed] = np.arange(len(listed))
    return number
