"""What is shipped for Excel: the templates, and the add-in `igu.xlam` with the commands on Excel's ribbon.

With the add-in no partner's workbook needs a macro, and its cell functions can be used in any workbook.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from xlsxwriter.workbook import Workbook

from igu_xl import __version__
from igu_xl.sheets.building.macros import RIBBON_MODULE, RIBBON_PREFIX, Module, add_macros, addin_modules
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.schema import Button
from igu_xl.sheets.templates import CREATED, build_templates

ADDIN = "igu.xlam"
RIBBON_PART = "customUI/customUI14.xml"

_AS_WORKBOOK, _AS_ADDIN = b"ms-excel.sheet.macroEnabled", b"ms-excel.addin.macroEnabled"
_RELATION = (
    b'<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    b'Target="customUI/customUI14.xml"/></Relationships>'
)
_FIXED = (1980, 1, 1, 0, 0, 0)  # as XlsxWriter dates its parts


def build_shipped(folder: Path) -> list[Path]:
    """Write the templates and the add-in into `folder` and return their paths; the same text gives the same bytes."""
    return [*build_templates(folder), build_addin(folder)]


def build_addin(folder: Path) -> Path:
    """Write the add-in into `folder` and return its path."""
    path = folder / ADDIN
    with zipfile.ZipFile(_with_macros()) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            _write(target, name, _as_addin(name, source.read(name)))
        _write(target, RIBBON_PART, ribbon(COORDINATOR.buttons).encode())
    return path


def _with_macros() -> io.BytesIO:
    """The add-in as a workbook; Excel takes it for an add-in by its content type alone."""
    # Imported here: the functions bring pandas and the rules, which no button needs.
    from igu_xl.excel.function_wrappers import MODULE, wrapper_module

    content = io.BytesIO()
    with Workbook(content) as workbook:
        workbook.set_properties({"title": "igu", "author": "igu_xl", "created": CREATED})
        workbook.set_custom_property("igu", __version__)  # for `igu doctor`
        modules = addin_modules() | {MODULE: Module(wrapper_module())}
        workbook.add_worksheet("igu")  # Excel opens nothing without a sheet
        add_macros(workbook, modules)
    return content


def _write(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _FIXED)
    info.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(info, content)


def _as_addin(name: str, content: bytes) -> bytes:
    if name == "[Content_Types].xml":
        return content.replace(_AS_WORKBOOK, _AS_ADDIN)
    return content.replace(b"</Relationships>", _RELATION) if name == "_rels/.rels" else content


def ribbon(buttons: Sequence[Button]) -> str:
    """The part that puts the buttons on a tab of their own."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>'
        f'<tab id="igu" label="igu"><group id="iguPartnerskab" label="Partnerskab">{"".join(map(_button, buttons))}'
        "</group></tab></tabs></ribbon></customUI>\n"
    )


def _button(button: Button) -> str:
    attributes = {
        "id": f"igu{button.macro}",
        "label": button.label,
        "screentip": button.label,
        "supertip": button.help,
        "size": "large",
        "imageMso": button.icon,
        "onAction": f"{RIBBON_MODULE}.{RIBBON_PREFIX}{button.macro}",
    }
    return f"<button {' '.join(f'{name}={quoteattr(value)}' for name, value in attributes.items())}/>"
