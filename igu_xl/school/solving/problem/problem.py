"""The school plan of many pupils as tables. It knows nothing of Excel or law."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pandas as pd

from igu_xl.optimise.findings import Inconsistency
from igu_xl.optimise.frames import ProblemTable, typed
from igu_xl.school.solving.problem import consistency
from igu_xl.school.solving.problem.states import state_of
from igu_xl.school.solving.problem.tables import TABLES


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Problem:
    """The tables of a school plan, typed and sorted by id; days are datetime64, an empty day is NaT.

    pupils    pupil, municipality, begins, ends: the igu that is left, both days included; hours: weighted hours that
              are still needed; amu_hours: of these at least in courses of the kind AMU (0), priority (1)
    courses   course, hours: weighted; kind ("AMU"); after: courses that come before, `;` between; taught: hours at
              school (as weighted)
    wants     pupil, course, must (false), earliest, latest: days that a cohort with the course lies between
    cohorts   cohort, start, end: first and last day; min, max; taken (0): seats that others have, which count towards
              both; state: "planned" or "can_open"; room (none: its own)
    teaches   cohort, course: what a cohort teaches
    rooms     room, max_cohorts: how many of its cohorts may run at the same time
    seats     pupil, cohort, value (0): the allowed ones
    away      pupil, begins, ends: days, both included, on which a pupil cannot go to school
    limits    most_school_hours in any `days` days, for every pupil
    fixed     pupil, cohort, decision: "lock" (attends it) or "reject" (does not)
    previous  pupil, cohort: the last plan

    Where the tables leave it open: all courses of a cohort count for who attends it, so two cohorts that share a
    course are never both attended. What comes before a course must have ended before the cohort starts, or be taught
    in the same cohort; a pupil who has wants, but not for a course that comes before, has had it already. A cohort
    lies between `earliest` and `latest` of every want of what it teaches. A cohort runs when somebody attends it, and
    together with `taken` the minimum is reached, or when `taken` alone reaches it. The hours at school of a cohort are
    spread evenly over its days from first to last, Saturdays and Sundays too, when `limits` are counted.
    """

    pupils: pd.DataFrame
    courses: pd.DataFrame
    wants: pd.DataFrame
    cohorts: pd.DataFrame
    teaches: pd.DataFrame
    rooms: pd.DataFrame
    seats: pd.DataFrame
    away: pd.DataFrame
    limits: pd.DataFrame
    fixed: pd.DataFrame
    previous: pd.DataFrame

    def __init__(self, **frames: pd.DataFrame) -> None:
        """A problem from frames named as the tables; absent tables are empty, absent columns and cells take defaults.

        Days may be dates, timestamps or ISO text. Raises ValueError for an unknown table, a missing column or an
        unknown state of a cohort, TypeError for a value of a wrong type.
        """
        unknown = frames.keys() - TABLES.keys()
        if unknown:
            raise ValueError(f"unknown tables: {', '.join(sorted(unknown))}")
        given = {name: typed(name, table, _filled(table, frames.get(name))) for name, table in TABLES.items()}
        courses = given["courses"]
        courses["taught"] = courses["taught"].fillna(courses["hours"])
        given["cohorts"]["state"] = given["cohorts"]["state"].map(state_of).astype("str")
        for name, frame in given.items():
            object.__setattr__(self, name, frame)

    @classmethod
    def from_frames(cls, **frames: pd.DataFrame) -> Problem:
        """The same as `Problem(...)`, in the words of the match."""
        return cls(**frames)

    def check(self) -> list[Inconsistency]:
        """What is inconsistent in the tables; an empty list when nothing is."""
        return consistency.find({field.name: getattr(self, field.name) for field in fields(self)})

    def require_sound(self) -> None:
        """Raise ValueError when something is inconsistent in a way that leaves no meaning to solve."""
        blocking = [found for found in self.check() if found.blocks]
        if blocking:
            listed = ", ".join(f"{found.code} in {found.table} at {found.key}" for found in blocking[:5])
            raise ValueError(f"{len(blocking)} inconsistencies in the problem: {listed}")

    def predecessors(self) -> dict[str, tuple[str, ...]]:
        """For each course that has some: the courses that come before it."""
        before = {str(row.course): before_of(row.after) for row in self.courses.itertuples()}
        return {course: names for course, names in before.items() if names}


def before_of(after: object) -> tuple[str, ...]:
    """The courses named in a cell of `after`."""
    return tuple(name.strip() for name in str(after).split(";") if name.strip()) if isinstance(after, str) else ()


def _filled(table: ProblemTable, frame: pd.DataFrame | None) -> pd.DataFrame | None:
    """The frame with the default where a cell of an optional column is empty."""
    if frame is None:
        return None
    frame = pd.DataFrame(frame)
    for label, column in table.columns.items():
        if not column.required and column.default is not None and label in frame and frame[label].isna().any():
            filled = [column.default if pd.isna(value) else value for value in frame[label]]
            frame = frame.assign(**{label: pd.Series(filled, index=frame.index)})
    return frame
