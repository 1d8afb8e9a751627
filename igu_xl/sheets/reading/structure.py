"""What a workbook says it consists of: its sheets, their tables, and the parts that hang on them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from igu_xl.sheets.ooxml.areas import Area
from igu_xl.sheets.ooxml.cells import unescape
from igu_xl.sheets.ooxml.package import PARSER, relations_part
from igu_xl.sheets.reading.opening import Unreadable


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """An Excel table: where it lies, the rows (from 1) of its body, and the headers it remembers."""

    name: str
    sheet: str
    area: Area
    body: range
    headers: tuple[str, ...]


def main_part(parts: Mapping[str, bytes]) -> str:
    """The workbook part; raises `Unreadable` when the package is something else, such as a document."""
    part = next(iter(related(parts, "", "officeDocument")), "xl/workbook.xml")
    if part not in parts or etree.QName(xml_root(parts[part])).localname != "workbook":
        raise Unreadable("fil-ikke-excel")
    return part


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name -> the part that holds its cells, in the order of the tabs; sheets of charts have none."""
    main = main_part(parts)
    targets = {relation.get("Id"): _target(main, relation) for relation in _relations(parts, main, "worksheet")}
    found: dict[str, str] = {}
    for sheet in xml_root(parts[main]).iterfind("{*}sheets/{*}sheet"):
        ids = (str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id"))
        part = targets.get(next(ids, ""))
        if part:
            found.setdefault(sheet.get("name", ""), part)
    if any(part not in parts for part in found.values()):
        raise Unreadable("fil-beskadiget")
    return found


def defined_names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What each name of the whole workbook stands for."""
    names = xml_root(parts[main_part(parts)]).iterfind("{*}definedNames/{*}definedName")
    return {name.get("name", ""): name.text or "" for name in names if name.get("localSheetId") is None}


def excel_tables(parts: Mapping[str, bytes], sheets: Mapping[str, str]) -> list[ExcelTable]:
    """The Excel tables of all sheets; one whose area makes no sense is left out."""
    names = [(sheet, name) for sheet, part in sheets.items() for name in related(parts, part, "table")]
    found = [_table(xml_root(parts[name]), sheet) for sheet, name in names]
    return [table for table in found if table is not None]


def related(parts: Mapping[str, bytes], part: str, *kinds: str) -> list[str]:
    """The parts of some kinds that a part leads to; an empty name asks for those of the package."""
    targets = [_target(part, relation) for relation in _relations(parts, part, *kinds)]
    return [target for target in targets if target in parts]


def xml_root(content: bytes) -> etree._Element:
    """The root element of a part; raises `Unreadable` for what is no XML."""
    try:
        return etree.fromstring(content, PARSER)
    except etree.XMLSyntaxError as problem:
        raise Unreadable("fil-beskadiget") from problem


def _relations(parts: Mapping[str, bytes], part: str, *kinds: str) -> Iterator[etree._Element]:
    listing = parts.get(relations_part(part))
    if listing is not None:
        for relation in xml_root(listing).iterfind("{*}Relationship"):
            if relation.get("Type", "").rpartition("/")[2] in kinds and relation.get("TargetMode") != "External":
                yield relation


def _target(part: str, relation: etree._Element) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.get("Target", ""))).lstrip("/")


def _table(root: etree._Element, sheet: str) -> ExcelTable | None:
    name = root.get("displayName") or root.get("name") or ""
    try:
        area = Area.parse(root.get("ref", ""))
        first = area.top + int(root.get("headerRowCount", "1"))
        last = area.bottom - int(root.get("totalsRowCount", "0"))
    except ValueError:
        return None
    headers = tuple(unescape(column.get("name", "")) for column in root.iterfind("{*}tableColumns/{*}tableColumn"))
    return ExcelTable(name, sheet, area, range(first, last + 1), headers)
