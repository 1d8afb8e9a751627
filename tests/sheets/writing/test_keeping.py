"""One run at a time, and a copy of every file before it is written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from igu_xl.errors import NotNow
from igu_xl.sheets.layout import STATE_FOLDER, layout_of
from igu_xl.sheets.writing.keeping import KEPT_BACKUPS, Backups, exclusive

BEGUN = datetime(2026, 11, 22, 8, 30, 5)
HOLDING = """
import sys, time
from pathlib import Path
from igu_xl.sheets.writing.keeping import exclusive
with exclusive(Path(sys.argv[1])):
    print("holder", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_run(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None and process.stdout.readline() == "holder\n"
        yield process
        process.kill()


def test_a_second_run_is_told_to_wait(tmp_path: Path, other_run: subprocess.Popen[str]) -> None:
    with pytest.raises(NotNow, match="En anden kørsel er i gang"), exclusive(tmp_path):
        pytest.fail("two runs at once")


def test_a_run_that_is_killed_lets_go(tmp_path: Path, other_run: subprocess.Popen[str]) -> None:
    os.kill(other_run.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    other_run.wait(timeout=10)
    with exclusive(tmp_path):
        pass


def test_one_run_after_the_other_is_fine_also_when_the_first_failed(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path):
        raise ZeroDivisionError
    with exclusive(tmp_path):
        pass


def copies(folder: Path) -> dict[str, str]:
    root = layout_of(folder).state / "kopier"
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*.xlsx"))}


def test_a_file_is_copied_as_it_was_before_the_run(tmp_path: Path) -> None:
    path = tmp_path / "kommuner" / "101-koebenhavn.xlsx"
    path.parent.mkdir()
    path.write_text("før")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    backups = Backups(tmp_path, BEGUN)
    backups.keep(path)
    path.write_text("efter")
    backups.keep(path)
    assert copies(tmp_path) == {"2026-11-22 08.30.05/kommuner/101-koebenhavn.xlsx": "før"}
    kept = tmp_path / STATE_FOLDER / "kopier" / "2026-11-22 08.30.05" / "kommuner" / "101-koebenhavn.xlsx"
    assert kept.stat().st_mtime == 1_000_000_000


def test_the_oldest_runs_are_dropped_and_the_newest_kept(tmp_path: Path) -> None:
    path = tmp_path / "next.xlsx"
    for number in range(KEPT_BACKUPS + 3):
        path.write_text(str(number))
        Backups(tmp_path, BEGUN + timedelta(days=number)).keep(path)
    assert list(copies(tmp_path).values()) == [str(number) for number in range(3, KEPT_BACKUPS + 3)]


def test_files_of_two_folders_that_lie_elsewhere_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / "a" / "sekretariat" / STATE_FOLDER).mkdir(parents=True)
    backups = Backups(tmp_path / "a", BEGUN)
    for place in ("b/igu", "c/igu"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "x.xlsx").write_text(place)
        backups.keep(tmp_path / place / "x.xlsx")
    kept = (tmp_path / "a" / "sekretariat" / STATE_FOLDER / "kopier").glob("*/andre steder/*/x.xlsx")
    assert sorted(path.read_text() for path in kept) == ["b/igu", "c/igu"]
