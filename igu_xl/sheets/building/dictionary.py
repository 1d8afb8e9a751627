"""The sheet *Ordbog*: every column of the workbook, its meaning and what may stand in it; then the words of the law."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from igu_xl.domain.law.guidance import LAW_TERMS
from igu_xl.sheets.building.grid import FIRST_ROW, HEADER_ROW
from igu_xl.sheets.building.look import Look
from igu_xl.sheets.building.page import DICTIONARY, READ_ONLY, fit_row, set_up_page, write_heading
from igu_xl.sheets.building.page import LISTS as LIST_SHEET
from igu_xl.sheets.building.typing_rules import digit_count, limit_text, typed_columns
from igu_xl.sheets.contract import LISTS
from igu_xl.sheets.schema import Book, Column, Table

NAME = "tblOrdbog"
HEADERS = {
    "Ark": 14,
    "Kolonne": 26,
    "Skal udfyldes": 16,
    "Slags": 13,
    "Tilladte værdier": 46,
    "Forklaring": 56,
    "Eksempel": 28,
}
_HELP = "Hvad hver kolonne betyder, og hvad der må stå i den. Nederst står, hvordan det, der står om loven, skal læses."
_LAW = "Lov og regler"
_LONGEST_LIST = 6  # longer lists are looked up in their own sheet


def dictionary_rows(book: Book) -> list[tuple[str, ...]]:
    """One row for every column of the book, in the order of its sheets, and one for every word of the law, under
    `HEADERS`."""
    columns = [_entry(book, table, column) for table in book.tables for column in table]
    return [*columns, *((_LAW, term, "", "", "", meaning, "") for term, meaning in LAW_TERMS)]


def _entry(book: Book, table: Table, column: Column) -> tuple[str, ...]:
    allowed = _allowed(book, column)
    filled = _filled(table, column)
    return table.sheet, column.header, filled, column.kind.value, allowed, column.hint, column.example


def _filled(table: Table, column: Column) -> str:
    if column not in typed_columns(table):
        return "Skrives for dig"
    if not column.required:
        return "Nej"
    if column.unless is None:
        return "Ja"
    key, values = column.unless
    return f"Ja, undtagen når {table.column(key).header} er {' eller '.join(values)}"


def _allowed(book: Book, column: Column) -> str:
    if column.options:
        values = LISTS[column.options]
        short = len(values) <= _LONGEST_LIST
        return " · ".join(values) if short else f"Listen {column.options} i arket {LIST_SHEET}"
    if column.refers in {table.name for table in book.tables}:
        return f"Står i arket {book.table(column.refers).sheet}"
    if count := digit_count(column):
        return f"{count} cifre"
    if column.low is None or column.high is None:
        return ""
    return f"{limit_text(column.low)} til {limit_text(column.high)}"


def fill_dictionary(sheet: Worksheet, look: Look, book: Book) -> None:
    """Write the dictionary as a table that can be filtered."""
    rows, widths = dictionary_rows(book), list(HEADERS.values())
    write_heading(sheet, look, DICTIONARY, _HELP, list(HEADERS.items()))
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width, look("text", "top", "wrap"))
    _add_table(sheet, look, len(rows))
    for number, row in enumerate(rows, FIRST_ROW):
        fit_row(sheet, number, zip(row, widths, strict=True))
        for position, text in enumerate(row):
            sheet.write_string(number, position, text, look("text", "top", "wrap"))
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(HEADER_ROW)
    set_up_page(sheet, book, "help", sum(widths))
    sheet.protect("", READ_ONLY)


def _add_table(sheet: Worksheet, look: Look, row_count: int) -> None:
    header = look("tool", "header")
    options = {
        "name": NAME,
        "style": "Table Style Light 1",
        "columns": [{"header": text, "header_format": header} for text in HEADERS],
        "title": DICTIONARY,
        "description": _HELP,
    }
    sheet.add_table(HEADER_ROW, 0, HEADER_ROW + row_count, len(HEADERS) - 1, options)
