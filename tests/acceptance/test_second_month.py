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
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import CoordinatorFile, new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.past import past_of
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.sending.undoing import undo_partnership
from igu_xl.match.summary import summary
from igu_xl.month import Month
from igu_xl.records import records
from igu_xl.reports.run.options import ReportOptions
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.sheets.writing.lossless import WorkbookEdit

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

_BY_NAME = {table.name: table for book in BOOKS.values() for table in book.inputs}

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
                placement("101-0007", "BYG-0004", "praktik", date(2026, 10, 16), date(2027, 1, 14)),
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
    return _rows(openpyxl.load_workbook(path, data_only=True), table)


def _rows(book: openpyxl.Workbook, table: str) -> list[Row]:
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


def add(path: Path, table: str, row: Row) -> None:
    """Write a row below the others, by column key."""
    edit = WorkbookEdit(path)
    columns = {column.key: column.header for column in _BY_NAME[table]}
    edit.append_rows(table, [{columns[key]: value for key, value in row.items()}])
    edit.save()


def remove(path: Path, table: str, row_id: str) -> None:
    """Empty the row with this id."""

    def empty(_: dict[str, int], body: list[list[Any]]) -> None:
        for cell in next(line for line in body if line[0].value == row_id):
            cell.value = None

    _typed_in(path, table, empty)


class Said:
    """What the coordinator's workbook and the check say on a day after something has happened."""

    def __init__(self, folder: Path, at: datetime = LATER) -> None:
        checked = check_partnership(folder, at)
        self.found = {(one.place.workbook, one.code, one.place.row_id) for one in checked.validation.findings}
        book = openpyxl.load_workbook(folder / COORDINATOR, data_only=True)
        self.since = {row["Det er sket"] for row in _rows(book, "tblSidenSidst")}
        self.figures = {row["Nøgletal"]: row["Antal"] for row in _rows(book, "tblNoegletal")}
        self.cohorts = {row["Hold-id"]: row["Resultat"] for row in _rows(book, "tblHoldstatus")}


