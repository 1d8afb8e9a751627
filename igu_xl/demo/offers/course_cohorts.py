"""The cohorts of the later courses of the packages: held before, in progress, and offered over the next two years.

Each course has few cohorts, and no municipality of the demo has people enough for one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from igu_xl.demo.offers.packages import AMU, FIRST_TITLE, PACKAGES, CourseStep, branch_of, is_first
from igu_xl.demo.offers.school_weeks import course_days
from igu_xl.demo.partners import SCHOOLS
from igu_xl.demo.rows import DEMO_TODAY, DemoRow

CAN_BE_OPENED = "Kan oprettes"
_WORKSHOPS = {
    "BYG": ("NEXT", "TEC", "ESN"),
    "ANL": ("ESN", "NEXT"),
    "SER": ("NEXT", "ESN", "TEC"),
    "TRA": ("TEC", "NEXT", "ESN"),
}
_CLASSROOMS = ("VUF", "SCH", "NSS")
_LEAST, _MORE = (8, 9, 8, 7, 10, 8, 12), (8, 10, 12)
_DANISH = (None, "DU1 M3", None, None)
_POSTCODES = {school.letters: school.postcode for school in SCHOOLS}

# For 200 candidates: how many cohorts of each course were held, and how many are offered, of AMU and of the language
# courses, which branches share.
_HELD, _OFFERED, _OFFERED_OF_LANGUAGE = 8, 9, 7
_HELD_FROM, _HELD_OVER = date(2025, 3, 3), timedelta(days=560)
_OFFERED_FROM, _OFFERED_OVER = date(2026, 11, 30), timedelta(days=700)
_OPEN_BEFORE = date(2027, 3, 1)
_OTHERS, _NEXT_MONTH = (6, 5, 7, 5), date(2026, 12, 1)
_ENROL_BEFORE = timedelta(weeks=4, days=-3)
# Branch, step and start of those that are in progress, and of those that were cancelled.
_IN_PROGRESS = (("BYG", 5, date(2026, 10, 19)), ("SER", 3, date(2026, 10, 26)))
_CANCELLED = (("BYG", 3, date(2026, 4, 13)), ("TRA", 3, date(2026, 2, 16)))
# First cohorts beside those that the match can fill: held before, and what a school could open later.
_FIRST_HELD = (date(2025, 2, 24), date(2025, 5, 5), date(2025, 11, 10), date(2026, 5, 18), date(2026, 9, 14))
_FIRST_LATER = (date(2027, 9, 6), date(2028, 2, 21))


@dataclass(frozen=True, slots=True)
class _CourseDates:
    """A course of a branch that is taught once: title, weeks and the kind of school, and about when."""

    letters: str
    title: str
    weeks: int
    workshop: bool
    about: date


def make_course_cohorts(candidates: int) -> list[tuple[str, DemoRow]]:
    """The letters of the school and the row of each cohort, in order of their start; a whole package each branch."""
    lists = {
        "Afholdt": [one for letters in PACKAGES for one in _held(letters, candidates)],
        "Åbent": [_taught(letters, _step(letters, number), day) for letters, number, day in _IN_PROGRESS],
        "Aflyst": [_taught(letters, _step(letters, number), day) for letters, number, day in _CANCELLED],
        "Planlagt": [one for letters in PACKAGES for one in _offered(letters, candidates)],
        CAN_BE_OPENED: [_first(letters, day) for letters in PACKAGES for day in _FIRST_LATER],
    }
    rows = [
        _cohort(one, number, status)
        for status, dates in lists.items()
        for number, one in enumerate(sorted(dates, key=lambda one: (one.about, one.letters, one.title)))
    ]
    return sorted(rows, key=lambda pair: (pair[1]["start"], pair[1]["branch"], pair[1]["title"]))


def with_free_seats(cohorts: list[DemoRow], enrolled: Mapping[str, int]) -> list[DemoRow]:
    """The cohorts of later courses with the seats that are left.

    Others than the partnership's pupils (`enrolled`, by cohort) have some of them; where the deadline comes within the
    month, as many as the cohort still lacks.
    """
    return [
        row | {"free_seats": _free(row, number, enrolled.get(row["cohort"], 0))} if _fills(row) else row
        for number, row in enumerate(cohorts)
    ]


def _fills(row: DemoRow) -> bool:
    return row["status"] in ("Åbent", "Planlagt") and row["free_seats"] is None and not is_first(row)


def _free(row: DemoRow, number: int, ours: int) -> int:
    people = ours + _OTHERS[number % len(_OTHERS)]
    if row["enrol_by"] < _NEXT_MONTH:
        people = max(people, row["min"])
    return int(max(row["max"] - people, 0))


def _many(at_200: int, candidates: int) -> int:
    return max(round(at_200 * candidates / 200), 1)


def _held(letters: str, candidates: int) -> list[_CourseDates]:
    count = _many(1, candidates)
    first = [_first(letters, day) for day in _FIRST_HELD for _ in range(count)]
    return [*_spread(letters, candidates, (_HELD, _HELD), (_HELD_FROM, _HELD_OVER)), *first]


def _offered(letters: str, candidates: int) -> list[_CourseDates]:
    return _spread(letters, candidates, (_OFFERED, _OFFERED_OF_LANGUAGE), (_OFFERED_FROM, _OFFERED_OVER))


def _spread(letters: str, candidates: int, counts: tuple[int, int], when: tuple[date, timedelta]) -> list[_CourseDates]:
    """Each later course of a package, AMU and language, so many times, and never all of them at once."""
    (first, over), shift = when, list(PACKAGES).index(letters)
    found = []
    for step in PACKAGES[letters].later:
        count = _many(counts[step.kind != AMU], candidates)
        phase = (0.37 * step.number + 0.21 * shift) % 1
        found += [_taught(letters, step, first + (number + phase) * over / count) for number in range(count)]
    return found


def _step(letters: str, number: int) -> CourseStep:
    return next(step for step in PACKAGES[letters].later if step.number == number)


def _taught(letters: str, step: CourseStep, about: date) -> _CourseDates:
    return _CourseDates(letters, step.title, step.lasts, step.kind == AMU, about)


def _first(letters: str, about: date) -> _CourseDates:
    return _CourseDates(letters, FIRST_TITLE.format(branch=branch_of(letters)), 5, True, about)


def _cohort(one: _CourseDates, number: int, status: str) -> tuple[str, DemoRow]:
    """The row of a cohort; every fourth of those that are offered the school opens only if enough sign up."""
    start, end = course_days(one.about, one.weeks)
    sites = _WORKSHOPS[one.letters] if one.workshop else _CLASSROOMS
    school, least = sites[number % len(sites)], _LEAST[number % len(_LEAST)]
    coming = status == "Planlagt" and start < _OPEN_BEFORE
    if status == "Planlagt" and not coming and number % 4 == 3:
        status = CAN_BE_OPENED
    row = {
        "title": one.title,
        "branch": branch_of(one.letters),
        "type": "igu",
        "start": start,
        "end": end,
        "min": least,
        "max": least + _MORE[number % len(_MORE)],
        "danish_min": _DANISH[number % len(_DANISH)],
        "danish_max": None,
        "postcode": _POSTCODES[school],
        "enrol_by": start - _ENROL_BEFORE,
        "free_seats": 0 if status == "Afholdt" or (start <= DEMO_TODAY and status == "Åbent") else None,
        "status": "Åbent" if coming else status,
    }
    return school, row
