"""An opened workbook: its grids of values, its tables, and what the fast reader does not tell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from igu_xl.sheets.ooxml.areas import Area
from igu_xl.sheets.ooxml.package import CONTENT_TYPES, relations_part
from igu_xl.sheets.reading.opening import Unreadable, XmlParts, open_package
from igu_xl.sheets.reading.scanning import Scan, scan_worksheet
from igu_xl.sheets.reading.structure import ExcelTable, excel_tables, main_part, related, sheet_parts

Grid = list[list[Any]]

# The fast reader makes room for as many items as these elements promise, however few there are.
_PROMISING = re.compile(
    rb"<(?:[\w.-]+:)?(?:sst|numFmts|fonts|fills|borders|cellStyleXfs|cellXfs|cellStyles|dxfs)\b[^>]*>"
)
_PROMISE = re.compile(rb"\s(?:count|uniqueCount)\s*=\s*(?:\"[^\"]*\"|'[^']*')")

_READ_PARTS = ("worksheet", "chartsheet", "dialogsheet", "sharedStrings", "styles", "theme")


@dataclass(frozen=True, slots=True, eq=False)
class Workbook:
    """A workbook that can be read: the part and the scan of each worksheet, the Excel tables, and all XML parts."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]
    scans: Mapping[str, Scan]
    tables: tuple[ExcelTable, ...]
    sha256: str
    _reader: CalamineWorkbook
    _opened: dict[str, CalamineSheet] = field(default_factory=dict)
    _grids: dict[str, Grid] = field(default_factory=dict)

    def grid(self, sheet: str) -> Grid:
        """Every value of a worksheet from A1 on, in rows of one length; an empty cell is an empty text.

        Raises `Unreadable` for a duration that no program can hold.
        """
        if sheet not in self._grids:
            try:
                self._grids[sheet] = self._sheet(sheet).to_python(skip_empty_area=False)
            except OverflowError as problem:  # ten digits as a duration: more days than there are
                raise Unreadable("ark-varighed", {"area": sheet}) from problem
        return self._grids[sheet]

    def merged(self, sheet: str) -> list[Area]:
        """The merged cells of a worksheet."""
        ranges = self._sheet(sheet).merged_cell_ranges or []
        return [Area(left + 1, top + 1, right + 1, bottom + 1) for (top, left), (bottom, right) in ranges]

    def _sheet(self, name: str) -> CalamineSheet:
        if name not in self._opened:
            try:
                self._opened[name] = self._reader.get_sheet_by_name(name)
            except CalamineError as problem:
                raise Unreadable("fil-beskadiget") from problem
        return self._opened[name]


def open_workbook(path: Path) -> Workbook:
    """Open a file that may be anything; raises `Unreadable` with the reason."""
    package = open_package(path)
    sheets = sheet_parts(package.parts)
    scans = {name: scan_worksheet(package.parts[part], name) for name, part in sheets.items()}
    tables = tuple(excel_tables(package.parts, sheets))
    reader = _fast_reader(package, {sheets[name]: scan.content for name, scan in scans.items()})
    return Workbook(package.parts, sheets, scans, tables, package.sha256, reader)


def _fast_reader(package: XmlParts, scanned: Mapping[str, bytes]) -> CalamineWorkbook:
    """The fast reader on the parts that hold cells, as they were unpacked and scanned, and on nothing else."""
    main = main_part(package.parts)
    names = [CONTENT_TYPES, relations_part(""), main, relations_part(main), *related(package.parts, main, *_READ_PARTS)]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name in dict.fromkeys(names):
            if name in package.parts:
                target.writestr(name, scanned.get(name) or _unpromising(package.parts[name]))
    packed.seek(0)
    try:
        return CalamineWorkbook.from_filelike(packed)
    except CalamineError as problem:
        raise Unreadable("fil-beskadiget") from problem


def _unpromising(content: bytes) -> bytes:
    return _PROMISING.sub(lambda element: _PROMISE.sub(b"", element[0]), content)
