"""Cases of the law as text, typed into the workbooks that `igu new` gives, and what the product says about each.

A table of `tests/acceptance/law_cases` has a line a case: `name | day of the run | what is typed | what must come out |
words | source | state`. What is typed is rows, with a semicolon between them: a letter for the table, then cells by the
keys of the contract. Cells that are not named are those of an ordinary person, company and slot.

    P born=2008-12-01           the person (P2, P3: more people of the same case)
    V ordinary_staff=4          the company (V2: another); every case has companies of its own
    S type=praktik              a slot in the company (S2, S3: more; `at=2` in company V2)
    F type=igu start=2026-03-01 the person's row in Forløb (`who=2`, `slot=2`, else 1)

`=` with nothing after it empties a cell. State is empty, or `FEJL` for a case that is known to fail now.
"""

from __future__ import annotations

import re
import shlex
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from igu_xl.sheets.contract import PARTNER_BOOKS

Row = dict[str, Any]
FAILING = "FEJL"
_TABLES = {"P": "tblKandidater", "V": "tblVirksomheder", "S": "tblPladser", "F": "tblForloeb"}
_HEADERS = {
    table.name: {column.key: column.header for column in table.columns}
    for book in PARTNER_BOOKS
    for table in book.tables
}
_NUMBERS = {"openings", "ordinary_staff", "others", "absence_weeks", "weekly_hours"}
_OUTSIDE_QUOTES = re.compile(r'(?:[^;"]|"[^"]*")+')
_CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)

PERSON: Row = {
    "registered": date(2016, 7, 1),
    "born": date(1990, 5, 5),
    "basis": "Flygtning",
    "residence_from": date(2022, 3, 1),
    "danish_track": "DU2",
    "danish_module": "4",
    "wish_1": "Bygge og anlæg",
    "measures": "igu; praktik; løntilskud; ordinært",
    "ready_from": date(2026, 12, 1),
    "weekly_hours": 37,
    "status": "Klar",
}
COMPANY: Row = {"name": "Eksempel", "sector": "Privat", "ordinary_staff": 100, "steward_statement": "Ja"}
SLOT: Row = {
    "type": "igu",
    "openings": 1,
    "branch": "Bygge og anlæg",
    "start_earliest": date(2016, 7, 1),
    "start_latest": date(2027, 12, 31),
    "weekly_hours": 37,
    "status": "Besat",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A line of a table; `number` makes its ids, so that cases do not disturb each other."""

    table: str
    name: str
    day: date
    typed: str
    expected: str
    words: tuple[str, ...]
    source: str
    failing: bool
    number: int

    @property
    def id(self) -> str:
        return f"{self.table}-{self.name}"

    def person(self, who: int = 1) -> str:
        return f"101-{self.number:03}{who}"

    def slot(self, number: int = 1) -> str:
        return f"BYG-{self.number:03}{number}"

    def company(self, number: int = 1) -> str:
        return f"10{self.number:06}{number:02}"

    def owns(self, row_id: str) -> bool:
        """Whether a finding at the row with this id is about the case."""
        own = (f"101-{self.number:03}", f"BYG-{self.number:03}", f"10{self.number:06}")
        return row_id.startswith(own)


def cases_of(path: Path, first: int) -> list[Case]:
    """The cases of a table; `first` is the number of the first of them."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#"]
    return [_case(path.stem, line, first + at) for at, line in enumerate(lines)]


def _case(table: str, line: str, number: int) -> Case:
    cells = [cell.strip() for cell in line.split("|")]
    assert len(cells) == 7, line
    name, day, typed, expected, words, source, state = cells
    assert state in ("", FAILING), line
    said = tuple(word.strip() for word in words.split(";") if word.strip())
    return Case(table, name, date.fromisoformat(day), typed, expected, said, source, state == FAILING, number)


