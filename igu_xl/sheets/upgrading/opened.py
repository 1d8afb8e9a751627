"""A workbook's package with its sheets, tables and names at hand, to take from or to add to."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from igu_xl.domain.codes import fold
from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.areas import Area, place_of
from igu_xl.sheets.ooxml.cells import unescape
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.ooxml.shared_texts import SharedTexts
from igu_xl.sheets.ooxml.workbook import WorkbookParts
from igu_xl.sheets.ooxml.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = f"{{{MAIN}}}"


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """A table as it lies in the package: its part, its root element and its sheet."""

    part: str
    root: etree._Element
    sheet: Worksheet

    @property
    def area(self) -> Area:
        """The table's cells, with headers and totals."""
        return Area.parse(self.root.get("ref", ""))

    @property
    def headers(self) -> list[str]:
        """The headers from left to right."""
        return [unescape(column.get("name", "")) for column in self.root.iterfind("{*}tableColumns/{*}tableColumn")]

    @property
    def has_header_row(self) -> bool:
        """Whether the headers are shown above the rows."""
        return self.root.get("headerRowCount", "1") != "0"

    @property
    def body(self) -> range:
        """The rows between the headers and the totals."""
        first = self.area.top + self.has_header_row
        return range(first, self.area.bottom + 1 - int(self.root.get("totalsRowCount", "0")))

    def column(self, header: str) -> int | None:
        """The sheet column of a header; None where the table does not have it."""
        folded = [fold(own) for own in self.headers]
        return self.area.left + folded.index(fold(header)) if fold(header) in folded else None


class OpenedBook:
    """A workbook that is read from memory; nothing is written before `build`."""

    def __init__(self, content: bytes, name: str) -> None:
        """Raises `WriteRefused` when it is no workbook, is damaged or signed, or is of the strict form."""
        self.package = Package(content, name)
        self.workbook = WorkbookParts(self.package)
        self.root = self.package.xml(self.workbook.part)
        if etree.QName(self.root).namespace != MAIN:
            raise WriteRefused(
                "Arbejdsbogen er gemt som »Strict Open XML«. Gem den som »Excel-projektmappe (.xlsx)«, og prøv igen.",
                name,
            )
        self.shared = SharedTexts(self.package, self.workbook.related("sharedStrings"))
        self._sheets: dict[str, Worksheet] = {}

    @property
    def parts(self) -> dict[str, str]:
        """The part of each worksheet by its name, in the order of the tabs."""
        return dict(self.workbook.worksheets())

    @property
    def sheets(self) -> list[Worksheet]:
        """The worksheets that were looked at."""
        return list(self._sheets.values())

    def sheet(self, name: str) -> Worksheet:
        """The worksheet of this name."""
        if name not in self._sheets:
            self._sheets[name] = Worksheet(self.package, self.parts[name], name, self.shared)
        return self._sheets[name]

    def table(self, name: str) -> OpenedTable | None:
        """The table of this name wherever it lies."""
        for sheet, part in self.parts.items():
            for relation in self.package.relations(part):
                if relation.kind == "table":
                    root = self.package.xml(relation.target)
                    if fold(root.get("displayName") or root.get("name") or "") == fold(name):
                        return OpenedTable(relation.target, root, self.sheet(sheet))
        return None

    def name(self, name: str, local: int | None = None) -> etree._Element | None:
        """The defined name of the workbook, or of the sheet with this number."""
        return self.workbook.name(name, local)

    def set_name(self, name: str, formula: str, local: int | None = None) -> None:
        """Let a name stand for this; one that does already is not touched."""
        self.workbook.set_name(name, formula, local)

    def place(self, name: str) -> tuple[str, Area | None]:
        """The sheet and the area that a name leads to; no area where it leads nowhere."""
        found = self.name(name)
        sheet, area = place_of("" if found is None else found.text or "")
        return (sheet, area) if sheet in self.parts else ("", None)

    def build(self) -> bytes:
        """The workbook with everything that was put into it."""
        for sheet in self._sheets.values():
            sheet.flush()
        if any(sheet.formulas_changed for sheet in self._sheets.values()):
            self.workbook.forget_calculation_order()
            self.workbook.ask_for_calculation()
        return self.package.build()
