"""CPR numbers anywhere in a workbook: in cells of every sheet, formulas, comments, text boxes, properties and caches.

A hit is a place, never the number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from html import unescape

from lxml import etree

from igu_xl.domain.personal.cpr import Suspicion, suspicion_of
from igu_xl.domain.personal.p_numbers import may_be_p_number, typed_digits
from igu_xl.sheets.ooxml.areas import Area
from igu_xl.sheets.reading.structure import related, xml_root
from igu_xl.sheets.reading.texts import texts_of
from igu_xl.sheets.reading.workbook import Workbook

# What nobody types in; and what is looked at cell by cell.
_NO_TEXT = ("[Content_Types]", "xl/theme/", "xl/calcChain")
_SHARED_TEXTS = "xl/sharedStrings"
_COMMENTS = ("comments", "threadedComment")

_CELLS = re.compile(rb"<(?P<p>(?:[\w.-]+:)?)sheetData[\s>].*</(?P=p)sheetData>", re.DOTALL)

_WHERE = {
    "xl/drawings/": "en tekstboks eller et billede",
    "xl/charts/": "et diagram",
    "xl/diagrams/": "en figur",
    "xl/pivot": "en pivottabels gemte data",
    "xl/externalLinks/": "gemte data fra en anden fil",
    "docProps/": "dokumentets egenskaber (Filer, Oplysninger)",
    "customXml/": "skjulte data i filen",
    "xl/tables/": "en tabels overskrifter eller navn",
    "xl/worksheets/_rels/": "et links adresse",
    "xl/comments": "navnet på den, der skrev en kommentar",
    "xl/persons": "navnet på den, der skrev en kommentar",
    "xl/workbook": "et ark- eller områdenavn",
    _SHARED_TEXTS: "en slettet tekst, som filen gemmer endnu (gem den igen i Excel)",
}
_MIDNIGHT = time()
_ON_SHEET = "sidehoved, sidefod, link eller hjælpetekst på arket {}"


class Doubt(Enum):
    """What else than a CPR number the digits may be: nothing, a P-number, or a mistyped one in its own column."""

    NONE = 0
    P_NUMBER = 1
    IN_ITS_COLUMN = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a CPR number stands: a cell (row and column from 1) of a sheet, or its comment, or `where` in words."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    comment: bool = False
    where: str = ""
    doubt: Doubt = Doubt.NONE


def find_cpr(workbook: Workbook, exempt: Mapping[str, Collection[int]], p_numbers: Collection[str]) -> list[Hit]:
    """All CPR numbers of a workbook; `exempt` names the columns of P-numbers by sheet, `p_numbers` the known ones."""
    seen: dict[object, Suspicion] = {}

    def found(value: object) -> Suspicion:
        if value not in seen:
            seen[value] = suspicion_of(value, p_numbers)
        return seen[value]

    hits = [hit for sheet in workbook.sheets for hit in _in_cells(workbook, sheet, exempt.get(sheet, ()), found)]
    told_of_cells = bool(hits)
    for sheet, part in workbook.sheets.items():
        hits += _in_comments(workbook.parts, sheet, part, found)
        if seen_there := _most(found, _outside_cells(workbook.parts[part])):
            hits.append(Hit(sheet, where=_ON_SHEET.format(sheet), doubt=_doubt(seen_there)))
    for name, texts in _other_parts(workbook):
        stored = told_of_cells and name.startswith(_SHARED_TEXTS)
        if not stored and (seen_there := _most(found, texts)):
            hits.append(Hit(where=_where(name), doubt=_doubt(seen_there)))
    return hits


def _most(found: Callable[[str], Suspicion], texts: Iterator[str]) -> Suspicion:
    return max(map(found, texts), default=Suspicion.NONE)


def _doubt(seen: Suspicion) -> Doubt:
    return Doubt.P_NUMBER if seen is Suspicion.PERHAPS else Doubt.NONE


def _other_parts(workbook: Workbook) -> Iterator[tuple[str, Iterator[str]]]:
    """The parts without cells that may hold what was typed, each with its texts; of comments only who wrote them."""
    sheets = set(workbook.sheets.values())
    comments = {name for part in sheets for name in related(workbook.parts, part, *_COMMENTS)}
    for name, content in workbook.parts.items():
        if name in comments:
            yield name, _authors(content)
        elif name not in sheets and not name.startswith(_NO_TEXT):
            yield name, texts_of(content)


def _in_cells(
    workbook: Workbook, sheet: str, exempt: Collection[int], found: Callable[[object], Suspicion]
) -> Iterator[Hit]:
    for row, values in enumerate(workbook.grid(sheet), 1):
        for column, value in enumerate(values, 1):
            if _may_hold_one(value) and (seen := found(value)):
                doubt = _doubt(seen)
                if column in exempt and (digits := typed_digits(value)):
                    doubt = Doubt.IN_ITS_COLUMN
                    if may_be_p_number(digits):
                        continue
                yield Hit(sheet, row, column, doubt=doubt)
    for address, formula in workbook.scans[sheet].formulas.items():
        if found(unescape(formula)):
            area = Area.parse(address)
            yield Hit(sheet, area.top, area.left)


def _may_hold_one(value: object) -> bool:
    """A quick look: texts too short, small whole numbers and days without a time hold none."""
    if isinstance(value, str):
        return len(value) > 8
    if isinstance(value, float):
        return value >= 1e4 and (value >= 1e8 or not value.is_integer())
    return isinstance(value, timedelta) or (isinstance(value, datetime) and value.time() != _MIDNIGHT)


def _in_comments(parts: Mapping[str, bytes], sheet: str, part: str, found: Callable[[str], Suspicion]) -> Iterator[Hit]:
    """The comments, old and threaded, that hold a CPR number, each at the cell it hangs on."""
    cells = {
        Area.parse(comment.get("ref", "A1"))
        for name in related(parts, part, *_COMMENTS)
        for comment in _comments(parts[name])
        if found("".join(map(str, comment.itertext())))
    }
    for cell in sorted(cells, key=lambda cell: (cell.top, cell.left)):
        yield Hit(sheet, cell.top, cell.left, comment=True)


def _comments(content: bytes) -> Iterator[etree._Element]:
    yield from xml_root(content).iter("{*}comment", "{*}threadedComment")


def _authors(content: bytes) -> Iterator[str]:
    yield from (author.text or "" for author in xml_root(content).iter("{*}author"))


def _outside_cells(content: bytes) -> Iterator[str]:
    """What a worksheet part says outside its cells."""
    around = _CELLS.sub(b"", content, count=1)
    yield from texts_of(around)


def _where(part: str) -> str:
    return next((words for start, words in _WHERE.items() if part.startswith(start)), f"filens del {part}")
