"""The files that are meant to be partners' workbooks, and what else lies where they should."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from igu_xl.domain.personal.cpr import has_cpr
from igu_xl.errors import WrongUse
from igu_xl.findings import Finding, Place
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, PARTNER_BOOKS, SCHOOL
from igu_xl.sheets.contract.coordinator import PROPOSALS
from igu_xl.sheets.layout import KIND_FOLDERS, Layout, layout_of
from igu_xl.sheets.partner_folders import PartnerFolder, noted, partner_folders
from igu_xl.sheets.schema import Book

# Branches first: their P-numbers look like CPR numbers and must be known when the others are searched.
_READING_ORDER = (BRANCH, MUNICIPALITY, SCHOOL)
_READABLE = {".xlsx", ".xlsm"}
_LOCKS = ("~$", ".~lock.", ".")
_LEFT_BY_SYSTEMS = {"desktop.ini", "thumbs.db"}

_TABLE_PART = re.compile(r"xl/tables/[^/]+\.xml", re.IGNORECASE)
_NAMED = re.compile(rb'(?:displayName|name)\s*=\s*["\']([^"\']+)["\']')
_FIRST_BYTES, _MOST_TABLES = 4_096, 50
_MUNICIPALITY_NUMBER = re.compile(r"0?\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class WorkbookFile:
    """A file that is meant to be a partner's workbook: where it lies, its name in the partnership, its kind."""

    path: Path
    name: str
    book: Book


def find_workbooks(folder: Path) -> tuple[list[WorkbookFile], list[Finding]]:
    """The workbooks of a partnership in reading order, and findings for what else lies in the partners' folders.

    Raises `WrongUse` for a folder that is no partnership.
    """
    layout = layout_of(folder)
    files: list[WorkbookFile] = []
    findings: list[Finding] = []
    if layout.apart:
        folders, findings = partner_folders(layout)
        if not folders and not findings and not layout.partners.is_dir():
            raise _no_partnership(folder)
        for own in folders:
            _look_into(own, layout, files, findings)
        findings += _left_behind(layout)
    else:
        _require_one(folder)
        for book in PARTNER_BOOKS:
            for path in _in_order(folder / book.folder):
                if not _is_workbook(path, name := f"{book.folder}/{path.name}", findings):
                    continue
                if _is_coordinators(_table_names(path)):
                    findings.append(Finding(Place(name), "koordinator-hos-partner"))
                else:
                    files.append(WorkbookFile(path, name, book))
    return sorted(files, key=lambda file: _READING_ORDER.index(file.book)), findings


def _require_one(folder: Path) -> None:
    if not any((folder / book.folder).is_dir() for book in PARTNER_BOOKS):
        raise _no_partnership(folder)


def _no_partnership(folder: Path) -> WrongUse:
    return WrongUse(
        f"»{folder}« er ikke et partnerskab: mapperne sekretariat og partnere mangler. Lav et nyt med »igu new MAPPE«."
    )


def _look_into(own: PartnerFolder, layout: Layout, files: list[WorkbookFile], findings: list[Finding]) -> None:
    try:
        paths = _in_order(own.path)
    except OSError:
        findings.append(Finding(Place(own.name), "mappe-lukket"))
        return
    for path in paths:
        if path.is_symlink():  # a partner may make one that leads to what it cannot read itself
            findings.append(Finding(Place(f"{own.name}/{path.name}"), "fil-fremmed"))
        elif _is_workbook(path, name := f"{own.name}/{path.name}", findings):
            there = {table.casefold() for table in _table_names(path)}
            book = _kind_told(there) or _kind_known(name, own, layout)
            if _is_coordinators(there):
                findings.append(Finding(Place(name), "koordinator-hos-partner"))
            elif book is None:
                findings.append(Finding(Place(name), "fil-uden-slags"))
            else:
                files.append(WorkbookFile(path, name, book))


def _in_order(folder: Path) -> list[Path]:
    """What lies in a folder, by name without ending: »101-koebenhavn« before its copy »101-koebenhavn (1)«."""
    if not folder.is_dir():
        return []
    return sorted(folder.iterdir(), key=lambda path: (path.stem.casefold(), path.name))


def _is_workbook(path: Path, name: str, findings: list[Finding]) -> bool:
    """Whether a file is to be read as a workbook; what does not belong there has a finding."""
    if path.is_dir() or path.name.startswith(_LOCKS) or path.name.casefold() in _LEFT_BY_SYSTEMS:
        return False
    if has_cpr(path.name):
        findings.append(Finding(Place(name), "fil-cpr"))
        return False
    if path.suffix.casefold() not in _READABLE:
        findings.append(_foreign_file(path, name))
        return False
    if path.exists() and not path.is_file():  # to open a pipe would wait for ever
        findings.append(Finding(Place(name), "fil-ikke-excel"))
        return False
    return True


def _foreign_file(path: Path, name: str) -> Finding:
    kind = path.suffix.casefold()
    if kind in {".xls", ".xlsb", ".ods", ".csv", ".numbers"}:
        return Finding(Place(name), "fil-gammelt-format", "", {"kind": kind})
    return Finding(Place(name), "fil-fremmed")


def _left_behind(layout: Layout) -> Iterator[Finding]:
    """The workbooks in folders of the earlier layout: a partner's copy that was synchronised after a move."""
    for kind in KIND_FOLDERS:
        for path in _in_order(layout.root / kind):
            if path.suffix.casefold() in _READABLE and not path.name.startswith(_LOCKS) and not has_cpr(path.name):
                yield Finding(Place(f"{kind}/{path.name}"), "arbejdsbog-gammel-mappe")


def _is_coordinators(tables: Iterable[str]) -> bool:
    """Whether a workbook with these tables is the coordinator's, in which everybody's rows stand."""
    return any(name.casefold() == PROPOSALS.name.casefold() for name in tables)


def _kind_told(there: Collection[str]) -> Book | None:
    """The kind whose tables (in small letters) a workbook has; None where it has none, or is no workbook."""
    found = [(sum(table.name.casefold() in there for table in book.inputs), book) for book in PARTNER_BOOKS]
    count, best = max(found, key=lambda one: one[0])
    return best if count else None


def _table_names(path: Path) -> Iterator[str]:
    """The names of a workbook's Excel tables, by the beginning of each: it may be anything, and is opened later."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = [name for name in package.namelist() if _TABLE_PART.fullmatch(name)]
            for part in parts[:_MOST_TABLES]:
                with package.open(part) as content:
                    yield from (name.decode("utf-8", "replace") for name in _NAMED.findall(content.read(_FIRST_BYTES)))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        return


def _kind_known(name: str, own: PartnerFolder, layout: Layout) -> Book | None:
    """The kind of a workbook that does not tell it: as at the last check, or a municipality by its number."""
    known = noted(layout).kinds.get(name, "")
    if _MUNICIPALITY_NUMBER.match(own.path.name) or _MUNICIPALITY_NUMBER.match(Path(name).name):
        known = known or MUNICIPALITY.kind
    return next((book for book in PARTNER_BOOKS if book.kind == known), None)
