"""The sheet *Lister*: the lists that cells are chosen from, and the names that drop-downs find them by.

It lies last and can be read by everyone; a partner's list is changed by the secretariat, so the sheet is protected.
"""

from __future__ import annotations

import re

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from igu_xl.sheets.building.grid import FIRST_ROW, HEADER_ROW, STAR_ROW
from igu_xl.sheets.building.look import Look
from igu_xl.sheets.building.page import LISTS as SHEET
from igu_xl.sheets.building.page import READ_ONLY, set_up_page, write_heading
from igu_xl.sheets.contract import LISTS
from igu_xl.sheets.schema import Book, Table

EMPTY_NAME = "lst_tom"
_HELP = "Listerne bag rullemenuerne. Sekretariatet retter dem; skriv til det, når en værdi mangler."
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def list_name(options: str) -> str:
    """The defined name of a list: `Ophørsårsag` is `lst_ophoersaarsag`."""
    return "lst_" + re.sub(r"[^a-z0-9]+", "_", options.lower().translate(_LETTERS))


def key_name(table: Table) -> str:
    """The defined name of a table's keys: `tblHold` is `id_hold`."""
    return "id_" + table.name.removeprefix("tbl").lower()


def lists_of(book: Book) -> tuple[str, ...]:
    """The lists that a workbook's columns are chosen from, in the order they are met."""
    return tuple(dict.fromkeys(column.options for table in book.tables for column in table if column.options))


def fill_list_sheet(workbook: Workbook, sheet: Worksheet, look: Look, book: Book) -> None:
    """Write each list into a column and name its cells; `lst_tom` names one cell that is always empty."""
    columns = [(options, _width(options)) for options in lists_of(book)]
    write_heading(sheet, look, SHEET, _HELP, columns)
    for column, (options, width) in enumerate(columns):
        sheet.set_column(column, column, width, look("text"))
        _write_list(workbook, sheet, look, column, options)
    workbook.define_name(EMPTY_NAME, f"={SHEET}!{_cell(STAR_ROW, 0)}")
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(HEADER_ROW)
    set_up_page(sheet, book, "help", sum(width for _, width in columns))
    sheet.protect("", READ_ONLY)


def _width(options: str) -> int:
    return max(map(len, (options, *LISTS[options]))) + 3


def _write_list(workbook: Workbook, sheet: Worksheet, look: Look, column: int, options: str) -> None:
    values = LISTS[options]
    sheet.write_string(HEADER_ROW, column, options, look("tool", "header"))
    for row, value in enumerate(values, FIRST_ROW):
        sheet.write_string(row, column, value, look("text"))
    first, last = _cell(FIRST_ROW, column), _cell(FIRST_ROW + len(values) - 1, column)
    workbook.define_name(list_name(options), f"={SHEET}!{first}:{last}")


def _cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def name_keys(workbook: Workbook, book: Book) -> None:
    """Name the key columns that other columns of the workbook repeat: validation cannot take `tblHold[Hold-id]`."""
    names = {table.name for table in book.tables}
    for name in sorted({column.refers for table in book.tables for column in table} & names):
        table = book.table(name)
        workbook.define_name(key_name(table), f"={name}[{table.column(table.key).header}]")
