from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.errors import WriteRefused
from igu_xl.sheets.writing.lossless import CellValue, WorkbookEdit

NEW: dict[str, CellValue] = {"Forløb-id": "F-0003", "Start": date(2026, 12, 1), "Timer": 30}
Helper = Callable[..., Any]


def test_untouched_entries_keep_their_raw_bytes(xlsxwriter_book: Path, appended: Helper, parts: Helper) -> None:
    def entries(path: Path) -> dict[str, tuple[object, ...]]:
        with zipfile.ZipFile(path) as package:
            fields = ("date_time", "compress_type", "compress_size", "CRC", "external_attr", "extra", "comment")
            return {i.filename: tuple(getattr(i, field) for field in fields) for i in package.infolist()}

    content = parts(xlsxwriter_book)
    with zipfile.ZipFile(xlsxwriter_book, "w") as package:
        package.comment = b"et arkiv"
        for at, (name, data) in enumerate(content.items()):
            info = zipfile.ZipInfo(name, (2020, 1, 1 + at % 28, 12, 0, 2))
            info.compress_type = zipfile.ZIP_STORED if at % 2 else zipfile.ZIP_DEFLATED
            info.external_attr, info.comment = 0o640 << 16, b"bem"
            package.writestr(info, data)
    before = entries(xlsxwriter_book)
    appended(xlsxwriter_book, NEW)
    after = entries(xlsxwriter_book)
    untouched = set(before) - {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"}
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    sheet, was = after["xl/worksheets/sheet1.xml"], before["xl/worksheets/sheet1.xml"]
    assert (sheet[0], sheet[1], sheet[4:]) == (was[0], was[1], was[4:])
    assert zipfile.ZipFile(xlsxwriter_book).comment == b"et arkiv"


@pytest.mark.parametrize(
    "content", [b"", b"ikke en zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1krypteret"], ids=["empty", "text", "encrypted"]
)
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bog.xlsx"
    path.write_bytes(content)
    with pytest.raises(WriteRefused, match="kan ikke åbnes som en Excel-arbejdsbog"):
        WorkbookEdit(path)


def test_a_damaged_part_is_refused(openpyxl_book: Path, rewritten: Helper) -> None:
    rewritten(openpyxl_book, lambda name, data: b"<x" if name == "xl/worksheets/sheet1.xml" else data)
    with pytest.raises(WriteRefused, match="beskadiget"):
        WorkbookEdit(openpyxl_book)


def test_a_zip_that_is_no_workbook_is_refused(openpyxl_book: Path, rewritten: Helper) -> None:
    rewritten(openpyxl_book, lambda name, data: None if name == "_rels/.rels" else data)
    with pytest.raises(WriteRefused, match="ikke en Excel-arbejdsbog"):
        WorkbookEdit(openpyxl_book)


def test_a_signed_workbook_is_refused(openpyxl_book: Path, rewritten: Helper) -> None:
    rewritten(openpyxl_book, lambda _, data: data, **{"_xmlsignatures/origin.sigs": b""})
    with pytest.raises(WriteRefused, match="underskrevet"):
        WorkbookEdit(openpyxl_book)


def test_an_entity_in_a_part_is_not_expanded(
    openpyxl_book: Path, tmp_path: Path, rewritten: Helper, sheet_xml: Helper
) -> None:
    secret = tmp_path / "hemmelig.txt"
    secret.write_text("hemmeligt", encoding="utf-8")

    def with_entity(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        root = data[data.index(b"<worksheet") :].replace(b"F-0002", b"&x;")
        return f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode() + root

    rewritten(openpyxl_book, with_entity)
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Timer", 1)
    with pytest.raises(WriteRefused):
        edit.save()
    assert "hemmeligt" not in sheet_xml(openpyxl_book)
