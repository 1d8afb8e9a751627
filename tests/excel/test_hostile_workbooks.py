"""A partner's workbook is in front, in a folder that the partner writes in: macros start what the user has chosen.

The real text of the built add-in runs in LibreOffice; what it asks of Windows is noted (`windows_vba.py`).
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import windows_vba

from igu_xl.excel.in_front import _as_excel_says, full_name, pressed_book
from igu_xl.sheets.building.macros import SYSTEM, Module, addin_modules, vba_project

EVIL = "/ond/program"
# What xlwings' macros take from a sheet or a file, each turned on an attacker.
SETTINGS = {
    "INTERPRETER_WIN": EVIL,
    "INTERPRETER": EVIL,
    "PYTHONPATH": "/ond/moduler",
    "CONDA PATH": "/ond/conda",
    "CONDA ENV": "base",
    "ADD_WORKBOOK_TO_PYTHONPATH": "TRUE",
    "UDF MODULES": "ond",
    "USE UDF SERVER": "TRUE",
    "DEBUG UDFS": "TRUE",
    "SHOW CONSOLE": "TRUE",
    "TEMP DIR": "/ond/temp",
    "ONEDRIVE_COMMERCIAL_WIN": "/ond/onedrive",
    "LICENSE_KEY": "noncommercial",
}
# Names that a file may have on Windows, and one more; each means something to a shell, to Python or to xlwings.
NAMES = [
    "plan.xlsx",
    "a^&calc&.xlsx",
    "%COMSPEC% & start.xlsx",
    "a;b;c;d;e;f;;ond.xlsx",
    "'+__import__('os').system('calc')+'.xlsx",
    "$(calc) `calc` !calc!.xlsx",
    "æøå 🧨 --from_xl --hwnd 1.xlsx",
    'x" & calc & ".xlsx',
]
WITH_EQUALS = "--wb=koordinator.xlsm --from_xl.xlsx"  # xlwings would take a part of it for the name
SHEETS = ["igu.conf", "IGU.CONF", "xlwings.conf", "igu_xl.py"]
CALLS = [["IguButtons.Match"], ["IguPython.XLPy"]]
OTHER_COMMANDS = [
    "import os; os.system('calc')",
    "from igu_xl.excel import buttons; buttons.match();import os()",
    'from igu_xl.excel import buttons; buttons.x" & calc & "()',
]

Press = Callable[..., list[tuple[str, str]]]


@pytest.fixture(scope="session")
def addin(shipped_files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built add-in on a Windows that notes what it is asked for, under a name that LibreOffice opens."""
    place = tmp_path_factory.mktemp("tilføjelse")
    modules = addin_modules()
    kept = {name: modules[name] for name in ("IguButtons", "IguPython")}
    kept[SYSTEM] = Module(windows_vba.on_noted_windows(modules[SYSTEM].text, place / "notes.txt"))
    path = place / "igu.xlsm"
    with ZipFile(shipped_files["igu.xlam"]) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = vba_project(kept, 1) if name == "xl/vbaProject.bin" else source.read(name)
            target.writestr(name, content.replace(b"ms-excel.addin.", b"ms-excel.sheet."))
    return path


@pytest.fixture
def press(bridge: str, addin: Path, support: Path, tmp_path: Path) -> Press:
    """Calls macros with each of some workbooks in front; gives what was asked of Windows."""

    def pressed(active: list[Path], settings: str | None, calls: list[list[str]] = CALLS) -> list[tuple[str, str]]:
        notes, home = addin.with_name("notes.txt"), tmp_path / "hjem"
        notes.unlink(missing_ok=True)
        if settings is not None:
            windows_vba.settings(home, settings)
        (tmp_path / "profile").mkdir()
        work = {"addin": str(addin), "profile": str(tmp_path / "profile"), "calls": calls}
        (tmp_path / "work.json").write_text(json.dumps(work | {"active": [str(path) for path in active]}))
        subprocess.run(
            [bridge, str(support / "press_in_front.py"), str(tmp_path / "work.json")],
            check=True,
            capture_output=True,
            timeout=180,
            env=os.environ | {"USERPROFILE": str(home)},
            cwd=active[0].parent,
        )
        return windows_vba.asked(notes)

    return pressed


@pytest.fixture
def hostile(tmp_path: Path) -> list[Path]:
    """Workbooks without macros in a partner's folder, with all that xlwings' macros would obey in and beside them."""
    folder = tmp_path / "kommuner" / "ond & %TEMP%;mappe"
    folder.mkdir(parents=True)
    text = "".join(f'"{name}","{value}"\n' for name, value in SETTINGS.items())
    for place in (folder, folder.parent, tmp_path):
        for name in ("igu.conf", "xlwings.conf"):
            (place / name).write_text(text)
    book = openpyxl.Workbook()
    for at, name in enumerate(SHEETS):
        sheet = book.create_sheet(name if at != 1 else "IGU.CONF ")  # Excel takes no two names that differ in capitals
        for pair in SETTINGS.items():
            sheet.append(pair)
        sheet.sheet_state = "veryHidden"
    for name in [*NAMES, WITH_EQUALS]:
        book.save(folder / name)
    return [folder / name for name in NAMES]


