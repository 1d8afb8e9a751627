"""Whether single pupils could reach their requirement with certain cohorts, everybody else's plan standing as it is.

Each question is a pupil of its own in one problem in which every cohort runs and has room for all who are asked about:
the answers do not depend on each other, and all of them are searched at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from igu_xl.school.planning.case import SchoolCase
from igu_xl.school.solving.problem.problem import Problem
from igu_xl.school.solving.solver import solve

_ROOM_FOR_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """Could `pupil` reach the requirement with these `cohorts` alone, until `ends` (None: the igu's own end)?

    `free`: without the days on which the company cannot spare the pupil.
    """

    pupil: str
    cohorts: tuple[str, ...]
    ends: pd.Timestamp | None = None
    free: bool = False


def reachable(case: SchoolCase, questions: Iterable[Question], seconds: float, *, closer: bool = False) -> list[bool]:
    """The answer to each question; False where none was found within the seconds.

    `closer`: if the school weeks might lie closer together than practice of 25 hours a week on average lets them.
    """
    asked = list(questions)
    if not asked:
        return []
    numbers = pd.DataFrame({"ask": [f"{at}" for at in range(len(asked))], "pupil": [one.pupil for one in asked]})
    problem = _problem(case, asked, numbers, closer=closer)
    plan = solve(problem, time_limit=seconds)
    met = dict(zip(plan.pupils["pupil"], plan.pupils["met"], strict=True))
    return [bool(met[name]) for name in numbers["ask"]]


def _problem(case: SchoolCase, asked: list[Question], numbers: pd.DataFrame, *, closer: bool) -> Problem:
    known = case.problem
    ends = pd.Series([one.ends for one in asked], dtype="datetime64[s]")
    pupils = numbers.merge(known.pupils, on="pupil")
    pupils = pupils.assign(ends=ends.fillna(pupils["ends"]))
    seats = pd.DataFrame(
        [(name, cohort) for name, one in zip(numbers["ask"], asked, strict=True) for cohort in one.cohorts],
        columns=["pupil", "cohort"],
    )
    busy = known.away.merge(numbers, on="pupil")
    spared = numbers.loc[[one.free for one in asked], "ask"]
    cohorts = known.cohorts[known.cohorts["cohort"].isin(seats["cohort"])]
    return Problem.from_frames(
        pupils=_renamed(pupils.drop(columns="priority")),
        courses=known.courses,
        wants=_renamed(numbers.merge(known.wants, on="pupil")),
        cohorts=cohorts.assign(min=1, max=_ROOM_FOR_ALL, taken=0, room=None),
        teaches=known.teaches[known.teaches["cohort"].isin(cohorts["cohort"])],
        seats=seats.drop_duplicates(),
        away=_renamed(busy[~busy["ask"].isin(spared)]).drop_duplicates(),
        limits=known.limits.iloc[:0] if closer else known.limits,
    )


def _renamed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop(columns="pupil").rename(columns={"ask": "pupil"})
