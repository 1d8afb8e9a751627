"""Every button of the built workbook is really pressed, in headless LibreOffice, and what it asks for is done."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from xlwings import Book

from igu_xl.excel.live_tables import read_rows
from igu_xl.sheets.building.macros import BUTTON_MODULE, XLWINGS, Module, vba_project, workbook_modules
from igu_xl.sheets.contract import COORDINATOR

Press = Callable[..., str]

SYSTEM_PYTHON = "/usr/bin/python3"

# Words of what each button says when they are pressed from the left, by its key.
SAID = {
    "check": "arbejdsbøger læst",
    "match": "forløb foreslået",
    "publish": "forløb sendt",
    "report": "sider lavet",
    "what_if": "flere forløb",
    "undo": "ikke sendt noget",
    "upgrade": "nyeste version",
    "forget": "Ingen er valgt",
}

# In place of xlwings, which calls Windows: notes the command instead of running it. (FileExists is LibreOffice's own.)
PROBE = """Attribute VB_Name = "xlwings"
Option Explicit
Public Function RunPython(PythonCommand As String)
    Dim handle As Integer
    handle = FreeFile
    Open "{log}" For Append As #handle
    Print #handle, PythonCommand
    Close #handle
End Function
Public Function GetConfig(configKey As String, Optional fallback As String = "") As Variant
    GetConfig = "{python}"
End Function
"""


@pytest.fixture(scope="session")
def bridge() -> str:
    """A Python that can talk to LibreOffice."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    if (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True).returncode
    ):
        pytest.skip("LibreOffice's bridge to Python (python3-uno) is not installed")
    return SYSTEM_PYTHON


@pytest.fixture
def probed(shipped_files: dict[str, Path], tmp_path: Path) -> Path:
    """The built workbook with the probe for xlwings' modules, which LibreOffice cannot read, and else as it is."""
    probe = PROBE.format(log=tmp_path / "commands.txt", python=SYSTEM_PYTHON)
    built, copy = shipped_files["koordinator.xlsm"], tmp_path / "med sonde.xlsm"
    with ZipFile(built) as source, ZipFile(copy, "w", ZIP_DEFLATED) as target:
        sheets = sum(name.startswith("xl/worksheets/sheet") for name in source.namelist())
        modules = {BUTTON_MODULE: workbook_modules()[BUTTON_MODULE], XLWINGS: Module(probe)}
        for name in source.namelist():
            content = vba_project(modules, sheets) if name == "xl/vbaProject.bin" else source.read(name)
            target.writestr(name, content)
    return copy


@pytest.mark.libreoffice
def test_every_button_pressed_hands_its_command_to_python_and_it_does_the_work(
    bridge: str, probed: Path, support: Path, tmp_path: Path, book: Book, press: Press, partnership: Path
) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    command = [bridge, str(support / "press_in_libreoffice.py"), str(probed), str(profile)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    pressed = json.loads(done.stdout)
    assert [(one["sheet"], one["label"]) for one in pressed] == [
        ("Start", button.label) for button in COORDINATOR.buttons
    ]
    commands = (tmp_path / "commands.txt").read_text(encoding="utf-8").splitlines()
    assert len(commands) == len(COORDINATOR.buttons)
    answers = [press(book, lambda command=command: exec(command)) for command in commands]
    for button, answer in zip(COORDINATOR.buttons, answers, strict=True):
        assert button.key in SAID, f"SAID has no words of {button.label}: what does it say here?"
        assert SAID[button.key] in answer, button.label
    log = read_rows(book, COORDINATOR.table("tblLog"))
    assert list(log.column("action")) == [button.label for button in COORDINATOR.buttons]
    assert (partnership / "rapporter" / "2026-10" / "index.html").is_file()
