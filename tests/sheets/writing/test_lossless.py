from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook

from igu_xl.errors import WriteRefused
from igu_xl.sheets.writing.lossless import CellValue, Link, WorkbookEdit, file_sha256

NEW: dict[str, CellValue] = {"Forløb-id": "F-0003", "Start": date(2026, 12, 1), "Timer": 30}
Helper = Callable[..., Any]
MakeTable = Callable[..., Path]


def features(content: dict[str, bytes]) -> Counter[tuple[str, str]]:
    """How many elements of each name every XML part has, but for rows and cells."""
    counts: Counter[tuple[str, str]] = Counter()
    for part, data in content.items():
        if part.endswith((".xml", ".vml", ".rels")):
            names = (etree.QName(e).localname for e in etree.fromstring(data).iter() if isinstance(e.tag, str))
            counts.update((part, name) for name in names if name not in {"row", "c", "v", "f", "is", "t"})
    return counts


def test_only_the_sheet_the_table_and_the_calculation_mark_change(
    partner_book: Path, appended: Helper, changed_parts: Helper, parts: Helper
) -> None:
    before = parts(partner_book)
    assert appended(partner_book, NEW) == [6]
    changed = changed_parts(before, partner_book)
    assert {name for name in changed if name.startswith("xl/worksheets/")} == {"xl/worksheets/sheet1.xml"}
    assert {name.rpartition("/")[2] for name in changed} <= {"sheet1.xml", "table1.xml", "workbook.xml"}


def test_every_feature_is_counted_the_same_after_an_edit(partner_book: Path, appended: Helper, parts: Helper) -> None:
    before = features(parts(partner_book))
    appended(partner_book, NEW)
    after = features(parts(partner_book))
    after.subtract({key: n for key, n in after.items() if key == ("xl/workbook.xml", "calcPr")})
    before.subtract({key: n for key, n in before.items() if key == ("xl/workbook.xml", "calcPr")})
    assert +after == +before


def test_the_table_grows_for_every_reader(
    partner_book: Path, appended: Helper, reopened: Helper, table_values: Helper, sheet_xml: Helper
) -> None:
    appended(partner_book, NEW)
    assert re.search(r'<dimension ref="[A-C]\d+:[A-Z]+(6|21)"', sheet_xml(partner_book))
    assert [row[:3] for row in table_values(partner_book, "tblForloeb")] == [
        ["F-0001", date(2026, 11, 1), 37],
        ["F-0002", date(2026, 11, 1), 25],
        ["F-0003", date(2026, 12, 1), 30],
    ]
    sheet = reopened(partner_book)["Forløb"]
    (table,) = sheet.tables.values()
    assert table.ref.startswith("B3:") and table.ref.endswith("6")
    assert sheet["C6"].is_date and sheet["C6"].number_format == sheet["C5"].number_format


@pytest.mark.libreoffice
def test_libreoffice_reads_the_edited_workbooks(
    openpyxl_book: Path, xlsxwriter_book: Path, exceljs_book: Path, to_csv: Callable[..., list[str]], appended: Helper
) -> None:
    books = [openpyxl_book, xlsxwriter_book, exceljs_book]
    for book in books:
        appended(book, NEW)
    assert [("F-0003" in text, "F-0001" in text) for text in to_csv(*books)] == [(True, True)] * 3


def test_cells_that_are_not_written_come_out_as_the_same_xml(
    xlsxwriter_book: Path, appended: Helper, sheet_xml: Helper
) -> None:
    before = sheet_xml(xlsxwriter_book)
    appended(xlsxwriter_book, NEW)
    after = sheet_xml(xlsxwriter_book)
    start, end = before.index("<sheetData>"), before.index("</row>", before.index('<row r="5"'))
    assert before[start:end] in after
    tail = before[before.index('<row r="20"') : before.index("<sheetProtection")]
    assert tail in after


def test_workbook_xml_is_not_touched_when_there_are_no_formulas(
    make_table: MakeTable, appended: Helper, changed_parts: Helper, parts: Helper
) -> None:
    path = make_table([["a", 1]], ["Id", "Tal"])
    before = parts(path)
    appended(path, {"Id": "b", "Tal": 2}, table="tblX")
    assert changed_parts(before, path) == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}


def test_excel_is_asked_to_calculate_when_there_are_formulas(
    xlsxwriter_book: Path, appended: Helper, parts: Helper
) -> None:
    appended(xlsxwriter_book, NEW)
    assert b'fullCalcOnLoad="1"' in parts(xlsxwriter_book)["xl/workbook.xml"]


