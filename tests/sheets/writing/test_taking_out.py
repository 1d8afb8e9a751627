"""Rows that were appended are taken out again: nothing else moves, whoever wrote the workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.table import TableColumn

from igu_xl.errors import WriteRefused
from igu_xl.sheets.writing.lossless import CellValue, WorkbookEdit

TABLE = "tblForloeb"
NEW: dict[str, CellValue] = {"Forløb-id": "F-0003", "Start": date(2026, 12, 1), "Timer": 30}
Helper = Callable[..., Any]


def new(number: int) -> dict[str, CellValue]:
    return NEW | {"Forløb-id": f"F-{number:04}"}


def shown(value: object) -> str:
    """A value, and the formula of one that fills several cells."""
    return str(getattr(value, "text", value))


def as_it_is(book: openpyxl.Workbook) -> dict[str, Any]:
    """Every cell with something in it, where tables and rules lie, and notes."""
    found: dict[str, Any] = {}
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        found |= {f"{sheet.title}!{cell.coordinate}": shown(cell.value) for cell in cells if cell.value is not None}
        found |= {f"{sheet.title} {table.name}": table.ref for table in sheet.tables.values()}
        found[f"{sheet.title} rules"] = [str(rule.sqref) for rule in sheet.data_validations.dataValidation]
        found[f"{sheet.title} colours"] = [str(area.sqref) for area in sheet.conditional_formatting]
        found[f"{sheet.title} notes"] = [cell.coordinate for cell in cells if cell.comment]
    return found


def appended_rows(path: Path, count: int) -> tuple[list[int], int]:
    edit = WorkbookEdit(path)
    before = edit.row_count(TABLE)
    rows = edit.append_rows(TABLE, [new(number) for number in range(3, 3 + count)])
    edit.save()
    return rows, WorkbookEdit(path).row_count(TABLE) - before


def taken_out(path: Path, rows: list[int], most: int) -> int:
    edit = WorkbookEdit(path)
    left = edit.take_out_rows(TABLE, rows, most)
    edit.save()
    return left


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 6), blank=st.integers(0, 3))
def test_what_was_appended_and_taken_out_was_never_there(
    count: int, blank: int, partner_book: Path, reopened: Helper
) -> None:
    source = partner_book.read_bytes()
    try:
        edit = WorkbookEdit(partner_book)
        edit.append_rows(TABLE, [new(90 + number) for number in range(blank)])
        edit.take_out_rows(TABLE, [6 + number for number in range(blank)], 0)  # blank rows at the end of the table
        edit.save()
        before = as_it_is(reopened(partner_book))
        rows, grown = appended_rows(partner_book, count)
        assert grown == max(count - blank, 0)
        assert taken_out(partner_book, rows, grown) == grown
        assert as_it_is(reopened(partner_book)) == before
    finally:
        partner_book.write_bytes(source)


def test_a_row_in_the_middle_is_left_blank_and_nothing_moves(partner_book: Path, reopened: Helper) -> None:
    rows, grown = appended_rows(partner_book, 3)
    before = as_it_is(reopened(partner_book))
    assert taken_out(partner_book, rows[:2], grown) == 0
    after = as_it_is(reopened(partner_book))
    gone = {f"Forløb!{column}{row}" for row in rows[:2] for column in "BCD"}
    assert after == {place: value for place, value in before.items() if place not in gone}
    edit = WorkbookEdit(partner_book)
    assert edit.column(TABLE, "Forløb-id")[2:] == [None, None, "F-0005"]


def test_a_table_never_gets_smaller_than_it_was_or_than_one_row(partner_book: Path) -> None:
    rows, _ = appended_rows(partner_book, 2)
    assert taken_out(partner_book, rows, 1) == 1
    assert WorkbookEdit(partner_book).row_count(TABLE) == 3
    assert taken_out(partner_book, [4, 5, 6], 9) == 2
    assert WorkbookEdit(partner_book).row_count(TABLE) == 1


def test_with_a_totals_row_the_rows_are_only_emptied(openpyxl_book: Path, reopened: Helper) -> None:
    rows, grown = appended_rows(openpyxl_book, 1)
    book = reopened(openpyxl_book)
    table = book["Forløb"].tables[TABLE]
    table.ref, table.totalsRowCount, table.totalsRowShown = "B3:D7", 1, True
    book["Forløb"]["D7"] = "=SUBTOTAL(109,tblForloeb[Timer])"
    book.save(openpyxl_book)
    assert taken_out(openpyxl_book, rows, grown) == 0
    sheet = reopened(openpyxl_book)["Forløb"]
    assert (sheet["B6"].value, sheet["D7"].value, sheet.tables[TABLE].ref) == (
        None,
        "=SUBTOTAL(109,tblForloeb[Timer])",
        "B3:D7",
    )


def test_a_row_is_found_by_what_stands_in_a_column(partner_book: Path) -> None:
    edit = WorkbookEdit(partner_book)
    assert edit.rows_with(TABLE, "Forløb-id", "F-0002") == [5]
    assert edit.rows_with(TABLE, "Forløb-id", "F-0009") == []
    assert WorkbookEdit(partner_book, str.casefold).rows_with(TABLE, "forløb-id", "f-0002") == [5]
    with pytest.raises(WriteRefused, match="Arket Forløb mangler »Nix«"):
        edit.rows_with(TABLE, "Nix", "F-0002")


def test_a_row_as_it_was_written_is_told_from_one_that_was_typed_in(partner_book: Path, reopened: Helper) -> None:
    (row,), _ = appended_rows(partner_book, 1)
    assert WorkbookEdit(partner_book).unlike(TABLE, row, NEW) == []
    assert WorkbookEdit(partner_book).unlike(TABLE, row, NEW | {"Timer": 31}) == ["Timer"]
    without = {key: value for key, value in NEW.items() if key != "Timer"}
    assert WorkbookEdit(partner_book).unlike(TABLE, row, without) == ["Timer"]
    assert WorkbookEdit(partner_book).unlike(TABLE, row, NEW | {"Nix": 1}) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda sheet: sheet["D6"].__setattr__("value", None), ["Timer"]),
        (lambda sheet: sheet["D6"].__setattr__("value", "=15+15"), ["Timer"]),
        (lambda sheet: sheet["C6"].__setattr__("comment", Comment("Vi har ringet", "En person")), ["note: Start"]),
        (lambda sheet: sheet.merge_cells("C6:D6"), ["Timer"]),
        (lambda sheet: sheet["E6"].__setattr__("value", "ved siden af"), []),
    ],
)
def test_whatever_somebody_has_done_to_a_cell_is_seen(
    change: Callable[[Any], object], told: list[str], openpyxl_book: Path, reopened: Helper
) -> None:
    appended_rows(openpyxl_book, 1)
    book = reopened(openpyxl_book)
    change(book["Forløb"])
    book.save(openpyxl_book)
    edit = WorkbookEdit(openpyxl_book)
    assert [*edit.unlike(TABLE, 6, NEW), *(f"note: {header}" for header in edit.noted(TABLE, 6))] == told


def test_a_column_of_their_own_counts_and_a_formula_of_the_table_does_not(
    openpyxl_book: Path, reopened: Helper
) -> None:
    appended_rows(openpyxl_book, 1)
    book = reopened(openpyxl_book)
    sheet = book["Forløb"]
    table = sheet.tables[TABLE]
    table.ref, table.autoFilter = "B3:F6", None
    sheet["E3"], sheet["F3"] = "Uger", "Vores"
    weeks = TableColumn(id=8, name="Uger")
    weeks.calculatedColumnFormula = openpyxl.worksheet.table.TableFormula(attr_text="[Timer]/37")
    table.tableColumns += [weeks, TableColumn(id=9, name="Vores")]
    for row in (4, 5, 6):
        sheet[f"E{row}"] = "=[Timer]/37"
    book.save(openpyxl_book)
    assert WorkbookEdit(openpyxl_book).unlike(TABLE, 6, NEW) == []
    book = reopened(openpyxl_book)
    book["Forløb"]["F6"] = "ring til Ida"
    book.save(openpyxl_book)
    assert WorkbookEdit(openpyxl_book).unlike(TABLE, 6, NEW) == ["Vores"]
    book = reopened(openpyxl_book)
    book["Forløb"]["E6"] = 5
    book.save(openpyxl_book)
    assert WorkbookEdit(openpyxl_book).unlike(TABLE, 6, NEW) == ["Uger", "Vores"]


@pytest.mark.libreoffice
def test_libreoffice_reads_a_workbook_with_rows_taken_out(
    xlsxwriter_book: Path, openpyxl_book: Path, to_csv: Callable[..., list[str]]
) -> None:
    for book in (xlsxwriter_book, openpyxl_book):
        rows, grown = appended_rows(book, 2)
        taken_out(book, rows, grown)
    assert [("F-0003" in text, "F-0002" in text) for text in to_csv(xlsxwriter_book, openpyxl_book)] == [
        (False, True)
    ] * 2
