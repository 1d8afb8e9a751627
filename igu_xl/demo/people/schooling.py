"""How far each pupil is in the school part: the courses had, missed or cancelled, and the next ones signed up for.

A pupil takes what the branch's package asks for, in its order, as cohorts come by: never two at a time, never away,
and at most four weeks of school in a quarter. Some are slow, so that their hours may not be had in time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from igu_xl.demo.chance import Chance
from igu_xl.demo.offers.packages import CourseStep, letters_of, package_steps, steps_taught
from igu_xl.demo.rows import DEMO_TODAY, DemoRow
from igu_xl.domain.law.practice_hours import most_school_hours, practice_days

_PACE = {100: 70, 85: 22, 45: 8}  # per cent of the cohorts that fit are taken
_SIGNS_UP, _SIGNED_UP_UNTIL, _AGREED_FROM = 0.6, date(2027, 4, 1), date(2027, 2, 1)
_MISSED, _LOCKED, _WISH = (19, 83), (5, 31), (8, 37)  # the first of the rows, and then every so many
_MOST_CANCELLED = 4
_TOGETHER = 100  # pupils whom a cohort is offered to: a large partnership is as many small ones
_WISHES_AFTER = timedelta(weeks=10)
_BEGINS_AFTER = timedelta(days=14)


@dataclass(slots=True)
class _Schooling:
    """A pupil: the placement, the branch's letters, when each step was ended, and when school or absence is."""

    placement: DemoRow
    letters: str
    pace: float
    chance: Chance
    away: list[tuple[date, date]]
    ended: dict[int, date] = field(default_factory=dict)
    school: list[tuple[date, date, float]] = field(default_factory=list)


