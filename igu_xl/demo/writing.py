"""Writes the demo as a folder of workbooks."""

from __future__ import annotations

from pathlib import Path

from igu_xl.demo.mess.files import FILE_MESS, damage_file
from igu_xl.demo.partnership import make_partnership
from igu_xl.sheets.layout import Layout, layout_of
from igu_xl.sheets.templates import build_workbook


def write_partnership(folder: Path, candidates: int = 200, seed: int = 7) -> list[Path]:
    """Write every partner's workbook into `folder` and return their paths; the same arguments give the same bytes.

    What is in the folder under the same names is replaced. Raises `ValueError` below 200 candidates.
    """
    paths = []
    layout = layout_of(folder)
    for book in make_partnership(candidates, seed):
        path = _place(layout, book.filename)
        path.parent.mkdir(parents=True, exist_ok=True)
        build_workbook(book.book, path, book.rows, owner=book.owner)
        paths.append(path)
    for filename, damage in FILE_MESS:
        damage_file(_place(layout, filename), damage)
    return paths


def _place(layout: Layout, filename: str) -> Path:
    """Where a workbook lies: in its partner's own folder, or in the earlier layout in that of its kind."""
    own = Path(filename)
    return layout.partners / own.stem / own.name if layout.apart else layout.root / own
