"""A school plan's tables as the check counts them: days as numbers, a pupil's wants, what a cohort teaches.

Made for `checking` alone; what makes plans reads the tables in its own way.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from igu_xl.arrays import Floats
from igu_xl.records import Record, records
from igu_xl.school.solving.problem.problem import Problem

# Hours are sums of decimal numbers; nothing smaller than this is an hour too many or too few.
NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course: weighted hours, hours at school, and what comes before it."""

    hours: float
    taught: float
    amu: bool
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """A cohort with its first and last day as numbers, and what it teaches."""

    name: str
    first: int
    last: int
    least: float
    most: float
    taken: float
    room: str | None
    courses: tuple[str, ...]

    def runs_with(self, seats: int) -> bool:
        """Whether it runs with so many people of ours."""
        return seats + self.taken >= self.least and (seats > 0 or self.taken >= self.least)

    def meets(self, first: int, last: int) -> bool:
        """Whether one of its days is one of these, from first to last."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class WantFacts:
    """What a pupil wants of a course: whether it must be, and the days it lies between."""

    must: bool
    earliest: int | None
    latest: int | None


class Facts:
    """All tables but the pupils, by id."""

    def __init__(self, problem: Problem) -> None:
        taught: dict[str, set[str]] = defaultdict(set)
        for cohort, course in id_pairs(problem.teaches, "cohort", "course"):
            taught[cohort].add(course)
        self.courses = {str(row["course"]): _course(row) for row in records(problem.courses)}
        self.cohorts = {
            str(row["cohort"]): _cohort(row, taught[str(row["cohort"])]) for row in records(problem.cohorts)
        }
        self.wants: dict[str, dict[str, WantFacts]] = defaultdict(dict)
        for row in records(problem.wants):
            want = WantFacts(bool(row["must"]), _day_or_none(row["earliest"]), _day_or_none(row["latest"]))
            self.wants[str(row["pupil"])][str(row["course"])] = want
        self.away: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row in records(problem.away):
            self.away[str(row["pupil"])].append((day_number(row["begins"]), day_number(row["ends"])))
        self.allowed = set(id_pairs(problem.seats, "pupil", "cohort"))
        self.limits = [(float(row["most_school_hours"]), int(row["days"])) for row in records(problem.limits)]

    def backwards(self, cohort: str) -> bool:
        """Whether there is such a cohort and it ends before it starts."""
        return cohort in self.cohorts and self.cohorts[cohort].last < self.cohorts[cohort].first

    def most_taught(self, cohorts: list[CohortFacts], days: int) -> float:
        """The most hours at school in any so many days in a row, with each cohort's spread evenly over its days."""
        if not cohorts:
            return 0.0
        first = min(cohort.first for cohort in cohorts)
        load: Floats = np.zeros(max(cohort.last for cohort in cohorts) - first + 1)
        for cohort in cohorts:
            taught = sum(self.courses[course].taught for course in cohort.courses)
            load[cohort.first - first : cohort.last - first + 1] += taught / (cohort.last - cohort.first + 1)
        total = np.concatenate([[0.0], np.cumsum(load)])
        window = min(max(days, 0), len(load))
        return float((total[window:] - total[: len(total) - window]).max())


def id_pairs(frame: pd.DataFrame, one: str, other: str) -> list[tuple[str, str]]:
    """Two columns of ids, row by row."""
    return list(zip(frame[one].astype("str").tolist(), frame[other].astype("str").tolist(), strict=True))


def day_number(value: Any) -> int:
    """The number of a date's day."""
    return int(np.datetime64(pd.Timestamp(value), "D").astype(np.int64))


def _day_or_none(value: Any) -> int | None:
    return None if value is None else day_number(value)


def _course(row: Record) -> CourseFacts:
    after = tuple(part.strip() for part in str(row["after"] or "").split(";") if part.strip())
    return CourseFacts(float(row["hours"]), float(row["taught"]), str(row["kind"]).strip().casefold() == "amu", after)


def _cohort(row: Record, courses: set[str]) -> CohortFacts:
    days = day_number(row["start"]), day_number(row["end"])
    size = float(row["min"]), float(row["max"]), float(row["taken"])
    room = None if row["room"] is None else str(row["room"])
    return CohortFacts(str(row["cohort"]), *days, *size, room, tuple(sorted(courses)))
