"""The commands that set this machine up, and the monthly run that nobody watches, through the command line.

Where the machine has no scheduler of a kind, a program of a few lines stands in for it on the path and keeps what it
is told. The mail server and the keyring are real ones in this process.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import keyring
import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner
from keyring.backend import KeyringBackend
from lxml import etree

from igu_xl.actions.coordinator.file import new_coordinator, read_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.reporting.reporting import previous_month
from igu_xl.cli import main
from igu_xl.cli.commands import igu as commands
from igu_xl.month import Month
from igu_xl.reports.run import page_runs
from igu_xl.resources import shipped
from igu_xl.sheets.layout import layout_of
from igu_xl.system import scheduler
from igu_xl.system.mail import SERVICE
from igu_xl.system.schedule import WINDOWS

Run = Callable[..., tuple[int, str, str]]

CRONTAB = """#!/bin/sh
if [ "$1" = "-l" ]; then /bin/cat "$KEPT/crontab" 2>/dev/null || exit 1; else /bin/cat > "$KEPT/crontab"; fi
"""
NO_SYSTEMD = """#!/bin/sh
echo "Failed to connect to bus" >&2
exit 1
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$KEPT/systemctl"
case "$2" in
list-timers) [ -e "$XDG_CONFIG_HOME/systemd/user/$4" ] && echo "tir 2026-12-03 06:00 $4" ;;
esac
exit 0
"""
SCHTASKS = """#!/bin/sh
case "$1" in
/Create) /bin/cp "$5" "$KEPT/opgave.xml" ;;
/Query) [ -e "$KEPT/opgave.xml" ] || exit 1; echo "Opgavenavn: $3  Seneste resultat: 0" ;;
/Delete) /bin/rm "$KEPT/opgave.xml" ;;
esac
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


