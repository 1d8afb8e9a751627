"""Hent og kontrollér: check every workbook, and show the coordinator what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.coordinator.file import CoordinatorFile, coordinator_as_saved
from igu_xl.actions.coordinator.late_lines import write_late_lines
from igu_xl.actions.coordinator.since_actions import Errand
from igu_xl.actions.coordinator.since_lines import SinceLast, since_last
from igu_xl.actions.coordinator.standing_sheets import kept_reasons, standing_tables
from igu_xl.actions.coordinator.what_if_sheet import aged_tables
from igu_xl.actions.coordinator.workbook import SENT, Coordinator, CoordinatorBook
from igu_xl.actions.forgetting.forgetting import tidy
from igu_xl.actions.school_plan.plan_findings import readable_plan, with_plan_findings
from igu_xl.actions.tool_sheets import finding_row
from igu_xl.checks.known_partners import with_named_left
from igu_xl.checks.validation import Validation, check, validate
from igu_xl.danish import plural
from igu_xl.findings import ERROR, WARNING, Finding, Place, counts_by_level
from igu_xl.progress import Progress
from igu_xl.records import Record, records
from igu_xl.sheets.buttons import CHECK
from igu_xl.sheets.contract.coordinator import SINCE
from igu_xl.sheets.layout import COORDINATOR_FILES, layout_of
from igu_xl.sheets.partner_folders import plain_folder
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.standing.events.event import Event
from igu_xl.standing.history import History
from igu_xl.standing.history_file import keep_history, keep_told, kept_history, told_history

_ALL_SHARE_ONE = Finding(Place(COORDINATOR_FILES[0]), "mapper-faelles")


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What a control found, with the coordinator's workbook that it was written to.

    `told` is what the coordinator was last told of; no reading where that was nothing.
    """

    validation: Validation
    coordinator: CoordinatorBook
    today: date
    told: History = field(default_factory=History.empty)

    @property
    def errand(self) -> Errand:
        """What the actions of Siden sidst go by."""
        return Errand(self.validation.partnership.folder, self.today, self.coordinator.settings.remind_days)

    def since(self, more: Iterable[Event] = ()) -> SinceLast:
        """What has happened since the coordinator was last told, with what `more` the run itself has found."""
        name_of = self.validation.partnership.partner_name
        return since_last(self.coordinator.since, self.told, self.validation.history, self.errand, name_of, more)


def check_partnership(
    folder: Path, begun: datetime, progress: Progress | None = None, coordinator: Coordinator | None = None
) -> Checked:
    """Read and check everything, and write findings, partners and placements to the coordinator's workbook.

    Partners' workbooks are only read. `coordinator` is the workbook's file unless another is given. Raises `WrongUse`
    for a folder that is no partnership, `NotNow` when another run holds it or the coordinator's workbook is open.
    """
    find_workbooks(folder)
    with exclusive(folder):
        desk = coordinator or CoordinatorFile(folder)
        checked = read_and_check(folder, begun, progress, desk)
        log = (begun, CHECK.label, summary(checked.validation))
        desk.write(checked.coordinator, coordinator_tables(checked, begun), Backups(folder, begun), log)
        note_told(folder, checked)
        return checked


def look_only(folder: Path, begun: datetime, progress: Progress | None = None) -> Checked:
    """The check of what is saved, with no lock and nothing written: the folder stays as it is, whoever works in it.

    The reading is not remembered. Raises `WrongUse` for a folder that is no partnership, `NotNow` when the system does
    not let the coordinator's workbook be read.
    """
    find_workbooks(folder)
    checked, _ = look(folder, begun.date(), coordinator_as_saved(folder), progress)
    return checked


def read_and_check(folder: Path, begun: datetime, progress: Progress | None, desk: Coordinator) -> Checked:
    """The check alone, for actions that hold the lock and write for themselves; the reading is remembered.

    Before it, whoever is to be forgotten is.
    """
    write_late_lines(folder, desk, begun)
    book = desk.read()
    if tidy(folder, begun, desk, book):
        book = desk.read()
    checked, kept = look(folder, begun.date(), book, progress)
    remember(folder, checked.validation.history, kept)
    return checked


def look(
    folder: Path, clock: date, coordinator: CoordinatorBook, progress: Progress | None = None
) -> tuple[Checked, History]:
    """What a check finds, and what was kept of the readings before it; nothing is written.

    The day is *Dags dato* where the coordinator's workbook has one, else that of the clock.
    """
    today = coordinator.settings.day(lambda: clock)
    kept = kept_history(folder)
    told = told_history(folder) or kept
    if coordinator.settings.today is None:  # what was read under a Dags dato that was tried
        kept, told = kept.no_later_than(today), told.no_later_than(today)
    known = with_named_left(kept, coordinator.settings.left, today)
    validation = _with_sent_before(validate(folder, today, progress, known), coordinator)
    return Checked(noted(validation, coordinator), coordinator, today, told), kept


