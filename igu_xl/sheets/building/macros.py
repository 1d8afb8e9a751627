"""The VBA project of a workbook with buttons: the text in the repository, a Sub for each button, and xlwings' modules.

Nothing binary is kept: the project is assembled when a workbook is built, from the same text to the same bytes. It
is signed by nobody, since a signature would have to be made anew on a machine with a certificate.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from xlsxwriter.workbook import Workbook

from igu_xl.sheets.buttons import BUTTONS

SETTINGS_SHEET = "igu.conf"  # where xlwings looks for a workbook's settings, by the name of its project
BUTTON_MODULE, RIBBON_MODULE, OPENING = "IguButtons", "IguRibbon", "IguOpening"
RIBBON_PREFIX = "Ribbon"  # before the name of a button's Sub: the same command, called by the ribbon
XLWINGS, DICTIONARY, THIS_WORKBOOK = "xlwings", "Dictionary", "ThisWorkbook"

# In place of the line in a module's text that says so stands a Sub for each button.
SUBS_STAND_HERE = "' (A Sub for each button of igu_xl/sheets/buttons.py.)"
_BUTTON_SUB = """\
Public Sub {macro}()
    RunCommand "from igu_xl.excel import buttons; buttons.{key}()"
End Sub"""
_RIBBON_SUB = """\
Public Sub {prefix}{macro}(control As IRibbonControl)
    {macro}
End Sub"""

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})

_PROJECT_NAME = re.compile(r'(PROJECT_NAME As String = )"\w+"')
_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@dataclass(frozen=True, slots=True)
class Module:
    """One module of VBA: its text as an editor exports it, and whether it is a class."""

    text: str
    is_class: bool = False


def workbook_modules() -> dict[str, Module]:
    """The modules of a workbook with buttons: ours, and xlwings' as it stands alone in a workbook."""
    return {
        BUTTON_MODULE: _with_subs(BUTTON_MODULE, _BUTTON_SUB),
        XLWINGS: Module(_of_project_igu(_shipped_by_xlwings("xlwings.bas"))),
        DICTIONARY: Module(_shipped_by_xlwings("addin/Dictionary.cls"), is_class=True),
    }


def addin_modules() -> dict[str, Module]:
    """The modules of the ribbon add-in, in which xlwings calls from the active workbook."""
    active = Module(_of_project_igu(_shipped_by_xlwings("xlwings_custom_addin.bas")))
    ribbon, opening = _with_subs(RIBBON_MODULE, _RIBBON_SUB), Module(_own(OPENING))
    return workbook_modules() | {XLWINGS: active, RIBBON_MODULE: ribbon, THIS_WORKBOOK: opening}


def add_macros(workbook: Workbook, modules: Mapping[str, Module], settings: Mapping[str, str] = NO_SETTINGS) -> None:
    """Give a workbook these macros, and a last sheet with settings for xlwings; call it when all other sheets are made.

    Python never takes modules from the folder that the workbook lies in, for others may write there.
    """
    sheet = workbook.add_worksheet(SETTINGS_SHEET)
    for row, pair in enumerate({"ADD_WORKBOOK_TO_PYTHONPATH": "FALSE", **settings}.items()):
        sheet.write_row(row, 0, pair)
    if len(workbook.worksheets()) > 1:  # an add-in has no other, and Excel opens nothing without a sheet
        sheet.very_hidden()
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
                    kind = VBAModuleKind.other if module.is_class else VBAModuleKind.standard
                    project.add_module(name, _crlf(module.text), kind=kind)
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


@cache
def _shipped_by_xlwings(name: str) -> str:
    """A text of the installed xlwings, found without importing it, which takes a second."""
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("xlwings is not installed")
    return (Path(spec.origin).parent / name).read_text(encoding="utf-8")


def _of_project_igu(text: str) -> str:
    """xlwings' module with settings of its own, so that no other use of xlwings on the computer meets ours."""
    changed, count = _PROJECT_NAME.subn(r'\1"igu"', text)
    if count != 1:
        raise ValueError("xlwings' module does not say the name of its project once")
    return changed


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
