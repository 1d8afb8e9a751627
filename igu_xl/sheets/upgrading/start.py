"""The coordinator's buttons and macros: the sheet *Start* and the macro project of a fresh workbook in an older one."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from igu_xl.errors import WriteRefused
from igu_xl.sheets.building.macros import BUTTON_MODULE, FORMER, Module, vba_project, workbook_modules
from igu_xl.sheets.building.start_sheet import START
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.layout_version import NAME
from igu_xl.sheets.ooxml.areas import Area
from igu_xl.sheets.ooxml.worksheet import Worksheet
from igu_xl.sheets.upgrading.grafting import Graft, code_name_of
from igu_xl.sheets.upgrading.opened import OpenedBook
from igu_xl.sheets.upgrading.styles import StyleTransfer

_CALLED = re.compile(BUTTON_MODULE.encode() + rb"\.(\w+)")
_SAYS_NOTHING = ("Attribute ", "Option Explicit", "VERSION ", "BEGIN", "END", "MultiUse")


def renew_start(source: OpenedBook, target: OpenedBook, styles: StyleTransfer) -> bool:
    """Put the fresh sheet *Start* and the fresh macros in place of older ones; whether anything was put.

    Nothing is done in a workbook without macros. Raises `WriteRefused` where people have written macros of their own,
    which would be lost.
    """
    project = target.workbook.related("vbaProject")
    if project is None:
        return False
    older = _is_older(source, target)
    if older:
        graft = Graft(source, target, styles)
        (graft.replace if START in target.parts else graft.bring)(START)
    return _renew_macros(target, project, older)


def _is_older(source: OpenedBook, target: OpenedBook) -> bool:
    """Whether the sheet is of an earlier layout, by what the workbook says, its buttons or its texts.

    Formulas are not compared: other programs spell them anew.
    """
    if START not in target.parts or not _buttons(source) <= _buttons(target):
        return True
    return _layout(source) != _layout(target) or not _texts(source) <= _texts(target)


def _layout(book: OpenedBook) -> str:
    """The layout version that the workbook says it has; empty for 0.1.0, which said none."""
    found = book.name(NAME)
    return "" if found is None else found.text or ""


def _texts(book: OpenedBook) -> set[tuple[str, str]]:
    """The texts of *Start* with their cells; what a formula shows is none of them."""
    sheet = Worksheet(book.package, book.parts[START], START, book.shared)
    cells = [Area.parse(cell.get("r", "")) for cell in sheet.root.iter("{*}c") if cell.find("{*}f") is None]
    return {(str(cell), text) for cell in cells if (text := sheet.content(cell.top, cell.left).text)}


def _buttons(book: OpenedBook) -> set[str]:
    """The commands that the controls of *Start* call."""
    package, part = book.package, book.parts[START]
    parts = [part, *(relation.target for relation in package.relations(part) if package.has(relation.target))]
    content = b"".join(package.read(one) for one in parts)
    called = {name.decode() for name in _CALLED.findall(content)}
    return {button.macro for button in COORDINATOR.buttons if button.macro in called}


def _renew_macros(target: OpenedBook, project: str, older: bool) -> bool:
    modules = workbook_modules()
    there = _modules(target)
    ours = all(_plain(there.get(name, "")) == _plain(module.text) for name, module in modules.items())
    if ours and not any(name in there for name in FORMER):
        return older
    known = {*modules, *FORMER}
    if foreign := [name for name, text in there.items() if name not in known and _plain(text)]:
        raise WriteRefused(
            f"Arbejdsbogen har makroer, som ikke er igus ({', '.join(foreign)}). Gem dem et andet sted, slet dem i "
            "arbejdsbogen, og prøv igen.",
            target.package.name,
        )
    target.package.put(project, _project(target, modules))
    return True


def _project(target: OpenedBook, modules: dict[str, Module]) -> bytes:
    names = [code_name_of(target.package.xml(part)) for part in target.parts.values()]
    return vba_project(modules, len(names), names)


def _modules(target: OpenedBook) -> dict[str, str]:
    """The text of each module of the workbook's macros; none where they cannot be read."""
    # Imported here, for it is only needed where a workbook with macros is looked at.
    from pyopenvba import ExcelFile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "koordinator.xlsm"
        path.write_bytes(target.package.source)
        try:
            with ExcelFile(path) as book:
                return {name: book.get_module(name) for name in book.module_names()}
        except Exception:  # whatever another program has made of the macros, they are to be replaced
            return {}


def _plain(text: str) -> str:
    """A module's text without what an editor hides (attributes, the head of a class) or sets (spaces, capitals)."""
    lines = (line.strip() for line in text.replace("\r\n", "\n").split("\n"))
    said = (line for line in lines if line and not line.startswith(_SAYS_NOTHING))
    return "\n".join("".join(line.split()).casefold() for line in said)
