"""The macros: the built files hold the text of the repository, it is sound, and every button finds its command.

What they do with a hostile workbook in front is in `test_hostile_workbooks.py`.
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Callable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import xlwings
from pyvbaanalysis import analyze_office_file

from igu_xl.excel.packaging import RIBBON_PART, build_shipped
from igu_xl.resources import shipped
from igu_xl.sheets.building.macros import SUBS_STAND_HERE, addin_modules, workbook_modules
from igu_xl.sheets.contract import COORDINATOR

MACRO_FILES = ["koordinator.xlsm", "igu.xlam"]
OWN = {
    "koordinator.xlsm": ["IguButtons", "IguPython", "IguSystem"],
    "igu.xlam": ["IguButtons", "IguPython", "IguSystem", "IguRibbon", "ThisWorkbook"],
}
SOURCES = {"ThisWorkbook": "IguOpening"}
# What is filled in when a file is built: which workbook a button was pressed in, and which xlwings is installed.
PRESSED_IN = {"koordinator.xlsm": "ThisWorkbook", "igu.xlam": "ActiveWorkbook"}

XLWINGS = Path(xlwings.__file__).parent

Modules = Callable[[str], dict[str, str]]


@pytest.fixture(scope="session")
def modules(shipped_files: dict[str, Path]) -> Modules:
    """The VBA of a built file by module, as another program than the one that wrote it reads it."""

    def read(name: str) -> dict[str, str]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # olevba uses old names of pyparsing
            from oletools.olevba import VBA_Parser

            parser = VBA_Parser(str(shipped_files[name]))
            found = {module.rpartition(".")[0]: text for _, _, module, text in parser.extract_macros()}
            parser.close()
        return found

    return read


def plain(text: str) -> str:
    """A module's text without what an editor hides: attributes and the head of a class."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].startswith("VERSION"):
        lines = lines[lines.index("END") + 1 :]
    return "\n".join(line for line in lines if not line.startswith("Attribute ")).strip()


def source(name: str) -> str:
    text = (files("igu_xl") / "excel" / "vba" / f"{name}.bas").read_text(encoding="utf-8")
    return text.replace("{xlwings}", version("xlwings"))


def public_subs(text: str) -> dict[str, str]:
    """The public macros of a module with their bodies."""
    return dict(re.findall(r"^Public Sub (\w+)\(.*?\)\n(.*?)^End Sub", plain(text), re.M | re.S))


@pytest.mark.parametrize(("name", "module"), [(name, module) for name in OWN for module in OWN[name]])
def test_a_built_file_holds_the_text_of_the_repository(modules: Modules, name: str, module: str) -> None:
    built, made = plain(modules(name)[module]), addin_modules() if name == "igu.xlam" else workbook_modules()
    assert built == plain(made[module].text)
    kept = source(SOURCES.get(module, module))
    if module == "IguPython":
        kept = kept.replace("ThisWorkbook", PRESSED_IN[name])
    assert all(plain(part) in built for part in kept.split(SUBS_STAND_HERE))


@pytest.mark.parametrize("name", MACRO_FILES)
def test_the_macros_load_the_library_that_the_installed_xlwings_brings(modules: Modules, name: str) -> None:
    """Its name, what it is called by, and the script on a Mac are as in xlwings' own macros, which are not built in."""
    theirs, ours = (XLWINGS / "xlwings.bas").read_text(encoding="utf-8"), modules(name)["IguSystem"]
    for named in (r"xlwings64-[\d.]+\.dll", r"xlwings32-[\d.]+\.dll", r"XLPyDLLActivateAuto Lib"):
        assert set(re.findall(named, ours)) == set(re.findall(named, theirs)), named
    declared = r"XLPyDLLActivateAuto Lib \S+ (\(.*?\) As Long)"
    assert {one.casefold() for one in re.findall(declared, ours)} == {
        one.casefold() for one in re.findall(declared, theirs)
    }
    assert f"xlwings-{version('xlwings')}.applescript" in ours
    assert (XLWINGS / f"xlwings-{version('xlwings')}.applescript").is_file()
    assert '"VbaHandler"' in theirs and '"VbaHandler"' in ours


