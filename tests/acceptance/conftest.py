"""October 2026 in a partnership of 30 people, in real workbooks, small enough to count by hand.

Three municipalities, two branches, one school. Every kind of ending is there. What the pages must say was counted by
hand from the rows in tests/fixtures/truth_rows.txt and stands in truth.txt beside them, with the people behind each
number.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.templates import build_workbook

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

ROWS = Path(__file__).parents[1] / "fixtures" / "truth_rows.txt"
MUNICIPALITIES = {"101": "koebenhavn", "157": "gentofte", "159": "gladsaxe"}
BRANCHES = {"byg": ("bygge-anlaeg", "Bygge og anlæg"), "ser": ("service", "Rengøring og service")}
_SAME_FOR_ALL = {
    "born": date(1990, 5, 17),
    "basis": "Flygtning",
    "residence_from": date(2021, 3, 1),
    "danish_track": "DU2",
    "danish_module": "4",
    "measures": "igu; praktik; løntilskud; ordinært",
}
_BOOKS = {book.kind: book for book in PARTNER_BOOKS}

Row = dict[str, object]


@pytest.fixture(scope="session")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The partnership folder. Shared by all tests: copy it before changing it."""
    folder = tmp_path_factory.mktemp("sandhed") / "partnerskab"
    write_truth(folder)
    return folder


def write_truth(folder: Path) -> None:
    """Write the workbooks of every partner."""
    for code, name in MUNICIPALITIES.items():
        _build("kommune", folder / "kommuner" / f"{code}-{name}.xlsx", _municipality(code))
    for key, (name, branch) in BRANCHES.items():
        _build("branche", folder / "brancher" / f"{name}.xlsx", _branch(key, branch))
    _build("skole", folder / "skoler" / "next.xlsx", _school())


def _build(kind: str, path: Path, rows: dict[str, list[Row]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    build_workbook(_BOOKS[kind], path, rows)


def _municipality(code: str) -> dict[str, list[Row]]:
    people = ("candidate", "registered", "ready_from", "status", "wish_1", "municipality")
    placements = (
        "candidate", "slot", "cohort", "type", "start", "planned_end", "agreed_on", "vitas_on", "plan_on", "bonus1_on",
        "bonus2_on", "certificate_on", "ended_on", "ending_reason", "outcome", "outcome_on", "",
    )  # fmt: skip
    mine = {
        "tblKandidater": [row | _SAME_FOR_ALL for row in _rows("candidates", people)],
        "tblForloeb": [
            row | {"placement": f"{row['candidate']}-F{row['type']}"} for row in _rows("placements", placements)
        ],
        "tblOpfoelgning": list(_rows("follow_ups", ("candidate", "date", "next_followup"))),
    }
    return {table: [row for row in rows if str(row["candidate"])[:3] == code] for table, rows in mine.items()}


def _branch(key: str, branch: str) -> dict[str, list[Row]]:
    companies = _rows("companies", ("", "cvr", "p_number", "name", "sector", "postcode"), only=key)
    slots = _rows("slots", ("slot", "p_number", "type", "openings", "start_earliest", "start_latest", "status"))
    ours = [row | {"branch": branch} for row in slots if str(row["slot"]).lower().startswith(key)]
    return {"tblVirksomheder": list(companies), "tblPladser": ours}


def _school() -> dict[str, list[Row]]:
    columns = ("cohort", "title", "branch", "start", "end", "min", "max", "enrol_by", "free_seats", "status", "hours")
    cohorts = list(_rows("cohorts", columns))
    courses: list[Row] = [
        {"cohort": row["cohort"], "amu_code": "00000", "title": "Kursus", "hours": row["hours"], "course_kind": "AMU"}
        for row in cohorts
        if "hours" in row
    ]
    rows = [{key: value for key, value in row.items() if key != "hours"} | {"type": "igu"} for row in cohorts]
    return {"tblHold": rows, "tblKurser": courses}


def _rows(table: str, columns: tuple[str, ...], only: str = "") -> Iterator[Row]:
    """The lines of a table as rows by column; empty cells and the columns without a name are left out."""
    for line in _lines(table):
        cells = [cell.strip() for cell in line.split("|")]
        assert len(cells) == len(columns), line
        if only in ("", cells[0]):
            yield {column: _value(column, cell) for column, cell in zip(columns, cells, strict=True) if column and cell}


def _lines(table: str) -> Iterator[str]:
    """The lines of a table, without its comments."""
    tables = ROWS.read_text(encoding="utf-8").split("== ")
    _, *lines = next(text for text in tables if text.startswith(f"{table}\n")).splitlines()
    yield from (line for line in lines if line.strip() and not line.startswith("#"))


_NUMBERS = {"openings", "min", "max", "free_seats", "hours"}


def _value(column: str, cell: str) -> object:
    if column in _NUMBERS:
        return int(cell)
    return date.fromisoformat(cell) if len(cell) == 10 and cell[4] == cell[7] == "-" else cell
