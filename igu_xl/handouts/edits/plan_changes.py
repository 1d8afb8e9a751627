"""What a person changed in a plan: told from the workbook's own *before*, and set against the plan as it is today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from igu_xl.danish import date_text
from igu_xl.domain.texts import fold
from igu_xl.errors import WrongUse
from igu_xl.handouts.attendances import course_name
from igu_xl.handouts.edits.edited_plan import EditedCourse, EditedPlan
from igu_xl.handouts.plan_book.plan_table import NO, OF_A_NEW_ROW, YES, in_order, plan_rows
from igu_xl.school.planning.pupil_plan import PlannedCourse, PupilPlan


class ChangeKind(StrEnum):
    """What was done with a course."""

    MOVED = "flyttet"
    REMOVED = "taget ud"
    ADDED = "tilføjet"
    WISH = "ønske om en anden dato"
    LOCK = "lås"
    STATUS = "status"


_WORDS = {
    ChangeKind.MOVED: "flyttet fra hold {before} til hold {after}.",
    ChangeKind.REMOVED: "taget ud af planen.",
    ChangeKind.ADDED: "tilføjet til planen.",
    ChangeKind.WISH: "ønsket start er {after} (før: {before}).",
    ChangeKind.LOCK: "låst: {after} (før: {before}).",
    ChangeKind.STATUS: "status er {after} (før: {before}).",
}
_OF_A_CELL = {"cohort": ChangeKind.MOVED, "status": ChangeKind.STATUS, "locked": ChangeKind.LOCK}

Before = Mapping[int, EditedCourse]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One change: the course of today's plan that it is of, what was in the cell before, and what is there now.

    `course` is None for an added course, and where the plan has the course no more as the workbook knew it. `title` and
    `cohort` are the workbook's, before the change. `edited` is its row, None where the whole row was deleted.
    """

    kind: ChangeKind
    course: PlannedCourse | None
    title: str
    cohort: str
    before: str
    after: str
    edited: EditedCourse | None = None

    @property
    def name(self) -> str:
        """What people call the course."""
        return course_name(self.course) if self.course else self.title

    @property
    def sentence(self) -> str:
        """The change in Danish."""
        if self.kind is ChangeKind.MOVED and not self.before:
            return f"{self.name}: sat på hold {self.after}."
        return f"{self.name}: {_WORDS[self.kind].format(before=self.before or 'intet', after=self.after or 'intet')}"


def changes(plan: PupilPlan, edited: EditedPlan) -> tuple[PlanChange, ...]:
    """What a person changed, in the order of the workbook, and is not in the plan already.

    Raises `WrongUse` where nothing could be read, or where the workbook is another placement's.
    """
    if edited.rows is None:
        raise WrongUse(" ".join(edited.notes))
    if edited.placement and edited.placement != plan.name:
        told = f"Filen er planen for forløb {edited.placement}, ikke for {plan.name}."
        raise WrongUse(f"{told} Læs den ind ved det rigtige forløb.")
    before = {row.number: row for row in edited.before or _rows_of(plan) if row.number is not None}
    rows = list(_numbered(edited.rows, before))
    found = [change for row in rows for change in _of_row(plan, before, row)]
    kept = {row.number for row in rows}
    found += [_removed(plan, row, None) for number, row in before.items() if number not in kept]
    return tuple(change for change in found if not _is_so(plan, before, change))


def _rows_of(plan: PupilPlan) -> list[EditedCourse]:
    return [EditedCourse(number, "", row) for number, row in enumerate(plan_rows(plan), 1)]


def _numbered(rows: tuple[EditedCourse, ...], before: Before) -> Iterator[EditedCourse]:
    """The rows, each with a number of the plan or none; one that lost its number is known by its course."""
    taken = {row.number for row in rows}
    for row in rows:
        if row.number is None:
            same = [number for number, old in before.items() if number not in taken and _same_course(old, row)]
            number = next((one for one in same if _alike(before[one], row, "cohort")), same[0] if same else None)
            taken.add(number)
            row = replace(row, number=number)
        yield row if row.number in before else replace(row, number=None)