def test_replaced_rows_are_the_only_rows(partner_book: Path, reopened: Helper, table_values: Helper) -> None:
    edit = WorkbookEdit(partner_book)
    edit.replace_rows("tblForloeb", [NEW | {"Timer": n} for n in range(5)])
    edit.save()
    assert [row[2] for row in table_values(partner_book, "tblForloeb")] == [0, 1, 2, 3, 4]
    edit = WorkbookEdit(partner_book)
    edit.replace_rows("tblForloeb", [NEW])
    edit.save()
    assert [row[:3] for row in table_values(partner_book, "tblForloeb")] == [["F-0003", date(2026, 12, 1), 30]]
    sheet = reopened(partner_book)["Forløb"]
    assert [sheet[f"B{row}"].value for row in range(5, 9)] == [None] * 4


def test_replacing_with_nothing_leaves_one_blank_row(openpyxl_book: Path, reopened: Helper) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.replace_rows("tblForloeb", [])
    edit.save()
    sheet = reopened(openpyxl_book)["Forløb"]
    assert sheet.tables["tblForloeb"].ref == "B3:D4"
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["D4"]


def test_rules_follow_a_table_that_shrinks_and_grows_again(partner_book: Path, reopened: Helper) -> None:
    for count in (0, 9, 2):
        edit = WorkbookEdit(partner_book)
        edit.replace_rows("tblForloeb", [NEW] * count)
        edit.save()
    sheet = reopened(partner_book)["Forløb"]
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == ["D4:D5"]


def test_the_same_replacement_twice_changes_nothing(partner_book: Path) -> None:
    rows: list[dict[str, CellValue]] = [
        NEW,
        NEW | {"Forløb-id": Link("#A1", 'Se "her"'), "Timer": None},
        {"Start": datetime(2026, 5, 4, 9, 30)},
    ]
    first = WorkbookEdit(partner_book)
    first.replace_rows("tblForloeb", rows)
    assert first.changed and first.save()
    content, moment = partner_book.read_bytes(), partner_book.stat().st_mtime_ns
    second = WorkbookEdit(partner_book)
    second.replace_rows("tblForloeb", rows)
    assert not second.changed and not second.save()
    assert partner_book.read_bytes() == content and partner_book.stat().st_mtime_ns == moment


def test_one_cell_is_set_and_the_same_value_is_no_change(openpyxl_book: Path, table_values: Helper) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Forløb-id", "F-0001")
    assert not edit.changed
    edit.set_cell("tblForloeb", 5, "Timer", 20)
    assert edit.save()
    assert table_values(openpyxl_book, "tblForloeb")[1] == ["F-0002", date(2026, 11, 1), 20]


def test_a_row_outside_the_table_is_a_programmers_mistake(openpyxl_book: Path) -> None:
    with pytest.raises(ValueError, match="row 3 is not in the body"):
        WorkbookEdit(openpyxl_book).set_cell("tblForloeb", 3, "Timer", 1)


def test_a_saved_edit_takes_no_more_writes(openpyxl_book: Path) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Timer", 1)
    assert edit.save() and not edit.save()
    with pytest.raises(ValueError, match="saved"):
        edit.set_cell("tblForloeb", 4, "Timer", 2)


def test_tables_and_headers_are_listed(xlsxwriter_book: Path) -> None:
    edit = WorkbookEdit(xlsxwriter_book)
    assert edit.table_names() == ["tblForloeb"]
    assert edit.column_headers("TBLFORLOEB") == ["Forløb-id", "Start", "Timer", "Uger"]


def test_a_missing_header_is_noted_once_and_skipped(openpyxl_book: Path) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.append_rows("tblForloeb", [NEW | {"Udfald": "Gennemført"}] * 2)
    edit.set_cell("tblForloeb", 4, "Udfald", "Gennemført")
    assert edit.missing_headers == [("tblForloeb", "Udfald")]


def test_headers_may_be_compared_through_a_normaliser(openpyxl_book: Path, table_values: Helper) -> None:
    edit = WorkbookEdit(openpyxl_book, normalise=lambda header: header.casefold().replace(" ", ""))
    edit.append_rows("tblForloeb", [{"FORLØB-ID": "F-9", "ti mer": 5}])
    edit.save()
    assert table_values(openpyxl_book, "tblForloeb")[2] == ["F-9", "", 5]
    with pytest.raises(ValueError, match="same column"):
        WorkbookEdit(openpyxl_book, str.casefold).append_rows("tblForloeb", [{"Timer": 1, "TIMER": 2}])