@pytest.fixture
def igu(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: its exit code, what it said, and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return run


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Puts programs on the path, and nothing else beside them but `igu`; the answer is where they keep things."""
    path, kept = tmp_path / "bin", tmp_path / "husket"
    path.mkdir()
    kept.mkdir()
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.setenv("KEPT", str(kept))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(kept / "config"))

    def put(**texts: str) -> Path:
        for name, text in {"igu": "#!/bin/sh\n", **texts}.items():
            (path / name).write_text(text, encoding="utf-8")
            (path / name).chmod(0o755)
        return kept

    return put


def test_the_schedule_is_shown_and_nothing_is_changed(
    igu: Run, partnership: Path, programs: Callable[..., Path]
) -> None:
    kept = programs(crontab=CRONTAB, systemctl=NO_SYSTEMD)
    code, said, complained = igu("schedule", partnership)
    assert (code, complained) == (0, "")
    assert said.startswith("cron. Den 3. i hver måned kl. 06.00 laves sidste måneds sider for ")
    assert "Linjen i crontab:\n0 6 3-7 * * " in said
    assert not list(kept.iterdir())
    assert igu("schedule", partnership, "--show")[:2] == (0, "Den månedlige kørsel er ikke sat op.\n")


def test_cron_where_systemd_runs_for_nobody(igu: Run, partnership: Path, programs: Callable[..., Path]) -> None:
    kept = programs(crontab=CRONTAB, systemctl=NO_SYSTEMD)
    (kept / "crontab").write_text("0 1 * * * /usr/bin/backup\n")
    told = igu("schedule", partnership, "--day", "5", "--time", "07:15", "--install")
    assert told == (0, "Den månedlige kørsel er sat op.\n", "")
    code, said, _ = igu("schedule", partnership, "--show")
    assert code == 0 and said.startswith("15 7 5-9 * * ") and "--month previous --scheduled" in said
    assert igu("schedule", partnership, "--remove")[:2] == (0, "Den månedlige kørsel er fjernet.\n")
    assert (kept / "crontab").read_text() == "0 1 * * * /usr/bin/backup\n"
    assert igu("schedule", partnership, "--remove")[0] == 0


def test_systemd_where_it_runs_for_the_user(igu: Run, partnership: Path, programs: Callable[..., Path]) -> None:
    kept = programs(systemctl=SYSTEMCTL)
    assert igu("schedule", partnership, "--install")[0] == 0
    units = {path.suffix: path for path in (kept / "config" / "systemd" / "user").iterdir()}
    assert set(units) == {".service", ".timer"}
    assert f'"report" "{partnership.resolve()}"' in units[".service"].read_text(encoding="utf-8")
    assert f"--user enable --now {units['.timer'].name}" in (kept / "systemctl").read_text()
    assert "2026-12-03" in igu("schedule", partnership, "--show")[1]
    assert igu("schedule", partnership, "--remove")[0] == 0
    assert not list((kept / "config" / "systemd" / "user").iterdir())
    assert igu("schedule", partnership, "--show")[1] == "Den månedlige kørsel er ikke sat op.\n"


def test_windows_gets_a_file_in_the_encoding_that_it_names(
    igu: Run, partnership: Path, programs: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = programs(schtasks=SCHTASKS)
    monkeypatch.setattr(scheduler, "system_here", lambda: WINDOWS)
    assert igu("schedule", partnership, "--install")[0] == 0
    written = (kept / "opgave.xml").read_bytes()
    assert written[:2] in (b"\xff\xfe", b"\xfe\xff")
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    arguments = etree.fromstring(written).findtext("t:Actions/t:Exec/t:Arguments", namespaces=space)
    assert arguments is not None and f'"{partnership.resolve()}"' in arguments
    assert "Seneste resultat: 0" in igu("schedule", partnership, "--show")[1]
    assert igu("schedule", partnership, "--remove")[0] == 0
    assert not (kept / "opgave.xml").exists()


def test_a_scheduler_that_refuses_is_told_in_danish(igu: Run, partnership: Path, programs: Callable[..., Path]) -> None:
    programs(crontab="#!/bin/sh\necho 'you are not allowed to use this program' >&2\nexit 1\n")
    code, said, complained = igu("schedule", partnership, "--install")
    assert (code, said) == (2, "")
    assert complained == "cron tog ikke imod opgaven: you are not allowed to use this program\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--time", "25:00"], "»25:00« er ikke et klokkeslæt. Skriv timer og minutter, for eksempel 06:00."),
        (["--day", "31"], "Skriv et helt tal fra 1 til 24."),
        (["--hver-uge"], "Tilvalget »--hver-uge« findes ikke. Se »igu schedule --help«."),
    ],
)
def test_a_schedule_that_cannot_be_is_one_sentence(
    words: list[str], sentence: str, igu: Run, partnership: Path, programs: Callable[..., Path]
) -> None:
    programs(crontab=CRONTAB)
    code, said, complained = igu("schedule", partnership, *words)
    assert (code, said) == (2, "")
    assert sentence in complained


def test_a_folder_without_a_partnership_is_not_scheduled(
    igu: Run, tmp_path: Path, programs: Callable[..., Path]
) -> None:
    kept = programs(crontab=CRONTAB)
    code, _, complained = igu("schedule", tmp_path / "nix", "--install")
    assert code == 2 and "er ikke et partnerskab" in complained
    assert not (kept / "crontab").exists()


class Memory(KeyringBackend):
    """A keyring that forgets everything with the test."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def keys() -> Iterator[Memory]:
    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def settle(folder: Path, settings: Settings) -> Path:
    """The partnership with these settings in the coordinator's workbook."""
    own = layout_of(folder).coordinator
    assert own is not None
    own.unlink()
    new_coordinator(folder, settings)
    return folder


def test_the_mail_password_goes_to_the_keyring_and_nowhere_else(partnership: Path, keys: Memory) -> None:
    settle(partnership, Settings(mail_host="mail.example.org", mail_user="igu"))
    done = CliRunner().invoke(commands, ["mailkode", str(partnership)], input="hemmeligt\n", standalone_mode=False)
    assert "Adgangskode til igu@mail.example.org" in done.output and "nøglering" in done.output
    assert "hemmeligt" not in done.output
    assert keys.kept == {(SERVICE, "igu@mail.example.org"): "hemmeligt"}


def test_without_a_mail_server_there_is_no_password_to_keep(igu: Run, partnership: Path, keys: Memory) -> None:
    code, _, complained = igu("mailkode", partnership)
    assert code == 2
    assert complained.startswith("Skriv først Mailserver og Mailbruger i koordinatorens arbejdsbog")
    assert not keys.kept


class Inbox:
    """Keeps the mails it is handed."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@pytest.fixture
def mailed(partnership: Path, programs: Callable[..., Path]) -> Iterator[tuple[Path, Inbox]]:
    """A partnership whose runs send word to a real server; no browser is on the path, so no PDF is made."""
    programs()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings = Settings(
        mail_host="127.0.0.1",
        mail_port=port,
        mail_from="igu@example.org",
        mail_to="a@example.org",
        mail_tls=False,
        today=date(2026, 11, 3),
    )
    yield settle(partnership, settings), inbox
    controller.stop()


def test_the_monthly_run_makes_the_pages_once_and_sends_word(igu: Run, mailed: tuple[Path, Inbox]) -> None:
    folder, inbox = mailed
    words = ("report", folder, "--month", "2026-10", "--scheduled", "--jobs", "1")
    code, said, complained = igu(*words)
    assert (code, complained) == (0, "")
    assert said.startswith("Oktober 2026: 6 sider lavet")
    assert inbox.mails[0]["Subject"] == "Månedsstatus oktober 2026: Lavet"
    assert "6 sider lavet" in (folder / "rapporter" / "koersler.html").read_text(encoding="utf-8")
    assert igu(*words)[:2] == (0, "Oktober 2026 er lavet i forvejen.\n")
    assert len(inbox.mails) == 1
    code, said, _ = igu(*words, "--again", "--pdf")
    assert code == 0 and said.startswith("Oktober 2026: 6 sider lavet")
    assert len(inbox.mails) == 2


def test_a_month_that_has_not_ended_is_marked_and_a_later_one_refused(igu: Run, mailed: tuple[Path, Inbox]) -> None:
    folder, inbox = mailed
    words = ("report", folder, "--month", "2026-11", "--jobs", "1")
    code, said, _ = igu(*words, "--only", "kommune:155")
    assert code == 0 and said.startswith("November 2026 (foreløbig): 1 side lavet")
    settle(folder, replace(read_coordinator(folder).settings, today=date(2026, 12, 3)))
    code, said, _ = igu(*words, "--scheduled")
    assert code == 0 and said.startswith("November 2026: 6 sider lavet")
    assert inbox.mails[0]["Subject"] == "Månedsstatus november 2026: Lavet"
    code, said, complained = igu("report", folder, "--month", "2027-01")
    assert (code, said) == (2, "")
    assert complained.startswith("Januar 2027 er ikke begyndt endnu (i dag er 3. december 2026).")


def test_the_previous_month_is_the_one_before_the_day_in_the_settings(igu: Run, mailed: tuple[Path, Inbox]) -> None:
    """By hand and on schedule alike; the button asks the same settings (tests/excel/test_buttons.py)."""
    folder, inbox = mailed
    settle(folder, replace(read_coordinator(folder).settings, today=date(2026, 3, 31)))
    code, said, _ = igu("report", folder, "--month", "previous", "--scheduled", "--jobs", "1")
    assert code == 0 and said.startswith("Februar 2026: 6 sider lavet")
    assert inbox.mails[0]["Subject"] == "Månedsstatus februar 2026: Lavet"
    by_hand = igu("report", folder, "--month", "previous", "--only", "kommune:155")
    assert by_hand[0] == 0 and by_hand[1].startswith("Februar 2026: ")
    unasked = igu("report", folder, "--only", "kommune:155")
    assert unasked[0] == 0 and unasked[1].startswith("Februar 2026: ")


def test_the_previous_month_of_a_run_that_cannot_begin_is_told_all_the_same(igu: Run, partnership: Path) -> None:
    """The settings are read while the workbook is open; the run itself still leaves it for the next morning."""
    settle(partnership, Settings(today=date(2026, 3, 31)))
    (partnership / "~$koordinator.xlsm").touch()
    code, _, complained = igu("report", partnership, "--month", "previous", "--scheduled")
    assert code == 75 and "er åben" in complained
    assert "februar 2026" in (partnership / "rapporter" / "koersler.html").read_text(encoding="utf-8")


def test_without_a_day_in_the_settings_the_previous_month_is_the_clocks(
    igu: Run, partnership: Path, tmp_path: Path
) -> None:
    settle(partnership, Settings())
    assert previous_month(partnership, datetime(2027, 1, 1, 6)) == Month(2026, 12)
    assert previous_month(partnership, datetime(2027, 1, 31, 6)) == Month(2026, 12)
    code, _, complained = igu("report", tmp_path / "nix", "--month", "previous")
    assert code == 2 and "er ikke et partnerskab" in complained


def test_a_missing_sheet_is_tried_again_and_told_of(igu: Run, mailed: tuple[Path, Inbox]) -> None:
    folder, inbox = mailed
    assert igu("report", folder, "--month", "2026-09", "--only", "kommune:155")[0] == 0
    (folder / "skoler" / "next.xlsx").unlink()
    code, said, complained = igu("report", folder, "--month", "2026-10", "--scheduled", "--jobs", "1")
    assert (code, said) == (75, "")
    assert complained.startswith("Der mangler ark fra skoler/next.xlsx.")
    assert inbox.mails[0]["Subject"] == "Månedsstatus oktober 2026: Prøves igen"
    assert not (folder / "rapporter" / "2026-10").exists()
    assert "Prøves igen" in (folder / "rapporter" / "koersler.html").read_text(encoding="utf-8")


def test_a_page_that_fails_is_named_in_the_mail_and_in_the_exit_code(
    igu: Run, mailed: tuple[Path, Inbox], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, inbox = mailed
    notebooks = Path(shutil.copytree(shipped("notebooks"), tmp_path / "notebooks"))
    text = (notebooks / "branche.ipynb").read_text(encoding="utf-8")
    (notebooks / "branche.ipynb").write_text(text.replace("branch.summary(data", "branch.findes_ikke(data"))
    monkeypatch.setattr(page_runs, "shipped", lambda name: notebooks if name == "notebooks" else shipped(name))
    code, said, _ = igu("report", folder, "--month", "2026-10", "--scheduled", "--jobs", "1")
    assert code == 1
    assert "5 sider lavet, 1 kunne ikke laves" in said
    assert inbox.mails[0]["Subject"] == "Månedsstatus oktober 2026: Sider mangler"
    assert "Siden kunne ikke laves (AttributeError" in inbox.mails[0].get_content()


def test_a_mail_server_that_is_down_does_not_fail_the_run(
    igu: Run, partnership: Path, programs: Callable[..., Path]
) -> None:
    programs()
    settle(
        partnership,
        Settings(
            mail_host="127.0.0.1",
            mail_port=1,
            mail_from="a@example.org",
            mail_to="b@example.org",
            today=date(2026, 11, 3),
        ),
    )
    code, said, _ = igu("report", partnership, "--month", "2026-10", "--scheduled", "--jobs", "1")
    assert code == 0
    assert "Mailen blev ikke sendt: serveren 127.0.0.1 svarer ikke, som den skal." in said


@pytest.mark.parametrize("name", ["schedule", "mailkode", "report"])
def test_the_help_of_a_command_is_danish(name: str, igu: Run) -> None:
    code, said, _ = igu(name, "--help")
    assert code == 0
    assert said.startswith(f"Brug: igu {name}") and "Usage" not in said and "Options" not in said


def test_a_machine_without_the_command_says_so(
    igu: Run, partnership: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert igu("schedule", partnership)[0] == 2
