from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from igu_xl.errors import WriteRefused
from igu_xl.sheets.writing.lossless import CellValue, WorkbookEdit

NEW: dict[str, CellValue] = {"Forløb-id": "F-0003", "Start": date(2026, 12, 1), "Timer": 30}
Helper = Callable[..., Any]
MakeTable = Callable[..., Path]


def test_blank_rows_at_the_end_are_filled_before_the_table_grows(
    make_table: MakeTable, appended: Helper, table_values: Helper
) -> None:
    path = make_table([["a", 1], ["", ""], ["b", 2], ["", ""], ["", ""]], ["Id", "Tal"])
    assert appended(path, *({"Id": f"n{i}"} for i in range(3)), table="tblX") == [7, 8, 9]
    assert [row[0] for row in table_values(path, "tblX")] == ["a", "", "b", "n0", "n1", "n2"]


def test_drop_downs_and_conditional_formats_follow_the_table(
    partner_book: Path, appended: Helper, reopened: Helper, sheet_xml: Helper
) -> None:
    appended(partner_book, NEW, NEW)
    sheet = reopened(partner_book)["Forløb"]
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["D4:D7"]
    assert {str(rule.sqref) for rule in sheet.conditional_formatting} <= {"D4:D7", "B4:D7"}
    assert "D4:D5" not in sheet_xml(partner_book).replace("SORT(D4:D5)", "").replace("Forløb!D4:D5", "")


def test_a_calculated_column_gets_its_formula_in_new_rows(
    xlsxwriter_book: Path, appended: Helper, reopened: Helper
) -> None:
    appended(xlsxwriter_book, NEW | {"Uger": "skrives ikke"})
    sheet = reopened(xlsxwriter_book)["Forløb"]
    assert sheet["E6"].value == sheet["E5"].value == "=[Timer]/37"


def test_a_calculated_column_with_addresses_is_moved_like_a_copy(
    xlsxwriter_book: Path, appended: Helper, reopened: Helper, rewritten: Helper
) -> None:
    def by_address(name: str, data: bytes) -> bytes:
        if name == "xl/tables/table1.xml":
            return data.replace(b"[Timer]/37", b"D4/37")
        return data.replace(b"[Timer]/37", b"D4/37", 1).replace(b"[Timer]/37", b"D5/37")

    appended(rewritten(xlsxwriter_book, by_address), NEW, NEW)
    sheet = reopened(xlsxwriter_book)["Forløb"]
    assert [sheet[f"E{row}"].value for row in (5, 6, 7)] == ["=D5/37", "=D6/37", "=D7/37"]


def test_new_rows_are_seen_also_when_a_filter_hid_the_blank_ones(
    make_table: MakeTable, appended: Helper, reopened: Helper, rewritten: Helper
) -> None:
    path = make_table([["a"], [""]], ["Id"])
    rewritten(path, lambda _, data: data.replace(b"</sheetData>", b'<row r="5" hidden="1"/></sheetData>'))
    assert reopened(path)["Ark"].row_dimensions[5].hidden
    appended(path, {"Id": "b"}, {"Id": "c"}, table="tblX")
    book = reopened(path)["Ark"]
    assert [book.row_dimensions[row].hidden for row in (4, 5, 6)] == [False] * 3


def test_a_sheet_and_a_table_without_rows_to_add_do_not_change(openpyxl_book: Path) -> None:
    edit = WorkbookEdit(openpyxl_book)
    assert edit.append_rows("tblForloeb", []) == []
    assert not edit.changed


@pytest.mark.parametrize(
    ("cell", "value"),
    [("B6", "en note under tabellen"), ("D7", "=1+1"), ("C6", 0)],
)
def test_what_stands_below_the_table_is_not_overwritten(
    openpyxl_book: Path, cell: str, value: object, reopened: Helper
) -> None:
    book = reopened(openpyxl_book)
    book["Forløb"][cell] = value
    book.save(openpyxl_book)
    edit = WorkbookEdit(openpyxl_book)
    with pytest.raises(WriteRefused, match=rf"cellen {cell} under den er i brug") as refused:
        edit.append_rows("tblForloeb", [NEW, NEW])
    assert refused.value.place == f"101-koebenhavn.xlsx, Forløb!{cell}"
    assert not edit.changed


def test_merged_cells_below_the_table_are_in_the_way(openpyxl_book: Path, reopened: Helper) -> None:
    book = reopened(openpyxl_book)
    book["Forløb"].merge_cells("A6:C6")
    book.save(openpyxl_book)
    with pytest.raises(WriteRefused, match="cellen B6"):
        WorkbookEdit(openpyxl_book).append_rows("tblForloeb", [NEW])


def test_a_table_with_a_totals_row_is_not_grown(openpyxl_book: Path, reopened: Helper) -> None:
    book = reopened(openpyxl_book)
    book["Forløb"].tables["tblForloeb"].totalsRowCount = 1
    book.save(openpyxl_book)
    with pytest.raises(WriteRefused, match="totalrække"):
        WorkbookEdit(openpyxl_book).append_rows("tblForloeb", [NEW])


def test_a_row_of_totals_stays_the_last_row_of_its_table(openpyxl_book: Path, reopened: Helper) -> None:
    grown = WorkbookEdit(openpyxl_book)
    grown.append_rows("tblForloeb", [NEW] * 2)
    grown.save()
    book = reopened(openpyxl_book)
    table = book["Forløb"].tables["tblForloeb"]
    table.totalsRowCount, area = 1, table.ref
    book.save(openpyxl_book)
    rows = WorkbookEdit(openpyxl_book).column("tblForloeb", "Forløb-id")
    with pytest.raises(WriteRefused, match="totalrække"):
        WorkbookEdit(openpyxl_book).replace_rows("tblForloeb", [NEW] * (len(rows) - 1))
    edit = WorkbookEdit(openpyxl_book)
    edit.replace_rows("tblForloeb", [NEW] * len(rows))
    edit.save()
    assert reopened(openpyxl_book)["Forløb"].tables["tblForloeb"].ref == area
    assert set(WorkbookEdit(openpyxl_book).column("tblForloeb", "Forløb-id")) == {NEW["Forløb-id"]}


