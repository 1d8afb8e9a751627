"""Reading a written workbook back with another reader, before it may replace the old one."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable
from datetime import time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.cells import Content, content_of
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.ooxml.worksheet import Worksheet

# Readers round a time of day to the millisecond.
_MILLISECOND = 1 / 86_400_000


def refuse_unlike(path: Path, package: Package, sheets: Iterable[Worksheet], date1904: bool) -> None:
    """Raise WriteRefused unless the file holds what was written, and every other part as it was."""
    try:
        _compare_parts(path, package)
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            for sheet in sheets:
                _compare_cells(book, sheet, date1904)
    except (CalamineError, zipfile.BadZipFile) as problem:
        raise WriteRefused(
            "Arbejdsbogen kunne ikke læses igen, da den var skrevet; den er ikke ændret.", package.name
        ) from problem


def _compare_parts(path: Path, package: Package) -> None:
    with zipfile.ZipFile(path) as written:
        found = {info.filename: (info.CRC, info.file_size) for info in written.infolist()}
        broken = written.testzip()
    changed = [name for name, crc, size in package.untouched() if found.get(name) != (crc, size)]
    if broken or changed:
        part = broken or changed[0]
        raise WriteRefused(
            f"Delen {part} blev en anden, da arbejdsbogen blev skrevet; den er ikke ændret.", package.name
        )


def _compare_cells(book: CalamineWorkbook, sheet: Worksheet, date1904: bool) -> None:
    values = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    for row, column, expected in sheet.written():
        inside = row <= len(values) and column <= len(values[row - 1])
        found = values[row - 1][column - 1] if inside else ""
        if not _same(expected, found, date1904):
            raise WriteRefused(
                "Cellen læses ikke igen, som den blev skrevet; arbejdsbogen er ikke ændret.",
                sheet.place(row, column),
            )


def _same(expected: Content, found: object, date1904: bool) -> bool:
    if expected.kind == "empty" and expected.formula is not None:
        return True  # Excel fills in the result when it opens the file
    if expected.kind == "number" and not isinstance(found, (str, bool)):
        return math.isclose(float(expected.text), _number(found, date1904), rel_tol=1e-14, abs_tol=_MILLISECOND)
    read = content_of(found, date1904)
    return (expected.kind, expected.text) == (read.kind, read.text)


def _number(found: object, date1904: bool) -> float:
    """The number a reader made a date, time or duration of, because of the cell's format."""
    if isinstance(found, time):
        found = timedelta(hours=found.hour, minutes=found.minute, seconds=found.second, microseconds=found.microsecond)
    if isinstance(found, timedelta):
        return found / timedelta(days=1)
    return float(content_of(found, date1904).text or "nan")
