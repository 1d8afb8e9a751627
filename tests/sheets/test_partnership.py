"""The folder of a partnership: which files are whose, and one frame a table in which every value knows its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.errors import WrongUse
from igu_xl.findings import Finding, Place
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, PARTNER_BOOKS, SCHOOL
from igu_xl.sheets.identity import partner_of
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.partnership import blocked_rows, read_partnership
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.workbook_files import find_workbooks


def candidate(name: str, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "candidate": name,
        "registered": date(2026, 9, 1),
        "born": date(1990, 5, 17),
        "basis": "Flygtning",
        "residence_from": date(2023, 2, 1),
        "danish_track": "DU2",
        "danish_module": "4",
        "wish_1": "Bygge og anlæg",
        "measures": "igu; praktik",
        "ready_from": date(2026, 12, 1),
        "status": "Klar",
    }
    return row | more


SLOT = {
    "p_number": "1025123456",
    "type": "igu",
    "openings": 2,
    "start_earliest": date(2027, 1, 1),
    "start_latest": date(2027, 6, 1),
    "status": "Åben",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two municipalities, a branch and a school."""
    for book in PARTNER_BOOKS:
        (tmp_path / book.folder).mkdir()
    first = [candidate("101-0001"), candidate("101-0002", ready_from="snart", postcode="x")]
    build_workbook(MUNICIPALITY, tmp_path / "kommuner/101-koebenhavn.xlsx", {"tblKandidater": first})
    second = {"tblKandidater": [candidate("147-0001", ready_from="1/5-2027")]}
    build_workbook(MUNICIPALITY, tmp_path / "kommuner/147-frederiksberg.xlsm", second)
    branches = ("Transport og logistik", "Bygge og anlæg", "Bygge og anlæg")
    slots = [SLOT | {"slot": f"BYG-{number}", "branch": branch} for number, branch in enumerate(branches)]
    build_workbook(BRANCH, tmp_path / "brancher/byg.xlsx", {"tblPladser": slots})
    build_workbook(SCHOOL, tmp_path / "skoler/es-nord.xlsx")
    return tmp_path


def test_every_table_of_the_partners_has_a_frame(folder: Path) -> None:
    partnership = read_partnership(folder)
    tables = {table.name for book in PARTNER_BOOKS for table in book.inputs}
    assert set(partnership.frames) == tables
    for book in PARTNER_BOOKS:
        for table in book.inputs:
            keys = {column.key for column in table.inputs} | {"book", "partner", "row", "nth"}
            assert set(partnership.frames[table.name]) == keys


