"""A partnership in which three months have been: 101-0001 is placed, sent, archived, followed up and written about."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment

from igu_xl.actions.checking import check_partnership, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.reporting.reporting import keep_snapshot
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.analysis import month_figures
from igu_xl.month import Month

WHO, BEGUN = "101-0001", datetime(2026, 11, 2, 10)
KOEBENHAVN = "kommuner/101-københavn.xlsx"
MONTHS = (Month(2026, 10), Month(2026, 11))
Figures = dict[tuple[str, str, str], pd.DataFrame]


@pytest.fixture(scope="session")
def played_once(decided_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The months, played once; nobody writes to it."""
    folder = Path(shutil.copytree(decided_partnership, tmp_path_factory.mktemp("spillet") / "Partnerskab æøå"))
    book = openpyxl.load_workbook(folder / KOEBENHAVN)
    book["Kandidater"]["A5"].comment = Comment(f"Spørg om {WHO}", "Jobkonsulent")
    for column, value in enumerate((WHO, datetime(2026, 10, 5), 4, 4, 4), 1):
        book["Opfølgning"].cell(5, column, value)
    book.create_sheet("Noter")["B2"] = f"Ring til {WHO} på mandag"
    book.save(folder / KOEBENHAVN)
    publish_partnership(folder, BEGUN, anyway=True)
    for month in MONTHS:
        checked = read_and_check(folder, BEGUN, None, CoordinatorFile(folder))
        keep_snapshot(checked, folder / "arkiv" / str(month))
        shutil.copytree(folder / f"arkiv/{month}/data", folder / f"arkiv/{month}/udgave-1/data")
    notebooks = folder / "arkiv/2026-10/notebooks"
    notebooks.mkdir()
    (notebooks / "kommune-101.ipynb").write_text('{"cells": [{"source": "data.of(\\"101-0001\\")"}]}', encoding="utf-8")
    check_partnership(folder, BEGUN.replace(hour=11))
    return folder


@pytest.fixture
def played(played_once: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    return Path(shutil.copytree(played_once, tmp_path / played_once.name))


def figures(folder: Path) -> Figures:
    """Every table of every page of every archived month."""
    found = {}
    for month in MONTHS:
        known = pd.read_parquet(folder / f"arkiv/{month}/data/partners.parquet")["partner"]
        for partner in ("styregruppe:alle", *(one for one in known if not one.startswith("skole"))):
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
