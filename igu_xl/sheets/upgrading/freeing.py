"""Cells that an answer in a new column frees from being filled: *Tjek* and the colour of what is missing learn of it.

Only the tool's own formulas are made longer, by just that; a formula that somebody has written instead stays as it is.
"""

from __future__ import annotations

import re

from igu_xl.sheets.building.row_check import empty_cells, less_freed
from igu_xl.sheets.ooxml.areas import column_letters
from igu_xl.sheets.schema import Column, Kind, Table
from igu_xl.sheets.upgrading.columns import group_of_columns
from igu_xl.sheets.upgrading.opened import NS, OpenedBook, OpenedTable

_STARS = r"\$[A-Z]+\$[0-9]+:\$[A-Z]+\$[0-9]+"


def free_cells(table: Table, new: Column, target: OpenedBook) -> None:
    """Let *Tjek* and the colours of an older workbook know which columns an answer in the `new` one frees."""
    found = target.table(table.name)
    for column in table:
        if column.unless is not None and column.unless[0] == new.key and found is not None:
            _lengthen_checks(table, column, found, target)
            _lengthen_colours(column, new, found, target)


def _lengthen_checks(table: Table, freed: Column, found: OpenedTable, target: OpenedBook) -> None:
    """The formulas of the cells, and the one that new rows get."""
    for computed in (column for column in table if column.kind is Kind.COMPUTED):
        place = found.column(computed.header)
        if place is None:
            continue
        for row in found.body:
            formula = found.sheet.content(row, place).formula or ""
            if (longer := _longer(table, freed, formula)) != formula:
                found.sheet.change_formula(row, place, longer)
        listed = group_of_columns(found.root)[place - found.area.left]
        for own in listed.iterfind(f"{NS}calculatedColumnFormula"):
            own.text = _longer(table, freed, own.text or "")
            target.package.touch(found.part)


def _longer(table: Table, freed: Column, formula: str) -> str:
    count = re.escape(empty_cells(table, "STARS")).replace("STARS", _STARS)
    less = less_freed(table, freed)
    return formula if less in formula else re.sub(count, lambda empty: empty[0] + less, formula)


def _lengthen_colours(freed: Column, new: Column, found: OpenedTable, target: OpenedBook) -> None:
    place, answered = found.column(freed.header), found.column(new.header)
    if place is None or answered is None:
        return
    lacking = re.compile(rf'AND\(COUNTA\(\$[A-Z]+([0-9]+):\$[A-Z]+\1\)>0,\${column_letters(place)}\1=""\)')
    for rule in found.sheet.root.iterfind(f"{NS}conditionalFormatting/{NS}cfRule/{NS}formula"):
        if told := lacking.fullmatch(rule.text or ""):
            rule.text = f"AND({told[0]},NOT(OR({_answers(freed, answered, told[1])})))"
            target.package.touch(found.sheet.part)


def _answers(freed: Column, answered: int, row: str) -> str:
    values = freed.unless[1] if freed.unless is not None else ()
    return ",".join(f'${column_letters(answered)}{row}="{value}"' for value in values)