@pytest.fixture(scope="session")
def nothing_happens(sent_in_november: Path, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What is said on 1 December where nobody has typed anything since."""
    quiet = tmp_path_factory.mktemp("stille") / sent_in_november.name
    return Said(Path(shutil.copytree(sent_in_november, quiet)))


def test_november_is_as_counted(sent_in_november: Path, nothing_happens: Said) -> None:
    found = [row for book in (K, F, D) for row in rows(sent_in_november / book, "tblForloeb") if row["Sendt"]]
    assert {row["Kandidat-id"]: (row["Plads-id"], row["Hold-id"] or "") for row in found} == PLACED
    figures = nothing_happens.figures
    assert (figures["Godkendt og sendt"], figures["I forløb"], figures["Åbne pladser"]) == (14, 2, 0)
    assert (figures["Kandidater klar"], figures["Venter"]) == (2, 1)  # 101-0007, who is in practice, and 155-0004
    assert nothing_happens.cohorts == {
        "NEXT-2027-01": "kan køre (6 godkendt, 0 aftalt)",
        "NEXT-2027-02": "kan køre (3 godkendt, 0 aftalt)",
        "ZBC-2027-01": "kan køre (4 godkendt, 0 aftalt)",
    }
    # The practice of one has begun without an agreement, that of another is over without an outcome.
    assert nothing_happens.found == {
        (K, "aftale-mangler", "101-0006-F1"),
        (D, "status-uden-forloeb", "155-0003"),
        ("koordinator.xlsm", "mapper-faelles", ""),  # the earlier layout
    }
    assert nothing_happens.since == {"155-0003-F1 er slut, og ingen har skrevet, hvordan det gik 155-0003."}


@dataclass(frozen=True)
class Event:
    """What somebody types, and what is said of it: beside what is said anyway, and nothing else.

    `since` are the new sentences of Siden sidst, `found` the new findings (workbook, code, row), `figures` by how much
    the figures of Start change, `cohorts` what Holdstatus says of those that stand otherwise.
    """

    name: str
    happens: Callable[[Path], object]
    since: set[str] = field(default_factory=set)
    found: set[tuple[str, str, str]] = field(default_factory=set)
    figures: dict[str, int] = field(default_factory=dict)
    cohorts: dict[str, str | None] = field(default_factory=dict)
    over: bool = False  # what was said of the practice that is over is not so any more


BACK_FROM_02 = {
    (K, "101-0005-F1"), (F, "147-0003-F1"), (F, "147-0004-F1"),
}  # fmt: skip
# Three wait again, and their three openings in BYG-0002 are there for them.
THREE_BACK = {"Kandidater klar": 3, "Venter": 3, "Godkendt og sendt": -3, "Åbne pladser": 3, "Hold, der kan køre": -1}
ZBC_LACKS_1 = {"ZBC-2027-01": "mangler 1 inden 15. januar 2027"}


def cancel(folder: Path) -> None:
    type_in(folder / NEXT, "tblHold", "NEXT-2027-02", Status="Aflyst")


def close(folder: Path, *slots: str) -> None:
    for name in slots:
        type_in(folder / (SER if name.startswith("SER") else BYG), "tblPladser", name, Status="Lukket")


def sign(folder: Path, *people: str) -> None:
    for one in people:
        book = K if one.startswith("101") else F if one.startswith("147") else D
        type_in(folder / book, "tblForloeb", one, Aftale_indgået=datetime(2026, 11, 20))


def move(folder: Path) -> None:
    type_in(folder / K, "tblKandidater", "101-0001", Bopælskommune="Dragør")


EVENTS = [
    Event(
        "four sign",
        lambda at: sign(at, "101-0001", "101-0002", "101-0003", "101-0004"),
        {"4 hos København har fået en aftale: 101-0001, 101-0002, 101-0003 og 101-0004."},
        figures={"Godkendt og sendt": -4, "Aftalt, begynder senere": 4},
        cohorts={"NEXT-2027-01": "kan køre (2 godkendt, 4 aftalt)"},
    ),
    Event(
        "five sign, which is enough",
        lambda at: sign(at, "101-0001", "101-0002", "101-0003", "101-0004", "147-0001"),
        {
            "4 hos København har fået en aftale: 101-0001, 101-0002, 101-0003 og 101-0004.",
            "147-0001 har fået en aftale om 147-0001-F1 fra 1. februar 2027.",
        },
        figures={
            "Godkendt og sendt": -5,
            "Aftalt, begynder senere": 5,
            "Hold, der kører": 1,
            "Hold, der kan køre": -1,
        },
        cohorts={"NEXT-2027-01": "kører (5 tilmeldt, mindst 5)"},
    ),
    Event(
        "one says no",
        lambda at: type_in(
            at / K, "tblForloeb", "101-0001", Udfald="Aflyst før start", Udfaldsdato=datetime(2026, 11, 20)
        ),
        {"101-0001 begyndte aldrig i 101-0001-F1, som er aflyst før start og ikke holder sin plads mere."},
        figures={"Kandidater klar": 1, "Venter": 1, "Godkendt og sendt": -1, "Åbne pladser": 1},
        cohorts={"NEXT-2027-01": "kan køre (5 godkendt, 0 aftalt)"},
    ),
    Event(
        "one leaves",
        lambda at: type_in(at / K, "tblKandidater", "101-0001", Status="Udgået"),
        {"101-0001 har nu status Udgået. Forløbet 101-0001-F1 holder stadig sin plads."},
        {(K, "forloeb-efter-udgang", "101-0001")},
    ),
    Event(
        "a candidate's row is deleted",
        lambda at: remove(at / K, "tblKandidater", "101-0001"),
        {"Rækken med 101-0001 er væk fra arbejdsbogen hos København. Forløbet 101-0001-F1 holder stadig sin plads."},
        {(K, "strandet-kandidat-vaek", "101-0001-F1")},
    ),
    Event(
        "a cohort is cancelled",
        cancel,
        {"Holdet NEXT-2027-02 er aflyst. Det strander 101-0005, 147-0003 og 147-0004."},
        {(book, "strandet-hold-aflyst", row) for book, row in BACK_FROM_02},
        THREE_BACK | {"Aflyste hold": 1},
        {"NEXT-2027-02": "aflyst"},
    ),
    Event(
        "a cohort's row is deleted",
        lambda at: remove(at / NEXT, "tblHold", "NEXT-2027-02"),
        {"Rækken med holdet NEXT-2027-02 er væk. Det strander 101-0005, 147-0003 og 147-0004."},
        {(book, "strandet-hold-slettet", row) for book, row in BACK_FROM_02},
        THREE_BACK,
        {"NEXT-2027-02": None},
    ),
    Event(
        "a cohort begins later",
        lambda at: type_in(at / NEXT, "tblHold", "NEXT-2027-02", Start=datetime(2027, 4, 5)),
        {
            "Holdet NEXT-2027-02 har fået nye datoer: start 5. april 2027 (før 1. marts 2027). "
            "101-0005, 147-0003 og 147-0004 har en plads på det."
        },
    ),
    Event(
        "a cohort needs more",
        lambda at: type_in(at / NEXT, "tblHold", "NEXT-2027-02", **{"Min._deltagere": 5}),
        {
            "Holdet NEXT-2027-02 skal nu have mindst 5 deltagere (før 3). "
            "101-0005, 147-0003 og 147-0004 har en plads på det."
        },
        figures={"Hold, der kan køre": -1, "Hold, der mangler deltagere": 1},
        cohorts={"NEXT-2027-02": "mangler 2 inden 15. januar 2027"},
    ),
    Event(
        "a slot is closed",
        lambda at: close(at, "SER-0003"),
        {"Pladsen SER-0003 er lukket. Det strander 155-0002, der ikke er begyndt."},
        {(D, "strandet-plads-lukket", "155-0002-F1")},
        {
            "Kandidater klar": 1,
            "Venter": 1,
            "Godkendt og sendt": -1,
            "Hold, der kan køre": -1,
            "Hold, der mangler deltagere": 1,
        },
        ZBC_LACKS_1,
    ),
    Event(
        "a slot's row is deleted",
        lambda at: remove(at / SER, "tblPladser", "SER-0003"),
        {"Rækken med pladsen SER-0003 er væk. Det strander 155-0002."},
        {(D, "strandet-plads-slettet", "155-0002-F1")},
        {
            "Kandidater klar": 1,
            "Venter": 1,
            "Godkendt og sendt": -1,
            "Hold, der kan køre": -1,
            "Hold, der mangler deltagere": 1,
        },
        ZBC_LACKS_1,
    ),
    Event(
        "a company withdraws",
        lambda at: close(at, "SER-0001", "SER-0002", "SER-0003", "SER-0004"),
        {
            "Virksomheden med P-nummer 1000000003 tilbyder ingen pladser mere (SER-0001, SER-0002, SER-0003, "
            "SER-0004): alle dens pladser er lukket eller væk. Det strander 147-0005, 147-0006, 155-0001 og 155-0002."
        },
        {
            (book, "strandet-plads-lukket", f"{one}-F1")
            for book, one in ((F, "147-0005"), (F, "147-0006"), (D, "155-0001"), (D, "155-0002"))
        },
        {
            "Kandidater klar": 4,
            "Venter": 4,
            "Godkendt og sendt": -4,
            "Hold, der kan køre": -1,
            "Hold, der mangler deltagere": 1,
        },
        {"ZBC-2027-01": "mangler 4 inden 15. januar 2027"},
    ),
    Event(
        "a slot has fewer openings than people",
        lambda at: type_in(at / BYG, "tblPladser", "BYG-0001", Antal=3),
        {
            "Pladsen BYG-0001 har nu plads til 3 (før 5). Den er overtegnet: "
            "101-0001, 101-0002, 101-0003, 147-0001 og 147-0002 har den."
        },
        {(BYG, "pladser-overtegnet", "BYG-0001")},
    ),
    Event(
        "a new slot",
        lambda at: add(at / SER, "tblPladser", slot("SER-0009", 2, "1000000003", SERVICE)),
        {"Der er kommet en ny plads hos Rengøring og service: SER-0009."},
        figures={"Åbne pladser": 2},
    ),
    Event(
        "a new candidate",
        lambda at: add(at / D, "tblKandidater", candidate("155-0009", SERVICE, registered=date(2026, 11, 20))),
        {"155-0009 er ny hos Dragør med status Klar."},
        figures={"Kandidater klar": 1, "Venter": 1},
    ),
    Event(
        "one who is placed moves",
        move,
        {
            "101-0001 er flyttet fra København til Dragør; rækken står stadig i den samme arbejdsbog. "
            "Forløbet er 101-0001-F1."
        },
        {(K, "kommune-anden", "101-0001")},
    ),
    Event(
        "one drops out of an igu",
        lambda at: type_in(
            at / K, "tblForloeb", "101-0008", Ophørt=datetime(2026, 11, 15), Ophørsårsag="Fravær", Udfald="Afbrudt"
        ),
        {"101-0008 er holdt op før tid i 101-0008-F1 (årsag: Fravær)."},
        {(K, "status-uden-forloeb", "101-0008")},
        {"I forløb": -1},
    ),
    Event(
        "practice ends in a job",
        lambda at: type_in(
            at / D,
            "tblForloeb",
            "155-0003",
            Ophørt=datetime(2026, 11, 30),
            Udfald="Ordinært job",
            Udfaldsdato=datetime(2026, 11, 30),
            Ophørsårsag="Job",
        ),
        {"155-0003 har gennemført 155-0003-F1."},
        figures={"I job uden igu": 1, "I job eller uddannelse": 1},
        over=True,
    ),
    Event(
        "a branch's workbook is renamed",
        lambda at: (at / SER).rename(at / "brancher" / "service og rengøring 2027.xlsx"),
        {"Arbejdsbogen brancher/service.xlsx hedder nu brancher/service og rengøring 2027.xlsx."},
        {("brancher/service og rengøring 2027.xlsx", "arbejdsbog-omdoebt", "")},
    ),
    Event(
        "a municipality's workbook is renamed",
        lambda at: (at / F).rename(at / "kommuner" / "Frederiksberg Kommune.xlsx"),
        {"Arbejdsbogen kommuner/147-frederiksberg.xlsx hedder nu kommuner/Frederiksberg Kommune.xlsx."},
        {("kommuner/Frederiksberg Kommune.xlsx", "arbejdsbog-omdoebt", "")},
    ),
    Event(
        "a school's workbook has a conflict copy",
        lambda at: shutil.copy(at / NEXT, at / "skoler" / "next (konflikt, PC123).xlsx"),
        found={("skoler/next (konflikt, PC123).xlsx", "partner-dobbelt", "")},
    ),
    Event(
        "a branch's workbook has a copy",
        lambda at: shutil.copy(at / BYG, at / "brancher" / "Kopi af bygge-anlæg.xlsx"),
        found={("brancher/Kopi af bygge-anlæg.xlsx", "partner-dobbelt", "")},
    ),
    Event(
        "a partner is new",
        lambda at: build_workbook(
            MUNICIPALITY, at / "kommuner" / "185-tårnby.xlsx", {"tblKandidater": [candidate("185-0001")]}
        ),
        {"Arbejdsbogen kommuner/185-tårnby.xlsx er kommet til med 1 række."},
        figures={"Kandidater klar": 1, "Venter": 1},
    ),
    Event(
        "a partner's workbook is gone",
        lambda at: (at / F).unlink(),
        {
            "Arbejdsbogen kommuner/147-frederiksberg.xlsx er ikke i mappen mere; det, der stod i den, regnes med, "
            "som det sidst blev læst."
        },
        {("kommuner: Frederiksberg", "arbejdsbog-mangler", "")},
    ),
    Event(
        "one id in two municipalities",
        lambda at: add(at / D, "tblKandidater", candidate("101-0001", SERVICE)),
        {"101-0001 er flyttet fra København til Dragør; rækken står nu dér. Forløbet er 101-0001-F1."},
        {
            (K, "id-to-kommuner", "101-0001"),
            (D, "id-to-kommuner", "101-0001"),
            (D, "id-fremmed", "101-0001"),
        },
    ),
    Event(
        "one person in two municipalities",
        lambda at: [
            add(at / D, "tblKandidater", candidate("155-0009", SERVICE, born=date(1985, 5, 5))),
            add(at / F, "tblKandidater", candidate("147-0009", SERVICE, born=date(1985, 5, 5))),
        ],
        {"155-0009 er ny hos Dragør med status Klar.", "147-0009 er ny hos Frederiksberg med status Klar."},
        {(D, "person-to-kommuner", "155-0009"), (F, "person-to-kommuner", "147-0009")},
        {"Kandidater klar": 2, "Venter": 2},
    ),
    Event(
        "a cohort is cancelled, a slot of it closed, and one of its people leaves",
        lambda at: [
            cancel(at),
            close(at, "BYG-0002"),
            type_in(at / K, "tblKandidater", "101-0005", Status="Udgået"),
        ],
        {
            "Holdet NEXT-2027-02 er aflyst. Det strander 101-0005, 147-0003 og 147-0004.",
            "Pladsen BYG-0002 er lukket. Det strander 101-0004, 101-0005, 147-0003 og 147-0004, der ikke er begyndt.",
            "101-0005 har nu status Udgået.",
        },
        {
            (K, "strandet-plads-lukket", "101-0004-F1"),
            *((book, "strandet-hold-aflyst", row) for book, row in BACK_FROM_02),
        },
        {"Kandidater klar": 3, "Venter": 3, "Godkendt og sendt": -4, "Hold, der kan køre": -1, "Aflyste hold": 1},
        {"NEXT-2027-01": "kan køre (5 godkendt, 0 aftalt)", "NEXT-2027-02": "aflyst"},
    ),
    Event(
        "one moves, signs, and the municipality's workbook is renamed",
        lambda at: [
            move(at),
            sign(at, "101-0001"),
            (at / K).rename(at / "kommuner" / "København.xlsx"),
        ],
        {
            "101-0001 er flyttet fra København til Dragør; rækken står stadig i den samme arbejdsbog. "
            "Forløbet er 101-0001-F1.",
            "101-0001 har fået en aftale om 101-0001-F1 fra 1. februar 2027.",
            "Arbejdsbogen kommuner/101-københavn.xlsx hedder nu kommuner/København.xlsx.",
        },
        {
            ("kommuner/København.xlsx", "kommune-anden", "101-0001"),
            ("kommuner/København.xlsx", "arbejdsbog-omdoebt", ""),
            ("kommuner/København.xlsx", "aftale-mangler", "101-0006-F1"),
        },
        {"Godkendt og sendt": -1, "Aftalt, begynder senere": 1},
        {"NEXT-2027-01": "kan køre (5 godkendt, 1 aftalt)"},
    ),
]


@pytest.mark.parametrize("event", EVENTS, ids=[event.name for event in EVENTS])
def test_what_happened_is_said_and_nothing_else(event: Event, folder: Path, nothing_happens: Said) -> None:
    event.happens(folder)
    said = Said(folder)
    quiet = nothing_happens.since - (nothing_happens.since if event.over else set())
    assert said.since - quiet == event.since
    assert said.found - nothing_happens.found == event.found
    changes = {name: said.figures[name] - count for name, count in nothing_happens.figures.items()}
    assert {name: change for name, change in changes.items() if change} == event.figures
    expected = {**nothing_happens.cohorts, **event.cohorts}
    assert said.cohorts == {name: result for name, result in expected.items() if result is not None}


@pytest.mark.parametrize("happens", [cancel, move, lambda at: (at / F).unlink()], ids=["cancelled", "moves", "gone"])
def test_it_is_told_once_however_often_the_button_is_pressed(happens: Callable[[Path], object], folder: Path) -> None:
    """A second press adds no line of the same thing; *Set* takes the lines away for good."""
    happens(folder)
    told = Said(folder).since
    assert Said(folder, LATER.replace(hour=9)).since == told
    choose(folder, "Set")
    assert Said(folder, LATER.replace(hour=10)).since == set()
    assert Said(folder, LATER.replace(hour=11)).since == set()


def choose(folder: Path, action: str, what: str = "") -> None:
    """The coordinator chooses an action in the lines of Siden sidst, or in those of one kind."""
    desk = CoordinatorFile(folder)
    book = desk.read()
    lines = [row | {"chosen": action if what in ("", row["what"]) else row["chosen"]} for row in records(book.since)]
    desk.write(book, {"tblSidenSidst": lines}, Backups(folder, LATER), None)


def placements_of(folder: Path, book: str, *people: str) -> list[tuple[str, str, str]]:
    """Candidate, slot and cohort of the rows in a municipality's Forløb."""
    found = rows(folder / book, "tblForloeb")
    return [
        (row["Kandidat-id"], row["Plads-id"], row["Hold-id"] or "") for row in found if row["Kandidat-id"] in people
    ]


def test_people_of_a_cancelled_cohort_come_back_and_are_matched_again(folder: Path) -> None:
    cancel(folder)
    answer = summary(match_partnership(folder, LATER))
    assert "3 kandidater er tilbage i match, fordi deres hold er aflyst: 101-0005, 147-0003 og 147-0004." in answer
    again = {row["Kandidat-id"]: row for row in rows(folder / COORDINATOR, "tblForslag") if row["Tilstand"] != "Sendt"}
    assert {name: (row["Plads-id"], row["Hold-id"]) for name, row in again.items()} == dict.fromkeys(
        ("101-0005", "147-0003", "147-0004"), ("BYG-0002", "NEXT-2027-01")
    )
    assert all("Holdet NEXT-2027-02 er aflyst" in row["Begrundelse"] for row in again.values())
    assert "101-0005" not in {row["Kandidat-id"] for row in rows(folder / COORDINATOR, "tblUmatchede")}

    decide(folder, "Godkend")
    assert len(publish_partnership(folder, LATER.replace(hour=9)).sent) == 3
    both = [("147-0003", "BYG-0002", "NEXT-2027-02"), ("147-0003", "BYG-0002", "NEXT-2027-01")]
    assert placements_of(folder, F, "147-0003") == both
    # Two rows stand there, and the person counts once.
    said = Said(folder, LATER.replace(hour=10))
    assert said.figures["Godkendt og sendt"] == 14
    assert said.cohorts["NEXT-2027-01"] == "kan køre (9 godkendt, 0 aftalt)"
    told = [row["Fund"] for row in rows(folder / F, "tblFund")]
    assert sum("Holdet NEXT-2027-02 er aflyst" in one for one in told) == 2
    plan = {row["Kandidat-id"]: row for row in rows(folder / F, "tblPlan") if row["Hold-id"] == "NEXT-2027-01"}
    assert plan["147-0003"]["Resultat"] == "Godkendt og sendt"

    # Until the municipality says what became of the old row: then nothing more is told.
    for book, one in ((K, "101-0005"), (F, "147-0003"), (F, "147-0004")):
        type_in(folder / book, "tblForloeb", f"{one}-F1", Udfald="Aflyst før start", Udfaldsdato=datetime(2026, 12, 2))
    said = Said(folder, LATER.replace(day=3))
    assert not {code for _, code, _ in said.found if code.startswith("strandet")}
    assert said.figures["Godkendt og sendt"] == 14


def test_who_is_in_practice_and_ready_gets_what_begins_when_it_ends(folder: Path) -> None:
    """Until 15 January in practice; the igu with the cohort of 1 February is proposed, the one before is not."""
    add(folder / BYG, "tblPladser", slot("BYG-0009", 1, "1000000002"))
    match_partnership(folder, LATER)
    (row,) = [row for row in rows(folder / COORDINATOR, "tblForslag") if row["Kandidat-id"] == "101-0007"]
    assert (row["Plads-id"], row["Hold-id"]) == ("BYG-0009", "NEXT-2027-01")
    decide(folder, "Godkend", "101-0007")
    assert publish_partnership(folder, LATER).sent == ["101-0007-F2"]
    said = Said(folder, LATER.replace(hour=10))
    assert (said.figures["I forløb"], said.figures["Kandidater klar"]) == (2, 1)


def test_the_last_sending_is_taken_back_but_not_what_was_gone_on_with(folder: Path) -> None:
    cancel(folder)
    match_partnership(folder, LATER)
    decide(folder, "Godkend")
    publish_partnership(folder, LATER)
    type_in(folder / F, "tblForloeb", "147-0003-F2", Aftale_indgået=datetime(2026, 12, 2))
    done = undo_partnership(folder, LATER.replace(day=3))
    assert sorted(done.taken) == ["101-0005-F2", "147-0004-F2"]
    assert {name: reason for name, reason in done.stays.items()} == {
        "147-0003-F2": "Kommunen har skrevet »Aftale indgået« 2. december 2026."
    }
    assert placements_of(folder, F, "147-0003", "147-0004") == [
        ("147-0003", "BYG-0002", "NEXT-2027-02"),
        ("147-0004", "BYG-0002", "NEXT-2027-02"),
        ("147-0003", "BYG-0002", "NEXT-2027-01"),
    ]
    proposals = rows(folder / COORDINATOR, "tblForslag")
    state = {row["Kandidat-id"]: row["Tilstand"] for row in proposals if row["Hold-id"] == "NEXT-2027-01"}
    assert (state["101-0005"], state["147-0003"]) == ("Foreslået", "Sendt")
    assert not {
        one for one in Said(folder, LATER.replace(day=3, hour=9)).since if one.startswith("Rækken med forløbet")
    }
    assert undo_partnership(folder, LATER.replace(day=4)).taken == []
    assert sorted(publish_partnership(folder, LATER.replace(day=4)).sent) == ["101-0005-F2", "147-0004-F2"]


def test_a_sent_placement_is_taken_back_from_the_line_that_tells_of_it(folder: Path) -> None:
    cancel(folder)
    Said(folder)
    choose(folder, "Tag tilbage", "Hold aflyst")
    publish_partnership(folder, LATER.replace(hour=9))
    assert placements_of(folder, F, "147-0003", "147-0004") == []
    assert placements_of(folder, K, "101-0005") == []
    (line,) = [row for row in rows(folder / COORDINATOR, "tblSidenSidst") if row["Hvad"] == "Hold aflyst"]
    assert (line["Handling"], line["Tilstand"].partition(".")[0]) == (None, "3 forløb taget tilbage")
    said = Said(folder, LATER.replace(hour=10))
    assert not {code for _, code, _ in said.found if code.startswith("strandet")}
    assert (said.figures["Venter"], said.figures["Godkendt og sendt"]) == (4, 11)


def test_one_who_moves_keeps_placement_and_history(folder: Path) -> None:
    move(folder)
    Said(folder)
    before = (folder / K).read_bytes()
    choose(folder, "Flyt borger", "Kandidat flyttet")
    publish_partnership(folder, LATER.replace(hour=9))
    assert placements_of(folder, D, "101-0001") == [("101-0001", "BYG-0001", "NEXT-2027-01")]
    assert [row for row in rows(folder / K, "tblKandidater") if row["Kandidat-id"] == "101-0001"]
    assert before != (folder / K).read_bytes()  # Plan and Fund tell it
    said = Said(folder, LATER.replace(day=2))
    assert said.figures["Godkendt og sendt"] == 14
    assert (K, "kandidat-flyttet", "101-0001") in said.found
    assert not {one for one in said.found if one[1] == "kommune-anden"}
    match_partnership(folder, LATER.replace(day=3))
    open_ones = {row["Kandidat-id"] for row in rows(folder / COORDINATOR, "tblForslag") if row["Tilstand"] != "Sendt"}
    assert "101-0001" not in open_ones
    told = past_of(folder, LATER.replace(day=3), "101-0001").text
    assert told.index("blev godkendt og sendt") < told.index("er flyttet fra København til Dragør")


def test_a_partner_that_left_is_waited_for_no_more(folder: Path) -> None:
    (folder / F).unlink()
    Said(folder)
    choose(folder, "Udtrådt", "Arbejdsbog væk")
    publish_partnership(folder, LATER.replace(hour=9), anyway=True)
    said = Said(folder, LATER.replace(day=2))
    assert not {one for one in said.found if one[1] == "arbejdsbog-mangler"}
    assert said.figures["Godkendt og sendt"] == 14 - 6
    assert "Frederiksberg" not in {row["Partner"] for row in rows(folder / COORDINATOR, "tblPartnere")}


def test_a_workbook_that_nobody_touches_is_told_of(folder: Path) -> None:
    """31 days after the first reading each partner in whose rows nothing has changed is a line, until Rykket."""
    type_in(folder / K, "tblKandidater", "101-0009", Status="Klar")
    Said(folder)
    untouched = "Ingen rækker i {} er ændret siden 2. november 2026."
    said = Said(folder, LATER.replace(day=3)).since
    assert {one for one in said if one.startswith("Ingen rækker")} == {
        untouched.format(book) for book in (F, D, BYG, SER, NEXT, ZBC)
    }
    choose(folder, "Rykket", "Arbejdsbog ikke rørt")
    rows_then = rows_after(folder, LATER.replace(day=4))
    assert {row["Tilstand"] for row in rows_then if row["Hvad"] == "Arbejdsbog ikke rørt"} == {"Rykket 04-12-2026"}


def rows_after(folder: Path, at: datetime) -> list[Row]:
    Said(folder, at)
    return rows(folder / COORDINATOR, "tblSidenSidst")


def test_a_month_can_be_told_afterwards(folder: Path) -> None:
    sign(folder, "101-0001")
    Said(folder, datetime(2026, 11, 23, 8))
    cancel(folder)
    Said(folder)
    november, december = (past_of(folder, LATER, month=Month(2026, month)).text for month in (11, 12))
    assert "13 forløb" not in november
    assert "har fået en aftale om 101-0001-F1 fra 1. februar 2027" in november
    assert "Holdet NEXT-2027-02 er aflyst. Det strander 101-0005, 147-0003 og 147-0004." in december
    assert "101-0001" not in december
    own = past_of(folder, LATER, "147-0003").text
    assert "147-0003-F1 til 147-0003 blev godkendt og sendt: pladsen BYG-0002 og holdet NEXT-2027-02." in own
    assert "set den 1. december 2026" in own


def test_a_provisional_page_stands_in_nobodys_way_and_a_published_one_is_kept(folder: Path) -> None:
    november, only = Month(2026, 11), ReportOptions(only="kommune:101")
    pages = folder / "rapporter" / "2026-11"
    report_partnership(folder, november, datetime(2026, 11, 20, 9), only)
    assert "foreløbig" in page_text(pages)
    report_partnership(folder, november, LATER, only)
    final = page_text(pages)
    assert "foreløbig" not in final
    sign(folder, "101-0002")
    report_partnership(folder, november, LATER.replace(day=4), only)
    assert page_text(pages) != final
    assert final in {path.read_text(encoding="utf-8") for path in pages.rglob("kommune-101*.html")}


def page_text(pages: Path) -> str:
    return next(pages.glob("kommune-101*.html")).read_text(encoding="utf-8")
