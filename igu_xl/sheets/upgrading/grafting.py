"""A whole sheet of a fresh workbook put into an older one, with its table, its names and its look."""

from __future__ import annotations

import copy
import re

from lxml import etree

from igu_xl.sheets.ooxml.package import Relation, relations_part, serialise
from igu_xl.sheets.upgrading.opened import NS, RELATION, OpenedBook
from igu_xl.sheets.upgrading.styles import StyleTransfer

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_STYLED = {"c": "s", "row": "s", "col": "style"}
_KEY = f"{{{RELATION}}}id"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATED = {"table": (RELATION + "/table", _TYPES + "table+xml"), "vmlDrawing": (RELATION + "/vmlDrawing", _VML_TYPE)}


class Graft:
    """Brings sheets from a fresh workbook (`source`) to an older one (`target`)."""

    def __init__(self, source: OpenedBook, target: OpenedBook, styles: StyleTransfer) -> None:
        self._source = source
        self._target = target
        self._styles = styles

    def bring(self, name: str) -> str:
        """Put a sheet of the source among the target's, after the one it follows there; returns the name it got."""
        part = _free(self._target, "xl/worksheets/sheet{}.xml")
        own, at = self._free_name(name), self._position(name)
        self._write(name, part, self._free_code_name())
        self._list_sheet(own, part, at)
        self._bring_names(name, own, at)
        return own

    def replace(self, name: str) -> None:
        """Put a sheet of the source in place of the one of this name."""
        part = self._target.parts[name]
        code_name = code_name_of(self._target.package.xml(part))
        for relation in self._target.package.relations(part):
            self._target.package.drop(relation.target, part)
        self._write(name, part, code_name)

    def _write(self, name: str, part: str, code_name: str) -> None:
        theirs = self._source.parts[name]
        root = copy.deepcopy(self._source.package.xml(theirs))
        for element in root.iter(*(NS + tag for tag in _STYLED)):
            self._restyle(element)
        for rule in root.iter(f"{NS}cfRule"):
            if rule.get("dxfId"):
                rule.set("dxfId", self._styles.difference(rule.get("dxfId", "0")))
        for view in root.iter(f"{NS}sheetView"):
            view.attrib.pop("tabSelected", "")
        for properties in root.iterfind(f"{NS}sheetPr[@codeName]"):
            properties.set("codeName", code_name)
        self._spell_out(root)
        ids = {relation.id: self._bring_related(relation, part) for relation in self._source.package.relations(theirs)}
        for element in root.iter():
            if element.get(_KEY) in ids:
                element.set(_KEY, ids[element.get(_KEY, "")])
        self._target.package.put(part, serialise(root), _TYPES + "worksheet+xml")

    def _restyle(self, element: etree._Element) -> None:
        attribute = _STYLED[etree.QName(element).localname]
        if element.get(attribute):
            element.set(attribute, self._styles.cell(element.get(attribute)))

    def _spell_out(self, root: etree._Element) -> None:
        """Texts that the workbook shares between cells become the cells' own; the target shares others."""
        part = self._source.workbook.related("sharedStrings")
        texts = list(self._source.package.xml(part)) if part else []
        for cell in root.iter(f"{NS}c"):
            if cell.get("t") == "s":
                stored = cell.find(f"{NS}v")
                assert stored is not None, "a shared text has a number"
                own = copy.deepcopy(texts[int(stored.text or "0")])
                own.tag = f"{NS}is"
                cell.replace(stored, own)
                cell.set("t", "inlineStr")

    def _bring_related(self, relation: Relation, owner: str) -> str:
        kind, content_type = _RELATED[relation.kind]
        ending = relation.target.rpartition(".")[2]
        folder, stem = ("tables", "table") if relation.kind == "table" else ("drawings", "vmlDrawing")
        part = _free(self._target, f"xl/{folder}/{stem}{{}}.{ending}")
        content = self._source.package.read(relation.target)
        if relation.kind == "table":
            content = self._numbered(content)
        self._target.package.put(part, content, content_type)
        return self._target.package.relate(owner, kind, part)

    def _numbered(self, content: bytes) -> bytes:
        """A table with a number of its own in the workbook."""
        root = etree.fromstring(content)
        taken = [int(self._target.package.xml(part).get("id", "0")) for part in self._tables()]
        root.set("id", str(max(taken, default=0) + 1))
        return serialise(root)

    def _tables(self) -> list[str]:
        package = self._target.package
        found = (
            one.target for part in self._target.parts.values() for one in package.relations(part) if one.kind == "table"
        )
        new = (name for name in package.names() if name.startswith("xl/tables/") and name.endswith(".xml"))
        return list(dict.fromkeys([*found, *new]))

    def _free_code_name(self) -> str:
        """A name for the sheet among the macros that no other sheet has."""
        taken = {code_name_of(self._target.package.xml(part)) for part in self._target.parts.values()}
        return next(name for at in range(1, len(taken) + 2) if (name := f"Sheet{at}") not in taken)

    def _free_name(self, name: str) -> str:
        """The sheet's name; with a mark where somebody has a sheet of that name."""
        taken = {own.casefold() for own in self._target.parts}
        return name if name.casefold() not in taken else f"{name} (igu)"

    def _position(self, name: str) -> int:
        """After the nearest of the sheets that stand before it in a fresh workbook."""
        own = [sheet.get("name", "") for sheet in self._target.root.iterfind(f"{NS}sheets/{NS}sheet")]
        order = list(self._source.parts)
        before = [sheet for sheet in order[: order.index(name)] if sheet in own]
        return own.index(before[-1]) + 1 if before else 0

    def _list_sheet(self, name: str, part: str, at: int) -> None:
        """List the sheet in the workbook; what counts sheets from the left is counted anew."""
        target = self._target
        listed = target.root.find(f"{NS}sheets")
        assert listed is not None, "a workbook has sheets"
        number = max(int(sheet.get("sheetId", "0")) for sheet in listed) + 1
        relation = target.package.relate(target.workbook.part, RELATION + "/worksheet", part)
        listed.insert(at, etree.Element(f"{NS}sheet", {"name": name, "sheetId": str(number), _KEY: relation}))
        for owner, attribute in (
            ("definedName", "localSheetId"),
            ("workbookView", "activeTab"),
            ("workbookView", "firstSheet"),
        ):
            for element in target.root.iter(NS + owner):
                if int(element.get(attribute, "-1")) >= at:
                    element.set(attribute, str(int(element.get(attribute, "0")) + 1))
        target.package.touch(target.workbook.part)

    def _bring_names(self, name: str, own: str, at: int) -> None:
        """The rows that are printed on every page, and the name of a key that others refer to."""
        place = list(self._source.parts).index(name)
        quoted = "'" + own.replace("'", "''") + "'!"
        for found in self._source.root.iterfind(f"{NS}definedNames/{NS}definedName"):
            if found.get("localSheetId") == str(place):
                formula = re.sub(r"(?:'[^']*'|[^',!]+)!", lambda _: quoted, found.text or "")
                self._target.set_name(found.get("name", ""), formula, at)


def code_name_of(root: etree._Element) -> str:
    """What the macros call a sheet; empty where it has no such name."""
    properties = root.find(f"{NS}sheetPr")
    return "" if properties is None else properties.get("codeName", "")


def _free(book: OpenedBook, pattern: str) -> str:
    """The first part of this pattern that the workbook does not have."""
    number = 1
    while book.package.has(pattern.format(number)) or book.package.has(relations_part(pattern.format(number))):
        number += 1
    return pattern.format(number)
