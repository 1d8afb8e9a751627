"""What Godkend og send would do, told without doing it: it is done on a copy of the workbooks that is thrown away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from igu_xl.actions.sending.publishing import Sent, publish_partnership
from igu_xl.danish import listing, plural
from igu_xl.domain.codes import fold
from igu_xl.errors import NotNow
from igu_xl.progress import Progress
from igu_xl.sheets.contract import MUNICIPALITY, PARTNER_BOOKS
from igu_xl.sheets.partnership import coordinator_file, find_workbooks
from igu_xl.sheets.writing.keeping import STATE_FOLDER
from igu_xl.sheets.writing.lossless import WorkbookEdit, file_sha256, is_open
from igu_xl.standing import history_file

_PLACEMENTS = MUNICIPALITY.table("tblForloeb")


@dataclass(frozen=True, slots=True)
class WouldWrite:
    """What would be written to a workbook: how many placements, and which of its sheets would not be as they are."""

    path: str
    placements: int
    plan: bool
    findings: bool

    @property
    def sentence(self) -> str:
        """The change in words: `kommuner/101-københavn.xlsx: 4 forløb, og Plan og Fund ændres.`"""
        sheets = [name for name, changes in (("Plan", self.plan), ("Fund", self.findings)) if changes]
        told = [plural(self.placements, "forløb", "forløb")] if self.placements else []
        told += [f"{listing(sheets)} ændres"] if sheets else []
        return f"{self.path}: {', og '.join(told) or 'opdateres'}."


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a sending would do: to each partner's workbook, and all that `Sent` tells of one that was done.

    `coordinator` is the name of the coordinator's workbook where that would be written, too. What would be asked first
    stands in `sent.asks`; the rest is then what would be done after a yes.
    """

    sent: Sent
    changes: tuple[WouldWrite, ...]
    coordinator: str

    @property
    def hindered(self) -> bool:
        """Whether something would wait, be refused or be asked first."""
        return bool(self.sent.asks or self.sent.waiting or self.sent.refused)

    @property
    def text(self) -> str:
        """The rehearsal for people, file by file."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield "Intet er skrevet. Sådan ville det blive:"
        if self.sent.asks:
            yield "Der spørges først. Svares der ja (--anyway), sker det, der står under spørgsmålene:"
            yield from (f"  {ask}" for ask in self.sent.asks)
        yield from (f"  {change.sentence}" for change in self.changes)
        if self.coordinator:
            yield f"  {self.coordinator}: koordinatorens ark og loggen opdateres."
        yield from (f"  {path} venter: {reason}" for path, reason in self.sent.waiting.items())
        yield from (f"  {candidate}: {reason}" for candidate, reason in self.sent.refused.items())
        books = plural(len(self.changes), "arbejdsbog", "arbejdsbøger")
        yield f"I alt {plural(len(self.sent.sent), 'forløb', 'forløb')} til partnerne; {books} hos dem ændres."

    def as_json(self) -> dict[str, object]:
        """The answer of `igu publish --dry-run --json`."""
        changes = [
            {"path": one.path, "placements": one.placements, "plan": one.plan, "findings": one.findings}
            for one in self.changes
        ]
        return {"dry_run": True, **self.sent.as_json(), "changes": changes, "coordinator": self.coordinator}


def rehearse(folder: Path, begun: datetime, progress: Progress | None = None, *, anyway: bool = False) -> Rehearsal:
    """Send on a copy of the workbooks, compare it with them, and throw it away: nothing is written to the folder.

    The copy lies in a folder for this user only while it is needed. Raises as `publish_partnership` would; a run that
    holds the partnership does not matter.
    """
    find_workbooks(folder)
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "partnerskab"
        _copy(folder, copy)
        done = publish_partnership(copy, begun, progress, anyway=anyway)
        asks = done.asks
        if asks:
            done = publish_partnership(copy, begun, progress, anyway=True)
            done.asks = asks
        changes = tuple(_change(folder / path, copy / path, path) for path in sorted(done.written))
        return Rehearsal(done, changes, _coordinator_changed(folder, copy))


def _copy(folder: Path, copy: Path) -> None:
    """All that a sending reads: the partners' folders, the coordinator's workbook with its lock, what was read before.

    Links are followed, so that what is written to the copy never reaches the file that they lead to.
    Raises `NotNow` where the system does not let a file be read.
    """
    own = [folder / STATE_FOLDER / name for name in (history_file.FILE, history_file.BEFORE)]
    if coordinator := coordinator_file(folder):
        own += [coordinator, coordinator.with_name(is_open(coordinator) or coordinator.name)]
    try:
        (copy / STATE_FOLDER).mkdir(parents=True)
        for path in filter(Path.is_file, own):
            shutil.copy2(path, copy / path.relative_to(folder))
        for name in (book.folder for book in PARTNER_BOOKS):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, copy / name, ignore_dangling_symlinks=True)
    except (shutil.Error, PermissionError) as problem:
        raise NotNow("Ikke alle filer i mappen kan læses lige nu. Luk dem, og prøv igen om lidt.") from problem


def _change(before: Path, after: Path, path: str) -> WouldWrite:
    old, new = WorkbookEdit(before, fold), WorkbookEdit(after, fold)
    plan, findings = (_cells(old, name) != _cells(new, name) for name in ("tblPlan", "tblFund"))
    return WouldWrite(path, _placements(new) - _placements(old), plan, findings)


def _placements(edit: WorkbookEdit) -> int:
    """How many placements have an id."""
    names = _cells(edit, _PLACEMENTS.name).get(fold(_PLACEMENTS.column("placement").header), [])
    return sum(name is not None for name in names)


def _cells(edit: WorkbookEdit, table: str) -> dict[str, list[str | float | None]]:
    """What stands in a table, by header; nothing where the workbook does not have it."""
    if table.casefold() not in {name.casefold() for name in edit.table_names()}:
        return {}
    return {fold(header): edit.column(table, header) for header in edit.column_headers(table)}


def _coordinator_changed(folder: Path, copy: Path) -> str:
    """The name of the coordinator's workbook where it is not what it was."""
    before, after = coordinator_file(folder), coordinator_file(copy)
    if after is None or (before and file_sha256(before) == file_sha256(after)):
        return ""
    return after.name