def make_school_rows(
    pupils: Sequence[DemoRow], slots: Sequence[DemoRow], cohorts: Sequence[DemoRow], absences: list[DemoRow], seed: int
) -> list[DemoRow]:
    """A row for each course of each pupil, in the order in which the cohorts begin; nobody sits in a full cohort."""
    branch_of_slot = {slot["slot"]: slot["branch"] for slot in slots}
    away = defaultdict(list)
    for absence in absences:
        away[absence["placement"]].append((absence["begins"], absence["ends"]))
    school = [_schooling(row, letters_of(branch_of_slot[row["slot"]]), away[row["placement"]], seed) for row in pupils]
    parts = [school[number :: max(len(school) // _TOGETHER, 1)] for number in range(max(len(school) // _TOGETHER, 1))]
    first = defaultdict(list)
    for pupil in school:
        first[pupil.placement["cohort"]].append(pupil)
    before: Counter[tuple[str, str]] = Counter()
    rows: list[DemoRow] = []
    for cohort in sorted(cohorts, key=lambda row: (row["start"], row["cohort"])):
        steps, seats = steps_taught(cohort), 0
        number = before[cohort["branch"], cohort["title"]]
        before[cohort["branch"], cohort["title"]] += 1
        for pupil in [*first[cohort["cohort"]], *parts[number % len(parts)]] if steps else []:
            if seats < cohort["max"] and _attends(pupil, cohort, steps, seats):
                seats += 1
                rows += _rows(pupil, cohort, steps)
    return _with_choices(rows)


def enrolled(rows: Sequence[DemoRow]) -> Counter[str]:
    """How many have agreed on or signed up for each cohort."""
    found = {(row["placement"], row["cohort"]) for row in rows if row["status"] in ("Aftalt", "Tilmeldt")}
    return Counter(cohort for _, cohort in found)


def _schooling(placement: DemoRow, letters: str, away: list[tuple[date, date]], seed: int) -> _Schooling:
    chance = Chance(seed, f"school of {placement['placement']}")
    return _Schooling(placement, letters, chance.choice(_PACE) / 100, chance, away)


def _attends(pupil: _Schooling, cohort: DemoRow, steps: tuple[CourseStep, ...], seated: int) -> bool:
    if cohort["cohort"] == pupil.placement["cohort"]:
        return not any(step.number in pupil.ended for step in steps)
    if not _wanted(pupil, cohort, steps) or not _has_time(pupil, cohort, steps):
        return False
    if cohort["status"] == "Aflyst":
        return seated < _MOST_CANCELLED and cohort["start"] < DEMO_TODAY and pupil.chance.happens(pupil.pace)
    if cohort["status"] == "Afholdt" or cohort["start"] <= DEMO_TODAY:
        return pupil.chance.happens(pupil.pace)
    near = cohort["status"] in ("Åbent", "Planlagt") and cohort["start"] < _SIGNED_UP_UNTIL
    later_step = all(step.after for step in steps)
    return near and later_step and pupil.chance.happens(_SIGNS_UP)


def _wanted(pupil: _Schooling, cohort: DemoRow, steps: tuple[CourseStep, ...]) -> bool:
    """Whether the pupil needs all of the courses, and has ended what comes before them."""
    own = {step.title: step for step in package_steps(pupil.letters)}
    months = (cohort["start"] - pupil.placement["start"]).days / 30.4
    return all(
        (step := own.get(taught.title)) is not None
        and step.number not in pupil.ended
        and all(pupil.ended.get(before, cohort["start"]) < cohort["start"] for before in step.after)
        and months >= (step.months[0] or 1) - 1
        for taught in steps
    )


def _has_time(pupil: _Schooling, cohort: DemoRow, steps: tuple[CourseStep, ...]) -> bool:
    start, end, placement = cohort["start"], cohort["end"], pupil.placement
    if not placement["start"] + _BEGINS_AFTER <= start or end > placement["planned_end"]:
        return False
    if any(begins <= end and start <= ends for begins, ends in pupil.away):
        return False
    if any(begins <= end and start <= ends for begins, ends, _ in pupil.school):
        return False
    hours = sum(step.hours for step in steps)
    return _most_in_a_quarter([*pupil.school, (start, end, hours)], placement["start"]) <= most_school_hours()


def _most_in_a_quarter(school: list[tuple[date, date, float]], begun: date) -> float:
    """The most hours within any quarter: one that begins with a course, or ends with one, holds the most."""
    quarter = timedelta(days=practice_days(begun) - 1)
    firsts = {begins for begins, _, _ in school} | {ends - quarter for _, ends, _ in school}
    return max(sum(_within(one, first, first + quarter) for one in school) for first in firsts)


def _within(course: tuple[date, date, float], first: date, last: date) -> float:
    begins, ends, hours = course
    days = (min(ends, last) - max(begins, first)).days + 1
    return hours * max(days, 0) / ((ends - begins).days + 1)


def _rows(pupil: _Schooling, cohort: DemoRow, steps: tuple[CourseStep, ...]) -> list[DemoRow]:
    status = _status(cohort)
    own = {step.title: step for step in package_steps(pupil.letters)}
    taken = [own[step.title] for step in steps if step.title in own]
    if status != "Aflyst":
        pupil.school.append((cohort["start"], cohort["end"], sum(step.hours for step in taken)))
        pupil.ended |= {step.number: cohort["end"] for step in taken}
    return [
        {
            "placement": pupil.placement["placement"],
            "step": str(step.number),
            "course": step.title,
            "course_kind": step.kind,
            "cohort": cohort["cohort"],
            "start": cohort["start"],
            "end": cohort["end"],
            "hours": step.hours,
            "weighted": step.weighted,
            "status": status,
            "locked": None,
            "wish_from": None,
        }
        for step in taken
    ]


def _status(cohort: DemoRow) -> str:
    if cohort["status"] == "Aflyst":
        return "Aflyst"
    if cohort["end"] < DEMO_TODAY:
        return "Gennemført"
    return "Aftalt" if cohort["start"] >= _AGREED_FROM else "Tilmeldt"


def _with_choices(rows: list[DemoRow]) -> list[DemoRow]:
    """The rows with what somebody has chosen: who did not come, what may not be moved, what is wished another day."""
    latest = {row["placement"]: row for row in rows if row["status"] == "Gennemført"}
    behind = [row for row in latest.values() if int(row["step"]) > 2]
    ahead = [row for row in rows if row["status"] == "Aftalt"]
    for row in behind[_MISSED[0] :: _MISSED[1]]:
        row["status"] = "Udeblevet"
    for row in ahead[_LOCKED[0] :: _LOCKED[1]]:
        row["locked"] = "Ja"
    for row in ahead[_WISH[0] :: _WISH[1]]:
        row["wish_from"] = row["start"] + _WISHES_AFTER
    return rows
