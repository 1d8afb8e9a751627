"""A plan after somebody's changes: a course that is moved gets the days and the place of its new cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from igu_xl.danish import date_text
from igu_xl.domain.law.school_plan import Course, weighted_hours
from igu_xl.domain.texts import meant
from igu_xl.handouts.edits.edited_plan import EditedCourse
from igu_xl.handouts.edits.plan_changes import ChangeKind, PlanChange
from igu_xl.handouts.plan_book.plan_table import YES
from igu_xl.school.planning.pupil_plan import PROPOSED, PlannedCourse, PupilPlan
from igu_xl.sheets.contract.lists import LISTS

COURSE_KINDS = LISTS["Kursustype"]


@dataclass(frozen=True, slots=True)
class OfferedCohort:
    """A cohort that a school has: when, where, which courses it teaches (empty: unknown), whether it is cancelled."""

    cohort: str
    school: str
    postcode: str
    start: date
    end: date
    courses: tuple[str, ...] = ()
    cancelled: bool = False


Cohorts = Mapping[str, OfferedCohort]


CoursePair = tuple[PlannedCourse | None, PlannedCourse | None]
"""A course before and after: nothing before one that was added, nothing after one that was taken out."""


def changed_plan(plan: PupilPlan, made: Sequence[PlanChange], cohorts: Cohorts | None = None) -> PupilPlan:
    """The plan with the changes made; a course that is moved gets the days and the place of its new cohort.

    `cohorts` are all that the schools offer, by id; without them a moved course has no days until somebody looks it up.
    """
    pairs = changed_courses(plan, made, cohorts)
    now = {plan.courses.index(old): new for old, new in pairs if old is not None}
    kept = [now.get(at, course) for at, course in enumerate(plan.courses)]
    added = [new for old, new in pairs if old is None]
    return replace(plan, courses=tuple(course for course in (*kept, *added) if course is not None))


def changed_courses(plan: PupilPlan, made: Sequence[PlanChange], cohorts: Cohorts | None = None) -> list[CoursePair]:
    """The courses that the changes are of, each before and after all of them."""
    now: dict[int, PlannedCourse | None] = {}
    added: list[CoursePair] = []
    for change in made:
        if change.kind is ChangeKind.ADDED and change.edited is not None:
            added.append((None, _new_course(plan, change.edited, cohorts or {})))
        elif change.course is not None:
            at = plan.courses.index(change.course)
            course = now.get(at, change.course)
            gone = change.kind is ChangeKind.REMOVED or course is None
            now[at] = None if gone or course is None else _changed(course, change, cohorts or {})
    return [*((plan.courses[at], course) for at, course in sorted(now.items())), *added]


def _changed(course: PlannedCourse, change: PlanChange, cohorts: Cohorts) -> PlannedCourse:
    if change.kind is ChangeKind.MOVED:
        found = offered(change.after, cohorts)
        # Somebody chose the cohort: it is locked, for what is proposed and not locked is the tool's to move.
        cohort = found.cohort if found else change.after
        course = replace(course, cohort=cohort, status=PROPOSED, locked=True, why="")
        if found is None:
            return replace(course, start=None, end=None, school="", postcode="")
        return replace(course, start=found.start, end=found.end, school=found.school, postcode=found.postcode)
    if change.kind is ChangeKind.STATUS:
        return replace(course, status=change.after)
    if change.kind is ChangeKind.LOCK:
        return replace(course, locked=change.after == YES)
    return replace(course, wish_from=wished_day(change))


def wished_day(change: PlanChange) -> date | None:
    """The day that somebody wishes a course to begin."""
    row = change.edited
    if row is None or not change.after:
        return None
    days = (row.day("wish_from"), row.day("start"))
    return next((day for day in days if day and date_text(day) == change.after), None)


def _new_course(plan: PupilPlan, row: EditedCourse, cohorts: Cohorts) -> PlannedCourse:
    found = offered(row.text("cohort"), cohorts)
    kind = meant(row.text("kind"), COURSE_KINDS) or row.text("kind")
    taught = float(row.values.get("taught") or 0)
    weighted = weighted_hours(Course(kind, taught), plan.begins) if kind in COURSE_KINDS else None
    return PlannedCourse(
        step=row.text("step"),
        course=row.text("course") or row.text("title"),
        title=row.text("title") or row.text("course"),
        kind=kind,
        cohort=found.cohort if found else row.text("cohort"),
        school=found.school if found else row.text("school"),
        postcode=found.postcode if found else "",
        start=found.start if found else row.day("start"),
        end=found.end if found else row.day("end"),
        taught=taught,
        weighted=weighted,
        status=row.text("status") or (PROPOSED if row.text("cohort") else ""),
        must=False,
        locked=True,
        wish_from=row.day("wish_from"),
    )


def offered(cohort: str, cohorts: Cohorts) -> OfferedCohort | None:
    """The cohort that an id means, however it was typed; None where no school has it."""
    same = meant(cohort, cohorts) if cohort else None
    return None if same is None else cohorts[same]
