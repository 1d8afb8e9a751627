"""Whom a partner asks: what the secretariat writes in Indstillinger stands in every partner's workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.coordinator.file import new_coordinator, read_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.month import Month
from igu_xl.reports.run.options import ReportOptions
from igu_xl.sheets.building.guide import CONTACT_NAME, NO_CONTACT

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

BEGUN = datetime(2026, 11, 2, 9)
PARTNERS = ("kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx")
TOLD = "Fælles igu, telefon 12 34 56 78, igu@example.dk"


def settle(folder: Path, **told: str) -> None:
    settings = replace(read_coordinator(folder).settings, **told)  # type: ignore[arg-type]
    (folder / "koordinator.xlsm").unlink()
    new_coordinator(folder, settings)


def contact(path: Path) -> object:
    book = openpyxl.load_workbook(path)
    sheet, cell = book.defined_names[CONTACT_NAME].value.split("!")
    found = book[sheet][cell]
    assert found.offset(0, -1).value == "Kontakt"
    return found.value


def test_it_stands_in_every_workbook_after_a_sending_and_on_the_pages(partnership: Path) -> None:
    settle(partnership, office_name="Fælles igu", office_phone="12 34 56 78", office_mail="igu@example.dk")
    assert {contact(partnership / name) for name in PARTNERS} == {NO_CONTACT}
    publish_partnership(partnership, BEGUN)
    assert {contact(partnership / name) for name in PARTNERS} == {TOLD}
    assert not publish_partnership(partnership, BEGUN).written
    run = report_partnership(partnership, Month(2026, 10), BEGUN, ReportOptions(only="kommune:101", jobs=1))
    for path in (run.pages[0].path, run.index):
        assert f"<p>Spørgsmål? {TOLD}</p>" in path.read_text(encoding="utf-8")
    settle(partnership, office_name="", office_phone="", office_mail="")
    publish_partnership(partnership, BEGUN)
    assert {contact(partnership / name) for name in PARTNERS} == {NO_CONTACT}


def test_a_workbook_without_the_cell_works_as_before(partnership: Path) -> None:
    path = partnership / PARTNERS[0]
    book = openpyxl.load_workbook(path)
    del book.defined_names[CONTACT_NAME]
    book["Vejledning"]["B3"].value = "Vores egen note"
    book.save(path)
    settle(partnership, office_phone="12345678")
    done = publish_partnership(partnership, BEGUN)
    assert not done.waiting and PARTNERS[0] in done.written
    cells = [cell.value for row in openpyxl.load_workbook(path)["Vejledning"] for cell in row]
    assert "Vores egen note" in cells and NO_CONTACT in cells


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, ""),
        ({"office_phone": "12345678"}, "Sekretariatet, telefon 12345678"),
        ({"office_name": "Fælles igu"}, "Fælles igu"),
        ({"office_mail": "igu@example.dk"}, "Sekretariatet, igu@example.dk"),
    ],
)
def test_what_is_not_said_is_left_out(told: dict[str, str], sentence: str) -> None:
    assert Settings(**told).contact == sentence  # type: ignore[arg-type]
