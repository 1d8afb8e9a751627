"""The cells of a worksheet as texts, whatever holds them, and cells that are emptied or made to say something else."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from igu_xl.domain.codes import fold
from igu_xl.sheets.ooxml.areas import cell_name, column_number
from igu_xl.sheets.ooxml.shared_texts import plain_text

# A cell below one of these headers says whom its row is about.
NAMING = frozenset(fold(header) for header in ("Kandidat-id", "Forløb-id", "Række-id", "Hvem eller hvad", "Kandidater"))
_TEXT_TYPES = ("s", "str", "inlineStr")


class TextCells:
    """The cells of a worksheet part, found by place."""

    def __init__(self, root: etree._Element, texts: list[str]) -> None:
        self._texts = texts
        self._cells: dict[tuple[int, int], etree._Element] = {}
        number = 0
        for row in root.iterfind("{*}sheetData/{*}row"):
            number = int(row.get("r") or number + 1)
            column = 0
            for cell in row.iterchildren("{*}c"):
                address = cell.get("r")
                column = column_number(address.rstrip("0123456789")) if address else column + 1
                self._cells[number, column] = cell

    def filled(self) -> Iterator[tuple[int, int, etree._Element, str]]:
        """Row, column, element and text of each cell that holds something."""
        for (row, column), cell in self._cells.items():
            if len(cell):
                yield row, column, cell, self.text(cell)

    def texts(self) -> set[str]:
        """What all cells show that hold a text."""
        return {text for _, _, cell, text in self.filled() if cell.get("t") in _TEXT_TYPES and text}

    def names_people(self, row: int, column: int) -> bool:
        """Whether a cell lies below a header that says whom its row is about."""
        return bool(NAMING & self._headers_above(row, column))

    def text(self, cell: etree._Element) -> str:
        """What the cell shows, as text."""
        kind = cell.get("t")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else plain_text(inline)
        value = cell.findtext("{*}v") or ""
        if kind == "s":
            return self._texts[int(value)] if value.isdecimal() and int(value) < len(self._texts) else ""
        return value

    def _headers_above(self, row: int, column: int) -> set[str]:
        """The texts above a cell, folded as headers are."""
        above = (cell for (at, other), cell in self._cells.items() if other == column and at < row)
        return {fold(self.text(cell)) for cell in above if cell.get("t") in _TEXT_TYPES}

    def row_by_header(self, row: int, column: int) -> Iterator[tuple[str, str]]:
        """The row's cells, each with its header: that row is the one in which the column of a cell is named."""
        named = [at for (at, other), cell in self._cells.items() if other == column and at < row and self._names(cell)]
        header = max(named, default=0)
        for (at, other), cell in sorted(self._cells.items()):
            if at == row and len(cell) and self.text(cell):
                above = self._cells.get((header, other))
                yield (cell_name(row, other) if above is None else self.text(above)), self.text(cell)

    def _names(self, cell: etree._Element) -> bool:
        return cell.get("t") in _TEXT_TYPES and fold(self.text(cell)) in NAMING


def clear(cell: etree._Element) -> bool:
    """Empty a cell, which keeps its look; True where a formula went with it."""
    formula = cell.find("{*}f")
    shared = formula is not None and formula.get("t")
    for child in list(cell):
        if child is not formula or not shared:
            cell.remove(child)
    cell.attrib.pop("t", "")
    return formula is not None and not shared


def say(cell: etree._Element, shown: str, formula: str) -> None:
    """Let a cell show a text; one that has a formula keeps it in these words."""
    namespace = etree.QName(cell).namespace
    own = cell.find("{*}f")
    if own is None:
        cell[:] = []
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, f"{{{namespace}}}is")
        etree.SubElement(inline, f"{{{namespace}}}t").text = shown
        return
    own.text = formula
    value = cell.find("{*}v")
    if value is not None and value.text != shown:
        value.text = shown
        cell.set("t", "str")