def test_the_types_of_a_frame_are_the_same_with_and_without_rows(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = tmp_path_factory.mktemp("tom")
    (empty / "kommuner").mkdir()
    full, none = (read_partnership(path).frames["tblKandidater"] for path in (folder, empty))
    assert len(full) == 3 and len(none) == 0
    assert dict(full.dtypes) == dict(none.dtypes)


def test_rows_of_all_workbooks_stand_in_one_frame(folder: Path) -> None:
    frame = read_partnership(folder).frames["tblKandidater"]
    assert list(frame["candidate"]) == ["101-0001", "101-0002", "147-0001"]
    assert list(frame["partner"]) == ["kommune:101", "kommune:101", "kommune:147"]
    assert list(frame["nth"]) == [0, 1, 0]
    assert frame["ready_from"][2] == pd.Timestamp(2027, 5, 1)


def test_a_value_that_is_unclear_is_missing_and_has_a_finding_at_its_cell(folder: Path) -> None:
    partnership = read_partnership(folder)
    frame = partnership.frames["tblKandidater"]
    assert pd.isna(frame["ready_from"][1]) and pd.isna(frame["postcode"][1])
    row = frame["row"][1]
    assert [(finding.code, finding.value, finding.place) for finding in partnership.findings] == [
        (code, value, Place("kommuner/101-koebenhavn.xlsx", "Kandidater", "tblKandidater", cell, header, "101-0002"))
        for code, value, cell, header in (
            ("cifre-ugyldige", "x", f"G{row}", "Postnr"),
            ("dato-ulaeselig", "snart", f"T{row}", "Klar fra"),
        )
    ]
    assert partnership.place("tblKandidater", 1, "ready_from") == partnership.findings[1].place


def test_a_place_needs_no_id(folder: Path) -> None:
    build_workbook(
        MUNICIPALITY, folder / "kommuner/101-koebenhavn.xlsx", {"tblKandidater": [candidate("x") | {"candidate": None}]}
    )
    assert read_partnership(folder).place("tblKandidater", 0, "born").row_id == ""


def test_errors_block_their_row_and_warnings_do_not(folder: Path) -> None:
    partnership = read_partnership(folder)
    findings = list(partnership.findings)
    place = partnership.place("tblKandidater", 2, "candidate")
    findings.append(Finding(place, "id-fremmed", "", {"code": "147"}))
    assert list(blocked_rows(partnership, findings, "tblKandidater")) == [False, True, False]
    assert not blocked_rows(partnership, findings, "tblPladser").any()
    assert blocked_rows(partnership, findings, "tblHold").empty


def test_the_same_row_number_in_another_workbook_is_not_blocked(folder: Path) -> None:
    partnership = read_partnership(folder)
    findings = [Finding(partnership.place("tblKandidater", 0, "born"), "paakraevet")]
    rows = partnership.frames["tblKandidater"]["row"]
    assert rows[0] == rows[2]
    assert list(blocked_rows(partnership, findings, "tblKandidater")) == [True, False, False]


def test_progress_is_told_before_each_workbook(folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    read_partnership(folder, lambda number, count, name: told.append((number, count, name)))
    assert told == [
        (0, 4, "brancher/byg.xlsx"),
        (1, 4, "kommuner/101-koebenhavn.xlsx"),
        (2, 4, "kommuner/147-frederiksberg.xlsm"),
        (3, 4, "skoler/es-nord.xlsx"),
    ]


def test_partners_are_called_what_people_call_them(folder: Path) -> None:
    partnership = read_partnership(folder)
    assert partnership.partner_name("kommune:101") == "København"
    assert partnership.partner_name("branche:byg") == "Bygge og anlæg"
    assert partnership.partner_name("skole:es-nord") == "ES Nord"


@pytest.mark.parametrize(
    ("stem", "partner"),
    [
        ("101-koebenhavn", "kommune:101"),
        ("0101", "kommune:101"),
        ("101", "kommune:101"),
        ("101 København - kopi", "kommune:101"),
        ("Københavns Kommune", "kommune:101"),
        ("ko\u0308benhavn", "kommune:101"),
        ("lyngby-taarbaek", "kommune:173"),
        ("1010-koebenhavn", ""),
        ("999-ingensteder", ""),
        ("Tårnby-Dragør", ""),
        ("kandidater", ""),
        ("", ""),
    ],
)
def test_a_municipality_is_known_by_number_or_name(stem: str, partner: str) -> None:
    assert partner_of(stem, MUNICIPALITY) == partner


def test_branches_and_schools_are_known_by_their_file() -> None:
    assert partner_of("bygge-anlaeg", BRANCH) == "branche:bygge-anlaeg"
    assert partner_of("next", SCHOOL) == "skole:next"


def names(folder: Path) -> list[str]:
    return [file.name for file in find_workbooks(folder)[0]]


@pytest.mark.parametrize(
    "name", ["~$101-koebenhavn.xlsx", ".~lock.101-koebenhavn.xlsx#", ".DS_Store", "desktop.ini", "Thumbs.db", "arkiv"]
)
def test_what_programs_leave_behind_is_passed_over(folder: Path, name: str) -> None:
    before = names(folder)
    (folder / "kommuner" / name).mkdir() if name == "arkiv" else (folder / "kommuner" / name).write_bytes(b"x")
    assert find_workbooks(folder)[1] == []
    assert names(folder) == before


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("notat.docx", "fil-fremmed"),
        ("101-koebenhavn.XLS", "fil-gammelt-format"),
        ("101-koebenhavn.numbers", "fil-gammelt-format"),
        ("kandidater.xlsx", "partner-ukendt"),
        ("101-koebenhavn2.xlsx", "partner-dobbelt"),
        ("København.XLSX", "partner-dobbelt"),
    ],
)
def test_a_file_that_does_not_belong_is_told(folder: Path, name: str, code: str) -> None:
    (folder / "kommuner" / name).write_bytes(b"x")
    found = [one for one in read_partnership(folder).findings if one.place.workbook.endswith(name)]
    assert [(finding.code, finding.place.workbook) for finding in found] == [(code, f"kommuner/{name}")]


@pytest.mark.parametrize("copy", ["101-koebenhavn (1).xlsx", "101-koebenhavn - Kopi.xlsx", "101-koebenhavn-PC7.xlsx"])
def test_the_original_is_read_and_its_copy_is_told(folder: Path, copy: str) -> None:
    (folder / "kommuner" / copy).write_bytes(b"x")
    read = read_partnership(folder)
    assert "kommuner/101-koebenhavn.xlsx" in {book.path for book in read.books}
    (message,) = [one.message for one in read.findings if one.place.workbook.endswith(copy)]
    assert message == "Der er to arbejdsbøger for samme partner: denne og kommuner/101-koebenhavn.xlsx."


def test_a_folder_of_something_else_is_no_partnership(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="er ikke et partnerskab"):
        read_partnership(tmp_path)


def test_an_empty_partnership_is_read(tmp_path: Path) -> None:
    (tmp_path / "kommuner").mkdir()
    partnership = read_partnership(tmp_path)
    assert partnership.books == () and partnership.findings == ()


def test_a_workbook_nobody_may_read_is_told_in_danish(folder: Path) -> None:
    path = folder / "skoler" / "es-nord.xlsx"
    path.unlink()
    path.symlink_to("es-nord.xlsx")  # a link to itself
    found = read_partnership(folder).findings
    assert [finding.code for finding in found if finding.place.workbook.startswith("skoler")] == ["fil-laest-ikke"]
    assert "systemfejl" in found[0].message


@pytest.mark.parametrize("name", ["koordinator.xlsm", "koordinator.xlsx"])
def test_the_coordinators_workbook_may_have_macros_or_not(tmp_path: Path, name: str) -> None:
    assert layout_of(tmp_path).coordinator is None
    (tmp_path / name).write_bytes(b"x")
    assert layout_of(tmp_path).coordinator == tmp_path / name
