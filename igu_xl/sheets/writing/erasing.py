"""Takes what is about somebody out of a whole workbook: cells, comments, filters, caches and what it no longer shows.

Nothing moves: a row that is about the person is emptied where it stands, and what only mentions the person says
`(glemt)` instead. Unlike `WorkbookEdit` this looks into every part of the file, for a deleted text often stays in a
workbook long after its cell is empty. `sheets` may say which tables alone are looked at, in a workbook of a partner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from lxml import etree

from igu_xl.domain.codes import fold
from igu_xl.errors import WriteRefused
from igu_xl.sheets.contract import COORDINATOR, PARTNER_BOOKS
from igu_xl.sheets.ooxml.areas import Area, cell_name
from igu_xl.sheets.ooxml.package import CONTENT_TYPES, Package
from igu_xl.sheets.ooxml.shared_texts import plain_text
from igu_xl.sheets.ooxml.workbook import WorkbookParts
from igu_xl.sheets.writing.text_cells import TextCells, clear, say

_NOTES = ("comments", "threadedComment")
_XML = (".xml", ".rels", ".vml")
_CACHES = "xl/pivotCache/"


class Wanted(Protocol):
    """What is looked for: the ids of people, or CPR numbers."""

    def owns(self, text: str) -> bool:
        """Whether a cell with this text, below a header that names people, makes its row one about the person."""

    def within(self, text: str) -> bool:
        """Whether it stands in a text."""

    def without(self, text: str) -> str:
        """The text without it."""

    def in_bytes(self, content: bytes, *, written: bool = True) -> bool:
        """Whether it may stand in the bytes of a part: a quick look that may say yes too often of a text that somebody
        has `written`, and must be right about what is none, as a picture."""

    @property
    def in_attributes(self) -> bool:
        """Whether it is looked for in the attributes of the file's XML, too, where most digits are sizes and places."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A place where it stands: a cell with its row by header where the row is about the person (`owned`), or another
    part of the file in words, without a cell."""

    sheet: str
    cell: str = ""
    text: str = ""
    owned: bool = False
    row: tuple[tuple[str, str], ...] = ()

    @property
    def number(self) -> int:
        """The row's number in Excel; 0 for what is no cell."""
        return int("".join(sign for sign in self.cell if sign.isdigit()) or 0)


def traces_in(path: Path, wanted: Wanted) -> list[Trace]:
    """Where it stands in a workbook; raises `WriteRefused` for a file that cannot be looked into."""
    return _Eraser(path.read_bytes(), path.name, wanted).traces()


def erased(source: bytes, name: str, wanted: Wanted, only: Collection[str] = ()) -> bytes | None:
    """The workbook without it, or None where it does not stand there; with `only`, in the tables of these names and in
    texts that no cell shows any more.

    Raises `WriteRefused` for a workbook that is damaged or signed, or of which a part cannot be cleaned.
    """
    eraser = _Eraser(source, name, wanted, {fold(table) for table in only})
    return eraser.erased()


def texts_in(source: bytes, name: str) -> set[str]:
    """The texts of all cells of a workbook; raises `WriteRefused` for a file that cannot be looked into."""
    return _Eraser(source, name, _NOTHING).texts()


class _Nothing:
    """Looks for nothing."""

    def owns(self, text: str) -> bool:
        return False

    within = owns

    def without(self, text: str) -> str:
        return text

    def in_bytes(self, content: bytes, *, written: bool = True) -> bool:
        return False

    in_attributes = False


_NOTHING = _Nothing()


