"""The sheet *Før*: the plan as it was when the workbook was made, which edits are compared with."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from igu_xl.handouts.plan_book.plan_sheet import BEFORE_NUMBERS, before_name, write_value
from igu_xl.handouts.plan_book.plan_table import BEFORE_SHEET, BEFORE_TABLE
from igu_xl.sheets.building.look import TAB_COLOURS, Look, cell_style
from igu_xl.sheets.building.page import READ_ONLY
from igu_xl.sheets.schema import Row

_HEADER_ROW = 3


def fill_before_sheet(workbook: Workbook, sheet: Worksheet, look: Look, rows: Sequence[Row]) -> None:
    """Write the rows and name the cells that the rules of the plan compare with."""
    sheet.write_string(0, 0, BEFORE_TABLE.title, look("ink", "title"))
    sheet.write_string(1, 0, BEFORE_TABLE.help, look("quiet"))
    last = _HEADER_ROW + max(len(rows), 1)
    columns = [{"header": one.header, "header_format": look("tool", "header")} for one in BEFORE_TABLE]
    options = {"name": BEFORE_TABLE.name, "style": "Table Style Light 1", "columns": columns, "autofilter": False}
    sheet.add_table(_HEADER_ROW, 0, last, len(columns) - 1, options)
    for at, column in enumerate(BEFORE_TABLE):
        sheet.set_column(at, at, column.width)
        for number, row in enumerate(rows, _HEADER_ROW + 1):
            write_value(sheet, number, at, row.get(column.key), look(*cell_style(column)))
        name = BEFORE_NUMBERS if column.key == BEFORE_TABLE.key else before_name(column)
        workbook.define_name(name, f"='{BEFORE_SHEET}'!{xl_range_abs(_HEADER_ROW + 1, at, last, at)}")
    sheet.set_tab_color(TAB_COLOURS["tool"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.protect("", READ_ONLY)
