"""The partners' folders: one each beside the secretariat's, or wherever the coordinator's sheet *Partnere* says.

A folder that is named there lies where the partner's library is synchronised. One that cannot be used has a finding,
and nothing of it is read: what lies in two partners' folders would be shared with both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from igu_xl.findings import Finding, Place
from igu_xl.sheets.contract.coordinator import PARTNERS
from igu_xl.sheets.layout import KIND_FOLDERS, Layout, layout_of
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.typed_rows import read_table
from igu_xl.sheets.reading.values import shown
from igu_xl.sheets.reading.workbook import open_workbook


@dataclass(frozen=True, slots=True)
class PartnerFolder:
    """A folder that is one partner's: what the names of its workbooks begin with, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Noted:
    """What *Partnere* says: the folders by the cell that each was typed in, and the kind of each workbook by name."""

    folders: Mapping[str, str]
    kinds: Mapping[str, str]


def partner_folders(layout: Layout) -> tuple[list[PartnerFolder], list[Finding]]:
    """The folders of all partners in a layout that keeps them apart, and findings for those that cannot be used."""
    inside = sorted(path for path in layout.partners.glob("*") if path.is_dir() and not path.name.startswith("."))
    found = [PartnerFolder(path.relative_to(layout.root).as_posix(), path) for path in inside]
    findings = []
    for cell, typed in noted(layout).folders.items():
        folder = PartnerFolder(typed, layout.located(typed))
        if fault := _fault(folder, found, layout):
            findings.append(Finding(_place(layout, cell), fault, typed))
        elif not any(_same(folder.path, one.path) for one in found):
            found.append(folder)
    return found, findings


def folders_of(folder: Path) -> list[PartnerFolder]:
    """The folders of a partnership in which workbooks lie: the coordinator's first, whose name is empty."""
    layout = layout_of(folder)
    if layout.apart:
        return [PartnerFolder("", layout.secretariat), *partner_folders(layout)[0]]
    return [PartnerFolder("", layout.root), *(PartnerFolder(name, layout.root / name) for name in KIND_FOLDERS)]


def noted(layout: Layout) -> Noted:
    """What the saved sheet *Partnere* says of folders and kinds; nothing where it cannot be read."""
    path = layout.coordinator
    if path is None:
        return Noted({}, {})
    status = path.stat()
    return _noted(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _noted(path: Path, changed: int, size: int) -> Noted:
    try:
        rows = read_table(open_workbook(path), PARTNERS, path.name, [])
    except Unreadable:
        return Noted({}, {})
    if rows is None:
        return Noted({}, {})
    names, kinds, folders = (
        ["" if value is None else shown(value).strip() for value in rows.column(key)]
        for key in ("path", "kind", "folder")
    )
    cells = [rows.cell(at, "folder") for at in range(len(folders))]
    typed = {cell: plain_folder(folder) for cell, folder in zip(cells, folders, strict=True) if folder}
    return Noted(typed, dict(zip(names, kinds, strict=True)))


def plain_folder(folder: str) -> str:
    """A folder as it was typed, as names of workbooks begin with it."""
    return folder.strip('" ').replace("\\", "/").rstrip("/")


def _fault(folder: PartnerFolder, others: list[PartnerFolder], layout: Layout) -> str:
    """Why a folder that was named cannot be used: the code of the finding, or an empty text."""
    try:
        if not folder.path.is_dir():
            return "mappe-mangler"
    except OSError:
        return "mappe-mangler"
    if _holds(folder.path, layout.secretariat) or _holds(layout.secretariat, folder.path):
        return "mappe-sekretariat"
    for other in others:
        if folder.name != other.name and (_holds(folder.path, other.path) or _holds(other.path, folder.path)):
            return "mappe-dobbelt"
    return ""


def _holds(one: Path, other: Path) -> bool:
    """Whether a folder is another or lies above it, also by way of links."""
    return _resolved(other).is_relative_to(_resolved(one))


def _same(one: Path, other: Path) -> bool:
    return _resolved(one) == _resolved(other)


def _resolved(path: Path) -> Path:
    return Path(str(path.resolve()).casefold())


def _place(layout: Layout, cell: str) -> Place:
    book = layout.coordinator
    return Place(book.name if book else "", PARTNERS.sheet, PARTNERS.name, cell, PARTNERS.column("folder").header)
