"""Opgrader: workbooks that an earlier version made get what this one has added, and keep everything else; the page of
the law is the one of this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lxml import etree

from igu_xl.actions.coordinator.file import CoordinatorFile, save_with_log
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.logbook.logbook import LogLine
from igu_xl.actions.rehearsing import FIRST_LINE, coordinator_changed, rehearsal_copy
from igu_xl.danish import listing, plural
from igu_xl.domain.law.guidance import RULES_PAGE
from igu_xl.errors import IguError, WriteRefused
from igu_xl.findings import Finding, Place
from igu_xl.progress import Progress
from igu_xl.resources import shipped
from igu_xl.sheets.buttons import UPGRADE
from igu_xl.sheets.contract import COORDINATOR, PARTNER_BOOKS
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.reading.lacking import lacks_of
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.workbook import open_workbook
from igu_xl.sheets.schema import Book
from igu_xl.sheets.upgrading.renewal import Renewal, fresh_workbook, renewal_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.sheets.writing.lossless import WorkbookEdit, file_sha256, is_open
from igu_xl.sheets.writing.replacing import replace_file

_PROPERTIES = "docProps/core.xml"
_STAYS_OPEN = "Den er åben i Excel. Gem og luk den, og kør »igu upgrade MAPPE«."


@dataclass(slots=True)
class Upgraded:
    """What a run did: what each workbook got, and which were left, with the reason in Danish."""

    written: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The answer of `igu upgrade --json`."""
        return {
            "written": [{"path": path, "added": added} for path, added in self.written.items()],
            "waiting": [{"path": path, "reason": reason} for path, reason in self.waiting.items()],
            "refused": [{"path": path, "reason": reason} for path, reason in self.refused.items()],
        }


def upgrade_partnership(
    folder: Path, begun: datetime, progress: Progress | None = None, coordinator: Coordinator | None = None
) -> Upgraded:
    """Bring every workbook of a partnership up to this version's layout, and the page of the law up to its rules; what
    is up to them is not touched.

    Each file is copied first and replaced in one step, so a run can be killed and run again. A workbook that is open,
    or has no room for what is new, is left and named, and the others are done. With a `coordinator` that is open in
    Excel its own file waits, for it cannot be replaced while it is open. Raises `WrongUse` for a folder that is no
    partnership and `NotNow` when another run holds it.
    """
    files, _ = find_workbooks(folder)
    with exclusive(folder):
        desk = _UpgradingDesk(folder, Backups(folder, begun), coordinator)
        for number, file in enumerate(files):
            if progress:
                progress(number, len(files), file.name)
            desk.upgrade(file.path, file.name, file.book)
        desk.renew_templates()
        desk.renew_rules_page()
        desk.upgrade_coordinator()
        desk.note(begun)
        return desk.done


def rehearse_upgrade(folder: Path, begun: datetime, progress: Progress | None = None) -> Upgraded:
    """Upgrade a copy of the partnership that is thrown away: what would be done, and nothing is written."""
    with rehearsal_copy(folder) as copy:
        done = upgrade_partnership(copy, begun, progress)
        changed = coordinator_changed(folder, copy)
        if changed and changed not in done.written:
            done.written[changed] = "en linje i loggen"
        return done


def rehearsed_text(done: Upgraded) -> str:
    """What would be upgraded, file by file, for people."""
    lines = [FIRST_LINE, *(f"  {path}: {what}" for path, what in done.written.items())]
    lines += [f"  {path} venter: {reason}" for path, reason in done.waiting.items()]
    lines += [f"  {path} opgraderes ikke: {reason}" for path, reason in done.refused.items()]
    if len(lines) == 1:
        return "Intet er skrevet, og der er intet at skrive: alt er på den nyeste version."
    return "\n".join([*lines, f"I alt {plural(len(done.written), 'fil', 'filer')} ændres."])


def summary(done: Upgraded) -> str:
    """What was upgraded and what was left, in one or a few sentences."""
    count = plural(len(done.written), "fil", "filer")
    parts = [f"{count} opgraderet." if done.written else "Alt er på den nyeste version."]
    if not done.written and (done.waiting or done.refused):
        parts = ["Ingen filer opgraderet."]
    if done.waiting:
        parts.append(f"Venter til næste gang: {listing(sorted(done.waiting))}.")
    if done.refused:
        parts.append(f"Kunne ikke opgraderes: {listing(sorted(done.refused))}.")
    return " ".join([*parts, *_reasons(done)])


def _reasons(done: Upgraded) -> Iterator[str]:
    for path, reason in (done.waiting | done.refused).items():
        yield f"{path}: {reason}"


