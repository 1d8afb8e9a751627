"""Taking sent placements back: the rows that the tool wrote leave the municipalities' workbooks, and nothing else does.

A row in which the municipality has typed since is the municipality's: it stays, and is named with the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked, noted, read_and_check, remember, standing_now
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.workbook import SENT, Coordinator, CoordinatorBook
from igu_xl.actions.sending.partner_books import PartnerDesk
from igu_xl.actions.sending.partner_plans import Plans
from igu_xl.actions.sending.sendings import (
    Sendings,
    SentPlacement,
    changed,
    keep_sendings,
    kept_sendings,
    standing_placements,
    taken_words,
)
from igu_xl.actions.sending.typed_since import typed_since
from igu_xl.checks.validation import validate
from igu_xl.danish import listing, plural
from igu_xl.progress import Progress
from igu_xl.records import records
from igu_xl.sheets.buttons import PUBLISH, UNDO
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.sheets.writing.lossless import WorkbookEdit

_PLACEMENTS = MUNICIPALITY.table("tblForloeb")
_ID = _PLACEMENTS.column("placement").header

_UNKNOWN = "igu har ikke noteret, at det er sendt, og ved derfor ikke, hvad der stod i rækken."
_NO_BOOK = "Kommunens arbejdsbog ligger ikke i mappen."
_TWICE = "Der er flere rækker med det forløb-id."
_DECIDED = (
    f"Forslagene står igen i arket Forslag med deres beslutning: {PUBLISH.label} sender dem, der er godkendt, igen."
)
_NAMED = 10  # reasons in a sentence


@dataclass(slots=True)
class TakenBack:
    """What a run took back, and what it did not.

    `taken` are the placements whose rows left the workbooks, `gone` those whose rows were there no more, `stays` those
    in which the municipality has typed since, with the reason. `said` is what is told instead, where nothing was done.
    """

    taken: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    stays: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)
    sending: str = ""
    said: str = ""

    @property
    def reasons(self) -> list[str]:
        """Why something was not taken back, a line each."""
        return [f"{name}: {reason}" for name, reason in (self.stays | self.waiting).items()]

    def as_json(self) -> dict[str, object]:
        """The answer of `igu undo --json`."""
        return {
            "sentence": summary(self),
            "taken": self.taken,
            "gone": self.gone,
            "stays": [{"placement": name, "reason": reason} for name, reason in self.stays.items()],
            "written": sorted(self.written),
            "waiting": [{"path": path, "reason": reason} for path, reason in self.waiting.items()],
        }


def take_back(
    folder: Path,
    begun: datetime,
    placements: Collection[str],
    progress: Progress | None = None,
    coordinator: Coordinator | None = None,
) -> TakenBack:
    """Take back some placements (by id), of whichever sending; raises as `publish_partnership` does.

    What the tool has not noted that it sent stays, and is named.
    """
    find_workbooks(folder)
    with exclusive(folder):
        own = coordinator or CoordinatorFile(folder)
        desk = TakingDesk(folder, begun, own, read_and_check(folder, begun, None, own))
        desk.take(placements, progress)
        return desk.done


def summary(done: TakenBack) -> str:
    """What was taken back and what was not, in one or a few sentences."""
    named = [f"{name} ({reason[:1].lower()}{reason[1:].rstrip('.')})" for name, reason in done.stays.items()]
    return done.said or _told(done, named)


def undo_text(done: TakenBack) -> str:
    """The same for people who can read more than a sentence: each reason has a line of its own."""
    return "\n".join([done.said or _told(done, list(done.stays)), *done.reasons])


def _told(done: TakenBack, stays: Sequence[str]) -> str:
    since = f" fra {done.sending}" if done.sending else ""
    parts = [f"{plural(len(done.taken), 'forløb', 'forløb')} taget tilbage{since}."]
    if done.gone:
        parts.append(f"Stod der ikke mere: {listing(sorted(done.gone))}.")
    if done.written:
        parts.append(f"{plural(len(done.written), 'arbejdsbog', 'arbejdsbøger')} opdateret.")
    if stays:
        more = [plural(len(stays) - _NAMED, "andet", "andre")] if len(stays) > _NAMED else []
        parts.append(f"Blev stående: {listing([*stays[:_NAMED], *more])}.")
    if done.waiting:
        again = f" Tryk på {UNDO.label} igen, når de er lukket." if done.sending else ""
        parts.append(f"Venter til næste gang: {listing(sorted(done.waiting))}.{again}")
    if done.taken or done.gone:
        parts.append(_DECIDED)
    return " ".join(parts)


class TakingDesk(PartnerDesk):
    """Takes placements back, and notes what was done and what was not. Its caller holds the partnership's lock."""

    def __init__(self, folder: Path, begun: datetime, own: Coordinator, checked: Checked) -> None:
        super().__init__(folder, Backups(folder, begun))
        self.done = TakenBack(written=self.written, waiting=self.waiting)
        self._begun = begun
        self._own = own
        self._checked = checked
        self._left: dict[str, int] = {}

    def take(self, placements: Collection[str], progress: Progress | None = None) -> None:
        """Take the placements back, then tell everybody how it stands.

        A row is noted as being taken before its workbook is written, and as taken when all is done: a run that is
        killed anywhere is finished by the next.
        """
        sendings = kept_sendings(self.folder)
        wanted = {one.placement: one for one in standing_placements(sendings) if one.placement in set(placements)}
        taken_before = {one.placement for sending in sendings for one in sending.placements} - wanted.keys()
        self.done.gone += [name for name in placements if name in taken_before]
        self.done.stays |= {name: _UNKNOWN for name in placements if name not in wanted.keys() | taken_before}
        keep_sendings(self.folder, changed(sendings, {k: replace(v, taking=True) for k, v in wanted.items()}, {}))
        for partner in dict.fromkeys(one.partner for one in wanted.values()):
            most = sum(sending.grown.get(partner, 0) for sending in sendings)
            self._take_from(partner, [one for one in wanted.values() if one.partner == partner], most)
        self._tell(self._after(sendings, wanted), [one for one in wanted.values() if self._is_off(one)], progress)

    def note(self, sentence: str) -> None:
        """Add a line to the log, and change nothing else."""
        self._own.write(self._checked.coordinator, {}, self.backups, (self._begun, UNDO.label, sentence))

    def _take_from(self, partner: str, wanted: Sequence[SentPlacement], most: int) -> None:
        """Take rows out of one municipality's workbook; those of one that cannot be written wait."""
        books = {book.partner: book for book in self._checked.validation.partnership.books}
        if partner not in books:
            self.waiting[self._checked.validation.partnership.partner_name(partner)] = _NO_BOOK
            return
        found = _Found()
        if self.change(books[partner], partial(self._take_rows, wanted, most, found)):
            self.done.taken += found.taken
            self.done.gone += found.gone
            self.done.stays |= found.stays
            self._left[partner] = found.left

    def _take_rows(self, wanted: Sequence[SentPlacement], most: int, found: _Found, edit: WorkbookEdit) -> None:
        going = []
        for one in wanted:
            rows = edit.rows_with(_PLACEMENTS.name, _ID, one.placement)
            if not rows and (home := self._moved_to(one)):
                found.stays[one.placement] = f"Rækken står nu hos {home}."
            elif not rows:
                # Taken by a run that was stopped before it could say so, or never written by one.
                (found.taken if one.taking else found.gone if one.confirmed else found.never).append(one.placement)
            elif len(rows) > 1:
                found.stays[one.placement] = _TWICE
            elif words := typed_since(edit, self._checked.validation.partnership, one, rows[0]):
                found.stays[one.placement] = words
            else:
                found.taken.append(one.placement)
                going.append(rows[0])
        found.left = edit.take_out_rows(_PLACEMENTS.name, going, most)

    def _moved_to(self, one: SentPlacement) -> str:
        """The municipality in whose workbook the placement stands now, where it is another; else empty."""
        partnership = self._checked.validation.partnership
        frame = partnership.frames[_PLACEMENTS.name]
        others = frame.loc[(frame["placement"] == one.placement) & (frame["partner"] != one.partner), "partner"]
        return "" if others.empty else partnership.partner_name(str(others.iloc[0]))

    def _is_off(self, one: SentPlacement) -> bool:
        """Whether the placement stands in its municipality's workbook no more."""
        waits = one.partner not in self._left
        return not waits and one.placement not in self.done.stays

    def _after(self, sendings: Sendings, wanted: dict[str, SentPlacement]) -> Sendings:
        gone, today = set(self.done.gone), self._checked.today
        off = {
            name: replace(one, taking=False, taken_on=today, gone=name in gone)
            for name, one in wanted.items()
            if self._is_off(one)
        }
        return changed(sendings, {name: replace(one, taking=False) for name, one in wanted.items()} | off, self._left)

    def _tell(self, after: Sendings, off: Sequence[SentPlacement], progress: Progress | None) -> None:
        """Have history, partners, the coordinator and at last the journal say that these are not sent any more."""
        checked = self._checked
        book = replace(checked.coordinator, proposals=_unsent(checked.coordinator, off))
        now = self._read_again(off)
        if self.send_weeks(now.validation):
            now = self._read_again(off)
        now = replace(now, coordinator=book)
        tables = standing_now(now) | {"tblForslag": records(book.proposals)}
        plans = Plans(now.validation, book.proposals, tables, taken_words(after))
        self.tell_everybody(now.validation, plans, now.coordinator.settings.contact, progress)
        self.put_away_plans(now.validation, {one.placement: one.partner for one in off})
        self.hand_out_plans(now.validation)
        self._own.write(checked.coordinator, tables, self.backups, (self._begun, UNDO.label, summary(self.done)))
        # A workbook that has not got its Plan yet gets it when the last sending is undone again.
        last = [replace(sending, untold=bool(self.waiting)) for sending in after[-1:]]
        keep_sendings(self.folder, (*after[:-1], *last))

    def _read_again(self, off: Sequence[SentPlacement]) -> Checked:
        """The partnership as it stands without what was taken back; to the history it was never sent."""
        before = self._checked.validation.history
        rows = pd.DataFrame([(one.partner, one.placement) for one in off], columns=["partner", "placement"])
        history = before.without_sent(rows.astype("string"))
        validation = validate(self.folder, self._checked.today, None, history)
        remember(self.folder, validation.history, before)
        return replace(self._checked, validation=noted(validation, self._checked.coordinator))


@dataclass(slots=True)
class _Found:
    """What was found of the wanted rows in one workbook, and how many rows left its table."""

    taken: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    stays: dict[str, str] = field(default_factory=dict)
    left: int = 0


def _unsent(coordinator: CoordinatorBook, off: Sequence[SentPlacement]) -> pd.DataFrame:
    """The proposals as they were before these were sent; the decisions stay."""
    proposals = coordinator.proposals.copy()
    for one in off:
        key = zip(proposals["candidate"], proposals["slot"], proposals["cohort"], proposals["state"], strict=True)
        mine = [row == (one.candidate, one.slot, one.cohort, SENT) for row in key]
        proposals.loc[mine, "state"] = one.state
        proposals.loc[mine, "start"] = pd.Timestamp(one.begins) if one.begins else pd.NaT
    return proposals
