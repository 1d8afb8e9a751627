"""The sheet *Skoleplan*: one A4 page across, with open cells where a person may change the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from igu_xl.danish import date_text
from igu_xl.handouts.hours import hours_and_weeks, hours_text
from igu_xl.handouts.plan_book.plan_table import (
    CHANGEABLE,
    EMPTY_ROWS,
    OF_A_NEW_ROW,
    PLAN_TABLE,
    YES,
)
from igu_xl.school.planning.pupil_plan import STATUSES, PupilPlan
from igu_xl.sheets.building.look import TAB_COLOURS, Look, cell_style
from igu_xl.sheets.building.page import READ_ONLY, height_of
from igu_xl.sheets.contract.lists import LISTS
from igu_xl.sheets.schema import Column, Row

HEADER_ROW, FIRST_ROW = 7, 8  # from 0
BEFORE_NUMBERS = "foer_nr"
_HOW = (
    "Ret i de hvide felter: Hold-id, Status, Låst, Ønsket start og Tag ud. Det, du retter, bliver fremhævet.",
    "Skriv et nyt kursus i de tomme rækker nederst. Gem filen, og send den tilbage til kommunen.",
)
_LEAST_HEIGHT = 20  # room to write by hand on the printed page
_WRAPPED = ("course", "title", "school", "weeks", "why")


def before_name(column: Column) -> str:
    """The defined name of what a column held before; a rule may lead to another sheet by a name only."""
    return f"foer_{column.key}"


def fill_plan_sheet(sheet: Worksheet, look: Look, plan: PupilPlan, rows: Sequence[Row]) -> None:
    """Write the plan with its heading, rules and print set-up."""
    _heading(sheet, look, plan)
    last = HEADER_ROW + len(rows) + EMPTY_ROWS
    columns = [{"header": one.header, "header_format": look(_role(one), "header")} for one in PLAN_TABLE]
    options = {"name": PLAN_TABLE.name, "style": "Table Style Light 1", "columns": columns, "autofilter": False}
    sheet.add_table(HEADER_ROW, 0, last, len(PLAN_TABLE.columns) - 1, options)
    sheet.set_row(HEADER_ROW, 21)
    for at, column in enumerate(PLAN_TABLE):
        sheet.set_column(at, at, column.width)
        for number, row in enumerate([*rows, *[{}] * EMPTY_ROWS], FIRST_ROW):
            is_open = column.key in (CHANGEABLE if row else OF_A_NEW_ROW)
            style = look("ink" if is_open else "note", *_style(column), "box", *(("open",) if is_open else ()))
            write_value(sheet, number, at, row.get(column.key), style)
        _rule(sheet, plan, at, column, len(rows))
        if rows and column.key in CHANGEABLE:
            _mark_changes(sheet, look, at, column, len(rows))
    for number, row in enumerate([*rows, *[{}] * EMPTY_ROWS], FIRST_ROW):
        texts = ((str(row.get(key, "")), PLAN_TABLE.column(key).width) for key in _WRAPPED)
        sheet.set_row(number, max(height_of(texts), _LEAST_HEIGHT))
    _foot(sheet, look, plan, last + 2)
    _set_up(sheet, plan)


def write_value(sheet: Worksheet, row: int, column: int, value: object, style: Any) -> None:
    """Write a value as what it is; a text is never taken for a formula, and an empty cell keeps its lock."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), style)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def _heading(sheet: Worksheet, look: Look, plan: PupilPlan) -> None:
    who = [plan.municipality, plan.position, plan.company, plan.package or "ingen uddannelsespakke"]
    had = f"gennemført {hours_text(plan.done)} · planlagt {hours_text(plan.planned)}"
    hours = f"Krav {hours_and_weeks(plan.needed)} · {had} · mangler {hours_text(plan.missing)}"
    span = f"Igu {date_text(plan.begins)} - {date_text(plan.ends)}"
    made = f" · planen er fra {date_text(plan.as_of)}" if plan.as_of else ""
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"Skoleplan for forløb {plan.name}", look("ink", "title"))
    for row, text in enumerate((" · ".join(part for part in who if part), f"{span}{made}", hours), 1):
        sheet.write_string(row, 0, text, look("ink"))
    for row, text in enumerate(_HOW, 4):
        sheet.write_string(row, 0, text, look("quiet"))


