"""The figures of a page as a workbook: an index, then one table a sheet, as the guidance for accessible tables asks.

Each sheet has its title in A1, a note in A2, and a marked table from A4; no merged cells, no empty rows inside, no
meaning in colours. The bytes follow from the sheets and the day alone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from igu_xl.reports.parts.blocks import Cell, Sheet, as_date, cell_text

_INDEX = "Indhold"
_TOP = 3  # the row of the head of every table, counted from 0
_WIDEST = 90
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_of(title: str, sheets: Sequence[Sheet], as_of: date) -> bytes:
    """The workbook with all sheets, made as if on the day the figures are of."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": title, "author": "igu_xl", "created": datetime.combine(as_of, time())})
        strong, big = workbook.add_format({"bold": True}), workbook.add_format({"bold": True, "font_size": 14})
        day, wrap = workbook.add_format({"num_format": 14}), workbook.add_format({"text_wrap": True, "valign": "top"})
        index = workbook.add_worksheet(_INDEX)
        for number, sheet in enumerate(sheets, start=1):
            _write(workbook.add_worksheet(f"{number}"), sheet, number, big, day, wrap)
        _write_index(index, title, sheets, big, strong)
    return stream.getvalue()


def data_link(title: str, sheets: Sequence[Sheet], as_of: date) -> str:
    """The workbook as the address of a link, so that the page needs no file beside it."""
    return f"data:{_MEDIA_TYPE};base64,{b64encode(workbook_of(title, sheets, as_of)).decode()}"


def _write_index(sheet: Worksheet, title: str, sheets: Sequence[Sheet], big: Format, strong: Format) -> None:
    """What the workbook holds, with a link to every sheet."""
    sheet.write_string(0, 0, title, big)
    sheet.write_string(1, 0, "Hver tabel står på sit eget ark. Hvad tegn i en tabel betyder, står over den.")
    sheet.write_row(_TOP, 0, ["Ark", "Tabel"], strong)
    for number, one in enumerate(sheets, start=1):
        sheet.write_url(_TOP + number, 0, f"internal:'{number}'!A1", string=f"{number}")
        sheet.write_string(_TOP + number, 1, one.title)
    sheet.set_column(1, 1, _WIDEST)
    sheet.hide_gridlines(2)


def _write(sheet: Worksheet, table: Sheet, number: int, big: Format, day: Format, wrap: Format) -> None:
    sheet.write_string(0, 0, table.title, big)
    sheet.write_string(1, 0, table.note or "Tallene er de samme som på siden.")
    rows = table.rows or [("–",) * len(table.columns)]
    last = (_TOP + len(rows), len(table.columns) - 1)
    columns = [{"header": head} for head in table.columns]
    look = {"columns": columns, "name": f"tabel_{number}", "autofilter": False, "style": "Table Style Light 1"}
    sheet.add_table(_TOP, 0, *last, look)
    for row, cells in enumerate(rows, start=_TOP + 1):
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, cell, day, wrap)
    for column, head in enumerate(table.columns):
        longest = max([len(head), *(len(cell_text(cells[column])) for cells in table.rows)])
        sheet.set_column(column, column, min(longest + 2, _WIDEST))


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, day: Format, wrap: Format) -> None:
    if cell is None:
        return
    if isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif when := as_date(cell):
        sheet.write_datetime(row, column, datetime.combine(when, time()), day)
    else:
        sheet.write_string(row, column, cell, wrap if len(cell) > _WIDEST else None)
