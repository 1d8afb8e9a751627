"""The VBA project of a workbook with buttons: the text in the repository, and a Sub for each button.

Nothing binary is kept: the project is assembled when a workbook is built, from the same text to the same bytes. It
is signed by nobody, since a signature would have to be made anew on a machine with a certificate. Nothing of xlwings'
own macros is in it, for they take settings, and so the program to start, from the workbook that is in front
(docs/security/add-in.md); the library of the installed xlwings is named by its version.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from xlsxwriter.workbook import Workbook

from igu_xl.sheets.buttons import BUTTONS

BUTTON_MODULE, PYTHON, SYSTEM = "IguButtons", "IguPython", "IguSystem"
RIBBON_MODULE, OPENING = "IguRibbon", "IguOpening"
RIBBON_PREFIX = "Ribbon"  # before the name of a button's Sub: the same command, called by the ribbon
THIS_WORKBOOK = "ThisWorkbook"
FORMER = ("xlwings", "Dictionary")
"""The modules that workbooks of igu 0.1.0 have besides ours; `igu upgrade` takes them out."""

# In place of the line in a module's text that says so stands a Sub for each button.
SUBS_STAND_HERE = "' (A Sub for each button of igu_xl/sheets/buttons.py.)"
_BUTTON_SUB = """\
Public Sub {macro}()
    RunPython "from igu_xl.excel import buttons; buttons.{key}()"
End Sub"""
_RIBBON_SUB = """\
Public Sub {prefix}{macro}(control As IRibbonControl)
    {macro}
End Sub"""

_XLWINGS_VERSION = "{xlwings}"
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@dataclass(frozen=True, slots=True)
class Module:
    """One module of VBA: its text as an editor exports it."""

    text: str


def workbook_modules() -> dict[str, Module]:
    """The modules of a workbook with buttons, which are pressed in that workbook."""
    return {
        BUTTON_MODULE: _with_subs(BUTTON_MODULE, _BUTTON_SUB),
        PYTHON: Module(_own(PYTHON)),
        SYSTEM: Module(_own(SYSTEM).replace(_XLWINGS_VERSION, version("xlwings"))),
    }


def addin_modules() -> dict[str, Module]:
    """The modules of the ribbon add-in, whose buttons are pressed in the active workbook."""
    active = Module(_own(PYTHON).replace(THIS_WORKBOOK, "ActiveWorkbook"))
    ribbon, opening = _with_subs(RIBBON_MODULE, _RIBBON_SUB), Module(_own(OPENING))
    return workbook_modules() | {PYTHON: active, RIBBON_MODULE: ribbon, THIS_WORKBOOK: opening}


def add_macros(workbook: Workbook, modules: Mapping[str, Module]) -> None:
    """Give a workbook these macros; call it when all sheets are made."""
    project = vba_project(modules, len(workbook.worksheets()))
    workbook.add_vba_project(io.BytesIO(project), is_stream=True)


def vba_project(modules: Mapping[str, Module], sheet_count: int, code_names: Sequence[str] = ()) -> bytes:
    """The part `vbaProject.bin` of a workbook with so many sheets.

    The macros call the sheets by their `code_names`, where they are given; else by those that XlsxWriter gives.
    """
    # Imported here, for it is only needed where a workbook with macros is built.
    from pyopenvba import ExcelFile, VBAModuleKind

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        path.write_bytes(_empty_workbook(sheet_count, code_names))
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for name, module in modules.items():
                if name == THIS_WORKBOOK:
                    book.set_module(name, _crlf(module.text))
                else:
                    project.add_module(name, _crlf(module.text), kind=VBAModuleKind.standard)
            book.save()
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")


def _empty_workbook(sheet_count: int, code_names: Sequence[str]) -> bytes:
    plain, marked = io.BytesIO(), io.BytesIO()
    with Workbook(plain) as book:
        for at in range(sheet_count):
            sheet = book.add_worksheet()
            if code_names[at : at + 1] != [""] and at < len(code_names):
                sheet.set_vba_name(code_names[at])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(marked, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(_PLAIN, _WITH_MACROS))
    return marked.getvalue()


def _with_subs(name: str, sub: str) -> Module:
    """A module of ours with this Sub for each button."""
    subs = (sub.format(key=button.key, macro=button.macro, prefix=RIBBON_PREFIX) for button in BUTTONS)
    return Module(_own(name).replace(SUBS_STAND_HERE, "\n\n".join(subs)))


def _own(name: str) -> str:
    return (files("igu_xl") / "excel" / "vba" / f"{name}.bas").read_text(encoding="utf-8")


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
