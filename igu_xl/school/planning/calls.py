"""Udbud: which cohorts the schools should open, because enough pupils of all municipalities together need them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from igu_xl.domain.working_days import first_working_day
from igu_xl.records import Record, records
from igu_xl.school.planning.case import SchoolCase, with_more_cohorts
from igu_xl.school.planning.reaching import Question, reachable
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.solver import solve
from igu_xl.standing.cohorts import CAN_BE_OPENED

# A school needs some weeks to announce a cohort; a call looks a year ahead.
_FIRST_WEEKS, _LAST_WEEKS, _EVERY_WEEKS = 8, 52, 4
_USUAL_MIN, _USUAL_MAX = 8, 16
_WEEK_HOURS = 37
NEW = "nyt hold "
PROVEN, FOUND = "bevist", "fundet"


@dataclass(frozen=True, slots=True)
class Call:
    """A cohort that a school should open or keep: how many `pupils` of how many `municipalities` would attend it.

    `cohort` is empty for a new one. `needed_by` is the first day on which one of them must have had the course, `gain`
    how many do not reach their hours without it (None where nobody does who reaches them with it, and some do not).
    `school` and `partner` are empty where no school teaches the course. `planned`: it is planned already, and runs.
    """

    course: str
    start: date | None
    place: str
    school: str
    partner: str
    cohort: str
    pupils: int
    municipalities: int
    needed_by: date | None
    gain: int | None
    certainty: str
    planned: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """What is called for, and who would reach the requirement then (`reached`: pupils who do not in the plan)."""

    calls: tuple[Call, ...]
    reached: frozenset[str]


def find_calls(case: SchoolCase, plan: Plan, seconds: float) -> Calls:
    """The cohorts to open or keep, a year ahead: the best plan with cohorts that any school might open in addition.

    Each school that has ever taught a course could open a cohort of it every four weeks, as large and as long as its
    cohorts of it are. Only courses that somebody lacks who does not reach the requirement are tried.
    """
    short = set(plan.pupils.loc[~plan.pupils["met"], "pupil"])
    wanted = _lacking(case, plan, short)
    cohorts, teaches = _possible(case, wanted["course"].unique())
    reached: set[str] = set()
    told: list[Call] = []
    if len(cohorts):
        wider = with_more_cohorts(case, cohorts, teaches)
        better = solve(wider.problem, time_limit=seconds * 0.8)
        reached = short & set(better.pupils.loc[better.pupils["met"], "pupil"])
        told = _told(wider, better, seconds * 0.1, new=True)
    told += _told(case, plan, seconds * 0.1, new=False)
    told += _untaught(case, wanted)
    order = sorted(told, key=lambda one: (one.start or date.max, one.school, one.course, one.cohort))
    return Calls(tuple(order), frozenset(reached))


def _lacking(case: SchoolCase, plan: Plan, short: Iterable[str]) -> pd.DataFrame:
    """What those who are short want and do not get: rows of `wants`."""
    had = plan.attends.merge(case.problem.teaches, on="cohort")[["pupil", "course"]]
    wants = case.wants[case.wants["pupil"].isin(list(short))]
    got = pd.MultiIndex.from_frame(wants[["pupil", "course"]]).isin(pd.MultiIndex.from_frame(had))
    return wants[~got]


def _possible(case: SchoolCase, courses: Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cohorts that could be opened, and what they teach."""
    known = case.offers.cohorts.merge(case.offers.teaches, on="cohort")
    hours = case.offers.courses.set_index("course")["taught"]
    rows, days = [], _starts(case.day)
    for course in sorted(courses):
        for (partner, postcode), own in known[known["course"] == course].groupby(["partner", "postcode"], dropna=False):
            like = own.sort_values("start").iloc[-1]
            length = _length(own, float(hours[course]))
            for start in days:
                rows.append(
                    like.to_dict()
                    | {
                        "cohort": f"{NEW}{partner} {postcode} {course} {start:%Y-%m-%d}",
                        "course": course,
                        "start": pd.Timestamp(start),
                        "end": pd.Timestamp(start + timedelta(days=length - 1)),
                        "min": _median(own["min"], _USUAL_MIN),
                        "max": _median(own["max"], _USUAL_MAX),
                        "told": 0,
                        "enrolled": 0,
                        "taken": 0,
                        "offered": True,
                        "status": CAN_BE_OPENED,
                    }
                )
    found = pd.DataFrame(rows, columns=known.columns)
    cohorts = found.drop(columns=["course", "taught"]).astype(case.offers.cohorts.dtypes.to_dict(), errors="ignore")
    return cohorts, found[["cohort", "course"]].assign(taught=found["course"].map(hours))


def _starts(day: date) -> list[date]:
    """Mondays, or the first working day after one, every four weeks of the year ahead."""
    monday = day + timedelta(days=7 - day.weekday())
    weeks = range(_FIRST_WEEKS, _LAST_WEEKS + 1, _EVERY_WEEKS)
    return [first_working_day(monday + timedelta(weeks=n), monday + timedelta(weeks=n, days=4)) for n in weeks]


