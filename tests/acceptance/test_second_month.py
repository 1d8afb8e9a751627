"""The second month, played: what happens after Godkend og send, and what every surface says of it afterwards.

A partnership of three municipalities, two branches and two schools is matched and sent on 2 November 2026. Then reality
moves. Who holds what, and what must be said, was counted by hand from the rows here. Each event is played alone on a
copy of the partnership as it stood after the sending; combinations and the whole two months follow.

    NEXT-2027-01, at least 5: K1 K2 K3 in BYG-0001, K4 in BYG-0002, F1 F2 in BYG-0001
    NEXT-2027-02, at least 3: K5 F3 F4 in BYG-0002
    ZBC-2027-01, at least 4:  F5 D1 in SER-0001, F6 in SER-0002, D2 in SER-0003
    practice: K6 in BYG-0003 from 1 December; K7 since September until 15 January, ready for igu; D3 since June until 30
    November. K8 is in an igu since February. K9 is new. D4 waits and nothing fits.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import CoordinatorFile, new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.records import records
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.writing.keeping import Backups

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

Row = dict[str, Any]

K, F, D = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx", "kommuner/155-dragør.xlsx"
BYG, SER = "brancher/bygge-anlæg.xlsx", "brancher/service.xlsx"
NEXT, ZBC = "skoler/next.xlsx", "skoler/zbc.xlsx"
COORDINATOR = "koordinator.xlsm"
BUILDING, SERVICE = "Bygge og anlæg", "Rengøring og service"
BOOKS = {"kommuner": MUNICIPALITY, "brancher": BRANCH, "skoler": SCHOOL}

SENT_ON = datetime(2026, 11, 2, 10)
LATER = datetime(2026, 12, 1, 8)

PRACTICE = "101-0006"
PLACED = {
    **dict.fromkeys(("101-0001", "101-0002", "101-0003", "147-0001", "147-0002"), ("BYG-0001", "NEXT-2027-01")),
    "101-0004": ("BYG-0002", "NEXT-2027-01"),
    **dict.fromkeys(("101-0005", "147-0003", "147-0004"), ("BYG-0002", "NEXT-2027-02")),
    **dict.fromkeys(("147-0005", "155-0001"), ("SER-0001", "ZBC-2027-01")),
    "147-0006": ("SER-0002", "ZBC-2027-01"),
    "155-0002": ("SER-0003", "ZBC-2027-01"),
    PRACTICE: ("BYG-0003", ""),
}
"""Whom the coordinator locks to what in November: candidate -> slot, cohort."""


def candidate(name: str, branch: str = BUILDING, measures: str = "igu", **more: object) -> Row:
    row: Row = {
        "candidate": name,
        "registered": date(2026, 6, 1),
        "born": date(1991, 4, 3),
        "basis": "Flygtning",
        "residence_from": date(2022, 3, 1),
        "danish_track": "DU2",
        "danish_module": "3",
        "wish_1": branch,
        "measures": measures,
        "ready_from": date(2026, 10, 1),
        "weekly_hours": 37,
        "status": "Klar",
    }
    return row | more


def placement(candidate: str, slot: str, kind: str, start: date, end: date) -> Row:
    """A placement that the municipality typed itself, signed and begun."""
    return {
        "placement": f"{candidate}-F1", "candidate": candidate, "slot": slot, "type": kind, "start": start,
        "planned_end": end, "agreed_on": start, "vitas_on": start, "plan_on": start,
    }  # fmt: skip


def slot(name: str, openings: int, p_number: str, branch: str = BUILDING, kind: str = "igu", **more: object) -> Row:
    row: Row = {
        "slot": name, "p_number": p_number, "type": kind, "openings": openings, "branch": branch,
        "start_earliest": date(2026, 12, 1), "start_latest": date(2027, 4, 30), "weekly_hours": 37, "status": "Åben",
    }  # fmt: skip
    return row | more


def cohort(name: str, branch: str, start: date, least: int) -> Row:
    return {
        "cohort": name, "title": f"{branch}, trin 1", "branch": branch, "type": "igu", "start": start,
        "end": date(2027, 7, 31), "min": least, "max": 12, "enrol_by": date(2027, 1, 15), "status": "Planlagt",
    }  # fmt: skip


def company(cvr: str, p_number: str, name: str) -> Row:
    return {
        "cvr": cvr, "p_number": p_number, "name": name, "sector": "Privat", "ordinary_staff": 30,
        "steward_statement": "Ja",
    }  # fmt: skip


def november() -> dict[str, dict[str, list[Row]]]:
    """All rows as they are before the first match."""
    past = {"start_earliest": date(2026, 1, 1), "start_latest": date(2026, 10, 31)}
    return {
        K: {
            "tblKandidater": [
                *(candidate(f"101-000{n}") for n in (1, 2, 3, 4, 5)),
                candidate(PRACTICE, measures="praktik"),
                candidate("101-0007"),
                candidate("101-0008", status="I forløb"),
                candidate("101-0009", status="Ny"),
            ],
            "tblForloeb": [
                placement("101-0007", "BYG-0004", "praktik", date(2026, 10, 16), date(2027, 1, 15)),
                placement("101-0008", "BYG-0005", "igu", date(2026, 2, 2), date(2028, 2, 1)),
            ],
        },
        F: {
            "tblKandidater": [
                *(candidate(f"147-000{n}") for n in (1, 2, 3, 4)),
                *(candidate(f"147-000{n}", SERVICE) for n in (5, 6)),
            ],
        },
        D: {
            "tblKandidater": [
                *(candidate(f"155-000{n}", SERVICE) for n in (1, 2)),
                candidate("155-0003", SERVICE, "praktik", status="I forløb"),
                candidate("155-0004", "Detailhandel"),
            ],
            "tblForloeb": [placement("155-0003", "SER-0004", "praktik", date(2026, 9, 1), date(2026, 11, 30))],
        },
        BYG: {
            "tblVirksomheder": [
                company("12345607", "1000000001", "Eksempel Byg"),
                company("12345615", "1000000002", "Eksempel Tag"),
            ],
            "tblPladser": [
                slot("BYG-0001", 5, "1000000001"),
                slot("BYG-0002", 4, "1000000002"),
                slot("BYG-0003", 1, "1000000001", kind="praktik", start_latest=date(2026, 12, 31)),
                slot("BYG-0004", 1, "1000000001", kind="praktik", **past),
                slot("BYG-0005", 1, "1000000001", **past),
            ],
            "tblProfiler": [],
        },
        SER: {
            "tblVirksomheder": [company("12345623", "1000000003", "Eksempel Rent")],
            "tblPladser": [
                slot("SER-0001", 2, "1000000003", SERVICE),
                slot("SER-0002", 1, "1000000003", SERVICE),
                slot("SER-0003", 1, "1000000003", SERVICE),
                slot("SER-0004", 1, "1000000003", SERVICE, "praktik", **past),
            ],
            "tblProfiler": [],
        },
        NEXT: {
            "tblHold": [
                cohort("NEXT-2027-01", BUILDING, date(2027, 2, 1), 5),
                cohort("NEXT-2027-02", BUILDING, date(2027, 3, 1), 3),
            ],
            "tblKurser": [],
        },
        ZBC: {"tblHold": [cohort("ZBC-2027-01", SERVICE, date(2027, 2, 15), 4)], "tblKurser": []},
    }  # fmt: skip


def lock(folder: Path) -> None:
    """The coordinator writes the rulings of November."""
    desk = CoordinatorFile(folder)
    rows = [
        {"ruling": "Lås", "candidate": who, "slot": slot, "cohort": cohort, "decided_on": date(2026, 11, 2)}
        for who, (slot, cohort) in PLACED.items()
    ]
    desk.write(desk.read(), {"tblBeslutninger": rows}, Backups(folder, SENT_ON), None)


def decide(folder: Path, decision: str, *only: str) -> None:
    """The coordinator chooses in Forslag; for some candidates, or for all that are open."""
    desk = CoordinatorFile(folder)
    book = desk.read()
    rows = records(book.proposals)
    for row in rows:
        if row["state"] != "Sendt" and (not only or row["candidate"] in only):
            row["decision"] = decision
    desk.write(book, {"tblForslag": rows}, Backups(folder, SENT_ON), None)


@pytest.fixture(scope="session")
def sent_in_november(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The partnership as it stands after Godkend og send on 2 November; nobody writes to it."""
    folder = tmp_path_factory.mktemp("november") / "Partnerskab på øen"
    for name, rows in november().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        build_workbook(BOOKS[name.partition("/")[0]], folder / name, rows)
    new_coordinator(folder, Settings())
    check_partnership(folder, SENT_ON.replace(hour=8))
    lock(folder)
    match_partnership(folder, SENT_ON.replace(hour=9))
    decide(folder, "Godkend")
    assert len(publish_partnership(folder, SENT_ON).sent) == len(PLACED)
    return folder


