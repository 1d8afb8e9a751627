"""A workbook -> the rows of its tables as they were typed, each value with its cell.

Tables are found by name and header, never by address. Nothing is understood here: values.py turns what was typed
into dates, numbers and choices. CPR numbers are blanked before anything else sees the rows.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from igu_xl.domain.personal.candidate_id import candidate_id
from igu_xl.domain.personal.p_numbers import p_numbers_of
from igu_xl.findings import Finding, Place
from igu_xl.sheets.layout_version import PARTNER_NAME, text_of
from igu_xl.sheets.ooxml.areas import cell_name, column_letters, column_number
from igu_xl.sheets.reading.finding_tables import TableRows, find_block, headers_of
from igu_xl.sheets.reading.foreign_settings import settings_sheets
from igu_xl.sheets.reading.lacking import lacks_of
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.personal import Doubt, Hit, find_cpr
from igu_xl.sheets.reading.scanning import Scan
from igu_xl.sheets.reading.structure import defined_names
from igu_xl.sheets.reading.workbook import Workbook, open_workbook
from igu_xl.sheets.schema import Book, Column, Kind, Table

# The workbook is of an earlier layout: nothing its owner can mend, so it is told to the coordinator alone.
OLDER = "arbejdsbog-aeldre"

# What is said of ten digits, by what else they may be.
_CODES = {Doubt.NONE: "cpr", Doubt.P_NUMBER: "cpr-maaske", Doubt.IN_ITS_COLUMN: "p-nummer-umuligt"}

_ELSEWHERE = dict.fromkeys(Doubt, "cpr-andetsteds") | {Doubt.P_NUMBER: "cpr-maaske-andetsteds"}

# So many empty rows with formats make a file slow for its owner too.
_MANY_EMPTY_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell whose value cannot be known: an error, or a formula that was never calculated."""

    code: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table: what was typed by column key, and where it stands."""

    table: Table
    sheet: str
    letters: Mapping[str, str]
    numbers: Sequence[int]
    typed: pd.DataFrame

    def column(self, key: str) -> pd.Series:
        """What was typed in a column, also when the workbook does not have it."""
        return self.typed[key] if key in self.typed else pd.Series([None] * len(self.numbers), dtype=object)

    def cell(self, position: int, key: str) -> str:
        """The address of the value in the row at a position (counted from 0); empty for an absent column."""
        return f"{self.letters[key]}{self.numbers[position]}" if key in self.letters else ""


@dataclass(frozen=True, slots=True)
class ReadBook:
    """One partner's workbook as it was read; `findings` are those about the file, its tables and its privacy.

    `stated` is the partner that the workbook says it is of; empty where it does not say so.
    """

    path: str
    partner: str
    book: Book
    sha256: str = ""
    stated: str = ""
    tables: dict[str, Rows] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_book(path: Path, name: str, partner: str, book: Book, p_numbers: Collection[str] = ()) -> ReadBook:
    """Read the input tables of a partner's workbook; a file that cannot be read gives one finding and no rows.

    `name` is the path inside the partnership; `p_numbers` are the known P-numbers, which look like CPR numbers.
    """
    try:
        workbook = open_workbook(path)
        stated = text_of(defined_names(workbook.parts).get(PARTNER_NAME, ""))
        return _read_tables(workbook, ReadBook(name, partner, book, workbook.sha256, stated), p_numbers)
    except Unreadable as problem:
        return ReadBook(name, partner, book, findings=[Finding(Place(name), problem.code, "", problem.details)])


def read_table(workbook: Workbook, table: Table, name: str, findings: list[Finding]) -> Rows | None:
    """The rows of one table, or None (with a finding) when it or a required column is not there."""
    block = find_block(workbook, table, Place(name, table=table.name), findings)
    return None if block is None else _rows_of(workbook.scans[block.sheet], table, block)


def _read_tables(workbook: Workbook, read: ReadBook, p_numbers: Collection[str]) -> ReadBook:
    for table in read.book.inputs:
        if table.since and headers_of(workbook, table) is None:
            continue  # told once for the workbook, below
        rows = read_table(workbook, table, read.path, read.findings)
        if rows is not None:
            read.tables[table.name] = rows
    if all(finding.code == "tabel-mangler" for finding in read.findings) and not read.tables:
        names = ", ".join(table.name for table in read.book.inputs)
        read.findings[:] = [Finding(Place(read.path), "fil-uden-tabeller", "", {"names": names})]
    elif lacks := lacks_of(workbook, read.book):
        read.findings.append(Finding(Place(read.path), OLDER, "", {"lacks": lacks.told()}))
    read.findings.extend(_warnings(workbook, read.path))
    hits = find_cpr(workbook, _p_number_columns(read), {*p_numbers, *_own_p_numbers(read)})
    read.findings.extend(_hidden(read, hits))
    return read


def _warnings(workbook: Workbook, name: str) -> Iterator[Finding]:
    if any(part.startswith("xl/externalLinks/") for part in workbook.parts):
        yield Finding(Place(name), "fil-links")
    for sheet in settings_sheets(workbook.sheets):
        yield Finding(Place(name, sheet), "ark-indstillinger", "", {"area": sheet})
    for sheet, scan in workbook.scans.items():
        if scan.empty_rows > _MANY_EMPTY_ROWS:
            yield Finding(Place(name, sheet), "raekker-tomme", "", {"area": sheet})


def _rows_of(scan: Scan, table: Table, block: TableRows) -> Rows:
    letters = {key: column_letters(column + 1) for key, column in block.columns.items()}
    typed = {key: [_plain(row[column]) for row in block.rows] for key, column in block.columns.items()}
    for key, values in typed.items():
        _mark_broken(values, scan, letters[key], block.numbers)
    frame = pd.DataFrame(typed, columns=list(block.columns), index=range(len(block.rows)), dtype=object)
    return Rows(table, block.sheet, letters, block.numbers, frame)


def _plain(value: object) -> object:
    """An empty cell is None, a truth value the word a Dane sees in it, and an endless number an error."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, float) and not math.isfinite(value):
        return Broken("celle-fejl", "#NUM!")
    return value


