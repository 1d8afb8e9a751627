"""The integer programme of a problem as arrays: what a plan chooses, and the rows that bind the choices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.model.columns import Columns, decided
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.optimise.rows import Constraints, at_most, times

# A municipality with fewer candidates is not compared with the others: one person is too large a share of it.
SMALLEST_COMPARED = 5


@dataclass(frozen=True, eq=False)
class Model:
    """The variables in this order: columns, cohorts that run, slots with a team, locks kept, largest shortfall.

    All are 0 or 1, but the shortfall: the largest share of its placeable candidates that a municipality does not
    get placed, which `shortfalls()` define. `rows()` is what every plan obeys, the cuts follow from it and make the
    relaxation tight.
    """

    problem: Problem
    columns: Columns

    @cached_property
    def runs(self) -> Ints:
        """The variables of the cohorts."""
        return len(self.columns) + np.arange(len(self.problem.cohorts))

    @cached_property
    def team_slots(self) -> Ints:
        """The slots that take nobody or a whole team."""
        return np.flatnonzero(self.problem.slots["together_min"].to_numpy() > 1)

    @cached_property
    def teams(self) -> Ints:
        """The variables of the slots with a team."""
        return len(self.columns) + len(self.runs) + np.arange(len(self.team_slots))

    @cached_property
    def lock_parts(self) -> list[list[Ints]]:
        """For each lock and each of slot and cohort that it names: the columns that give it."""
        wanted, columns = decided(self.problem, "lock"), self.columns
        parts: list[list[Ints]] = []
        for candidate, slot, cohort in zip(wanted.candidate, wanted.slot, wanted.cohort, strict=True):
            own = columns.candidate == candidate
            named = ((columns.slot, slot), (columns.cohort, cohort))
            parts.append([np.flatnonzero(own & (given == want)) for given, want in named if want >= 0])
        return parts

    @cached_property
    def locks(self) -> Ints:
        """The variables of the locks."""
        return len(self.columns) + len(self.runs) + len(self.teams) + np.arange(len(self.lock_parts))

    @property
    def shortfall(self) -> int:
        """The variable of the largest shortfall."""
        return len(self.columns) + len(self.runs) + len(self.teams) + len(self.locks)

    @property
    def size(self) -> int:
        """The number of variables."""
        return self.shortfall + 1

    @cached_property
    def municipality(self) -> Ints:
        """The compared municipality of each candidate, numbered from 0; -1 for one that is too small."""
        sizes = self.problem.candidates["municipality"].map(self.problem.candidates["municipality"].value_counts())
        numbers, _ = self.problem.candidates["municipality"].where(sizes >= SMALLEST_COMPARED).factorize(sort=True)
        return np.asarray(numbers, dtype=np.int64)

    @cached_property
    def placeable(self) -> Floats:
        """How many candidates of each compared municipality have a column with a slot."""
        people = self.municipality[np.unique(self.columns.candidate[self.columns.slot >= 0])]
        return np.bincount(people[people >= 0], minlength=self.municipality.max(initial=-1) + 1).astype(float)

    def most_people(self, weight: float) -> int:
        """The most people that weigh so much together, by priority: the lightest of those who can be placed.

        With equal priorities it is the weight itself.
        """
        placeable = np.unique(self.columns.candidate[self.columns.slot >= 0])
        lightest = np.sort(self.problem.candidates["priority"].to_numpy()[placeable])
        return int(np.searchsorted(np.cumsum(lightest), weight + 1e-6, side="right"))

    def complete(self, chosen: Bools) -> Floats:
        """Every variable, from which columns are chosen."""
        taken, values = self.columns[chosen], np.zeros(self.size)
        values[: len(chosen)] = chosen
        values[self.runs[taken.cohort[taken.cohort >= 0]]] = 1
        values[self.teams] = np.isin(self.team_slots, taken.slot)
        values[self.locks] = [all(chosen[part].any() for part in parts) for parts in self.lock_parts]
        people = self.municipality[taken.candidate[taken.slot >= 0]]
        placed = np.bincount(people[people >= 0], minlength=len(self.placeable))
        values[self.shortfall] = np.max(1 - placed / np.maximum(self.placeable, 1), initial=0, where=self.placeable > 0)
        return values

    def rows(self) -> list[Constraints]:
        """Every constraint of a plan."""
        return [
            *self._people(),
            *self._openings(),
            *self._cohort_sizes(),
            self._rooms(),
            self._companies(),
            self._kept_locks(),
        ]

    def _people(self) -> list[Constraints]:
        """At most one slot and one cohort each."""
        columns, everybody = self.columns, np.ones(len(self.problem.candidates))
        slot, seat = np.flatnonzero(columns.slot >= 0), np.flatnonzero(columns.cohort >= 0)
        one_slot = at_most(everybody, columns.candidate[slot], slot)
        # In closed cohorts who has a seat has a slot, and the second kind of row says nothing new.
        return (
            [one_slot, at_most(everybody, columns.candidate[seat], seat)] if self.problem.open_cohorts else [one_slot]
        )

    def _openings(self) -> list[Constraints]:
        """A slot takes at most its openings, and nobody or at least its team."""
        slots, columns = self.problem.slots, np.flatnonzero(self.columns.slot >= 0)
        slot = self.columns.slot[columns]
        openings = np.minimum(slots["openings"].to_numpy(), np.bincount(slot, minlength=len(slots)))
        order = np.full(len(slots), -1)
        order[self.team_slots] = np.arange(len(self.team_slots))
        team = order[slot] >= 0
        among = (order[slot[team]], columns[team], np.arange(len(self.team_slots)), self.teams)
        smallest = slots["together_min"].to_numpy()[self.team_slots]
        return [
            at_most(openings, slot, columns),
            times(*among, -openings[self.team_slots], most=True),
            times(*among, -smallest, most=False),
        ]

    def _cohort_sizes(self) -> list[Constraints]:
        """A cohort runs with min to max people or not at all."""
        cohorts, columns = self.problem.cohorts, np.flatnonzero(self.columns.cohort >= 0)
        among = (self.columns.cohort[columns], columns, np.arange(len(cohorts)), self.runs)
        return [
            times(*among, -cohorts["max"].to_numpy(), most=True),
            times(*among, -np.maximum(cohorts["min"].to_numpy(), 1), most=False),
        ]

    @cached_property
    def room(self) -> Ints:
        """The row of the room of each cohort; -1 for one that shares none."""
        rooms = self.problem.rooms["room"]
        row = rooms.reset_index().set_index("room")["index"].reindex(self.problem.cohorts["room"])
        return np.asarray(row.fillna(-1), dtype=np.int64)

    def _rooms(self) -> Constraints:
        """A room starts at most its number of cohorts."""
        shared = self.room >= 0
        return at_most(self.problem.rooms["max_cohorts"].to_numpy(), self.room[shared], self.runs[shared])

    @cached_property
    def must_run(self) -> Ints:
        """The variables of the cohorts that are to run."""
        return self.runs[(self.problem.cohorts["decision"] == "run").to_numpy()]

    @cached_property
    def enrolled(self) -> Floats:
        """How many people are in each cohort already, who lose it when it does not run."""
        return self.problem.cohorts["enrolled"].to_numpy().astype(float)

    @cached_property
    def company(self) -> Ints:
        """The row of the company of each slot; -1 for one whose company has no limit."""
        companies = pd.Index(self.problem.companies["company"])
        return np.asarray(companies.get_indexer(pd.Index(self.problem.slots["company"])), dtype=np.int64)

    def _companies(self) -> Constraints:
        """A company takes at most its number of people."""
        columns = np.flatnonzero(np.append(self.company, -1)[self.columns.slot] >= 0)
        company = self.company[self.columns.slot[columns]]
        return at_most(self.problem.companies["max_people"].to_numpy(), company, columns)

    def _kept_locks(self) -> Constraints:
        """A lock is kept only when everything it names is given."""
        parts = [(lock, part) for lock, parts in zip(self.locks, self.lock_parts, strict=True) for part in parts]
        row = np.repeat(np.arange(len(parts)), [len(part) for _, part in parts])
        columns = np.concatenate([part for _, part in parts], dtype=np.int64) if parts else row
        locks = np.array([lock for lock, _ in parts], dtype=np.int64)
        return times(row, columns, np.arange(len(parts)), locks, -np.ones(len(parts)), most=False)

    def shortfalls(self) -> Constraints:
        """Placed and shortfall make up the placeable candidates of each compared municipality."""
        people = self.municipality[self.columns.candidate]
        columns = np.flatnonzero((self.columns.slot >= 0) & (people >= 0))
        count = len(self.placeable)
        return Constraints(
            self.placeable,
            np.full(count, np.inf),
            np.concatenate([people[columns], np.arange(count)]),
            np.concatenate([columns, np.full(count, self.shortfall)]),
            np.concatenate([np.ones(len(columns)), self.placeable]),
        )

    def slot_cuts(self) -> Constraints:
        """People of a slot in a cohort: at most its openings when the cohort runs, else none."""
        columns = np.flatnonzero((self.columns.slot >= 0) & (self.columns.cohort >= 0))
        openings = self.problem.slots["openings"].to_numpy()[self.columns.slot[columns]]
        return self._cuts(columns, self.columns.slot, openings)

    def person_cuts(self) -> Constraints:
        """A person in a cohort: at most once when the cohort runs, else not."""
        columns = np.flatnonzero(self.columns.cohort >= 0)
        return self._cuts(columns, self.columns.candidate, np.ones(len(columns)))

    def _cuts(self, columns: Ints, group: Ints, limit: Floats) -> Constraints:
        cohorts = len(self.problem.cohorts)
        keys, first, row, counts = np.unique(
            group[columns] * cohorts + self.columns.cohort[columns],
            return_index=True,
            return_inverse=True,
            return_counts=True,
        )
        most = np.minimum(limit[first], counts)
        return times(row, columns, np.arange(len(keys)), self.runs[keys % max(cohorts, 1)], -most, most=True)
