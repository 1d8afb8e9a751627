"""The elements of a worksheet besides its cells: put in at the place the format wants them, columns set apart."""

from __future__ import annotations

import copy

from lxml import etree

from igu_xl.sheets.upgrading.opened import NS

_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)

_WIDTH = "14"


def insert(root: etree._Element, element: etree._Element) -> None:
    """Put an element into a worksheet, after all that must stand before it."""
    name = etree.QName(element).localname
    before = set(_ORDER[: _ORDER.index(name) + 1])
    at = 0
    for number, child in enumerate(root, 1):
        if isinstance(child.tag, str) and etree.QName(child).localname in before:
            at = number
    root.insert(at, element)


def group(root: etree._Element, name: str) -> etree._Element:
    """The one element of this name, made where the worksheet has none."""
    found = root.find(NS + name)
    if found is None:
        found = etree.Element(NS + name)
        insert(root, found)
    return found


def shape_column(root: etree._Element, column: int, width: str, style: str) -> None:
    """Give one column a width and a style, and leave its neighbours as they are; a hidden one is shown."""
    columns = group(root, "cols")
    for span in list(columns):
        if int(span.get("min", "0")) <= column <= int(span.get("max", "0")):
            _split(span, column)
    attributes = {"min": str(column), "max": str(column), "width": width, "style": style, "customWidth": "1"}
    own = etree.Element(f"{NS}col", attributes)
    after = [span for span in columns if int(span.get("max", "0")) < column]
    columns.insert(len(after), own)


def width_of(root: etree._Element, column: int) -> str:
    """The width that a column is given."""
    for span in root.iterfind(f"{NS}cols/{NS}col"):
        if int(span.get("min", "0")) <= column <= int(span.get("max", "0")):
            return span.get("width", _WIDTH)
    return _WIDTH


def _split(span: etree._Element, column: int) -> None:
    """Leave the column out of a span of columns."""
    left, right = copy.deepcopy(span), copy.deepcopy(span)
    left.set("max", str(column - 1))
    right.set("min", str(column + 1))
    for part in (left, right):
        if int(part.get("min", "0")) <= int(part.get("max", "0")):
            span.addprevious(part)
    parent = span.getparent()
    assert parent is not None
    parent.remove(span)
