"""CPR numbers that somebody typed, taken out of the copies of the workbooks and whatever else the tool keeps.

A number that a partner has deleted by now still stands in every copy that was made while it was there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.late_lines import put_off
from igu_xl.actions.forgetting.cpr_numbers import CprNumbers
from igu_xl.actions.forgetting.kept_files import clear_wrecks, kept_files, replace_kept, text_without
from igu_xl.actions.forgetting.tables import without_people
from igu_xl.danish import listing, plural
from igu_xl.domain.personal.cpr import has_cpr
from igu_xl.errors import IguError, WriteRefused
from igu_xl.progress import Progress
from igu_xl.sheets.buttons import FORGET
from igu_xl.sheets.layout import Layout, layout_of
from igu_xl.sheets.partnership import read_partnership
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.personal import find_cpr
from igu_xl.sheets.reading.workbook import Workbook, open_workbook
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.erasing import erased
from igu_xl.sheets.writing.keeping import Backups, exclusive

_WORKBOOKS = {".xlsx", ".xlsm"}
_OTHERS = {".json", ".log", ".1", ".txt"}
_P_NUMBER = "p-nummer"


@dataclass(slots=True)
class Cleaned:
    """What was done: the copies that were cleaned, those that had to be deleted, and where numbers stand still, in
    workbooks that are in use."""

    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What was done, for the log."""
        told = [f"CPR-numre er taget ud af {plural(len(self.changed), 'kopi', 'kopier')}."]
        if not self.changed and not self.deleted:
            told = ["Der stod ingen CPR-numre i kopierne."]
        if self.deleted:
            told.append(f"{plural(len(self.deleted), 'kopi', 'kopier')} kunne ikke renses og er slettet.")
        if self.theirs:
            told.append(
                f"Der står stadig numre i {listing(self.theirs)}. Slet dem dér (arket Fund siger hvor), og kør "
                "»igu forget MAPPE --cpr« igen, for så længe kommer de i nye kopier."
            )
        return " ".join(told)

    @property
    def text(self) -> str:
        """The sentence, and the copies that were deleted."""
        return "\n".join([self.sentence, *(f"  Slettet: {name}" for name in self.deleted)])

    def as_json(self) -> dict[str, object]:
        """The answer of `igu forget --cpr --json`."""
        return {"changed": self.changed, "deleted": self.deleted, "still_in": self.theirs}


def take_cpr_out(folder: Path, begun: datetime, progress: Progress | None = None) -> Cleaned:
    """Take every CPR number out of all copies of workbooks and of what the tool remembers; a copy that cannot be
    cleaned is deleted.

    Raises `WrongUse` for a folder that is no partnership, `NotNow` when another run holds it.
    """
    find_workbooks(folder)
    with exclusive(folder):
        layout, done = layout_of(folder), Cleaned()
        clear_wrecks(layout)
        partnership = read_partnership(folder)
        known = set(partnership.frames["tblVirksomheder"]["p_number"].dropna())
        files = [path for path in kept_files(layout) if _looked_into(path, layout)]
        for number, path in enumerate(files):
            if progress:
                progress(number, len(files), "kopier")
            _clean(path, path.relative_to(layout.root).as_posix(), known, done)
        told = {finding.place.workbook for finding in partnership.findings if "cpr" in finding.code}
        done.theirs = sorted(told | _coordinators(layout, known))
        line = (begun, FORGET.label, done.sentence)
        try:
            desk = CoordinatorFile(folder)
            desk.write(desk.read(), {}, Backups(folder, begun), line)
        except IguError:
            put_off(folder, line)
        return done


def _looked_into(path: Path, layout: Layout) -> bool:
    if path.is_relative_to(layout.backups):
        return True
    own = path.is_relative_to(layout.state) and path.suffix in _OTHERS
    return own or path.suffix == ".parquet"


def _clean(path: Path, name: str, known: Collection[str], done: Cleaned) -> None:
    try:
        if has_cpr(path.name):
            raise WriteRefused("Filens navn er et CPR-nummer.", path.name)
        if path.suffix.casefold() in _WORKBOOKS:
            changed = _clean_workbook(path, known)
        elif path.suffix == ".parquet":
            changed = without_people(path, CprNumbers(known))
        else:
            content = text_without(path.read_bytes(), CprNumbers(known))
            changed = content is not None
            if content is not None:
                replace_kept(path, content)
        if changed:
            done.changed.append(name)
    except (WriteRefused, Unreadable):
        path.unlink()
        done.deleted.append(name)


def _clean_workbook(path: Path, known: Collection[str]) -> bool:
    """Whether a copy held numbers, and holds none any more; raises `WriteRefused` where it cannot be cleaned."""
    hits, own = _hits(path, known)
    if not hits:
        return False
    content = erased(path.read_bytes(), path.name, CprNumbers({*known, *own}))
    if content is None:
        raise WriteRefused("Nummeret står et sted, der ikke kan ændres.", path.name)
    replace_kept(path, content)
    if _hits(path, known)[0]:
        raise WriteRefused("Nummeret står også et sted, der ikke kan ændres.", path.name)
    return True


def _hits(path: Path, known: Collection[str]) -> tuple[bool, set[str]]:
    """Whether the guard finds a number in a workbook, and the P-numbers that stand in it."""
    workbook = open_workbook(path)
    columns: dict[str, set[int]] = {}
    own: set[str] = set()
    for sheet in workbook.sheets:
        for column, values in _p_number_columns(workbook, sheet):
            columns.setdefault(sheet, set()).add(column)
            own |= values
    return bool(find_cpr(workbook, columns, {*known, *own})), own


def _p_number_columns(workbook: Workbook, sheet: str) -> Iterator[tuple[int, set[str]]]:
    """The columns (from 1) below the header *P-nummer*, each with its values."""
    grid = workbook.grid(sheet)
    for values in grid:
        for column, value in enumerate(values):
            if isinstance(value, str) and value.strip(" *").casefold() == _P_NUMBER:
                yield column + 1, {_plain(row[column]) for row in grid}


def _plain(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value).strip()


def _coordinators(layout: Layout, known: Collection[str]) -> set[str]:
    path = layout.coordinator
    try:
        return {path.name} if path and _hits(path, known)[0] else set()
    except Unreadable:
        return set()
