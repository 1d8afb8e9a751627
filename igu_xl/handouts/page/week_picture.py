"""The weeks of an igu as a picture: one row a quarter, one box a week, school weeks marked by colour, frame and sign.

Only where everything lies is worked out here; the template draws it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from babel.dates import format_date

from igu_xl.danish import LOCALE
from igu_xl.handouts.attendances import Attendance, attendances
from igu_xl.handouts.weeks import WEEK, monday_of, week_of
from igu_xl.school.planning.pupil_plan import HELD, PupilPlan

BOX, GAP, LABEL = 42, 4, 132  # width of a box, the room between two, and that of the months' names
HEIGHT, ROW = 36, 46
_THURSDAY = timedelta(days=3)  # the day that says which year and month a week belongs to


class WeekKind(StrEnum):
    """What a week is for the pupil; the value is the class of its box."""

    WORK = "arbejde"
    PROPOSED = "forslag"
    SCHOOL = "skole"
    HELD = "holdt"
    AWAY = "fri"


@dataclass(frozen=True, slots=True)
class WeekBox:
    """A week: where its box stands, its number, and what is written in it (the numbers of its courses)."""

    x: int
    number: int
    kind: WeekKind
    mark: str


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A row of weeks: where it stands, its months and year, and its boxes."""

    y: int
    months: str
    year: int
    boxes: tuple[WeekBox, ...]


@dataclass(frozen=True, slots=True)
class WeekPicture:
    """The whole picture with its size in pixels."""

    width: int
    height: int
    rows: tuple[QuarterRow, ...]


def numbered_stays(plan: PupilPlan) -> list[tuple[int, Attendance]]:
    """The stays at school, past and to come, by day, with the numbers the picture has them under."""
    return list(enumerate((stay for stay in attendances(plan) if stay.counts), 1))


def week_picture(plan: PupilPlan) -> WeekPicture:
    """The picture of all weeks from the first to the last day of an igu."""
    stays = numbered_stays(plan)
    rows: list[QuarterRow] = []
    for (year, _), group in groupby(_mondays(plan), key=_quarter):
        weeks = list(group)
        boxes = tuple(_box(plan, stays, monday, at) for at, monday in enumerate(weeks))
        rows.append(QuarterRow(len(rows) * ROW, _months(weeks), year, boxes))
    columns = max(len(row.boxes) for row in rows)
    return WeekPicture(LABEL + columns * (BOX + GAP), len(rows) * ROW, tuple(rows))


def _mondays(plan: PupilPlan) -> Iterator[date]:
    monday = monday_of(plan.begins)
    while monday <= max(plan.begins, plan.ends):
        yield monday
        monday += WEEK


def _quarter(monday: date) -> tuple[int, int]:
    day = monday + _THURSDAY
    return day.year, (day.month - 1) // 3


def _months(mondays: Sequence[date]) -> str:
    names = [format_date(day + _THURSDAY, "MMMM", locale=LOCALE) for day in (mondays[0], mondays[-1])]
    return "-".join(dict.fromkeys(names))


def _box(plan: PupilPlan, stays: Sequence[tuple[int, Attendance]], monday: date, at: int) -> WeekBox:
    x = LABEL + at * (BOX + GAP)
    there = [(number, stay) for number, stay in stays if _within(stay.start, stay.end, monday)]
    if there:
        kinds = {_kind(stay) for _, stay in there}
        sign = "✓" if kinds == {WeekKind.HELD} else ""
        mark = "+".join(str(number) for number, _ in there) + sign
        return WeekBox(x, week_of(monday), min(kinds, key=list(WeekKind).index), mark)
    if any(_within(away.begins, away.ends, monday) for away in plan.away):
        return WeekBox(x, week_of(monday), WeekKind.AWAY, "–")
    return WeekBox(x, week_of(monday), WeekKind.WORK, "")


def _within(first: date, last: date, monday: date) -> bool:
    """Whether any of the days lies in the week."""
    return first <= monday + timedelta(days=6) and last >= monday


def _kind(stay: Attendance) -> WeekKind:
    if stay.status == HELD:
        return WeekKind.HELD
    return WeekKind.PROPOSED if stay.is_proposed else WeekKind.SCHOOL
