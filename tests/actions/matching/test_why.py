"""Hvorfor ikke, and Hvad nu hvis, as the coordinator meets them: in the sheets, and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.matching.what_if import what_if_partnership
from igu_xl.actions.matching.why import why_partnership
from igu_xl.errors import WrongUse
from igu_xl.records import Record, records
from igu_xl.sheets.writing.keeping import Backups

BEGUN = datetime(2026, 11, 2, 9)
BYG = "brancher/bygge-anlæg.xlsx"
Changed = Callable[..., Path]

# openpyxl plays another program, which does not know all that Excel can hold.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def five_openings(rows: Any) -> None:
    """One slot, one opening too few for the cohort of six."""
    rows[BYG]["tblPladser"][1]["status"] = "Lukket"
    rows[BYG]["tblPladser"][0]["openings"] = 5


def sheet(path: Path, name: str) -> list[list[object]]:
    page = openpyxl.load_workbook(path)[name]
    return [[cell.value for cell in row] for row in page[next(iter(page.tables.values())).ref][1:]]


def test_questions_in_the_sheet_are_answered_by_the_next_match(matched: Path) -> None:
    desk = CoordinatorFile(matched)
    questions: list[Record] = [
        {"candidate": "101-0006", "slot": "BYG-0001"},
        {"candidate": "101-0001", "slot": None},
        {"candidate": "155-0002", "slot": "BYG-0001"},
    ]
    desk.write(desk.read(), {"tblHvorfor": questions}, Backups(matched, BEGUN), None)
    match_partnership(matched, BEGUN)
    answers = [row["answer"] for row in records(read_coordinator(matched).questions)]
    assert answers == [
        "Anden indsats: Pladsen BYG-0001 er igu; kandidaten er til praktik. Det kræver: Også at kunne komme i igu.",
        "Skriv både et kandidat-id og et plads-id.",
        "Timer passer ikke: Kan arbejde 20 timer om ugen; pladsen BYG-0001 kræver mindst 37. "
        "Det kræver: At kunne arbejde 37 timer om ugen.",
    ]


def test_a_question_on_the_command_line_is_answered_and_writes_nothing(matched: Path) -> None:
    before = CoordinatorFile(matched).path.read_bytes()
    answer = why_partnership(matched, BEGUN, "155-0002", "BYG-0001")
    assert answer.text.startswith("Timer passer ikke: Kan arbejde 20 timer om ugen;")
    assert json.loads(json.dumps(answer.as_json())) == {
        "candidate": "155-0002",
        "slot": "BYG-0001",
        "reason": "Timer passer ikke",
        "detail": "Kan arbejde 20 timer om ugen; pladsen BYG-0001 kræver mindst 37.",
        "would_help": ["At kunne arbejde 37 timer om ugen."],
    }
    assert CoordinatorFile(matched).path.read_bytes() == before


def test_what_would_help_is_written_and_nothing_else(matched: Path, changed: Changed) -> None:
    changed(five_openings)
    before = sheet(CoordinatorFile(matched).path, "Forslag")
    told = what_if_partnership(matched, BEGUN)
    change = "1 plads mere på BYG-0001 (Bygge og anlæg, Eksempel Byg)"
    assert (told.placed, told.proven[0].change, told.proven[0].gives) == (1, change, 6)
    assert told.summary.endswith(f"ville give flere forløb end de 1 i dag; mest giver {change}: 6 flere.")
    assert told.text.splitlines()[1] == f"    6  {change}. Holdet NEXT-2027-01 (6 deltagere) bliver så til noget."
    path = CoordinatorFile(matched).path
    assert sheet(path, "Hvad nu hvis")[0] == [
        change,
        6,
        "Holdet NEXT-2027-01 (6 deltagere) bliver så til noget.",
        "Bevist: netop så mange.",
        None,
        "Regnet ud 2. november 2026.",
    ]
    assert sheet(path, "Log")[-1][1:3] == ["Hvad nu hvis", told.summary]
    assert sheet(path, "Forslag") == before
    json_ = told.as_json()
    assert json_["placed"] == 1 and json.loads(json.dumps(json_)) == json_


def test_where_nothing_helps_it_is_said(matched: Path) -> None:
    told = what_if_partnership(matched, BEGUN)
    assert told.summary == "Ingen af de ændringer, der blev prøvet, giver flere forløb."
    assert [cell for row in sheet(CoordinatorFile(matched).path, "Hvad nu hvis") for cell in row] == [None] * 6


def test_an_answer_is_marked_old_by_the_next_match_and_gives_nothing_any_more(matched: Path, changed: Changed) -> None:
    changed(five_openings)
    what_if_partnership(matched, BEGUN)
    for _ in range(2):
        match_partnership(matched, BEGUN)
        old = sheet(CoordinatorFile(matched).path, "Hvad nu hvis")[0]
        assert old[0] == "1 plads mere på BYG-0001 (Bygge og anlæg, Eksempel Byg)"
        assert old[1] is None
        assert old[5] == "Regnet ud 2. november 2026 og gav da 6 flere; siden er der kørt match."
    what_if_partnership(matched, BEGUN)
    assert sheet(CoordinatorFile(matched).path, "Hvad nu hvis")[0][5] == "Regnet ud 2. november 2026."
    check_partnership(matched, BEGUN)
    old = sheet(CoordinatorFile(matched).path, "Hvad nu hvis")[0]
    assert old[5] == "Regnet ud 2. november 2026 og gav da 6 flere; siden er der hentet og kontrolleret igen."


def test_progress_is_told_in_words(matched: Path, changed: Changed) -> None:
    changed(five_openings)
    heard: list[str] = []
    match_partnership(matched, BEGUN, lambda done, total, words: heard.append(words))
    assert "1 forløb fundet, flere er ikke mulige" in heard
    what_if_partnership(matched, BEGUN, lambda done, total, words: heard.append(words))
    assert any(words.startswith("Prøver 1 af ") for words in heard)


def test_a_workbook_without_the_sheet_is_told_how_to_get_it(partnership: Path) -> None:
    path = CoordinatorFile(partnership).path
    if not path.exists():
        match_partnership(partnership, BEGUN)
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    del book["Hvad nu hvis"]
    book.save(path)
    with pytest.raises(WrongUse, match="Arket Hvad nu hvis mangler i koordinatorens arbejdsbog"):
        what_if_partnership(partnership, BEGUN)
