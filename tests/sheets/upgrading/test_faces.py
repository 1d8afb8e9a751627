"""`igu upgrade` and the button: what they answer, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from igu_xl.actions.commands import WORK, Press
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.workbook import CoordinatorBook
from igu_xl.actions.logbook.logbook import LogLine
from igu_xl.actions.upgrading import summary, upgrade_partnership
from igu_xl.cli import main
from igu_xl.domain.law.guidance import RULES_PAGE
from igu_xl.resources import shipped
from igu_xl.sheets.writing.keeping import Backups, exclusive

from .test_coordinator_workbook import BEGUN

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def igu(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `igu upgrade`: its exit code, what it said, and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["upgrade", *map(str, words)])
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return run


class OpenInExcel:
    """Plays the workbook that is open in Excel: it is read from its file, and what is written to it is noted."""

    def __init__(self, folder: Path) -> None:
        self.path = CoordinatorFile(folder).path
        self.logged: list[LogLine] = []
        self._folder = folder

    def read(self) -> CoordinatorBook:
        return CoordinatorFile(self._folder).read()

    def write(self, book: CoordinatorBook, tables: Any, backups: Backups, log: LogLine | None) -> bool:
        assert not tables and log is not None
        self.logged.append(log)
        return True

    def remember(self, log: LogLine) -> None:
        self.logged.append(log)


def test_it_says_what_each_workbook_got_and_ends_with_0(frozen: Path, igu: Run, grown_contract: None) -> None:
    code, said, _ = igu(frozen)
    assert code == 0
    sheets = "arket Aftaler til test, arket Skoleplan, arket Fravær, kolonnen »Opholdstilladelse udløber«"
    assert f"kommuner/147-frederiksberg.xlsx: {sheets}" in said
    lists = "valget »Kan oprettes« på listen Holdstatus og valget »FGU« på listen Kursustype"
    assert f"skoler/next.xlsx: arket Udbud, {lists}\n" in said
    assert said.endswith("12 filer opgraderet.\n")
    assert igu(frozen) == (0, "Alt er på den nyeste version.\n", "")


@pytest.mark.parametrize("old", [None, b"<p>som den var sidste aar</p>"])
def test_the_page_of_the_law_is_the_one_of_this_version(old: bytes | None, frozen: Path, igu: Run) -> None:
    page, new = frozen / RULES_PAGE, (shipped("workbooks") / RULES_PAGE).read_bytes()
    if old:
        page.write_bytes(old)
    assert f"{RULES_PAGE}: reglerne, som denne version har læst dem" in igu(frozen, "--dry-run")[1]
    assert (page.read_bytes() if page.is_file() else None) == old
    assert f"{RULES_PAGE}: reglerne, som denne version har læst dem" in igu(frozen)[1]
    assert page.read_bytes() == new
    assert [path.read_bytes() for path in (frozen / ".igu" / "kopier").rglob(RULES_PAGE)] == ([old] if old else [])
    touched = page.stat().st_mtime_ns
    assert igu(frozen)[1] == "Alt er på den nyeste version.\n" and page.stat().st_mtime_ns == touched
    assert RULES_PAGE not in igu(frozen, "--dry-run")[1]


def test_json_names_what_was_done_and_what_was_not(frozen: Path, igu: Run, grown_contract: None) -> None:
    (frozen / "kommuner" / "~$157-gentofte.xlsx").touch()
    (frozen / "kommuner" / "147-frederiksberg.xlsx").write_bytes(b"nothing")
    code, said, _ = igu(frozen, "--json")
    answer = json.loads(said)
    assert code == 1
    assert [one["path"] for one in answer["waiting"]] == ["kommuner/157-gentofte.xlsx"]
    assert [one["path"] for one in answer["refused"]] == ["kommuner/147-frederiksberg.xlsx"]
    assert "kommuner/101-koebenhavn.xlsx" in [one["path"] for one in answer["written"]]


def test_a_folder_that_is_none_and_one_that_is_held(frozen: Path, tmp_path: Path, igu: Run) -> None:
    assert igu(tmp_path)[0] == 2
    with exclusive(frozen):
        code, _, complained = igu(frozen)
    assert code == 75 and "En anden kørsel er i gang" in complained


def test_the_button_does_the_partners_and_says_how_its_own_workbook_is_done(frozen: Path, grown_contract: None) -> None:
    desk = OpenInExcel(frozen)
    before = desk.path.read_bytes()
    sentence = WORK["upgrade"](Press(frozen, desk, BEGUN, lambda done, count, name: None))
    assert "11 filer opgraderet. Venter til næste gang: koordinator.xlsm." in sentence
    assert "Den er åben i Excel. Gem og luk den, og kør »igu upgrade MAPPE«." in sentence
    assert desk.path.read_bytes() == before
    assert desk.logged == [(BEGUN, "Opgrader", sentence)]
    done = upgrade_partnership(frozen, BEGUN)
    assert set(done.written) == {"koordinator.xlsm"} and summary(done).startswith("1 fil opgraderet")


def test_a_rehearsal_says_what_an_upgrade_then_does_and_writes_nothing(
    frozen: Path, igu: Run, grown_contract: None
) -> None:
    before = {path: path.read_bytes() for path in frozen.rglob("*") if path.is_file()}
    code, said, _ = igu(frozen, "--dry-run")
    answer = json.loads(igu(frozen, "--dry-run", "--json")[1])
    assert {path: path.read_bytes() for path in frozen.rglob("*") if path.is_file()} == before
    done = upgrade_partnership(frozen, BEGUN)
    assert answer["dry_run"] and {one["path"]: one["added"] for one in answer["written"]} == done.written
    assert code == (1 if done.refused else 0)
    lines = said.splitlines()
    assert lines[0] == "Intet er skrevet. Sådan ville det blive:"
    assert lines[1 : 1 + len(done.written)] == [f"  {path}: {what}" for path, what in done.written.items()]
    assert lines[-1] == f"I alt {len(done.written)} filer ændres."


def test_a_rehearsal_of_what_is_new_and_of_what_is_open(frozen: Path, igu: Run, grown_contract: None) -> None:
    book = next((frozen / "kommuner").glob("*.xlsx"))
    lock = book.with_name(f"~${book.name}")
    lock.touch()
    code, said, _ = igu(frozen, "--dry-run")
    assert code == 1 and f"  kommuner/{book.name} venter: Arbejdsbogen er åben" in said
    lock.unlink()
    done = upgrade_partnership(frozen, BEGUN)
    _, said, _ = igu(frozen, "--dry-run")
    assert done.refused or said == "Intet er skrevet, og der er intet at skrive: alt er på den nyeste version.\n"
