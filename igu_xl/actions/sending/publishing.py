"""Godkend og send: approved proposals become placements, and every partner sees what became of its own rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked, note_told, noted, read_and_check, remember, standing_now
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.ruling_checks import sort_out
from igu_xl.actions.coordinator.rulings import settle
from igu_xl.actions.coordinator.what_if_sheet import aged_tables
from igu_xl.actions.coordinator.workbook import APPROVE, SENT, Coordinator, CoordinatorBook
from igu_xl.actions.matching.without_cohort import without_cohort
from igu_xl.actions.planning.taking_in import take_in_edits
from igu_xl.actions.sending.errands import run_errands
from igu_xl.actions.sending.left_short import left_short
from igu_xl.actions.sending.partner_books import PartnerDesk
from igu_xl.actions.sending.partner_plans import Plans
from igu_xl.actions.sending.sendable import Order, approved_orders
from igu_xl.actions.sending.sendings import confirmed, intended, keep_sendings, kept_sendings, taken_words
from igu_xl.actions.tool_sheets import by_header
from igu_xl.checks.validation import validate
from igu_xl.danish import listing, plural
from igu_xl.domain.law.kinds import IGU
from igu_xl.errors import WriteRefused
from igu_xl.progress import Progress
from igu_xl.records import Record, records
from igu_xl.sheets.buttons import PUBLISH
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.reading.typed_rows import ReadBook
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.sheets.writing.lossless import WorkbookEdit

_PLACEMENTS = MUNICIPALITY.table("tblForloeb")


@dataclass(slots=True)
class Sent:
    """What a run sent: placements by id, workbooks written, and what was not done with the reason in Danish.

    `weeks`: in how many municipalities' workbooks the school plan was renewed. `asks` is what it would leave short,
    where it has sent nothing and waits for a clear word. `edits` is how many changes of school plans were taken in from
    their workbooks, by placement.
    """

    sent: list[str] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    asks: list[str] = field(default_factory=list)
    weeks: int = 0
    edits: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The answer of `igu publish --json`."""
        return {
            "sent": self.sent,
            "written": sorted(self.written),
            "waiting": [{"path": path, "reason": reason} for path, reason in self.waiting.items()],
            "refused": [{"candidate": candidate, "reason": reason} for candidate, reason in self.refused.items()],
            "asks": self.asks,
            "school_plans": self.weeks,
            "edits": self.edits,
        }


def publish_partnership(
    folder: Path,
    begun: datetime,
    progress: Progress | None = None,
    coordinator: Coordinator | None = None,
    *,
    anyway: bool = False,
    twice_is_yes: bool = False,
) -> Sent:
    """Write approved placements to the municipalities, then plans and findings to everybody they concern.

    What was chosen in Siden sidst is carried out before (`errands`). What would leave a cohort or a team short
    (`left_short`) is asked first, and nothing is written but a line of the
    log. It is done `anyway`, or, where `twice_is_yes`, when the last line of the log is the same question.

    A placement is written first and marked as sent afterwards, so a run that is killed in between finds it there the
    next time. A workbook that is open or was changed since it was read is left, named, and done at the next run.
    Doing it twice is the same as doing it once. Raises `WrongUse` for a folder that is no partnership, and `NotNow`
    when another run holds it or the coordinator's workbook is open.
    """
    find_workbooks(folder)
    own = coordinator or CoordinatorFile(folder)
    run_errands(folder, begun, own)
    with exclusive(folder):
        checked = read_and_check(folder, begun, None, own)
        desk = _SendingDesk(folder, Backups(folder, begun))
        taken = take_in_edits(folder, checked.validation, desk.change)
        if taken.written:
            checked = _read_again(folder, checked, _sent([], desk.done))
        desk.done.edits = taken.written
        orders = desk.orders(checked)
        asks = left_short(checked.validation, orders)
        if asks and not anyway and not (twice_is_yes and checked.coordinator.said_last == question(asks)):
            desk.done.asks = asks
            own.write(checked.coordinator, {}, desk.backups, (begun, PUBLISH.label, question(asks)))
            return desk.done
        desk.send_placements(checked, orders, begun)
        book = replace(checked.coordinator, proposals=_with_states(checked.coordinator, orders, desk.done))
        # Read again: the new placements stand in the municipalities' workbooks now.
        now = _read_again(folder, checked, _sent(orders, desk.done))
        if desk.send_weeks(now.validation):
            desk.done.weeks = desk.weeks
            now = _read_again(folder, checked, _sent(orders, desk.done))
        now = replace(now, coordinator=book)
        told = (*now.validation.findings, *taken.findings)
        now = replace(now, validation=replace(now.validation, findings=told))
        tables = standing_now(now) | {"tblForslag": records(book.proposals)}
        tables |= aged_tables(book, "sendt forløb") if desk.done.sent else {}
        plans = Plans(now.validation, book.proposals, tables, taken_words(kept_sendings(folder)))
        desk.tell_everybody(now.validation, plans, book.settings.contact, progress)
        desk.hand_out_plans(now.validation)
        log = (begun, PUBLISH.label, summary(desk.done))
        if not own.write(checked.coordinator, tables, desk.backups, log) and desk.done.written:
            own.write(checked.coordinator, {}, desk.backups, log)  # partners got something, if the coordinator did not
        note_told(folder, now)
        return desk.done


def question(asks: Sequence[str]) -> str:
    """What is asked before a sending that leaves somebody short."""
    return f"Intet er sendt endnu. {' '.join(asks)} Godkend flere, eller tryk igen for at sende alligevel."


