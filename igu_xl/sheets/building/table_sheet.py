"""One table of the contract as a sheet: heading, Excel table, rules for typing, colours for states, print set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from igu_xl.sheets.building.grid import FIRST_ROW, HEADER_ROW, STAR_ROW, TableGrid
from igu_xl.sheets.building.look import BAR, LINE_WORDS, WORDS, Look, cell_style
from igu_xl.sheets.building.page import READ_ONLY, fit_row, set_up_page, write_heading
from igu_xl.sheets.building.row_check import STAR, check_formula, check_value
from igu_xl.sheets.building.typing_rules import typed_columns, typing_rule
from igu_xl.sheets.schema import Book, Column, Kind, Row, Table

_STATE_WORDS = {"level": WORDS, "decision": WORDS, "weight": LINE_WORDS, "chosen": LINE_WORDS}
_FROZEN_WIDTH = 42  # what may stay in view while the rest scrolls


def fill_table_sheet(
    sheet: Worksheet, look: Look, book: Book, table: Table, rows: Sequence[Row], errors: Mapping[object, int]
) -> None:
    """Write one table with its rows; `errors` has the number of errors of each row id, for *Tjek*."""
    grid = TableGrid(table)
    _write_heading(sheet, look, table)
    _add_table(sheet, look, grid, max(len(rows), 1))
    _write_rows(sheet, look, table, rows)
    _write_checks(sheet, look, grid, rows, errors)
    _fit_rows(sheet, table, rows)
    _add_rules(sheet, book, grid)
    _mark_states(sheet, look, grid)
    _set_up(sheet, book, grid)


def _write_heading(sheet: Worksheet, look: Look, table: Table) -> None:
    stars = any(column.required for column in typed_columns(table))
    help_text = f"{table.help} Kolonner med {STAR} skal udfyldes." if stars else table.help
    write_heading(sheet, look, table.title, help_text, [(column.header, column.width) for column in table])


def _add_table(sheet: Worksheet, look: Look, grid: TableGrid, row_count: int) -> None:
    table = grid.table
    for position, column in enumerate(table):
        sheet.set_column(position, position, column.width, _body(look, table, column))
        if column.required and column in typed_columns(table):
            sheet.write_string(STAR_ROW, position, STAR, look("star", "bold", "centre"))
    sheet.add_table(
        HEADER_ROW,
        0,
        HEADER_ROW + row_count,
        len(table.columns) - 1,
        {
            "name": table.name,
            "style": "Table Style Light 1",
            "columns": [_table_column(look, grid, column) for column in table],
            "title": table.title,
            "description": table.help,
        },
    )


def _table_column(look: Look, grid: TableGrid, column: Column) -> dict[str, object]:
    header = {"header": column.header, "header_format": look(_header_role(grid.table, column), "header")}
    computed = column.kind is Kind.COMPUTED
    return header | ({"formula": check_formula(grid.table, grid.stars())} if computed else {})


def _header_role(table: Table, column: Column) -> str:
    if column not in typed_columns(table):
        return "tool"
    return "required" if column.required else "optional"


def _body(look: Look, table: Table, column: Column) -> Format:
    locked = table.tool_owned and column not in typed_columns(table)
    return look(*cell_style(column), *(() if locked else ("open",)))


def _write_rows(sheet: Worksheet, look: Look, table: Table, rows: Sequence[Row]) -> None:
    for position, column in enumerate(table.columns):
        style = _body(look, table, column)
        for number, row in enumerate(rows, FIRST_ROW):
            _write_cell(sheet, number, position, row.get(column.key), style)


def _fit_rows(sheet: Worksheet, table: Table, rows: Sequence[Row]) -> None:
    """Set heights in the tool's sheets; a row that a person types in must stay free to grow."""
    wrapped = [column for column in table if table.tool_owned and "wrap" in cell_style(column)]
    for number, row in enumerate(rows, FIRST_ROW):
        fit_row(sheet, number, ((str(row.get(column.key) or ""), column.width) for column in wrapped))


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, style: Format) -> None:
    """Write a value as what it is; a text is never taken for a formula, a number or a link."""
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def _write_checks(
    sheet: Worksheet, look: Look, grid: TableGrid, rows: Sequence[Row], errors: Mapping[object, int]
) -> None:
    """Give the formulas of *Tjek* the values they will show, for readers that do not calculate."""
    table = grid.table
    formula = check_formula(table, grid.stars())
    for column in (column for column in table if column.kind is Kind.COMPUTED):
        style = _body(look, table, column)
        for number, row in enumerate(rows or ({},), FIRST_ROW):
            value = check_value(table, row, errors)
            sheet.write_formula(number, grid.position(column), formula, style, value)


def _add_rules(sheet: Worksheet, book: Book, grid: TableGrid) -> None:
    for column in typed_columns(grid.table):
        rule = typing_rule(book, grid, column)
        if rule != {"validate": "any"}:
            sheet.data_validation(grid.cells(column), rule)


def _mark_states(sheet: Worksheet, look: Look, grid: TableGrid) -> None:
    """Colour what is missing and what a state word says; frame, bold and the word itself say the same."""
    for column in grid.table:
        if column.kind is Kind.COMPUTED:
            for start, role in (("Mangler", "missing"), ("Ret", "wrong"), ("OK", "fine")):
                _mark(sheet, look(role, "bold"), grid, column, f'LEFT({grid.cell(column)},{len(start)})="{start}"')
        elif words := _STATE_WORDS.get(column.key):
            for word, role in words.items():
                _mark(sheet, look(role, "bold"), grid, column, f'{grid.cell(column)}="{word}"')
        elif column.bar:
            full = {} if column.high is None else {"max_type": "num", "max_value": column.high}
            sheet.conditional_format(grid.cells(column), BAR | full)
        elif column.required and not grid.table.tool_owned:
            _mark(sheet, look("missing", "frame"), grid, column, _lacks(grid, column))


def _mark(sheet: Worksheet, style: Format, grid: TableGrid, column: Column, condition: str) -> None:
    cells = grid.cells(column)
    sheet.conditional_format(cells, {"type": "formula", "criteria": f"={condition}", "format": style})


def _lacks(grid: TableGrid, column: Column) -> str:
    """True for an empty required cell of a row that somebody has started."""
    lacks = f'AND(COUNTA({grid.row()})>0,{grid.cell(column)}="")'
    return f"AND({lacks},NOT({grid.is_free(column)}))" if column.unless else lacks


def _set_up(sheet: Worksheet, book: Book, grid: TableGrid) -> None:
    table, frozen = grid.table, _frozen_columns(grid.table)
    set_up_page(sheet, book, "tool" if table.tool_owned else "input", sum(column.width for column in table))
    sheet.freeze_panes(FIRST_ROW, frozen)
    sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
    sheet.repeat_rows(HEADER_ROW)
    if frozen:
        sheet.repeat_columns(0, frozen - 1)
    sheet.ignore_errors({"number_stored_as_text": grid.area()})
    if table.tool_owned and book.folder:
        # The tool writes a partner's file, so a lock hinders no one; the coordinator's is written through Excel.
        sheet.protect("", READ_ONLY)


def _frozen_columns(table: Table) -> int:
    """How many columns stay in view: those up to the key, unless they would fill the window."""
    upto = table.columns.index(table.column(table.key)) + 1
    return upto if sum(column.width for column in table.columns[:upto]) <= _FROZEN_WIDTH else 0
