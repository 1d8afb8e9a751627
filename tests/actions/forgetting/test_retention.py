"""Whose case has been over for so long that the setting forgets them; it runs by itself and is logged."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from forgetting_bed import WHO, places_of, settings

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.actions.coordinator.settings import settings_from
from igu_xl.actions.forgetting.retention import due
from igu_xl.errors import WrongUse
from igu_xl.standing.history_file import kept_history

LATER = datetime(2026, 11, 3, 9)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def typed(folder: Path, book: str, sheet: str, cells: dict[str, object]) -> None:
    workbook = openpyxl.load_workbook(folder / book, keep_vba=book.endswith("m"))
    for cell, value in cells.items():
        workbook[sheet][cell] = value
    workbook.save(folder / book)


@pytest.fixture
def left(played: Path) -> Path:
    """The partnership in which 155-0001 has left: the status was read so on 3 November 2026."""
    column = next(
        cell.column_letter
        for row in openpyxl.load_workbook(played / "kommuner/155-dragør.xlsx")["Kandidater"].iter_rows(max_row=4)
        for cell in row
        if str(cell.value).startswith("Status")
    )
    typed(played, "kommuner/155-dragør.xlsx", "Kandidater", {f"{column}5": "Udgået"})
    check_partnership(played, LATER)
    return played


@pytest.mark.parametrize(
    ("today", "months", "ids"),
    [
        (date(2026, 12, 2), 1, []),
        (date(2026, 12, 3), 1, ["155-0001"]),
        (date(2027, 11, 2), 12, []),
        (date(2027, 11, 3), 12, ["155-0001"]),
    ],
)
def test_only_those_are_due_whose_case_has_been_over_so_long(
    left: Path, today: date, months: int, ids: list[str]
) -> None:
    assert due(kept_history(left), today, months) == ids


def test_it_runs_by_itself_at_a_check_and_is_logged(left: Path) -> None:
    settings(left, Glem=12, Dags=datetime(2027, 11, 3))
    checked = check_partnership(left, LATER.replace(hour=10))
    assert places_of(left, "155-0001") == {"kommuner/155-dragør.xlsx"}
    log = openpyxl.load_workbook(left / "koordinator.xlsm")["Log"]
    lines = [[cell.value for cell in row] for row in log.iter_rows()]
    assert any(line[1] == "Glemt efter 12 måneder" and line[2].startswith("1 borger er glemt") for line in lines)
    assert [one.code for one in checked.validation.findings if one.code.startswith("glemt")] == ["glemt-staar-endnu"]
    assert len(places_of(left, WHO)) > 10
    check_partnership(left, LATER.replace(hour=11))
    assert len([1 for row in openpyxl.load_workbook(left / "koordinator.xlsm")["Log"] if row[1].value == "Glemt efter 12 måneder"]) == 1  # fmt: skip  # noqa: E501


def test_nobody_is_forgotten_where_nothing_is_set(left: Path) -> None:
    settings(left, Dags=datetime(2029, 11, 3))
    check_partnership(left, LATER.replace(hour=10))
    assert read_coordinator(left).settings.forget_months is None
    assert len(places_of(left, "155-0001")) > 3


def test_a_number_of_months_that_makes_no_sense_is_told() -> None:
    assert settings_from([("Glem afsluttede efter (måneder)", 24)]).forget_months == 24
    with pytest.raises(WrongUse, match="et helt tal fra 1 til 240"):
        settings_from([("Glem afsluttede efter (måneder)", "to år")])
