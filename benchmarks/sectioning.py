"""The school plan on public timetables: python benchmarks/sectioning.py INSTANCE.xml [--solution SOLUTION.xml].

Reads a problem of the International Timetabling Competition 2019 (itc2019.org: free after registration, not ours to
pass on) and prints how many students get all classes they ask for, with the proven bound, seconds, and first come.

Part of the model applies: each student needs one class of every part of every course asked for, classes have a limit,
and nobody is in two at once. A slot of the week is a day here; a class is where the solution puts it, or else at its
best time, and only its first day of the week is looked at; of several configurations of a course the first is taken,
and which class belongs to which lecture (`parent`) is left out. So the figures are no entries of the competition.
"""

from __future__ import annotations

import argparse
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from igu_xl.school import Problem, check, solve
from igu_xl.school.solving.search.baselines import first_come

FIRST = date(2000, 1, 1)
Time = tuple[int, int]


def main() -> None:
    """Print one line about one instance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance")
    parser.add_argument("--solution")
    parser.add_argument("--time-limit", type=float, default=60.0)
    chosen = parser.parse_args()
    root = ET.parse(chosen.instance).getroot()
    problem = read(root, ET.parse(chosen.solution).getroot() if chosen.solution else None)
    plan = solve(problem, chosen.time_limit)
    if broken := check(problem, plan):
        sys.exit(f"the plan is not allowed: {broken[:5]}")
    print(
        f"{root.get('name')}: {len(problem.pupils)} students, {len(problem.cohorts)} classes, "
        f"{len(problem.seats)} seats; all they ask for: {plan.met} of at most {plan.met_bound}; "
        f"classes: {plan.hours:.0f} of at most {plan.hours_bound:.0f} ({problem.pupils['hours'].sum():.0f} asked for); "
        f"{plan.seconds:.1f} s; first come: {first_come(problem).met}"
    )


def read(root: ET.Element, solution: ET.Element | None = None) -> Problem:
    """The tables of an instance."""
    slots = int(root.get("slotsPerDay", "288"))
    found = solution.iter("class") if solution is not None else ()
    placed = {one.get("id"): (one.get("days"), one.get("start")) for one in found}
    parts, classes = {}, []
    for course in root.findall("courses/course"):
        subparts = course.findall("config[1]/subpart")
        parts[course.get("id")] = [subpart.get("id") for subpart in subparts]
        for subpart in subparts:
            for one in subpart.findall("class"):
                time = _time(one, placed.get(one.get("id")), slots)
                classes.append((one.get("id"), subpart.get("id"), int(one.get("limit", "0")), *time))
    cohorts = pd.DataFrame(classes, columns=["cohort", "course", "max", "start", "end"])
    for label in ("start", "end"):
        cohorts[label] = [FIRST + timedelta(days=day) for day in cohorts[label]]
    wants = pd.DataFrame(_wants(root, parts), columns=["pupil", "course"]).drop_duplicates()
    asked = wants.groupby("pupil").size()
    pupils = {"pupil": asked.index, "hours": asked.to_numpy(dtype=float), "begins": FIRST}
    return Problem.from_frames(
        pupils=pd.DataFrame(pupils).assign(ends=FIRST + timedelta(days=8 * slots)),
        courses=cohorts[["course"]].drop_duplicates().assign(hours=1.0),
        wants=wants.assign(must=True),
        cohorts=cohorts.drop(columns="course").assign(min=1),
        teaches=cohorts[["cohort", "course"]],
        seats=wants.merge(cohorts[["cohort", "course"]], on="course")[["pupil", "cohort"]],
    )


def _wants(root: ET.Element, parts: dict[str | None, list[str | None]]) -> Iterator[tuple[str | None, str | None]]:
    for student in root.findall("students/student"):
        for course in student.findall("course"):
            for part in parts.get(course.get("id"), []):
                yield student.get("id"), part


def _time(one: ET.Element, placed: tuple[str | None, str | None] | None, slots: int) -> Time:
    """First and last slot of the week, counted through: where the class is placed, or else its best time."""
    times = one.findall("time")
    # A solution names days and start of one of the times, and nothing more.
    there = [time for time in times if (time.get("days"), time.get("start")) == placed]
    best = min(there or times, key=lambda time: int(time.get("penalty", "0")), default=None)
    if best is None:
        return 0, 0
    first = best.get("days", "1").find("1") * slots + int(best.get("start", "0"))
    return first, first + int(best.get("length", "1")) - 1


if __name__ == "__main__":
    main()
