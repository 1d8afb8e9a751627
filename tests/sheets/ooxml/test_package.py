from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.package import Package
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


DRAWING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"


def test_a_new_part_is_written_last_with_its_type_and_its_relation(openpyxl_book: Path, parts: Helper) -> None:
    before = parts(openpyxl_book)
    package = Package(openpyxl_book.read_bytes(), openpyxl_book.name)
    assert (package.touched, package.has("xl/Nyt.xml")) == (False, False)
    package.put("xl/nyt.xml", b"<nyt/>", "application/vnd.eksempel+xml")
    package.put("xl/nyt.xml", b"<nyt2/>", "application/vnd.eksempel+xml")
    name = package.relate("xl/workbook.xml", DRAWING, "xl/nyt.xml")
    assert package.touched and package.has("xl/Nyt.xml")
    assert (package.read("XL/nyt.xml"), package.xml("xl/nyt.xml").tag) == (b"<nyt2/>", "nyt2")
    assert package.names() == [*before, "xl/nyt.xml"]
    relation = next(one for one in package.relations("xl/workbook.xml") if one.id == name)
    assert (relation.kind, relation.target) == ("drawing", "xl/nyt.xml")
    openpyxl_book.write_bytes(package.build())
    after = parts(openpyxl_book)
    assert [*after] == [*before, "xl/nyt.xml"] and after["xl/nyt.xml"] == b"<nyt2/>"
    changed = {part for part in before if after[part] != before[part]}
    assert changed == {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    assert {part for part, _, _ in package.untouched()} == set(before) - changed
    assert after["[Content_Types].xml"].count(b'PartName="/xl/nyt.xml"') == 1
    assert b"vnd.eksempel" in after["[Content_Types].xml"]
    with zipfile.ZipFile(openpyxl_book) as written:
        entry = written.getinfo("xl/nyt.xml")
    assert (entry.date_time, entry.compress_type) == ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_DEFLATED)


def test_a_part_may_be_replaced_and_have_its_first_relations(openpyxl_book: Path, parts: Helper) -> None:
    before = parts(openpyxl_book)
    package = Package(openpyxl_book.read_bytes(), openpyxl_book.name)
    package.put("xl/theme/theme1.xml", b"<tema/>")
    assert package.relations("xl/theme/theme1.xml") == []
    first, second = (package.relate("xl/theme/theme1.xml", DRAWING, f"xl/{name}.xml") for name in "ab")
    assert (first, second) == ("rId1", "rId2")
    openpyxl_book.write_bytes(package.build())
    after = parts(openpyxl_book)
    assert [*after] == [*before, "xl/theme/_rels/theme1.xml.rels"]
    assert {part for part in before if after[part] != before[part]} == {"xl/theme/theme1.xml"}
    again = Package(openpyxl_book.read_bytes(), openpyxl_book.name)
    assert [one.target for one in again.relations("xl/theme/theme1.xml")] == ["xl/a.xml", "xl/b.xml"]


def test_a_part_that_is_dropped_leaves_nothing_behind_and_may_come_again(openpyxl_book: Path, parts: Helper) -> None:
    before = parts(openpyxl_book)
    package = Package(openpyxl_book.read_bytes(), openpyxl_book.name)
    package.drop("xl/styles.xml", "xl/workbook.xml")
    assert package.touched and not package.has("xl/styles.xml")
    assert "xl/styles.xml" not in package.names()
    assert not [one for one in package.relations("xl/workbook.xml") if one.kind == "styles"]
    openpyxl_book.write_bytes(package.build())
    assert [*parts(openpyxl_book)] == [part for part in before if part != "xl/styles.xml"]
    listings = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels")
    after = parts(openpyxl_book)
    for listing, element in zip(listings, (b"PartName=", b"Target="), strict=True):
        assert b"styles.xml" not in after[listing]
        assert after[listing].count(element) == before[listing].count(element) - 1  # all others stay
    package.put("xl/styles.xml", b"<styleSheet/>")
    assert package.has("xl/styles.xml") and [*package.names()].count("xl/styles.xml") == 1


def test_links_out_of_the_workbook_are_no_parts(openpyxl_book: Path, rewritten: Helper) -> None:
    outside = b'<Relationship Id="rId98" Type="x/hyperlink" Target="https://igu.dk" TargetMode="External"/>'
    end = b"</Relationships>"
    rewritten(
        openpyxl_book,
        lambda name, data: data.replace(end, outside + end) if name == "xl/_rels/workbook.xml.rels" else data,
    )
    package = Package(openpyxl_book.read_bytes(), openpyxl_book.name)
    assert "rId98" not in {one.id for one in package.relations("xl/workbook.xml")}


def test_a_zip_with_two_parts_of_one_name_is_refused(openpyxl_book: Path) -> None:
    with zipfile.ZipFile(openpyxl_book, "a") as package:
        package.writestr("XL/Workbook.xml", b"<workbook/>")
    with pytest.raises(WriteRefused, match="to dele med samme navn"):
        WorkbookEdit(openpyxl_book)


@pytest.mark.parametrize(("size", "refused"), [(1_000_000_000, False), (1_000_000_001, True)])
def test_a_workbook_that_would_unpack_to_more_than_a_gigabyte_is_refused(size: int, refused: bool) -> None:
    """The directory of the zip says so, before anything is unpacked."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", b"")
        package.getinfo("xl/workbook.xml").file_size = size
    if refused:
        with pytest.raises(WriteRefused, match="fylder for meget"):
            Package(file.getvalue(), "bog.xlsx")
    else:
        assert Package(file.getvalue(), "bog.xlsx").has("xl/workbook.xml")


def test_a_part_is_written_with_the_declaration_of_excel(openpyxl_book: Path, parts: Helper, appended: Helper) -> None:
    appended(openpyxl_book, NEW)
    first = parts(openpyxl_book)["xl/worksheets/sheet1.xml"].splitlines()[0]
    assert first == b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"


def test_a_part_with_more_than_ten_megabytes_in_one_piece_is_read(
    openpyxl_book: Path, rewritten: Helper, appended: Helper, table_values: Helper
) -> None:
    """What other programs keep in a sheet may be large; such a text must not make the file look damaged."""
    kept = b"<extLst><ext>" + b"x" * 10_500_000 + b"</ext></extLst></worksheet>"
    rewritten(openpyxl_book, lambda name, data: data.replace(b"</worksheet>", kept) if "sheet1.xml" in name else data)
    appended(openpyxl_book, NEW)
    assert len(table_values(openpyxl_book, "tblForloeb")) == 3