def _with_sent_before(validation: Validation, coordinator: CoordinatorBook) -> Validation:
    """The validation with what an earlier version of the program sent and noted the day of nowhere but in the log.

    Only what has not begun and says nothing of an agreement: what has begun was counted as begun before.
    """
    proposals, unsigned = coordinator.proposals, validation.standing.unwritten()
    sent = proposals.loc[proposals["state"] == SENT, ["candidate", "slot"]].drop_duplicates()
    found = unsigned[["partner", "placement", "candidate", "slot"]].dropna().merge(sent, on=["candidate", "slot"])
    if found.empty:
        return validation
    today = validation.standing.day
    day = min(coordinator.sent_last or today, today)
    history = validation.history.with_sent(found.assign(sent_on=pd.Timestamp(day)))
    return check(validation.partnership, today, history)


def noted(validation: Validation, coordinator: CoordinatorBook) -> Validation:
    """The validation with what the coordinator should know of the own workbook and of the folders, and with who does
    not reach the school part by the plan that was made last."""
    folder = validation.partnership.folder
    shared = () if layout_of(folder).apart else (_ALL_SHARE_ONE,)
    plan = readable_plan(folder)
    if isinstance(plan, Finding):
        shared, plan = (*shared, plan), None
    known = replace(validation, findings=(*validation.findings, *coordinator.notes, *shared))
    return with_plan_findings(known, plan)


def remember(folder: Path, history: History, kept: History) -> None:
    """Keep a reading; a run that is repeated as of an earlier day adds nothing to what was known later."""
    if kept.latest is None or (history.latest is not None and history.latest >= kept.latest):
        keep_history(folder, history)


def note_told(folder: Path, checked: Checked) -> None:
    """Remember that the coordinator was told what happened up to now, once it stands in the workbook."""
    known, told = checked.validation.history, checked.told.latest
    if checked.coordinator.has(SINCE.name) and known.latest and (told is None or known.latest >= told):
        keep_told(folder, known)


# A folder without a workbook, or one that was typed since the coordinator's workbook was saved.
_NOT_READ = "Ingen arbejdsbog læst. Læg den i mappen, og tryk igen på Hent og kontrollér."


def summary(validation: Validation) -> str:
    """One sentence: how much was read and what was found."""
    counts = counts_by_level(validation.findings)
    rows = sum(len(frame) for frame in validation.partnership.frames.values())
    if not validation.partnership.books:
        return "Der er ingen arbejdsbøger i mappen endnu."
    books = plural(len(validation.partnership.books), "arbejdsbog", "arbejdsbøger")
    return (
        f"{books} læst med {plural(rows, 'række', 'rækker')}: {plural(counts['fejl'], 'fejl', 'fejl')}, "
        f"{plural(counts['advarsel'], 'advarsel', 'advarsler')} og "
        f"{plural(counts['oplysning'], 'oplysning', 'oplysninger')}."
    )


def coordinator_tables(checked: Checked, begun: datetime) -> dict[str, list[Record]]:
    """The coordinator's sheets that show what was read and how it stands, with the latest match laid over."""
    aged = aged_tables(checked.coordinator, "hentet og kontrolleret igen")
    return {"tblPartnere": partner_rows(checked, begun)} | standing_now(checked) | aged


def standing_now(checked: Checked, more: Iterable[Event] = ()) -> dict[str, list[Record]]:
    """The coordinator's sheets that do not say when they were written: the same state, the same rows.

    `more` are events that no reading tells of, for Siden sidst.
    """
    book, validation = checked.coordinator, checked.validation
    told = standing_tables(validation, book.proposals, records(book.unmatched), kept_reasons(book.cohorts))
    layout = layout_of(validation.partnership.folder)
    own = {
        "tblFund": [finding_row(finding, layout) for finding in validation.findings],
        SINCE.name: checked.since(more).rows,
    }
    return own | told


def partner_rows(checked: Checked, begun: datetime) -> list[Record]:
    """One row a workbook; one that could not be read says why and has no time of reading.

    A folder that was typed stays, with its workbook or in a row of its own.
    """
    validation = checked.validation
    left = {plain_folder(typed): typed for typed in checked.coordinator.folders}
    counts = Counter((finding.place.workbook, finding.level) for finding in validation.findings)
    rows = []
    for book in validation.partnership.books:
        errors = counts[(book.path, ERROR)]
        unread = [finding.message for finding in book.findings if not book.tables]
        rows.append(
            {
                "path": book.path,
                "partner": validation.partnership.partner_name(book.partner),
                "kind": book.book.kind,
                "rows": sum(len(table.numbers) for table in book.tables.values()),
                "errors": errors,
                "warnings": counts[(book.path, WARNING)],
                "state": unread[0] if unread else "Læst; der er fejl at rette" if errors else "Læst",
                "read_at": None if unread else f"{begun:%d-%m-%Y %H:%M}",
                "folder": left.pop(book.path.rpartition("/")[0], None),
            }
        )
    faults = {plain_folder(finding.value): finding.message for finding in validation.findings if finding.value}
    return rows + [{"folder": typed, "state": faults.get(place, _NOT_READ)} for place, typed in left.items()]
