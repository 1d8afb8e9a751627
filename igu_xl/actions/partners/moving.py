"""Flyt borger: a candidate who moves to another municipality keeps id, placements, follow-ups and history."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from igu_xl.actions.checking import Checked, coordinator_tables, look, noted, remember
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.known_ids import known_candidate
from igu_xl.actions.partners.today import refuse_earlier
from igu_xl.actions.tool_sheets import by_header
from igu_xl.checks.validation import validate
from igu_xl.danish import listing
from igu_xl.domain.codes import fold, municipality_name, resolve_municipality
from igu_xl.errors import NotNow, WriteRefused, WrongUse
from igu_xl.records import Record
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.contract.municipality import ABSENCES, FOLLOW_UPS, SCHOOL_WEEKS
from igu_xl.sheets.layout import located
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.reading.typed_rows import Broken, ReadBook
from igu_xl.sheets.reading.values import shown
from igu_xl.sheets.schema import Table
from igu_xl.sheets.whose_rows import candidates_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.sheets.writing.lossless import WorkbookEdit

LABEL = "Flyt borger"

# Beside the key of the table, where it has several rows of one key.
_TOLD_APART = {
    FOLLOW_UPS.name: ("date",),
    SCHOOL_WEEKS.name: ("step", "course", "cohort", "start"),
    ABSENCES.name: ("begins", "ends", "absence"),
}

_STORED = (str, bool, int, float, date)


def move_candidate(
    folder: Path, begun: datetime, candidate: str, municipality: str = "", coordinator: Coordinator | None = None
) -> str:
    """Move a candidate to another municipality (number or name; without one the row's *Bopælskommune*); the sentence
    tells what was done.

    The candidate's row, placements, school plans, absences and follow-ups are appended to the new municipality's
    workbook as they were typed; in the old one nothing is changed. From the day of the run the person is the new
    municipality's, before it the old one's. A run that was killed can be run again. Raises `WrongUse` for somebody or a
    municipality that nobody knows, `NotNow` when a workbook is open or another run holds the partnership.
    """
    find_workbooks(folder)
    with exclusive(folder):
        desk = coordinator or CoordinatorFile(folder)
        checked, before = look(folder, begun.date(), desk.read())
        refuse_earlier(checked.today, before)
        partnership = checked.validation.partnership
        name, old, new = _from_where_to_where(partnership, candidate, municipality)
        backups = Backups(folder, begun)
        _append(folder, partnership, name, old, new, backups)
        kept = checked.validation.history
        validation = validate(
            folder, checked.today, None, kept.with_move(name, old.partner, new.partner, checked.today)
        )
        remember(folder, validation.history, kept)
        now = Checked(noted(validation, checked.coordinator), checked.coordinator, checked.today)
        sentence = _sentence(partnership, name, old, new)
        desk.write(checked.coordinator, coordinator_tables(now, begun), backups, (begun, LABEL, sentence))
        return sentence


def _from_where_to_where(partnership: Partnership, candidate: str, municipality: str) -> tuple[str, ReadBook, ReadBook]:
    """The candidate's id as it is written, the workbook that has it, and the one that gets it."""
    frame = partnership.frames["tblKandidater"]
    name = known_candidate(candidate, frame["candidate"].dropna())
    rows = frame[(frame["candidate"] == name).fillna(False)]
    lives = rows["municipality"].dropna()
    asked = municipality or (str(lives.iloc[0]) if len(lives) else "")
    if not asked:
        raise WrongUse(f"Skriv, hvilken kommune {name} er flyttet til: der står ingen Bopælskommune i rækken.")
    new = _book_of(partnership, asked)
    others = {str(partner) for partner in rows["partner"]} - {new.partner}
    if not others:
        raise WrongUse(f"{name} står allerede i arbejdsbogen for {partnership.partner_name(new.partner)}.")
    if len(others) > 1:
        raise WrongUse(f"{name} står i flere arbejdsbøger: {listing(_paths(partnership, others))}. Ret id'erne først.")
    return name, next(book for book in partnership.books if book.partner in others), new


def _book_of(partnership: Partnership, municipality: str) -> ReadBook:
    code = resolve_municipality(municipality).code
    if not code:
        raise WrongUse(f"»{municipality}« er ingen kommune. Skriv dens nummer eller navn.")
    found = next((book for book in partnership.books if book.partner == f"{MUNICIPALITY.kind}:{code}"), None)
    if found is None:
        raise WrongUse(
            f"Der er ingen arbejdsbog for {municipality_name(code)} i mappen. Er kommunen ikke med i partnerskabet, så "
            "skal den gamle kommune sætte status til Udgået."
        )
    needed = [table for table in MUNICIPALITY.inputs if not table.since]
    if missing := [table.sheet for table in needed if table.name not in found.tables]:
        raise WrongUse(f"{found.path} kan ikke læses helt ({listing(missing)}). Se arket Fund, og prøv igen.")
    return found


def _paths(partnership: Partnership, partners: set[str]) -> list[str]:
    return [book.path for book in partnership.books if book.partner in partners]


def _append(folder: Path, partnership: Partnership, name: str, old: ReadBook, new: ReadBook, backups: Backups) -> None:
    """Append what the new municipality does not have yet, losslessly."""
    path = located(folder, new.path)
    lives = municipality_name(new.partner.partition(":")[2])
    try:
        edit = WorkbookEdit(path, normalise=fold)
        if edit.sha256 != new.sha256:
            raise WriteRefused("Den er ændret, siden den blev læst.")
        for table in MUNICIPALITY.inputs:
            own = _rows_of(partnership, old, table, name)
            if own and table.name not in new.tables:
                raise WrongUse(
                    f"{new.path} har ikke arket {table.sheet}, som borgeren har rækker i. Tryk på Opgrader i arket "
                    "Start, eller kør »igu upgrade MAPPE«, og prøv igen."
                )
            there = {_identity(table, row) for row in _typed_rows(new, table)} if own else set()
            rows = [row for row in own if _identity(table, row) not in there]
            if table.name == "tblKandidater":
                rows = [row | {"municipality": lives} for row in rows]
            if rows:
                edit.append_rows(table.name, by_header(table, rows))
        if edit.changed:
            backups.keep(path)
            edit.save()
    except WriteRefused as problem:
        raise NotNow(f"{new.path} kunne ikke skrives: {problem.reason} Intet er flyttet. Prøv igen.") from problem


def _rows_of(partnership: Partnership, book: ReadBook, table: Table, name: str) -> list[Record]:
    """The candidate's rows in a workbook as they were typed; raises `WrongUse` where one cannot be copied."""
    if table.name not in book.tables and table.since:
        return []  # of an earlier layout: nobody has typed in a sheet that is not there
    if table.name not in book.tables:
        raise WrongUse(f"Arket {table.sheet} i {book.path} kan ikke læses. Se arket Fund, og prøv igen.")
    frame = partnership.frames[table.name]
    whose = candidates_of(partnership.frames, table.name)
    own = (whose.str.casefold() == name.casefold()).fillna(False) & (frame["partner"] == book.partner)
    typed = _typed_rows(book, table)
    rows = [typed[position] for position in frame.loc[own.astype(bool), "nth"]]
    if broken := sorted({table.column(key).header for row in rows for key in row if isinstance(row[key], Broken)}):
        raise WrongUse(f"{book.path}, arket {table.sheet}: {listing(broken)} viser en fejl. Ret den først.")
    return [{key: _storable(value) for key, value in row.items()} for row in rows]


def _typed_rows(book: ReadBook, table: Table) -> list[Record]:
    rows = book.tables[table.name]
    columns = [rows.column(column.key) for column in table.inputs]
    keys = [column.key for column in table.inputs]
    return [dict(zip(keys, values, strict=True)) for values in zip(*columns, strict=True)]


def _storable(value: object) -> object:
    """What a cell can hold as it was typed; a time of day becomes the text that it is shown as."""
    return value if value is None or isinstance(value, _STORED) else shown(value)


def _identity(table: Table, row: Record) -> tuple[str, ...]:
    """What tells a row of the candidate from the others: an id, or what the table's rows are told apart by."""
    keys = (table.key, *_TOLD_APART.get(table.name, ()))
    return tuple(shown(_storable(row[key]) or "").casefold() for key in keys)


def _sentence(partnership: Partnership, name: str, old: ReadBook, new: ReadBook) -> str:
    names = [partnership.partner_name(book.partner) for book in (old, new)]
    return (
        f"{name} er flyttet fra {names[0]} til {names[1]} med forløb, opfølgning og historik. Rækken hos {names[0]} er "
        "ikke rørt; den tæller ikke med mere. Begge kommuner får det at vide ved næste Godkend og send."
    )