def _role(column: Column) -> str:
    return "required" if column.key in CHANGEABLE else "tool"


def _style(column: Column) -> tuple[str, ...]:
    names = ("top", "number") if column.key == "number" else cell_style(column)
    return (*names, "wrap") if column.key in _WRAPPED and "wrap" not in names else names


def _rule(sheet: Worksheet, plan: PupilPlan, at: int, column: Column, count: int) -> None:
    """What may be chosen or typed; the columns that a new row alone opens have their rule there."""
    first = FIRST_ROW if column.key in CHANGEABLE else FIRST_ROW + count
    rule = _limit(plan, column)
    if rule:
        hint = {"input_title": column.header, "input_message": column.hint} if column.hint else {}
        sheet.data_validation(first, at, FIRST_ROW + count + EMPTY_ROWS - 1, at, rule | hint)


def _limit(plan: PupilPlan, column: Column) -> dict[str, Any]:
    choices = {"status": STATUSES, "locked": (YES, "Nej"), "remove": (YES,), "kind": LISTS["Kursustype"]}
    if column.key in choices:
        text = {"error_title": "Vælg på listen", "error_message": f"Vælg: {', '.join(choices[column.key])}."}
        return {"validate": "list", "source": list(choices[column.key]), **text}
    if column.key in ("start", "end", "wish_from"):
        span = f"Skriv en dato fra {date_text(plan.begins)} til {date_text(plan.ends)}."
        days = {"minimum": plan.begins, "maximum": max(plan.begins, plan.ends)}
        return {"validate": "date", "criteria": "between", **days, "error_title": "Datoen", "error_message": span}
    return {"validate": "any"} if column.key == "cohort" else {}


def _mark_changes(sheet: Worksheet, look: Look, at: int, column: Column, count: int) -> None:
    """Frame what is no longer as it was; a row is known by its number, so sorting changes nothing."""
    cell, number = f"${xl_col_to_name(at)}{FIRST_ROW + 1}", f"$A{FIRST_ROW + 1}"
    before = f'IFERROR(INDEX({before_name(column)},MATCH({number},{BEFORE_NUMBERS},0)),"")'
    changed = f'{cell}<>""' if column.key == "remove" else f"{cell}<>{before}"
    rule = {"type": "formula", "criteria": f'=AND({number}<>"",{changed})', "format": look("missing", "bold", "frame")}
    sheet.conditional_format(FIRST_ROW, at, FIRST_ROW + count - 1, at, rule)


def _foot(sheet: Worksheet, look: Look, plan: PupilPlan, row: int) -> None:
    for away in plan.away:
        text = f"Ikke på skole {date_text(away.begins)} - {date_text(away.ends)}: {away.reason or 'fravær'}."
        sheet.write_string(row, 0, text, look("ink"))
        row += 1
    asked = [f"{key.removeprefix('skole:')}: {ask}" for key, ask in sorted(plan.contacts.items()) if ask]
    if asked:
        sheet.write_string(row, 0, f"Spørg her: {' · '.join(asked)}", look("ink"))


def _set_up(sheet: Worksheet, plan: PupilPlan) -> None:
    sheet.set_tab_color(TAB_COLOURS["input"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 1)
    sheet.set_footer(f"&LForløb {plan.name.replace('&', '&&')[:100]}&CSide &P af &N&Rigu_xl")
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.hide_gridlines(2)
    sheet.set_selection(FIRST_ROW, 5, FIRST_ROW, 5)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.protect("", READ_ONLY)
