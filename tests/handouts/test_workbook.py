"""The workbook of a plan as Excel would open it: what is locked, what may be chosen, and how it prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from igu_xl.handouts.plan_book.plan_workbook import plan_workbook
from igu_xl.handouts.vitas import vitas_fields, vitas_tasks
from igu_xl.school.planning.pupil_plan import PupilPlan
from tests.support.pupil_plans import HALF_WAY, NORMAL, ODD, PLANS, SHORT


def opened(plan: PupilPlan) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(plan_workbook(plan)))


def table(sheet: Worksheet, name: str) -> list[dict[str, openpyxl.cell.Cell]]:
    header, *rows = sheet[sheet.tables[name].ref]
    return [dict(zip([one.value for one in header], row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", PLANS)
def test_the_same_plan_gives_the_same_bytes(name: str) -> None:
    assert plan_workbook(PLANS[name]) == plan_workbook(replace(PLANS[name]))


def test_the_plan_is_a_table_with_every_course() -> None:
    rows = table(opened(NORMAL)["Skoleplan"], "tblPlanen")
    stillads = {key: cell.value for key, cell in rows[2].items()}
    assert stillads["Hold-id"] == "NEXT-2027-11" and stillads["Uger"] == "uge 36-37, 2027"
    assert stillads["Start"].date() == date(2027, 9, 6) and stillads["Slut"].date() == date(2027, 9, 17)
    assert (stillads["Timer"], stillads["Tæller"], stillads["Status"]) == (74, 74, "Aftalt")
    assert [row["Nr."].value for row in rows] == [1, 2, 3, 4, 5, 6, 7, None, None, None]


def test_only_what_may_be_changed_is_open() -> None:
    sheet = opened(NORMAL)["Skoleplan"]
    assert sheet.protection.sheet
    rows = table(sheet, "tblPlanen")
    assert {key for key, cell in rows[0].items() if not cell.protection.locked} == {
        "Hold-id", "Status", "Låst", "Ønsket start", "Tag ud",
    }  # fmt: skip
    assert {key for key, cell in rows[-1].items() if cell.protection.locked} == {
        "Nr.", "Uger", "Tæller", "Tag ud", "Bemærkning",
    }  # fmt: skip


def test_status_lock_and_kind_are_chosen_from_lists() -> None:
    sheet = opened(NORMAL)["Skoleplan"]
    rules = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert [rule.formula1 for rule in rules] == [
        '"AMU,dansk,FVU,avu,hf,FGU"',
        '"Foreslået,Aftalt,Tilmeldt,Gennemført,Aflyst,Udeblevet"',
        '"Ja,Nej"',
        '"Ja"',
    ]
    assert [str(rule.sqref) for rule in rules] == ["E16:E18", "M9:M18", "N9:N18", "P9:P18"]


@pytest.mark.parametrize("name", ["Skoleplan", "VITAS"])
def test_a_sheet_prints_on_one_a4_page_across(name: str) -> None:
    sheet = opened(HALF_WAY)[name]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    fit = (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and fit == (None, None)  # 1, when not said otherwise


def test_text_is_never_a_formula() -> None:
    book = opened(ODD)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    rows = table(book["Skoleplan"], "tblPlanen")
    assert [row["Kursus"].value for row in rows[:3]] == [row.title for row in ODD.courses]


def missing(plan: PupilPlan) -> dict[str, str]:
    return {one.label: one.where for one in vitas_fields(plan) if one.missing}


def test_vitas_says_which_cell_of_which_workbook_is_missing() -> None:
    assert set(missing(NORMAL)) == {"Funktioner"}
    said = missing(SHORT)
    assert said["Løn år 1"] == "Branchens arbejdsbog, arket Pladser, rækken BYG-0012, kolonnen »Løn år 1«"
    assert said["Overenskomst"] == (
        "Branchens arbejdsbog, arket Virksomheder, rækken 1025123456, kolonnen »Overenskomst«"
    )
    assert said["Aftalen er skrevet under"] == (
        "Kommunens arbejdsbog, arket Forløb, rækken 147-0012-F1, kolonnen »Aftale indgået«"
    )
    assert "333 timer mangler" in said["Gennemført og planlagt"]


def test_the_vitas_sheet_shows_fields_and_deadlines() -> None:
    sheet = opened(SHORT)["VITAS"]
    fields = {row["Felt"].value: row["Det skal stå"].value for row in table(sheet, "tblVitas")}
    assert fields["CVR-nummer"] == "26911125" and fields["Løn år 1"] == "mangler"
    assert fields["Timer dansk"] == "111 timers undervisning" and fields["Skole i alt"] == "851 timer (23 uger)"
    said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "VITAS' egne felter er ikke kendt" in said
    tasks = {row["Opgave"].value: row["Senest"].value for row in table(sheet, "tblVitasOpgaver")}
    assert tasks == {
        "Aftalen er skrevet under": "1. februar 2027",
        "Aftale i VITAS": "ukendt",
        "Undervisningsplan": "28. februar 2027",
    }


@pytest.mark.parametrize(
    ("agreed", "begins", "vitas", "plan"),
    [
        (date(2027, 1, 11), date(2027, 2, 1), date(2027, 2, 11), date(2027, 2, 28)),
        (date(2027, 1, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 2, 27)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 2, 29), date(2028, 3, 28)),
    ],
)
def test_deadlines_are_a_month_after_the_agreement_and_the_last_day_of_the_first_month(
    agreed: date, begins: date, vitas: date, plan: date
) -> None:
    tasks = vitas_tasks(replace(NORMAL, agreed_on=agreed, begins=begins))
    assert [task.due for task in tasks[1:]] == [vitas, plan]


@pytest.mark.parametrize(
    ("vitas_on", "as_of", "said"),
    [
        (date(2027, 1, 20), date(2027, 1, 25), "Gjort den 20. januar 2027."),
        (date(2027, 3, 1), date(2027, 3, 2), "Gjort den 1. marts 2027, efter fristen."),
        (None, date(2027, 2, 11), "Skal gøres."),
        (None, date(2027, 2, 12), "Fristen er overskredet."),
    ],
)
def test_a_task_says_how_it_stands(vitas_on: date | None, as_of: date, said: str) -> None:
    sheet = opened(replace(NORMAL, vitas_on=vitas_on, as_of=as_of))["VITAS"]
    rows = {row["Opgave"].value: row["Sådan står det"].value for row in table(sheet, "tblVitasOpgaver")}
    assert rows["Aftale i VITAS"] == said
