"""What the fast reader cannot tell of a worksheet: error cells, formulas without a result, and how far it reaches."""

from __future__ import annotations

import xml.parsers.expat
from dataclasses import dataclass, field

from igu_xl.sheets.ooxml.areas import Area, column_letters
from igu_xl.sheets.opening import Unreadable

# The fast reader lays a sheet out as a full rectangle: one lost value in XFD1048576 would take all memory.
MOST_CELLS = 30_000_000


@dataclass(slots=True)
class Scan:
    """Cells of one worksheet that need a finding, and the rectangle that its values reach."""

    errors: dict[str, str] = field(default_factory=dict)
    uncalculated: set[str] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0


class _Cells:
    """Expat's callbacks: follows one cell at a time and keeps nothing of it."""

    def __init__(self) -> None:
        self.scan = Scan()
        self._row = self._column = 0
        self._kind = self._cell = ""
        self._formula = self._valued = self._in_value = False
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._begin(attributes)
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif tag == "f":
            self._formula = True
        elif tag in ("v", "is"):
            self._valued, self._in_value, self._text = True, True, ""

    def text(self, text: str) -> None:
        if self._in_value:
            self._text += text

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in ("v", "is"):
            self._in_value = False
        elif tag == "c":
            self._finish()

    def _begin(self, attributes: dict[str, str]) -> None:
        self._column += 1
        self._kind = attributes.get("t", "n")
        self._cell = attributes.get("r", "")
        self._formula = self._valued = False
        if not self._cell:
            self._cell = f"{column_letters(self._column)}{self._row}"

    def _finish(self) -> None:
        if not self._formula and not self._valued:
            return
        area = Area.parse(self._cell)
        self._column = area.left
        self.scan.last_row = max(self.scan.last_row, area.top)
        self.scan.last_column = max(self.scan.last_column, area.left)
        if self._kind == "e":
            self.scan.errors[self._cell] = self._text or "#FEJL"
        elif self._formula and not self._text and self._kind != "str":
            self.scan.uncalculated.add(self._cell)
        self._text = ""


def scan_worksheet(content: bytes) -> Scan:
    """Read a worksheet part once from end to end; raises `Unreadable` when it is no XML or reaches too far."""
    cells = _Cells()
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    parser.CharacterDataHandler = cells.text
    try:
        parser.Parse(content, True)
    except (xml.parsers.expat.ExpatError, ValueError) as problem:
        raise Unreadable("fil-beskadiget") from problem
    if cells.scan.last_row * cells.scan.last_column > MOST_CELLS:
        raise Unreadable("fil-for-stor")
    return cells.scan
