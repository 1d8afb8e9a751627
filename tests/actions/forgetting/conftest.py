"""A partnership with two archived months: 101-0001 is placed, sent, followed up and written about."""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from forgetting_bed import KOEBENHAVN, MONTHS, WHO, Figures, figures, settings

from igu_xl.actions.checking import check_partnership, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.reporting.reporting import keep_snapshot
from igu_xl.actions.sending.publishing import publish_partnership

BEGUN = datetime(2026, 11, 2, 10)


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
    settings(folder, Dags=datetime(2026, 11, 3))
    check_partnership(folder, BEGUN.replace(day=3))
    return folder


@pytest.fixture
def played(played_once: Path, tmp_path: Path) -> Path:
    """A copy of it to work in."""
    return Path(shutil.copytree(played_once, tmp_path / played_once.name))


@pytest.fixture(scope="session")
def counted(played_once: Path) -> Figures:
    """The figures of it."""
    return figures(played_once)
