"""The workbooks that are in use: the coordinator's without the people, and in the partners' the tool's own sheets.

What a partner has typed is the partner's. It is not touched; it is told where it stands, so that it can be deleted.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from igu_xl.actions.forgetting.people import People
from igu_xl.danish import listing
from igu_xl.errors import WriteRefused
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.layout import Layout
from igu_xl.sheets.workbook_files import WorkbookFile
from igu_xl.sheets.writing.erasing import Trace, erased, traces_in
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.sheets.writing.replacing import file_sha256, is_open, replace_file

_OWN = tuple({table.name for book in PARTNER_BOOKS for table in book.tables if table.tool_owned})
_OPEN = "Den er åben (låsefilen {lock} findes). Den bliver gjort færdig ved næste kørsel, når den er lukket."


@dataclass(frozen=True, slots=True)
class Theirs:
    """What a partner must delete itself: rows about the person in a workbook's sheet, and other cells with the id."""

    workbook: str
    sheet: str
    rows: tuple[int, ...]
    cells: tuple[str, ...]

    @property
    def words(self) -> str:
        """It as a person reads it: `kommuner/101-koebenhavn.xlsx, arket Forløb, række 12 og 15`."""
        rows = f"række {listing(list(map(str, self.rows)))}" if self.rows else ""
        cells = f"celle {listing(self.cells)}" if self.cells else ""
        return f"{self.workbook}, arket {self.sheet}, {' og '.join(filter(None, [rows, cells]))}"


def clean_partners(files: Iterable[WorkbookFile], people: People, backups: Backups) -> tuple[list[str], dict[str, str]]:
    """Empty the rows of people in the tool's own sheets; the workbooks that were changed, and those left, with why."""
    changed: list[str] = []
    left: dict[str, str] = {}
    for file in files:
        try:
            if _clean(file.path, people, backups, _OWN):
                changed.append(file.name)
        except (WriteRefused, OSError) as problem:
            left[file.name] = problem.reason if isinstance(problem, WriteRefused) else "Den kan ikke læses lige nu."
    return changed, left


def clean_coordinator(layout: Layout, people: People, backups: Backups) -> tuple[list[str], dict[str, str]]:
    """Take people out of the whole of the coordinator's workbook, where it is closed."""
    path = layout.coordinator
    if path is None:
        return [], {}
    try:
        return ([path.name] if _clean(path, people, backups, ()) else []), {}
    except (WriteRefused, OSError) as problem:
        return [], {path.name: problem.reason if isinstance(problem, WriteRefused) else "Den kan ikke læses lige nu."}


def _clean(path: Path, people: People, backups: Backups, only: tuple[str, ...]) -> bool:
    sha256 = file_sha256(path)
    content = erased(path.read_bytes(), path.name, people, only)
    if content is None:
        return False
    if lock := is_open(path):
        raise WriteRefused(_OPEN.format(lock=lock), path.name)
    backups.keep(path)
    replace_file(path, content, sha256, _refuse_unreadable)
    return True


def _refuse_unreadable(path: Path) -> None:
    """Raise WriteRefused unless another reader opens what was written and reads every sheet."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    except CalamineError as problem:
        raise WriteRefused("Den kunne ikke læses igen, da den var skrevet; den er ikke ændret.", path.name) from problem


def still_standing(files: Iterable[WorkbookFile], people: People) -> list[Theirs]:
    """Where people stand in what partners have typed; a workbook that cannot be read has a finding of its own."""
    found: list[Theirs] = []
    for file in files:
        try:
            traces = traces_in(file.path, people)
        except (WriteRefused, OSError):
            continue
        own = {table.sheet for table in file.book.tables if table.tool_owned}
        found += _by_sheet(file.name, [trace for trace in traces if trace.cell and trace.sheet not in own])
    return found


def _by_sheet(name: str, traces: list[Trace]) -> Iterator[Theirs]:
    for sheet in dict.fromkeys(trace.sheet for trace in traces):
        mine = [trace for trace in traces if trace.sheet == sheet]
        rows = sorted({trace.number for trace in mine if trace.owned})
        cells = [trace.cell for trace in mine if trace.number not in rows]
        yield Theirs(name, sheet, tuple(rows), tuple(cells))
