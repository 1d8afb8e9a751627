from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from igu_xl.errors import WriteRefused
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
