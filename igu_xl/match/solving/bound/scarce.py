"""What each cohort, slot and room would give for one more place, at some costs of people and slots."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.bound.separate import Costs, Separate, Taken


@dataclass(frozen=True, slots=True, eq=False)
class Scarce:
    """What one more is worth, by row of the tables; 0 where there is enough.

    openings    to the cohorts, of each slot, beside what the opening costs
    cohort_max  a person more in a cohort at its maximum
    cohort_min  a person less in a cohort at its minimum
    rooms       a cohort more in a room
    """

    openings: Floats
    cohort_max: Floats
    cohort_min: Floats
    rooms: Floats


def find_scarce(parts: Separate, costs: Costs, answer: Taken) -> Scarce:
    """What the answer to these costs leaves out, and what it takes against its will."""
    earned = parts.earnings(costs)
    cohorts = np.append(answer.runs, True)
    taken = np.zeros(len(earned), dtype=bool)
    taken[answer.taken] = True
    left = np.flatnonzero(~taken & (earned > 0) & cohorts[parts.cohort])
    crowded = _used(parts.group[taken], len(parts.group_limit)) >= parts.group_limit
    full = _used(parts.cohort[taken], len(cohorts)) >= parts.largest
    outside = left[~crowded[parts.group[left]] & full[parts.cohort[left]]]
    cohort_max = _most(parts.cohort[outside], earned[outside], len(cohorts))
    return Scarce(
        openings=_openings(parts, earned, left[crowded[parts.group[left]]], cohort_max),
        cohort_max=cohort_max[:-1],
        cohort_min=_most(parts.cohort[answer.taken], -earned[answer.taken], len(cohorts))[:-1],
        rooms=_rooms(parts, answer),
    )


def _openings(parts: Separate, earned: Floats, left: Ints, cohort_max: Floats) -> Floats:
    """One opening more may be used in each cohort that runs; in a full one it takes the place of somebody."""
    best = _most(parts.group[left], earned[left], len(parts.group_limit))
    first = np.searchsorted(parts.group, np.arange(len(best)))
    slot, cohort = parts.slot[first], parts.cohort[first]
    gain = np.maximum(best - cohort_max[cohort], 0)
    slots = len(parts.limits.slots)
    return np.asarray(np.bincount(slot[slot >= 0], gain[slot >= 0], slots), dtype=np.float64)


def _rooms(parts: Separate, answer: Taken) -> Floats:
    """The best cohort that would run, had its room a place for it."""
    room = parts.model.room
    out: Bools = (answer.cohorts > 0) & ~answer.runs & (room >= 0)
    return _most(room[out], answer.cohorts[out], len(parts.model.problem.rooms))


def _used(group: Ints, size: int) -> Ints:
    return np.bincount(group, minlength=size)


def _most(group: Ints, worth: Floats, size: int) -> Floats:
    """The most of each group, and no less than 0."""
    most = np.zeros(size)
    np.maximum.at(most, group, worth)
    return most
