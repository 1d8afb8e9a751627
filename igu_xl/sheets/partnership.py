"""The partnership: a folder of workbooks, read as one set of frames in which every value knows its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

import igu_xl.frames  # noqa: F401  # how texts are kept
from igu_xl.domain.codes import municipality_name
from igu_xl.domain.personal.p_numbers import p_numbers_of
from igu_xl.findings import ERROR, Finding, Place
from igu_xl.progress import Progress
from igu_xl.sheets.astray import astray_of, second_partners
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, PARTNER_BOOKS
from igu_xl.sheets.identity import KnownPartner, owners_of
from igu_xl.sheets.reading.typed_rows import ReadBook, Rows, read_book
from igu_xl.sheets.reading.values import Fault, row_id_text, understand
from igu_xl.sheets.schema import Table
from igu_xl.sheets.workbook_files import WorkbookFile, find_workbooks


@dataclass(frozen=True, slots=True)
class Partnership:
    """All that was read: the workbooks, one frame a table, and the findings so far.

    A frame has the columns of its table by key and `book` (index in `books`), `partner`, `row` (Excel row) and
    `nth` (row of its workbook's table, from 0). Values that could not be understood are missing in it.
    """

    folder: Path
    books: tuple[ReadBook, ...]
    frames: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]

    def place(self, table: str, index: int, key: str) -> Place:
        """The cell of a frame's row (by index) and column key."""
        frame = self.frames[table]
        book = self.books[frame["book"].to_numpy()[index]]
        rows = book.tables[table]
        row_id = frame[rows.table.key].iat[index]
        return _place(book, rows, frame["nth"].to_numpy()[index], key, "" if pd.isna(row_id) else str(row_id))

    def read(self, table: str) -> set[str]:
        """The partners whose table of this name could be read."""
        return {book.partner for book in self.books if table in book.tables}

    def unread(self, table: str) -> set[str]:
        """The partners whose workbook is there, but not this table of it."""
        return {
            book.partner
            for book in self.books
            if table not in book.tables and any(own.name == table for own in book.book.inputs)
        }

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The names of the municipalities that have a workbook, in order of code."""
        partners = {book.partner for book in self.books if book.partner.startswith(f"{MUNICIPALITY.kind}:")}
        return tuple(self.partner_name(partner) for partner in sorted(partners))

    def partner_name(self, partner: str) -> str:
        """What people call a partner: `kommune:101` is København, a branch is the one most of its slots are in,
        and `skole:es-nord` is ES Nord."""
        kind, _, key = partner.partition(":")
        if kind == MUNICIPALITY.kind:
            return municipality_name(key)
        slots = self.frames["tblPladser"]
        branches = slots.loc[slots["partner"] == partner, "branch"].mode()
        return str(branches.iloc[0]) if len(branches) else _from_file_name(key)


def read_partnership(
    folder: Path, progress: Progress | None = None, known: Collection[KnownPartner] = ()
) -> Partnership:
    """Read every partner's workbook; raises `WrongUse` when the folder is no partnership.

    Whose each is follows from what it says and from who was `known` before (`identity`). Copies, workbooks that nobody
    knows, and those that lie in another partner's folder (`astray`) have a finding, and nothing of theirs is read.
    """
    files, findings = find_workbooks(folder)
    read = _read_files(files, progress)
    owners = owners_of(read, known)
    findings += [Finding(Place(path), "partner-ukendt") for path in owners.unknown]
    astray = astray_of(owners, known)
    findings += [Finding(Place(path), "arbejdsbog-hos-anden", "", {"other": home}) for path, home in astray.items()]
    second = {path: owner for path, owner in second_partners(owners, known) if path not in astray}
    findings += [Finding(Place(path), "partner-i-andens-mappe", "", {"other": own}) for path, own in second.items()]
    copies = {path: other for path, other in owners.copies.items() if path not in astray}
    findings += [Finding(Place(path), "partner-dobbelt", "", {"other": other}) for path, other in copies.items()]
    sound = owners.partners.keys() - astray.keys() - second.keys()
    books = [replace(one, partner=owners.partners[one.path]) for one in read if one.path in sound]
    findings += [finding for book in books for finding in book.findings]
    frames = {}
    for table in (table for book in PARTNER_BOOKS for table in book.inputs):
        frames[table.name], faults = _merge(books, table)
        findings += faults
    return Partnership(folder, tuple(books), frames, tuple(findings))


def _read_files(files: Sequence[WorkbookFile], progress: Progress | None) -> list[ReadBook]:
    """The workbooks as they were read; whose they are is not known yet."""
    books: list[ReadBook] = []
    p_numbers: set[str] = set()
    for number, file in enumerate(files):
        if progress:
            progress(number, len(files), file.name)
        read = read_book(file.path, file.name, "", file.book, p_numbers)
        if file.book is BRANCH:
            companies = read.tables.get("tblVirksomheder")
            p_numbers |= p_numbers_of(companies.typed["p_number"]) if companies else set()
        books.append(read)
    return books


def _merge(books: list[ReadBook], table: Table) -> tuple[pd.DataFrame, list[Finding]]:
    """One frame of all workbooks' rows of a table, understood column by column in one pass."""
    parts = [(number, book, book.tables[table.name]) for number, book in enumerate(books) if table.name in book.tables]
    columns = _provenance(parts)
    faults: list[Finding] = []
    for column in table.inputs:
        typed = [value for _, _, rows in parts for value in rows.column(column.key)]
        columns[column.key], unclear = understand(typed, column)
        faults += _fault_findings(unclear, column.key, parts, columns)
    return pd.DataFrame(columns), faults


def _provenance(parts: list[tuple[int, ReadBook, Rows]]) -> dict[str, pd.Series]:
    lengths = [len(rows.numbers) for _, _, rows in parts]
    return {
        "book": pd.Series(np.repeat([number for number, _, _ in parts], lengths).astype(int)),
        "partner": pd.Series(np.repeat([book.partner for _, book, _ in parts], lengths), dtype="string"),
        "row": pd.Series([number for _, _, rows in parts for number in rows.numbers], dtype=int),
        "nth": pd.Series([at for length in lengths for at in range(length)], dtype=int),
    }


def _fault_findings(
    faults: Mapping[int, Fault], key: str, parts: list[tuple[int, ReadBook, Rows]], columns: Mapping[str, pd.Series]
) -> Iterator[Finding]:
    by_number = {number: (book, rows) for number, book, rows in parts}
    numbers, positions = columns["book"].to_numpy(), columns["nth"].to_numpy()
    for index, fault in faults.items():
        book, rows = by_number[numbers[index]]
        typed_id = rows.typed[rows.table.key].iat[positions[index]]
        row_id = row_id_text(typed_id, rows.table.column(rows.table.key))
        yield Finding(_place(book, rows, positions[index], key, row_id), fault.code, fault.value, fault.details)


def _place(book: ReadBook, rows: Rows, position: int, key: str, row_id: str) -> Place:
    header = rows.table.column(key).header
    return Place(book.path, rows.sheet, rows.table.name, rows.cell(position, key), header, row_id)


def _from_file_name(stem: str) -> str:
    words = stem.replace("_", "-").split("-")
    return " ".join(word.upper() if len(word) <= 3 else word.capitalize() for word in words)


def blocked_rows(partnership: Partnership, findings: list[Finding], table: str) -> pd.Series:
    """Which rows of a table's frame a finding of level fejl keeps out, as truth values by index."""
    frame = partnership.frames[table]
    cells = {
        (finding.place.workbook, int(re.sub(r"\D", "", finding.place.cell)))
        for finding in findings
        if finding.level == ERROR and finding.place.table == table and finding.place.cell
    }
    paths = [partnership.books[number].path for number in frame["book"]]
    marks = [(path, row) in cells for path, row in zip(paths, frame["row"], strict=True)]
    return pd.Series(marks, index=frame.index, dtype=bool)