def test_a_table_that_is_not_there_is_refused_in_danish(openpyxl_book: Path) -> None:
    with pytest.raises(WriteRefused, match="Tabellen tblPlan findes ikke i arbejdsbogen"):
        WorkbookEdit(openpyxl_book).append_rows("tblPlan", [NEW])


def test_several_tables_in_one_workbook_are_saved_at_once(
    openpyxl_book: Path, reopened: Helper, table_values: Helper
) -> None:
    book = reopened(openpyxl_book)
    sheet = book.create_sheet("Plan")
    sheet.append(["Kandidat-id", "Besked"])
    sheet.append(["101-0001", "gammel"])
    sheet.add_table(Table(displayName="tblPlan", ref="A1:B2"))
    book.save(openpyxl_book)
    edit = WorkbookEdit(openpyxl_book)
    edit.append_rows("tblForloeb", [NEW])
    edit.replace_rows("tblPlan", [{"Kandidat-id": "101-0002", "Besked": "ny"}] * 2)
    edit.save()
    assert len(table_values(openpyxl_book, "tblForloeb")) == 3
    assert table_values(openpyxl_book, "tblPlan") == [["101-0002", "ny"]] * 2


def test_five_thousand_rows_of_thirty_columns_are_written_in_seconds(
    make_table: MakeTable, table_values: Helper
) -> None:
    headers = [f"K{at}" for at in range(30)]
    path = make_table([["x"] * 30], headers)
    kinds: list[CellValue] = ["tekst & mere", 1 / 7, date(2026, 12, 1)]
    rows: list[dict[str, CellValue]] = [
        {header: kinds[at % 3] for at, header in enumerate(headers)} for _ in range(5000)
    ]
    start = time.process_time()
    edit = WorkbookEdit(path)
    edit.append_rows("tblX", rows)
    edit.save()
    seconds = time.process_time() - start
    assert len(table_values(path, "tblX")) == 5001
    assert seconds < 6, "about 1.5 s on the machine it was made on"


def test_rows_get_the_heights_that_are_given_and_the_same_ones_are_no_change(
    openpyxl_book: Path, reopened: Helper
) -> None:
    rows: list[dict[str, CellValue]] = [{"Forløb-id": f"F-{number}"} for number in range(3)]
    edit = WorkbookEdit(openpyxl_book)
    edit.replace_rows("tblForloeb", rows, [30, 45])
    assert edit.save()
    sheet = reopened(openpyxl_book)["Forløb"]
    dimensions = [sheet.row_dimensions[row] for row in (3, 4, 5, 6)]
    assert [one.height for one in dimensions] == [None, 30, 45, None]
    assert [bool(one.customHeight) for one in dimensions] == [False, True, True, False]
    edit = WorkbookEdit(openpyxl_book)
    edit.replace_rows("tblForloeb", rows, [30, 45])
    assert not edit.changed
    edit.replace_rows("tblForloeb", rows, [30, 60])
    assert edit.changed and edit.save()
    assert [reopened(openpyxl_book)["Forløb"].row_dimensions[row].height for row in (4, 5)] == [30, 60]


@pytest.mark.parametrize("shown", [5, "fem", True, None])
def test_what_a_formula_shows_is_stored_for_programs_that_do_not_calculate(
    openpyxl_book: Path, reopened: Helper, shown: CellValue
) -> None:
    formula = "=SUM(tblForloeb[Timer])"
    edit = WorkbookEdit(openpyxl_book)
    edit.show_results("Andet", {"A1": (formula, shown), "B9": ("=1", 1)})
    assert edit.changed is (shown is not None)
    if edit.changed:
        assert edit.save()
    with CalamineWorkbook.from_path(openpyxl_book) as book:
        assert book.get_sheet_by_name("Andet").to_python() == ([] if shown is None else [[shown]])
    assert reopened(openpyxl_book)["Andet"]["A1"].value == formula
    again = WorkbookEdit(openpyxl_book)
    again.show_results("Andet", {"A1": (formula, shown)})
    assert not again.changed


def test_the_result_of_another_formula_or_of_a_sheet_that_is_gone_is_not_stored(openpyxl_book: Path) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.show_results("Andet", {"A1": ("=SUM(tblForloeb[Uger])", 5)})
    edit.show_results("Væk", {"A1": ("=SUM(tblForloeb[Timer])", 5)})
    assert not edit.changed


def test_an_edit_knows_which_file_it_read(openpyxl_book: Path) -> None:
    os.utime(openpyxl_book, (1_700_000_000, 1_700_000_000))
    edit = WorkbookEdit(openpyxl_book)
    assert (edit.modified, edit.sha256) == (1_700_000_000, file_sha256(openpyxl_book))