def older_workbooks(folder: Path) -> dict[str, str]:
    """The workbooks of a partnership that are of an earlier layout, each with what it does not have."""
    files, _ = find_workbooks(folder)
    own = layout_of(folder).coordinator
    books = [(file.name, file.path, file.book) for file in files]
    books += [(own.name, own, COORDINATOR)] if own else []
    found = {}
    for name, path, book in books:
        with suppress(Unreadable):  # what cannot be read has a finding of its own
            if lacks := lacks_of(open_workbook(path), book):
                found[name] = lacks.told()
    return found


class _UpgradingDesk:
    """Upgrades one file after the other, and notes what was done and what was not."""

    def __init__(self, folder: Path, backups: Backups, coordinator: Coordinator | None) -> None:
        self.done = Upgraded()
        self._folder = folder
        self._backups = backups
        self._fresh: dict[str, bytes] = {}
        self._live = None if isinstance(coordinator, CoordinatorFile) else coordinator

    def upgrade(self, path: Path, name: str, book: Book) -> None:
        """Upgrade a workbook where it lacks something."""
        try:
            renewal = renewal_of(path, book, self._fresh_of(book))
        except WriteRefused as problem:
            self.done.refused[name] = problem.reason
        except Unreadable as problem:
            finding = Finding(Place(name), problem.code, "", problem.details)
            self.done.refused[name] = f"{finding.message} {finding.mend}"
        else:
            if renewal is not None:
                self._save(renewal, name)

    def upgrade_coordinator(self) -> None:
        """Upgrade the coordinator's workbook, where it is there and not open."""
        path = layout_of(self._folder).coordinator
        if path is None:
            return
        if self._live is None:
            self.upgrade(path, path.name, COORDINATOR)
            return
        with suppress(Unreadable):  # some systems let nobody read a file that is open
            if lacks_of(open_workbook(path), COORDINATOR):
                self.done.waiting[path.name] = _STAYS_OPEN

    def renew_templates(self) -> None:
        """Build the templates that nobody has changed anew; one that is changed is upgraded like a workbook."""
        for book in PARTNER_BOOKS:
            path = layout_of(self._folder).secretariat / f"skabelon-{book.kind}{book.suffix}"
            if path.is_file():
                self._renew_template(path, book)

    def renew_rules_page(self) -> None:
        """Lay out the page of the law as this version reads it, where it is another or none."""
        path = layout_of(self._folder).secretariat / RULES_PAGE
        fresh = (shipped("workbooks") / RULES_PAGE).read_bytes()
        if path.is_file() and path.read_bytes() == fresh:
            return
        try:
            if path.is_file():
                self._backups.keep(path)
                replace_file(path, fresh, file_sha256(path), lambda _: None)
            else:
                path.write_bytes(fresh)
        except (WriteRefused, PermissionError):
            self.done.waiting[path.name] = "Der kan ikke skrives i mappen, eller siden er åben i et andet program."
        else:
            self.done.written[path.name] = "reglerne, som denne version har læst dem"

    def note(self, begun: datetime) -> None:
        """Add a line to the log: in Excel always, as every button does; in the file where something was done."""
        log = (begun, UPGRADE.label, summary(self.done))
        if self._live is not None:
            self._live.write(self._live.read(), {}, self._backups, log)
        elif self.done.written:
            self._note_in_file(log)

    def _note_in_file(self, log: LogLine) -> None:
        path = layout_of(self._folder).coordinator
        # A log that cannot be written, as in a workbook that is open, keeps nobody from what was done.
        with suppress(IguError, OSError):
            if path is not None and not is_open(path):
                save_with_log(path, WorkbookEdit(path), self._backups, log)

    def _fresh_of(self, book: Book) -> bytes:
        if book.kind not in self._fresh:
            self._fresh[book.kind] = fresh_workbook(book)
        return self._fresh[book.kind]

    def _save(self, renewal: Renewal, name: str) -> None:
        try:
            if lock := is_open(renewal.path):
                raise WriteRefused(f"Arbejdsbogen er åben (låsefilen {lock} findes).")
            self._backups.keep(renewal.path)
            renewal.save()
        except WriteRefused as problem:
            self.done.waiting[name] = problem.reason
        else:
            self.done.written[name] = renewal.lacks.told() or "de nye makroer"

    def _renew_template(self, path: Path, book: Book) -> None:
        if not _as_it_was_built(path):
            self.upgrade(path, path.name, book)
            return
        fresh = self._fresh_of(book)
        if path.read_bytes() == fresh:
            return
        try:
            self._backups.keep(path)
            replace_file(path, fresh, file_sha256(path), lambda _: None)
        except WriteRefused as problem:
            self.done.waiting[path.name] = problem.reason
        else:
            self.done.written[path.name] = "den nye skabelon"


def _as_it_was_built(path: Path) -> bool:
    """Whether no program has saved the workbook since it was built: each would write the time of it."""
    try:
        root = Package(path.read_bytes(), path.name).xml(_PROPERTIES)
    except WriteRefused:
        return False
    times = {etree.QName(one).localname: one.text for one in root}
    return times.get("created") == times.get("modified")