@pytest.mark.parametrize("name", MACRO_FILES)
def test_nothing_else_is_in_a_built_file(modules: Modules, name: str) -> None:
    known = {*OWN[name], "ThisWorkbook", "xlwings_udfs"}
    for module, text in modules(name).items():
        assert module in known or (re.fullmatch(r"Sheet\d+", module) and not plain(text)), module


@pytest.mark.parametrize("name", MACRO_FILES)
def test_a_static_analysis_finds_no_error(shipped_files: dict[str, Path], name: str) -> None:
    found = analyze_office_file(str(shipped_files[name]))
    assert set(OWN[name]) <= set(found)
    errors = [(module, one.message) for module, all_ in found.items() for one in all_ if one.severity.name == "ERROR"]
    assert errors == []


def test_every_button_of_the_workbook_names_a_macro_that_is_there(
    shipped_files: dict[str, Path], modules: Modules
) -> None:
    with ZipFile(shipped_files["koordinator.xlsm"]) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if name.endswith(".vml")]
    named = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)\.(\w+)</x:FmlaMacro>", "".join(drawings))
    found = modules("koordinator.xlsm")
    assert [sub for _, sub in named] == [button.macro for button in COORDINATOR.buttons]
    assert all(sub in public_subs(found[module]) for module, sub in named)


def test_every_button_of_the_ribbon_calls_the_macro_of_the_same_button(
    shipped_files: dict[str, Path], modules: Modules
) -> None:
    with ZipFile(shipped_files["igu.xlam"]) as package:
        ribbon = ElementTree.fromstring(package.read(RIBBON_PART))
    buttons = [element for element in ribbon.iter() if element.tag.endswith("}button")]
    assert [button.get("label") for button in buttons] == [button.label for button in COORDINATOR.buttons]
    found = modules("igu.xlam")
    for button, declared in zip(buttons, COORDINATOR.buttons, strict=True):
        module, sub = button.get("onAction", "").split(".")
        assert public_subs(found[module])[sub].strip() == declared.macro
        assert declared.macro in public_subs(found["IguButtons"])


@pytest.mark.parametrize("name", MACRO_FILES)
def test_every_macro_runs_a_python_function_that_is_there(modules: Modules, name: str) -> None:
    subs = public_subs(modules(name)["IguButtons"])
    for sub, body in subs.items():
        found = re.fullmatch(r'\s*RunPython "from ([\w.]+) import (\w+); \2\.(\w+)\(\)"\s*', body)
        assert found, sub
        module = importlib.import_module(f"{found[1]}.{found[2]}")
        assert callable(getattr(module, found[3]))
    assert [*subs] == [button.macro for button in COORDINATOR.buttons]


@pytest.mark.parametrize("name", MACRO_FILES)
def test_no_built_file_has_settings_in_a_sheet(shipped_files: dict[str, Path], name: str) -> None:
    with ZipFile(shipped_files[name]) as package:
        assert b".conf" not in package.read("xl/workbook.xml")


def test_the_ribbon_is_reached_from_the_package_and_it_is_an_addin(shipped_files: dict[str, Path]) -> None:
    with ZipFile(shipped_files["igu.xlam"]) as package:
        assert f'Target="{RIBBON_PART}"' in package.read("_rels/.rels").decode()
        assert b"application/vnd.ms-excel.addin.macroEnabled.main+xml" in package.read("[Content_Types].xml")


def test_only_the_coordinators_workbook_and_the_addin_carry_macros(shipped_files: dict[str, Path]) -> None:
    carry = {name for name, path in shipped_files.items() if "xl/vbaProject.bin" in ZipFile(path).namelist()}
    assert carry == set(MACRO_FILES)


@pytest.mark.parametrize("name", MACRO_FILES)
def test_the_committed_file_is_current(shipped_files: dict[str, Path], name: str) -> None:
    with ZipFile(shipped("workbooks") / name) as committed, ZipFile(shipped_files[name]) as built:
        assert committed.namelist() == built.namelist(), f"workbooks/{name}: run igu templates"
        for part in built.namelist():
            assert committed.read(part) == built.read(part), f"{part} of workbooks/{name}: run igu templates"


def test_building_twice_gives_the_same_bytes(shipped_files: dict[str, Path], tmp_path: Path) -> None:
    for path in build_shipped(tmp_path):
        assert path.read_bytes() == shipped_files[path.name].read_bytes(), path.name
