"""What people changed in the workbook of a plan, written into the municipality's Skoleplan.

A row that is there is changed in its cells; a course that has none gets one. What was cancelled or missed stays as it
was, and the course's new cohort is a row of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from igu_xl.actions.tool_sheets import by_header
from igu_xl.checks.school.packages import course_key
from igu_xl.domain.texts import fold
from igu_xl.handouts.edits.changed_plan import Cohorts, changed_courses
from igu_xl.handouts.edits.collecting import PlanEdits
from igu_xl.records import Record
from igu_xl.school.planning.pupil_plan import ABSENT, CANCELLED, PROPOSED, PlannedCourse
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.sheets.writing.lossless import CellValue, WorkbookEdit

_TABLE = SCHOOL_WEEKS.name
_KEPT = (CANCELLED, ABSENT)


def write_edits(edit: WorkbookEdit, rows: Sequence[Record], edits: PlanEdits, cohorts: Cohorts | None = None) -> None:
    """Write the changes of one plan; `rows` are the municipality's rows of Skoleplan as they were read.

    Changes that something stands against are for `edits.fits` to hold back: here they are written as they are.
    """
    own = [row for row in rows if str(row["placement"]) == edits.plan.placement]
    out, new = [], []
    for before, after in changed_courses(edits.plan, edits.made, cohorts):
        row = _row_of(own, before) if before else None
        if after is None:
            out += [row["row"]] if row else []
        elif row is None or (before and before.status in _KEPT and after.cohort != before.cohort):
            new.append(_cells(edits.plan.placement, after))
        else:
            _change(edit, row, _cells(edits.plan.placement, before), _cells(edits.plan.placement, after))
    if out:
        edit.take_out_rows(_TABLE, out, len(out))
    if new:
        edit.append_rows(_TABLE, by_header(SCHOOL_WEEKS, new))


def _row_of(rows: Sequence[Record], course: PlannedCourse) -> Record | None:
    """The row of a course in its cohort."""
    key = course_key(course.course or course.title)
    same = [row for row in rows if course_key(row["course"]) == key]
    return next((row for row in same if fold(str(row["cohort"] or "")) == fold(course.cohort)), None)


def _change(edit: WorkbookEdit, row: Record, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Write the cells that somebody changed, and no other."""
    changed = {key: value for key, value in after.items() if value != before[key]}
    for header, value in by_header(SCHOOL_WEEKS, [changed])[0].items():
        edit.set_cell(_TABLE, row["row"], header, value)


def _cells(placement: str, course: PlannedCourse | None) -> dict[str, CellValue]:
    assert course is not None
    return {
        "placement": placement,
        "step": course.step or None,
        "course": course.course or course.title,
        "course_kind": course.kind,
        "cohort": course.cohort or None,
        "start": course.start,
        "end": course.end,
        "hours": course.taught,
        "weighted": course.weighted,
        "status": course.status or PROPOSED,
        "locked": "Ja" if course.locked else None,
        "wish_from": course.wish_from,
        "why": course.why or None,
    }
