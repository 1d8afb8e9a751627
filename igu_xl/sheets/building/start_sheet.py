"""The sheet *Start*: the coordinator's buttons, and the month at a glance below them.

Every figure is a formula over the workbook's own tables, so what stands here is what stands there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from igu_xl.domain.key_figures import KeyFigure, key_figures
from igu_xl.sheets.building.grid import HELP_ROW, TITLE_ROW
from igu_xl.sheets.building.look import BAR, Look
from igu_xl.sheets.building.macros import BUTTON_MODULE
from igu_xl.sheets.building.page import GUIDE, set_up_page
from igu_xl.sheets.contract import coordinator as words
from igu_xl.sheets.schema import Book, Kind, Table

START = "Start"
PARTNER_LINES = 60  # a whole region

_BUTTON_ROW, _DONE_ROW, _HEADING_ROW, _FIRST_LINE, _PARTNER_ROW = 3, 4, 6, 7, 14
_LABEL_WIDTH, _VALUE_WIDTH, _GAP = 30, 11, 2
_BLOCK = 3  # columns from one block to the next: label, value, gap
_LEFT = 1
_BUTTON = {"width": 302, "height": 44}  # pixels: as wide as a label and its value

_STATE = 4
_PARTNERS_FROM = {  # a column of the sheet -> a column of the table Partnere
    1: "partner",
    2: "kind",
    _STATE: "state",
    7: "read_at",
    8: "rows",
    10: "errors",
    11: "warnings",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A figure: its label, the formula that counts it, and, for a goal, what fills its bar."""

    label: str
    formula: str
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """The figures under one button, and the sheet they come from."""

    heading: str
    sheet: str
    lines: list[_Line] = field(default_factory=list)


def fill_start(sheet: Worksheet, look: Look, book: Book) -> None:
    """Write the buttons, the figures under each, and the state of every partner's workbook."""
    _set_widths(sheet)
    sheet.set_row(TITLE_ROW, 32)
    sheet.write_string(TITLE_ROW, _LEFT, book.title, look("ink", "title"))
    guide = look("link", "underline", "middle")
    sheet.write_url(TITLE_ROW, _LEFT + 3 * _BLOCK, f"internal:'{GUIDE}'!A1", guide, f"Til {GUIDE}")
    sheet.write_formula(HELP_ROW, _LEFT, _month(), look("quiet", "month"), "")
    _insert_buttons(sheet, look, book)
    for number, block in enumerate(_blocks()):
        _write_block(sheet, look, _LEFT + number * _BLOCK, block)
    _write_partners(sheet, look)
    sheet.hide_gridlines(2)
    set_up_page(sheet, book, "input", 4 * (_LABEL_WIDTH + _VALUE_WIDTH))
    sheet.protect("", {"objects": True, "format_columns": True, "format_rows": True})


def _set_widths(sheet: Worksheet) -> None:
    sheet.set_column(0, 0, _GAP)
    for block in range(4):
        first = _LEFT + block * _BLOCK
        for offset, width in enumerate((_LABEL_WIDTH, _VALUE_WIDTH, _GAP)):
            sheet.set_column(first + offset, first + offset, width)


def _month() -> str:
    """The month of the run: of *Dags dato*, where the settings name a day, else of today."""
    names, values = _column(words.SETTINGS, "setting"), _column(words.SETTINGS, "value")
    day = f'INDEX({values},MATCH("{words.TODAY}",{names},0))'
    typed = f"IF(ISNUMBER({day}),{day},DATE(RIGHT({day},4),MID({day},4,2),LEFT({day},2)))"
    return f'=IFERROR(IF({day}="",TODAY(),{typed}),"")'


def _insert_buttons(sheet: Worksheet, look: Look, book: Book) -> None:
    sheet.set_row(_BUTTON_ROW, 38)
    for number, button in enumerate(book.buttons):
        column = _LEFT + number * _BLOCK
        macro = f"{BUTTON_MODULE}.{button.macro}"
        sheet.insert_button(
            _BUTTON_ROW, column, _BUTTON | {"macro": macro, "caption": button.label, "description": button.help}
        )
        sheet.write_formula(_DONE_ROW, column, _last_done(button.label), look("quiet"), "Endnu ikke trykket")


def _last_done(action: str) -> str:
    """When the log last names an action; LOOKUP takes the last of the rows that fit."""
    at, actions = _column(words.LOG, "at"), _column(words.LOG, "action")
    return f'=IFERROR("Sidst: "&LOOKUP(2,1/({actions}="{action}"),{at}),"Endnu ikke trykket")'


