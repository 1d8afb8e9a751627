"""A match problem: who could go where, as tables. It knows nothing of Excel or law."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

from igu_xl.match.solving.problem import consistency, tables
from igu_xl.optimise.findings import Inconsistency
from igu_xl.optimise.frames import typed


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """The tables of a match, typed and sorted by id.

    candidates  candidate, municipality, waited_days, priority (1)
    slots       slot, openings, needs_cohort (an igu slot), together_min (1), branch, company (none)
    cohorts     cohort, min, max, room (none: its own), branch, decision: "run", "stop" or none, enrolled (0): people in
                it already, who lose it when it does not run
    rooms       room, max_cohorts: cohorts that share teachers, premises or a start budget
    companies   company, max_people: in all its slots together; a company that is not listed has no limit
    pairs       candidate, slot, value: the allowed ones
    seats       candidate, cohort, value: the allowed ones
    links       slot, cohort: a cohort that serves the slot
    fixed       candidate, slot, cohort, decision: "lock" or "reject"; slot or cohort may be left out
    previous    candidate, slot, cohort: the last plan

    `open_cohorts` is the policy. True ("åbent hold"): candidates without an igu slot may fill seats and count
    towards the minimum. False ("lukket hold"): everybody in a cohort has an igu slot.

    A lock that names a slot says that the candidate is in that slot, one that names a cohort that the candidate
    sits in that cohort. A rejection that names a slot and a cohort forbids the two together, one that names only
    a slot or only a cohort forbids that. For a slot that needs no cohort the slot alone is rejected. A cohort that
    must run is a decision like a lock: kept before all aims, and named in the plan where it cannot be.
    """

    candidates: pd.DataFrame
    slots: pd.DataFrame
    cohorts: pd.DataFrame
    rooms: pd.DataFrame
    companies: pd.DataFrame
    pairs: pd.DataFrame
    seats: pd.DataFrame
    links: pd.DataFrame
    fixed: pd.DataFrame
    previous: pd.DataFrame
    open_cohorts: bool = False

    @classmethod
    def from_frames(cls, *, open_cohorts: bool = False, **frames: pd.DataFrame) -> Problem:
        """A problem from frames named as the tables; absent tables are empty, absent columns take defaults.

        Raises ValueError for an unknown table or a missing column, TypeError for a value of a wrong type.
        """
        unknown = frames.keys() - tables.TABLES.keys()
        if unknown:
            raise ValueError(f"unknown tables: {', '.join(sorted(unknown))}")
        given = {name: typed(name, table, frames.get(name)) for name, table in tables.TABLES.items()}
        return cls(**given, open_cohorts=open_cohorts)

    def check(self) -> list[Inconsistency]:
        """What is inconsistent in the tables; an empty list when nothing is."""
        return consistency.find(self._tables(), open_cohorts=self.open_cohorts)

    def require_sound(self) -> None:
        """Raise ValueError when something is inconsistent in a way that leaves no meaning to solve."""
        blocking = [found for found in self.check() if found.blocks]
        if blocking:
            listed = ", ".join(f"{found.code} in {found.table} at {found.key}" for found in blocking[:5])
            raise ValueError(f"{len(blocking)} inconsistencies in the problem: {listed}")

    def triples(self) -> pd.DataFrame:
        """The allowed (candidate, slot, cohort) of slots that need a cohort, with the value of pair and seat.

        Allowed means: the pair is listed, the seat is listed, the cohort serves the slot. Rejections are not
        looked at here.
        """
        igu = self.slots.loc[self.slots["needs_cohort"], "slot"]
        pairs = self.pairs[self.pairs["slot"].isin(igu)]
        linked = pairs.merge(self.links, on="slot")
        seated = linked.merge(self.seats, on=["candidate", "cohort"], suffixes=("", "_seat"))
        seated["value"] += seated.pop("value_seat")
        order = ["candidate", "slot", "cohort"]
        return seated[[*order, "value"]].sort_values(order, ignore_index=True)

    def plain_pairs(self) -> pd.DataFrame:
        """The allowed (candidate, slot, value) of slots that need no cohort."""
        plain = self.slots.loc[~self.slots["needs_cohort"], "slot"]
        return self.pairs[self.pairs["slot"].isin(plain)].reset_index(drop=True)

    def _tables(self) -> dict[str, pd.DataFrame]:
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name in tables.TABLES}
