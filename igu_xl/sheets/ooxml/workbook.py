"""The workbook part: which sheets there are, how days are counted, and when Excel must calculate anew."""

from __future__ import annotations

import re

from lxml import etree

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.package import Package, Relation

_FORMULA = re.compile(rb"<(\w+:)?f[\s/>]")
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")


class WorkbookParts:
    """The package's main part and the parts it leads to."""

    def __init__(self, package: Package) -> None:
        """Raises WriteRefused when the package is no workbook."""
        self._package = package
        self.part = self._main_part()
        self._root = package.xml(self.part)
        self._ns = f"{{{etree.QName(self._root).namespace}}}"

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904, as old Mac workbooks do."""
        properties = self._root.find(f"{self._ns}workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    @property
    def _relations(self) -> list[Relation]:
        return self._package.relations(self.part)

    def worksheets(self) -> list[tuple[str, str]]:
        """The name and the part of each worksheet, in the order of the tabs."""
        targets = {relation.id: relation.target for relation in self._relations if relation.kind == "worksheet"}
        named = [(sheet.get("name", ""), _relation_id(sheet)) for sheet in self._root.iter(f"{self._ns}sheet")]
        return [(name, targets[relation]) for name, relation in named if relation in targets]

    def named(self, name: str) -> str:
        """What a name of the whole workbook stands for (`Vejledning!$B$31`); empty where there is no such name."""
        names = self._root.iterfind(f"{self._ns}definedNames/{self._ns}definedName")
        found = (one for one in names if one.get("name") == name and one.get("localSheetId") is None)
        return next((one.text or "" for one in found), "")

    def related(self, kind: str) -> str | None:
        """The part of a kind (`styles`, `sharedStrings`, `calcChain`) that the workbook leads to."""
        parts = (relation.target for relation in self._relations if relation.kind == kind)
        return next((part for part in parts if self._package.has(part)), None)

    def name(self, name: str, local: int | None = None) -> etree._Element | None:
        """The defined name of the workbook, or of the sheet with this number."""
        for found in self._root.iterfind(f"{self._ns}definedNames/{self._ns}definedName"):
            if found.get("name") == name and found.get("localSheetId") == (None if local is None else str(local)):
                return found
        return None

    def set_name(self, name: str, formula: str, local: int | None = None) -> None:
        """Let a name stand for this; one that does already is not touched."""
        found = self.name(name, local)
        if found is not None and found.text == formula:
            return
        if found is None:
            where = {} if local is None else {"localSheetId": str(local)}
            found = etree.SubElement(self._names(), f"{self._ns}definedName", {"name": name} | where)
        found.text = formula
        self._package.touch(self.part)

    def _names(self) -> etree._Element:
        found = self._root.find(f"{self._ns}definedNames")
        if found is None:
            found = etree.Element(f"{self._ns}definedNames")
            before = [e for name in _BEFORE_CALCULATION for e in self._root.iterfind(self._ns + name)]
            before[-1].addnext(found)
        return found

    def holds_formulas(self) -> bool:
        """Whether any worksheet that was read from the file has a formula."""
        return any(_FORMULA.search(self._package.read(part)) for _, part in self.worksheets())

    def ask_for_calculation(self) -> None:
        """Have Excel calculate everything when it opens the file, since cached results may be stale."""
        calculation = self._root.find(f"{self._ns}calcPr")
        if calculation is None:
            calculation = etree.Element(f"{self._ns}calcPr")
            before = [e for name in _BEFORE_CALCULATION for e in self._root.iterfind(self._ns + name)]
            before[-1].addnext(calculation)
        if calculation.get("fullCalcOnLoad") not in ("1", "true"):
            calculation.set("fullCalcOnLoad", "1")
            self._package.touch(self.part)

    def forget_calculation_order(self) -> None:
        """Drop the list of formula cells; Excel makes a new one, but reports a wrong one as damage."""
        chain = self.related("calcChain")
        if chain:
            self._package.drop(chain, self.part)

    def _main_part(self) -> str:
        for relation in self._package.relations(""):
            part = relation.target
            if relation.kind == "officeDocument" and etree.QName(self._package.xml(part)).localname == "workbook":
                return part
        raise WriteRefused("Filen er ikke en Excel-arbejdsbog (.xlsx eller .xlsm).", self._package.name)


def _relation_id(sheet: etree._Element) -> str:
    """The sheet's `r:id`, in the namespace of either edition of the standard."""
    return next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("/relationships}id")), "")
