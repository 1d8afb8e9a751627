"""CPR numbers anywhere in a workbook: in cells of every sheet, comments, text boxes, properties and caches.

A hit is a place, never the number. One look at the raw bytes says whether a closer look is needed at all.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from python_calamine import CalamineWorkbook

from igu_xl.domain.cpr import has_cpr
from igu_xl.sheets.ooxml.areas import Area
from igu_xl.sheets.opening import Unreadable

# Ten digits, nine (a lost zero), or six and four with a separator of one or a few bytes between them.
_LOOK_CLOSER = re.compile(rb"\d{9,10}|\d{6}[^\d<>]{1,3}\d{4}")

# Elements whose text is one piece to a reader, however many runs it is stored in.
_WHOLE_TEXTS = {"text", "p", "si", "t", "is"}
# Attributes that hold what people typed; others are ids and sizes with any number of digits.
_TYPED_ATTRIBUTES = {
    "prompt",
    "promptTitle",
    "error",
    "errorTitle",
    "display",
    "tooltip",
    "descr",
    "title",
    "name",
    "v",
}

_WHERE = {
    "xl/drawings/": "en tekstboks eller et diagram",
    "xl/charts/": "et diagram",
    "xl/pivotCache/": "en pivottabels gemte data",
    "xl/externalLinks/": "gemte data fra en anden fil",
    "docProps/": "dokumentets egenskaber",
    "customXml/": "skjulte data i filen",
    "xl/tables/": "en tabels overskrifter",
    "xl/worksheets/": "sidehoved, sidefod eller hjælpetekst på et ark",
    "xl/workbook": "et ark- eller områdenavn",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a CPR number stands: a cell (row and column from 1) of a sheet, or `where` in Danish words."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    where: str = ""


def find_cpr(
    reader: CalamineWorkbook,
    parts: Mapping[str, bytes],
    sheet_parts: Mapping[str, str],
    exempt: Mapping[str, Collection[int]],
    p_numbers: Collection[str],
) -> list[Hit]:
    """All CPR numbers outside comments; `exempt` names the columns of P-numbers by sheet."""
    suspects = {name for name, content in parts.items() if _LOOK_CLOSER.search(content)}
    hits: list[Hit] = []
    for sheet, part in sheet_parts.items():
        if part in suspects or any("sharedStrings" in name for name in suspects):
            hits += _cells(reader, sheet, exempt.get(sheet, ()), p_numbers)
    for name in sorted(suspects):
        if "sharedStrings" not in name and "omment" not in name and name not in sheet_parts.values():
            hits += [Hit(where=_where(name)) for _ in _texts_with_cpr(parts[name], p_numbers)][:1]
    for name in sorted(suspects & set(sheet_parts.values())):
        hits += [Hit(where=_where(name)) for _ in _sheet_texts_with_cpr(parts[name], p_numbers)][:1]
    return hits


def locate_comments(
    parts: Mapping[str, bytes], sheet_parts: Mapping[str, str], p_numbers: Collection[str]
) -> list[Hit]:
    """The comments, old and threaded, that hold a CPR number, each with the cell it hangs on."""
    hits = set()
    for sheet, part in sheet_parts.items():
        for name in _comment_parts(parts, part):
            for comment in _elements(parts[name], "comment", "threadedComment"):
                if has_cpr("".join(comment.itertext()), p_numbers):
                    area = Area.parse(comment.get("ref", "A1"))
                    hits.add((sheet, area.top, area.left))
    return [Hit(sheet, row, column, f"en kommentar i arket {sheet}") for sheet, row, column in sorted(hits)]


def _cells(reader: CalamineWorkbook, sheet: str, exempt: Collection[int], p_numbers: Collection[str]) -> Iterator[Hit]:
    grid = reader.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    for row, values in enumerate(grid, 1):
        for column, value in enumerate(values, 1):
            if _may_hold_digits(value) and has_cpr(value, p_numbers):
                plain_p_number = column in exempt and "-" not in str(value)
                if not plain_p_number:
                    yield Hit(sheet, row, column)


def _may_hold_digits(value: object) -> bool:
    return (isinstance(value, str) and len(value) > 8) or (isinstance(value, float) and value >= 1e8)


def _comment_parts(parts: Mapping[str, bytes], sheet_part: str) -> Iterator[str]:
    folder, file = posixpath.split(sheet_part)
    relations = parts.get(f"{folder}/_rels/{file}.rels")
    for relation in _elements(relations, "Relationship") if relations else ():
        if relation.get("Type", "").rpartition("/")[2] in ("comments", "threadedComment"):
            target = relation.get("Target", "")
            name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if name in parts:
                yield name


def _texts_with_cpr(content: bytes, p_numbers: Collection[str]) -> Iterator[str]:
    for element in _root(content).iter(etree.Element):
        whole = etree.QName(element).localname in _WHOLE_TEXTS
        texts = ["".join(element.itertext()) if whole else element.text or ""]
        texts += [value for key, value in element.attrib.items() if key in _TYPED_ATTRIBUTES]
        yield from (text for text in texts if has_cpr(text, p_numbers))


def _sheet_texts_with_cpr(content: bytes, p_numbers: Collection[str]) -> Iterator[str]:
    """What a worksheet part says outside its cells."""
    root = _root(content)
    for cells in root.iterfind("{*}sheetData"):
        root.remove(cells)
    yield from _texts_with_cpr(etree.tostring(root), p_numbers)


def _where(part: str) -> str:
    return next((words for start, words in _WHERE.items() if part.startswith(start)), f"filens del {part}")


def _elements(content: bytes, *names: str) -> Iterator[etree._Element]:
    yield from _root(content).iter(*(f"{{*}}{name}" for name in names))


def _root(content: bytes) -> etree._Element:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as problem:
        raise Unreadable("fil-beskadiget") from problem
