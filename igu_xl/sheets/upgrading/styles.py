"""Cell styles and conditional formats brought from one workbook to another, each once."""

from __future__ import annotations

import copy

from lxml import etree

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.upgrading.opened import NS, OpenedBook

_FIRST_OWN_FORMAT = 164  # number formats below are built in
_PARTS_OF_A_STYLE = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


class StyleTransfer:
    """The styles of a source workbook as they are numbered in a target; one that it has already is not added."""

    def __init__(self, source: OpenedBook, target: OpenedBook) -> None:
        self._source, _ = _styles(source)
        self._target, self._part = _styles(target)
        self._package: Package = target.package
        self._cells: dict[str, str] = {}

    def cell(self, style: str | None) -> str:
        """The target's number of a cell style."""
        number = style or "0"
        if number not in self._cells:
            self._cells[number] = self._brought_cell(int(number))
        return self._cells[number]

    def difference(self, style: str) -> str:
        """The target's number of the format of a rule (`dxf`)."""
        return self._brought("dxfs", copy.deepcopy(self._source.find(f"{NS}dxfs")[int(style)]))  # type: ignore[index]

    def _brought_cell(self, number: int) -> str:
        brought = copy.deepcopy(self._source.find(f"{NS}cellXfs")[number])  # type: ignore[index]
        for attribute, group in _PARTS_OF_A_STYLE.items():
            part = self._source.find(NS + group)[int(brought.get(attribute, "0"))]  # type: ignore[index]
            brought.set(attribute, self._brought(group, copy.deepcopy(part)))
        brought.set("numFmtId", self._number_format(brought.get("numFmtId", "0")))
        brought.set("xfId", "0")
        return self._brought("cellXfs", brought)

    def _brought(self, group: str, element: etree._Element) -> str:
        """The place of an element among the target's of its kind; it is added where there is no equal."""
        found = self._group(group)
        for at, own in enumerate(found):
            if _same(own, element):
                return str(at)
        found.append(element)
        found.set("count", str(len(found)))
        self._package.touch(self._part)
        return str(len(found) - 1)

    def _number_format(self, number: str) -> str:
        if int(number) < _FIRST_OWN_FORMAT:
            return number
        formats = self._source.iterfind(f"{NS}numFmts/{NS}numFmt")
        code = next(one.get("formatCode", "") for one in formats if one.get("numFmtId") == number)
        own = list(self._target.iterfind(f"{NS}numFmts/{NS}numFmt"))
        for one in own:
            if one.get("formatCode") == code:
                return one.get("numFmtId", number)
        taken = [int(one.get("numFmtId", "0")) for one in own]
        free = str(max([_FIRST_OWN_FORMAT - 1, *taken]) + 1)
        group = self._group("numFmts")
        etree.SubElement(group, f"{NS}numFmt", {"numFmtId": free, "formatCode": code})
        group.set("count", str(len(group)))
        self._package.touch(self._part)
        return free

    def _group(self, name: str) -> etree._Element:
        found = self._target.find(NS + name)
        if found is None:
            found = etree.Element(NS + name)
            later = [e for tag in _ORDER[_ORDER.index(name) + 1 :] for e in self._target.iterfind(NS + tag)]
            if later:
                later[0].addprevious(found)
            else:
                self._target.append(found)
        return found


_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)


def _styles(book: OpenedBook) -> tuple[etree._Element, str]:
    part = book.workbook.related("styles")
    if part is None:
        raise WriteRefused("Arbejdsbogen har ingen celleformater.", book.package.name)
    return book.package.xml(part), part


def _same(one: etree._Element, other: etree._Element) -> bool:
    """Whether two elements say the same, whatever stands in between and in which order their attributes are."""
    return (
        one.tag == other.tag
        and sorted(one.items()) == sorted(other.items())
        and (one.text or "").strip() == (other.text or "").strip()
        and len(one) == len(other)
        and all(_same(mine, theirs) for mine, theirs in zip(one, other, strict=True))
    )
