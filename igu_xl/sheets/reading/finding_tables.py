"""Where a table lies in a workbook: by its name, else by its headers; with the rows pasted under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from igu_xl.danish import number_text
from igu_xl.domain.codes import fold, suggest
from igu_xl.findings import Finding, Place
from igu_xl.sheets.ooxml.areas import Area, cell_name
from igu_xl.sheets.reading.structure import ExcelTable
from igu_xl.sheets.reading.workbook import Grid, Workbook
from igu_xl.sheets.schema import Column, Table

# A row outside a table is taken for one of its rows when it fills this many of the required columns.
_LIKE_A_ROW = 2

# All candidates of a region are fewer; more rows are a mistake, and each would get findings of its own.
MOST_ROWS = 20_000

# A number under a table is an id when it is as long as a CVR number; else it is a sum.
_LEAST_NUMBER = 10_000_000

_folded = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table: its sheet, the column (from 0) of each key, and the filled rows with their numbers."""

    sheet: str
    columns: dict[str, int]
    numbers: Sequence[int]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class _Header:
    """A header row: its texts by column (from 0), and the rows (from 1) that are the table's and that are not."""

    sheet: str
    row: int
    texts: dict[int, str]
    body: range
    others: frozenset[int]


def find_block(workbook: Workbook, table: Table, place: Place, findings: list[Finding]) -> TableRows | None:
    """The block of a table, or None with the finding that says what is missing."""
    header = _named(workbook, table) or _unnamed(workbook, table, place, findings)
    if header is None:
        return None
    place = replace(place, sheet=header.sheet)
    columns = _columns(table, header, place, findings)
    if columns is None:
        return None
    _warn_of_merges(workbook, header, place, findings)
    return _filled_rows(workbook.grid(header.sheet), table, header, columns, place, findings)


def headers_of(workbook: Workbook, table: Table) -> list[str] | None:
    """The headers of a table wherever it lies; None where it is not there, or in several places."""
    header = _named(workbook, table) or _unnamed(workbook, table, Place(""), [])
    return None if header is None else list(header.texts.values())


def _named(workbook: Workbook, table: Table) -> _Header | None:
    found = next((own for own in workbook.tables if _folded(own.name) == _folded(table.name)), None)
    return None if found is None else _header_of(workbook, found)


def _header_of(workbook: Workbook, found: ExcelTable) -> _Header:
    """The header as its cells say; a table may hide its header row, and then its own memory counts."""
    grid, left = workbook.grid(found.sheet), found.area.left - 1
    row = found.area.top if found.body.start > found.area.top else 0
    shown = grid[row - 1] if 0 < row <= len(grid) else []
    texts = {left + at: text for at, text in enumerate(found.headers)}
    for column in range(left, min(found.area.right, len(shown))):
        if isinstance(shown[column], str) and shown[column].strip():
            texts[column] = shown[column]
    return _Header(found.sheet, row, texts, found.body, _rows_of_others(workbook, found))


def _rows_of_others(workbook: Workbook, found: ExcelTable) -> frozenset[int]:
    """Rows under a table that are no rows of it: its totals, and those of other tables in the same columns."""
    others = set(range(found.body.stop, found.area.bottom + 1))
    for other in workbook.tables:
        same_columns = replace(other.area, top=1, bottom=1).overlaps(replace(found.area, top=1, bottom=1))
        if other is not found and other.sheet == found.sheet and same_columns:
            others.update(range(other.area.top, other.area.bottom + 1))
    return frozenset(others)


def _unnamed(workbook: Workbook, table: Table, place: Place, findings: list[Finding]) -> _Header | None:
    """The one row anywhere that has all required headers, when the table has lost its name."""
    found = list(_header_rows(workbook, table))
    if not found:
        findings.append(Finding(place, "tabel-mangler", "", {"table": table.name, "expected": table.sheet}))
        return None
    if len(found) > 1:
        where = " og ".join(f"{header.sheet}, række {header.row}" for header in found[:3])
        findings.append(Finding(place, "tabel-flere", "", {"table": table.name, "where": where}))
        return None
    findings.append(Finding(replace(place, sheet=found[0].sheet), "tabel-uden-navn", "", {"table": table.name}))
    return found[0]


def _header_rows(workbook: Workbook, table: Table) -> Iterator[_Header]:
    required = {_folded(column.header) for column in table if column.required}
    for sheet in workbook.sheets if required else ():
        for number, row in enumerate(workbook.grid(sheet), 1):
            if required <= {_folded(value) for value in row if isinstance(value, str)}:
                yield _header_in(workbook, sheet, number)


