"""A month and a candidate told afterwards, from what cells date and what only the readings know."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.past import Retold, past_of
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.errors import WrongUse
from igu_xl.month import Month

KOEBENHAVN, NEXT = "kommuner/101-københavn.xlsx", "skoler/next.xlsx"
NOW = datetime(2026, 12, 8, 9)


@pytest.fixture
def second_month(partnership: Path, decide: Callable[..., None]) -> Iterator[Path]:
    """Sent on 2 November, agreed on the 10th; the cohort cancelled and a candidate gone in December."""
    (partnership / "koordinator.xlsm").unlink()
    new_coordinator(partnership, Settings())
    match_partnership(partnership, datetime(2026, 11, 2, 9))
    decide(partnership, {}, others="Godkend")
    publish_partnership(partnership, datetime(2026, 11, 2, 10), anyway=True)
    book = openpyxl.load_workbook(partnership / KOEBENHAVN)
    sheet = book["Forløb"]
    headers = {cell.value: cell.column for cell in sheet[4]}
    row = next(line[0].row for line in sheet.iter_rows(min_row=5) if line[0].value == "101-0001-F1")
    sheet.cell(row, headers["Aftale indgået"]).value = datetime(2026, 11, 10)
    people = book["Kandidater"]
    gone = next(line[0].row for line in people.iter_rows(min_row=5) if line[0].value == "101-0002")
    for cell in people[gone]:
        cell.value = None
    book.save(partnership / KOEBENHAVN)
    check_partnership(partnership, datetime(2026, 12, 4, 9))
    school = openpyxl.load_workbook(partnership / NEXT)
    headers = {cell.value: cell.column for cell in school["Hold"][4]}
    school["Hold"].cell(5, headers["Status"]).value = "Aflyst"
    school.save(partnership / NEXT)
    yield partnership


def lines(told: Retold) -> list[tuple[str, bool, str]]:
    return [(f"{line.day:%d-%m}", line.seen, str(line.first.kind)) for line in told.lines]


def test_a_candidates_whole_history_a_line_each(second_month: Path) -> None:
    told = past_of(second_month, NOW, "101-0001")
    assert lines(told) == [
        ("01-06", False, "Registreret"),
        ("02-11", True, "Første læsning"),
        ("02-11", False, "Godkendt og sendt"),
        ("10-11", False, "Aftale indgået"),
        ("08-12", True, "Hold aflyst"),  # not read by any run yet
    ]
    text = [line.split("  ", 1) for line in told.text.splitlines()[2:7]]
    assert [day for day, _ in text][-2:] == ["10. november 2026", "set den 8. december 2026"]
    assert "101-0001 har fået en aftale om 101-0001-F1 fra" in text[-2][1]
    assert text[-1][1].startswith("Holdet NEXT-2027-01 er aflyst. Det strander 101-0001")
    assert lines(past_of(second_month, NOW, "101 0002"))[-2:] == [
        ("04-12", True, "Kandidat væk"),
        ("08-12", True, "Hold aflyst"),
    ]


def test_a_month_by_day_in_the_sentences_of_siden_sidst(second_month: Path) -> None:
    november = past_of(second_month, NOW, month=Month(2026, 11))
    assert {kind for _, _, kind in lines(november)} == {"Godkendt og sendt", "Aftale indgået"}
    text = november.text.splitlines()
    assert text[0] == "Hvad er der sket i november 2026?" and "10. november 2026" in text
    december = past_of(second_month, NOW).text
    assert december.startswith("Hvad er der sket i december 2026?\n\n4. december 2026\n  Rækken med 101-0002 er væk")
    assert "8. december 2026\n  Holdet NEXT-2027-01 er aflyst." in december and "(set den dag)" in december
    july = past_of(second_month, NOW, month=Month(2026, 7)).text
    assert "Der er intet at fortælle." in july and "læst første gang den 2. november 2026" in july


def test_it_only_looks(second_month: Path) -> None:
    (second_month / "~$koordinator.xlsm").touch()
    before = {path: path.read_bytes() for path in second_month.rglob("*") if path.is_file()}
    assert json.dumps(past_of(second_month, NOW).as_json())
    assert before == {path: path.read_bytes() for path in second_month.rglob("*") if path.is_file()}


def test_an_unknown_id_is_one_sentence(second_month: Path) -> None:
    with pytest.raises(WrongUse, match=r"^Kandidaten 101-9999 findes ikke i kommunernes arbejdsbøger"):
        past_of(second_month, NOW, "101-9999")
