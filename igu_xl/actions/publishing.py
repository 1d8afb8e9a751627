"""Godkend og send: approved proposals become placements, and every partner sees what became of its own rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked, read_and_check
from igu_xl.actions.coordinator import APPROVE, SENT, write_coordinator
from igu_xl.actions.orders import Order, approved_orders
from igu_xl.actions.partner_plans import plan_rows
from igu_xl.actions.tool_sheets import by_header, fill_table, finding_row, rows_of
from igu_xl.danish import listing, plural
from igu_xl.domain.codes import fold
from igu_xl.errors import WriteRefused
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.keeping import Backups, exclusive
from igu_xl.sheets.lossless import WorkbookEdit
from igu_xl.sheets.partnership import Progress, find_workbooks
from igu_xl.sheets.reading import ReadBook


@dataclass(slots=True)
class Published:
    """What a run sent: placements by id, workbooks written, and what was not done with the reason in Danish."""

    sent: list[str] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The answer of `igu publish --json`."""
        return {
            "sent": self.sent,
            "written": sorted(self.written),
            "waiting": [{"path": path, "reason": reason} for path, reason in self.waiting.items()],
            "refused": [{"candidate": candidate, "reason": reason} for candidate, reason in self.refused.items()],
        }


def publish_partnership(folder: Path, begun: datetime, progress: Progress | None = None) -> Published:
    """Write approved placements to the municipalities, then plans and findings to everybody they concern.

    A placement is written first and marked as sent afterwards, so a run that is killed in between finds it there the
    next time. A workbook that is open or was changed since it was read is left, named, and done at the next run.
    Doing it twice is the same as doing it once.
    """
    find_workbooks(folder)
    with exclusive(folder):
        checked = read_and_check(folder, begun)
        orders, refused = approved_orders(checked.validation, checked.coordinator.proposals, checked.today)
        done, backups = Published(refused=refused), Backups(folder, begun)
        for book in checked.validation.partnership.books:
            _write_placements(folder, book, [order for order in orders if order.book == book.path], backups, done)
        proposals = _with_states(checked.coordinator.proposals, orders, done)
        _tell_everybody(folder, read_and_check(folder, begun), proposals, backups, done, progress)
        log = ("Godkend og send", summary(done))
        write_coordinator(checked.coordinator.path, {"tblForslag": rows_of(proposals)}, backups, log)
        return done


def summary(done: Published) -> str:
    """What was sent and what waits, in one or a few sentences."""
    books = plural(len(done.written), "arbejdsbog", "arbejdsbøger")
    parts = [f"{plural(len(done.sent), 'forløb', 'forløb')} sendt, {books} opdateret."]
    if done.waiting:
        parts.append(f"Venter til næste gang: {listing(sorted(done.waiting))}.")
    if done.refused:
        parts.append(f"Kunne ikke sendes: {listing(sorted(done.refused))}; grunden står i arket Forslag.")
    return " ".join(parts)


def _write_placements(folder: Path, book: ReadBook, orders: list[Order], backups: Backups, done: Published) -> None:
    """Append a municipality's new placements; they count as sent only when the file was replaced."""
    new = [order.row for order in orders if not order.already_there]
    with _edited(folder, book, backups, done) as edit:
        if new:
            edit.append_rows("tblForloeb", by_header(MUNICIPALITY.table("tblForloeb"), new))
    if book.path not in done.waiting:
        done.sent += [order.placement for order in orders]


def _with_states(proposals: pd.DataFrame, orders: list[Order], done: Published) -> pd.DataFrame:
    """The proposals, each approved one with what came of it: sent, or why not."""
    states = proposals["state"].copy()
    for order in orders:
        if order.placement in done.sent:
            states[order.proposal] = SENT
    unsent = (proposals["decision"] == APPROVE) & (states != SENT)
    reasons = proposals["candidate"].map(done.refused)
    return proposals.assign(state=states.mask(unsent & reasons.notna(), reasons))


def _tell_everybody(
    folder: Path,
    checked: Checked,
    proposals: pd.DataFrame,
    backups: Backups,
    done: Published,
    progress: Progress | None,
) -> None:
    """Fill the sheets Plan and Fund of every workbook from what stands in the workbooks now."""
    validation, coordinator = checked.validation, replace(checked.coordinator, proposals=proposals)
    books = validation.partnership.books
    for number, book in enumerate(books):
        if progress:
            progress(number, len(books), book.path)
        own = [finding for finding in validation.findings if finding.place.workbook == book.path]
        with _edited(folder, book, backups, done) as edit:
            tables = set(edit.table_names())
            plan, fund = book.book.table("tblPlan"), book.book.table("tblFund")
            if plan.name in tables:
                fill_table(edit, plan, plan_rows(book, validation, coordinator))
            if fund.name in tables:
                fill_table(edit, fund, [finding_row(finding, inside=True) for finding in own])


@contextmanager
def _edited(folder: Path, book: ReadBook, backups: Backups, done: Published) -> Iterator[WorkbookEdit]:
    """A workbook to change in the block and to save after it; when that cannot be done, the reason is noted."""
    path = folder / book.path
    try:
        edit = WorkbookEdit(path, normalise=fold)
        if edit.sha256 != book.sha256:
            raise WriteRefused("Arbejdsbogen er ændret, siden den blev læst.")
        yield edit
        if edit.changed:
            backups.keep(path)
            edit.save()
            done.written.add(book.path)
    except WriteRefused as problem:
        done.waiting[book.path] = problem.reason