def _header_in(workbook: Workbook, sheet: str, number: int) -> _Header:
    """The header in a row: of the Excel table that begins there, or of a plain range down to its first empty row."""
    for own in workbook.tables:
        if own.sheet == sheet and own.area.top == number and own.body.start > number:
            return _header_of(workbook, own)
    grid = workbook.grid(sheet)
    texts = {
        column: value for column, value in enumerate(grid[number - 1]) if isinstance(value, str) and _filled(value)
    }
    after = number + 1
    while after <= len(grid) and any(_filled(grid[after - 1][column]) for column in texts):
        after += 1
    return _Header(sheet, number, texts, range(number + 1, after), frozenset())


def _columns(table: Table, header: _Header, place: Place, findings: list[Finding]) -> dict[str, int] | None:
    """The column of each key; None, with findings, when a required header is missing or one stands twice."""
    by_text: dict[str, list[int]] = {}
    for number, text in header.texts.items():
        by_text.setdefault(_folded(text), []).append(number)
    columns, usable = {}, True
    for column in table.inputs:
        at = by_text.get(_folded(column.header), [])
        if len(at) == 1:
            columns[column.key] = at[0]
            continue
        if column.since and not at:
            continue  # told once for the workbook, see lacking.py
        findings.append(_column_finding(column, at, header, table, place))
        usable = usable and not (at or column.required)
    return columns if usable else None


def _column_finding(column: Column, at: Sequence[int], header: _Header, table: Table, place: Place) -> Finding:
    if at:
        twin = replace(place, cell=cell_name(header.row, at[1] + 1), column=column.header) if header.row else place
        return Finding(twin, "kolonne-dobbelt", "", {"missing": column.header})
    known = {_folded(other.header) for other in table}
    near = suggest(column.header, [text for text in header.texts.values() if _folded(text) not in known])
    hint = f" Er det kolonnen »{near}«?" if near else ""
    code = "kolonne-mangler" if column.required else "kolonne-savnes"
    return Finding(place, code, "", {"missing": column.header, "hint": hint})


def _warn_of_merges(workbook: Workbook, header: _Header, place: Place, findings: list[Finding]) -> None:
    top = header.row or header.body.start
    area = Area(min(header.texts) + 1, top, max(header.texts) + 1, max(header.body.stop - 1, top))
    merged = next((cells for cells in workbook.merged(header.sheet) if cells.overlaps(area)), None)
    if merged:
        findings.append(Finding(replace(place, cell=cell_name(merged.top, merged.left)), "celler-flettet"))


def _filled_rows(
    grid: Grid, table: Table, header: _Header, columns: dict[str, int], place: Place, findings: list[Finding]
) -> TableRows | None:
    width = len(grid[0]) if grid else 0
    columns = {key: column for key, column in columns.items() if column < width}
    required = [columns[column.key] for column in table if column.required and column.key in columns]
    telling = required or list(columns.values())
    numbers, rows, outside, ids = [], [], 0, []
    for number, row in enumerate(grid[header.body.start - 1 :], header.body.start):
        if number in header.others or not any(_filled(row[column]) for column in columns.values()):
            continue
        if _repeats(header, row, telling):
            continue
        if number not in header.body:
            if sum(_filled(row[column]) for column in telling) < min(_LIKE_A_ROW, len(telling)):
                ids += [number] if _has_id(row, columns.get(table.key)) else []
                continue
            outside += 1
        numbers.append(number)
        rows.append(row)
    if len(rows) > MOST_ROWS:
        details = {"table": table.name, "count": number_text(len(rows)), "most": number_text(MOST_ROWS)}
        findings.append(Finding(place, "tabel-for-lang", "", details))
        return None
    if outside:
        findings.append(Finding(place, "raekker-under-tabel", "", {"count": str(outside)}))
    if ids:
        cell = cell_name(ids[0], columns[table.key] + 1)
        at = replace(place, cell=cell, column=table.column(table.key).header)
        findings.append(Finding(at, "raekker-kun-id", "", {"count": str(len(ids))}))
    return TableRows(header.sheet, columns, numbers, rows)


def _has_id(row: Sequence[Any], column: int | None) -> bool:
    """Whether the row has something like an id; a note, a date or a sum under the table makes no row."""
    value = "" if column is None else row[column]
    if isinstance(value, str):
        return len(value.split()) == 1 and any(sign.isdigit() for sign in value)
    return isinstance(value, float) and value >= _LEAST_NUMBER


def _repeats(header: _Header, row: Sequence[Any], columns: Sequence[int]) -> bool:
    """Whether the row is the header row once more, as when rows were pasted together with it."""
    return all(row[column] == header.texts[column] for column in columns)


def _filled(value: object) -> bool:
    return value != "" and not (isinstance(value, str) and not value.strip())
