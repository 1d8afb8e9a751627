"""The packages of courses as they are read from the branches' workbooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.checks.school.packages import closing, course_key, course_of, package_of_slots, packages_of, without_circles
from igu_xl.checks.validation import Validation, validate

TODAY = date(2026, 11, 2)
BYG, RENGOERING = "brancher/bygge-anlæg.xlsx", "brancher/rengøring.xlsx"
BUILDING = "Bygge og anlæg"


def step(package: str, name: str, course: str, **more: Any) -> dict[str, Any]:
    return {
        "package": package, "branch": BUILDING, "step": name, "course": course, "hours": 37, "course_kind": "AMU",
    } | more  # fmt: skip


def checked(changed: Callable[..., Path], *steps: dict[str, Any], **books: list[dict[str, Any]]) -> Validation:
    def change(rows: dict[str, Any]) -> None:
        rows[BYG]["tblPakker"] = list(steps)
        for slot, named in zip(rows[BYG]["tblPladser"], books.get("named", []), strict=False):
            slot |= named
        if "other" in books:
            rows[RENGOERING] = {"tblPakker": books["other"]}

    return validate(changed(change), TODAY)


def read(validation: Validation) -> pd.DataFrame:
    return packages_of(validation.partnership, validation.blocked)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("12345", "12345"),
        (" 12345 ", "12345"),
        ("12 345", "12345"),
        ("12345 Sikkerhed", "12345"),
        ("1234", "01234"),
        ("123456", "123456"),
        ("Sikkerhed på  Byggepladsen", "sikkerhedpaabyggepladsen"),
        ("sikkerhed-på byggepladsen", "sikkerhedpaabyggepladsen"),
        ("Truck; gaffel", "truck,gaffel"),  # keys are listed with semicolons between them
        (None, ""),
        (pd.NA, ""),
        ("", ""),
    ],
)
def test_a_course_is_known_by_its_number_or_its_title(typed: object, key: str) -> None:
    assert course_key(typed) == key


def test_a_row_of_a_school_is_the_course_that_a_package_names() -> None:
    known = {"12345", "sikkerhed"}
    assert course_of("12345", "Truck", known) == "12345"
    assert course_of("54321", "Sikkerhed", known) == "sikkerhed"
    assert course_of("54321", "Truck", known) == "54321"
    assert course_of(None, "Truck", known) == "truck"
    assert course_of(None, None, known) == ""


def test_the_steps_are_read_with_their_order(changed: Callable[..., Path]) -> None:
    found = read(
        checked(
            changed,
            step("Byggeri", "1", "12345 Sikkerhed", must="Skal", earliest_month=1, latest_month=6),
            step("byggeri ", "2", "Dansk på pladsen", course_kind="dansk", hours=60, after="1"),
            step("BYGGERI", "3", "Stillads", after="1; 2"),
        )
    )
    assert list(found["package"]) == ["Byggeri"] * 3
    assert list(found["key"]) == ["12345", "danskpaapladsen", "stillads"]
    assert list(found["after"]) == [(), ("1",), ("1", "2")]
    assert list(found["hours"]) == [37, 60, 37] and list(found["kind"]) == ["AMU", "dansk", "AMU"]
    assert list(found["must"]) == [True, False, False]
    assert found["earliest_month"].tolist() == [1, pd.NA, pd.NA] and found["latest_month"].iat[0] == 6


def test_what_cannot_be_used_is_left_out(changed: Callable[..., Path]) -> None:
    found = read(
        checked(
            changed,
            step("Byggeri", "1", "A", after="3"),
            step("Byggeri", "2", "B", after="1, 9"),
            step("Byggeri", "3", "C", after="2"),
            step("Byggeri", "4", "D", hours="mange"),
            step("Byggeri", "5", "B", after="3; 4"),
        )
    )
    assert list(found["course"]) == ["A", "B", "C"]
    # The circle 1, 3, 2 is cut at its last link; the second row of B asks for C before B, which closes another.
    assert list(found["after"]) == [("3",), (), ("2",)]


def test_two_branches_may_use_the_same_name(changed: Callable[..., Path]) -> None:
    other = [step("Grund", "1", "Hygiejne", branch="Rengøring og service")]
    validation = checked(changed, step("grund", "1", "A"), other=other, named=[{"package": "GRUND"}, {}])
    found = read(validation)
    names: dict[str, str] = dict(zip(found["branch"], found["package"], strict=True))
    assert names[BUILDING] == f"grund ({BUILDING})" and names["Rengøring og service"].startswith("Grund (")
    assert package_of_slots(validation.partnership, validation.blocked).tolist()[:2] == [names[BUILDING]] * 2


@pytest.mark.parametrize(
    ("steps", "named", "package"),
    [
        ([step("Byggeri", "1", "A")], None, "Byggeri"),
        ([step("Byggeri", "1", "A"), step("Murer", "1", "B")], None, None),
        ([step("Byggeri", "1", "A"), step("Murer", "1", "B")], "murer", "Murer"),
        ([step("Byggeri", "1", "A"), step("Murer", "1", "B")], "Maler", None),
        ([step("Byggeri", "1", "A", branch="Detailhandel")], None, None),
        ([step("Byggeri", "1", "A", branch="Detailhandel")], "Byggeri", "Byggeri"),
        ([step("Byggeri", "1", "A"), step("Murer", "1", "B", hours=None)], None, "Byggeri"),
        ([], None, None),
    ],
)
def test_a_slot_has_the_package_it_names_or_the_only_one_of_its_branch(
    steps: list[dict[str, Any]], named: str | None, package: str | None, changed: Callable[..., Path]
) -> None:
    validation = checked(changed, *steps, named=[{"package": named}])
    (first, *_) = package_of_slots(validation.partnership, validation.blocked)
    assert (None if pd.isna(first) else first) == package


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4).map(tuple), max_size=9))
def test_after_cutting_no_order_runs_in_a_circle_and_only_circles_are_cut(links: dict[int, tuple[int, ...]]) -> None:
    kept = without_circles(links)
    assert not closing(kept)
    cut = {(index, at) for index, before in links.items() for at in before if at not in kept[index]}
    assert cut == closing(links)

    def leads_to(start: int, goal: int) -> bool:
        seen: set[int] = set()
        left = [start]
        while left:
            one = left.pop()
            if one == goal:
                return True
            if one not in seen:
                seen.add(one)
                left += links.get(one, ())
        return False

    assert all(leads_to(at, index) for index, at in cut)
    if not any(leads_to(at, index) for index, before in links.items() for at in before):
        assert kept == links
