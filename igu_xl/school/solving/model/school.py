"""A school plan as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.model.allowed import SEAT, allowed_seats, needed_before
from igu_xl.school.solving.problem.problem import Problem


@dataclass(frozen=True, eq=False)
class SchoolArrays:
    """Pupils, cohorts, courses and seats by number, in the order of their ids; days since 1970.

    seat_*    one row a seat that some plan may use, sorted by pupil and end: its pupil, cohort, value
    first     the seats of pupil p are first[p]:first[p + 1]
    need, amu_need, weight   of pupils: weighted hours, of these AMU, priority
    start, end, hours, amu, taught   of cohorts: days, weighted hours, of these AMU, hours at school
    limits: most hours at school, in any so many days
    least, most   of cohorts: how many of ours it needs to run (0: it runs anyway), and can have
    """

    problem: Problem
    seat_pupil: Ints
    seat_cohort: Ints
    seat_value: Floats
    first: Ints
    locked: Bools
    before: Bools
    need: Floats
    amu_need: Floats
    weight: Floats
    start: Ints
    end: Ints
    hours: Floats
    amu: Floats
    taught: Floats
    least: Ints
    most: Ints
    teaches: list[list[int]]
    needs: dict[int, list[int]]
    musts: dict[int, list[int]]
    limits: tuple[tuple[float, int], ...]
    unlisted_locks: tuple[tuple[str, str], ...]

    @property
    def pupils(self) -> int:
        """How many pupils."""
        return len(self.need)

    @property
    def cohorts(self) -> int:
        """How many cohorts."""
        return len(self.start)

    @cached_property
    def runs_anyway(self) -> Bools:
        """The cohorts whose minimum others reach."""
        return self.least <= 0

    @cached_property
    def taken(self) -> Floats:
        """Seats of each cohort that others have."""
        return np.asarray(self.problem.cohorts["taken"], dtype=float)

    @cached_property
    def planned(self) -> Bools:
        """The cohorts that are planned, not only possible."""
        return np.asarray(self.problem.cohorts["state"] == "planned")

    @cached_property
    def room_overlaps(self) -> list[tuple[list[int], int]]:
        """Cohorts of a room that overlap on a day, and how many of them may run; only where that says something."""
        limits = dict(zip(self.problem.rooms["room"], self.problem.rooms["max_cohorts"].astype(int), strict=True))
        overlaps = []
        for room, group in self.problem.cohorts.groupby("room"):
            for together in overlapping(np.asarray(group.index), self.start, self.end):
                # What runs anyway does so in spite of the room.
                anyway = sum(bool(self.runs_anyway[cohort]) for cohort in together)
                limit = max(limits[str(room)], anyway)
                if len(together) > limit:
                    overlaps.append((together, limit))
        return overlaps

    def seats_of(self, pupil: int) -> range:
        """The seats of a pupil."""
        return range(int(self.first[pupil]), int(self.first[pupil + 1]))


def overlapping(which: Ints, start: Ints, end: Ints) -> list[list[int]]:
    """The largest sets of these periods that share a day."""
    sets: list[list[int]] = []
    for day in np.unique(start[which]):
        there = [int(one) for one in which[(start[which] <= day) & (end[which] >= day)]]
        # The first set with a new period holds what is left of the one before.
        if sets and set(sets[-1]) <= set(there):
            sets[-1] = there
        else:
            sets.append(there)
    return sets


def school_of(problem: Problem) -> SchoolArrays:
    """The arrays of a problem."""
    seats = allowed_seats(problem)
    needed = needed_before(seats, problem)
    pupils, cohorts, courses = (
        pd.Index(frame[label])
        for frame, label in ((problem.pupils, "pupil"), (problem.cohorts, "cohort"), (problem.courses, "course"))
    )
    seat_pupil = _numbers(pupils, seats["pupil"])
    given = problem.teaches.drop_duplicates().merge(problem.courses, on="course")
    given["amu"] = given["hours"].where(given["kind"].str.strip().str.casefold() == "amu", 0.0)
    sums = given.groupby("cohort")[["hours", "amu", "taught"]].sum().reindex(cohorts, fill_value=0.0)
    listed = pd.MultiIndex.from_frame(seats[SEAT])
    locks = pd.MultiIndex.from_frame(problem.fixed.loc[problem.fixed["decision"] == "lock", SEAT].drop_duplicates())
    table = problem.cohorts
    return SchoolArrays(
        problem=problem,
        seat_pupil=seat_pupil,
        seat_cohort=_numbers(cohorts, seats["cohort"]),
        seat_value=seats["value"].to_numpy(),
        first=np.searchsorted(seat_pupil, np.arange(len(pupils) + 1)).astype(np.int64),
        locked=listed.isin(locks),
        before=listed.isin(pd.MultiIndex.from_frame(problem.previous[SEAT])),
        need=problem.pupils["hours"].to_numpy(),
        amu_need=problem.pupils["amu_hours"].to_numpy(),
        weight=problem.pupils["priority"].to_numpy(),
        start=_days(table["start"]),
        end=_days(table["end"]),
        hours=sums["hours"].to_numpy(),
        amu=sums["amu"].to_numpy(),
        taught=sums["taught"].to_numpy(),
        least=_whole(table["min"] - table["taken"]),
        most=_whole(table["max"] - table["taken"]),
        teaches=_lists(_numbers(cohorts, given["cohort"]), _numbers(courses, given["course"]), len(cohorts)),
        needs=_by_first(_numbers(listed, pd.MultiIndex.from_frame(needed[SEAT])), _numbers(courses, needed["before"])),
        musts=_musts(problem, pupils, courses),
        limits=tuple((float(most), int(days)) for most, days in _limits(problem)),
        unlisted_locks=tuple((str(pupil), str(cohort)) for pupil, cohort in locks[~locks.isin(listed)]),
    )


def _numbers(index: pd.Index, names: pd.Series | pd.Index) -> Ints:
    return np.asarray(index.get_indexer(pd.Index(names)), dtype=np.int64)


def _whole(column: pd.Series) -> Ints:
    return np.asarray(column.clip(lower=0), dtype=np.int64)


def _days(column: pd.Series) -> Ints:
    return np.asarray(column.to_numpy().astype("datetime64[D]").astype(np.int64))


def _lists(first: Ints, second: Ints, count: int) -> list[list[int]]:
    lists = _by_first(first, second)
    return [lists.get(number, []) for number in range(count)]


def _by_first(first: Ints, second: Ints) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for one, other in sorted(zip(first.tolist(), second.tolist(), strict=True)):
        groups.setdefault(one, []).append(other)
    return groups


def _limits(problem: Problem) -> Iterable[tuple[float, float]]:
    return zip(problem.limits["most_school_hours"].tolist(), problem.limits["days"].tolist(), strict=True)


def _musts(problem: Problem, pupils: pd.Index, courses: pd.Index) -> dict[int, list[int]]:
    musts = problem.wants[problem.wants["must"]]
    return _by_first(_numbers(pupils, musts["pupil"]), _numbers(courses, musts["course"]))
