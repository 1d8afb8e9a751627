"""`igu move`: stopped anywhere it loses nothing, and afterwards nobody sees that anything has moved."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from igu_xl.actions.checking import Checked, check_partnership, look_only
from igu_xl.actions.rehousing import journal
from igu_xl.actions.rehousing.plan import MovePlan, plan_of
from igu_xl.actions.rehousing.rehousing import carry_out, move_partnership, rehearse_move
from igu_xl.actions.rehousing.told import moved_text, rehearsed_text
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.sending.undoing import undo_partnership
from igu_xl.cli import main
from igu_xl.errors import NotNow, WrongUse
from igu_xl.sheets.contract import BRANCH
from igu_xl.sheets.layout import Layout, layout_of, layout_on_disk
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import exclusive
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.known_workbooks import lying, renamed

BEGUN = datetime(2026, 11, 2, 9)
LATER = datetime(2026, 11, 2, 12)
REPOSITORY = Path(__file__).parents[3]

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

COPY = "kommuner/147-frederiksberg - Kopi.xlsx"


@pytest.fixture(scope="module")
def lived(decided_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership in the earlier layout in which something was sent, with what people leave lying about."""
    folder = tmp_path_factory.mktemp("levet") / "Vores partnerskab æøå"
    shutil.copytree(decided_partnership, folder)
    publish_partnership(folder, BEGUN, anyway=True)
    shutil.copy(folder / "kommuner" / "147-frederiksberg.xlsx", folder / COPY)
    shutil.copy(folder / "koordinator.xlsm", folder / "koordinator før sommer.xlsm")
    for name in ("kommuner/referat.docx", "skabelon-kommune.xlsx", "kom-i-gang.docx", "læs mig først.txt"):
        (folder / name).write_bytes(name.encode())
    for name in ("rapporter/2026-10/index.html", "arkiv/2026-10/data/tblHold.parquet", "møder/dagsorden.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    check_partnership(folder, BEGUN)
    (folder / ".igu" / "lås").unlink()
    return folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / lived.name))


PASSING = ("lås", "logbog-lås", "flytning.json", "logbog.jsonl")


