"""What makes a stay at a school the same calendar entry in a later plan.

A step of the package is one entry that moves when the pupil is moved to another cohort, so that a calendar that was
taken in before shows it once. A cohort that was cancelled or missed before the step found another one is an entry of
its own, by its cohort. Courses that one cohort teaches together are one entry, by the first of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from igu_xl.domain.texts import fold
from igu_xl.handouts.attendances import Attendance, attendances
from igu_xl.school.planning.pupil_plan import AHEAD, HELD, PupilPlan


def keyed_attendances(plan: PupilPlan) -> Iterator[tuple[str, Attendance]]:
    """The stays of a plan, each with a key that no other of the plan has."""
    stays = attendances(plan)
    current = {_step(stay): stay for stay in sorted(stays, key=_standing)}  # the last one wins
    seen: Counter[str] = Counter()
    for stay in stays:
        step = _step(stay)
        key = step if stay is current[step] or stay.counts else f"{step}|{fold(stay.first.cohort)}"
        seen[key] += 1
        yield f"{plan.name}|{key}|{seen[key]}", stay


def _step(stay: Attendance) -> str:
    return min(fold(row.step) or fold(row.course) or fold(row.title) for row in stay.courses)


def _standing(stay: Attendance) -> tuple[bool, bool, object]:
    return stay.status in AHEAD, stay.status == HELD, stay.start
