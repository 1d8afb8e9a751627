"""The cell functions that look into the partnership: they only read, and say no more than the match would do."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.errors import NotNow
from igu_xl.excel.place_answers import cohorts_lacking_people, places_for
from igu_xl.sheets.writing.keeping import Backups

TODAY, CLOCK = date(2026, 11, 2), date(2026, 12, 1)
DEADLINE = date(2027, 1, 15)
BEGUN, FIRST = datetime(2026, 11, 2, 9), "NEXT-2027-01"
COORDINATOR = "koordinator.xlsm"


def days_left(folder: Path) -> int:
    """How long the first cohort at risk has to its deadline, by the day of the answers."""
    _, first, *_ = cohorts_lacking_people(folder, CLOCK)
    assert isinstance(first[5], int)
    return first[5]


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_while_the_coordinators_workbook_is_open_its_day_is_read_all_the_same(lock: str, partnership: Path) -> None:
    (partnership / lock.format(COORDINATOR)).touch()
    assert days_left(partnership) == (DEADLINE - TODAY).days
    assert places_for("101-0006", None, partnership, CLOCK)[1][0] == "BYG-0003"
    with pytest.raises(NotNow):
        read_coordinator(partnership)


def test_without_a_coordinators_workbook_the_clock_counts(partnership: Path) -> None:
    (partnership / COORDINATOR).unlink()
    assert days_left(partnership) == (DEADLINE - CLOCK).days
    assert not (partnership / COORDINATOR).exists()


def test_while_the_system_lets_nobody_read_it_the_clock_counts_and_no_longer(
    partnership: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def held(path: Path) -> bytes:
        if path.name == COORDINATOR:
            raise PermissionError
        return read(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", held)
        assert days_left(partnership) == (DEADLINE - CLOCK).days
    assert days_left(partnership) == (DEADLINE - TODAY).days


def test_what_is_decided_in_the_coordinators_workbook_is_not_proposed(partnership: Path) -> None:
    desk = CoordinatorFile(partnership)
    about = ("candidate", "slot", "cohort", "cvr", "limit", "decided_on", "because", "validity", "source")
    rejected = dict.fromkeys(about) | {"ruling": "Afvis", "candidate": "101-0001", "slot": "BYG-0002"}
    stopped = dict.fromkeys(about) | {"ruling": "Hold må ikke køre", "cohort": "NEXT-2027-01"}
    before = places_for("101-0001", None, partnership, CLOCK)
    assert sorted((row[0], row[5]) for row in before[1:]) == [("BYG-0001", FIRST), ("BYG-0002", FIRST)]
    desk.write(desk.read(), {"tblBeslutninger": [rejected, stopped]}, Backups(partnership, BEGUN), None)
    (partnership / f"~${COORDINATOR}").touch()
    after = places_for("101-0001", None, partnership, CLOCK)
    assert [(row[0], row[5]) for row in after[1:]] == [("BYG-0001", "NEXT-2027-02")]