@dataclass(slots=True)
class Typed:
    """The rows of the cases, by table."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in _TABLES.values()})

    def add(self, case: Case) -> None:
        """Type a case: the rows that it names, and the ordinary ones that these need."""
        named = [_parsed(part) for part in _OUTSIDE_QUOTES.findall(case.typed) if part.strip()]
        letters = {letter for letter, _, _ in named}
        for who in sorted({1} | {int(cells.get("who", number)) for letter, number, cells in named if letter in "PF"}):
            self._person(case, who, _of(named, "P", who))
        if letters & set("VSF"):
            for at in sorted({1} | {number for letter, number, _ in named if letter == "V"}):
                self._company(case, at, _of(named, "V", at))
        slots = {int(cells.get("slot", 1)) for letter, _, cells in named if letter == "F"}
        for number in sorted(slots | {number for letter, number, _ in named if letter == "S"}):
            self._slot(case, number, _of(named, "S", number), _of(named, "F", number, by="slot"))
        for at, cells in enumerate([cells for letter, _, cells in named if letter == "F"], 1):
            self._placement(case, at, cells)

    def _person(self, case: Case, who: int, cells: Row) -> None:
        own = _typed(case, cells)
        self.rows["tblKandidater"].append(PERSON | {"candidate": case.person(who), "skills": f"k{case.number}"} | own)

    def _company(self, case: Case, at: int, cells: Row) -> None:
        number = int(cells.get("like", at))  # `like=1`: another P-number of the same company
        row = COMPANY | {"cvr": cvr(case.number, number), "p_number": case.company(at)}
        self.rows["tblVirksomheder"].append(row | _typed(case, cells, "like"))

    def _slot(self, case: Case, number: int, cells: Row, placement: Row) -> None:
        kind = {"type": placement["type"]} if "type" in placement else {}
        row = SLOT | {"slot": case.slot(number), "p_number": case.company(int(cells.get("at", 1)))}
        self.rows["tblPladser"].append(row | {"requirements": f"k{case.number}"} | kind | _typed(case, cells, "at"))

    def _placement(self, case: Case, at: int, cells: Row) -> None:
        own = _typed(case, cells, "who", "slot")
        who, slot = int(cells.get("who", 1)), int(cells.get("slot", 1))
        row = {
            "placement": f"{case.person(who)}-F{at}",
            "candidate": case.person(who),
            "slot": case.slot(slot),
            "agreed_on": own["start"],
        }
        self.rows["tblForloeb"].append(row | own)


def _parsed(part: str) -> tuple[str, int, Row]:
    kind, *cells = shlex.split(part)
    return kind[0], int(kind[1:] or 1), dict(cell.split("=", 1) for cell in cells)


def _of(named: list[tuple[str, int, Row]], letter: str, number: int, by: str = "") -> Row:
    """The cells that a case names for one row: the first with this number."""
    fits = (cells for kind, at, cells in named if kind == letter and (int(cells.get(by, 1)) if by else at) == number)
    return next(fits, {})


def _typed(case: Case, cells: Row, *not_cells: str) -> Row:
    """The cells as a person would type them; `cvr=1` is the number of the case's own company."""
    return {key: _value(case, key, text) for key, text in cells.items() if key not in not_cells}


def _value(case: Case, key: str, text: str) -> object:
    if key == "last_employer_cvr" and len(text) == 1:
        return cvr(case.number, int(text))
    if key in _NUMBERS and text:
        return float(text)
    return datetime.fromisoformat(text) if len(text) == 10 and text[4] == text[7] == "-" else text or None


def cvr(number: int, at: int) -> str:
    """A number that nobody has, with a right check digit."""
    digits = f"{4000000 + number * 100 + at * 7:07}"
    rest = sum(weight * int(digit) for weight, digit in zip(_CVR_WEIGHTS, digits, strict=True)) % 11
    return f"{digits}{0 if rest == 0 else 11 - rest}" if rest != 1 else cvr(number + 1000, at)


def type_into(path: Path, rows: dict[str, list[Row]]) -> None:
    """Write rows below the headers of a template's tables, as somebody would do in another program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of what it drops of a workbook's looks
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            for name in sheet.tables.keys() & rows.keys():
                _fill(sheet, name, rows[name])
        book.save(path)


def _fill(sheet: Worksheet, name: str, rows: Iterable[Row]) -> None:
    first, last = sheet.tables[name].ref.split(":")
    head = int("".join(filter(str.isdigit, first)))
    at = {cell.value: cell.column for cell in sheet[head] if cell.value}
    line = head
    for line, row in enumerate(rows, head + 1):
        for key, value in row.items():
            sheet.cell(line, at[_HEADERS[name][key]]).value = value
    letters = "".join(filter(str.isalpha, last))
    sheet.tables[name].ref = f"{first}:{letters}{max(line, head + 1)}"


def known(tables: Path) -> Iterator[Case]:
    """The cases of all tables."""
    first = 1
    for path in sorted(tables.glob("*.txt")):
        cases = cases_of(path, first)
        first += len(cases)
        yield from cases
