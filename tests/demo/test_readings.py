"""The made-up readings of the demo: a year of them, that its rows bear out."""

from __future__ import annotations

from pathlib import Path

import pytest

from igu_xl.checks.validation import Validation, check, validate
from igu_xl.demo.readings import MONTHS, earlier_readings
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.month import Month
from igu_xl.standing.history import History
from igu_xl.standing.standing import Standing, Step, stand
from igu_xl.standing.tracked import PLACEMENTS


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Validation:
    """The demo as it is read on its day, with nothing remembered."""
    folder: Path = tmp_path_factory.mktemp("demo")
    write_partnership(folder)
    return validate(folder, DEMO_TODAY)


@pytest.fixture(scope="module")
def before(now: Validation) -> History:
    return earlier_readings(now)


def test_there_is_a_reading_at_the_end_of_each_month_of_the_trend(before: History) -> None:
    assert before.days == tuple(Month.of(DEMO_TODAY).previous(back).last for back in range(MONTHS, 0, -1))


def test_nobody_is_said_to_be_in_a_placement_that_is_not_there(now: Validation, before: History) -> None:
    messy = unclear(now.standing)  # whose placement cannot be read on the demo day either
    for day in before.days:
        standing = stand(before, day)
        assert standing.known_from is None and unclear(standing) <= messy


def unclear(standing: Standing) -> set[str]:
    people = standing.candidates
    return set(people.loc[people["step"] == Step.UNCLEAR, "candidate"])


def test_the_demo_day_stands_as_without_them(now: Validation, before: History) -> None:
    after = check(now.partnership, DEMO_TODAY, before)
    for name in ("candidates", "slots", "cohorts"):
        mine, other = (getattr(one.standing, name).set_index("at").sort_index() for one in (now, after))
        told = {"candidates": ["step", "out"], "slots": ["held", "open"], "cohorts": ["enrolled", "state"]}[name]
        assert mine[told].equals(other[told])
    assert after.findings == now.findings
    assert len(after.history.versions[PLACEMENTS]) > len(now.history.versions[PLACEMENTS])
