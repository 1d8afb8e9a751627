"""The tables of a school plan as numbers, for booking seat by seat: cohorts on offer, and who may choose which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Ints
from igu_xl.records import records
from igu_xl.school.solving.problem.problem import Problem


@dataclass(frozen=True, slots=True)
class Offer:
    """A cohort: its days as numbers, `least` and `most` of our people in it, what it teaches and for how many hours.

    `before` are the courses that come before those it teaches.
    """

    first: int
    last: int
    least: int
    most: int
    taken: int
    room: int
    courses: frozenset[int]
    before: frozenset[int]
    hours: float
    amu_hours: float
    taught_a_day: float

    @property
    def runs_anyhow(self) -> bool:
        """Whether others alone reach its minimum."""
        return self.least == 0

    def meets(self, other: Offer) -> bool:
        """Whether both have a day in common."""
        return self.first <= other.last and other.first <= self.last


class Offers:
    """Pupils, cohorts and courses by the numbers of their rows.

    `options` are each pupil's seats that go with the dates of igu, leave and wishes and are not rejected, by first
    day; `required` are the courses that must be, with those that come before them.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pupils, self.cohorts = pd.Index(problem.pupils["pupil"]), pd.Index(problem.cohorts["cohort"])
        self.courses = pd.Index(problem.courses["course"])
        self.need = [float(hours) for hours in problem.pupils["hours"]]
        self.amu_need = [float(hours) for hours in problem.pupils["amu_hours"]]
        self.limits = [(float(row["most_school_hours"]), int(row["days"])) for row in records(problem.limits)]
        named = problem.predecessors()
        self.before = [self._numbers(named.get(str(course), ())) for course in self.courses]
        # A cohort without a room has one of its own, behind the shared ones.
        self.room_size = [*problem.rooms["max_cohorts"].tolist(), *[1] * len(self.cohorts)]
        self.all = self._offers()
        self.wants, self.musts = self._wishes()
        self.required = [self._with_before(pupil) for pupil in range(len(self.need))]
        self.options = self._options()

    def missing_before(self, pupil: int, courses: Iterable[int]) -> set[int]:
        """Of these courses, which come first, those that the pupil has not had before the plan."""
        wants = self.wants[pupil]
        return {course for course in courses if not wants or course in wants}

    def _numbers(self, courses: Iterable[str]) -> frozenset[int]:
        return frozenset(int(number) for number in self.courses.get_indexer(pd.Index(list(courses), dtype="str")))

    def _offers(self) -> list[Offer]:
        problem, table = self.problem, self.problem.cohorts
        taught_by: dict[str, list[int]] = defaultdict(list)
        for row in records(problem.teaches):
            taught_by[row["cohort"]].append(int(self.courses.get_loc(row["course"])))
        hours, taught = problem.courses["hours"].tolist(), problem.courses["taught"].tolist()
        amu = (problem.courses["kind"] == "AMU").tolist()
        rooms = pd.Index(problem.rooms["room"]).get_indexer(pd.Index(table["room"]))
        days = zip(_days(table["start"]), _days(table["end"]), strict=True)
        found = []
        for number, (row, (first, last)) in enumerate(zip(records(table), days, strict=True)):
            own = taught_by[row["cohort"]]
            before: frozenset[int] = frozenset().union(*(self.before[course] for course in own))
            found.append(
                Offer(
                    first=int(first),
                    last=int(last),
                    least=max(0, int(row["min"] - row["taken"])),
                    # It takes nobody when it ends before it starts, or can never have its minimum.
                    most=int(row["max"] - row["taken"]) if first <= last and row["min"] <= row["max"] else 0,
                    taken=int(row["taken"]),
                    room=int(rooms[number]) if rooms[number] >= 0 else len(problem.rooms) + number,
                    courses=frozenset(own),
                    before=before - frozenset(own),
                    hours=sum(hours[course] for course in own),
                    amu_hours=sum(hours[course] for course in own if amu[course]),
                    taught_a_day=sum(taught[course] for course in own) / max(1, int(last - first) + 1),
                )
            )
        return found

    def _wishes(self) -> tuple[list[set[int]], list[set[int]]]:
        """The courses that each pupil wants, and those that must be."""
        wants: list[set[int]] = [set() for _ in self.need]
        musts: list[set[int]] = [set() for _ in self.need]
        table = self.problem.wants
        pupils = self.pupils.get_indexer(pd.Index(table["pupil"])).tolist()
        courses = self.courses.get_indexer(pd.Index(table["course"])).tolist()
        for pupil, course, must in zip(pupils, courses, table["must"], strict=True):
            wants[pupil].add(course)
            if must:
                musts[pupil].add(course)
        return wants, musts

    def _with_before(self, pupil: int) -> set[int]:
        """The courses that must be and, step by step, those that come before them."""
        found: set[int] = set()
        ahead = set(self.musts[pupil])
        while ahead:
            found |= ahead
            ahead = self.missing_before(pupil, set().union(*(self.before[course] for course in ahead))) - found
        return found

    def _options(self) -> list[list[int]]:
        problem, cohorts = self.problem, self.problem.cohorts[["cohort", "start", "end"]]
        seats = problem.seats[["pupil", "cohort"]].merge(cohorts, on="cohort")
        seats = seats.merge(problem.pupils[["pupil", "begins", "ends"]], on="pupil")
        seats = seats[(seats["start"] >= seats["begins"]) & (seats["end"] <= seats["ends"])]
        seats = seats.drop(columns=["begins", "ends"])
        gone = seats.merge(problem.away, on="pupil")
        gone = gone[(gone["start"] <= gone["ends"]) & (gone["begins"] <= gone["end"])]
        dated = problem.wants[problem.wants["earliest"].notna() | problem.wants["latest"].notna()]
        wished = dated.merge(problem.teaches, on="course").merge(seats, on=["pupil", "cohort"])
        off = wished[(wished["start"] < wished["earliest"]) | (wished["end"] > wished["latest"])]
        rejected = problem.fixed[problem.fixed["decision"] == "reject"]
        for out in (gone, off, rejected):
            seats = seats[~_among(seats, out)]
        seats = seats.sort_values(["pupil", "start", "end", "cohort"], kind="stable")
        numbers = self.cohorts.get_indexer(pd.Index(seats["cohort"])).tolist()
        ends = np.searchsorted(self.pupils.get_indexer(pd.Index(seats["pupil"])), np.arange(len(self.pupils) + 1))
        return [numbers[ends[pupil] : ends[pupil + 1]] for pupil in range(len(self.pupils))]


def _days(values: pd.Series[Any]) -> Ints:
    """The number of each date's day."""
    return np.asarray(values.to_numpy().astype("datetime64[D]").astype(np.int64))


def _among(seats: pd.DataFrame, others: pd.DataFrame) -> Bools:
    """Which of the seats are among the others, by pupil and cohort."""
    if others.empty:
        return np.zeros(len(seats), dtype=bool)
    key = ["pupil", "cohort"]
    return np.asarray(pd.MultiIndex.from_frame(seats[key]).isin(pd.MultiIndex.from_frame(others[key])))
