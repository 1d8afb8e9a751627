"""What makes a course of a plan the same calendar entry in a later plan.

A step of the package is one entry that moves when the pupil is moved to another cohort, so that a calendar that was
taken in before shows it once. A cohort that was cancelled or missed before the step found another one is an entry of
its own, by its cohort.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from igu_xl.domain.texts import fold
from igu_xl.school.planning.pupil_plan import AHEAD, HELD, PlannedCourse, PupilPlan


def keyed_courses(plan: PupilPlan) -> Iterator[tuple[str, PlannedCourse]]:
    """The courses of a plan that have dates, each with a key that no other of the plan has."""
    rows = [row for row in plan.courses if row.start is not None and row.end is not None and row.status]
    current = {_step(row): row for row in sorted(rows, key=_standing)}  # the last one wins
    seen: Counter[str] = Counter()
    for row in rows:
        key = _step(row) if row is current[_step(row)] or _counts(row) else f"{_step(row)}|{fold(row.cohort)}"
        seen[key] += 1
        yield f"{plan.placement}|{key}|{seen[key]}", row


def _step(row: PlannedCourse) -> str:
    return fold(row.step) or fold(row.course) or fold(row.title)


def _counts(row: PlannedCourse) -> bool:
    return row.status == HELD or row.status in AHEAD


def _standing(row: PlannedCourse) -> tuple[bool, bool, object]:
    return row.status in AHEAD, row.status == HELD, row.start