def _of_row(plan: PupilPlan, before: Before, row: EditedCourse) -> Iterator[PlanChange]:
    old = before[row.number] if row.number is not None else None
    written_over = old is not None and bool(row.text("course")) and not _alike(old, row, "course")
    if old is None or written_over:
        if old is not None:
            yield _removed(plan, old, None)
        if any(row.values.get(key) for key in OF_A_NEW_ROW) and not row.says_yes("remove"):
            title = row.text("course") or row.text("title") or row.text("cohort") or row.where
            yield PlanChange(ChangeKind.ADDED, None, title, "", "", row.text("cohort"), row)
        return
    emptied = old.text("cohort") and not row.text("cohort") and "cohort" not in row.unread
    if row.says_yes("remove") or emptied:
        yield _removed(plan, old, row)
        return
    course = _course_of(plan, old, row)
    for key, kind in _OF_A_CELL.items():
        was, becomes = _told(old, key), _told(row, key)
        if key not in row.unread and fold(was) != fold(becomes):
            yield PlanChange(kind, course, old.text("course"), old.text("cohort"), was, becomes, row)
    yield from _wish(course, old, row)


def _wish(course: PlannedCourse | None, old: EditedCourse, row: EditedCourse) -> Iterator[PlanChange]:
    """A wish for another day; a start that was written over, though its cell is locked, is one too."""
    was, becomes = _told(old, "wish_from"), _told(row, "wish_from")
    if "wish_from" in row.unread:
        return
    start, typed = old.day("start"), row.day("start")
    if fold(was) == fold(becomes) and typed and start and typed != start:
        becomes = date_text(typed)
    if fold(was) != fold(becomes):
        yield PlanChange(ChangeKind.WISH, course, old.text("course"), old.text("cohort"), was, becomes, row)


def _removed(plan: PupilPlan, old: EditedCourse, row: EditedCourse | None) -> PlanChange:
    cohort = old.text("cohort")
    return PlanChange(ChangeKind.REMOVED, _course_of(plan, old, None), old.text("course"), cohort, cohort, "", row)


def courses_like(plan: PupilPlan, course: str, step: str) -> list[PlannedCourse]:
    """The courses of today's plan that a row of the workbook may be of, by what its sheet calls them."""
    same = (fold(course), fold(step))
    return [one for one in in_order(plan) if (fold(one.course or one.title), fold(one.step)) == same]


def _course_of(plan: PupilPlan, old: EditedCourse, row: EditedCourse | None) -> PlannedCourse | None:
    """The course with the cohort that the workbook had, or with the one that it has now, when that was taken in."""
    like = courses_like(plan, old.text("course"), old.text("step"))
    cohorts = [fold(old.text("cohort")), *([fold(row.text("cohort"))] if row else [])]
    return next((course for cohort in cohorts for course in like if fold(course.cohort) == cohort), None)


def _same_course(old: EditedCourse, row: EditedCourse) -> bool:
    return _alike(old, row, "course") and _alike(old, row, "step")


def _alike(old: EditedCourse, row: EditedCourse, key: str) -> bool:
    return key in row.unread or fold(old.text(key)) == fold(row.text(key))


def _told(row: EditedCourse, key: str) -> str:
    """A cell in words; *Låst* that is empty and *Nej* are the same."""
    if key == "locked":
        return YES if row.says_yes(key) else NO
    day = row.day(key)
    return date_text(day) if day else row.text(key)


def _is_so(plan: PupilPlan, before: Before, change: PlanChange) -> bool:
    """Whether the plan says so already, as when the same file is read again."""
    row = change.edited
    if change.kind is ChangeKind.ADDED and row is not None:
        had = any(_same_course(old, row) and _alike(old, row, "cohort") for old in before.values())
        like = courses_like(plan, row.text("course"), row.text("step"))
        return not had and any(fold(one.cohort) == fold(change.after) for one in like)
    course = change.course
    if course is None:
        return change.kind is ChangeKind.REMOVED
    says = {
        ChangeKind.MOVED: course.cohort,
        ChangeKind.STATUS: course.status,
        ChangeKind.LOCK: YES if course.locked else NO,
        ChangeKind.WISH: date_text(course.wish_from) if course.wish_from else "",
    }
    return change.kind in says and fold(says[change.kind]) == fold(change.after)