def contents(folder: Path) -> set[str]:
    """The SHA-256 of every file but locks and the journal, and of the logbook, which grows, of each line."""
    lines = {line for path in folder.rglob("logbog.jsonl") for line in path.read_text(encoding="utf-8").splitlines()}
    found = (path for path in folder.rglob("*") if path.is_file() and path.name not in PASSING)
    return lines | {hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def tree(folder: Path) -> set[str]:
    """Every file outside the backups, by its way from the root."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in found if "/kopier/" not in name}


def begin(folder: Path) -> tuple[Layout, MovePlan]:
    old = Layout(folder, folder, apart=False)
    plan = plan_of(old)
    journal.note(folder, plan, LATER)
    return old, plan


def told(checked: Checked) -> list[tuple[str, str, str]]:
    """The findings, by the workbook's file and the cell."""
    found = checked.validation.findings
    return sorted((one.place.workbook.rpartition("/")[2], one.place.cell, one.code) for one in found)


def test_everything_lies_where_it_belongs(folder: Path) -> None:
    moved = move_partnership(folder, LATER)
    assert not moved.note
    assert tree(folder) - {f"sekretariat/.igu/{name}" for name in PASSING} == {
        "partnere/101-københavn/101-københavn.xlsx",
        "partnere/147-frederiksberg/147-frederiksberg.xlsx",
        "partnere/147-frederiksberg/147-frederiksberg - Kopi.xlsx",
        "partnere/155-dragør/155-dragør.xlsx",
        "partnere/bygge-anlæg/bygge-anlæg.xlsx",
        "partnere/next/next.xlsx",
        "sekretariat/koordinator.xlsm",
        "sekretariat/koordinator før sommer.xlsm",
        "sekretariat/skabelon-kommune.xlsx",
        "sekretariat/kom-i-gang.docx",
        "sekretariat/læs mig først.txt",
        "sekretariat/rapporter/2026-10/index.html",
        "sekretariat/arkiv/2026-10/data/tblHold.parquet",
        "sekretariat/arkiv/match/2026-11-02/match.json",
        "sekretariat/uden partner/kommuner/referat.docx",
        *(f"sekretariat/.igu/{name}" for name in KEPT),
        "møder/dagsorden.txt",
    }
    assert sorted(path.name for path in folder.iterdir()) == ["møder", "partnere", "sekretariat"]
    assert "partnere/<partner>" in (folder / "sekretariat" / "læs mig først.txt").read_text(encoding="utf-8")


KEPT = ("historik.parquet", "historik-forrige.parquet", "siden-sidst.parquet", "sendt.json")


def test_no_byte_is_lost(folder: Path) -> None:
    before = contents(folder)
    move_partnership(folder, LATER)
    assert before <= contents(folder)


def test_afterwards_nobody_sees_that_anything_has_moved(folder: Path) -> None:
    before = look_only(folder, LATER)
    move_partnership(folder, LATER)
    after = look_only(folder, LATER)
    gone = {"mapper-faelles", "fil-fremmed"}  # the one folder for all, and the file that was none of the workbooks
    assert told(after) == [one for one in told(before) if one[2] not in gone]
    assert after.since().rows == before.since().rows
    history = kept_history(folder)
    assert renamed(history.workbooks).empty
    assert set(lying(history.workbooks).values()) <= {file.name for file in find_workbooks(folder)[0]}


def test_what_was_sent_before_is_taken_back_after(folder: Path) -> None:
    move_partnership(folder, LATER)
    done = undo_partnership(folder, LATER)
    assert len(done.taken) == 7 and not (done.stays or done.waiting or done.gone)


def test_a_link_in_fund_leads_to_the_file(folder: Path) -> None:
    move_partnership(folder, LATER)
    book = load_workbook(folder / "sekretariat" / "koordinator.xlsm")
    cells = [str(cell.value) for row in book["Fund"].iter_rows() for cell in row]
    targets = {cell[cell.index("[") + 1 : cell.index("]")] for cell in cells if cell.startswith("=HYPERLINK(")}
    assert targets and all((folder / "sekretariat" / target).is_file() for target in targets)


def test_the_log_has_one_line_of_it_and_partnere_the_new_names(folder: Path) -> None:
    move_partnership(folder, LATER)
    book = load_workbook(folder / "sekretariat" / "koordinator.xlsm")
    actions = [row[1] for row in book["Log"].iter_rows(values_only=True)]
    assert actions.count("Flyt partnerskabet") == 1
    partners = [row[0] for row in book["Partnere"].iter_rows(values_only=True)]
    assert "partnere/147-frederiksberg/147-frederiksberg.xlsx" in partners


def test_copies_of_before_lie_under_the_names_of_now(folder: Path) -> None:
    move_partnership(folder, LATER)
    copies = layout_of(folder).backups
    of_before = [path.relative_to(copies).as_posix().partition("/")[2] for path in copies.rglob("*.xls[xm]")]
    assert of_before and {name.split("/")[0] for name in of_before} == {"partnere", "sekretariat"}
    assert not list(copies.rglob("kommuner"))


def stops(folder: Path) -> range:
    """Every number of steps after which a move can be stopped."""
    return range(len(list(plan_of(Layout(folder, folder, apart=False)).steps)) + 6)


def test_stopped_anywhere_it_lets_nothing_else_run_and_goes_on(lived: Path, tmp_path: Path) -> None:
    whole = Path(shutil.copytree(lived, tmp_path / "hel"))
    before = contents(lived)
    for name in carry_out(*begin(whole), LATER):
        assert name
    expected = tree(whole)
    for count in stops(lived):
        folder = Path(shutil.copytree(lived, tmp_path / f"standset efter {count}"))
        old, plan = begin(folder)
        moving = carry_out(old, plan, LATER)
        for _ in range(count + 1):
            next(moving)
        moving.close()
        assert before <= contents(folder)
        for place in (folder, layout_on_disk(folder).secretariat):
            if place == folder or layout_on_disk(place).coordinator:
                with pytest.raises(NotNow, match=r"halvt flyttet.*igu move"):
                    layout_of(place)
        found = journal.noted(folder)
        assert found is not None
        for _ in carry_out(old, *found):
            pass
        assert tree(folder) == expected
        assert before <= contents(folder)
        shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("count", [0, 4, 17, 26])
def test_killed_it_is_finished_by_the_next_run(count: int, folder: Path) -> None:
    before = contents(folder)
    code = (
        "import os, sys; from datetime import datetime; from pathlib import Path\n"
        "from igu_xl.actions.rehousing import rehousing as r\n"
        "def dying(done, total, name):\n"
        f"    if done == {count}: os.kill(os.getpid(), 9)\n"
        "r.move_partnership(Path(sys.argv[1]), datetime(2026, 11, 2, 12), dying)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=REPOSITORY, check=False, timeout=120)
    assert run.returncode == -signal.SIGKILL
    assert before <= contents(folder)
    with pytest.raises(NotNow, match="halvt flyttet"):
        check_partnership(folder, LATER)
    left = rehearse_move(folder)
    assert left.remaining and "Flytningen er standset" in rehearsed_text(left)
    move_partnership(folder, LATER)
    assert before <= contents(folder)
    assert len(find_workbooks(folder)[0]) == 6


def test_a_rehearsal_writes_nothing_and_names_every_file(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    text = rehearsed_text(rehearse_move(folder))
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert "kommuner/155-dragør.xlsx → partnere/155-dragør/155-dragør.xlsx" in text


def test_it_says_who_must_be_given_what_and_that_the_old_sharing_must_go(folder: Path) -> None:
    text = moved_text(move_partnership(folder, LATER))
    assert "Fjern delingen" in text and "partnere/155-dragør" in text and "referat.docx" in text and "møder" in text
    assert moved_text(move_partnership(folder, LATER)).endswith("der er intet at flytte.")


def there(name: str) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"andet")

    return make


def linked(folder: Path) -> None:
    shutil.move(folder / "kommuner", folder.parent / "andet drev")
    (folder / "kommuner").symlink_to(folder.parent / "andet drev", target_is_directory=True)


def linked_book(folder: Path) -> None:
    shutil.move(folder / "skoler" / "next.xlsx", folder.parent / "andet.xlsx")
    (folder / "skoler" / "next.xlsx").symlink_to(folder.parent / "andet.xlsx")


def twins(folder: Path) -> None:
    build_workbook(BRANCH, folder / "brancher" / "Next.xlsx", {})


REFUSALS = {
    "åben hos en partner": (there("kommuner/~$155-dragør.xlsx"), NotNow, "åben"),
    "åben i LibreOffice": (there(".~lock.koordinator.xlsm#"), NotNow, "åben"),
    "partnerens mappe er der": (there("partnere/next/noget.txt"), WrongUse, "partnere/next"),
    "sekretariatet er der": (there("sekretariat/noget.txt"), WrongUse, "sekretariat"),
    "to med samme navn": (twins, WrongUse, "samme mappe"),
    "mappen er et link": (linked, WrongUse, "andet drev"),
    "arbejdsbogen er et link": (linked_book, WrongUse, "andet drev"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_in_the_way_is_told_in_a_sentence_and_nothing_is_moved(case: str, folder: Path) -> None:
    make, kind, words = REFUSALS[case]
    make(folder)
    before = tree(folder)
    with pytest.raises(kind, match=words) as problem:
        move_partnership(folder, LATER)
    assert str(problem.value).count("\n") == 0
    assert tree(folder) - {".igu/lås"} == before
    with pytest.raises(kind):
        rehearse_move(folder)


def test_another_run_is_waited_for(folder: Path) -> None:
    with exclusive(folder), pytest.raises(NotNow, match="En anden kørsel"):
        move_partnership(folder, LATER)
    assert not (folder / "sekretariat").exists()


def test_what_is_no_partnership_is_not_moved(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="intet at flytte"):
        move_partnership(tmp_path, LATER)


def test_a_file_that_is_back_where_it_lay_stops_the_move_and_neither_is_lost(folder: Path) -> None:
    old, plan = begin(folder)
    book = "kommuner/155-dragør.xlsx"
    for name in (moving := carry_out(old, plan, LATER)):
        if name.startswith("skoler/"):
            break
    moving.close()
    (folder / book).write_bytes(b"gemt igen")
    with pytest.raises(NotNow, match="ligger der igen"):
        move_partnership(folder, LATER)
    assert (folder / book).read_bytes() == b"gemt igen"
    (folder / book).unlink()
    assert not move_partnership(folder, LATER).note


@pytest.mark.parametrize("text", ["{", "{}", '{"begun": 1, "steps": 3}'])
def test_a_damaged_journal_moves_nothing(text: str, folder: Path) -> None:
    (folder / ".igu" / "flytning.json").write_text(text, encoding="utf-8")
    before = tree(folder)
    with pytest.raises(WrongUse, match="beskadiget"):
        move_partnership(folder, LATER)
    assert tree(folder) - {".igu/lås"} == before


@pytest.mark.parametrize(
    "step",
    [
        ["../udenfor.txt", "partnere/a/a"],
        ["kommuner/155-dragør.xlsx", "../a"],
        ["koordinator.xlsm", "rapporter/k"],
        ["koordinator.xlsm", "partnere/næste/k.xlsm"],
        ["sekretariat/arkiv", "partnere/næste/arkiv"],
        ["partnere/a/a.xlsx", "partnere/b/a.xlsx"],
    ],
)
def test_a_journal_that_somebody_has_planted_reaches_nothing_outside(step: list[str], folder: Path) -> None:
    begin(folder)
    path = folder / ".igu" / "flytning.json"
    text = path.read_text(encoding="utf-8")
    quoted = ", ".join(f'"{name}"' for name in step)
    path.write_text(text.replace('"steps": [', f'"steps": [[{quoted}],', 1), encoding="utf-8")
    with pytest.raises(WrongUse, match="beskadiget"):
        move_partnership(folder, LATER)


@pytest.fixture
def half(folder: Path) -> Path:
    moving = carry_out(*begin(folder), LATER)
    for _ in range(8):
        next(moving)
    return folder


@pytest.mark.parametrize(
    "command",
    ["validate", "match", "publish", "undo", "report", "upgrade", "history 101-0001", "schedule", "leave kommune:101"],
)
def test_every_command_says_one_sentence_of_a_half_moved_partnership(
    command: str, half: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *more = command.split()
    before = tree(half)
    with pytest.raises(SystemExit) as ended:
        main([name, str(half), *more])
    said = capsys.readouterr()
    assert ended.value.code == 75
    assert said.out == "" and said.err.count("\n") == 1 and "igu move" in said.err
    assert tree(half) == before


def test_the_doctor_says_it_too(half: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["doctor", str(half)])
    assert "halvt flyttet" in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no modes")
def test_the_secretariats_folder_is_its_owners_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        move_partnership(folder, LATER)
    finally:
        os.umask(before)
    assert (folder / "sekretariat").stat().st_mode & 0o777 == 0o700
