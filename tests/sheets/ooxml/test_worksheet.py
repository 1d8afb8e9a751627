from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from lxml import etree
from python_calamine import CalamineWorkbook

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.areas import Area
from igu_xl.sheets.ooxml.cells import EMPTY, Content
from igu_xl.sheets.ooxml.package import Package
from igu_xl.sheets.ooxml.shared_texts import SharedTexts
from igu_xl.sheets.ooxml.workbook import WorkbookParts
from igu_xl.sheets.ooxml.worksheet import Worksheet
from igu_xl.sheets.writing.lossless import CellValue, WorkbookEdit

NEW: dict[str, CellValue] = {"Forløb-id": "F-0003", "Start": date(2026, 12, 1), "Timer": 30}
Helper = Callable[..., Any]
MakeTable = Callable[..., Path]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (b"<f>1+1</f><v>2</v>", "holder en formel"),
        (b'<f t="shared" ref="D4:D5" si="0">1+1</f><v>2</v>', "holder en formel"),
        (b'<f t="array" ref="D4">1+1</f><v>2</v>', "matrixformel"),
    ],
)
def test_a_formula_is_not_overwritten(openpyxl_book: Path, cell: bytes, reason: str, rewritten: Helper) -> None:
    rewritten(openpyxl_book, lambda _, data: data.replace(b"<v>37</v>", cell))
    edit = WorkbookEdit(openpyxl_book)
    with pytest.raises(WriteRefused, match=f"D4 i arket Forløb .*{reason}"):
        edit.set_cell("tblForloeb", 4, "Timer", 1)
    with pytest.raises(WriteRefused, match=f"D4 i arket Forløb .*{reason}"):
        edit.replace_rows("tblForloeb", [NEW])
    assert not edit.changed


def test_a_rich_value_is_not_overwritten(openpyxl_book: Path, rewritten: Helper) -> None:
    rewritten(openpyxl_book, lambda _, data: data.replace(b'<c r="D4"', b'<c r="D4" vm="1"'))
    with pytest.raises(WriteRefused, match="særlig værdi"):
        WorkbookEdit(openpyxl_book).set_cell("tblForloeb", 4, "Timer", 1)


def test_a_cell_inside_a_merge_is_not_written(openpyxl_book: Path, reopened: Helper) -> None:
    book = reopened(openpyxl_book)
    book["Forløb"].merge_cells("C4:D4")
    book.save(openpyxl_book)
    with pytest.raises(WriteRefused, match=r"flettet sammen med andre \(C4:D4\)"):
        WorkbookEdit(openpyxl_book).set_cell("tblForloeb", 4, "Timer", 1)


def test_beside_a_merge_and_in_its_first_cell_is_written(openpyxl_book: Path, reopened: Helper) -> None:
    book = reopened(openpyxl_book)
    book["Forløb"].merge_cells("C4:D4")
    book.save(openpyxl_book)
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Start", date(2026, 12, 1))
    edit.set_cell("tblForloeb", 5, "Timer", 30)
    assert edit.save()
    sheet = reopened(openpyxl_book)["Forløb"]
    assert (sheet["C4"].value.date(), sheet["D5"].value) == (date(2026, 12, 1), 30)


def strict_edition(_: str, data: bytes) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    data = data.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    return data.replace(relations, b"http://purl.oclc.org/ooxml/officeDocument/relationships")


