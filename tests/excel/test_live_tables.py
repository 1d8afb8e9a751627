"""Tables in a workbook that is open in Excel, on the stand-in for Excel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import excel_bed
import openpyxl
import pytest
from xlwings import Book

from igu_xl.errors import WrongUse
from igu_xl.excel.live_tables import append_row, find_table, read_rows, replace_rows
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.schema import Table
from igu_xl.sheets.writing.lossless import Link

PROPOSALS, FINDINGS, LOG = (COORDINATOR.table(name) for name in ("tblForslag", "tblFund", "tblLog"))
THREE = [{"candidate": f"101-000{number}", "start": date(2026, 12, number)} for number in (1, 2, 3)]


@pytest.fixture
def path(shipped_files: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(shipped_files["koordinator.xlsm"], tmp_path))


@pytest.fixture
def book(path: Path) -> Iterator[Book]:
    with excel_bed.opened(path) as book:
        yield book


def values(book: Book, table: Table, key: str) -> list[object]:
    return list(read_rows(book, table).column(key))


def column(book: Book, table: Table, key: str) -> list[object]:
    """What stands in a column's cells: a formula as its text."""
    cells = find_table(book, table).range.impl
    at = cells.column + table.columns.index(table.column(key))
    return [cells.api.cell(row, at).value for row in range(cells.row + 1, cells.last[0] + 1)]


def test_an_empty_table_has_no_rows(book: Book) -> None:
    assert list(read_rows(book, PROPOSALS).numbers) == []


def test_rows_are_read_back_as_they_were_written(book: Book) -> None:
    replace_rows(book, PROPOSALS, THREE)
    assert values(book, PROPOSALS, "candidate") == ["101-0001", "101-0002", "101-0003"]
    assert values(book, PROPOSALS, "start") == [datetime(2026, 12, number) for number in (1, 2, 3)]
    assert values(book, PROPOSALS, "decision") == [None] * 3
    assert list(read_rows(book, PROPOSALS).numbers) == [5, 6, 7]


def test_fewer_rows_leave_nothing_of_those_before(book: Book) -> None:
    replace_rows(book, PROPOSALS, THREE)
    replace_rows(book, PROPOSALS, THREE[:1])
    assert find_table(book, PROPOSALS).range.shape == (2, len(PROPOSALS.columns))
    sheet = find_table(book, PROPOSALS).range.sheet
    width = len(PROPOSALS.columns)
    assert sheet.range((6, 1), (8, width)).value == [[None] * width] * 3


def test_no_rows_leave_one_blank_row(book: Book) -> None:
    replace_rows(book, PROPOSALS, THREE)
    replace_rows(book, PROPOSALS, [])
    assert find_table(book, PROPOSALS).range.shape[0] == 2
    assert list(read_rows(book, PROPOSALS).numbers) == []


@pytest.mark.parametrize("text", ["=1+1", "+45 12345678", "-x", "@SUM(A1)", "0007", "01-12-2026", "1.5", "æøå"])
def test_text_stays_text(book: Book, path: Path, text: str) -> None:
    replace_rows(book, PROPOSALS, [{"candidate": text, "why": text}])
    book.save()
    assert values(book, PROPOSALS, "why") == [text]
    cell = openpyxl.load_workbook(path)["Forslag"]["B5"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_text_stays_text_where_somebody_has_changed_the_cells_format(book: Book) -> None:
    find_table(book, PROPOSALS).range[1:, :].number_format = "General"
    replace_rows(book, PROPOSALS, [{"candidate": "0007"}])
    assert values(book, PROPOSALS, "candidate") == ["0007"]


def test_a_link_becomes_a_hyperlink_and_a_finding_without_a_cell_stays_empty(book: Book) -> None:
    link = Link("[kommuner/101-x.xlsx]'Kandidater'!C5", "C5")
    replace_rows(book, FINDINGS, [{"level": "fejl", "cell": link}, {"level": "fejl", "cell": ""}])
    linked = '=HYPERLINK("[kommuner/101-x.xlsx]\'Kandidater\'!C5","C5")'
    assert column(book, FINDINGS, "cell") == [linked, None]


def test_text_in_a_column_that_had_links_is_text_again(book: Book) -> None:
    replace_rows(book, FINDINGS, [{"cell": Link("#A1", "A1")}])
    replace_rows(book, FINDINGS, [{"cell": "=1"}])
    assert values(book, FINDINGS, "cell") == ["=1"]


def test_a_column_of_the_coordinators_own_is_passed_over(book: Book) -> None:
    sheet = find_table(book, PROPOSALS).range.sheet
    own = find_table(book, PROPOSALS).range
    find_table(book, PROPOSALS).resize(own.resize(2, own.shape[1] + 1))
    sheet["L4"].value = "Min egen"
    replace_rows(book, PROPOSALS, THREE)
    assert values(book, PROPOSALS, "candidate")[0] == "101-0001"
    assert "Min egen" not in read_rows(book, PROPOSALS).typed


def test_the_log_grows_at_its_end(book: Book) -> None:
    for number in range(3):
        append_row(book, LOG, {"at": "02-11-2026 09:00", "action": "Match", "result": f"nr. {number}"})
    assert values(book, LOG, "result") == ["nr. 0", "nr. 1", "nr. 2"]
    assert values(book, LOG, "at") == ["02-11-2026 09:00"] * 3


def test_a_filter_is_taken_off_before_a_block_is_written(book: Book) -> None:
    replace_rows(book, PROPOSALS, THREE)
    find_table(book, PROPOSALS).range.impl.api.row_dimensions[6].hidden = True
    replace_rows(book, PROPOSALS, THREE[::-1])
    assert values(book, PROPOSALS, "candidate") == ["101-0003", "101-0002", "101-0001"]


def test_nothing_below_a_table_is_written_over(book: Book) -> None:
    sheet = find_table(book, PROPOSALS).range.sheet
    sheet["C7"].value = "en note"
    with pytest.raises(WrongUse, match="noget under tabellen i arket Forslag"):
        replace_rows(book, PROPOSALS, THREE)
    assert sheet["C7"].value == "en note"
    assert list(read_rows(book, PROPOSALS).numbers) == []


def test_a_table_that_is_not_there_is_named(book: Book) -> None:
    sheet = find_table(book, PROPOSALS).range.sheet.impl.api
    del sheet.tables["tblForslag"]
    with pytest.raises(WrongUse, match="tblForslag i arket Forslag mangler i"):
        read_rows(book, PROPOSALS)
