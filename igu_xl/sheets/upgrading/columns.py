"""A new column at the right end of a table, with all that the template gives it.

Its place in the contract counts only for new workbooks: inside a table it would move other people's cells, and the
formulas and colours that lean on them. A column is found by its header, so its place means nothing to the tool.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from lxml import etree

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.areas import Area, cell_name, column_letters, column_number
from igu_xl.sheets.ooxml.cells import EMPTY, Content, escape
from igu_xl.sheets.upgrading.opened import NS, OpenedBook, OpenedTable
from igu_xl.sheets.upgrading.sheet_parts import group, insert, shape_column, width_of
from igu_xl.sheets.upgrading.styles import StyleTransfer

_LAST_COLUMN = 16_384
_TEXT = re.compile(r'("[^"]*")')
_ADDRESS = re.compile(r"(?<![\w.])(\$?)([A-Z]{1,3})(\$?)([0-9]+)(?![\w(])")


class ColumnTransfer:
    """Brings columns of one table from a fresh workbook (`source`) to an older one (`target`)."""

    def __init__(self, source: OpenedTable, target: OpenedTable, book: OpenedBook, styles: StyleTransfer) -> None:
        self._source = source
        self._target = target
        self._book = book
        self._styles = styles
        self._down = target.area.top - source.area.top

    def add(self, header: str) -> None:
        """Add the column with this header; raises `WriteRefused`, with nothing changed, where there is no room."""
        taken = self._source.column(header)
        assert taken is not None, "a fresh workbook has every column of the contract"
        place = self._target.area.right + 1
        self._refuse_obstacles(header, place)
        columns = self._columns() | {taken: place}
        formula = self._list_column(header, columns)
        self._fill(header, taken, place, formula)
        self._add_rules(taken, place, columns)

    def _refuse_obstacles(self, header: str, place: int) -> None:
        name, sheet, area = self._book.package.name, self._target.sheet, self._target.area
        if self._target.root.get("tableType", "worksheet") != "worksheet":
            raise WriteRefused(f"Tabellen i arket {sheet.name} hentes fra en forespørgsel og kan ikke udvides.", name)
        used = (
            sheet.first_used(Area(place, area.top, place, area.bottom))
            if place <= _LAST_COLUMN
            else (area.top, area.right)
        )
        if used:
            raise WriteRefused(
                f"Der er ikke plads til kolonnen »{header}« i arket {sheet.name}: cellen {cell_name(*used)} til højre "
                "for tabellen er i brug. Flyt det, der står dér, mindst en kolonne til højre, gem, og prøv igen.",
                sheet.place(*used),
            )

    def _columns(self) -> dict[int, int]:
        """The columns of the fresh table -> those of the older one, by header."""
        found = {header: self._target.column(header) for header in self._source.headers}
        own = {self._source.column(header): place for header, place in found.items()}
        return {theirs: place for theirs, place in own.items() if theirs is not None and place is not None}

    def _list_column(self, header: str, columns: Mapping[int, int]) -> str | None:
        """Add the column to the table's own list of columns; returns the formula of one that is calculated."""
        root, area = self._target.root, self._target.area
        listed = group_of_columns(root)
        number = max(int(column.get("id", "0")) for column in listed) + 1
        own = etree.SubElement(listed, f"{NS}tableColumn", {"id": str(number), "name": escape(header)})
        listed.set("count", str(len(listed)))
        wide = str(Area(area.left, area.top, area.right + 1, area.bottom))
        root.set("ref", wide)
        filtered = root.find(f"{NS}autoFilter")
        if filtered is not None:
            shown = Area.parse(filtered.get("ref", wide))
            filtered.set("ref", str(Area(shown.left, shown.top, shown.right + 1, shown.bottom)))
        self._book.package.touch(self._target.part)
        return self._calculated(own, header, columns)

    def _calculated(self, own: etree._Element, header: str, columns: Mapping[int, int]) -> str | None:
        fresh = group_of_columns(self._source.root)[self._source.headers.index(header)]
        formula = fresh.find(f"{NS}calculatedColumnFormula")
        if formula is None:
            return None
        moved = moved_formula(formula.text or "", columns, self._down)
        etree.SubElement(own, f"{NS}calculatedColumnFormula").text = moved
        return moved

    def _fill(self, header: str, taken: int, place: int, formula: str | None) -> None:
        """The header, and the style of every row that there is; new rows take that of the column."""
        source, target = self._source.sheet, self._target.sheet
        if self._target.has_header_row:
            style = self._styles.cell(source.style(self._source.area.top, taken))
            target.lay(self._target.area.top, place, Content("text", header), style)
        body = self._styles.cell(source.column_style(taken))
        content = EMPTY if formula is None else Content("empty", formula=formula)
        for row in self._target.body:
            target.lay(row, place, content, body)
        shape_column(target.root, place, width_of(source.root, taken), body)

    def _add_rules(self, taken: int, place: int, columns: Mapping[int, int]) -> None:
        """The drop-down or limit, the hint, and the colours of the column."""
        first = self._source.body.start
        theirs, own = self._source.sheet.root, self._target.sheet.root
        for rule in theirs.iterfind(f"{NS}dataValidations/{NS}dataValidation"):
            if _covers(rule, first, taken):
                validations = group(own, "dataValidations")
                validations.append(self._moved(rule, place, columns))
                validations.set("count", str(len(validations)))
        for rules in theirs.iterfind(f"{NS}conditionalFormatting"):
            if _covers(rules, first, taken):
                insert(own, self._moved_colours(rules, place, columns))
        for rule in own.iterfind(f"{NS}ignoredErrors/{NS}ignoredError"):
            if _covers(rule, self._target.body.start, self._target.area.left):
                rule.set("sqref", f"{rule.get('sqref')} {self._reach(place)}")

    def _moved(self, rule: etree._Element, place: int, columns: Mapping[int, int]) -> etree._Element:
        moved = copy.deepcopy(rule)
        moved.set("sqref", self._reach(place))
        for name in ("formula", "formula1", "formula2"):
            for formula in moved.iter(NS + name):
                formula.text = moved_formula(formula.text or "", columns, self._down)
        return moved

    def _moved_colours(self, rules: etree._Element, place: int, columns: Mapping[int, int]) -> etree._Element:
        moved = self._moved(rules, place, columns)
        taken = (int(rule.get("priority", "0")) for rule in self._target.sheet.root.iter(f"{NS}cfRule"))
        last = max(taken, default=0)
        for number, rule in enumerate(moved.iterfind(f"{NS}cfRule"), last + 1):
            rule.set("priority", str(number))
            if rule.get("dxfId"):
                rule.set("dxfId", self._styles.difference(rule.get("dxfId", "0")))
            for newer in rule.findall(f"{NS}extLst"):
                rule.remove(newer)  # it leads to another part of the sheet; the bar is there without it
        return moved

    def _reach(self, place: int) -> str:
        """The rows that rules of a new workbook reach, moved to where this table lies."""
        first, letters = self._target.body.start, column_letters(place)
        return f"{letters}{first}:{letters}{_last_row(self._source) + self._down}"


def group_of_columns(root: etree._Element) -> etree._Element:
    """The list of a table's columns."""
    found = root.find(f"{NS}tableColumns")
    assert found is not None, "a table has columns"
    return found


def moved_formula(formula: str, columns: Mapping[int, int], down: int) -> str:
    """A formula of a fresh sheet with the columns and rows that its cells have in an older one."""

    def moved(found: re.Match[str]) -> str:
        column = column_number(found[2])
        return f"{found[1]}{column_letters(columns.get(column, column))}{found[3]}{int(found[4]) + down}"

    pieces = _TEXT.split(formula)
    return "".join(piece if at % 2 else _ADDRESS.sub(moved, piece) for at, piece in enumerate(pieces))


def _covers(rule: etree._Element, row: int, column: int) -> bool:
    return any(Area.parse(area).covers(row, column) for area in rule.get("sqref", "").split())


def _last_row(source: OpenedTable) -> int:
    """How far down the rules of the fresh sheet reach."""
    rules = source.sheet.root.iterfind(f"{NS}dataValidations/{NS}dataValidation")
    areas = [Area.parse(area) for rule in rules for area in rule.get("sqref", "").split()]
    return max((area.bottom for area in areas), default=source.body.stop - 1)
