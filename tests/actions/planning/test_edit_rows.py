"""What a person changed in the workbook of a plan reaches the municipality's Skoleplan; nothing else there changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.planning.edit_rows import write_edits
from igu_xl.handouts.edits.changed_plan import OfferedCohort, changed_plan
from igu_xl.handouts.edits.collecting import PlanEdits, edits_in
from igu_xl.handouts.writing import write_handouts
from igu_xl.school.planning.pupil_plan import PupilPlan
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.writing.lossless import WorkbookEdit
from tests.support.pupil_plans import BARE, HALF_WAY, NORMAL

FIRST = 5  # Excel's number of the first row of a table in a new workbook
COHORTS = {
    "NEXT-2027-13": OfferedCohort("NEXT-2027-13", "NEXT", "2750", date(2027, 9, 20), date(2027, 10, 1)),
    "SPROG-2028-07": OfferedCohort("SPROG-2028-07", "Sprogcenter Nord", "2400", date(2028, 6, 5), date(2028, 7, 7)),
}


def sheet_rows(plan: PupilPlan) -> list[dict[str, Any]]:
    """The plan as the municipality's sheet has it; the last course is not there yet."""
    return [
        {
            "placement": plan.placement,
            "step": row.step,
            "course": row.course,
            "course_kind": row.kind,
            "cohort": row.cohort,
            "start": row.start,
            "end": row.end,
            "hours": row.taught,
            "status": row.status,
            "locked": "Ja" if row.locked else None,
            "wish_from": row.wish_from,
        }
        for row in plan.courses[:-1]
    ]


def taken_in(plan: PupilPlan, folder: Path, typed: dict[str, object]) -> tuple[PlanEdits, list[dict[str, Any]]]:
    """Type in the plan's workbook, read it, write the municipality's; the edits, and the rows of Skoleplan after it."""
    path = write_handouts(plan, folder)[0]
    book = openpyxl.load_workbook(path)
    for cell, value in typed.items():
        book["Skoleplan"][cell] = value
    book.save(path)
    (edits,) = edits_in(folder, [plan, BARE], COHORTS)
    rows = sheet_rows(plan)
    municipality = folder / "101.xlsx"
    build_workbook(MUNICIPALITY, municipality, {"tblSkoleplan": rows})
    edit = WorkbookEdit(municipality)
    write_edits(edit, [row | {"row": number} for number, row in enumerate(rows, FIRST)], edits, COHORTS)
    edit.save()
    sheet = openpyxl.load_workbook(municipality)["Skoleplan"]
    header, *cells = sheet[sheet.tables["tblSkoleplan"].ref]
    names = [one.value for one in header]
    return edits, [dict(zip(names, [one.value for one in row], strict=True)) for row in cells if row[0].value]


def day(value: Any) -> date:
    return value.date()  # type: ignore[no-any-return]


def test_a_changed_row_has_the_change_and_the_others_are_as_they_were(tmp_path: Path) -> None:
    edits, rows = taken_in(NORMAL, tmp_path, {"F11": "NEXT-2027-13", "M9": "Gennemført", "N12": "Ja"})
    assert edits.plan == NORMAL and len(edits.made) == 3
    assert (rows[2]["Hold-id"], day(rows[2]["Start"]), day(rows[2]["Slut"])) == (
        "NEXT-2027-13", date(2027, 9, 20), date(2027, 10, 1),
    )  # fmt: skip
    assert (rows[2]["Lås"], rows[2]["Status"]) == ("Ja", "Foreslået")
    assert rows[0]["Status"] == "Gennemført" and rows[3]["Lås"] == "Ja"
    for number in (1, 4, 5):
        assert (rows[number]["Hold-id"], rows[number]["Status"]) == (
            NORMAL.courses[number].cohort, NORMAL.courses[number].status,
        )  # fmt: skip
    assert len(rows) == 6


def test_a_course_that_the_sheet_does_not_have_gets_a_row(tmp_path: Path) -> None:
    _, rows = taken_in(NORMAL, tmp_path, {"O15": date(2028, 10, 2), "C16": "Svejsning", "E16": "AMU", "K16": 37})
    assert [row["Kursus"] for row in rows[6:]] == ["Matematik", "Svejsning"]
    assert day(rows[6]["Ønskes tidligst"]) == date(2028, 10, 2)
    assert (rows[7]["Tæller timer"], rows[7]["Lås"], rows[7]["Forløb-id"]) == (37, "Ja", NORMAL.placement)


def test_a_course_that_was_taken_out_leaves_the_sheet(tmp_path: Path) -> None:
    edits, rows = taken_in(NORMAL, tmp_path, {"P14": "Ja"})
    assert [row["Kursus"] for row in rows] == [row.course for row in NORMAL.courses[:5]]
    assert not edits.fits and any("skal med i pakken" in one for one in edits.against)


def test_what_was_missed_stays_and_its_new_cohort_is_a_row_of_its_own(tmp_path: Path) -> None:
    _, rows = taken_in(HALF_WAY, tmp_path, {"F12": "SPROG-2028-07"})
    found = [(row["Hold-id"], row["Status"]) for row in rows if row["Kursus"] == "Dansk 2"]
    assert found == [("SPROG-2027-09", "Udeblevet"), ("SPROG-2028-07", "Foreslået")]


def test_edits_that_were_taken_in_are_none_any_more(tmp_path: Path) -> None:
    edits, _ = taken_in(NORMAL, tmp_path, {"F11": "NEXT-2027-13", "N12": "Ja"})
    assert edits.fits
    assert not list(edits_in(tmp_path, [changed_plan(NORMAL, edits.made, COHORTS)], COHORTS))


@pytest.mark.parametrize("content", [b"", b"ikke en arbejdsbog"])
def test_a_workbook_that_cannot_be_read_is_told(content: bytes, tmp_path: Path) -> None:
    write_handouts(NORMAL, tmp_path)[0].write_bytes(content)
    (edits,) = edits_in(tmp_path, [NORMAL, replace(NORMAL, placement="101-0099-F1")])
    assert not edits.fits and len(edits.notes) == 1
