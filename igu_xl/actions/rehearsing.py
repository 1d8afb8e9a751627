"""Trying an action on a copy of the partnership that is thrown away: what it would write is told, and not written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from igu_xl.danish import listing, plural
from igu_xl.domain.codes import fold
from igu_xl.errors import NotNow
from igu_xl.sheets.contract import MUNICIPALITY, PARTNER_BOOKS
from igu_xl.sheets.partnership import coordinator_file, find_workbooks
from igu_xl.sheets.writing.keeping import STATE_FOLDER
from igu_xl.sheets.writing.lossless import WorkbookEdit, file_sha256

FIRST_LINE = "Intet er skrevet. Sådan ville det blive:"

_PLACEMENTS = MUNICIPALITY.table("tblForloeb")
_KEPT = (".json", ".parquet")
_WORKBOOKS, _LOCKS = (".xlsx", ".xlsm"), ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class WouldWrite:
    """What would be written to a workbook: how many placements more (or fewer), and which of its sheets would not be as
    they are."""

    path: str
    placements: int
    plan: bool
    findings: bool

    @property
    def sentence(self) -> str:
        """The change in words: `kommuner/101-københavn.xlsx: 4 forløb, og Plan og Fund ændres.`"""
        sheets = [name for name, changes in (("Plan", self.plan), ("Fund", self.findings)) if changes]
        back = " tages tilbage" if self.placements < 0 else ""
        told = [f"{plural(abs(self.placements), 'forløb', 'forløb')}{back}"] if self.placements else []
        told += [f"{listing(sheets)} ændres"] if sheets else []
        return f"{self.path}: {', og '.join(told) or 'opdateres'}."


@contextmanager
def rehearsal_copy(folder: Path) -> Iterator[Path]:
    """A copy of all that an action reads and writes, in a folder of this user's alone, while it is needed.

    The copy lies among the computer's temporary files, so that no shared folder gets it. A run that holds the
    partnership does not matter. Raises `WrongUse` for a folder that is no partnership, and `NotNow` where the system
    does not let a file be read.
    """
    find_workbooks(folder)
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "partnerskab"
        _copy(folder, copy)
        yield copy


def _copy(folder: Path, copy: Path) -> None:
    """The partners' folders, the workbooks beside them with their locks, and what was kept of earlier runs.

    Links are followed, so that what is written to the copy never reaches the file that they lead to.
    """
    beside = [path for path in folder.iterdir() if path.suffix in _WORKBOOKS or path.name.startswith(_LOCKS)]
    own = [path for path in (folder / STATE_FOLDER).glob("*") if path.suffix in _KEPT]
    try:
        (copy / STATE_FOLDER).mkdir(parents=True)
        for path in filter(Path.is_file, [*beside, *own]):
            shutil.copy2(path, copy / path.relative_to(folder))
        for name in (book.folder for book in PARTNER_BOOKS):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, copy / name, ignore_dangling_symlinks=True)
    except (shutil.Error, PermissionError) as problem:
        raise NotNow("Ikke alle filer i mappen kan læses lige nu. Luk dem, og prøv igen om lidt.") from problem


def would_write(folder: Path, copy: Path, path: str) -> WouldWrite:
    """What is different in the copy of a partner's workbook."""
    old, new = WorkbookEdit(folder / path, fold), WorkbookEdit(copy / path, fold)
    plan, findings = (_cells(old, name) != _cells(new, name) for name in ("tblPlan", "tblFund"))
    return WouldWrite(path, _placements(new) - _placements(old), plan, findings)


def coordinator_changed(folder: Path, copy: Path) -> str:
    """The name of the coordinator's workbook where the copy is not what it was."""
    before, after = coordinator_file(folder), coordinator_file(copy)
    if after is None or (before and file_sha256(before) == file_sha256(after)):
        return ""
    return after.name


def _placements(edit: WorkbookEdit) -> int:
    """How many placements have an id."""
    names = _cells(edit, _PLACEMENTS.name).get(fold(_PLACEMENTS.column("placement").header), [])
    return sum(name is not None for name in names)


def _cells(edit: WorkbookEdit, table: str) -> dict[str, list[str | float | None]]:
    """What stands in a table, by header; nothing where the workbook does not have it."""
    if table.casefold() not in {name.casefold() for name in edit.table_names()}:
        return {}
    return {fold(header): edit.column(table, header) for header in edit.column_headers(table)}
