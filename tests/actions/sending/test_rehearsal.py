"""`igu publish --dry-run`: it says what a sending then does, and the folder stays byte for byte as it is."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.sending.rehearsal import WouldWrite, rehearse
from igu_xl.cli import main
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.keeping import exclusive

BEGUN = datetime(2026, 11, 2, 9)
KOEBENHAVN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
DRAGOER, BYG, NEXT = "kommuner/155-dragør.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def igu(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: its exit code, what it said, and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return int(str(ended.value.code)), said.out, said.err

    return run


def as_it_lies(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with when it was changed and what is in it."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


def test_it_tells_file_by_file_what_would_be_written(igu: Run, decided: Path) -> None:
    before = as_it_lies(decided)
    code, said, complained = igu("publish", decided, "--dry-run")
    assert (code, complained) == (0, "")
    own = layout_of(decided).coordinator
    assert own is not None
    assert said.splitlines() == [
        "Intet er skrevet. Sådan ville det blive:",
        f"  {BYG}: Plan ændres.",
        f"  {KOEBENHAVN}: 4 forløb, og Plan ændres.",
        f"  {FREDERIKSBERG}: 3 forløb, og Plan og Fund ændres.",
        f"  {DRAGOER}: Plan ændres.",
        f"  {NEXT}: Plan ændres.",
        f"  {own.name}: koordinatorens ark og loggen opdateres.",
        "I alt 7 forløb til partnerne; 5 arbejdsbøger hos dem ændres.",
    ]
    assert as_it_lies(decided) == before


def test_the_copy_is_thrown_away(decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "midlertidig").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "midlertidig"))
    rehearse(decided, BEGUN)
    assert list((tmp_path / "midlertidig").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_workbook_that_is_a_link_is_not_written_through_it(decided: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "et andet sted"
    elsewhere.mkdir()
    for path in (decided / KOEBENHAVN, decided / NEXT, layout_of(decided).coordinator or decided):
        path.rename(elsewhere / path.name)
        path.symlink_to(elsewhere / path.name)
    (decided / "kommuner" / "væk.xlsx").symlink_to(elsewhere / "findes ikke.xlsx")
    before = as_it_lies(elsewhere)
    assert len(rehearse(decided, BEGUN).sent.sent) == 7
    assert as_it_lies(elsewhere) == before


def test_a_sending_then_does_what_was_said(decided: Path) -> None:
    said, done = rehearse(decided, BEGUN).sent, publish_partnership(decided, BEGUN)
    assert (said.sent, said.written, said.waiting, said.refused) == (done.sent, done.written, {}, {})
    after = rehearse(decided, BEGUN)
    assert (after.sent.sent, after.changes, after.coordinator) == ([], (), "")


def test_a_workbook_that_is_open_would_wait(igu: Run, decided: Path) -> None:
    (decided / "kommuner" / "~$1-københavn.xlsx").touch()
    before = as_it_lies(decided)
    code, said, _ = igu("publish", decided, "--dry-run")
    assert code == 1 and f"  {KOEBENHAVN} venter: Arbejdsbogen er åben" in said
    assert "I alt 3 forløb til partnerne" in said
    assert as_it_lies(decided) == before


def test_what_would_be_refused_is_told(igu: Run, decided: Path) -> None:
    (decided / NEXT).unlink()
    code, said, _ = igu("publish", decided, "--dry-run")
    assert code == 1 and "  101-0005: Kan ikke sendes: " in said


def test_what_would_be_asked_is_told_with_what_a_yes_does(igu: Run, matched: Path, decide: Callable[..., None]) -> None:
    decide(matched, {"101-0005": "Godkend"})
    before = as_it_lies(matched)
    code, said, _ = igu("publish", matched, "--dry-run")
    assert code == 1
    assert "Der spørges først. Svares der ja (--anyway)" in said and "  Hold NEXT-2027-01 får kun 1 af mindst 6" in said
    assert f"  {KOEBENHAVN}: 1 forløb, og Plan ændres." in said
    assert igu("publish", matched, "--dry-run", "--anyway")[0] == 0
    answer = json.loads(igu("publish", matched, "--dry-run", "--json")[1])
    assert answer["dry_run"] and answer["asks"] and answer["sent"] == ["101-0005-F1"]
    assert {"path": KOEBENHAVN, "placements": 1, "plan": True, "findings": False} in answer["changes"]
    assert as_it_lies(matched) == before


def test_an_open_coordinators_workbook_is_not_now_and_another_run_does_not_matter(igu: Run, decided: Path) -> None:
    with exclusive(decided):
        assert igu("publish", decided, "--dry-run")[0] == 0
    own = layout_of(decided).coordinator
    assert own is not None
    (decided / f"~${own.name}").touch()
    code, said, complained = igu("publish", decided, "--dry-run")
    assert (code, said) == (75, "") and complained.startswith(f"{own.name} er åben")


def test_a_folder_that_is_no_partnership_is_named(igu: Run, tmp_path: Path) -> None:
    code, _, complained = igu("publish", tmp_path / "nix", "--dry-run")
    assert code == 2 and complained.startswith(f"»{tmp_path / 'nix'}« er ikke et partnerskab")


def test_a_file_that_cannot_be_read_is_not_now(igu: Run, decided: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise shutil.Error([("a", "b", "læses af en anden")])

    monkeypatch.setattr(shutil, "copytree", refused)
    code, _, complained = igu("publish", decided, "--dry-run")
    assert code == 75 and complained.startswith("Ikke alle filer i mappen kan læses lige nu.")


def test_a_change_of_something_else_is_told_as_such() -> None:
    assert WouldWrite("a.xlsx", 0, plan=False, findings=False).sentence == "a.xlsx: opdateres."
