"""Every button of the built workbook is really pressed, in headless LibreOffice, and what it asks for is done."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import windows_vba
from xlwings import Book

from igu_xl.excel.live_tables import read_rows
from igu_xl.sheets.building.macros import BUTTON_MODULE, PYTHON, SYSTEM, Module, vba_project, workbook_modules
from igu_xl.sheets.contract import COORDINATOR

Press = Callable[..., str]

# Words of what each button says when they are pressed from the left, by its key.
SAID = {
    "check": "arbejdsbøger læst",
    "match": "forløb foreslået",
    "plan": "når deres skoletimer i tide",
    "publish": "forløb sendt",
    "report": "sider lavet",
    "what_if": "flere forløb",
    "undo": "ikke sendt noget",
    "upgrade": "1 fil opgraderet",  # the page of the rules, which is not in the partnership yet
    "forget": "Ingen er valgt",
}


@pytest.fixture
def noted(shipped_files: dict[str, Path], tmp_path: Path) -> Path:
    """The built workbook as it is, on a Windows that notes what it is asked for."""
    built, copy = shipped_files["koordinator.xlsm"], tmp_path / "på prøve.xlsm"
    modules = workbook_modules()
    modules[SYSTEM] = Module(windows_vba.on_noted_windows(modules[SYSTEM].text, tmp_path / "notes.txt"))
    assert set(modules) == {BUTTON_MODULE, PYTHON, SYSTEM}
    with ZipFile(built) as source, ZipFile(copy, "w", ZIP_DEFLATED) as target:
        sheets = sum(name.startswith("xl/worksheets/sheet") for name in source.namelist())
        for name in source.namelist():
            content = vba_project(modules, sheets) if name == "xl/vbaProject.bin" else source.read(name)
            target.writestr(name, content)
    return copy


@pytest.mark.libreoffice
def test_every_button_pressed_hands_its_command_to_python_and_it_does_the_work(
    bridge: str, noted: Path, support: Path, tmp_path: Path, book: Book, press: Press, partnership: Path
) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    windows_vba.settings(tmp_path / "hjem", f'"INTERPRETER_WIN","{sys.executable}"\n')
    command = [bridge, str(support / "press_in_libreoffice.py"), str(noted), str(profile)]
    environment = os.environ | {"USERPROFILE": str(tmp_path / "hjem")}
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=environment)
    pressed = json.loads(done.stdout)
    assert [(one["sheet"], one["label"]) for one in pressed] == [
        ("Start", button.label) for button in COORDINATOR.buttons
    ]
    asked = windows_vba.asked(tmp_path / "notes.txt")
    lines = [shlex.split(told) for what, told in asked if what == "run"]
    assert len(lines) == len(COORDINATOR.buttons)
    named = "hex-" + noted.name.encode("utf-16-be").hex().upper()
    for line in lines:
        assert line[:5] == [sys.executable, "-E", "-P", "-B", "-c"]
        assert line[6:] == [f"--wb={named}", "--from_xl=1", "--hwnd=7"]
    answers = [press(book, lambda line=line: exec(line[5])) for line in lines]
    for button, answer in zip(COORDINATOR.buttons, answers, strict=True):
        assert button.key in SAID, f"SAID has no words of {button.label}: what does it say here?"
        assert SAID[button.key] in answer, button.label
    log = read_rows(book, COORDINATOR.table("tblLog"))
    assert list(log.column("action")) == [button.label for button in COORDINATOR.buttons]
    assert (partnership / "rapporter" / "2026-10" / "index.html").is_file()
