"""Writing to the partners' workbooks: one after the other, each copied first, and who could not be written is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from igu_xl.actions.planning.call_rows import told_calls
from igu_xl.actions.planning.handing_out import hand_out, put_away
from igu_xl.actions.planning.week_rows import WeekSheets
from igu_xl.actions.school_plan.kept_plan import kept_plan
from igu_xl.actions.sending.partner_plans import Plans
from igu_xl.actions.tool_sheets import fill_table, finding_row
from igu_xl.checks.validation import Validation
from igu_xl.domain.codes import fold
from igu_xl.errors import WriteRefused
from igu_xl.findings import Finding
from igu_xl.progress import Progress
from igu_xl.sheets.building.guide import CONTACT_NAME, NO_CONTACT
from igu_xl.sheets.contract import MUNICIPALITY, SCHOOL
from igu_xl.sheets.contract.school import CALLS
from igu_xl.sheets.layout import located
from igu_xl.sheets.layout_version import PARTNER_NAME, text_formula
from igu_xl.sheets.reading.typed_rows import ReadBook
from igu_xl.sheets.schema import Row
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.sheets.writing.lossless import WorkbookEdit


class PartnerDesk:
    """Changes partners' workbooks, and notes which were `written`, and which wait and why (in Danish).

    `weeks`: in how many the school plan was renewed.
    """

    def __init__(self, folder: Path, backups: Backups) -> None:
        self.folder = folder
        self.backups = backups
        self.written: set[str] = set()
        self.waiting: dict[str, str] = {}
        self.weeks = 0

    def tell_everybody(self, validation: Validation, plans: Plans, contact: str, progress: Progress | None) -> None:
        """Fill the sheets Plan and Fund of every workbook from what stands in the workbooks now, and whom to ask; and
        a school's Udbud from the school plan that was made last."""
        books = validation.partnership.books
        kept = kept_plan(self.folder)
        for number, book in enumerate(books):
            if progress:
                progress(number, len(books), book.path)
            own = _for_partner(finding for finding in validation.findings if finding.place.workbook == book.path)
            rows = {
                "tblPlan": plans.of(book),
                "tblFund": [finding_row(finding) for finding in own],
            }
            if kept and book.book is SCHOOL:
                rows[CALLS.name] = told_calls(kept.calls, book.partner)
            self.change(book, partial(_fill, book, rows, contact))

    def send_weeks(self, validation: Validation) -> bool:
        """Renew the tool's rows in the municipalities' Skoleplan by the plan that was made last; whether any changed.

        What is told afterwards must be read again: the rows book seats in cohorts.
        """
        weeks = self._weeks(validation)
        if weeks is None:
            return False
        changed: list[str] = []

        def renew(book: ReadBook, edit: WorkbookEdit) -> None:
            weeks.write(validation, book.partner, edit)
            if edit.changed:
                changed.append(book.path)

        for book in validation.partnership.books:
            if book.book is MUNICIPALITY:
                self.change(book, partial(renew, book))
        self.weeks = len(changed)
        return bool(changed)

    def hand_out_plans(self, validation: Validation) -> None:
        """Write the school plans that stand in the workbooks as files into the partners' folders."""
        weeks = self._weeks(validation)
        if weeks:
            self.waiting |= hand_out(self.folder, validation, weeks)

    def put_away_plans(self, validation: Validation, placements: Mapping[str, str]) -> None:
        """Take the page and calendars of placements that were taken back (with their partner) out of the folders."""
        put_away(self.folder, validation, placements)

    def _weeks(self, validation: Validation) -> WeekSheets | None:
        """What the school plan that was made last says to the municipalities now; None where none was made."""
        kept = kept_plan(self.folder)
        return WeekSheets.of(kept, validation) if kept else None

    def change(self, book: ReadBook, change: Callable[[WorkbookEdit], None]) -> bool:
        """Make a change to a workbook; False, and the reason noted, when it cannot be done now."""
        path = located(self.folder, book.path)
        try:
            edit = _opened(path)
            if edit.sha256 != book.sha256:
                raise WriteRefused("Arbejdsbogen er ændret, siden den blev læst. Den bliver opdateret næste gang.")
            change(edit)
            if edit.changed:
                self.backups.keep(path)
                edit.save()
                self.written.add(book.path)
        except WriteRefused as problem:
            self.waiting[book.path] = problem.reason
            return False
        return True


def _opened(path: Path) -> WorkbookEdit:
    try:
        return WorkbookEdit(path, normalise=fold)
    except OSError as problem:  # it was there when it was read: a library or a drive that has gone since
        raise WriteRefused("Arbejdsbogen kan ikke nås mere. Den bliver opdateret næste gang.") from problem


def _for_partner(findings: Iterable[Finding]) -> list[Finding]:
    """The findings as the partner may read them; what the secretariat clears up is told once a cell."""
    told = [one for finding in findings if (one := finding.for_partner())]
    return list({(one.place, one.code, one.message): one for one in told}.values())


def _fill(book: ReadBook, rows: Mapping[str, Sequence[Row]], contact: str, edit: WorkbookEdit) -> None:
    """Fill the tool's own sheets and cells; a partner who has deleted one is not made to have it. Where something is
    told, the workbook says from then on whose it is."""
    edit.set_named(CONTACT_NAME, contact or NO_CONTACT)
    there = {name.casefold() for name in edit.table_names()}
    for name, own in rows.items():
        if name.casefold() in there:
            fill_table(edit, book.book.table(name), own)
    if edit.changed:
        edit.set_name(PARTNER_NAME, text_formula(book.partner))
