"""Whether single pupils could reach their requirement with certain cohorts, everybody else's plan standing as it is.

Each question is a pupil of its own in one problem in which every cohort runs and has room for all who are asked about:
the answers do not depend on each other, and all of them are searched together.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from igu_xl.school.planning.case import SchoolCase
from igu_xl.school.solving.model.allowed import allowed_seats
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.problem.problem import Problem
from igu_xl.school.solving.search.baselines import first_come
from igu_xl.school.solving.solver import solve
from igu_xl.standing.columns import looked_up

_ROOM_FOR_ALL = 1_000_000
# How many questions are searched at a time: the answers to some are better than the first half of all answers.
_AT_A_TIME = 40


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
    ends = pd.Series([one.ends for one in asked], dtype="datetime64[s]")
    seats = pd.DataFrame(
        [(name, cohort) for name, one in zip(numbers["ask"], asked, strict=True) for cohort in one.cohorts],
        columns=["ask", "cohort"],
    )
    busy = case.problem.away.merge(numbers, on="pupil")
    spared = numbers.loc[[one.free for one in asked], "ask"]
    problem = _problem(
        case, numbers.assign(ends=ends), seats.drop_duplicates(), busy[~busy["ask"].isin(spared)], closer=closer
    )
    met = set(_met(problem, {name: name for name in numbers["ask"]}, seconds)["ask"])
    return [name in met for name in numbers["ask"]]


def first_blocks(case: SchoolCase, days: int, seconds: float) -> pd.DataFrame:
    """The pupils who could reach the requirement with all cohorts of the case, and begin school at most so many days
    after the igu: `pupil` and a `cohort` that could be their first.

    Pupils for whom the same cohorts are possible are one question for each course that may come first; in it the course
    must be had, and only in a cohort within the days.
    """
    seats = _possible_seats(case, days)
    if seats.empty:
        return pd.DataFrame({"pupil": pd.Series(dtype="str"), "cohort": pd.Series(dtype="str")})
    like = _like(case.problem, seats)
    own = seats[seats["pupil"].isin(like)].merge(case.problem.teaches, on="cohort")
    wanted = own.merge(case.problem.wants[["pupil", "course"]], on=["pupil", "course"])
    numbers = wanted.loc[wanted["soon"], ["pupil", "course"]].drop_duplicates().sort_values(["pupil", "course"])
    numbers = numbers.assign(ask=[f"{at}" for at in range(len(numbers))], ends=None)
    late = numbers.merge(own[~own["soon"]], on=["pupil", "course"])[["ask", "cohort"]]
    asked = numbers[["ask", "pupil"]].merge(seats, on="pupil")
    asked = asked[~pd.MultiIndex.from_frame(asked[["ask", "cohort"]]).isin(pd.MultiIndex.from_frame(late))]
    no_days = case.problem.away.iloc[:0].assign(ask="")
    problem = _problem(case, numbers, asked[["ask", "cohort"]], no_days, numbers[["ask", "course"]])
    whose = dict(zip(numbers["ask"], numbers["pupil"], strict=True))
    first = _met(problem, whose, seconds).merge(numbers.rename(columns={"pupil": "like"}), on="ask")
    first = first.sort_values(["start", "cohort"]).drop_duplicates("like")
    return like.rename("like").reset_index().merge(first[["like", "cohort"]], on="like")[["pupil", "cohort"]]


def _possible_seats(case: SchoolCase, days: int) -> pd.DataFrame:
    """`pupil`, `cohort` and whether it begins `soon` enough, of those pupils who could do with all of them."""
    known = case.problem
    open_ = Problem.from_frames(
        **{name: getattr(known, name) for name in ("pupils", "courses", "wants", "teaches", "seats", "away", "limits")},
        cohorts=_with_room(known.cohorts),
    )
    seats = allowed_seats(open_)[["pupil", "cohort", "start"]]
    begins = case.pupils.set_index("pupil")["start"]
    soon = seats["start"] <= looked_up(seats["pupil"], begins) + pd.Timedelta(days=days)
    seats = seats[["pupil", "cohort"]].assign(soon=soon)
    could = seats.merge(known.teaches, on="cohort").drop_duplicates(["pupil", "course"])
    could = could.merge(known.wants[["pupil", "course", "must"]], on=["pupil", "course"])
    could = (
        could.merge(known.courses[["course", "hours"]], on="course")
        .groupby("pupil")
        .agg({"hours": "sum", "must": "sum"})
    )
    needs = known.pupils.set_index("pupil")["hours"].to_frame()
    needs["must"] = known.wants.groupby("pupil")["must"].sum()
    enough = (could.reindex(needs.index).fillna(0) >= needs.fillna(0)).all(axis=1)
    enough &= soon.groupby(seats["pupil"]).any().reindex(needs.index).fillna(False).astype(bool)
    return seats[seats["pupil"].map(enough)].reset_index(drop=True)


def _like(problem: Problem, seats: pd.DataFrame) -> pd.Series:
    """For each pupil the first one to whom the same is asked and the same is possible (index: `pupil`)."""
    told = seats.sort_values(["pupil", "cohort"])
    possible = told.groupby("pupil")[["cohort", "soon"]].agg(tuple)
    wants = problem.wants[problem.wants["pupil"].isin(possible.index)].sort_values(["pupil", "course"])
    asked = wants.groupby("pupil")[["course", "must"]].agg(tuple)
    needs = problem.pupils.set_index("pupil")[["hours", "amu_hours"]]
    same = possible.join(asked).join(needs).reset_index()
    return (
        same.groupby([name for name in same if name != "pupil"], sort=False)["pupil"]
        .transform("first")
        .set_axis(same["pupil"])
    )


def _problem(
    case: SchoolCase,
    numbers: pd.DataFrame,
    seats: pd.DataFrame,
    busy: pd.DataFrame,
    must: pd.DataFrame | None = None,
    *,
    closer: bool = False,
) -> Problem:
    """The problem of the questions: `numbers` (`ask`, `pupil`, `ends`), what each may attend and when it cannot, and
    what it `must` have besides (`ask`, `course`)."""
    known = case.problem
    pupils = numbers[["ask", "pupil", "ends"]].rename(columns={"ends": "until"}).merge(known.pupils, on="pupil")
    pupils = pupils.assign(ends=pupils["until"].astype("datetime64[s]").fillna(pupils["ends"]))
    wants = numbers[["ask", "pupil"]].merge(known.wants, on="pupil")
    if must is not None:
        named = pd.MultiIndex.from_frame(wants[["ask", "course"]]).isin(pd.MultiIndex.from_frame(must))
        wants = wants.assign(must=wants["must"] | named)
    cohorts = known.cohorts[known.cohorts["cohort"].isin(seats["cohort"])]
    return Problem.from_frames(
        pupils=_renamed(pupils.drop(columns=["until", "priority"])),
        courses=known.courses,
        wants=_renamed(wants),
        cohorts=_with_room(cohorts),
        teaches=known.teaches[known.teaches["cohort"].isin(cohorts["cohort"])],
        seats=seats.rename(columns={"ask": "pupil"}),
        away=_renamed(busy).drop_duplicates(),
        limits=known.limits.iloc[:0] if closer else known.limits,
    )


def _with_room(cohorts: pd.DataFrame) -> pd.DataFrame:
    """The cohorts as if each ran anyway, with room for all: then no pupil depends on another."""
    return cohorts.assign(min=1, taken=1, max=_ROOM_FOR_ALL, room=None)


def _met(problem: Problem, whose: Mapping[str, str], seconds: float) -> pd.DataFrame:
    """The questions answered with yes (`ask`), each with the `cohort` and the `start` of what is attended first.

    Booking what comes first answers most of them with yes in a moment; the others are searched, some at a time. Of the
    questions that are `whose` one yes is enough.
    """
    deadline = time.monotonic() + seconds
    found = [_met_in(problem, first_come(problem))]
    answered = {whose[ask] for ask in found[0]["ask"]}
    left = [ask for ask in problem.pupils["pupil"] if whose[ask] not in answered]
    parts = [left[at : at + _AT_A_TIME] for at in range(0, len(left), _AT_A_TIME)]
    for number, part in enumerate(parts):
        rest = deadline - time.monotonic()
        if rest <= 0:
            break
        asked = _among(problem, part)
        found.append(_met_in(asked, solve(asked, time_limit=rest / (len(parts) - number))))
    return pd.concat(found, ignore_index=True)


def _among(problem: Problem, pupils: Collection[str]) -> Problem:
    """The same problem with these pupils only."""
    tables = {name: getattr(problem, name) for name in ("courses", "cohorts", "teaches", "limits")}
    own = {name: getattr(problem, name) for name in ("pupils", "wants", "seats", "away")}
    return Problem.from_frames(**tables, **{name: one[one["pupil"].isin(pupils)] for name, one in own.items()})


def _met_in(problem: Problem, plan: Plan) -> pd.DataFrame:
    met = plan.pupils.loc[plan.pupils["met"], ["pupil"]]
    attends = plan.attends.merge(problem.cohorts[["cohort", "start"]], on="cohort").sort_values(["start", "cohort"])
    first = met.merge(attends.drop_duplicates("pupil"), on="pupil", how="left")
    return first.rename(columns={"pupil": "ask"})


def _renamed(rows: pd.DataFrame) -> pd.DataFrame:
    own = rows.drop(columns="pupil") if "ask" in rows else rows
    return own.rename(columns={"ask": "pupil"})
