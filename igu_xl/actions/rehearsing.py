"""Trying an action on a copy of the partnership that is thrown away: what it would write is told, and not written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from igu_xl.danish import listing, plural
from igu_xl.domain.codes import fold
from igu_xl.domain.law.guidance import RULES_PAGE
from igu_xl.errors import NotNow
from igu_xl.sheets.contract import MUNICIPALITY, PARTNER_BOOKS
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.sheets.contract.school import CALLS
from igu_xl.sheets.layout import SECRETARIAT, Layout, layout_of, located
from igu_xl.sheets.partner_folders import partner_folders
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import ELSEWHERE
from igu_xl.sheets.writing.lossless import WorkbookEdit, file_sha256

FIRST_LINE = "Intet er skrevet. Sådan ville det blive:"

_PLACEMENTS = MUNICIPALITY.table("tblForloeb")
_KEPT = (".json", ".parquet")
# The copy's folder, and the lock in it that a run holds as long as it lives.
_PREFIX, _IN_USE = "igu-proeve-", "i-brug"
_WORKBOOKS, _LOCKS = (".xlsx", ".xlsm"), ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class WouldWrite:
    """What would be written to a workbook: how many placements more (or fewer), and which of its sheets would not be as
    they are."""

    path: str
    placements: int
    plan: bool
    findings: bool
    weeks: bool = False
    calls: bool = False

    @property
    def sentence(self) -> str:
        """The change in words: `kommuner/101-københavn.xlsx: 4 forløb, og Plan og Fund ændres.`"""
        named = (("Plan", self.plan), ("Fund", self.findings), ("Skoleplan", self.weeks), ("Udbud", self.calls))
        sheets = [name for name, changes in named if changes]
        back = " tages tilbage" if self.placements < 0 else ""
        told = [f"{plural(abs(self.placements), 'forløb', 'forløb')}{back}"] if self.placements else []
        told += [f"{listing(sheets)} ændres"] if sheets else []
        return f"{self.path}: {', og '.join(told) or 'opdateres'}."


@contextmanager
def rehearsal_copy(folder: Path) -> Iterator[Path]:
    """A copy of all that an action reads and writes, in a folder of this user's alone, while it is needed.

    The copy lies among the computer's temporary files, so that no shared folder gets it. A run that holds the
    partnership does not matter; copies that killed runs have left are deleted. Raises `WrongUse` for a folder that is
    no partnership, and `NotNow` where the system does not let a file be read.
    """
    find_workbooks(folder)
    clear_remains()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as temporary, FileLock(Path(temporary) / _IN_USE):
        copy = Path(temporary) / "partnerskab"
        _copy(folder, copy)
        yield copy


def clear_remains() -> None:
    """Delete the copies of this user that no run uses any more: one that was killed could not do it."""
    for remains in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(Timeout, OSError):
            lock = remains / _IN_USE
            if lock.is_file():
                with FileLock(lock, timeout=0):
                    pass
                shutil.rmtree(remains)


def _copy(folder: Path, copy: Path) -> None:
    """The partners' workbooks, the coordinator's and those beside it, all with their locks, and what was kept of
    earlier runs.

    Links are followed, and a folder that lies elsewhere is copied too, so that what is written to the copy never
    reaches the file that they lead to.
    """
    old = layout_of(folder)
    new = replace(old, root=copy, secretariat=copy / SECRETARIAT if old.apart else copy)
    try:
        new.state.mkdir(parents=True)
        _copy_files(old.secretariat, new.secretariat)
        for path in filter(Path.is_file, old.state.glob("*")):
            if path.suffix in _KEPT:
                shutil.copy2(path, new.state)
        if old.apart:
            _copy_partners(old, new)
            return
        for name in (book.folder for book in PARTNER_BOOKS):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, copy / name, ignore_dangling_symlinks=True)
    except (shutil.Error, PermissionError) as problem:
        raise NotNow("Ikke alle filer i mappen kan læses lige nu. Luk dem, og prøv igen om lidt.") from problem


def _copy_partners(old: Layout, new: Layout) -> None:
    new.partners.mkdir()
    stand_ins = {}
    for number, own in enumerate(partner_folders(old)[0]):
        if own.path.is_relative_to(old.root):
            place = own.name
        else:
            place = stand_ins[own.name] = f"{ELSEWHERE}/{number}"
        _copy_files(own.path, new.root / place)
    new.stand_in(stand_ins)


def _copy_files(source: Path, target: Path) -> None:
    """Copy the workbooks of a folder and their locks, and the page of the law."""
    target.mkdir(parents=True, exist_ok=True)
    for path in filter(Path.is_file, source.iterdir()):
        if path.suffix.casefold() in _WORKBOOKS or path.name.startswith(_LOCKS) or path.name == RULES_PAGE:
            shutil.copy2(path, target)


def would_write(folder: Path, copy: Path, path: str) -> WouldWrite:
    """What is different in the copy of a partner's workbook."""
    old, new = WorkbookEdit(located(folder, path), fold), WorkbookEdit(located(copy, path), fold)
    other = (_cells(old, name) != _cells(new, name) for name in ("tblPlan", "tblFund", SCHOOL_WEEKS.name, CALLS.name))
    return WouldWrite(path, _placements(new) - _placements(old), *other)


def coordinator_changed(folder: Path, copy: Path) -> str:
    """The name of the coordinator's workbook where the copy is not what it was."""
    before, after = layout_of(folder).coordinator, layout_of(copy).coordinator
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
