"""Runs that are killed while they write, and two at once: every workbook is whole, and the next run finishes."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from igu_xl.actions.coordinator.file import CoordinatorFile, new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.records import records
from igu_xl.sheets.writing.keeping import Backups, exclusive

REPOSITORY = Path(__file__).parents[2]
BEGUN = datetime(2026, 11, 2, 9)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's twenty workbooks, matched, and every proposal approved."""
    folder = tmp_path_factory.mktemp("godkendt")
    write_partnership(folder)
    new_coordinator(folder, Settings(today=DEMO_TODAY))
    match_partnership(folder, BEGUN)
    desk = CoordinatorFile(folder)
    book = desk.read()
    rows = [{**row, "decision": "Godkend"} for row in records(book.proposals)]
    desk.write(book, {"tblForslag": rows}, Backups(folder, BEGUN), None)
    shutil.rmtree(folder / ".igu")
    return folder


@pytest.fixture(scope="module")
def undisturbed(approved: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What stands in every table after a run that nobody stopped."""
    folder = tmp_path_factory.mktemp("uforstyrret") / "partnerskab"
    shutil.copytree(approved, folder)
    assert len(publish_partnership(folder, BEGUN, anyway=True).sent) > 50
    return contents(folder)


def contents(folder: Path) -> dict[str, Any]:
    """Every row of every table of every workbook; a workbook that does not open fails here."""
    found = {}
    for path in sorted(folder.rglob("*.xls[xm]")):
        if ".igu" not in path.parts:
            with CalamineWorkbook.from_path(path, load_tables=True) as book:
                for name in book.table_names or ():
                    if name != "tblLog":
                        rows = [row for row in book.get_table_by_name(name).to_python() if any(row)]
                        found[f"{path.relative_to(folder)} {name}"] = rows
    return found


def publish(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "igu_xl", "publish", str(folder), "--anyway"]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for_backups(folder: Path, count: int, run: subprocess.Popen[bytes]) -> None:
    """Until so many workbooks have been copied, each just before it is written."""
    copies = folder / ".igu" / "kopier"
    until = time.monotonic() + 60
    while len(list(copies.rglob("*.xls[xm]"))) < count and run.poll() is None:
        assert time.monotonic() < until, "nothing was written"
        time.sleep(0.001)


@pytest.mark.parametrize("written", [1, 9, 20])
def test_killed_while_it_writes_every_workbook_is_whole_and_the_next_run_finishes(
    written: int, approved: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "partnerskab"
    shutil.copytree(approved, folder)
    before = contents(folder)
    run = publish(folder)
    wait_for_backups(folder, written, run)
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=30)

    left = contents(folder)
    assert left.keys() == before.keys()
    for name, rows in left.items():
        assert rows in (before[name], undisturbed[name]), name
    publish_partnership(folder, BEGUN, anyway=True)
    assert contents(folder) == undisturbed
    assert publish_partnership(folder, BEGUN, anyway=True).written == set()


def test_a_second_run_says_that_there_is_a_first(approved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "partnerskab"
    shutil.copytree(approved, folder)
    before = contents(folder)
    with exclusive(folder):
        second = publish(folder)
        said, complained = second.communicate(timeout=60)
    assert (second.returncode, said) == (75, b"")
    assert complained.decode() == "En anden kørsel er i gang i partnerskabet. Vent, til den er færdig, og prøv igen.\n"
    assert contents(folder) == before


def test_a_killed_run_lets_go_of_the_lock(approved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "partnerskab"
    shutil.copytree(approved, folder)
    run = publish(folder)
    wait_for_backups(folder, 1, run)
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=30)
    with exclusive(folder):
        pass
