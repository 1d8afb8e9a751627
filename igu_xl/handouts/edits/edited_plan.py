"""The workbook of a plan, read back after people and other programs had it.

The house's reader finds the table by name or headers; a header that was changed a little is known again, and what
cannot be read is told and taken as unchanged, so that a lost column is never taken for a wish to empty it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from igu_xl.domain.personal.cpr import hide_cpr
from igu_xl.domain.texts import fold, meant, suggest
from igu_xl.findings import Finding, Place
from igu_xl.handouts.plan_book.plan_table import BEFORE_TABLE, NO, PLAN_TABLE, YES
from igu_xl.handouts.plan_book.plan_workbook import PLACEMENT_NAME
from igu_xl.school.planning.pupil_plan import STATUSES
from igu_xl.sheets.layout_version import text_of
from igu_xl.sheets.ooxml.areas import column_number
from igu_xl.sheets.reading.finding_tables import headers_of
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.personal import find_cpr
from igu_xl.sheets.reading.structure import defined_names
from igu_xl.sheets.reading.typed_rows import Rows, read_table
from igu_xl.sheets.reading.values import Fault, understand
from igu_xl.sheets.reading.workbook import Workbook, open_workbook
from igu_xl.sheets.schema import Column, Table

_CHOICES = {"status": STATUSES, "locked": (YES, NO), "remove": (YES, NO)}
_YES = ("ja", "x", "sand", "true", "1", "låst", "tag ud")
_NO = ("nej", "falsk", "false", "0", "-", "–")


@dataclass(frozen=True, slots=True)
class EditedCourse:
    """A row as it was read: its number in the plan, None for one that somebody added, and where it stands.

    `unread` are the keys whose cells could not be read or are not there: they say nothing about a change.
    """

    number: int | None
    where: str
    values: Mapping[str, Any]
    unread: frozenset[str] = frozenset()

    def text(self, key: str) -> str:
        """What a text cell says; empty for an empty one."""
        return str(self.values.get(key) or "")

    def day(self, key: str) -> date | None:
        """The day that a cell says; None for an empty one."""
        value = self.values.get(key)
        return value if isinstance(value, date) else None

    def says_yes(self, key: str) -> bool:
        """Whether the cell says *Ja*."""
        return self.values.get(key) == YES


@dataclass(frozen=True, slots=True)
class EditedPlan:
    """A plan as its workbook says it now, and as the workbook says that it was when it was made.

    `placement` is empty where the workbook does not say whose plan it is, and `before` where that sheet was lost.
    `notes` are Danish sentences about what could not be read or was read with doubt; with `rows` None nothing could.
    """

    placement: str
    rows: tuple[EditedCourse, ...] | None
    before: tuple[EditedCourse, ...] = ()
    notes: tuple[str, ...] = ()


def read_back(path: Path) -> EditedPlan:
    """Read the workbook of a plan; a file that is none gives a plan without rows and the sentence that says why."""
    try:
        workbook = open_workbook(path)
        placement = text_of(defined_names(workbook.parts).get(PLACEMENT_NAME, ""))
        findings: list[Finding] = []
        notes: list[str] = []
        rows = _table(workbook, PLAN_TABLE, findings, notes)
        before = _table(workbook, BEFORE_TABLE, [], []) if rows is not None else None
    except Unreadable as problem:
        return EditedPlan("", None, notes=(_sentence(Finding(Place(path.name), problem.code, "", problem.details)),))
    notes = [*(_sentence(one) for one in findings if one.code != "tabel-uden-navn"), *notes]
    told = tuple(dict.fromkeys(notes))
    return EditedPlan(placement, None if rows is None else tuple(rows), tuple(before or ()), told)


def _table(workbook: Workbook, table: Table, findings: list[Finding], notes: list[str]) -> list[EditedCourse] | None:
    known = _with_its_headers(workbook, table, notes)
    typed = read_table(workbook, known, "", findings)
    if typed is None:
        return None
    _hide_cpr(workbook, typed, notes)
    return list(_rows(typed, known, notes))


def _with_its_headers(workbook: Workbook, table: Table, notes: list[str]) -> Table:
    """The table with the headers that this workbook has for its columns; one that is not found stays as it is."""
    headers = headers_of(workbook, table)
    if headers is None:
        return table
    free = [text for text in headers if meant(text, [column.header for column in table]) is None]
    columns = []
    for at, column in enumerate(table):
        if meant(column.header, headers) is not None:
            columns.append(column)
            continue
        likely = suggest(column.header, free) or _in_its_place(at, headers, free, table)
        if likely:
            free.remove(likely)
            notes.append(f"Kolonnen »{likely}« er læst som »{column.header}«.")
            column = replace(column, header=likely)
        else:
            notes.append(f"Kolonnen »{column.header}« mangler, så der er ikke læst rettelser af den.")
            column = replace(column, required=False, since="0")  # absent, and told here
        columns.append(column)
    return replace(table, columns=tuple(columns))


def _in_its_place(at: int, headers: Sequence[str], free: Sequence[str], table: Table) -> str | None:
    """An unknown header where this column was, while all others stand in their places."""
    here = headers[at] if len(headers) == len(table.columns) else ""
    return here if len(free) == 1 and here in free else None


def _hide_cpr(workbook: Workbook, typed: Rows, notes: list[str]) -> None:
    """CPR numbers in the table are told by their cell and taken out before anybody reads the rows."""
    columns = {column_number(letters): key for key, letters in typed.letters.items()}
    for hit in find_cpr(workbook, {}, ()):
        if hit.sheet != typed.sheet or hit.row not in typed.numbers or hit.column not in columns or hit.comment:
            continue
        position, key = list(typed.numbers).index(hit.row), columns[hit.column]
        typed.typed.loc[position, key] = None
        notes.append(f"Der står måske et CPR-nummer i celle {typed.cell(position, key)}. Det er ikke læst. Slet det.")


def _rows(typed: Rows, table: Table, notes: list[str]) -> Iterator[EditedCourse]:
    read = {column.key: _column(typed, column, notes) for column in table.inputs if column.key in typed.letters}
    absent = frozenset(column.key for column in table.inputs) - set(read)
    seen: set[int] = set()
    for position, number in enumerate(typed.numbers):
        values = {key: cells[position] for key, cells in read.items()}
        unread = absent | {key for key, value in values.items() if isinstance(value, Fault)}
        values = {key: None if key in unread else value for key, value in values.items()}
        own = values.pop("number", None)
        again = own in seen  # a row that was copied is a new one
        seen.add(own if isinstance(own, int) else 0)
        yield EditedCourse(None if again or own is None else int(own), f"række {number}", values, unread)


def _column(typed: Rows, column: Column, notes: list[str]) -> list[Any]:
    """What the cells of a column mean: a value, None where it is empty, or the fault that was told."""
    cells = typed.column(column.key)
    if column.key in _CHOICES:
        found = [_choice(value, _CHOICES[column.key]) for value in cells]
    else:
        series, faults = understand(cells, replace(column, options=""))
        found = [faults.get(at, None if pd.isna(value) else _plain(value)) for at, value in enumerate(series)]
    for position, value in enumerate(found):
        if isinstance(value, Fault):
            finding = Finding(Place("", column=column.header), value.code, value.value, value.details)
            notes.append(f"Celle {typed.cell(position, column.key)}: {_sentence(finding)}")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def _choice(value: object, choices: Sequence[str]) -> object:
    text = " ".join(str(value).split()) if value is not None else ""
    if not text:
        return None
    if choices == (YES, NO) and fold(text) in {fold(word) for word in (*_YES, *_NO)}:
        return YES if fold(text) in {fold(word) for word in _YES} else NO
    return meant(text, choices) or suggest(text, choices) or Fault("valg-ukendt", hide_cpr(text))


def _sentence(finding: Finding) -> str:
    return f"{finding.message} {finding.mend}"