def _length(cohorts: pd.DataFrame, hours: float) -> int:
    """The days of a cohort as a school's cohorts of the course usually last; else whole weeks from Monday to Friday."""
    usual = ((cohorts["end"] - cohorts["start"]).dt.days + 1).median()
    return int(usual) if usual >= 1 else 7 * max(1, round(hours / _WEEK_HOURS)) - 2


def _median(numbers: pd.Series, usual: int) -> int:
    middle = numbers.dropna().median()
    return usual if pd.isna(middle) else max(1, int(middle))


def _told(case: SchoolCase, plan: Plan, seconds: float, *, new: bool) -> list[Call]:
    """The cohorts that run in a plan, the `new` ones or the others, each with what depends on it."""
    runs = plan.cohorts[plan.cohorts["runs"] & (plan.cohorts["seats"] > 0)]
    runs = runs[runs["cohort"].str.startswith(NEW) == new]
    rows = records(runs.merge(case.offers.cohorts.drop(columns=["min", "max"]), on="cohort"))
    people = plan.attends.merge(case.pupils[["pupil", "municipality"]], on="pupil")
    met = set(plan.pupils.loc[plan.pupils["met"], "pupil"])
    asked, whose = [], []
    for row in rows:
        for pupil in people.loc[people["cohort"] == row["cohort"], "pupil"]:
            if pupil in met:
                asked.append(Question(pupil, _others(case, plan, pupil, row["cohort"])))
                whose.append(row["cohort"])
    answers = pd.Series(reachable(case, asked, seconds), index=whose, dtype=bool)
    lost = (~answers).groupby(level=0).sum()
    certainty = PROVEN if plan.status == "optimal" else FOUND
    short = set(people.loc[~people["pupil"].isin(met), "cohort"])
    gains = {name: int(lost.get(name, 0)) or (None if name in short else 0) for name in (row["cohort"] for row in rows)}
    return [_call(case, row, people, gains[row["cohort"]], certainty) for row in rows]


def _others(case: SchoolCase, plan: Plan, pupil: str, without: str) -> tuple[str, ...]:
    """The cohorts that a pupil attends or could join as the plan stands, without one; and those that do not run, and
    would if all who attend that one came."""
    room = plan.cohorts.merge(case.problem.cohorts[["cohort", "min", "max", "taken"]], on="cohort")
    free = set(room.loc[room["runs"] & (room["seats"] + room["taken"] < room["max"]), "cohort"])
    free |= set(plan.attends.loc[plan.attends["pupil"] == pupil, "cohort"])
    seats = case.problem.seats
    homeless = plan.attends.loc[plan.attends["cohort"] == without, "pupil"]
    come = seats[seats["pupil"].isin(homeless)].groupby("cohort").size().reindex(room["cohort"]).fillna(0)
    idle = ~room["runs"] & (room["taken"] + come.to_numpy() >= room["min"]) & (room["taken"] < room["max"])
    free |= set(room.loc[idle & ~room["cohort"].str.startswith(NEW), "cohort"])
    own = seats.loc[seats["pupil"] == pupil, "cohort"]
    return tuple(own[own.isin(free - {without})])


def _call(case: SchoolCase, row: Record, people: pd.DataFrame, gain: int | None, certainty: str) -> Call:
    own = people[people["cohort"] == row["cohort"]]
    courses = case.offers.teaches.loc[case.offers.teaches["cohort"] == row["cohort"], "course"]
    titles = case.offers.courses.set_index("course")["title"]
    wants = case.wants[case.wants["course"].isin(courses) & case.wants["pupil"].isin(own["pupil"])]
    ends = case.pupils.set_index("pupil")["planned_end"]
    latest = wants["latest"].fillna(wants["pupil"].map(ends)).min()
    new = str(row["cohort"]).startswith(NEW)
    return Call(
        course=" + ".join(str(titles[course]) for course in courses) if new else str(row["title"]),
        start=row["start"].date(),
        place=str(row["postcode"] or ""),
        school=str(row["school"]),
        partner=str(row["partner"]),
        cohort="" if new else str(row["cohort"]),
        pupils=len(own),
        municipalities=int(own["municipality"].nunique()),
        needed_by=None if pd.isna(latest) else latest.date(),
        gain=gain,
        certainty=certainty,
        planned=not new and row["status"] != CAN_BE_OPENED,
    )


def _untaught(case: SchoolCase, wanted: pd.DataFrame) -> list[Call]:
    """The courses that somebody lacks and no school has ever offered."""
    titles = case.offers.courses.set_index("course")["title"]
    ends = case.pupils.set_index("pupil")["planned_end"]
    homes = case.pupils.set_index("pupil")["municipality"]
    calls = []
    for course, own in wanted[~wanted["course"].isin(case.offers.teaches["course"])].groupby("course"):
        latest = own["latest"].fillna(own["pupil"].map(ends)).min()
        calls.append(
            Call(
                course=str(titles[course]),
                start=None,
                place="",
                school="",
                partner="",
                cohort="",
                pupils=len(own),
                municipalities=int(own["pupil"].map(homes).nunique()),
                needed_by=None if pd.isna(latest) else latest.date(),
                gain=int(own["must"].sum()),
                certainty=PROVEN,
            )
        )
    return calls