def summary(done: Sent) -> str:
    """What was sent and what waits, in one or a few sentences."""
    if done.asks:
        return question(done.asks)
    parts = [f"{plural(len(done.sent), 'forløb', 'forløb')} sendt."]
    if done.written:
        parts.append(f"{plural(len(done.written), 'arbejdsbog', 'arbejdsbøger')} opdateret.")
    else:
        parts.append("Alle arbejdsbøger er, som de skal være." if not done.waiting else "Ingen arbejdsbøger opdateret.")
    if done.edits:
        many = plural(sum(done.edits.values()), "rettelse", "rettelser")
        parts.append(f"{many} i {plural(len(done.edits), 'skoleplan', 'skoleplaner')} taget med.")
    if done.weeks:
        parts.append(f"Skoleplanen er fornyet hos {plural(done.weeks, 'kommune', 'kommuner')}.")
    if done.waiting:
        parts.append(f"Venter til næste gang: {listing(sorted(done.waiting))}.")
    if done.refused:
        parts.append(f"Kunne ikke sendes: {listing(sorted(done.refused))}; grunden står i arket Forslag.")
    return " ".join(parts)


def _read_again(folder: Path, checked: Checked, sent: pd.DataFrame) -> Checked:
    """The partnership as it stands with what was sent, which the history remembers as sent on this day."""
    before = checked.validation.history
    validation = validate(folder, checked.today, None, before.with_sent(sent))
    remember(folder, validation.history, before)
    return replace(checked, validation=noted(validation, checked.coordinator))


def _sent(orders: Sequence[Order], done: Sent) -> pd.DataFrame:
    rows = [(order.partner, order.placement, order.sent_on) for order in orders if order.placement in done.sent]
    return pd.DataFrame(rows, columns=["partner", "placement", "sent_on"])


def _with_states(coordinator: CoordinatorBook, orders: list[Order], done: Sent) -> pd.DataFrame:
    """The proposals, each approved one with what came of it: sent, on which day it begins, or why not."""
    proposals = coordinator.proposals.copy()
    for order in orders:
        if order.placement in done.sent:
            proposals.loc[order.proposal, "state"] = SENT
            if "start" in order.row:
                proposals.loc[order.proposal, "start"] = pd.Timestamp(order.row["start"])
        else:
            proposals.loc[order.proposal, "state"] = "Venter på kommunens arbejdsbog"
    unsent = (proposals["decision"] == APPROVE) & (proposals["state"] != SENT)
    reasons = proposals["candidate"].map(done.refused).astype("string")
    return proposals.assign(state=proposals["state"].mask(unsent & reasons.notna(), reasons))


def _early(checked: Checked) -> pd.DataFrame | None:
    """Who of those approved without a cohort may begin an igu so today; None where the setting lets nobody."""
    proposals = checked.coordinator.proposals
    asked = proposals[(proposals["decision"] == APPROVE) & (proposals["state"] != SENT) & (proposals["cohort"] == "")]
    people = list(asked.loc[asked["type"] == IGU, "candidate"])
    return without_cohort(checked, people).starts if people else None


class _SendingDesk(PartnerDesk):
    """Sends placements to the municipalities, and notes what was sent and what was not."""

    def __init__(self, folder: Path, backups: Backups) -> None:
        super().__init__(folder, backups)
        self.done = Sent(written=self.written, waiting=self.waiting)
        self._left_out: dict[str, set[str]] = {}
        self._grown: dict[str, int] = {}

    def orders(self, checked: Checked) -> list[Order]:
        """The approved placements that can be sent now; why others cannot is noted."""
        coordinator, validation = checked.coordinator, checked.validation
        decided = sort_out(settle(coordinator, checked.today), validation, coordinator.path.name)
        orders, self.done.refused = approved_orders(
            validation,
            coordinator.proposals,
            decided.decisions,
            open_cohorts=coordinator.settings.open_cohorts,
            early=_early(checked),
        )
        return orders

    def send_placements(self, checked: Checked, orders: Sequence[Order], begun: datetime) -> None:
        """Append placements to the municipalities' workbooks; what is written is noted before and confirmed after."""
        kept = kept_sendings(self.folder)
        noted_now = intended(kept, orders, checked.coordinator.proposals, begun)
        keep_sendings(self.folder, noted_now)
        for book in checked.validation.partnership.books:
            if own := [order for order in orders if order.book == book.path]:
                self._append(book, own)
        if noted_now != kept:
            keep_sendings(self.folder, confirmed(noted_now, self.done.sent, self._left_out, self._grown))

    def _append(self, book: ReadBook, orders: list[Order]) -> None:
        """Placements count as sent only when the file was replaced, or has them from an earlier run."""
        new = [order.row for order in orders if not order.already_there]
        if self.change(book, partial(self._write, book.partner, new)):
            self.done.sent += [order.placement for order in orders]

    def _write(self, partner: str, rows: Sequence[Record], edit: WorkbookEdit) -> None:
        before = edit.row_count(_PLACEMENTS.name) if rows else 0
        self._left_out[partner] = _append_placements(rows, edit)
        self._grown[partner] = edit.row_count(_PLACEMENTS.name) - before if rows else 0


def _append_placements(rows: Sequence[Record], edit: WorkbookEdit) -> set[str]:
    """Write rows at the end of the table; returns the later columns (by key) that an older workbook does not have."""
    if not rows:
        return set()
    edit.append_rows(_PLACEMENTS.name, by_header(_PLACEMENTS, rows))
    lacking = {header for _, header in edit.missing_headers}
    later = {column.header: column.key for column in _PLACEMENTS if column.since}  # an older workbook works without
    if missing := [header for _, header in edit.missing_headers if header not in later]:
        names = listing([f"»{header}«" for header in missing])
        raise WriteRefused(f"Arket Forløb mangler {names}. Giv kolonnen den overskrift igen.")
    return {later[header] for header in lacking}
