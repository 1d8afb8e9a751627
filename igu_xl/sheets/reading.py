"""A workbook -> the rows of its tables as they were typed, each value with its cell.

Tables are found by name and header, never by address. Nothing is understood here: values.py turns what was typed
into dates, numbers and choices.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from igu_xl.findings import Finding, Place
from igu_xl.sheets.finding_tables import Block, find_block
from igu_xl.sheets.ooxml.areas import cell_name, column_letters, column_number
from igu_xl.sheets.opening import Unreadable, open_package
from igu_xl.sheets.personal import Hit, find_cpr, locate_comments
from igu_xl.sheets.scanning import Scan, scan_worksheet
from igu_xl.sheets.schema import Book, Column, Kind, Table

_SHEET_RELATION = "worksheet"


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
    """One partner's workbook as it was read; `findings` are those about the file, its tables and its privacy."""

    path: str
    partner: str
    book: Book
    sha256: str = ""
    tables: dict[str, Rows] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened workbook: the fast reader, the scan of each sheet, and the raw parts."""

    reader: CalamineWorkbook
    scans: Mapping[str, Scan]
    parts: Mapping[str, bytes]
    sheet_parts: Mapping[str, str]
    sha256: str

    def grid(self, sheet: str) -> list[list[Any]]:
        """Every value of a sheet from A1 on."""
        return self.reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def open_workbook(path: Path) -> Workbook:
    """Open a file that may be anything; raises `Unreadable` with the reason."""
    content, parts = open_package(path)
    sheet_parts = _sheet_parts(parts)
    scans = {name: scan_worksheet(parts[part]) for name, part in sheet_parts.items()}
    try:
        reader = CalamineWorkbook.from_filelike(BytesIO(content), load_tables=True)
    except CalamineError as problem:
        raise Unreadable("fil-beskadiget") from problem
    return Workbook(reader, scans, parts, sheet_parts, hashlib.sha256(content).hexdigest())


def read_book(path: Path, name: str, partner: str, book: Book, p_numbers: Collection[str] = ()) -> ReadBook:
    """Read the input tables of a partner's workbook; a file that cannot be read gives one finding and no rows.

    `name` is the path inside the partnership; `p_numbers` are the known P-numbers, which look like CPR numbers.
    """
    try:
        workbook = open_workbook(path)
        return _read_tables(workbook, ReadBook(name, partner, book, workbook.sha256), p_numbers)
    except Unreadable as problem:
        return ReadBook(name, partner, book, findings=[Finding(Place(name), problem.code, "", problem.details)])


def read_table(workbook: Workbook, table: Table, name: str, findings: list[Finding]) -> Rows | None:
    """The rows of one table, or None (with a finding) when it or a required column is not there."""
    block = find_block(workbook.reader, workbook.grid, table, Place(name, table=table.name), findings)
    return None if block is None else _rows_of(workbook, table, block, name, findings)


def _read_tables(workbook: Workbook, read: ReadBook, p_numbers: Collection[str]) -> ReadBook:
    for table in read.book.inputs:
        rows = read_table(workbook, table, read.path, read.findings)
        if rows is not None:
            read.tables[table.name] = rows
    if any(part.startswith("xl/externalLinks/") for part in workbook.parts):
        read.findings.append(Finding(Place(read.path), "fil-links"))
    _hide_cpr(workbook, read, p_numbers)
    return read


def _rows_of(workbook: Workbook, table: Table, block: Block, name: str, findings: list[Finding]) -> Rows:
    scan = workbook.scans[block.sheet]
    letters = {key: column_letters(column + 1) for key, column in block.columns.items()}
    typed = {key: [_plain(row[column]) for row in block.rows] for key, column in block.columns.items()}
    for key, values in typed.items():
        _mark_broken(values, scan, letters[key], block.numbers)
    frame = pd.DataFrame(typed, columns=list(block.columns), dtype=object)
    return Rows(table, block.sheet, letters, block.numbers, frame)


def _plain(value: object) -> object:
    """An empty cell is None; a truth value is the word a Dane sees in the cell."""
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, str):
        return value if value.strip() else None
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


def _hide_cpr(workbook: Workbook, read: ReadBook, p_numbers: Collection[str]) -> None:
    """Find CPR numbers anywhere in the workbook, and blank them in the rows before anything else sees them."""
    known = set(p_numbers) | set(_own_p_numbers(read))
    exempt = _p_number_columns(read)
    hits = find_cpr(workbook.reader, workbook.parts, workbook.sheet_parts, exempt, known)
    hits += locate_comments(workbook.parts, workbook.sheet_parts, known)
    for hit in hits:
        read.findings.append(_hide_one(read, hit))


def _hide_one(read: ReadBook, hit: Hit) -> Finding:
    for rows in read.tables.values():
        if hit.sheet == rows.sheet and hit.row in rows.numbers:
            key = next((key for key, letters in rows.letters.items() if letters == column_letters(hit.column)), "")
            position = list(rows.numbers).index(hit.row)
            if key and not hit.where:
                rows.typed.loc[position, key] = None
            header = rows.table.column(key).header if key else ""
            row_id = "" if key == rows.table.key else str(rows.typed.loc[position, rows.table.key] or "")
            place = Place(read.path, rows.sheet, rows.table.name, cell_name(hit.row, hit.column), header, row_id)
            return Finding(place, "cpr")
    cell = cell_name(hit.row, hit.column) if hit.row else ""
    where = hit.where or f"arket {hit.sheet}, celle {cell}"
    return Finding(Place(read.path, hit.sheet, cell=cell), "cpr-andetsteds", "", {"where": where})


def _own_p_numbers(read: ReadBook) -> Iterator[str]:
    for rows in read.tables.values():
        for column in _p_columns(rows):
            yield from (
                f"{int(v):010d}" if isinstance(v, float) else str(v).strip() for v in rows.typed[column.key] if v
            )


def _p_number_columns(read: ReadBook) -> dict[str, set[int]]:
    """Sheet -> the columns (from 1) in which ten digits are a P-number and no CPR number."""
    return {
        rows.sheet: {column_number(rows.letters[column.key]) for column in _p_columns(rows)}
        for rows in read.tables.values()
    }


def _p_columns(rows: Rows) -> list[Column]:
    return [column for column in rows.table if column.kind is Kind.P_NUMBER and column.key in rows.letters]


def _sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name -> the part that holds its cells."""
    book = next(name for name in parts if name.endswith("workbook.xml"))
    folder, _, file = book.rpartition("/")
    try:
        sheets = etree.fromstring(parts[book]).iterfind("{*}sheets/{*}sheet")
        relations = etree.fromstring(parts[f"{folder}/_rels/{file}.rels"])
    except (etree.XMLSyntaxError, KeyError) as problem:
        raise Unreadable("fil-beskadiget") from problem
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in relations
        if relation.get("Type", "").endswith(_SHEET_RELATION)
    }
    found = {}
    for sheet in sheets:
        ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
        target = targets.get(ids[0] if ids else None, "")
        part = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        if part in parts:
            found[sheet.get("name", "")] = part
    return found