def _blocks() -> tuple[_Block, ...]:
    return (
        _Block(
            "Arbejdsbøger",
            words.ALL_FINDINGS.sheet,
            [
                _Line("Arbejdsbøger læst", _count(words.PARTNERS, "read_at", _ANY)),
                _Line("Kunne ikke læses", f"{_count(words.PARTNERS, 'path', _ANY)}-{_READ}"),
                _Line("Fejl, der skal rettes", _count(words.ALL_FINDINGS, "level", "fejl")),
                _Line("Advarsler", _count(words.ALL_FINDINGS, "level", "advarsel")),
                _Line("Oplysninger", _count(words.ALL_FINDINGS, "level", "oplysning")),
            ],
        ),
        _Block(
            "Kandidater og hold",
            words.COHORT_STATUS.sheet,
            [
                _Line(words.READY, _figure(words.READY)),
                _Line(words.PLACES, _figure(words.PLACES)),
                _Line("Hold, der kører", f"{_count(*_RESULT, _ANY)}-{_count(*_RESULT, words.AT_RISK)[1:]}"),
                _Line("Hold i fare: for få deltagere", _count(*_RESULT, words.AT_RISK)),
                _Line(words.CANCELLED, _figure(words.CANCELLED)),
            ],
        ),
        _Block(
            "Beslutninger",
            words.PROPOSALS.sheet,
            [
                _Line("Forslag uden beslutning", _undecided()),
                _Line("Godkendt, ikke sendt", _decided("Godkend")),
                _Line("Låst", _decided("Lås")),
                _Line("Afvist", _decided("Afvis")),
                _Line("Sendt", _count(words.PROPOSALS, "state", "Sendt")),
            ],
        ),
        _Block("Mål", words.KEY_FIGURES.sheet, [_goal(name, key) for name, key in words.GOALS.items()]),
    )


_READ = xl_rowcol_to_cell(_FIRST_LINE, _LEFT + 1)  # the first figure of the first block: workbooks that were read
_RESULT, _ANY = (words.COHORT_STATUS, "result"), "?*"


def _goal(name: str, key: str) -> _Line:
    aim = key_figures()[key]
    return _Line(f"{name} (mål {_aim_text(aim)})", _figure(name), aim.value)


def _aim_text(aim: KeyFigure) -> str:
    return f"{aim.value:.0f}" if aim.upper is None else f"{aim.value:.0f}-{aim.upper:.0f}"


def _column(table: Table, key: str) -> str:
    return f"{table.name}[{table.column(key).header}]"


def _count(table: Table, key: str, value: str) -> str:
    return f'=COUNTIF({_column(table, key)},"{value}")'


def _figure(name: str) -> str:
    names, counts = _column(words.KEY_FIGURES, "figure"), _column(words.KEY_FIGURES, "count")
    return f'=IFERROR(INDEX({counts},MATCH("{name}",{names},0)),0)'


def _undecided() -> str:
    candidates, decisions = _column(words.PROPOSALS, "candidate"), _column(words.PROPOSALS, "decision")
    return f'=SUMPRODUCT(({candidates}<>"")*({decisions}=""))'


def _decided(decision: str) -> str:
    """Decisions of one kind that were not sent; what was sent keeps its decision."""
    decisions, states = _column(words.PROPOSALS, "decision"), _column(words.PROPOSALS, "state")
    return f'=SUMPRODUCT(({decisions}="{decision}")*({states}<>"Sendt"))'


def _write_block(sheet: Worksheet, look: Look, column: int, block: _Block) -> None:
    link = look("link", "heading", "underline")
    sheet.set_row(_HEADING_ROW, 22)
    sheet.write_url(_HEADING_ROW, column, f"internal:'{block.sheet}'!A1", link, block.heading)
    sheet.write_blank(_HEADING_ROW, column + 1, None, look("ink", "heading"))
    for row, line in enumerate(block.lines, _FIRST_LINE):
        sheet.set_row(row, 19)
        sheet.write_string(row, column, line.label, look("ink", "middle"))
        sheet.write_formula(row, column + 1, line.formula, look("ink", "bold", "number", "whole", "middle"), 0)
        if line.goal is not None:
            sheet.conditional_format(
                row, column + 1, row, column + 1, BAR | {"max_type": "num", "max_value": line.goal}
            )


def _write_partners(sheet: Worksheet, look: Look) -> None:
    sheet.set_row(_PARTNER_ROW - 1, 22)
    link = look("link", "heading", "underline")
    sheet.write_url(_PARTNER_ROW - 1, _LEFT, f"internal:'{words.PARTNERS.sheet}'!A1", link, "Partnernes arbejdsbøger")
    for at in range(_LEFT + 1, _LEFT + 4 * _BLOCK - 1):
        sheet.write_blank(_PARTNER_ROW - 1, at, None, look("ink", "heading"))
    first, last = _PARTNER_ROW + 1, _PARTNER_ROW + PARTNER_LINES
    for at, key in _PARTNERS_FROM.items():
        column, style = words.PARTNERS.column(key), _partner_style(key)
        sheet.write_string(_PARTNER_ROW, at, column.header, look("quiet", *style))
        for number in range(PARTNER_LINES):
            sheet.write_formula(first + number, at, _partner(number + 1, key), look("ink", *style), "")
        if column.bar:
            sheet.conditional_format(first, at, last, at, BAR)
    state = xl_rowcol_to_cell(first, _STATE, col_abs=True)
    unread = {"type": "formula", "criteria": f'=AND({state}<>"",LEFT({state},4)<>"Læst")', "format": look("wrong")}
    sheet.conditional_format(first, _STATE, last, _STATE, unread)


def _partner(number: int, key: str) -> str:
    """One cell of the list of partners, blank below the last one."""
    name, value = _column(words.PARTNERS, "path"), f"INDEX({_column(words.PARTNERS, key)},{number})"
    shown = value if _is_number(key) else f'{value}&""'  # an empty cell would show as 0
    return f'=IFERROR(IF(INDEX({name},{number})="","",{shown}),"")'


def _is_number(key: str) -> bool:
    return words.PARTNERS.column(key).kind is Kind.INTEGER


def _partner_style(key: str) -> tuple[str, ...]:
    return ("number", "whole") if _is_number(key) else ()
