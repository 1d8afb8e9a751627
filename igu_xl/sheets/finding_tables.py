"""Where a table lies in a workbook: by its name, else by its headers; with the rows pasted under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from python_calamine import CalamineWorkbook

from igu_xl.domain.codes import fold, suggest
from igu_xl.findings import Finding, Place
from igu_xl.sheets.schema import Column, Table

Grid = list[list[Any]]

# A row under a table is taken for one of its rows when it fills this many of the required columns.
_LIKE_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of a table: its sheet, the column (from 0) of each key, and the filled rows with their numbers."""

    sheet: str
    columns: dict[str, int]
    numbers: Sequence[int]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class _Header:
    """A header row: sheet, row (from 0), its texts by column, and the last row that the table claims."""

    sheet: str
    row: int
    texts: dict[int, str]
    last: int


def find_block(
    reader: CalamineWorkbook,
    grid_of: Callable[[str], Grid],
    table: Table,
    place: Place,
    findings: list[Finding],
) -> Block | None:
    """The block of a table, or None with the finding that says what is missing."""
    header = _named(reader, table) or _unnamed(reader, grid_of, table, place, findings)
    if header is None:
        details = {"table": table.name, "expected": table.sheet}
        findings.append(Finding(place, "tabel-mangler", "", details))
        return None
    place = replace(place, sheet=header.sheet)
    columns = _columns(table, header, place, findings)
    if columns is None:
        return None
    _warn_of_merges(reader, header, place, findings)
    return _filled_rows(grid_of(header.sheet), table, header, columns, place, findings)


def _named(reader: CalamineWorkbook, table: Table) -> _Header | None:
    name = next((name for name in reader.table_names or () if fold(name) == fold(table.name)), None)
    if name is None:
        return None
    found = reader.get_table_by_name(name)
    first = found.start[1]
    texts = {first + offset: text for offset, text in enumerate(found.columns)}
    return _Header(found.sheet, found.start[0] - 1, texts, found.end[0])


def _unnamed(
    reader: CalamineWorkbook,
    grid_of: Callable[[str], Grid],
    table: Table,
    place: Place,
    findings: list[Finding],
) -> _Header | None:
    """The one row anywhere that has all required headers, when the table has lost its name."""
    required = {fold(column.header) for column in table if column.required}
    found = []
    for sheet in reader.sheet_names:
        grid = grid_of(sheet)
        for number, row in enumerate(grid):
            texts = {column: value for column, value in enumerate(row) if isinstance(value, str) and value.strip()}
            if required and required <= {fold(text) for text in texts.values()}:
                found.append(_Header(sheet, number, texts, len(grid) - 1))
    if len(found) != 1:
        return None
    findings.append(Finding(replace(place, sheet=found[0].sheet), "tabel-uden-navn", "", {"table": table.name}))
    return found[0]


def _columns(table: Table, header: _Header, place: Place, findings: list[Finding]) -> dict[str, int] | None:
    """The column of each key; None, with findings, when a required header is missing or one stands twice."""
    by_text: dict[str, list[int]] = {}
    for number, text in header.texts.items():
        by_text.setdefault(fold(text), []).append(number)
    columns, usable = {}, True
    for column in table.inputs:
        at = by_text.get(fold(column.header), [])
        if len(at) == 1:
            columns[column.key] = at[0]
            continue
        findings.append(_column_finding(column, bool(at), header, table, place))
        usable = usable and not (at or column.required)
    return columns if usable else None


def _column_finding(column: Column, twice: bool, header: _Header, table: Table, place: Place) -> Finding:
    if twice:
        return Finding(place, "kolonne-dobbelt", "", {"missing": column.header})
    known = {fold(other.header) for other in table}
    near = suggest(column.header, [text for text in header.texts.values() if fold(text) not in known])
    hint = f" Er det kolonnen »{near}«?" if near else ""
    code = "kolonne-mangler" if column.required else "kolonne-savnes"
    return Finding(place, code, "", {"missing": column.header, "hint": hint})


def _warn_of_merges(reader: CalamineWorkbook, header: _Header, place: Place, findings: list[Finding]) -> None:
    merged = reader.get_sheet_by_name(header.sheet).merged_cell_ranges or []
    left, right = min(header.texts), max(header.texts)
    for (top, first), (bottom, last) in merged:
        if bottom >= header.row and top <= header.last and last >= left and first <= right:
            findings.append(Finding(place, "celler-flettet"))
            return


def _filled_rows(
    grid: Grid,
    table: Table,
    header: _Header,
    columns: dict[str, int],
    place: Place,
    findings: list[Finding],
) -> Block:
    required = [columns[column.key] for column in table if column.required]
    used = list(columns.values())
    numbers, rows, under = [], [], 0
    for number in range(header.row + 1, len(grid)):
        row = grid[number]
        if not any(_filled(row[column]) for column in used):
            continue
        if number > header.last:
            if sum(_filled(row[column]) for column in required) < min(_LIKE_A_ROW, len(required)):
                continue
            under += 1
        numbers.append(number + 1)
        rows.append(row)
    if under:
        findings.append(Finding(place, "raekker-under-tabel", "", {"count": str(under)}))
    return Block(header.sheet, columns, numbers, rows)


def _filled(value: object) -> bool:
    return value != "" and not (isinstance(value, str) and not value.strip())
