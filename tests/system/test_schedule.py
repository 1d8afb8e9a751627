from __future__ import annotations

import shlex
import shutil
import subprocess
from datetime import datetime, time
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from lxml import etree

from igu_xl.errors import WrongUse
from igu_xl.system.schedule import CRON, SYSTEMD, WINDOWS, Installation, ScheduledCommand, plan_for

BEGUN = datetime(2026, 11, 1, 12, 0)
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
OFFICE = ScheduledCommand(
    PureWindowsPath(r"S:\Fælles drev\igu & co\partnerskab"),
    (r"C:\Program Files\igu\.venv\Scripts\igu.exe",),
    day=3,
    at=time(6, 30),
)
SERVER = ScheduledCommand(PurePosixPath('/srv/fælles drev/100% "igu"/$x'), ("/opt/igu/bin/igu",))

# The parts of a task that Windows writes, in the order in which it writes them ([MS-TSCH] appendix, task schema).
ORDER = {
    "Task": ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"],
    "CalendarTrigger": ["StartBoundary", "Enabled", "ScheduleByMonth"],
    "ScheduleByMonth": ["DaysOfMonth", "Months"],
    "Exec": ["Command", "Arguments", "WorkingDirectory"],
    "RestartOnFailure": ["Interval", "Count"],
}


def windows_xml() -> etree._Element:
    """The file as it is written for schtasks: in the encoding that it names."""
    text = next(iter(plan_for(OFFICE, WINDOWS, BEGUN).files.values()))
    return etree.fromstring(text.encode("utf-16"))


def words_of(xml: etree._Element, name: str) -> str | None:
    return xml.findtext(f".//{SPACE}{name}")


@pytest.mark.parametrize("parent", ORDER)
def test_windows_gets_the_parts_of_a_task_in_its_own_order(parent: str) -> None:
    element = next(windows_xml().iter(f"{SPACE}{parent}"))
    assert [child.tag.removeprefix(SPACE) for child in element] == ORDER[parent]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("StartWhenAvailable", "true"),
        ("MultipleInstancesPolicy", "IgnoreNew"),
        ("LogonType", "InteractiveToken"),
        ("RunLevel", "LeastPrivilege"),
        ("Interval", "PT1H"),
        ("StartBoundary", "2026-11-01T06:30:00"),
        ("Command", r"C:\Program Files\igu\.venv\Scripts\igu.exe"),
        ("Arguments", r'report "S:\Fælles drev\igu & co\partnerskab" --month previous --scheduled'),
        ("WorkingDirectory", r"S:\Fælles drev\igu & co\partnerskab"),
    ],
)
def test_windows_is_asked_for(name: str, value: str) -> None:
    assert words_of(windows_xml(), name) == value


def test_windows_runs_it_on_five_mornings_of_every_month() -> None:
    xml = windows_xml()
    assert [day.text for day in xml.iter(f"{SPACE}Day")] == ["3", "4", "5", "6", "7"]
    months = next(xml.iter(f"{SPACE}Months"))
    assert [month.tag.removeprefix(SPACE)[:3] for month in months] == [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]  # fmt: skip


def test_windows_holds_no_password() -> None:
    assert "Password" not in etree.tostring(windows_xml(), encoding="unicode")


def test_systemd_catches_up_and_runs_on_five_mornings() -> None:
    files = plan_for(SERVER, SYSTEMD, BEGUN).files
    timer = files[f"{SERVER.name}.timer"]
    assert "OnCalendar=*-*-03..07 06:00:00\nPersistent=true" in timer


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    folder = tmp_path / '100% "igu" $x'
    folder.mkdir()
    program = tmp_path / "igu"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    plan = plan_for(ScheduledCommand(folder, (str(program),)), SYSTEMD, BEGUN)
    for name, text in plan.files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / name) for name in plan.files]
    verified = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    assert (verified.returncode, plan.task.name in verified.stderr) == (0, False), verified.stderr
    told = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2026-11-01", "*-*-03..07 06:00:00"], capture_output=True, text=True
    )
    assert "2026-11-03 06:00:00" in told.stdout


def test_systemd_takes_signs_in_names_literally() -> None:
    service = plan_for(SERVER, SYSTEMD, BEGUN).files[f"{SERVER.name}.service"]
    assert r'"/srv/fælles drev/100%% \"igu\"/$$x"' in service


def test_cron_gets_one_line_without_a_bare_percent_sign() -> None:
    line = plan_for(SERVER, CRON, BEGUN).line
    when, command = line.split(" * * ", 1)
    assert when == "0 6 3-7"
    assert "%" not in command.replace("\\%", "")
    words = shlex.split(command.replace("\\%", "%"), comments=True)
    assert words == list(SERVER.arguments)


@pytest.mark.parametrize("system", [WINDOWS, SYSTEMD, CRON])
def test_the_plan_tells_people_everything_that_will_be_done(system: str) -> None:
    plan = plan_for(OFFICE if system == WINDOWS else SERVER, system, BEGUN)
    assert "Den 3. i hver måned kl. 06." in plan.text
    for text in [*plan.files.values(), plan.line]:
        assert text.rstrip() in plan.text


def test_nothing_is_run_through_a_shell() -> None:
    plans = [plan_for(SERVER, system, BEGUN) for system in (WINDOWS, SYSTEMD, CRON)]
    commands = [command for plan in plans for command in (*plan.install, *plan.remove, *filter(None, [plan.show]))]
    assert {command[0] for command in commands} == {"schtasks", "systemctl", "crontab"}
    assert isinstance(plans[0], Installation)


def test_two_partnerships_have_two_tasks() -> None:
    assert (
        ScheduledCommand(PurePosixPath("/a"), ("/igu",)).name != ScheduledCommand(PurePosixPath("/b"), ("/igu",)).name
    )


@pytest.mark.parametrize("day", [0, 25, 31])
def test_a_day_that_some_month_has_not_is_refused(day: int) -> None:
    with pytest.raises(WrongUse, match="Dagen skal være fra 1 til 24"):
        ScheduledCommand(PurePosixPath("/a"), ("/igu",), day=day)


def test_a_task_needs_absolute_paths() -> None:
    with pytest.raises(ValueError, match="absolute"):
        ScheduledCommand(PurePosixPath("a"), ("/igu",))