def prefixed(name: str, data: bytes) -> bytes:
    if name not in {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/styles.xml"}:
        return data
    root = etree.fromstring(data)
    copy = etree.Element(
        root.tag,
        {str(k): str(v) for k, v in root.items()},
        nsmap={"x": etree.QName(root).namespace, "r": root.nsmap.get("r", "urn:r")},
    )
    copy.extend(root)
    etree.cleanup_namespaces(copy, keep_ns_prefixes=["x", "r"])
    return etree.tostring(copy)


def without_addresses(name: str, data: bytes) -> bytes:
    if name != "xl/worksheets/sheet1.xml":
        return data
    root = etree.fromstring(data)
    data_element = root.find("{*}sheetData")
    assert data_element is not None
    rows = {int(row.get("r", "0")): row for row in data_element}
    for number in range(1, max(rows)):
        rows.setdefault(number, etree.Element(data_element.tag.replace("sheetData", "row")))
    data_element[:] = [rows[number] for number in sorted(rows)]
    for row in data_element:
        row.attrib.pop("r", "")
        cells = {cell.get("r", ""): cell for cell in row}
        if cells and not any(address.startswith("A") for address in cells):
            row.insert(0, etree.Element(row[0].tag))
        for cell in row:
            cell.attrib.pop("r", "")
    return etree.tostring(root)


def absolute_targets(name: str, data: bytes) -> bytes:
    return data.replace(b'Target="worksheets', b'Target="/xl/worksheets').replace(b'"../tables', b'"/xl/tables')


def with_byte_order_mark(name: str, data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data if name.endswith(".xml") else data


def without_dimension(_: str, data: bytes) -> bytes:
    start = data.find(b"<dimension")
    return data if start < 0 else data[:start] + data[data.index(b">", start) + 1 :]


@pytest.mark.parametrize(
    "habit",
    [strict_edition, prefixed, without_addresses, absolute_targets, with_byte_order_mark, without_dimension],
)
def test_other_ways_to_write_the_same_workbook_are_understood(
    make_table: MakeTable, habit: Callable[[str, bytes], bytes], appended: Helper, rewritten: Helper
) -> None:
    path = make_table([["a", 1], ["b", 2]], ["Id", "Tal"])
    rewritten(path, habit)
    assert WorkbookEdit(path).column_headers("tblX") == ["Id", "Tal"]
    assert appended(path, {"Id": "c", "Tal": 3}, {"Id": "d"}, table="tblX") == [6, 7]
    with CalamineWorkbook.from_path(path) as book:
        rows = book.get_sheet_by_name("Ark").to_python(skip_empty_area=False)
    assert [row[1:3] for row in rows[2:]] == [["Id", "Tal"], ["a", 1], ["b", 2], ["c", 3], ["d", ""]]
    again = WorkbookEdit(path)
    again.replace_rows("tblX", [{"Id": "a", "Tal": 1}, {"Id": "b", "Tal": 2}, {"Id": "c", "Tal": 3}, {"Id": "d"}])
    assert not again.changed


def test_a_sheet_without_a_single_cell_can_take_rows(
    make_table: MakeTable, appended: Helper, reopened: Helper, rewritten: Helper
) -> None:
    path = make_table([["", ""]], ["Id", "Tal"])

    def emptied(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        return data[: data.index(b"<sheetData>")] + b"<sheetData/>" + data[data.index(b"</sheetData>") + 12 :]

    assert appended(rewritten(path, emptied), {"Id": "a", "Tal": 3}, table="tblX") == [4]
    assert reopened(path)["Ark"]["C4"].value == 3


def opened(path: Path, change: Callable[[str, bytes], bytes] = lambda _, data: data) -> tuple[Package, Worksheet]:
    """The first sheet of a workbook, after a change to its parts."""
    content = BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(content, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    package = Package(content.getvalue(), path.name)
    book = WorkbookParts(package)
    name, part = book.worksheets()[0]
    return package, Worksheet(package, part, name, SharedTexts(package, book.related("sharedStrings")))


def test_what_is_laid_makes_no_row_for_nothing_and_shows_no_hidden_one(make_table: MakeTable) -> None:
    def hidden(_: str, data: bytes) -> bytes:
        return data.replace(b'<row r="4"', b'<row r="4" hidden="1"').replace(b'<row r="5"', b'<row r="5" hidden="1"')

    package, sheet = opened(make_table([["a", 1], ["b", 2]], ["Id", "Tal"]), hidden)
    sheet.lay(9, 2, EMPTY, None)
    assert not package.touched
    sheet.lay(4, 4, Content("text", "ny"), None)
    sheet.lay(4, 5, Content("text", "fed"), "1")
    assert (sheet.style(4, 4), sheet.style(4, 5)) == ("0", "1")
    sheet.lay(5, 4, EMPTY, "0")
    sheet.put(5, 3, Content("number", "7"), None)
    sheet.lay(8, 2, Content("text", "nederst"), None)
    assert package.touched and not sheet.formulas_changed
    sheet.flush()
    rows = {row.get("r"): row for row in sheet.root.iter("{*}row")}
    assert list(rows) == ["3", "4", "5", "8"]
    assert [rows[number].get("hidden") for number in ("4", "5", "8")] == ["1", None, None]
    assert [sheet.content(*cell).text for cell in ((4, 4), (5, 3), (8, 2), (9, 2))] == ["ny", "7", "nederst", ""]
    sheet.lay(8, 3, Content("empty", formula="1+1"), None)
    assert sheet.formulas_changed


def test_the_first_cell_in_use_is_found_by_rows_and_only_inside(make_table: MakeTable) -> None:
    _, sheet = opened(make_table([["", ""], ["b", ""], ["", 3]], ["Id", "Tal"]))
    assert sheet.first_used(Area.parse("B4:C6")) == (5, 2)
    assert sheet.first_used(Area.parse("C4:C6")) == (6, 3)
    assert sheet.first_used(Area.parse("B4:C4")) is None
    assert sheet.first_used(Area.parse("D1:E9")) is None
    assert sheet.first_used(Area.parse("A1:C3")) == (3, 2)


def test_a_date_in_a_style_that_the_workbook_does_not_have_looks_like_a_plain_date(
    tmp_path: Path, rewritten: Helper, reopened: Helper
) -> None:
    path = tmp_path / "bog.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Ark")
        sheet.add_table("A1:A2", {"name": "tblX", "columns": [{"header": "Dag"}]})
        sheet.write_number("A2", 1, book.add_format({"bold": True}))
    rewritten(path, lambda name, data: data.replace(b'<c r="A2" s="1">', b'<c r="A2" s="99">'))
    edit = WorkbookEdit(path)
    edit.set_cell("tblX", 2, "Dag", date(2026, 12, 1))
    edit.save()
    cell = reopened(path)["Ark"]["A2"]
    assert cell.is_date and not cell.font.bold
