"""What a cell lets a person type: the drop-down or limit of a column, its hint and its Danish error text.

The rules help while typing; pasted values pass them, so the checks never rely on them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from igu_xl.danish import number_text
from igu_xl.domain.personal.candidate_id import EXAMPLE
from igu_xl.sheets.building.grid import TableGrid
from igu_xl.sheets.building.list_sheet import EMPTY_NAME, key_name, list_name
from igu_xl.sheets.building.row_check import id_shape
from igu_xl.sheets.schema import Book, Column, Kind, Table

Rule = dict[str, Any]

ID_WORDS = f"Et kandidat-id er tre cifre, bindestreg og et løbenummer, fx {EXAMPLE}."

_DIGITS = {Kind.CVR: 8, Kind.P_NUMBER: 10}


def typed_columns(table: Table) -> tuple[Column, ...]:
    """The columns a person types in; in a sheet of the tool's only those with a list, such as *Beslutning*."""
    return tuple(column for column in table.inputs if column.options) if table.tool_owned else table.inputs


def typing_rule(book: Book, grid: TableGrid, column: Column) -> Rule:
    """The data validation of a column, as XlsxWriter takes it."""
    return _limit(book, grid, column) | _hint(column)


def _limit(book: Book, grid: TableGrid, column: Column) -> Rule:
    if column.options:
        return _choice(grid, column)
    if column.refers in {other.name for other in book.tables}:
        return _reference(book.table(column.refers), column)
    if column.kind in (Kind.DATE, Kind.INTEGER, Kind.NUMBER):
        return _between(column)
    return _text(grid, column)


def _choice(grid: TableGrid, column: Column) -> Rule:
    if column.kind is Kind.CHOICES:
        # The list helps with the first value; `igu; praktik` is on no list and must not be questioned.
        return {"validate": "list", "source": f"={list_name(column.options)}", "show_error": False}
    rule, source = _stop("Vælg en værdi på listen. Arket Lister viser alle lister."), list_name(column.options)
    if column.unless is None:
        return rule | {"validate": "list", "source": f"={source}"}
    source = f"=IF({grid.is_free(column)},{EMPTY_NAME},{source})"
    return rule | {"validate": "list", "source": source, "ignore_blank": False}


def _reference(target: Table, column: Column) -> Rule:
    """A drop-down of the other table's keys; a warning only, since rows are typed in any order."""
    shape = f" {ID_WORDS}" if column.kind is Kind.CANDIDATE else ""
    return {
        "validate": "list",
        "source": f"={key_name(target)}",
        "error_type": "warning",
        "error_title": column.header,
        "error_message": f"Det står ikke i arket {target.sheet} endnu. Skriv det også dér.{shape}",
    }


def _between(column: Column) -> Rule:
    if column.low is None or column.high is None:
        return {"validate": "any"}
    what = {Kind.DATE: "en dato", Kind.INTEGER: "et helt tal", Kind.NUMBER: "et tal"}[column.kind]
    text = f"Skriv {what} fra {limit_text(column.low)} til {limit_text(column.high)}."
    return _stop(text) | {
        "validate": {Kind.DATE: "date", Kind.INTEGER: "integer", Kind.NUMBER: "decimal"}[column.kind],
        "criteria": "between",
        "minimum": _limit_value(column.low),
        "maximum": _limit_value(column.high),
    }


def _limit_value(limit: date | float) -> datetime | float:
    return datetime(limit.year, limit.month, limit.day) if isinstance(limit, date) else limit


def limit_text(limit: date | float) -> str:
    """A date or number as Danes write it: `01-12-2026`, `40.000`."""
    return limit.strftime("%d-%m-%Y") if isinstance(limit, date) else number_text(limit)


def _text(grid: TableGrid, column: Column) -> Rule:
    demands = _digit_demand(grid, column) | _key_demands(grid, column)
    if not demands:
        return {"validate": "any"}
    return _stop(" ".join(demands.values())) | {"validate": "custom", "value": f"=AND({','.join(demands)})"}


def digit_count(column: Column) -> int:
    """How many digits a number that is a name has; 0 where any length will do."""
    return column.digits or _DIGITS.get(column.kind, 0)


def _digit_demand(grid: TableGrid, column: Column) -> dict[str, str]:
    count, cell = digit_count(column), grid.cell(column)
    return {f"LEN({cell})={count},ISNUMBER(--{cell})": f"Skriv {count} cifre uden mellemrum."} if count else {}


def _key_demands(grid: TableGrid, column: Column) -> dict[str, str]:
    if column.key != grid.table.key or not grid.table.unique:
        return {}
    cell = grid.cell(column)
    demands = {f"COUNTIF({grid.cells(column)},{cell})=1": f"{column.header} må kun stå i én række."}
    if column.kind is Kind.CANDIDATE:
        demands[id_shape(cell)] = f"{ID_WORDS} Skriv aldrig et navn eller et CPR-nummer."
    return demands


def _stop(text: str) -> Rule:
    return {"error_title": "Det kan feltet ikke rumme", "error_message": text}


def _hint(column: Column) -> Rule:
    text = " ".join(part for part in ("Skal udfyldes." if column.required else "", _advice(column)) if part)
    return {"input_title": column.header, "input_message": text} if text else {}


def _advice(column: Column) -> str:
    if column.kind is Kind.DATE:
        return f"{column.hint} Fx {column.example}.".strip()
    if column.hint:
        return column.hint
    if column.kind in (Kind.CHOICE, Kind.MUNICIPALITY):
        return "Vælg på listen."
    if column.low is not None and column.high is not None:
        return f"Et tal fra {limit_text(column.low)} til {limit_text(column.high)}."
    return f"Fx {column.example}." if column.example else ""
