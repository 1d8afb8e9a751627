"""Glem borger: a person is taken out of everything that the tool keeps, and what was counted is counted still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from igu_xl.actions.coordinator.blanking import blank_sentences
from igu_xl.actions.coordinator.file import CoordinatorFile, saved_coordinator
from igu_xl.actions.coordinator.late_lines import put_off
from igu_xl.actions.coordinator.workbook import Coordinator, CoordinatorBook
from igu_xl.actions.forgetting.anonymous import Alias, placements_of
from igu_xl.actions.forgetting.begun import begun_before, keep_begun, left_open
from igu_xl.actions.forgetting.follow_ups import TABLE, keep_follow_ups
from igu_xl.actions.forgetting.kept_files import sweep
from igu_xl.actions.forgetting.open_coordinator import rows_without
from igu_xl.actions.forgetting.people import People
from igu_xl.actions.forgetting.retention import due
from igu_xl.actions.forgetting.search import known_as
from igu_xl.actions.forgetting.workbooks import Theirs, clean_coordinator, clean_partners, still_standing
from igu_xl.actions.rehearsing import clear_remains
from igu_xl.checks.known_partners import known_partners
from igu_xl.danish import listing, plural
from igu_xl.errors import IguError, NotNow, WrongUse
from igu_xl.sheets.buttons import FORGET
from igu_xl.sheets.forgotten import keep_forgotten, kept_forgotten
from igu_xl.sheets.layout import Layout, layout_of
from igu_xl.sheets.partnership import read_partnership
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.sheets.writing.replacing import is_open
from igu_xl.standing.history_file import kept_history, told_history

RULING = "Glem borger"  # the ruling in Beslutninger that says whom the button shall forget
NOBODY = (
    f"Ingen er valgt. Skriv en række i arket Beslutninger med afgørelsen {RULING} og borgerens Kandidat-id, og tryk "
    "igen."
)


@dataclass(slots=True)
class Done:
    """What a run did: how many people, the files that were changed, the copies that had to be deleted, what waits and
    why, and what partners must delete themselves."""

    people: int
    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)
    theirs: list[Theirs] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What was done, without an id: it stands in the log."""
        if not self.people:
            return "Borgeren er glemt i forvejen, og værktøjet har intet om id'et."
        who = plural(self.people, "borger", "borgere")
        told = [f"{who} er glemt: {plural(len(self.changed), 'fil', 'filer')} ændret, og tallene er de samme."]
        if self.deleted:
            told.append(f"{plural(len(self.deleted), 'kopi', 'kopier')} kunne ikke renses og er slettet.")
        if self.waiting:
            told.append(f"Venter til næste kørsel: {listing(sorted(self.waiting))}.")
        if self.theirs:
            places = listing(sorted({one.workbook for one in self.theirs}))
            told.append(f"Rækker i {places} må partneren selv slette; de læses ikke mere.")
        return " ".join(told)

    @property
    def text(self) -> str:
        """It for people: the sentence, what must be deleted by whom, what waits, and what was deleted."""
        lines = [self.sentence]
        if self.theirs:
            lines += [
                "",
                "Det skal partneren selv slette i sin arbejdsbog:",
                *(f"  {one.words}" for one in self.theirs),
            ]
        lines += [f"  {name}: {reason}" for name, reason in self.waiting.items()]
        lines += [f"  Slettet: {name}" for name in self.deleted]
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """The answer of `igu forget --json`."""
        theirs = [{"workbook": o.workbook, "sheet": o.sheet, "rows": o.rows, "cells": o.cells} for o in self.theirs]
        return {
            "people": self.people,
            "changed": self.changed,
            "deleted": self.deleted,
            "waiting": [{"path": path, "reason": reason} for path, reason in self.waiting.items()],
            "partners_must_delete": theirs,
        }


def forget_candidate(folder: Path, begun: datetime, candidate: str) -> Done:
    """Forget one candidate, by id; what partners have typed is told and not touched.

    A workbook that is open is left, named, and done by the next run; a run that was killed is finished by the next one.
    Raises `WrongUse` for a folder that is no partnership and an id that the tool holds nothing about, `NotNow` when
    another run holds it.
    """
    find_workbooks(folder)
    with exclusive(folder):
        layout = layout_of(folder)
        name = known_as(folder, layout, candidate)
        if not name:
            return Done(0)
        ids = [*begun_before(layout.state), name]
        return _carry_out(folder, begun, CoordinatorFile(folder), list(dict.fromkeys(ids)), FORGET.label)


def forget_chosen(folder: Path, begun: datetime, coordinator: Coordinator) -> str:
    """The button: forget those whom *Beslutninger* names. The first press asks, the next one does it; the sentence
    tells."""
    find_workbooks(folder)
    with exclusive(folder):
        book = coordinator.read()
        chosen = chosen_in(book)
        backups = Backups(folder, begun)
        if not chosen or book.said_last != question(chosen):
            said = question(chosen) if chosen else NOBODY
            coordinator.write(book, {}, backups, (begun, FORGET.label, said))
            return said
        layout = layout_of(folder)
        ids = [*begun_before(layout.state), *(known_as(folder, layout, one) or one for one in chosen)]
        return _carry_out(folder, begun, coordinator, list(dict.fromkeys(ids)), FORGET.label).sentence


