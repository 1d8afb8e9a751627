from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from igu_xl.reports.parts.blocks import Sheet
from igu_xl.reports.parts.downloads import workbook_of

DAY = date(2026, 10, 31)
SHEETS = [
    Sheet("Kommende hold", ("Hold", "Frist", "Tilmeldt"), [("=1+1", "2026-12-10", 8), ("B", "–", "[d]")], "[d]: x"),
    Sheet("Ingen rækker", ("Hold", "Antal"), []),
]  # fmt: skip


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook_of("Månedsstatus", SHEETS, DAY)))


def test_every_table_has_a_sheet_with_its_title_its_note_and_a_marked_table(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[1]
    assert (sheet["A1"].value, sheet["A2"].value) == ("Kommende hold", "[d]: x")
    assert [table.ref for table in sheet.tables.values()] == ["A4:C6"]
    assert [cell.value for cell in sheet[4]] == ["Hold", "Frist", "Tilmeldt"]


def test_no_cells_are_merged_and_the_index_leads_to_every_sheet(book: openpyxl.Workbook) -> None:
    assert not any(sheet.merged_cells.ranges for sheet in book.worksheets)
    index = book.worksheets[0]
    links = [index.cell(5, 1).hyperlink, index.cell(6, 1).hyperlink]
    assert [link.location for link in links if link] == ["'1'!A1", "'2'!A1"]
    assert [index.cell(row, 2).value for row in (5, 6)] == ["Kommende hold", "Ingen rækker"]


def test_dates_are_dates_numbers_are_numbers_and_text_is_never_a_formula(book: openpyxl.Workbook) -> None:
    cells = [cell.value for cell in book.worksheets[1][5]]
    assert cells == ["=1+1", datetime(2026, 12, 10), 8]
    assert book.worksheets[1]["A5"].data_type == "s"


def test_the_same_tables_give_the_same_bytes() -> None:
    assert workbook_of("x", SHEETS, DAY) == workbook_of("x", SHEETS, DAY)
