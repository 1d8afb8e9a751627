"""Workbooks of 0.1.0 have no tables of the school plan: they are read as before, and an upgrade brings the tables."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from igu_xl.actions.doctor.folder import look_at_folder
from igu_xl.actions.upgrading import upgrade_partnership
from igu_xl.checks.validation import validate
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.lossless import WorkbookEdit

TODAY, BEGUN = date(2026, 11, 2), datetime(2026, 11, 5, 9)
SCHOOL_TABLES = ("tblPakker", "tblTravleUger", "tblSkoleplan", "tblFravaer")
OF_THE_SCHOOL = ("pakke-", "plads-pakke", "kursus-", "skoleplan-", "fravaer-", "travle-")

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def test_old_workbooks_are_checked_without_the_new_tables_and_told_what_they_lack(frozen: Path) -> None:
    found = validate(frozen, TODAY)
    assert all(found.partnership.frames[name].empty for name in SCHOOL_TABLES)
    assert not any(one.code.startswith(OF_THE_SCHOOL) for one in found.findings)
    lacking = {one.place.workbook: one.message for one in found.findings if one.code == "arbejdsbog-aeldre"}
    assert set(lacking) == {file.name for file in find_workbooks(frozen)[0]}
    for name, message in lacking.items():
        sheets = {"kommuner": ("Skoleplan", "Fravær"), "brancher": ("Pakker", "Travle uger")}
        assert all(f"arket {sheet}" in message for sheet in sheets.get(name.partition("/")[0], ())), message
    assert any("igu upgrade" in one.do for one in look_at_folder(frozen))


def test_an_upgrade_brings_the_tables_and_they_are_read_and_checked(frozen: Path) -> None:
    upgrade_partnership(frozen, BEGUN)
    files = {file.name: file for file in find_workbooks(frozen)[0]}
    own = {table.name: book for book in PARTNER_BOOKS for table in book.inputs}
    rows: dict[str, dict[str, str | int | date]] = {
        "tblPakker": {"Pakke": "Byggeri", "Branche": "Bygge og anlæg", "Trin": "1", "Kursus": "12345", "Timer": 37,
                      "Slags": "AMU", "Efter trin": "7"},
        "tblTravleUger": {"P-nummer": "1000000001", "Fra": date(2027, 7, 9), "Til": date(2027, 7, 5)},
        "tblSkoleplan": {"Forløb-id": "101-9999-F1", "Kursus": "12345", "Status": "Aftalt"},
        "tblFravaer": {"Forløb-id": "101-9999-F1", "Fra": date(2027, 7, 9), "Til": date(2027, 7, 5), "Årsag": "Ferie"},
    }  # fmt: skip
    for table, row in rows.items():
        name = next(name for name, file in sorted(files.items()) if file.book is own[table])
        edit = WorkbookEdit(files[name].path)
        edit.append_rows(table, [row])
        assert edit.missing_headers == []
        edit.save()
    found = validate(frozen, TODAY)
    assert [len(found.partnership.frames[name]) for name in SCHOOL_TABLES] == [1, 1, 1, 1]
    codes = {(one.place.table, one.code) for one in found.findings}
    assert codes >= {
        ("tblPakker", "pakke-trin-ukendt"),
        ("tblPakker", "pakke-timer"),
        ("tblTravleUger", "periode-omvendt"),
        ("tblSkoleplan", "henvisning-ukendt"),
        ("tblFravaer", "periode-omvendt"),
    }
    assert "arbejdsbog-aeldre" not in {code for _, code in codes}