@pytest.fixture
def folder(sent_in_november: Path, tmp_path: Path) -> Path:
    """A copy of it to let things happen in."""
    return Path(shutil.copytree(sent_in_november, tmp_path / sent_in_november.name))


def rows(path: Path, table: str) -> list[Row]:
    """A table as another program reads it, by its headers, without blank rows."""
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = [[cell.value for cell in line] for line in sheet[sheet.tables[table].ref]]
    found = [dict(zip(head, line, strict=True)) for line in body]
    return [row for row in found if any(row[name] not in (None, "") for name in head if name != "Tjek")]


def _typed_in(path: Path, table: str, change: Callable[[dict[str, int], list[list[Any]]], None]) -> None:
    """A table changed as a person does in another program, and saved."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = [list(line) for line in sheet[sheet.tables[table].ref]]
    change({str(cell.value): number for number, cell in enumerate(head)}, body)
    book.save(path)


def type_in(path: Path, table: str, row_id: str, **cells: Any) -> None:
    """Fill cells in the row with this id, the last one where there are several; _ in a header is a space."""

    def fill(at: dict[str, int], body: list[list[Any]]) -> None:
        line = [line for line in body if row_id in (cell.value for cell in line[:3])][-1]
        for name, value in cells.items():
            line[at[name.replace("_", " ")]].value = value

    _typed_in(path, table, fill)


def add(path: Path, table: str, **cells: Any) -> None:
    """Fill the first blank row."""

    def fill(at: dict[str, int], body: list[list[Any]]) -> None:
        line = next(line for line in body if line[0].value is None)
        for name, value in cells.items():
            line[at[name.replace("_", " ")]].value = value

    _typed_in(path, table, fill)


def remove(path: Path, table: str, row_id: str) -> None:
    """Empty the row with this id."""

    def empty(_: dict[str, int], body: list[list[Any]]) -> None:
        for cell in next(line for line in body if line[0].value == row_id):
            cell.value = None

    _typed_in(path, table, empty)


def test_november_is_as_counted(sent_in_november: Path) -> None:
    found = [row for book in (K, F, D) for row in rows(sent_in_november / book, "tblForloeb") if row["Sendt"]]
    assert {row["Kandidat-id"]: (row["Plads-id"], row["Hold-id"] or "") for row in found} == PLACED
