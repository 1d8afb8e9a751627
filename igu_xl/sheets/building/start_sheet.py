"""The sheet *Start*: the coordinator's buttons, and the month at a glance below them.

Every figure is a formula over the workbook's own tables, so what stands here is what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from igu_xl.sheets.building.grid import HELP_ROW, TITLE_ROW
from igu_xl.sheets.building.look import BAR, LINE_WORDS, Look
from igu_xl.sheets.building.macros import BUTTON_MODULE
from igu_xl.sheets.building.page import GUIDE, set_up_page
from igu_xl.sheets.building.start_figures import (
    ColumnCells,
    Figure,
    FigureGroup,
    ShownValue,
    blocks,
    last_done,
    month_of,
    partner_cell,
    since_cell,
    unseen_lines,
)
from igu_xl.sheets.contract import coordinator as words
from igu_xl.sheets.schema import Book, Kind, Table

START = "Start"
PARTNER_LINES = 60  # a whole region

SINCE_LINES = 6  # of Siden sidst; the rest is one click away

_BUTTON_ROW, _DONE_ROW, _SINCE_ROW = 3, 4, 6
_HEADING_ROW = _SINCE_ROW + SINCE_LINES + 2
_FIRST_LINE, _PARTNER_ROW = _HEADING_ROW + 1, _HEADING_ROW + 13
_VALUE_WIDTH, _GAP, _BARE_WIDTH = 9, 2, 20
_BLOCK = 3  # columns from one block to the next: label, value, gap
_LEFT = 1
_BUTTON_HEIGHT = 44  # pixels
_DAY_0 = date(1899, 12, 30)

_SINCE_FROM = {_LEFT: "weight", _LEFT + 1: "sentence"}  # a column of the sheet -> a column of Siden sidst
_STATE = 4
_PARTNERS_FROM = {  # a column of the sheet -> a column of the table Partnere
    1: "partner",
    2: "kind",
    _STATE: "state",
    7: "read_at",
    8: "rows",
    11: "errors",
    14: "warnings",
}


def fill_start(sheet: Worksheet, look: Look, book: Book, columns: ColumnCells) -> None:
    """Write the buttons, the figures under each, and the state of every partner's workbook.

    `columns` are those of the workbook's tables, for the values that the formulas will show.
    """
    _set_widths(sheet, book)
    sheet.set_row(TITLE_ROW, 32)
    sheet.write_string(TITLE_ROW, _LEFT, book.title, look("ink", "title"))
    guide = look("link", "underline", "middle")
    sheet.write_url(TITLE_ROW, _LEFT + 3 * _BLOCK, f"internal:'{GUIDE}'!A1", guide, f"Til {GUIDE}")
    _insert_buttons(sheet, book)
    _write_since(sheet, look)
    for number, block in enumerate(blocks()):
        _write_labels(sheet, look, _LEFT + number * _BLOCK, block)
    _write_partners(sheet, look)
    for row, at, figure in _figures(book, None):
        sheet.write_formula(row, at, figure.formula, look(*_style(row, at)), _stored(figure.value(columns)))
    sheet.hide_gridlines(2)
    set_up_page(sheet, book, "input", sum(width + _VALUE_WIDTH for width in _label_widths(book)))
    sheet.protect("", {"objects": True, "format_columns": True, "format_rows": True})


def start_values(book: Book, columns: ColumnCells, today: date) -> dict[str, tuple[str, ShownValue]]:
    """What each formula of the sheet shows for these columns on a day: the cell -> the formula and its value."""
    known: dict[tuple[str, str], Sequence[object]] = {}

    def remembered(table: Table, key: str) -> Sequence[object]:
        if (table.name, key) not in known:
            known[table.name, key] = columns(table, key)
        return known[table.name, key]

    return {
        xl_rowcol_to_cell(row, at): (figure.formula, figure.value(remembered))
        for row, at, figure in _figures(book, today)
    }


def _figures(book: Book, today: date | None) -> Iterator[tuple[int, int, Figure]]:
    """Row, column and figure of every formula of the sheet."""
    yield HELP_ROW, _LEFT, month_of(today)
    for number, button in enumerate(book.buttons):
        yield _DONE_ROW, _LEFT + number * _BLOCK, last_done(button.label)
    yield _SINCE_ROW, _LEFT + 1, unseen_lines()
    for number in range(1, SINCE_LINES + 1):
        for at, key in _SINCE_FROM.items():
            yield _SINCE_ROW + number, at, since_cell(number, key)
    for number, block in enumerate(blocks()):
        for row, line in enumerate(block.lines, _FIRST_LINE):
            yield row, _LEFT + number * _BLOCK + 1, line.figure
    for number in range(1, PARTNER_LINES + 1):
        for at, key in _PARTNERS_FROM.items():
            yield _PARTNER_ROW + number, at, partner_cell(number, key)


def _style(row: int, at: int) -> tuple[str, ...]:
    if row == HELP_ROW:
        return "quiet", "month"
    if row == _DONE_ROW:
        return ("quiet",)
    if row == _SINCE_ROW:
        return "quiet", "heading"
    if row < _HEADING_ROW:
        return "ink", "middle", *(() if at == _LEFT else ("indent",))
    if row < _PARTNER_ROW:
        return "ink", "bold", "number", "whole", "middle"
    return "ink", *_partner_style(_PARTNERS_FROM[at])


def _stored(value: ShownValue) -> str | float:
    """A value as XlsxWriter stores that of a formula."""
    return (value - _DAY_0).days if isinstance(value, date) else value


def _label_widths(book: Book) -> list[int]:
    """The widths of the labels under each button; one that has no figures is as wide as its words."""
    known = [block.width for block in blocks()]
    return [*known, *[_BARE_WIDTH] * (len(book.buttons) - len(known))]


def _set_widths(sheet: Worksheet, book: Book) -> None:
    sheet.set_column(0, 0, _GAP)
    for number, own in enumerate(_label_widths(book)):
        first = _LEFT + number * _BLOCK
        for offset, width in enumerate((own, _VALUE_WIDTH, _GAP)):
            sheet.set_column(first + offset, first + offset, width)


def _insert_buttons(sheet: Worksheet, book: Book) -> None:
    sheet.set_row(_BUTTON_ROW, 38)
    for number, (button, width) in enumerate(zip(book.buttons, _label_widths(book), strict=True)):
        look = {
            "width": _pixels(width) + _pixels(_VALUE_WIDTH),  # as wide as a label and its value
            "height": _BUTTON_HEIGHT,
            "macro": f"{BUTTON_MODULE}.{button.macro}",
            "caption": button.label,
            "description": button.help,
        }
        sheet.insert_button(_BUTTON_ROW, _LEFT + number * _BLOCK, look)


def _pixels(width: int) -> int:
    """The width of a column as Excel draws it: seven pixels a digit, and its margins."""
    return width * 7 + 5


def _write_since(sheet: Worksheet, look: Look) -> None:
    """The newest lines of Siden sidst: how much each matters, and its sentence across the sheet."""
    link, last = look("link", "heading", "underline"), _LEFT + len(blocks()) * _BLOCK - _BLOCK + 1
    sheet.set_row(_SINCE_ROW, 22)
    sheet.write_url(_SINCE_ROW, _LEFT, f"internal:'{words.SINCE.sheet}'!A1", link, words.SINCE.sheet)
    for at in range(_LEFT + 2, last + 1):
        sheet.write_blank(_SINCE_ROW, at, None, look("ink", "heading"))
    first, end = _SINCE_ROW + 1, _SINCE_ROW + SINCE_LINES
    weight = xl_rowcol_to_cell(first, _LEFT)
    for word in words.WEIGHTS:
        rule = {"type": "formula", "criteria": f'={weight}="{word}"', "format": look(LINE_WORDS[word], "bold")}
        sheet.conditional_format(first, _LEFT, end, _LEFT, rule)
    for row in range(first, end + 1):
        sheet.set_row(row, 19)


def _write_labels(sheet: Worksheet, look: Look, column: int, block: FigureGroup) -> None:
    link = look("link", "heading", "underline")
    sheet.set_row(_HEADING_ROW, 22)
    sheet.write_url(_HEADING_ROW, column, f"internal:'{block.sheet}'!A1", link, block.heading)
    sheet.write_blank(_HEADING_ROW, column + 1, None, look("ink", "heading"))
    for row, line in enumerate(block.lines, _FIRST_LINE):
        sheet.set_row(row, 19)
        sheet.write_string(row, column, line.label, look("ink", "middle"))
        if line.goal is not None:
            full = {"max_type": "num", "max_value": line.goal}
            sheet.conditional_format(row, column + 1, row, column + 1, BAR | full)


def _write_partners(sheet: Worksheet, look: Look) -> None:
    sheet.set_row(_PARTNER_ROW - 1, 22)
    link = look("link", "heading", "underline")
    sheet.write_url(_PARTNER_ROW - 1, _LEFT, f"internal:'{words.PARTNERS.sheet}'!A1", link, "Partnernes arbejdsbøger")
    for at in range(_LEFT + 1, max(_PARTNERS_FROM) + 1):
        sheet.write_blank(_PARTNER_ROW - 1, at, None, look("ink", "heading"))
    first, last = _PARTNER_ROW + 1, _PARTNER_ROW + PARTNER_LINES
    for at, key in _PARTNERS_FROM.items():
        column = words.PARTNERS.column(key)
        sheet.write_string(_PARTNER_ROW, at, column.header, look("quiet", *_partner_style(key)))
        if column.bar:
            sheet.conditional_format(first, at, last, at, BAR)
    state = xl_rowcol_to_cell(first, _STATE, col_abs=True)
    unread = {"type": "formula", "criteria": f'=AND({state}<>"",LEFT({state},4)<>"Læst")', "format": look("wrong")}
    sheet.conditional_format(first, _STATE, last, _STATE, unread)


def _partner_style(key: str) -> tuple[str, ...]:
    return ("number", "whole") if words.PARTNERS.column(key).kind is Kind.INTEGER else ()
