"""The choices of a problem as arrays: each column puts one candidate in a slot, in a cohort, or in both."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.problem.plan import Lock, Plan, no_prices
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.optimise.reached import AimReached, PlanStatus

# So many pairs of a slot and a seat are looked at together.
PIECE = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The choices, sorted by candidate, slot and cohort.

    A candidate, a slot and a cohort is the number of its row in the table of the problem. -1 for the slot: the
    candidate only fills a seat. -1 for the cohort: the slot needs none.
    """

    candidate: Ints
    slot: Ints
    cohort: Ints
    value: Floats

    def __len__(self) -> int:
        return len(self.candidate)

    @property
    def taker(self) -> Ints:
        """Who takes at most one of some columns: each candidate for a slot, and for filling a seat."""
        return self.candidate * 2 + (self.slot < 0)

    def __getitem__(self, chosen: Any) -> Columns:
        """The columns of a mask or of row numbers."""
        return Columns(*(getattr(self, field.name)[chosen] for field in fields(self)))


def list_columns(problem: Problem) -> Columns:
    """Every choice that can be part of a plan: allowed, not rejected, and in a cohort that can reach its minimum."""
    pairs, seats = _listed(problem, problem.pairs, "slot"), _listed(problem, problem.seats, "cohort")
    igu = problem.slots["needs_cohort"].to_numpy()[pairs.slot]
    parts = [_triples(problem, pairs[igu], seats), pairs[~igu]]
    if problem.open_cohorts:
        parts.append(seats)
    names = [field.name for field in fields(Columns)]
    columns = Columns(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
    columns = columns[np.lexsort((columns.cohort, columns.slot, columns.candidate))]
    return _reachable(problem, columns[~_rejected(problem, columns)])


def _listed(problem: Problem, table: pd.DataFrame, target: str) -> Columns:
    """The rows of pairs, or of seats, as columns that give a slot, or a cohort."""
    none = np.full(len(table), -1)
    slot = _codes(problem.slots["slot"], table["slot"]) if target == "slot" else none
    cohort = _codes(problem.cohorts["cohort"], table["cohort"]) if target == "cohort" else none
    candidate = _codes(problem.candidates["candidate"], table["candidate"])
    return Columns(candidate, slot, cohort, table["value"].to_numpy(dtype=np.float64))


def _triples(problem: Problem, pairs: Columns, seats: Columns) -> Columns:
    """Each pair with each seat of its candidate in a cohort that serves the slot. Both come sorted by candidate."""
    serves = np.zeros((len(problem.slots), len(problem.cohorts)), dtype=bool)
    links = problem.links
    serves[_codes(problem.slots["slot"], links["slot"]), _codes(problem.cohorts["cohort"], links["cohort"])] = True
    first = np.searchsorted(seats.candidate, np.arange(len(problem.candidates) + 1))
    count = (first[1:] - first[:-1])[pairs.candidate]
    found = []
    # A piece at a time: most pairs and seats do not go together, and need no memory after this.
    for piece in np.split(np.arange(len(pairs)), np.flatnonzero(np.diff(np.cumsum(count) // PIECE)) + 1):
        pair = np.repeat(piece, count[piece])
        within = np.arange(len(pair)) - np.repeat(np.cumsum(count[piece]) - count[piece], count[piece])
        seat = first[pairs.candidate[pair]] + within
        fits = serves[pairs.slot[pair], seats.cohort[seat]]
        found.append((pair[fits], seat[fits]))
    pair, seat = (np.concatenate(rows) for rows in zip(*found, strict=True))
    return Columns(pairs.candidate[pair], pairs.slot[pair], seats.cohort[seat], pairs.value[pair] + seats.value[seat])


def decided(problem: Problem, decision: str) -> Columns:
    """The decisions of one kind that name something known, as if they were columns."""
    rows = problem.fixed[problem.fixed["decision"] == decision]
    candidate = _codes(problem.candidates["candidate"], rows["candidate"])
    slot, cohort = _codes(problem.slots["slot"], rows["slot"]), _codes(problem.cohorts["cohort"], rows["cohort"])
    known = (candidate >= 0) & ((slot >= 0) | rows["slot"].isna()) & ((cohort >= 0) | rows["cohort"].isna())
    target = (slot >= 0) | (cohort >= 0)
    return Columns(candidate, slot, cohort, np.zeros(len(rows)))[np.asarray(known & target)]


def given(problem: Problem, placements: pd.DataFrame) -> tuple[Ints, Ints]:
    """The slot and the cohort of each candidate of the problem in some placements; -1 for none."""
    rows = placements.drop_duplicates("candidate").set_index("candidate")
    rows = rows.reindex(problem.candidates["candidate"])
    return _codes(problem.slots["slot"], rows["slot"]), _codes(problem.cohorts["cohort"], rows["cohort"])


def make_plan(
    problem: Problem,
    chosen: Columns,
    *,
    bound: int,
    status: PlanStatus,
    seconds: float,
    steps: tuple[AimReached, ...] = (),
    prices: pd.DataFrame | None = None,
) -> Plan:
    """The plan of the chosen columns. A candidate with a plain slot and a seat has two, and one placement."""
    placements = _placements(problem, chosen)
    return Plan(
        placements=placements,
        cohorts=_fill(problem, chosen),
        placed=int((chosen.slot >= 0).sum()),
        bound=bound,
        status=status,
        seconds=seconds,
        steps=steps,
        unmet_locks=_unmet_locks(problem, placements),
        unmet_cohorts=_unmet_cohorts(problem, placements),
        prices=no_prices() if prices is None else prices,
    )


def _codes(ids: pd.Series[Any], values: pd.Series[Any]) -> Ints:
    return np.asarray(pd.Index(ids).get_indexer(pd.Index(values)), dtype=np.int64)


def _rejected(problem: Problem, columns: Columns) -> Bools:
    """A rejection of a slot that needs no cohort, with or without a cohort, is a rejection of the slot."""
    rejects = decided(problem, "reject")
    plain = ~problem.slots["needs_cohort"].to_numpy()
    cohorts = np.where(np.append(plain, False)[rejects.slot], -1, rejects.cohort)
    hit = np.zeros(len(columns), dtype=bool)
    for candidate, slot, cohort in zip(rejects.candidate, rejects.slot, cohorts, strict=True):
        low, high = np.searchsorted(columns.candidate, [candidate, candidate + 1])
        own = slice(low, high)
        hit[own] |= ((slot < 0) | (columns.slot[own] == slot)) & ((cohort < 0) | (columns.cohort[own] == cohort))
    return hit


def _reachable(problem: Problem, columns: Columns) -> Columns:
    """Without the columns of slots and cohorts that too few people could ever fill."""
    while True:
        slots, reach = _slot_reach(problem, columns), _cohort_reach(problem, columns)
        full = reach >= np.maximum(problem.cohorts["min"].to_numpy(), 1)
        # What has no slot or no cohort, -1, reads the last entry.
        keep = np.append(slots > 0, True)[columns.slot] & np.append(full, True)[columns.cohort]
        if keep.all():
            return columns
        columns = columns[keep]


def _slot_reach(problem: Problem, columns: Columns) -> Floats:
    """How many people a slot can take: none when they are fewer than its team."""
    interested = _distinct(columns.slot, columns.candidate, len(problem.slots))
    limits = problem.slots["company"].map(problem.companies.set_index("company")["max_people"]).astype(float)
    openings = np.fmin(problem.slots["openings"].to_numpy(), limits.to_numpy())
    reach = np.minimum(openings, interested)
    return np.where(reach >= problem.slots["together_min"].to_numpy(), reach, 0)


def _cohort_reach(problem: Problem, columns: Columns) -> Floats:
    """How many people a cohort could hold at most, were it the only one."""
    size = len(problem.cohorts)
    seated = columns[columns.cohort >= 0]
    interested = _distinct(seated.cohort, seated.candidate, size)
    size_of_key = len(problem.slots) + 1
    # A person has one column at most for a slot and a cohort together.
    links, counts = np.unique(seated.cohort * size_of_key + seated.slot + 1, return_counts=True)
    # Through a slot come no more than it takes; who only fills a seat comes through the last entry.
    slots = np.append(_slot_reach(problem, columns), np.inf)
    through = np.minimum(counts, slots[links % size_of_key - 1])
    by_slots = np.bincount(links // size_of_key, weights=through, minlength=size)
    closed = problem.cohorts["room"].isin(problem.rooms.loc[problem.rooms["max_cohorts"] < 1, "room"])
    closed |= problem.cohorts["decision"] == "stop"
    most = np.where(closed, 0, problem.cohorts["max"].to_numpy())
    reach = np.minimum(interested, by_slots)
    return np.where(most >= problem.cohorts["min"].to_numpy(), np.minimum(reach, most), 0)


def _distinct(groups: Ints, members: Ints, size: int) -> Ints:
    """How many different members each group has; -1 is none."""
    most = int(members.max(initial=0)) + 1
    found = np.unique(groups * most + members) // most
    return np.bincount(found[found >= 0], minlength=size)


def _placements(problem: Problem, chosen: Columns) -> pd.DataFrame:
    ids = {
        name: pd.Series(_named(problem_ids, codes), dtype="str")
        for name, problem_ids, codes in (
            ("candidate", problem.candidates["candidate"], chosen.candidate),
            ("slot", problem.slots["slot"], chosen.slot),
            ("cohort", problem.cohorts["cohort"], chosen.cohort),
        )
    }
    rows = pd.DataFrame({**ids, "value": chosen.value})
    merged = rows.groupby("candidate", sort=True).agg(
        slot=("slot", "first"), cohort=("cohort", "first"), value=("value", "sum")
    )
    return merged.reset_index()


def _named(ids: pd.Series[Any], codes: Ints) -> list[str | None]:
    names = ids.tolist()
    return [names[code] if code >= 0 else None for code in codes]


def _fill(problem: Problem, chosen: Columns) -> pd.DataFrame:
    seats = np.bincount(chosen.cohort[chosen.cohort >= 0], minlength=len(problem.cohorts))
    low, high = problem.cohorts["min"].astype(int), problem.cohorts["max"].astype(int)
    return pd.DataFrame(
        {
            "cohort": problem.cohorts["cohort"],
            "seats": seats,
            "min": low,
            "max": high,
            "runs": seats > 0,
            "missing": np.maximum(low - seats, 0),
        }
    )


def _unmet_locks(problem: Problem, placements: pd.DataFrame) -> tuple[Lock, ...]:
    ids = (placements[name].fillna("") for name in ("candidate", "slot", "cohort"))
    given = {candidate: got for candidate, *got in zip(*ids, strict=True)}
    unmet: dict[Lock, None] = {}
    locks = problem.fixed[problem.fixed["decision"] == "lock"].astype(object)
    for row in locks.fillna("").to_dict("records"):
        lock = Lock(str(row["candidate"]), row["slot"] or None, row["cohort"] or None)
        slot, cohort = given.get(lock.candidate, ("", ""))
        if lock.slot not in (None, slot) or lock.cohort not in (None, cohort):
            unmet[lock] = None
    return tuple(unmet)


def _unmet_cohorts(problem: Problem, placements: pd.DataFrame) -> tuple[str, ...]:
    wanted = problem.cohorts.loc[problem.cohorts["decision"] == "run", "cohort"]
    return tuple(wanted[~wanted.isin(placements["cohort"].dropna())])
