"""The tables of the workbook: the plan as people change it, and as it was when the workbook was made.

What was changed is told from the two, so that a plan that was made anew in between is not taken back by an old file.
Declared as the contract's tables are, so that the house's reader finds them by name and header wherever they lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from igu_xl.handouts.attendances import place_of
from igu_xl.handouts.weeks import weeks_text
from igu_xl.school.planning.pupil_plan import PlannedCourse, PupilPlan
from igu_xl.sheets.contract.common import date_column
from igu_xl.sheets.schema import Column, Kind, Row, Table

PLAN_SHEET, BEFORE_SHEET, VITAS_SHEET = "Skoleplan", "Før", "VITAS"
YES, NO = "Ja", "Nej"
EMPTY_ROWS = 3
"""Rows at the end of the plan in which a person writes a course more."""

# fmt: off
PLAN_TABLE = Table(
    "tblPlanen",
    PLAN_SHEET,
    "Skoleplan",
    "Skolens uger i de to år.",
    (
        Column("number", "Nr.", Kind.INTEGER, True, low=1, high=999, width=5),
        Column("step", "Trin", width=6),
        Column("course", "Kursus", required=True, hint="Kursets navn eller nummer.", width=23),
        Column("title", "Titel", width=20),
        Column("kind", "Slags", options="Kursustype", width=8),
        Column("cohort", "Hold-id", required=True, hint="Et andet hold? Skriv dets hold-id her.", width=17),
        Column("school", "Skole", width=19),
        Column("weeks", "Uger", width=15),
        date_column("start", "Start", width=11),
        date_column("end", "Slut", width=11),
        Column("taught", "Timer", Kind.NUMBER, low=0, high=2000, width=7),
        Column("weighted", "Tæller", Kind.NUMBER, low=0, high=4000, width=7),
        Column("status", "Status", required=True, hint="Hvor langt er kurset? Vælg på listen.", width=12),
        Column("locked", "Låst", hint="Ja: kurset må ikke flyttes, når planen laves om.", width=7),
        date_column("wish_from", "Ønsket start", hint="En anden dato? Skriv den første dag, der kan bruges.", width=12),
        Column("remove", "Tag ud", hint="Ja: kurset skal ud af planen.", width=8),
        Column("why", "Bemærkning", width=26),
    ),
    key="number",
)

BEFORE_TABLE = Table(
    "tblFoer",
    BEFORE_SHEET,
    "Planen før rettelser",
    "Sådan var planen, da filen blev lavet. Ret ikke her: igu sammenligner med arket Skoleplan.",
    (
        Column("number", "Nr. før", Kind.INTEGER, True, low=1, high=999, width=9),
        Column("step", "Trin før", width=10),
        Column("course", "Kursus før", required=True, width=40),
        Column("cohort", "Hold-id før", width=20),
        date_column("start", "Start før", width=13),
        Column("status", "Status før", width=14),
        Column("locked", "Låst før", width=10),
        date_column("wish_from", "Ønsket start før", width=17),
    ),
    key="number",
)

CHANGEABLE = ("cohort", "status", "locked", "wish_from", "remove")
"""What a person may change in a row of the plan."""

OF_A_NEW_ROW = (
    "step", "course", "title", "kind", "cohort", "school", "start", "end", "taught", "status", "locked", "wish_from",
)
"""What a person may write in a row that is not in the plan yet."""
# fmt: on


def in_order(plan: PupilPlan) -> tuple[PlannedCourse, ...]:
    """The courses as the workbook lists and numbers them: by day, those without a cohort last."""
    return tuple(sorted(plan.courses, key=lambda row: (row.start or date.max, row.end or date.max)))


def plan_rows(plan: PupilPlan) -> list[Row]:
    """The rows of both tables, by column key."""
    return [_row(number, course) for number, course in enumerate(in_order(plan), 1)]


def _row(number: int, course: PlannedCourse) -> Mapping[str, object]:
    return {
        "number": number,
        "step": course.step,
        "course": course.course or course.title,
        "title": course.title if course.course and course.title != course.course else "",
        "kind": course.kind,
        "cohort": course.cohort,
        "school": place_of(course),
        "weeks": weeks_text(course.start, course.end) if course.start and course.end else "",
        "start": course.start,
        "end": course.end,
        "taught": course.taught,
        "weighted": course.weighted,
        "status": course.status,
        "locked": YES if course.locked else "",
        "wish_from": course.wish_from,
        "why": " ".join(_remarks(course)),
    }


def _remarks(course: PlannedCourse) -> Iterator[str]:
    if course.why:
        yield course.why
    elif not course.cohort:
        yield "Intet hold er fundet endnu."
    if course.weighted is None:
        yield "Ingen ved, hvor meget timerne tæller."
