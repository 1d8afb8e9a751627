"""Who could begin an igu before its first cohort, in a partnership where the answer is known."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.checks.validation import validate
from igu_xl.school.planning.early import early_starts
from tests.support.early_school import BYG, COHORTS, KOEBENHAVN, NEXT, with_school

TODAY = date(2026, 11, 2)
SECONDS = 20.0
ALL = {*(f"101-000{number}" for number in (1, 2, 3, 4, 5)), *(f"147-000{number}" for number in (1, 2, 3, 4))}
Changed = Callable[..., Path]


@pytest.fixture
def early(changed: Changed) -> Callable[..., pd.DataFrame]:
    """What is answered with some change to the rows."""

    def answer(
        change: Callable[[Any], object] = lambda rows: None,
        running: Collection[str] = COHORTS,
        days: int = 90,
        only: Collection[str] = (),
    ) -> pd.DataFrame:
        def both(rows: Any) -> None:
            with_school(rows)
            change(rows)

        return early_starts(validate(changed(both), TODAY), running, days, SECONDS, only)

    return answer


def first(rows: Any) -> Any:
    return rows[KOEBENHAVN]["tblKandidater"][0]


def test_everybody_who_may_have_the_slot_may_begin_before_the_school(early: Callable[..., pd.DataFrame]) -> None:
    """They are ready on 1 December; the first block is on 1 February, 62 days later. BYG-0002 begins in January."""
    found = early()
    of_first = found[found["slot"] == "BYG-0001"]
    assert set(of_first["candidate"]) == ALL
    assert set(of_first["start"]) == {pd.Timestamp(2026, 12, 1)}
    assert set(of_first["first_day"]) == {pd.Timestamp(2027, 2, 1)}
    assert set(of_first["course"]) == {"Byggeri, blok 1"}
    others = found[found["slot"] == "BYG-0002"]
    assert set(others["candidate"]) == {"101-0001", "101-0002", "147-0001", "147-0002"}
    assert set(others["start"]) == {pd.Timestamp(2027, 1, 4)}


@pytest.mark.parametrize(("days", "some"), [(61, False), (62, True)])
def test_the_first_course_begins_within_the_days(days: int, some: bool, early: Callable[..., pd.DataFrame]) -> None:
    assert ("BYG-0001" in set(early(days=days)["slot"])) is some


@pytest.mark.parametrize("lost", COHORTS)
def test_without_any_one_block_nobody_may(lost: str, early: Callable[..., pd.DataFrame]) -> None:
    """The six blocks are just the 23 weeks."""
    assert early(running=set(COHORTS) - {lost}).empty


def test_who_is_asked_about_alone_is_answered_alone(early: Callable[..., pd.DataFrame]) -> None:
    assert set(early(only=["101-0003"])["candidate"]) == {"101-0003"}


@pytest.mark.parametrize(
    "change",
    [
        {"ready_from": date(2027, 1, 16)},  # after the slot has begun
        {"born": date(1970, 1, 1)},  # the law
        {"measures": "praktik"},
        {"postcode": "3700", "transport_minutes": 60},  # Bornholm: neither slot nor school is near
        {"last_employer_cvr": "12345607", "last_employed_to": date(2026, 10, 20)},  # three months
    ],
)
def test_who_may_not_have_the_slot_or_the_school_may_not_begin_early(
    change: dict[str, Any], early: Callable[..., pd.DataFrame]
) -> None:
    def write(rows: Any) -> None:
        first(rows).update(change)
        rows[BYG]["tblVirksomheder"][0]["postcode"] = "2300"
        for cohort in rows[NEXT]["tblHold"]:
            cohort["postcode"] = "2300"

    found = early(write)
    assert "101-0001" not in set(found.loc[found["slot"] == "BYG-0001", "candidate"])
    assert "101-0002" in set(found["candidate"])


def test_a_start_is_a_working_day(early: Callable[..., pd.DataFrame]) -> None:
    """5 December 2026 is a Saturday."""
    found = early(lambda rows: first(rows).update(ready_from=date(2026, 12, 5)))
    own = found[(found["candidate"] == "101-0001") & (found["slot"] == "BYG-0001")]
    assert list(own["start"]) == [pd.Timestamp(2026, 12, 7)]


def test_a_week_in_which_the_company_spares_nobody_is_its_slots_alone(early: Callable[..., pd.DataFrame]) -> None:
    def write(rows: Any) -> None:
        rows[BYG]["tblTravleUger"] = [
            {"p_number": "1000000001", "begins": date(2027, 6, 14), "ends": date(2027, 6, 20)}
        ]

    assert set(early(write)["slot"]) == {"BYG-0002"}


def test_nobody_waits_and_nobody_is_found(early: Callable[..., pd.DataFrame]) -> None:
    def write(rows: Any) -> None:
        for book in rows.values():
            for person in book.get("tblKandidater", ()):
                person["status"] = "Ny"

    found = early(write)
    assert found.empty
    assert list(found) == ["candidate", "slot", "start", "course", "first_day"]


def test_without_cohorts_nobody_may(early: Callable[..., pd.DataFrame]) -> None:
    assert early(running=()).empty


def test_where_the_branch_has_no_package_its_courses_must_do(early: Callable[..., pd.DataFrame]) -> None:
    def write(rows: Any) -> None:
        rows[BYG]["tblPakker"] = []

    assert set(early(write)["slot"]) == {"BYG-0001", "BYG-0002"}
    assert early(write, running=COHORTS[1:]).empty
