"""The cells of one worksheet part: found by row and column, read as `Content`, changed as little as possible.

What is put is kept aside and brought into the XML by `flush`; an element that is not written keeps its attributes,
order and place. What could lose something (a formula, an array, a rich value, a merged cell) is an obstacle.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.areas import Area, cell_name, column_number, stretched
from igu_xl.sheets.ooxml.cell_xml import read_cell, render_cell, set_result
from igu_xl.sheets.ooxml.cells import EMPTY, LINK_FUNCTION, Content, escape
from igu_xl.sheets.ooxml.package import PARSER, Package
from igu_xl.sheets.ooxml.shared_texts import SharedTexts

_RULES = ("dataValidation", "conditionalFormatting", "ignoredError")
_NOTES, _NOTE = ("comments", "threadedComment"), ("{*}comment", "{*}threadedComment")
_NO_STYLE = "0"


class Worksheet:
    """One worksheet's cells; rows and columns count from 1."""

    def __init__(self, package: Package, part: str, name: str, shared: SharedTexts) -> None:
        self.name = name
        self.part = part
        self.formulas_changed = False
        self._package = package
        self._shared = shared
        self._root = package.xml(part)
        self._namespace = etree.QName(self._root).namespace or ""
        self._ns = f"{{{self._namespace}}}"
        self._data = self._only("sheetData")
        self._rows = dict(_numbered_rows(self._data.iterchildren(self._ns + "row")))
        self._row_numbers = sorted(self._rows)
        self._cells: dict[int, dict[int, etree._Element]] = {}
        self._put: dict[int, dict[int, tuple[Content, str]]] = {}
        self._seen: set[int] = set()
        self._heights: dict[int, str] = {}
        self._shown: dict[tuple[int, int], Content] = {}
        self._merged = [Area.parse(merge.get("ref", "")) for merge in self._root.iter(self._ns + "mergeCell")]
        self._arrays = self._array_areas()

    @property
    def root(self) -> etree._Element:
        """The part's root element; whoever changes it must `touch` the part in the package."""
        return self._root

    def content(self, row: int, column: int) -> Content:
        """What the cell holds."""
        put = self._put.get(row)
        if put and column in put:
            return put[column][0]
        cell = self._cells_of(row).get(column)
        return EMPTY if cell is None else read_cell(cell, self._shared)

    def style(self, row: int, column: int) -> str | None:
        """The cell's own style number; None when there is no cell yet."""
        put = self._put.get(row)
        if put and column in put:
            return put[column][1]
        cell = self._cells_of(row).get(column)
        return None if cell is None else cell.get("s", _NO_STYLE)

    def column_style(self, column: int) -> str | None:
        """The style number a new cell of the column gets."""
        for span in self._root.iterfind(f"{self._ns}cols/{self._ns}col"):
            if int(span.get("min", "0")) <= column <= int(span.get("max", "0")):
                return span.get("style")
        return None

    def written(self) -> Iterator[tuple[int, int, Content]]:
        """Row, column and content of each cell that was made different."""
        for row, cells in self._put.items():
            for column, (content, _) in cells.items():
                yield row, column, content
        for (row, column), content in self._shown.items():
            yield row, column, content

    def place(self, row: int, column: int) -> str:
        """The cell's place as a user reads it: `101-koebenhavn.xlsx, Forløb!C12`."""
        return f"{self._package.name}, {self.name}!{cell_name(row, column)}"

    def obstacle(self, row: int, column: int) -> str | None:
        """Why a cell must not be written, as the end of a sentence; None when it may be."""
        for merge in self._merged:
            if merge.covers(row, column) and (row, column) != (merge.top, merge.left):
                return f"er flettet sammen med andre ({merge})"
        for array in self._arrays:
            if array.covers(row, column):
                return "er en del af en matrixformel"
        cell = self._cells_of(row).get(column)
        if cell is None:
            return None
        if cell.get("vm") or cell.get("cm"):
            return "holder et billede eller en anden særlig værdi"
        formula = cell.find(self._ns + "f")
        if formula is None or (not formula.get("t") and (formula.text or "").startswith(LINK_FUNCTION)):
            return None
        return "holder en formel"

    def refuse_obstacles(self, row: int, columns: Iterable[int]) -> None:
        """Raise WriteRefused when a cell holds what a write would lose; a link may be overwritten."""
        for column in columns:
            obstacle = self.obstacle(row, column)
            if obstacle:
                where = f"Cellen {cell_name(row, column)} i arket {self.name}"
                raise WriteRefused(f"{where} {obstacle}, og den bliver ikke overskrevet.", self.place(row, column))

    def notes(self) -> set[tuple[int, int]]:
        """Row and column of the cells that somebody has put a note or a thread of comments to."""
        parts = [relation.target for relation in self._package.relations(self.part) if relation.kind in _NOTES]
        marked = (note.get("ref", "") for part in parts for note in self._package.xml(part).iter(*_NOTE))
        areas = [Area.parse(address) for address in marked if address]
        return {(area.top, area.left) for area in areas}

    def first_used(self, area: Area) -> tuple[int, int] | None:
        """The first cell of the area that holds something or is part of a merge or an array."""
        for taken in self._merged + self._arrays:
            if taken.overlaps(area):
                return max(taken.top, area.top), max(taken.left, area.left)
        at = bisect_left(self._row_numbers, area.top)
        for row in self._row_numbers[at:]:
            if row > area.bottom:
                break
            for column in self._cells_of(row):
                if area.covers(row, column) and self.content(row, column) != EMPTY:
                    return row, column
        return None

    def put(self, row: int, column: int, content: Content, style: str | None) -> None:
        """Make the cell hold the content in the style (None keeps the one it has).

        A cell that already does is not touched.
        """
        present, own = self.content(row, column), self.style(row, column) or _NO_STYLE
        if content == present and style in (None, own):
            return
        if content == present == EMPTY and style == _NO_STYLE:
            return
        if content.formula is not None or present.formula is not None:
            self.formulas_changed = True
        self._put.setdefault(row, {})[column] = content, style or own
        self._seen.add(row)
        self._package.touch(self.part)

    def lay(self, row: int, column: int, content: Content, style: str | None) -> None:
        """Put a cell that nobody looks for: a row that a filter hides stays hidden, and no row is made for nothing."""
        if content == EMPTY and row not in self._rows:
            return
        self._put.setdefault(row, {})[column] = content, style or _NO_STYLE
        self.formulas_changed = self.formulas_changed or content.formula is not None
        self._package.touch(self.part)

    def show_result(self, row: int, column: int, formula: str, content: Content) -> None:
        """Store what a cell's formula shows, until it is calculated; a cell with another formula is not touched."""
        cell = self._cells_of(row).get(column)
        shown = replace(content, formula=formula)
        if cell is None or read_cell(cell, self._shared).formula != formula or self.content(row, column) == shown:
            return
        set_result(cell, content)
        self._shown[row, column] = shown
        self._package.touch(self.part)

    def change_formula(self, row: int, column: int, formula: str) -> None:
        """Let a cell's own formula be this one; what it shows stays until it is calculated.

        A cell without one, or with one that it shares with others, is not touched.
        """
        cell = self._cells_of(row).get(column)
        own = None if cell is None else cell.find(self._ns + "f")
        if cell is None or own is None or own.get("t"):
            return
        own.text = escape(formula)
        self._shown[row, column] = read_cell(cell, self._shared)
        self.formulas_changed = True
        self._package.touch(self.part)

    def set_height(self, row: int, points: int) -> None:
        """Make the row so high; a row that is already is not touched."""
        element = self._rows.get(row)
        if element is None or element.get("ht") != str(points):
            self._heights[row] = str(points)
            self._package.touch(self.part)

    def stretch_rules(self, table: Area, last: int) -> None:
        """Let drop-downs and conditional formats that end with the table end at row `last`, as Excel does."""
        for rule in self._root.iter(*(self._ns + name for name in _RULES)):
            rule.set("sqref", stretched(rule.get("sqref", ""), table, last))
        for areas in self._root.iter("{http://schemas.microsoft.com/office/excel/2006/main}sqref"):
            parent = areas.getparent()
            if parent is not None and etree.QName(parent).localname in _RULES:
                areas.text = stretched(areas.text or "", table, last)
        self._package.touch(self.part)

    def flush(self) -> None:
        """Bring everything that was put into the XML."""
        if self._put:
            self._flush_cells()
        for number in self._heights.keys() & self._rows.keys():
            self._rows[number].set("ht", self._heights[number])
            self._rows[number].set("customHeight", "1")

    def _flush_cells(self) -> None:
        rows = "".join(_render_row(row, cells) for row, cells in sorted(self._put.items()))
        written = etree.fromstring(f'<sheetData xmlns="{self._namespace}">{rows}</sheetData>', PARSER)
        for number, row in list(_numbered_rows(written)):
            self._merge(number, row)
        self._widen_dimension()

    def _merge(self, number: int, written: etree._Element) -> None:
        """Put a written row's cells among those that stay; new content is seen, also where a filter hid the row."""
        row = self._rows.get(number)
        if row is None:
            self._insert(number, written)
            return
        cells = self._cells_of(number) | dict(_numbered_cells(written, number))
        others = [child for child in row if child.tag != self._ns + "c"]
        row[:] = [cells[column] for column in sorted(cells)] + others
        if number in self._seen:
            row.attrib.pop("hidden", "")
        row.attrib.pop("spans", "")  # an optional hint, wrong once a cell lies outside it

    def _insert(self, number: int, row: etree._Element) -> None:
        at = bisect_left(self._row_numbers, number)
        if at == len(self._row_numbers):
            self._data.append(row)
        else:
            self._rows[self._row_numbers[at]].addprevious(row)
        insort(self._row_numbers, number)
        self._rows[number] = row

    def _widen_dimension(self) -> None:
        dimension = self._root.find(self._ns + "dimension")
        if dimension is None or not dimension.get("ref"):
            return
        old = Area.parse(dimension.get("ref", ""))
        rows, columns = self._put.keys(), {column for cells in self._put.values() for column in cells}
        wide = Area(min(old.left, *columns), min(old.top, *rows), max(old.right, *columns), max(old.bottom, *rows))
        if wide != old:
            dimension.set("ref", str(wide))

    def _only(self, name: str) -> etree._Element:
        found = self._root.find(self._ns + name)
        if found is None:
            raise WriteRefused(f"Arket {self.name} har ingen celler, der kan læses.", self._package.name)
        return found

    def _array_areas(self) -> list[Area]:
        formulas = self._data.iter(self._ns + "f")
        return [Area.parse(ref) for f in formulas if f.get("t") in ("array", "dataTable") and (ref := f.get("ref"))]

    def _cells_of(self, row: int) -> dict[int, etree._Element]:
        """The row's cells by column, in order."""
        if row not in self._cells:
            element = self._rows.get(row)
            cells = () if element is None else element.iterchildren(self._ns + "c")
            self._cells[row] = dict(_numbered_cells(cells, row))
        return self._cells[row]


def _render_row(number: int, cells: dict[int, tuple[Content, str]]) -> str:
    rendered = (render_cell(cell_name(number, column), *cells[column]) for column in sorted(cells))
    return f'<row r="{number}">{"".join(rendered)}</row>'


def _numbered_rows(rows: Iterable[etree._Element]) -> Iterator[tuple[int, etree._Element]]:
    """Rows with their number; one without an address comes right after the last, and is given its address,
    so that a later insertion cannot move it."""
    number = 0
    for row in rows:
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        yield number, row


def _numbered_cells(cells: Iterable[etree._Element], row: int) -> Iterator[tuple[int, etree._Element]]:
    """A row's cells with their column; addresses that were left out are filled in, as for rows."""
    column = 0
    for cell in cells:
        address = cell.get("r")
        column = column_number(address.rstrip("0123456789")) if address else column + 1
        if not address:
            cell.set("r", cell_name(row, column))
        yield column, cell
