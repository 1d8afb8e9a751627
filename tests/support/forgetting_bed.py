"""Looking for a person in every byte of a partnership, and the figures that must stay; and the municipality, played."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd

from igu_xl.analysis import month_figures
from igu_xl.month import Month

WHO = "101-0001"
KOEBENHAVN = "kommuner/101-københavn.xlsx"
MONTHS = (Month(2026, 10), Month(2026, 11))
Figures = dict[tuple[str, str, str], pd.DataFrame]


def figures(folder: Path) -> Figures:
    """Every table of a page of each kind, of every archived month."""
    found = {}
    for month in MONTHS:
        for partner in ("styregruppe:alle", "kommune:101", "branche:bygge-anlæg"):
            for name, frame in month_figures(folder, month, partner).items():
                found[str(month), partner, name] = frame
    return found


def same(one: Figures, other: Figures) -> bool:
    return one.keys() == other.keys() and all(one[key].equals(other[key]) for key in one)


def places_of(folder: Path, word: str = WHO) -> set[str]:
    """The files in which a word stands, in a byte of them, a zipped part, a cell of Parquet or the name."""
    pattern = re.compile(rf"(?<!\d){re.escape(word)}(?!\d)".encode(), re.I)
    found = set()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if any(pattern.search(content) for content in [name.encode(), *contents(path.read_bytes())]):
            found.add(name)
    return found


def contents(content: bytes) -> Iterator[bytes]:
    """The bytes of a file, and of everything that is packed into it."""
    yield content
    if content[:4] == b"PAR1":
        table = pd.read_parquet(io.BytesIO(content))
        yield table.to_csv().encode()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                yield from contents(package.read(part))


def delete_rows(folder: Path, book: str = KOEBENHAVN, word: str = WHO) -> None:
    """Plays the municipality, which deletes all that it has typed about a person."""
    workbook = openpyxl.load_workbook(folder / book)
    for sheet in workbook:
        for row in sheet.iter_rows():
            if any(word in str(cell.value or "") for cell in row) and sheet.title not in ("Plan", "Fund"):
                for cell in row:
                    typed = not str(cell.value or "").startswith("=")
                    cell.value = None if typed else cell.value
            for cell in row:
                if cell.comment and word in cell.comment.text:
                    cell.comment = None
    workbook.save(folder / book)


def settings(folder: Path, **values: object) -> None:
    """Type settings by their beginning."""
    workbook = openpyxl.load_workbook(folder / "koordinator.xlsm", keep_vba=True)
    for row in workbook["Indstillinger"].iter_rows():
        for name, value in values.items():
            if str(row[0].value).startswith(name):
                row[1].value = value
    workbook.save(folder / "koordinator.xlsm")
