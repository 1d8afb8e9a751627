"""What can be inconsistent in the tables of a school plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from igu_xl.optimise.findings import Inconsistency, report, rows
from igu_xl.school.solving.problem.tables import TABLES


def find(tables: Mapping[str, pd.DataFrame]) -> list[Inconsistency]:
    """Every inconsistency, table by table, in the order of the rows."""
    found = [one for name in TABLES for one in rows(name, tables, TABLES)]
    return [*found, *_periods(tables), *_cohorts(tables), *_courses(tables["courses"]), *_decisions(tables)]


def _periods(tables: Mapping[str, pd.DataFrame]) -> Iterator[Inconsistency]:
    """Days that run backwards: the pupil attends nothing, the cohort never runs."""
    for name, begins, ends in (
        ("pupils", "begins", "ends"),
        ("cohorts", "start", "end"),
        ("away", "begins", "ends"),
        ("wants", "earliest", "latest"),
    ):
        frame = tables[name]
        yield from _report("ends_before_begin", name, frame[frame[ends] < frame[begins]], ends)


def _cohorts(tables: Mapping[str, pd.DataFrame]) -> Iterator[Inconsistency]:
    cohorts = tables["cohorts"]
    yield from _report("min_above_max", "cohorts", cohorts[cohorts["min"] > cohorts["max"]], "min")
    idle = ~cohorts["cohort"].isin(tables["teaches"]["cohort"])
    yield from _report("nothing_taught", "cohorts", cohorts[idle])


def _courses(courses: pd.DataFrame) -> Iterator[Inconsistency]:
    """Predecessors that are no course, and courses that come before themselves."""
    before = {
        str(row.course): [name.strip() for name in str(row.after).split(";") if name.strip()]
        for row in courses.itertuples()
    }
    unknown = [any(name not in before for name in before[course]) for course in courses["course"]]
    yield from _report("unknown_predecessor", "courses", courses[unknown], "after")
    circle = in_circles(before)
    yield from _report("courses_in_a_circle", "courses", courses[courses["course"].isin(circle)], "after")


def in_circles(before: Mapping[str, list[str]]) -> set[str]:
    """The courses that come, over others or at once, before themselves."""

    def earlier(course: str) -> set[str]:
        seen: set[str] = set()
        ahead = list(before.get(course, ()))
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                ahead.extend(before.get(name, ()))
        return seen

    return {course for course in before if course in earlier(course)}


def _decisions(tables: Mapping[str, pd.DataFrame]) -> Iterator[Inconsistency]:
    """Decisions that contradict each other or the tables; the solver keeps what it can of them."""
    fixed = tables["fixed"]
    yield from _report("unknown_decision", "fixed", fixed[~fixed["decision"].isin(["lock", "reject"])], "decision")
    locks, rejects = (fixed[fixed["decision"] == decision] for decision in ("lock", "reject"))
    seat = ["pupil", "cohort"]
    yield from _report("lock_and_reject", "fixed", locks.merge(rejects[seat].drop_duplicates(), on=seat))
    listed = pd.MultiIndex.from_frame(tables["seats"][seat])
    absent = ~pd.MultiIndex.from_frame(locks[seat]).isin(listed)
    yield from _report("lock_not_allowed", "fixed", locks[absent], "cohort")


def _report(code: str, name: str, rows: pd.DataFrame, label: str | None = None) -> Iterator[Inconsistency]:
    return report(code, name, TABLES[name].key, rows, label)
