"""A partnership made by hand in which the right school plan is known: nine pupils, six courses, one cohort of each.

Every course is four weeks (148 weighted hours) and all six are needed for the 851 hours; a cohort runs with eight of
the nine, so no municipality can fill one alone. *Stillads* has a second cohort a month later, which can be opened. Two
school blocks begin at least 13 weeks apart, as practice of 25 hours a week on average asks for.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Mapping
from datetime import datetime as day
from pathlib import Path
from typing import Any

import openpyxl

from igu_xl.actions.starting import new_partnership
from igu_xl.resources import shipped
from igu_xl.sheets.contract import PARTNER_BOOKS
from tests.support.law_bed import COMPANY, PERSON, SLOT, Row, cvr, type_into

MUNICIPALITIES = {"101": ("koebenhavn", 3, "2400"), "151": ("ballerup", 3, "2750"), "159": ("gladsaxe", 3, "2860")}
BRANCH, PACKAGE, P_NUMBER = "Bygge og anlæg", "Byggeri", "1000000001"
STEPS = (
    ("1", "Arbejdsmiljø", 148, "AMU", ""),
    ("2", "Stillads", 148, "AMU", "1"),
    ("3", "Dansk på byggepladsen", 74, "dansk", ""),
    ("4", "Byggeteknik", 148, "AMU", "2"),
    ("5", "FVU-matematik", 74, "FVU", ""),
    ("6", "Afslutning", 148, "AMU", "4"),
)
COHORTS = (
    ("ESN-0", "Arbejdsmiljø", day(2026, 9, 7), day(2026, 10, 2), "Planlagt"),
    ("ESN-1", "Stillads", day(2027, 1, 11), day(2027, 2, 5), "Planlagt"),
    ("ESN-2", "Stillads", day(2027, 2, 8), day(2027, 3, 5), "Kan oprettes"),
    ("ESN-3", "Dansk på byggepladsen", day(2027, 6, 7), day(2027, 7, 2), "Planlagt"),
    ("ESN-4", "Byggeteknik", day(2027, 9, 13), day(2027, 10, 8), "Planlagt"),
    ("ESN-5", "FVU-matematik", day(2028, 1, 3), day(2028, 1, 28), "Kan oprettes"),
    ("ESN-6", "Afslutning", day(2028, 4, 10), day(2028, 5, 5), "Planlagt"),
)
BEGINS, ENDS = day(2026, 6, 1), day(2028, 5, 31)

_HEADERS = {
    table.name: {column.key: column.header for column in table.columns}
    for book in PARTNER_BOOKS
    for table in book.tables
}


def build(folder: Path) -> Path:
    """The partnership on 2 June 2026: everybody has begun, nobody has a school plan."""
    new_partnership(folder)
    slots = []
    for code, (name, count, postcode) in MUNICIPALITIES.items():
        people, placements = [], []
        for number in range(1, count + 1):
            candidate, slot = f"{code}-{number:04}", f"BYG-{code}{number}"
            slots.append(SLOT | {"slot": slot, "p_number": P_NUMBER, "branch": BRANCH})
            people.append(_person(candidate, postcode))
            placements.append(_placement(candidate, slot))
        _book(folder, f"{code}-{name}", "kommune", {"tblKandidater": people, "tblForloeb": placements})
    company = COMPANY | {
        "cvr": cvr(1, 1),
        "p_number": P_NUMBER,
        "name": "Muremester Ærø, Sønner & Co",
        "postcode": "2750",
    }
    steps = [_step(*step) for step in STEPS]
    _book(folder, "byg", "branche", {"tblVirksomheder": [company], "tblPladser": slots, "tblPakker": steps})
    _book(folder, "es-nord", "skole", {"tblHold": [_cohort(*cohort) for cohort in COHORTS]})
    return folder


def path(folder: Path, partner: str) -> Path:
    """A partner's workbook."""
    return folder / "partnere" / partner / f"{partner}.xlsx"


def rows(book: Path, table: str) -> list[Row]:
    """What stands in a table, by column key, without blank rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = openpyxl.load_workbook(book, data_only=True)
    for sheet in opened.worksheets:
        if table in sheet.tables:
            head, *body = sheet[sheet.tables[table].ref]
            keys = {header: key for key, header in _HEADERS.get(table, {}).items()}
            names = [keys.get(cell.value, str(cell.value)) for cell in head]
            found = [dict(zip(names, (cell.value for cell in row), strict=True)) for row in body]
            return [row for row in found if any(value not in (None, "") for value in row.values())]
    raise KeyError(table)


def type_cells(book: Path, table: str, where: Mapping[str, Any], change: Mapping[str, Any]) -> int:
    """Type cells in every row of a table that has these values, as a partner would; how many rows there were."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = openpyxl.load_workbook(book)
        sheet = next(sheet for sheet in opened.worksheets if table in sheet.tables)
        head, *body = sheet[sheet.tables[table].ref]
        at = {key: [cell.value for cell in head].index(header) for key, header in _HEADERS[table].items()}
        found = [row for row in body if all(row[at[key]].value == value for key, value in where.items())]
        for row in found:
            for key, value in change.items():
                row[at[key]].value = value
        opened.save(book)
    return len(found)


def _book(folder: Path, partner: str, kind: str, tables: dict[str, list[Row]]) -> None:
    place = path(folder, partner)
    place.parent.mkdir(parents=True)
    shutil.copy(shipped("workbooks") / f"{kind}.xlsx", place)
    type_into(place, tables)


def _person(candidate: str, postcode: str) -> Row:
    more = {
        "postcode": postcode,
        "transport_minutes": 90,
        "measures": "igu",
        "ready_from": BEGINS,
        "status": "I forløb",
    }
    return PERSON | more | {"candidate": candidate, "contact": "Jobkonsulent, team 2"}


def _placement(candidate: str, slot: str) -> Row:
    days = {"start": BEGINS, "planned_end": ENDS, "agreed_on": day(2026, 5, 20)}
    return {"placement": f"{candidate}-F1", "candidate": candidate, "slot": slot, "type": "igu", **days}


def _step(step: str, course: str, hours: int, kind: str, after: str) -> Row:
    told = {"package": PACKAGE, "branch": BRANCH, "step": step, "course": course, "hours": hours, "course_kind": kind}
    return told | {"after": after or None, "must": "Skal", "official": "Ukendt"}


def _cohort(cohort: str, title: str, start: day, end: day, status: str) -> Row:
    told = {"cohort": cohort, "title": title, "branch": BRANCH, "type": "igu", "start": start, "end": end}
    return told | {"min": 8, "max": 12, "postcode": "2750", "enrol_by": start.replace(day=1), "status": status}
