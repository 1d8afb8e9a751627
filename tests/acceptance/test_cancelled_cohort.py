"""Two months, played: four have signed and two were sent when the school cancels their cohort, and all are told.

What each surface must say was counted by hand. Nine want igu: four may have BYG-0001 or BYG-0002, five only BYG-0001.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import validate
from igu_xl.excel.place_answers import places_for
from igu_xl.match.solving.problem.plan import check
from igu_xl.match.summary import summary

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

KOEBENHAVN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
BYG, NEXT, COORDINATOR = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx", "koordinator.xlsm"
FIRST, SECOND = "NEXT-2027-01", "NEXT-2027-02"
SIGNED = ("101-0001", "101-0002", "147-0001", "147-0002")
SENT = ("101-0003", "147-0003")
Row = dict[str, Any]


def rows(path: Path, table: str) -> list[Row]:
    """A table as openpyxl reads it, by its headers, without blank rows."""
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = [[cell.value for cell in line] for line in sheet[sheet.tables[table].ref]]
    found = [dict(zip(head, line, strict=True)) for line in body]
    return [row for row in found if any(row[name] not in (None, "") for name in head if name != "Tjek")]


def write(path: Path, table: str, key: tuple[str, str], **cells: Any) -> None:
    """What a partner does: fill cells of the row with this value in the key's column, and save with another program."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = list(sheet[sheet.tables[table].ref])
    at = {cell.value: number for number, cell in enumerate(head)}
    (line,) = [line for line in body if line[at[key[0]]].value == key[1]]
    for name, value in cells.items():
        line[at[name.replace("_", " ")]].value = value
    book.save(path)


def book_of(candidate: str) -> str:
    return KOEBENHAVN if candidate.startswith("101") else FREDERIKSBERG


def placements(folder: Path) -> dict[str, Row]:
    return {row["Forløb-id"]: row for row in rows(folder / COORDINATOR, "tblForloeb")}


def figures(folder: Path) -> dict[str, int]:
    return {row["Nøgletal"]: row["Antal"] for row in rows(folder / COORDINATOR, "tblNoegletal")}


