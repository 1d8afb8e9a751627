"""What law, pupil and schools have against a changed plan, each as a Danish sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from igu_xl.checks.school.packages import course_key
from igu_xl.danish import date_text
from igu_xl.domain.law.school_plan import Course, plan_verdict
from igu_xl.domain.law.verdict import MET
from igu_xl.domain.texts import fold, meant, suggest
from igu_xl.handouts.attendances import course_name
from igu_xl.handouts.edits.changed_plan import COURSE_KINDS, Cohorts, changed_plan, offered, wished_day
from igu_xl.handouts.edits.edited_plan import EditedCourse
from igu_xl.handouts.edits.plan_changes import ChangeKind, PlanChange, courses_like
from igu_xl.handouts.weeks import days_text
from igu_xl.school.planning.pupil_plan import AHEAD, CANCELLED, HELD, PlannedCourse, PupilPlan


def objections(plan: PupilPlan, made: Sequence[PlanChange], cohorts: Cohorts | None = None) -> tuple[str, ...]:
    """What stands against the changes and did not stand against the plan before; empty where they can be taken in.

    A cohort can be called unknown only where `cohorts` are given.
    """
    of_changes = [sentence for change in made for sentence in _of_change(plan, change, cohorts)]
    before = set(faults_of(plan))
    new = [sentence for sentence in faults_of(changed_plan(plan, made, cohorts)) if sentence not in before]
    return tuple(dict.fromkeys([*of_changes, *new]))


def faults_of(plan: PupilPlan) -> tuple[str, ...]:
    """What is wrong with a plan as it is: courses at the same time, outside the igu or in an absence, and the hours."""
    return (*_of_days(plan), *_of_hours(plan))


def _of_change(plan: PupilPlan, change: PlanChange, cohorts: Cohorts | None) -> Iterator[str]:
    title, row = change.name, change.edited
    if change.kind is ChangeKind.ADDED and row is not None:
        yield from _of_new_course(title, row)
    elif change.course is None:
        now = next(
            (one.cohort for one in courses_like(plan, change.title, row.text("step") if row else "") if one.cohort), ""
        )
        where = f"kurset ligger nu på hold {now}" if now else "kurset er ikke i den længere"
        yield f"{title}: planen er lavet om, siden filen blev lavet; {where}. Skriv rettelsen i den nye fil."
        return
    if change.kind in (ChangeKind.MOVED, ChangeKind.ADDED) and change.after:
        yield from _of_cohort(change, cohorts)
    course = change.course
    if course is None:
        return
    if change.kind is ChangeKind.REMOVED and course.must:
        yield f"{title}: kurset skal med i pakken. Find et andet hold i stedet for at tage det ud."
    if change.kind is ChangeKind.STATUS:
        yield from _of_status(plan, course, change)
    wished = wished_day(change) if change.kind is ChangeKind.WISH else None
    if wished and not plan.begins <= wished <= plan.ends:
        outside = f"den ønskede start, {date_text(wished)}, ligger uden for igu'en ({_span(plan)})"
        yield f"{title}: {outside}. Vælg en anden dag."


def _of_status(plan: PupilPlan, course: PlannedCourse, change: PlanChange) -> Iterator[str]:
    today = plan.as_of
    if change.after == HELD and course.end and today and course.end > today:
        yield f"{change.name}: kurset slutter først den {date_text(course.end)} og kan ikke være gennemført endnu."
    if change.after and change.after != CANCELLED and not course.cohort and not change.cohort:
        has_cohort = change.edited is not None and change.edited.text("cohort")
        if not has_cohort:
            yield f"{change.name}: der er intet hold, så det kan ikke have en status. Skriv et hold-id."


def _of_new_course(title: str, row: EditedCourse) -> Iterator[str]:
    if not row.text("course"):
        yield f"{row.where.capitalize()}: kursets navn mangler. Skriv det i kolonnen Kursus."
    if meant(row.text("kind"), COURSE_KINDS) is None:
        yield f"{title}: slags mangler eller er ukendt. Vælg på listen: {', '.join(COURSE_KINDS)}."
    if not row.values.get("taught"):
        yield f"{title}: antallet af timer mangler. Skriv det i kolonnen Timer."
    if not row.text("cohort"):
        yield f"{title}: der er intet hold. Skriv et hold-id, ellers kan kurset ikke planlægges."


def _of_cohort(change: PlanChange, cohorts: Cohorts | None) -> Iterator[str]:
    if cohorts is None:
        return
    found = offered(change.after, cohorts)
    if found is None:
        near = suggest(change.after, cohorts)
        hint = f" Mente du {near}?" if near else " Spørg skolen, eller vælg et andet."
        yield f"{change.name}: hold {change.after} findes ikke hos skolerne.{hint}"
        return
    if found.cancelled:
        yield f"{change.name}: hold {found.cohort} er aflyst. Vælg et andet."
    course = change.course
    names = (course.course, course.title) if course else (change.title,)
    if found.courses and not {course_key(name) for name in names} & {course_key(name) for name in found.courses}:
        yield f"{change.name}: hold {found.cohort} har ikke kurset. Vælg et hold, der har det."


def _of_days(plan: PupilPlan) -> Iterator[str]:
    rows = [row for row in plan.courses if row.takes_time]
    for row in rows:
        assert row.start is not None and row.end is not None
        named = f"{course_name(row)} ({days_text(row.start, row.end)})"
        if row.end < row.start:
            yield f"{course_name(row)}: kurset slutter, før det begynder. Ret datoerne."
        elif row.start < plan.begins or row.end > plan.ends:
            yield f"{named} ligger uden for igu'en ({_span(plan)}). Vælg et andet hold."
        for away in plan.away:
            if row.status != HELD and row.start <= away.ends and away.begins <= row.end:
                gone = days_text(away.begins, away.ends)
                yield f"{named} ligger, mens eleven ikke kan komme på skole ({gone}). Vælg et andet hold."
    for one, other in combinations(rows, 2):
        assert one.start and one.end and other.start and other.end
        together = one.cohort != "" and fold(one.cohort) == fold(other.cohort) and one.course != other.course
        if one.start <= other.end and other.start <= one.end and not (together or HELD == one.status == other.status):
            first, second = sorted((one, other), key=lambda row: (row.start or date.max, row.course))
            names = f"{course_name(first)} og {course_name(second)}"
            yield f"{names} ligger oven i hinanden ({_shared(one, other)}). Flyt et af dem."


def _shared(one: PlannedCourse, other: PlannedCourse) -> str:
    assert one.start and one.end and other.start and other.end
    return days_text(max(one.start, other.start), min(one.end, other.end))


def _of_hours(plan: PupilPlan) -> Iterator[str]:
    """What the law says of the courses that count: those held and those to come."""
    known = [row for row in plan.courses if row.status in (*AHEAD, HELD) and row.kind in COURSE_KINDS]
    verdict = plan_verdict([Course(row.kind, row.taught) for row in known], plan.begins, plan.passed_test)
    if verdict.outcome != MET:
        yield from (f"Skoledelen, {verdict.outcome}: {reason}" for reason in verdict.reasons)


def _span(plan: PupilPlan) -> str:
    return days_text(plan.begins, plan.ends)
