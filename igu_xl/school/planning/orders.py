"""What comes before a course: everybody follows the order of the own package, and no other's.

The engine knows one order for all. Where packages that have the same two courses do not agree on them, the
course that comes first has a sign: a course of no hours that is taught with it, and that the pupils of those packages
alone want in which it comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from igu_xl.checks.school.packages import step_order
from igu_xl.records import records
from igu_xl.school.planning.offers import Offers

_Pair = tuple[str, str]  # a course and one that comes before it


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """`before`: for each course what comes before it, signs among it. `signs`: `course`, `package` and the `sign`."""

    before: dict[str, list[str]]
    signs: pd.DataFrame


def predecessors(offers: Offers) -> pd.DataFrame:
    """`package`, `course` and a course `before` it, a row each: the order of the steps as courses."""
    steps = offers.packages
    names = steps[["package", "step", "key"]].rename(columns={"step": "after", "key": "before"})
    rows = step_order(steps).merge(names, on=["package", "after"])
    return rows[["package", "key", "before"]].rename(columns={"key": "course"}).drop_duplicates()


def orders_of(offers: Offers) -> Orders:
    """The order of all packages; what they do not agree on holds for the pupils of each alone."""
    rows = predecessors(offers)
    has = {str(name): set(own) for name, own in offers.packages.groupby("package")["key"]}
    pairs = {str(name): own for name, own in rows.groupby("package")}
    follows = {name: _followed(zip(own["course"], own["before"], strict=True)) for name, own in pairs.items()}
    before: dict[str, list[str]] = {}
    signs: dict[tuple[str, tuple[str, ...]], str] = {}
    for row in records(rows[["course", "before"]].drop_duplicates().sort_values(["course", "before"])):
        course, first = row["course"], row["before"]
        both = [name for name, courses in has.items() if {course, first} <= courses]
        own = tuple(name for name in both if (course, first) in follows.get(name, ()))
        if own == tuple(both) and not _leads_to(before, first, course):
            name = first
        else:
            name = signs.setdefault((first, own), f"{first} ({len(signs) + 1})")
        before.setdefault(course, []).append(name)
    told = [(course, package, sign) for (course, packages), sign in signs.items() for package in packages]
    return Orders(before, pd.DataFrame(told, columns=["course", "package", "sign"], dtype="str"))


def _followed(pairs: Iterable[_Pair]) -> set[_Pair]:
    """The pairs and those that follow from them: what is before a course that is before another."""
    before: dict[str, list[str]] = {}
    for course, first in pairs:
        before.setdefault(course, []).append(first)
    return {(course, first) for course in before for first in _all_before(before, course)}


def _all_before(before: dict[str, list[str]], course: str) -> set[str]:
    seen: set[str] = set()
    left = list(before.get(course, ()))
    while left:
        one = left.pop()
        if one not in seen:
            seen.add(one)
            left += before.get(one, ())
    return seen


def _leads_to(before: dict[str, list[str]], start: str, goal: str) -> bool:
    """Whether `goal` comes before `start`, in however many steps, or is it."""
    return start == goal or goal in _all_before(before, start)