def plan(folder: Path, book: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows(folder / book, "tblPlan"):
        found.setdefault(row["Kandidat-id"], []).append(row)
    return found


def stranded(folder: Path, day: date) -> list[tuple[str, str]]:
    found = validate(folder, day).findings
    return sorted((one.place.row_id, one.code) for one in found if one.code.startswith(("strandet", "forloeb")))


@pytest.fixture
def cancelled(partnership: Path, decide: Callable[..., None]) -> Path:
    """November: six were sent to the first cohort. December: four have signed, and the school cancels it."""
    folder = partnership
    (folder / COORDINATOR).unlink()
    new_coordinator(folder, Settings())
    write(folder / NEXT, "tblHold", ("Hold-id", SECOND), **{"Min. deltagere": 6})
    write(folder / NEXT, "tblHold", ("Hold-id", SECOND), Status="Aflyst")
    match_partnership(folder, datetime(2026, 11, 2, 9))
    decide(folder, dict.fromkeys((*SIGNED, *SENT), "Godkend"))
    assert len(publish_partnership(folder, datetime(2026, 11, 2, 10)).sent) == 6
    for one in SIGNED:
        key = ("Forløb-id", f"{one}-F1")
        write(folder / book_of(one), "tblForloeb", key, Aftale_indgået=datetime(2026, 12, 1))
        write(folder / book_of(one), "tblKandidater", ("Kandidat-id", one), Status="I forløb")
    write(folder / NEXT, "tblHold", ("Hold-id", FIRST), Status="Aflyst")
    write(folder / NEXT, "tblHold", ("Hold-id", SECOND), Status="Planlagt")
    return folder


def test_the_next_match_proposes_them_the_same_slots_with_another_cohort(
    cancelled: Path, decide: Callable[..., None]
) -> None:
    folder, day = cancelled, date(2026, 12, 7)
    before = {
        row["Forløb-id"]: row["Plads-id"]
        for one in (KOEBENHAVN, FREDERIKSBERG)
        for row in rows(folder / one, "tblForloeb")
    }
    check_partnership(folder, datetime(2026, 12, 7, 8))
    waits = {row["Kandidat-id"]: row["Forklaring"] for row in rows(folder / COORDINATOR, "tblUmatchede")}
    assert {waits[one] for one in (*SIGNED, *SENT)} == {
        f"Holdet {FIRST} er aflyst; kandidaten er tilbage i match. Kandidaten kommer med i det næste match."
    }
    told = match_partnership(folder, datetime(2026, 12, 7, 9))
    assert check(told.case.problem, told.plan) == []
    assert summary(told).startswith(
        "10 forløb foreslået (flere er ikke muligt). 6 kandidater er tilbage i match, fordi deres hold er aflyst: "
        "101-0001, 101-0002, 101-0003, 147-0001, 147-0002 og 147-0003. "
    )
    proposed = {one.candidate: one for one in told.placements}
    assert {(f"{one}-F1", proposed[one].slot) for one in (*SIGNED, *SENT)} == set(before.items())
    assert {proposed[one].cohort for one in (*SIGNED, *SENT)} == {SECOND}
    # ten openings for igu and two for practice are free; nobody holds anything
    assert {row["Tilstand"] for row in placements(folder).values()} == {"bortfaldet"}
    seen = figures(folder)
    assert [seen[name] for name in ("Kandidater klar", "Godkendt og sendt", "I forløb", "Åbne pladser")] == [
        13,
        0,
        0,
        12,
    ]
    assert len(places_for("101-0001", None, folder, day)) > 1  # IGU_PLADSER answers
    assert stranded(folder, day) == sorted((f"{one}-F1", "strandet-hold-aflyst") for one in (*SIGNED, *SENT))
    change = {
        row["Kandidat-id"]: row["Ændring"]
        for row in rows(folder / COORDINATOR, "tblForslag")
        if row["Tilstand"] == "Foreslået"
    }
    assert change["101-0001"] == f"Ny. Holdet {FIRST} er aflyst; kandidaten er tilbage i match."

    # One of them is approved. The municipalities read why the others are back, and what to write.
    decide(folder, {"101-0001": "Godkend"})
    assert publish_partnership(folder, datetime(2026, 12, 7, 10), anyway=True).sent == ["101-0001-F2"]
    waits = plan(folder, KOEBENHAVN)["101-0002"]
    assert [row["Resultat"] for row in waits] == ["Forslag afventer sekretariatet"]
    assert waits[0]["Forklaring"] == (
        f"Holdet {FIRST} er aflyst; kandidaten er tilbage i match. Vælg Aflyst før start i Udfald ud for 101-0002-F1 i "
        "arket Forløb."
    )
    assert [row["Resultat"] for row in plan(folder, KOEBENHAVN)["101-0001"]] == ["Godkendt og sendt"]
    for book in (BYG, NEXT):  # the branch and the school see who has lost a place and who has one
        seen_by = plan(folder, book)
        assert [row["Resultat"] for row in seen_by["101-0001"]] == ["Godkendt og sendt"]
        assert [(row["Resultat"], row["Forklaring"]) for row in seen_by["147-0003"]] == [
            ("Bortfaldet", "Holdet er aflyst.")
        ]

    # The rest is approved: a new row for each beside the old one, each person once everywhere.
    decide(folder, {}, others="Godkend")
    assert len(publish_partnership(folder, datetime(2026, 12, 7, 11), anyway=True).sent) == 9
    again = publish_partnership(folder, datetime(2026, 12, 7, 12), anyway=True)
    assert (again.sent, again.written) == ([], set())
    states = placements(folder)
    assert len(states) == 16
    for one in (*SIGNED, *SENT):
        assert states[f"{one}-F1"]["Tilstand"] == "bortfaldet"
        assert (states[f"{one}-F2"]["Tilstand"], states[f"{one}-F2"]["Plads-id"]) == (
            "godkendt og sendt",
            before[f"{one}-F1"],
        )
    seen = figures(folder)
    assert [seen[name] for name in ("Kandidater klar", "Godkendt og sendt", "Åbne pladser")] == [3, 10, 2]
    assert stranded(folder, day) == sorted((f"{one}-F1", "strandet-hold-aflyst") for one in (*SIGNED, *SENT))
    status = {row["Hold-id"]: row for row in rows(folder / COORDINATOR, "tblHoldstatus")}
    assert (status[SECOND]["Godkendt"], status[SECOND]["Aftalt"], status[FIRST]["Godkendt"]) == (9, 0, 0)

    # March: the old start is long past, and nobody has written Aflyst før start. Two have signed anew and begin.
    for one in ("101-0001", "147-0003"):
        write(folder / book_of(one), "tblForloeb", ("Forløb-id", f"{one}-F2"), Aftale_indgået=datetime(2027, 1, 20))
    now = validate(folder, date(2027, 3, 8)).standing
    assert [now.counts()[name] for name in ("running", "agreed", "sent", "in_match")] == [2, 0, 8, 3]

    # One is written off, and it makes no difference to anybody.
    key = ("Forløb-id", "101-0001-F1")
    write(folder / KOEBENHAVN, "tblForloeb", key, Udfald="Aflyst før start", Udfaldsdato=datetime(2027, 3, 8))
    after = validate(folder, date(2027, 3, 8))
    assert after.standing.counts() == now.counts()
    assert ("101-0001-F1", "strandet-hold-aflyst") not in stranded(folder, date(2027, 3, 8))


def test_the_municipality_may_move_them_itself(cancelled: Path) -> None:
    """Another Hold-id in the old row: the placement stands as before, with that cohort, and is out of the match."""
    for one in SIGNED:
        write(cancelled / book_of(one), "tblForloeb", ("Forløb-id", f"{one}-F1"), **{"Hold-id": SECOND})
    told = match_partnership(cancelled, datetime(2026, 12, 7, 9))
    assert not {one.candidate for one in told.placements} & set(SIGNED)
    assert "2 kandidater er tilbage i match, fordi deres hold er aflyst: 101-0003 og 147-0003." in summary(told)
    assert {row["Tilstand"] for row in placements(cancelled).values()} == {"aftale indgået", "bortfaldet"}
    second = next(fill for fill in told.cohorts if fill.cohort == SECOND)
    assert (second.seats, second.joined, second.municipalities) == (9, 5, 2)
