"""The scheduler of this machine; where cron does not run, a program of a few lines keeps its table in a file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from igu_xl.errors import WrongUse
from igu_xl.system import scheduler
from igu_xl.system.schedule import CRON, SYSTEMD, WINDOWS, ScheduledCommand, plan_for

BEGUN = datetime(2026, 11, 1, 12, 0)
OTHERS = "MAILTO=drift@example.org\n0 1 * * * /usr/bin/backup\n"
STAND_IN = """#!/bin/sh
if [ "$1" = "-l" ]; then cat "$CRON_TABLE" 2>/dev/null || { echo "no crontab for me" >&2; exit 1; }
else cat > "$CRON_TABLE"; fi
"""

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="cron is not on Windows")


@pytest.fixture
def crontab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `crontab` that keeps its table in a file."""
    program = tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CRON_TABLE", str(tmp_path / "tabel"))
    return tmp_path / "tabel"


@posix_only
def test_cron_keeps_the_lines_of_others_and_has_ours_once(crontab: Path, tmp_path: Path) -> None:
    crontab.write_text(OTHERS)
    plan = plan_for(ScheduledCommand(tmp_path, ("/opt/igu",)), CRON, BEGUN)
    scheduler.install(plan)
    scheduler.install(plan)
    assert crontab.read_text() == f"{OTHERS}{plan.line}\n"
    assert scheduler.shown(plan) == plan.line
    scheduler.remove(plan)
    scheduler.remove(plan)
    assert crontab.read_text() == OTHERS


@posix_only
def test_a_user_without_a_crontab_gets_one(crontab: Path, tmp_path: Path) -> None:
    plan = plan_for(ScheduledCommand(tmp_path, ("/opt/igu",)), CRON, BEGUN)
    assert scheduler.shown(plan) == ""
    scheduler.install(plan)
    assert crontab.read_text() == f"{plan.line}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="schtasks is there")
def test_a_scheduler_that_is_not_there_is_said_in_danish(tmp_path: Path) -> None:
    plan = plan_for(ScheduledCommand(tmp_path, ("/opt/igu",)), WINDOWS, BEGUN)
    with pytest.raises(WrongUse, match="Opgavestyring tog ikke imod opgaven: schtasks findes ikke"):
        scheduler.install(plan)
    assert scheduler.shown(plan) == ""


def test_the_scheduler_of_this_machine_is_known() -> None:
    assert scheduler.system_here() in (WINDOWS, SYSTEMD, CRON)


def test_the_command_is_absolute_or_its_absence_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    name = "igu.exe" if sys.platform == "win32" else "igu"
    (tmp_path / name).write_text("")
    (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert scheduler.own_command() == (str(tmp_path / name),)
    (tmp_path / name).unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WrongUse, match="igu blev ikke fundet"):
        scheduler.own_command()


def _user_systemd() -> bool:
    return sys.platform == "linux" and scheduler.system_here() == SYSTEMD


@pytest.mark.skipif(not _user_systemd(), reason="no systemd runs for this user")
def test_systemd_really_takes_runs_and_forgets_the_task(tmp_path: Path) -> None:
    program, ran = tmp_path / "igu", tmp_path / "kørte"
    program.write_text(f'#!/bin/sh\necho "$@" > "{ran}"\n')
    program.chmod(0o755)
    plan = plan_for(ScheduledCommand(tmp_path, (str(program),)), SYSTEMD, BEGUN)
    scheduler.install(plan)
    try:
        assert plan.task.name in scheduler.shown(plan)
        subprocess.run(["systemctl", "--user", "start", f"{plan.task.name}.service"], check=True)
        until = time.monotonic() + 10
        while not ran.exists() and time.monotonic() < until:
            time.sleep(0.1)
        assert ran.read_text().split()[:2] == ["report", str(tmp_path)]
    finally:
        scheduler.remove(plan)
    assert scheduler.shown(plan) == ""
