"""One Excel table: its headers, its body rows on the sheet, and how it grows and shrinks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.formula.translate import Translator

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.areas import MAX_ROW, Area, cell_name
from igu_xl.sheets.ooxml.cells import EMPTY, Content, unescape
from igu_xl.sheets.ooxml.date_styles import DateStyles
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.ooxml.worksheet import Worksheet

_BRACKETS_AND_TEXT = re.compile(r'"[^"]*"|\[[^\[\]]*\]')
_CELL_ADDRESS = re.compile(r"(?<![\w.])\$?[A-Z]{1,3}\$?[0-9]+(?![\w(])", re.IGNORECASE)


class SheetTable:
    """A table and the sheet it lies on; rows are Excel's row numbers."""

    def __init__(self, package: Package, part: str, sheet: Worksheet, dates: DateStyles) -> None:
        self.sheet = sheet
        self._package = package
        self._part = part
        self._dates = dates
        self._root = package.xml(part)
        self.name: str = self._root.get("displayName") or self._root.get("name") or ""
        self._area = Area.parse(self._root.get("ref", ""))
        columns = list(self._root.iterfind("{*}tableColumns/{*}tableColumn"))
        self.headers = [unescape(column.get("name", "")) for column in columns]
        self._formulas = {
            at: formula.text or ""
            for at, column in enumerate(columns)
            if (formula := column.find("{*}calculatedColumnFormula")) is not None
        }
        self._styles: list[str | None] | None = None

    @property
    def body(self) -> range:
        """The rows between the headers and the totals."""
        headers = int(self._root.get("headerRowCount", "1"))
        return range(self._area.top + headers, self._area.bottom + 1 - self._totals)

    def is_calculated(self, at: int) -> bool:
        """Whether the column (counted from 0) is filled by a formula of the table."""
        return at in self._formulas

    def column(self, at: int) -> int:
        """The sheet column of the table's column (counted from 0)."""
        return self._area.left + at

    def blank_tail(self) -> list[int]:
        """The rows at the end of the body in which nothing is typed."""
        blank: list[int] = []
        for row in reversed(self.body):
            if any(self.sheet.content(row, self.column(at)) != EMPTY for at in self._typed):
                break
            blank.append(row)
        return blank[::-1]

    def unlike(self, row: int, contents: Sequence[Content]) -> list[int]:
        """The columns (counted from 0) in which a row does not hold its content; an own formula of the table is none.

        A cell that must not be written is not as it was, whatever it holds.
        """
        return [at for at, content in enumerate(contents) if not self._holds(row, at, content)]

    def noted(self, row: int) -> list[int]:
        """The columns (counted from 0) in which somebody has put a note to the row's cell."""
        columns = {column for number, column in self.sheet.notes() if number == row}
        return [at for at in range(len(self.headers)) if self.column(at) in columns]

    def empty(self, rows: Sequence[int]) -> None:
        """Empty what is typed in some rows, which stay where they are; the formulas of the table stay, too."""
        for row in rows:
            for at in self._typed:
                self.sheet.put(row, self.column(at), EMPTY, None)

    def refuse_obstacles(self, rows: Sequence[int]) -> None:
        """Raise WriteRefused when a cell that would be typed in holds what must not be lost."""
        columns = [self.column(at) for at in self._typed]
        for row in rows:
            self.sheet.refuse_obstacles(row, columns)

    def refuse_growth(self, count: int) -> None:
        """Raise WriteRefused when the table cannot have so many more rows, or so many fewer where it is below 0."""
        if count < 0 and self._totals:
            raise self._fixed("gøres mindre", "den har en totalrække. Slå totalrækken fra")
        if count <= 0:
            return
        below = Area(self._area.left, self._area.bottom + 1, self._area.right, self._area.bottom + count)
        for hindered, why in (
            (self._totals, "den har en totalrække. Slå totalrækken fra"),
            (self._root.get("tableType", "worksheet") != "worksheet", "den hentes fra en forespørgsel"),
            (
                self._root.find(".//{*}calculatedColumnFormula[@array]") is not None,
                "en kolonne er en matrixformel",
            ),
            (below.bottom > MAX_ROW, "arket har ikke flere rækker"),
        ):
            if hindered:
                raise self._fixed("udvides", why)
        used = self.sheet.first_used(below)
        if used:
            sentence = f"Tabellen {self.name} kan ikke udvides, for cellen {cell_name(*used)} under den er i brug."
            raise WriteRefused(f"{sentence} Flyt det, der står under tabellen.", self.sheet.place(*used))

    @property
    def shrinks(self) -> bool:
        """Whether rows at its end can leave the table."""
        matrix = self._root.find(".//{*}calculatedColumnFormula[@array]") is not None
        return not (self._totals or matrix or self._root.get("tableType", "worksheet") != "worksheet")

    def _fixed(self, what: str, why: str) -> WriteRefused:
        place = f"{self._package.name}, {self.sheet.name}"
        return WriteRefused(f"Tabellen {self.name} kan ikke {what}, for {why}.", place)

    def resize(self, rows: int) -> None:
        """Give the body so many rows; rows that fall outside are emptied, rules that ended with it follow.

        The caller has asked `refuse_growth` first.
        """
        if rows == len(self.body):
            return
        last = self.body.start + rows - 1
        self._remember_styles()
        for row in range(last + 1, self.body.stop):
            for at in range(len(self.headers)):
                self.sheet.put(row, self.column(at), EMPTY, None)
        self.sheet.stretch_rules(self._area, last)
        self._area = self._area.ending(last)
        for owner in (self._root, self._root.find("{*}autoFilter")):
            if owner is not None:
                owner.set("ref", str(self._area))
        self._package.touch(self._part)

    def fill(self, row: int, contents: Sequence[Content]) -> None:
        """Write one row, a content for each header; calculated columns get their formula instead."""
        for at, content in enumerate(contents):
            self.fill_cell(row, at, self._calculated(row, at) if at in self._formulas else content)

    def fill_cell(self, row: int, at: int, content: Content) -> None:
        """Write one cell in its own style, or in that of the column when it has none."""
        if content != EMPTY and self._root.attrib.pop("insertRow", ""):  # the row of an emptied table is now a row
            self._package.touch(self._part)
        column = self.column(at)
        style = self.sheet.style(row, column) or self._remember_styles()[at]
        self.sheet.put(row, column, content, self._dates.showing(style, content.dated))

    @property
    def _totals(self) -> int:
        return int(self._root.get("totalsRowCount", "0"))

    @property
    def _typed(self) -> list[int]:
        return [at for at in range(len(self.headers)) if at not in self._formulas]

    def _holds(self, row: int, at: int, content: Content) -> bool:
        present = self.sheet.content(row, self.column(at))
        if at in self._formulas:
            return present == EMPTY or present.formula is not None
        return present == content and not self.sheet.obstacle(row, self.column(at))

    def _remember_styles(self) -> list[str | None]:
        """The style of each column in the last body row before anything was written."""
        if self._styles is None:
            last, columns = self._area.bottom - self._totals, map(self.column, range(len(self.headers)))
            has_body = len(self.body) > 0
            self._styles = [
                (self.sheet.style(last, column) if has_body else None) or self.sheet.column_style(column)
                for column in columns
            ]
        return self._styles

    def _calculated(self, row: int, at: int) -> Content:
        """The formula of a calculated column in the row; what is there already stays.

        A formula with cell addresses is moved like a copy from the row above; without one there to copy, the
        cell is left empty.
        """
        column = self.column(at)
        present = self.sheet.content(row, column)
        formula = self._formulas[at]
        if present != EMPTY or not _CELL_ADDRESS.search(_structured_removed(formula)):
            return present if present != EMPTY else Content("empty", formula=formula)
        above = self.sheet.content(row - 1, column).formula
        if not above:
            return EMPTY
        moved = Translator(f"={above}", cell_name(row - 1, column)).translate_formula(cell_name(row, column))
        return Content("empty", formula=moved.removeprefix("="))


def _structured_removed(formula: str) -> str:
    """The formula without text and structured references, so that only cell addresses look like addresses."""
    previous = ""
    while formula != previous:
        previous, formula = formula, _BRACKETS_AND_TEXT.sub("", formula)
    return formula
