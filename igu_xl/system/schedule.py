"""The monthly task: what the system's own scheduler is asked to do. Pure: nothing is installed here.

It runs on several mornings in a row. The first one that finds every sheet makes the pages; the later ones see that
the month is finished and end at once. So a morning on which a sheet was missing or open (exit code 75) is tried again
the next day in the same way on every system: Windows itself starts a task again only when it could not be started,
not when it ended with an error ([MS-TSCH] 2.5.4.2).
"""

from __future__ import annotations

import hashlib
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import PurePath
from xml.sax.saxutils import escape

from igu_xl.errors import WrongUse

WINDOWS, SYSTEMD, CRON = "windows", "systemd", "cron"
SYSTEMS = {WINDOWS: "Windows' Opgavestyring", SYSTEMD: "systemd", CRON: "cron"}
TRIES = 5  # mornings in a row
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LAST_DAY = 28 - TRIES + 1  # every month has the last of the mornings


@dataclass(frozen=True, slots=True)
class ScheduledCommand:
    """Which command to run for which folder, and when; `command` is absolute and is started without a shell."""

    folder: PurePath
    command: tuple[str, ...]
    day: int = 3
    at: time = time(6, 0)

    def __post_init__(self) -> None:
        if not 1 <= self.day <= _LAST_DAY:
            raise WrongUse(f"Dagen skal være fra 1 til {_LAST_DAY}, ikke {self.day}.")
        if not self.folder.is_absolute() or not type(self.folder)(self.command[0]).is_absolute():
            raise ValueError("a scheduled task needs absolute paths")

    @property
    def name(self) -> str:
        """A name that two partnerships on one machine do not share."""
        return f"igu-rapport-{hashlib.sha256(str(self.folder).encode()).hexdigest()[:8]}"

    @property
    def arguments(self) -> tuple[str, ...]:
        """The whole command."""
        return (*self.command, "report", str(self.folder), "--month", "previous", "--scheduled")

    @property
    def days(self) -> range:
        """The days of the month on which it runs."""
        return range(self.day, self.day + TRIES)

    @property
    def words(self) -> str:
        """What it does, in Danish."""
        return (
            f"Den {self.day}. i hver måned kl. {self.at:%H.%M} laves sidste måneds sider for {self.folder}. "
            f"Mangler der ark, prøves igen hver morgen til og med den {self.days[-1]}."
        )


@dataclass(frozen=True, slots=True)
class Installation:
    """What a scheduler needs: files to write, commands to install, show and remove, a line for the crontab.

    The files are named by their place under the folder where the system keeps such files.
    """

    system: str
    task: ScheduledCommand
    files: dict[str, str] = field(default_factory=dict)
    install: tuple[tuple[str, ...], ...] = ()
    show: tuple[str, ...] = ()
    remove: tuple[tuple[str, ...], ...] = ()
    line: str = ""

    @property
    def text(self) -> str:
        """Everything that would be done, for people to read before they say yes."""
        files = [f"--- {name} ---\n{text.rstrip()}" for name, text in self.files.items()]
        commands = [
            shlex.join(command) if self.system != WINDOWS else windows_line(command) for command in self.install
        ]
        line = [f"Linjen i crontab:\n{self.line}"] if self.line else []
        done = [f"Kommandoer:\n{chr(10).join(commands)}"] if commands else []
        return "\n\n".join([f"{SYSTEMS[self.system]}. {self.task.words}", *files, *line, *done])


def plan_for(task: ScheduledCommand, system: str, begun: datetime) -> Installation:
    """What to hand to `windows`, `systemd` or `cron`; `begun` is from when on it may run."""
    return {WINDOWS: _windows, SYSTEMD: _systemd, CRON: _cron}[system](task, begun)


def windows_line(arguments: Sequence[str]) -> str:
    """Arguments as one line that Windows takes apart again in the same way."""
    return subprocess.list2cmdline(arguments)


def _windows(task: ScheduledCommand, begun: datetime) -> Installation:
    file = f"{task.name}.xml"
    return Installation(
        WINDOWS,
        task,
        {file: _task_xml(task, begun)},
        install=(("schtasks", "/Create", "/TN", task.name, "/XML", file, "/F"),),
        show=("schtasks", "/Query", "/TN", task.name, "/V", "/FO", "LIST"),
        remove=(("schtasks", "/Delete", "/TN", task.name, "/F"),),
    )


def _task_xml(task: ScheduledCommand, begun: datetime) -> str:
    """The task as Windows' Task Scheduler exports it; no password is stored, so it runs while the user is logged on."""
    days = "".join(f"<Day>{day}</Day>" for day in task.days)
    months = "".join(f"<{month} />" for month in _MONTHS)
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{escape(task.words)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{begun:%Y-%m-%d}T{task.at:%H:%M:%S}</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByMonth>
        <DaysOfMonth>{days}</DaysOfMonth>
        <Months>{months}</Months>
      </ScheduleByMonth>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1H</Interval>
      <Count>3</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(task.arguments[0])}</Command>
      <Arguments>{escape(windows_line(task.arguments[1:]))}</Arguments>
      <WorkingDirectory>{escape(str(task.folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _systemd(task: ScheduledCommand, begun: datetime) -> Installation:
    timer = f"{task.name}.timer"
    return Installation(
        SYSTEMD,
        task,
        {f"{task.name}.service": _service(task), timer: _timer(task)},
        install=(
            ("systemctl", "--user", "daemon-reload"),
            ("systemctl", "--user", "enable", "--now", timer),
        ),
        show=("systemctl", "--user", "list-timers", "--all", timer),
        remove=(("systemctl", "--user", "disable", "--now", timer),),
    )


def _service(task: ScheduledCommand) -> str:
    command = " ".join(_systemd_word(word) for word in task.arguments)
    return f"""[Unit]
Description={_systemd_text(task.words)}

[Service]
Type=oneshot
WorkingDirectory={_systemd_text(str(task.folder))}
ExecStart={command}
"""


def _timer(task: ScheduledCommand) -> str:
    return f"""[Unit]
Description={_systemd_text(task.words)}

[Timer]
OnCalendar=*-*-{task.days[0]:02}..{task.days[-1]:02} {task.at:%H:%M:%S}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _systemd_text(text: str) -> str:
    return text.replace("%", "%%")


def _systemd_word(word: str) -> str:
    """A word of a command as systemd reads it: quoted, with its own signs taken literally."""
    literal = _systemd_text(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{literal}"'


def _cron(task: ScheduledCommand, begun: datetime) -> Installation:
    """One line; cron reads a percent sign as a new line, and it catches up on nothing."""
    command = shlex.join(task.arguments).replace("%", "\\%")
    when = f"{task.at.minute} {task.at.hour} {task.days[0]}-{task.days[-1]} * *"
    return Installation(CRON, task, show=("crontab", "-l"), line=f"{when} {command} # {task.name}")