def chosen_in(book: CoordinatorBook) -> list[str]:
    """The ids of those who shall be forgotten by the rulings that stand."""
    rows = book.rulings[(book.rulings["ruling"] == RULING) & ~book.rulings["validity"].isin(["Ophævet", "Udført"])]
    return sorted({name.strip() for name in rows["candidate"] if name.strip()})


def question(chosen: Sequence[str]) -> str:
    """What is asked before anybody is forgotten; without an id, for it stands in the log."""
    who = plural(len(chosen), "borger", "borgere")
    return (
        f"Intet er slettet endnu. Tryk igen for at glemme {who}, der står med {RULING} i arket Beslutninger: alt, "
        "værktøjet har om dem, slettes, tallene bliver stående, og det kan ikke fortrydes."
    )


def tidy(folder: Path, begun: datetime, coordinator: Coordinator, book: CoordinatorBook) -> bool:
    """Finish what was begun, and forget those whose time is over; for runs that hold the lock, before they read.

    True where the coordinator's workbook may be another now.
    """
    layout = layout_of(folder)
    before, today = begun_before(layout.state), book.settings.day(begun.date)
    months = book.settings.forget_months
    old = due(kept_history(folder).no_later_than(today), today, months) if months else []
    if not old and not (before and _goes_on(folder, layout, coordinator)):
        return False
    label = f"Glemt efter {plural(months, 'måned', 'måneder')}" if old and months else FORGET.label
    _carry_out(folder, begun, coordinator, list(dict.fromkeys([*before, *old])), label)
    return True


def _goes_on(folder: Path, layout: Layout, desk: Coordinator) -> bool:
    """Whether what was begun can go on: the run was killed, or a workbook that it found open is closed by now."""
    paths = {file.name: file.path for file in find_workbooks(folder)[0]}
    if layout.coordinator and isinstance(desk, CoordinatorFile):
        paths[layout.coordinator.name] = layout.coordinator
    left = left_open(layout.state)
    return not left or any(name in paths and not is_open(paths[name]) for name in left)


def _carry_out(folder: Path, begun: datetime, desk: Coordinator, ids: Sequence[str], label: str) -> Done:
    """Forget people, from the journal of what is begun to the line of the log; twice is as once."""
    clear_remains()
    layout = layout_of(folder)
    people = People(_aliases(folder, layout, ids))
    keep_begun(layout.state, people.aliases)
    keep_forgotten(layout.state, kept_forgotten(layout.state).with_ids(ids))
    today, files = _today(folder, begun), find_workbooks(folder)[0]
    done = Done(len(ids))
    now = read_partnership(folder, None, known_partners(kept_history(folder))).frames[TABLE]
    backups = Backups(folder, begun)
    done.waiting |= _blank_log(folder, begun, layout, ids)
    for changed, left in (clean_partners(files, people, backups), _clean_desk(layout, people, backups, desk)):
        done.changed += changed
        done.waiting |= left
    swept = sweep(layout, people, today)
    keep_follow_ups(layout, now, people)
    keep_begun(layout.state, people.aliases if done.waiting else {}, done.waiting)
    done.changed += swept.changed
    done.deleted += swept.deleted
    done.waiting |= swept.left
    done.theirs = still_standing(files, people)
    _log(folder, begun, desk, label, done.sentence)
    return done


def _aliases(folder: Path, layout: Layout, ids: Iterable[str]) -> Mapping[str, Alias]:
    """A random name for each; who has one from a run that did not end keeps it."""
    before, histories = begun_before(layout.state), [kept_history(folder), told_history(folder)]
    placements = {
        name: {one for history in histories if history for one in placements_of(history, name)} for name in ids
    }
    return {name: before.get(name) or Alias.new(placements[name]) for name in ids}


def _blank_log(folder: Path, begun: datetime, layout: Layout, ids: Sequence[str]) -> dict[str, str]:
    """Take people out of the log, whose lines hold each other; where it cannot be written now, the file and why."""
    try:
        for one in ids:
            blank_sentences(folder, one, begun)
    except NotNow as problem:
        return {layout.coordinator.name if layout.coordinator else "": str(problem)}
    return {}


def _clean_desk(
    layout: Layout, people: People, backups: Backups, desk: Coordinator
) -> tuple[list[str], dict[str, str]]:
    """The coordinator's workbook without people; in one that is open in Excel as far as can be."""
    if isinstance(desk, CoordinatorFile):
        return clean_coordinator(layout, people, backups)
    book = desk.read()
    if tables := rows_without(book, people):
        desk.write(book, tables, backups, None)
    return [desk.path.name], {desk.path.name: "Den er åben i Excel. Resten af den renses, når den er lukket."}


def _today(folder: Path, begun: datetime) -> date:
    try:
        book = saved_coordinator(folder)
    except WrongUse:
        book = None
    return book.settings.day(begun.date) if book else begun.date()


def _log(folder: Path, begun: datetime, desk: Coordinator, label: str, sentence: str) -> None:
    """A line in the log; it waits for the next run where the workbook is open."""
    try:
        desk.write(desk.read(), {}, Backups(folder, begun), (begun, label, sentence))
    except (NotNow, IguError):
        put_off(folder, (begun, label, sentence))
