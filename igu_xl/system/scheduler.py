"""Install, show and remove the monthly task in the scheduler of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from igu_xl.errors import WrongUse
from igu_xl.system.schedule import CRON, SYSTEMD, SYSTEMS, WINDOWS, Installation


def system_here() -> str:
    """The scheduler of this machine: Windows' own, systemd where it runs for the user, else cron."""
    if sys.platform == "win32":
        return WINDOWS
    runs = shutil.which("systemctl") and _run(("systemctl", "--user", "show-environment")).returncode == 0
    return SYSTEMD if runs else CRON


def own_command() -> tuple[str, ...]:
    """How this installation of `igu` is started, by its absolute path. Raises `WrongUse` where there is none."""
    found = shutil.which("igu", path=str(Path(sys.executable).parent)) or shutil.which("igu")
    if found is None:
        raise WrongUse("Kommandoen igu blev ikke fundet. Installér pakken, og prøv igen.")
    return (str(Path(found).absolute()),)


def install(plan: Installation) -> None:
    """Write the files and tell the scheduler; an older task of the same folder is replaced."""
    if plan.system == CRON:
        _write_crontab([*_other_lines(plan), plan.line])
    elif plan.system == WINDOWS:
        _install_on_windows(plan)
    else:
        folder = units_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in plan.files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        _run_all(plan, plan.install)


def shown(plan: Installation) -> str:
    """What the scheduler says of the task: when it runs next, and how it went last; empty where there is none."""
    if plan.system == CRON:
        return "\n".join(line for line in _crontab() if line.endswith(f"# {plan.task.name}"))
    answer = _run(plan.show)
    return answer.stdout.strip() if answer.returncode == 0 and plan.task.name in answer.stdout else ""


def remove(plan: Installation) -> None:
    """Take the task away; nothing happens where there is none."""
    if not shown(plan):
        return
    if plan.system == CRON:
        _write_crontab(_other_lines(plan))
    else:
        _run_all(plan, plan.remove)
    if plan.system == SYSTEMD:
        for name in plan.files:
            (units_folder() / name).unlink(missing_ok=True)
        _run_all(plan, plan.install[:1])


def units_folder() -> Path:
    """Where systemd looks for a user's own units."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def _install_on_windows(plan: Installation) -> None:
    """`schtasks` reads the task from a file in the encoding that it names."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in plan.files.items():
            (Path(scratch) / name).write_text(text, encoding="utf-16")
        _run_all(plan, plan.install, folder=scratch)


def _other_lines(plan: Installation) -> list[str]:
    return [line for line in _crontab() if not line.endswith(f"# {plan.task.name}")]


def _crontab() -> list[str]:
    answer = _run(("crontab", "-l"))
    return answer.stdout.splitlines() if answer.returncode == 0 else []  # a user without one gives an error


def _write_crontab(lines: Sequence[str]) -> None:
    answer = _run(("crontab", "-"), given="".join(f"{line}\n" for line in lines))
    if answer.returncode:
        raise WrongUse(f"{SYSTEMS[CRON]} tog ikke imod opgaven: {_words(answer)}")


def _run_all(plan: Installation, commands: Sequence[tuple[str, ...]], folder: str | None = None) -> None:
    for command in commands:
        answer = _run(command, folder=folder)
        if answer.returncode:
            raise WrongUse(f"{SYSTEMS[plan.system]} tog ikke imod opgaven: {_words(answer)}")


def _words(answer: subprocess.CompletedProcess[str]) -> str:
    return " ".join((answer.stderr or answer.stdout).split()) or "ingen forklaring."


def _run(
    command: Sequence[str], *, given: str | None = None, folder: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of the system; one that is not there is an answer too."""
    try:
        return subprocess.run(command, input=given, capture_output=True, text=True, cwd=folder, errors="replace")
    except FileNotFoundError:
        return subprocess.CompletedProcess(list(command), 127, "", f"{command[0]} findes ikke på maskinen.")
