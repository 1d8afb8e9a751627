"""Changes declared cells of Excel tables in a workbook, and copies every other part of it byte for byte.

    edit = WorkbookEdit(path)
    edit.append_rows("tblForloeb", [{"Forløb-id": "F-0001", "Start": date(2026, 12, 1)}])
    edit.save()

Text is written as text, never as a formula. What cannot be written without losing something is refused
(WriteRefused) before any cell is changed; the file on disk changes in one step, after it has been read back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.areas import Area, place_of
from igu_xl.sheets.ooxml.cells import EMPTY, CellValue, Content, Link, content_of
from igu_xl.sheets.ooxml.date_styles import DateStyles
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.ooxml.shared_texts import SharedTexts
from igu_xl.sheets.ooxml.table import SheetTable
from igu_xl.sheets.ooxml.workbook import WorkbookParts
from igu_xl.sheets.ooxml.worksheet import Worksheet
from igu_xl.sheets.writing.readback import refuse_unlike
from igu_xl.sheets.writing.replacing import file_sha256, is_open, replace_file

__all__ = ["CellValue", "Link", "WorkbookEdit", "WriteRefused", "file_sha256", "is_open"]

HeaderRow = Mapping[str, CellValue]


class WorkbookEdit:
    """A workbook as it was when it was read, and the changes that `save` will make to it.

    Headers are compared through `normalise`; by default they must be the same text.
    """

    def __init__(self, path: Path, normalise: Callable[[str], str] = str) -> None:
        """Read the file; raises WriteRefused when it is no workbook, is damaged or is digitally signed."""
        self.path = path.resolve()
        self.missing_headers: list[tuple[str, str]] = []
        self._normalise = normalise
        self._saved = False
        self._load()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file as it was read."""
        return self._sha256

    @property
    def modified(self) -> float:
        """When the file as it was read had last been changed (seconds, as in `stat`)."""
        return self._modified

    @property
    def changed(self) -> bool:
        """Whether any write made a cell different from what it was."""
        return self._package.touched and not self._saved

    def table_names(self) -> list[str]:
        """The names of the workbook's tables, in the order of the sheets."""
        return [table.name for table in self._tables.values()]

    def column_headers(self, table: str) -> list[str]:
        """The table's headers from left to right; raises WriteRefused when there is no such table."""
        return list(self._table(table).headers)

    def row_count(self, table: str) -> int:
        """How many rows the table has below its headers, blank ones among them."""
        return len(self._table(table).body)

    def column(self, table: str, header: str) -> list[str | float | None]:
        """What stands in a column of the table, from the top; nothing in a column that it does not have."""
        found = self._table(table)
        if header not in found.headers:
            return [None] * len(found.body)
        column = found.column(found.headers.index(header))
        return [_plain(found.sheet.content(row, column)) for row in found.body]

    def set_name(self, name: str, formula: str) -> None:
        """Let a defined name of the workbook stand for this formula."""
        self._book.set_name(name, formula)

    def rows_with(self, table: str, header: str, text: str) -> list[int]:
        """The Excel row numbers of the body rows that have this text in the column, compared as headers are.

        Raises WriteRefused when the table has no such column.
        """
        found = self._table(table)
        at = self._positions(found, [header]).get(header)
        if at is None:
            place = f"{self.path.name}, {found.sheet.name}"
            raise WriteRefused(f"Arket {found.sheet.name} mangler »{header}«. Giv kolonnen den overskrift igen.", place)
        column, wanted = found.column(at), self._normalise(text)
        return [row for row in found.body if self._normalise(found.sheet.content(row, column).text) == wanted]

    def unlike(self, table: str, row: int, written: HeaderRow) -> list[str]:
        """The headers of the cells of a body row that do not hold what was `written` to it and nothing else.

        A formula that the table itself puts in every row is not looked at.
        """
        found = self._table(table)
        (contents,) = self._contents(found, [written])
        return [found.headers[at] for at in found.unlike(row, contents)]

    def noted(self, table: str, row: int) -> list[str]:
        """The headers of the cells of a body row that somebody has put a note to."""
        found = self._table(table)
        return [found.headers[at] for at in found.noted(row)]

    def take_out_rows(self, table: str, rows: Sequence[int], most: int) -> int:
        """Empty what is typed in body rows, so that no other cell moves; the last ones leave the table, at most `most`.

        Returns how many left it. Raises WriteRefused when a cell holds what must not be lost.
        """
        found = self._table(table)
        found.refuse_obstacles(rows)
        found.empty(rows)
        leaving, last = 0, found.body.stop - 1
        while found.shrinks and leaving < min(most, len(found.body) - 1) and last - leaving in rows:
            leaving += 1
        found.resize(len(found.body) - leaving)
        return leaving

    def append_rows(self, table: str, rows: Sequence[HeaderRow]) -> list[int]:
        """Write rows after the last one with content, and return their Excel row numbers.

        Blank rows at the end of the table are used first, then the table grows into the empty cells below.
        A header the table does not have is noted in `missing_headers`; a calculated column keeps its formula.
        """
        found = self._table(table)
        contents = self._contents(found, rows)
        blank = found.blank_tail()
        added = max(0, len(rows) - len(blank))
        numbers = [*blank, *range(found.body.stop, found.body.stop + added)][: len(rows)]
        found.refuse_growth(added)
        found.refuse_obstacles([row for row in numbers if row in found.body])
        if added:
            found.resize(len(found.body) + added)
        for number, row in zip(numbers, contents, strict=True):
            found.fill(number, row)
        return numbers

    def replace_rows(self, table: str, rows: Sequence[HeaderRow], heights: Sequence[int] = ()) -> None:
        """Make these the only rows of a table that the tool owns; without rows one blank row stays.

        `heights` are the rows' heights in points, where they are given.
        """
        found = self._table(table)
        contents = self._contents(found, rows or [{}])
        found.refuse_growth(len(contents) - len(found.body))
        found.refuse_obstacles(found.body)
        found.resize(len(contents))
        for number, row in zip(found.body, contents, strict=True):
            found.fill(number, row)
        for number, height in zip(found.body, heights, strict=False):
            found.sheet.set_height(number, height)

    def set_cell(self, table: str, row: int, header: str, value: CellValue) -> None:
        """Write one cell of a body row (Excel's row number); a header the table does not have is noted.

        Raises ValueError when the row is outside the table, WriteRefused when the cell holds a formula.
        """
        found = self._table(table)
        if row not in found.body:
            raise ValueError(f"row {row} is not in the body of {table}")
        at = self._positions(found, [header]).get(header)
        if at is not None:
            content = content_of(value, self._book.date1904)
            found.sheet.refuse_obstacles(row, [found.column(at)])
            found.fill_cell(row, at, content)

    def show_results(self, sheet: str, results: Mapping[str, tuple[str, CellValue]]) -> None:
        """Store what formulas of a sheet show, by cell, for programs that do not calculate.

        A cell in which another formula stands now is left alone, as is a sheet that is not there.
        """
        part = dict(self._book.worksheets()).get(sheet)
        if part is None:
            return
        found = Worksheet(self._package, part, sheet, self._shared)
        self._sheets.append(found)
        for cell, (formula, value) in results.items():
            area = Area.parse(cell)
            content = content_of(value, self._book.date1904)
            found.show_result(area.top, area.left, formula.removeprefix("="), content)

    def set_named(self, name: str, text: str) -> None:
        """Write a text into the cell that a name leads to.

        Nothing is done where the name is not there, leads to no single cell, or the cell holds what would be lost.
        """
        sheet, area = place_of(self._book.named(name))
        part = dict(self._book.worksheets()).get(sheet)
        if part is None or area is None or (area.top, area.left) != (area.bottom, area.right):
            return
        found = next((one for one in self._sheets if one.part == part), None)
        if found is None:
            found = Worksheet(self._package, part, sheet, self._shared)
            self._sheets.append(found)
        with suppress(WriteRefused):
            found.refuse_obstacles(area.top, [area.left])
            found.put(area.top, area.left, content_of(text, self._book.date1904), None)

    def save(self) -> bool:
        """Replace the file with the edited workbook; False, and nothing written, when nothing changed.

        Raises WriteRefused, with the file as it was, when it is open, has changed since it was read, or does
        not read back as written. A saved edit takes no more writes.
        """
        if not self.changed:
            return False
        for sheet in self._sheets:
            sheet.flush()
        formulas_changed = any(sheet.formulas_changed for sheet in self._sheets)
        if formulas_changed:
            self._book.forget_calculation_order()
        if formulas_changed or self._book.holds_formulas():
            self._book.ask_for_calculation()
        replace_file(
            self.path,
            self._package.build(),
            self._sha256,
            lambda written: refuse_unlike(written, self._package, self._sheets, self._book.date1904),
        )
        self._saved = True
        return True

    def _load(self) -> None:
        source = self.path.read_bytes()
        self._modified = self.path.stat().st_mtime
        self._sha256 = hashlib.sha256(source).hexdigest()
        self._package = Package(source, self.path.name)
        self._book = WorkbookParts(self._package)
        self._shared = SharedTexts(self._package, self._book.related("sharedStrings"))
        dates = DateStyles(self._package, self._book.related("styles"))
        self._sheets: list[Worksheet] = []
        self._tables: dict[str, SheetTable] = {}
        for name, part in self._book.worksheets():
            tables = [relation.target for relation in self._package.relations(part) if relation.kind == "table"]
            if tables:
                sheet = Worksheet(self._package, part, name, self._shared)
                self._sheets.append(sheet)
                found = (SheetTable(self._package, target, sheet, dates) for target in tables)
                self._tables |= {table.name.casefold(): table for table in found}

    def _table(self, name: str) -> SheetTable:
        if self._saved:
            raise ValueError("the edit is saved; read the workbook again to write more")
        if name.casefold() not in self._tables:
            raise WriteRefused(f"Tabellen {name} findes ikke i arbejdsbogen.", self.path.name)
        return self._tables[name.casefold()]

    def _contents(self, table: SheetTable, rows: Sequence[HeaderRow]) -> list[list[Content]]:
        """The rows as contents in the order of the table's columns; nothing is written yet."""
        positions = self._positions(table, list(dict.fromkeys(header for row in rows for header in row)))
        date1904 = self._book.date1904
        return [_in_order(row, positions, len(table.headers), date1904) for row in rows]

    def _positions(self, table: SheetTable, headers: Sequence[str]) -> dict[str, int]:
        """Where each of the headers is in the table; those it does not have are noted once."""
        places = {self._normalise(header): at for at, header in reversed(list(enumerate(table.headers)))}
        positions = {h: places[key] for h in headers if (key := self._normalise(h)) in places}
        if len(set(positions.values())) != len(positions):
            raise ValueError(f"two headers mean the same column of {table.name}: {sorted(positions)}")
        missing = [(table.name, header) for header in headers if header not in positions]
        self.missing_headers += [pair for pair in missing if pair not in self.missing_headers]
        return positions


def _in_order(row: HeaderRow, positions: Mapping[str, int], width: int, date1904: bool) -> list[Content]:
    contents = [EMPTY] * width
    for header, value in row.items():
        if header in positions:
            contents[positions[header]] = content_of(value, date1904)
    return contents


def _plain(content: Content) -> str | float | None:
    if content.kind == "number":
        return float(content.text)
    return content.text or None