class _Eraser:
    def __init__(self, source: bytes, name: str, wanted: Wanted, only: Collection[str] = ()) -> None:
        self._package = Package(source, name)
        self._book = WorkbookParts(self._package)
        self._wanted = wanted
        self._only = only
        self._sheets = {part: name for name, part in self._book.worksheets()}
        shared = self._book.related("sharedStrings")
        self._shared_part = shared
        items = [] if shared is None else list(self._package.xml(shared).iterchildren("{*}si"))
        self._texts = [plain_text(item) for item in items]
        self._hit = {at for at, text in enumerate(self._texts) if wanted.within(text) or wanted.owns(text)}

    def texts(self) -> set[str]:
        """The texts of all cells."""
        return {text for part in self._sheets for text in TextCells(self._package.xml(part), self._texts).texts()}

    def traces(self) -> list[Trace]:
        """Every place, sheet by sheet, then the other parts."""
        found = [one for part in self._sheets for one in self._in_cells(part)]
        for part in self._others():
            said = _texts_of(self._package.xml(part), attributes=self._wanted.in_attributes)
            texts = [text for text in said if self._wanted.within(text)]
            found += [Trace(self._sheets.get(part, part), text=text) for text in texts]
        shown = {at for part in self._sheets for at in self._shown(part)}
        found += [Trace("tekst, som ingen celle viser mere", text=self._texts[at]) for at in sorted(self._hit - shown)]
        return found

    def erased(self) -> bytes | None:
        if not self._may_stand():
            return None
        rows = {part: self._empty(part) for part in self._sheets if self._hit or self._in(part)}
        if not self._only:
            self._comments({part: found for part, found in rows.items() if found})
            for part in self._others():
                self._replace(part)
            self._refuse_rest()
        self._blank_unused()
        if not self._package.touched:
            return None
        if self._book.holds_formulas():
            self._book.ask_for_calculation()
        return self._package.build()

    def _may_stand(self) -> bool:
        return bool(self._hit) or any(self._in(part) for part in self._package.names())

    def _in(self, part: str) -> bool:
        return self._wanted.in_bytes(self._package.read(part))

    def _others(self) -> Iterator[str]:
        """The parts of XML, without the cells, in which it may stand."""
        for part in self._package.names():
            if part.endswith(_XML) and part not in (CONTENT_TYPES, self._shared_part) and self._in(part):
                yield part

    def _in_cells(self, part: str) -> Iterator[Trace]:
        if not (self._hit or self._in(part)):
            return
        grid = TextCells(self._package.xml(part), self._texts)
        for row, column, _, text in self._hits(grid):
            owned = self._owns(grid, row, column, text)
            told = tuple(grid.row_by_header(row, column)) if owned else ()
            yield Trace(self._sheets[part], cell_name(row, column), text, owned, told)

    def _hits(self, grid: TextCells) -> Iterator[tuple[int, int, etree._Element, str]]:
        """The cells in which it stands, in what they show or in their formula; what the templates say is none."""
        for row, column, cell, text in grid.filled():
            said = self._wanted.within(text) and text not in texts_of_templates()
            formula = cell.findtext("{*}f") or ""
            if said or self._wanted.within(formula) or self._owns(grid, row, column, text):
                yield row, column, cell, text

    def _owns(self, grid: TextCells, row: int, column: int, text: str) -> bool:
        return self._wanted.owns(text) and grid.names_people(row, column)

    def _shown(self, part: str) -> Iterator[int]:
        for cell in self._package.xml(part).iter("{*}c"):
            if cell.get("t") == "s" and (value := cell.findtext("{*}v")) and value.isdecimal():
                yield int(value)

    def _areas(self, part: str) -> list[Area] | None:
        """The areas of a sheet that may be changed; None where all of it may."""
        if not self._only:
            return None
        tables = [self._package.xml(one.target) for one in self._package.relations(part) if one.kind == "table"]
        named = [table for table in tables if fold(table.get("displayName") or table.get("name") or "") in self._only]
        return [Area.parse(table.get("ref", "")) for table in named]

    def _empty(self, part: str) -> set[int]:
        """Empty the rows of a sheet that are about the person, and take the mentions out; the numbers of the rows."""
        root, areas = self._package.xml(part), self._areas(part)
        if areas == []:
            return set()
        grid = TextCells(root, self._texts)
        found = [one for one in self._hits(grid) if _covered(areas, *one[:2])]
        owned = {row for row, column, _, text in found if self._owns(grid, row, column, text)}
        formulas = False
        for row, column, cell, _ in list(grid.filled()):
            if row in owned and _covered(areas, row, column):
                formulas |= clear(cell)
        for row, _, cell, text in found:
            if row not in owned:
                say(cell, self._wanted.without(text), self._wanted.without(cell.findtext("{*}f") or ""))
        if found:
            self._package.touch(part)
        if formulas:
            self._book.forget_calculation_order()
        return owned

    def _comments(self, rows: dict[str, set[int]]) -> None:
        """Empty the comments that hang on an emptied row."""
        for part, numbers in rows.items():
            for one in (relation for relation in self._package.relations(part) if relation.kind in _NOTES):
                for note in self._package.xml(one.target).iter("{*}comment", "{*}threadedComment"):
                    if (ref := note.get("ref")) and Area.parse(ref).top in numbers:
                        for text in note.iter("{*}t", "{*}text"):
                            text.text = ""
                        self._package.touch(one.target)

    def _replace(self, part: str) -> None:
        """Take it out of every text and attribute of a part; cells are done before, and help texts are the tool's."""
        root, changed = self._package.xml(part), False
        for element in list(_outside_cells(root)):
            name = etree.QName(element).localname
            if name == "filter" and self._wanted.within(element.get("val", "")):
                _drop_filter(element)
                changed = True
                continue
            for key, value in element.attrib.items() if self._wanted.in_attributes else ():
                if self._wanted.within(str(value)):
                    element.set(key, self._wanted.without(str(value)))
                    changed = True
            for held in ("text", "tail"):
                said: str | None = getattr(element, held)
                if said and self._wanted.within(said):
                    setattr(element, held, self._wanted.without(said))
                    changed = True
            changed |= self._in_runs(element, name)
        if changed and part.startswith(_CACHES):
            raise WriteRefused(f"En pivottabel har gemt en kopi af rækkerne ({part}).", self._package.name)
        if changed:
            self._package.touch(part)

    def _in_runs(self, element: etree._Element, name: str) -> bool:
        """Take it out of a comment or paragraph that is stored in pieces."""
        if name not in ("text", "p", "is"):
            return False
        pieces = [piece for piece in element.iter("{*}t") if piece.text]
        whole = "".join(piece.text or "" for piece in pieces)
        if not pieces or not self._wanted.within(whole):
            return False
        pieces[0].text = self._wanted.without(whole)
        for piece in pieces[1:]:
            piece.text = ""
        return True

    def _refuse_rest(self) -> None:
        """Raise WriteRefused where it stands in a part that is no XML: a picture, a macro, a file inside the file."""
        for part in self._package.names():
            if not part.endswith(_XML) and self._wanted.in_bytes(self._package.read(part), written=False):
                raise WriteRefused(f"Det står i delen {part}, som ikke kan ændres.", self._package.name)

    def _blank_unused(self) -> None:
        """Empty the shared texts that no cell shows any more: they are what was deleted."""
        if self._shared_part is None or not (self._hit or self._package.touched):
            return
        shown = {at for part in self._sheets for at in self._shown(part)}
        for at, item in enumerate(self._package.xml(self._shared_part).iterchildren("{*}si")):
            if at not in shown and self._texts[at]:
                namespace = etree.QName(item).namespace
                item[:] = []
                etree.SubElement(item, f"{{{namespace}}}t").text = ""
                self._package.touch(self._shared_part)