def test_a_new_cell_takes_the_format_of_its_column(tmp_path: Path, appended: Helper, reopened: Helper) -> None:
    path = tmp_path / "bog.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Ark")
        sheet.set_column("B:B", 12, book.add_format({"num_format": "dd-mm-yyyy"}))
        sheet.add_table("A1:B2", {"name": "tblX", "columns": [{"header": "Id"}, {"header": "Dag"}]})
    appended(path, {"Id": "a", "Dag": date(2026, 12, 1)}, table="tblX")
    assert reopened(path)["Ark"]["B2"].number_format == "dd-mm-yyyy"


def test_the_row_excel_shows_in_an_emptied_table_becomes_a_common_row(
    make_table: MakeTable, appended: Helper, parts: Helper, rewritten: Helper
) -> None:
    path = make_table([[""]], ["Id"])
    rewritten(path, lambda _, data: data.replace(b'displayName="tblX"', b'displayName="tblX" insertRow="1"'))
    assert appended(path, {"Id": "a"}, table="tblX") == [4]
    assert b"insertRow" not in parts(path)["xl/tables/table1.xml"]


@pytest.mark.parametrize(
    ("plain", "special", "reason"),
    [
        (b'displayName="tblForloeb"', b'displayName="tblForloeb" tableType="queryTable"', "fra en forespørgsel"),
        (b"<calculatedColumnFormula>", b'<calculatedColumnFormula array="1">', "en kolonne er en matrixformel"),
    ],
)
def test_a_table_that_excel_fills_itself_is_not_grown(
    xlsxwriter_book: Path, rewritten: Helper, plain: bytes, special: bytes, reason: str
) -> None:
    rewritten(xlsxwriter_book, lambda name, data: data.replace(plain, special) if "tables/" in name else data)
    edit = WorkbookEdit(xlsxwriter_book)
    with pytest.raises(WriteRefused, match="Tabellen tblForloeb kan ikke udvides, for ") as refused:
        edit.append_rows("tblForloeb", [NEW])
    assert reason in refused.value.reason
    assert not edit.changed
    edit.set_cell("tblForloeb", 4, "Timer", 30)  # what is there may be changed
    assert edit.save()


def test_a_table_is_not_grown_below_the_last_row_of_a_sheet(tmp_path: Path) -> None:
    path, last = tmp_path / "bog.xlsx", 1_048_576
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Ark").add_table(last - 3, 0, last - 2, 0, {"name": "tblX", "columns": [{"header": "Id"}]})
    edit = WorkbookEdit(path)
    with pytest.raises(WriteRefused, match="arket har ikke flere rækker"):
        edit.append_rows("tblX", [{"Id": "a"}] * 3)
    assert edit.append_rows("tblX", [{"Id": "a"}] * 2) == [last - 1, last]
    assert edit.save()


def test_a_table_without_headers_begins_with_its_first_row(
    make_table: MakeTable, appended: Helper, rewritten: Helper, reopened: Helper
) -> None:
    path = make_table([["a", 1], ["b", 2]], ["Id", "Tal"])
    rewritten(
        path,
        lambda name, data: (
            data.replace(b'ref="B3:C5"', b'ref="B4:C5" headerRowCount="0"', 1) if "tables/" in name else data
        ),
    )
    assert WorkbookEdit(path).column("tblX", "Tal") == [1, 2]
    assert appended(path, {"Id": "c", "Tal": 3}, table="tblX") == [6]
    assert reopened(path)["Ark"]["C6"].value == 3


def test_a_column_is_read_from_the_top(make_table: MakeTable) -> None:
    edit = WorkbookEdit(make_table([["a", 1.5], ["", ""], ["b", 2]], ["Id", "Tal"]))
    assert edit.column("tblX", "Id") == ["a", None, "b"]
    assert edit.column("tblX", "Tal") == [1.5, None, 2.0]
    assert edit.column("tblX", "Væk") == [None] * 3


@pytest.mark.parametrize("row", [3, 6])
def test_only_a_row_of_the_body_takes_a_cell(make_table: MakeTable, row: int) -> None:
    edit = WorkbookEdit(make_table([["a", 1], ["b", 2]], ["Id", "Tal"]))
    with pytest.raises(ValueError, match=f"row {row} is not in the body of tblX"):
        edit.set_cell("tblX", row, "Tal", 5)
    edit.set_cell("tblX", 4, "Tal", 5)
    edit.set_cell("tblX", 5, "Tal", 6)
    assert edit.column("tblX", "Tal") == [5, 6]


def test_a_new_cell_takes_the_style_of_the_sheets_column_where_the_table_has_no_row_yet(
    tmp_path: Path, appended: Helper, reopened: Helper
) -> None:
    path = tmp_path / "bog.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Ark")
        sheet.add_table("B2:D3", {"name": "tblX", "columns": [{"header": name} for name in ("Før", "Id", "Efter")]})
        sheet.set_column("C:C", 12, book.add_format({"bold": True}))
        sheet.set_column("D:E", 12, book.add_format({"italic": True}))
    appended(path, {"Før": "a", "Id": "b", "Efter": "c"}, table="tblX")
    cells = [reopened(path)["Ark"][cell].font for cell in ("B3", "C3", "D3")]
    assert [(bool(font.bold), bool(font.italic)) for font in cells] == [(False, False), (True, False), (False, True)]
