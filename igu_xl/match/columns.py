"""The choices of a problem as arrays: each column puts one candidate in a slot, in a cohort, or in both."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from igu_xl.match.plan import Lock, Plan, Status, Step
from igu_xl.match.problem import Problem

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


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
    listed = [problem.triples(), problem.plain_pairs()]
    if problem.open_cohorts:
        listed.append(problem.seats)
    frame = pd.concat(listed, ignore_index=True).reindex(columns=["candidate", "slot", "cohort", "value"])
    columns = Columns(
        candidate=_codes(problem.candidates["candidate"], frame["candidate"]),
        slot=_codes(problem.slots["slot"], frame["slot"]),
        cohort=_codes(problem.cohorts["cohort"], frame["cohort"]),
        value=frame["value"].to_numpy(dtype=np.float64),
    )
    columns = columns[np.lexsort((columns.cohort, columns.slot, columns.candidate))]
    return _reachable(problem, columns[~_rejected(problem, columns)])


def decided(problem: Problem, decision: str) -> Columns:
    """The decisions of one kind that name something known, as if they were columns."""
    rows = problem.fixed[problem.fixed["decision"] == decision]
    candidate = _codes(problem.candidates["candidate"], rows["candidate"])
    slot, cohort = _codes(problem.slots["slot"], rows["slot"]), _codes(problem.cohorts["cohort"], rows["cohort"])
    known = (candidate >= 0) & ((slot >= 0) | rows["slot"].isna()) & ((cohort >= 0) | rows["cohort"].isna())
    target = (slot >= 0) | (cohort >= 0)
    return Columns(candidate, slot, cohort, np.zeros(len(rows)))[np.asarray(known & target)]


def previous(problem: Problem) -> tuple[Ints, Ints]:
    """The slot and the cohort of each candidate in the last plan; -1 for none."""
    rows = problem.previous.drop_duplicates("candidate").set_index("candidate")
    rows = rows.reindex(problem.candidates["candidate"])
    return _codes(problem.slots["slot"], rows["slot"]), _codes(problem.cohorts["cohort"], rows["cohort"])


def make_plan(
    problem: Problem,
    chosen: Columns,
    *,
    bound: int,
    status: Status,
    seconds: float,
    steps: tuple[Step, ...] = (),
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
    reach = np.minimum(problem.slots["openings"].to_numpy(), interested)
    return np.where(reach >= problem.slots["together_min"].to_numpy(), reach, 0)


def _cohort_reach(problem: Problem, columns: Columns) -> Floats:
    """How many people a cohort could hold at most, were it the only one."""
    size = len(problem.cohorts)
    seated = columns[columns.cohort >= 0]
    interested = _distinct(seated.cohort, seated.candidate, size)
    size_of_key = len(problem.slots) + 1
    people = _distinct_pairs((seated.cohort * size_of_key + seated.slot + 1), seated.candidate)[0]
    links, counts = np.unique(people, return_counts=True)
    # Through a slot come no more than it takes; who only fills a seat comes through the last entry.
    slots = np.append(_slot_reach(problem, columns), np.inf)
    through = np.minimum(counts, slots[links % size_of_key - 1])
    by_slots = np.bincount(links // size_of_key, weights=through, minlength=size)
    closed = problem.cohorts["room"].isin(problem.rooms.loc[problem.rooms["max_cohorts"] < 1, "room"])
    most = np.where(closed, 0, problem.cohorts["max"].to_numpy())
    reach = np.minimum(interested, by_slots)
    return np.where(most >= problem.cohorts["min"].to_numpy(), np.minimum(reach, most), 0)


def _distinct(groups: Ints, members: Ints, size: int) -> Ints:
    """How many different members each group has."""
    found = _distinct_pairs(groups, members)[0]
    return np.bincount(found[found >= 0], minlength=size)


def _distinct_pairs(groups: Ints, members: Ints) -> tuple[Ints, Ints]:
    """The different pairs of a group and a member."""
    most = int(members.max(initial=0)) + 1
    keys = np.unique(groups * most + members)
    return keys // most, keys % most


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