@pytest.mark.libreoffice
def test_whatever_workbook_is_in_front_the_users_own_python_is_started(press: Press, hostile: list[Path]) -> None:
    refused = hostile[0].with_name(WITH_EQUALS)
    asked = press([refused, *hostile], f'"INTERPRETER_WIN","{sys.executable}"\n')
    runs = [shlex.split(told) for what, told in asked if what == "run"]
    code = "from igu_xl.excel import buttons; buttons.match()"
    named = ["hex-" + path.name.encode("utf-16-be").hex().upper() for path in hostile]
    start = [sys.executable, "-E", "-P", "-B", "-c"]
    assert runs == [[*start, code, f"--wb={name}", "--from_xl=1", "--hwnd=7"] for name in named]
    served = [shlex.split(told) for what, told in asked if what == "serve"]
    serve = "import os, sys; os.chdir(sys.prefix); import xlwings; xlwings.serve('$(CLSID)')"
    assert served == [[*start, serve]] * (len(hostile) + 1)
    home = Path(sys.executable).parent
    assert {told.rpartition("\\")[0] for what, told in asked if what == "library"} == {str(home)}
    assert {told for what, told in asked if what == "folder"} == {str(home), "(as before)"}
    assert "ond" not in re.sub(r"hex-[0-9A-F]+", "", str(asked)).split()


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "settings", [None, "", '"INTERPRETER_WIN","python"\n', f'"INTERPRETER_WIN","{sys.executable}"" -c evil """\n']
)
def test_where_the_user_has_chosen_no_python_no_workbook_chooses_one(
    press: Press, hostile: list[Path], settings: str | None
) -> None:
    assert press(hostile[:1], settings) == []


@pytest.mark.libreoffice
def test_the_macros_run_nothing_but_the_buttons_whoever_calls_them(press: Press, hostile: list[Path]) -> None:
    """A cell may call a public function of an add-in, and a shape a Sub of it, with any words."""
    calls = [[f"IguPython.{sub}", command] for sub in ("RunPython", "ButtonCommand") for command in OTHER_COMMANDS]
    calls += [["IguSystem.StartPython", command, "0"] for command in OTHER_COMMANDS]
    a_button = "from igu_xl.excel import buttons; buttons.match()"
    asked = press(hostile[:1], f'"INTERPRETER_WIN","{sys.executable}"\n', [*calls, ["IguPython.RunPython", a_button]])
    assert [shlex.split(told)[5] for what, told in asked if what == "run"] == [a_button]


def test_no_procedure_that_a_cell_or_a_shape_can_call_is_told_what_to_start() -> None:
    """The arguments of all public procedures: a command that must be a button's, and texts that are only looked at."""
    taken = {}
    for name in ("IguButtons", "IguPython", "IguSystem"):
        for public, given in re.findall(r"^Public (?:Sub|Function) (\w+)\((.*?)\)", addin_modules()[name].text, re.M):
            taken[public] = re.findall(r"By(?:Val|Ref) (\w+)", given)
    assert {public: given for public, given in taken.items() if given} == {
        "RunPython": ["Command"],
        "ButtonCommand": ["Command", "Window"],
        "IsButton": ["Command"],
        "GetConfig": ["Setting"],
        "FolderOf": ["Path"],
        "StartPython": ["Command", "Code"],
    }


def test_the_macros_look_into_no_workbook_and_no_folder_of_one() -> None:
    """What there is in VBA to do so, and to let a shell read a command, stands nowhere in the text."""
    words = r"\b(Sheets|Worksheets|Range|Cells|Names|FullName|CurDir|ChDir|cmd|comspec|Shell\(|MacScript|VBProject)\b"
    for name in ("IguButtons", "IguPython", "IguSystem", "IguRibbon", "ThisWorkbook"):
        code = re.sub(r'"[^"\n]*"', '""', addin_modules()[name].text)
        code = "\n".join(line.partition("'")[0] for line in code.splitlines())
        assert not re.search(words, code, re.I), name
        used = re.findall(r"\b(?:Active|This)Workbook\b(\.\w+)?", code)
        assert set(used) <= {"", ".Name"}, name


def test_python_takes_no_module_from_the_folder_it_runs_in(tmp_path: Path) -> None:
    for name in ("igu_xl", "pandas", "xlwings", "sitecustomize", "usercustomize", "os", "win32api"):
        (tmp_path / f"{name}.py").write_text("import sys; sys.exit('ond')\n")
    asked = "import igu_xl, pandas, xlwings; print('god')"
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": str(tmp_path / "os.py")}
    here: dict[str, Any] = {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True}
    careful = subprocess.run([sys.executable, "-E", "-P", "-B", "-c", asked], **here)
    assert (careful.returncode, careful.stdout) == (0, "god\n"), careful.stderr
    careless = subprocess.run([sys.executable, "-B", "-c", asked], **here)
    assert "ond" in careless.stderr  # as xlwings' macros start Python


@pytest.mark.parametrize("name", [*NAMES, "koordinator.xlsm"])
def test_the_name_comes_back_as_it_was(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("xlwings.Book.caller", lambda: seen.append(sys.argv[1]))
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=hex-" + name.encode("utf-16-be").hex().upper(), "--from_xl=1"])
    pressed_book()
    assert seen == [f"--wb={name}"] and sys.argv[2] == "--from_xl=1"


def test_macros_of_an_earlier_version_give_the_name_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlwings.Book.caller", lambda: sys.argv[1])
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=koordinator.xlsm"])
    assert str(pressed_book()) == "--wb=koordinator.xlsm"


def test_where_a_workbook_in_the_cloud_lies_is_not_taken_from_its_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """xlwings asks the sheet `xlwings.conf` of the workbook first, so the workbook's sheets are never looked at."""
    (tmp_path / "egen").mkdir()
    (tmp_path / "egen" / "plan.xlsx").touch()
    monkeypatch.setenv("OneDriveConsumer", str(tmp_path / "egen"))
    monkeypatch.setattr(sys, "platform", "win32")
    url = "https://d.docs.live.net/d7bbaa00/plan.xlsx"
    book: Any = SimpleNamespace(api=SimpleNamespace(FullName=url))
    assert _as_excel_says(book, "win32") == url
    assert full_name(book) == str(tmp_path / "egen" / "plan.xlsx")