def _mark_broken(values: list[object], scan: Scan, letters: str, numbers: Sequence[int]) -> None:
    if not scan.errors and not scan.uncalculated:
        return
    for position, number in enumerate(numbers):
        cell = f"{letters}{number}"
        if cell in scan.errors:
            values[position] = Broken("celle-fejl", scan.errors[cell])
        elif cell in scan.uncalculated:
            values[position] = Broken("celle-uberegnet")


def _hidden(read: ReadBook, hits: Sequence[Hit]) -> Iterator[Finding]:
    """The findings of CPR numbers, told once a sheet outside the tables; their values are blanked in the rows."""
    rows_at = _positions(read) if hits else {}
    elsewhere: dict[tuple[str, bool, Doubt], list[Hit]] = {}
    for hit in dict.fromkeys(hits):
        owners = _owners(rows_at.get((hit.sheet, hit.row), ()), hit)
        for rows, position in owners:
            yield _hide(read, rows, position, hit)
        if hit.where:
            yield Finding(Place(read.path, hit.sheet), _ELSEWHERE[hit.doubt], "", {"where": hit.where})
        elif not owners:
            elsewhere.setdefault((hit.sheet, hit.comment, hit.doubt), []).append(hit)
    for (sheet, comment, doubt), group in elsewhere.items():
        cell = cell_name(group[0].row, group[0].column)
        where = f"{'kommentaren til celle' if comment else 'celle'} {cell} i arket {sheet}"
        where += f" og {len(group) - 1} steder mere på arket" if len(group) > 1 else ""
        yield Finding(Place(read.path, sheet, cell=cell), _ELSEWHERE[doubt], "", {"where": where})


def _positions(read: ReadBook) -> dict[tuple[str, int], list[tuple[Rows, int]]]:
    """The rows of all tables by sheet and Excel row."""
    found: dict[tuple[str, int], list[tuple[Rows, int]]] = {}
    for rows in read.tables.values():
        for position, number in enumerate(rows.numbers):
            found.setdefault((rows.sheet, number), []).append((rows, position))
    return found


def _owners(candidates: Sequence[tuple[Rows, int]], hit: Hit) -> list[tuple[Rows, int]]:
    """The rows a hit stands in; beside the tables it is each row of its line, since nobody knows whose it is."""
    inside = [(rows, position) for rows, position in candidates if _spans(rows, hit.column)]
    return inside or list(candidates)


def _spans(rows: Rows, column: int) -> bool:
    numbers = [column_number(letters) for letters in rows.letters.values()]
    return min(numbers) <= column <= max(numbers)


def _hide(read: ReadBook, rows: Rows, position: int, hit: Hit) -> Finding:
    key = next((key for key, letters in rows.letters.items() if letters == column_letters(hit.column)), "")
    if key and not hit.comment:
        rows.typed.loc[position, key] = None
    header = rows.table.column(key).header if key else ""
    place = Place(
        read.path, rows.sheet, rows.table.name, cell_name(hit.row, hit.column), header, _row_id(rows, position)
    )
    return Finding(place, "cpr-kommentar" if hit.comment else _CODES[hit.doubt])


def _row_id(rows: Rows, position: int) -> str:
    """The id of a row, where it has the shape of one: nobody knows what else it is."""
    key = rows.table.column(rows.table.key)
    typed = rows.typed[key.key].iat[position]
    if not isinstance(typed, str):
        return ""
    return (candidate_id(typed) or "") if key.kind is Kind.CANDIDATE else typed.strip()


def _own_p_numbers(read: ReadBook) -> Iterator[str]:
    for rows in read.tables.values():
        for column in _p_columns(rows):
            yield from p_numbers_of(rows.typed[column.key])


def _p_number_columns(read: ReadBook) -> dict[str, set[int]]:
    """Sheet -> the columns (from 1) in which ten digits are a P-number and no CPR number."""
    columns: dict[str, set[int]] = {}
    for rows in read.tables.values():
        found = columns.setdefault(rows.sheet, set())
        found.update(column_number(rows.letters[column.key]) for column in _p_columns(rows))
    return columns


def _p_columns(rows: Rows) -> list[Column]:
    return [column for column in rows.table if column.kind is Kind.P_NUMBER and column.key in rows.letters]
