"""The stays at a school that a plan consists of: the courses of one cohort, which a pupil takes together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from igu_xl.danish import listing
from igu_xl.domain.texts import fold
from igu_xl.school.planning.pupil_plan import AHEAD, CANCELLED, HELD, PROPOSED, PlannedCourse, PupilPlan


@dataclass(frozen=True, slots=True)
class Attendance:
    """The courses of a plan that one cohort teaches, all with the same status, from the first day to the last."""

    courses: tuple[PlannedCourse, ...]
    start: date
    end: date

    @property
    def first(self) -> PlannedCourse:
        """The course that says school, cohort and status, which are the same for all."""
        return self.courses[0]

    @property
    def status(self) -> str:
        """Where the courses stand."""
        return self.first.status

    @property
    def name(self) -> str:
        """What people call the courses."""
        return listing(list(dict.fromkeys(course_name(one) for one in self.courses)))

    @property
    def place(self) -> str:
        """The school with its postcode."""
        return place_of(self.first)

    @property
    def counts(self) -> bool:
        """Whether it was held or is to come."""
        return self.status == HELD or self.status in AHEAD

    @property
    def is_off(self) -> bool:
        """Whether it was cancelled."""
        return self.status == CANCELLED

    @property
    def is_proposed(self) -> bool:
        """Whether nobody has agreed to it yet."""
        return self.status == PROPOSED


def attendances(plan: PupilPlan) -> tuple[Attendance, ...]:
    """All stays with days and a status, by day; those that were cancelled or missed too."""
    found: dict[tuple[str, str], list[PlannedCourse]] = {}
    for number, row in enumerate(plan.courses):
        if row.start and row.end and row.status:
            found.setdefault((fold(row.cohort) or f"#{number}", row.status), []).append(row)
    stays = (_attendance(rows) for rows in found.values())
    return tuple(sorted(stays, key=lambda one: (one.start, one.end, fold(one.first.cohort), one.status)))


def unplaced(plan: PupilPlan) -> Iterator[PlannedCourse]:
    """The courses of a plan that no stay is for: those without a cohort, or without days."""
    return (row for row in plan.courses if not (row.start and row.end and row.status))


def course_name(course: PlannedCourse) -> str:
    """What people call a course: its own title, or that of its cohort where the package has a number only."""
    return course.title if not course.course or course.course.isdigit() else course.course


def place_of(course: PlannedCourse) -> str:
    """The school of a course with its postcode; empty where there is none."""
    return ", ".join(part for part in (course.school, course.postcode) if part)


def _attendance(rows: list[PlannedCourse]) -> Attendance:
    start = min(row.start for row in rows if row.start)
    end = max(row.end for row in rows if row.end)
    return Attendance(tuple(rows), start, max(start, end))