def _covered(areas: list[Area] | None, row: int, column: int) -> bool:
    return areas is None or any(area.covers(row, column) and row > area.top for area in areas)


def _drop_filter(element: etree._Element) -> None:
    """A filter that chose the person is taken away with its column."""
    columns = list(element.iterancestors("{*}filterColumn"))
    gone = columns[0] if columns else element
    parent = gone.getparent()
    if parent is not None:
        parent.remove(gone)


def _outside_cells(root: etree._Element) -> Iterator[etree._Element]:
    """The elements of a part without its cells, and without the help texts of cells, which are the templates' own."""
    yield root
    for child in root.iterchildren(etree.Element):
        if etree.QName(child).localname not in ("sheetData", "dataValidation"):
            yield from _outside_cells(child)


def _texts_of(root: etree._Element, *, attributes: bool) -> Iterator[str]:
    """The texts of a part outside its cells, and its attributes."""
    for element in _outside_cells(root):
        yield from (str(value) for value in element.attrib.values() if attributes)
        yield from (text for text in (element.text, element.tail) if text)


@cache
def texts_of_templates() -> frozenset[str]:
    """What the templates say of themselves, an example of an id among it: the help, hints and examples."""
    books = (*PARTNER_BOOKS, COORDINATOR)
    columns = [column for book in books for table in book.tables for column in table]
    said = [text for column in columns for text in (column.hint, column.example)]
    said += [line for book in books for line in (*book.guide, *book.privacy)]
    return frozenset(text for text in said if text)
