"""Which cohorts an igu can begin with, where the branch has written what comes first in its package."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import build_case
from igu_xl.match.links import possible_links
from igu_xl.match.pool import joinable_cohorts, open_slots

TODAY = date(2026, 11, 2)
BYG, NEXT = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
BUILDING = "Bygge og anlæg"
FIRST, SECOND = "NEXT-2027-01", "NEXT-2027-02"

Row = dict[str, Any]
Changed = Callable[..., Path]


def step(number: str, course: str, after: str | None = None, package: str = "Byggeri", **more: object) -> Row:
    row: Row = {"package": package, "branch": BUILDING, "step": number, "course": course, "hours": 37}
    return row | {"course_kind": "AMU", "after": after} | more


def taught(cohort: str, title: str, code: str = "00001") -> Row:
    return {"cohort": cohort, "amu_code": code, "title": title, "course_kind": "AMU"}


TWO_STEPS = [step("1", "Kend branchen"), step("2", "Stillads", after="1")]


def links(folder: Path, slot: str = "BYG-0001") -> set[str]:
    checked = validate(folder, TODAY)
    found = possible_links(open_slots(checked), joinable_cohorts(checked))
    return set(found.loc[found["slot"] == slot, "cohort"])


@pytest.mark.parametrize(
    ("packages", "courses", "starts"),
    [
        ([], [taught(SECOND, "Stillads")], {FIRST, SECOND}),
        (TWO_STEPS, [taught(FIRST, "Kend branchen"), taught(SECOND, "Stillads")], {FIRST}),
        (TWO_STEPS, [taught(FIRST, "KEND  branchen"), taught(SECOND, "stillads")], {FIRST}),
        (TWO_STEPS, [taught(SECOND, "Kend branchen"), taught(SECOND, "Stillads")], {FIRST, SECOND}),
        (TWO_STEPS, [taught(SECOND, "Noget helt andet")], {FIRST, SECOND}),
        (TWO_STEPS, [], {FIRST, SECOND}),
        ([step("1", "Kend branchen"), step("2", "00042", after="1")], [taught(SECOND, "Stillads", "00042")], {FIRST}),
        ([step("1", "Kend branchen"), step("2", "Stillads", earliest_month=6)], [taught(SECOND, "Stillads")], {FIRST}),
        ([step("1", "Stillads", earliest_month=1)], [taught(SECOND, "Stillads")], {FIRST, SECOND}),
        ([row | {"branch": "Detailhandel"} for row in TWO_STEPS], [taught(SECOND, "Stillads")], {FIRST, SECOND}),
    ],
)
def test_a_cohort_of_later_steps_is_no_start(
    packages: list[Row], courses: list[Row], starts: set[str], changed: Changed
) -> None:
    def write(rows: Any) -> None:
        rows[BYG]["tblPakker"] = packages
        rows[NEXT]["tblKurser"] = courses

    assert links(changed(write)) == starts


def test_a_cohort_without_courses_is_what_its_title_says(changed: Changed) -> None:
    def write(rows: Any) -> None:
        rows[BYG]["tblPakker"] = TWO_STEPS
        rows[NEXT]["tblKurser"] = []
        rows[NEXT]["tblHold"][1]["title"] = "Stillads"

    assert links(changed(write)) == {FIRST}


@pytest.mark.parametrize(("package", "starts"), [("Byggeri", {FIRST}), ("Anlæg", {SECOND}), (None, {FIRST, SECOND})])
def test_of_two_packages_the_slots_own_decides(package: str | None, starts: set[str], changed: Changed) -> None:
    def write(rows: Any) -> None:
        rows[BYG]["tblPakker"] = [*TWO_STEPS, step("1", "Stillads", package="Anlæg")]
        rows[BYG]["tblPladser"][0]["package"] = package
        rows[NEXT]["tblKurser"] = [taught(FIRST, "Kend branchen"), taught(SECOND, "Stillads")]

    assert links(changed(write)) == starts


def test_nobody_is_put_in_a_cohort_of_later_steps(changed: Changed) -> None:
    """Not even where candidates without a slot may fill a cohort."""

    def write(rows: Any) -> None:
        rows[BYG]["tblPakker"] = TWO_STEPS
        rows[NEXT]["tblKurser"] = [taught(FIRST, "Kend branchen"), taught(SECOND, "Stillads")]

    case = build_case(validate(changed(write), TODAY), open_cohorts=True)
    assert set(case.problem.seats["cohort"]) == set(case.problem.cohorts["cohort"]) == {FIRST}
