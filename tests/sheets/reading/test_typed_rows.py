"""One workbook, by every writer and with every kind of cell, is read as it was typed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from igu_xl.findings import Finding
from igu_xl.sheets.building.list_sheet import list_name
from igu_xl.sheets.contract import LISTS, MUNICIPALITY, SCHOOL
from igu_xl.sheets.partnership import read_partnership
from igu_xl.sheets.reading.typed_rows import Broken, ReadBook, read_book, read_table
from igu_xl.sheets.reading.workbook import open_workbook
from igu_xl.sheets.templates import build_workbook

FIXTURES = Path(__file__).parents[2] / "fixtures"
COHORTS = SCHOOL.table("tblHold")

ROW: dict[str, object] = {
    "cohort": "NEXT-2027-01",
    "title": "Bygge og anlæg, trin 1",
    "branch": "Bygge og anlæg",
    "type": "igu",
    "start": date(2027, 1, 4),
    "end": date(2027, 3, 26),
    "min": 12,
    "max": 18,
    "postcode": "0999",
    "enrol_by": date(2026, 12, 1),
    "status": "Planlagt",
}


def by_us(path: Path) -> None:
    build_workbook(SCHOOL, path, {"tblHold": [ROW]})


def by_openpyxl(path: Path) -> None:
    by_us(path)
    openpyxl.load_workbook(path).save(path)


def by_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "[$-406]d. mmmm yyyy;@"})
        sheet = book.add_worksheet("Vores hold")
        headers = [{"header": column.header} for column in COHORTS.inputs]
        sheet.add_table(4, 2, 5, 1 + len(headers), {"name": "tblHold", "columns": headers})
        for at, column in enumerate(COHORTS.inputs, start=2):
            value = ROW.get(column.key)
            if isinstance(value, date):
                sheet.write_datetime(5, at, datetime(value.year, value.month, value.day), day)
            elif value is not None:
                sheet.write(5, at, value)
        courses = book.add_worksheet("Kurser")
        columns = [{"header": column.header} for column in SCHOOL.table("tblKurser")]
        courses.add_table(0, 0, 1, len(columns) - 1, {"name": "tblKurser", "columns": columns})
        calls = [{"header": column.header} for column in SCHOOL.table("tblUdbud")]
        book.add_worksheet("Udbud").add_table(0, 0, 1, len(calls) - 1, {"name": "tblUdbud", "columns": calls})
        lists = book.add_worksheet("Vores lister")
        for letter, name in (("B", "Kursustype"), ("C", "Holdstatus")):
            lists.write_column(f"{letter}3", LISTS[name])
            book.define_name(list_name(name), f"='Vores lister'!${letter}$3:${letter}${2 + len(LISTS[name])}")


def by_libreoffice(path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    source, saved = path.parents[1] / "fra.xlsx", path.parents[1] / "til"
    by_us(source)
    profile = f"-env:UserInstallation={(saved / 'profil').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.move(saved / "fra.xlsx", path)


def in_partnership(path: Path) -> Path:
    folder = path / "skoler"
    folder.mkdir(exist_ok=True)
    return folder / "next.xlsx"


@pytest.mark.parametrize(
    "write", [by_us, by_openpyxl, by_xlsxwriter, pytest.param(by_libreoffice, marks=pytest.mark.libreoffice)]
)
def test_a_workbook_means_the_same_whoever_wrote_it(tmp_path: Path, write: Callable[[Path], None]) -> None:
    write(in_partnership(tmp_path))
    partnership = read_partnership(tmp_path)
    assert partnership.findings == ()
    row = partnership.frames["tblHold"].iloc[0].dropna().to_dict()
    meant = {key: pd.Timestamp(value) if isinstance(value, date) else value for key, value in ROW.items()}
    assert {key: row[key] for key in meant} == meant
    assert row["partner"] == "skole:next"


def test_what_exceljs_writes_is_read(tmp_path: Path) -> None:
    """Rich text, links, formulas with texts, an error, a truth value, a formula without a result, dates as text."""
    shutil.copy(FIXTURES / "exceljs-hold.xlsx", in_partnership(tmp_path))
    partnership = read_partnership(tmp_path)
    cohorts = partnership.frames["tblHold"]
    assert list(cohorts["cohort"]) == ["NEXT-2027-01", "NEXT-2027-02", "NEXT-2027-03"]
    assert list(cohorts["title"]) == ["Bygge og anlæg", "SERVICE", "Fejl"]
    assert list(cohorts["postcode"].dropna()) == ["0999", "2400"]
    assert list(cohorts["start"].dropna()) == [pd.Timestamp(2027, 1, 4), pd.Timestamp(2027, 2, 1)]
    assert list(cohorts["end"]) == [pd.Timestamp(2027, 3, 26), pd.Timestamp(2027, 4, 1), pd.Timestamp(2027, 5, 1)]
    assert [(finding.code, finding.place.cell) for finding in partnership.findings] == [
        ("arbejdsbog-aeldre", ""),  # it has no list to choose FGU from
        ("celle-fejl", "E8"),
        ("tal-ulaeseligt", "G8"),
        ("celle-uberegnet", "H8"),
    ]


@pytest.fixture
def with_cells(tmp_path: Path) -> Callable[..., ReadBook]:
    """Reads the workbook after values were typed under headers in its first row."""

    def read(**typed: object) -> ReadBook:
        path = in_partnership(tmp_path)
        by_us(path)
        workbook = openpyxl.load_workbook(path)
        sheet = workbook["Hold"]
        top = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Hold-id")
        for at, column in enumerate(COHORTS.inputs, start=1):
            if column.key in typed:
                cell = sheet.cell(top + 1, at)
                cell.value = typed[column.key]  # type: ignore[assignment]
                cell.number_format = "[h]:mm" if isinstance(typed[column.key], timedelta | clock) else "General"
        workbook.save(path)
        return read_book(path, "skoler/next.xlsx", "skole:next", SCHOOL)

    return read


def first(read: ReadBook, key: str) -> object:
    value: object = read.tables["tblHold"].typed[key].iat[0]
    return value


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        (True, "SAND"),
        (False, "FALSK"),
        ("=1/0", Broken("celle-uberegnet")),
        ("#N/A", Broken("celle-fejl", "#N/A")),
        ("#REF!", Broken("celle-fejl", "#REF!")),
        ("\u00a0 \t", None),
        ("'01-02", "'01-02"),
        ("🙂👩‍🔧", "🙂👩‍🔧"),
        ("æøå ÆØÅ ß é", "æøå ÆØÅ ß é"),
        ("linje 1\nlinje 2", "linje 1\nlinje 2"),
        ("x" * 32_767, "x" * 32_767),
        ("0012", "0012"),
        (12, 12.0),
        (2.5, 2.5),
    ],
)
def test_each_kind_of_cell_is_kept_as_typed(
    with_cells: Callable[..., ReadBook], typed: object, read_as: object
) -> None:
    assert first(with_cells(title=typed), "title") == read_as


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (clock(8, 30), "dato-ulaeselig"),
        (timedelta(hours=30), "dato-ulaeselig"),
        (46000, "dato-er-tal"),
        ("=TODAY()", "celle-uberegnet"),
        ("#VALUE!", "celle-fejl"),
        ("snart", "dato-ulaeselig"),
    ],
)
def test_a_cell_that_is_no_date_is_told_with_its_place(
    with_cells: Callable[..., ReadBook], tmp_path: Path, typed: object, code: str
) -> None:
    with_cells(start=typed)
    found = read_partnership(tmp_path).findings
    assert [(one.code, one.place.column, one.place.row_id) for one in found] == [(code, "Start", "NEXT-2027-01")]
    assert found[0].place.cell.startswith("E") and found[0].place.sheet == "Hold"


def test_an_id_that_is_broken_is_told_without_an_id(with_cells: Callable[..., ReadBook], tmp_path: Path) -> None:
    with_cells(cohort="#REF!", start="snart")
    assert [(one.code, one.place.row_id) for one in read_partnership(tmp_path).findings] == [
        ("celle-fejl", ""),
        ("dato-ulaeselig", ""),
    ]


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    path = in_partnership(tmp_path)
    by_us(path)
    workbook = openpyxl.load_workbook(path)
    workbook.epoch = CALENDAR_MAC_1904
    workbook.save(path)
    frame = read_partnership(tmp_path).frames["tblHold"]
    assert list(frame["start"]) == [pd.Timestamp(2027, 1, 4)]


def test_newer_errors_in_any_sheet_do_not_keep_a_workbook_from_being_read(tmp_path: Path) -> None:
    path = in_partnership(tmp_path)
    by_us(path)
    workbook = openpyxl.load_workbook(path)
    for sheet in (workbook["Hold"], workbook.create_sheet("Noter")):
        cell = sheet["T1"]
        cell.value = "#SPILL!"
        cell.data_type = "e"
    workbook.save(path)
    assert read_partnership(tmp_path).findings == ()


def test_formulas_keep_the_text_they_last_showed(tmp_path: Path) -> None:
    path = in_partnership(tmp_path)
    by_xlsxwriter(path)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Hold")
        sheet.add_table(
            0, 0, 1, 13, {"name": "tblHold", "columns": [{"header": column.header} for column in COHORTS.inputs]}
        )
        sheet.write_formula(1, 0, '="NEXT-"&"1"', None, "NEXT-1")
    rows = read_table(open_workbook(path), COHORTS, "x", [])
    assert rows is not None
    assert list(rows.typed["cohort"]) == ["NEXT-1"]


def test_the_cells_of_a_table_are_read_alone(tmp_path: Path) -> None:
    path = tmp_path / "next.xlsx"
    by_us(path)
    findings: list[Finding] = []
    rows = read_table(open_workbook(path), COHORTS, "skoler/next.xlsx", findings)
    assert rows is not None and not findings
    assert rows.cell(0, "cohort") == f"A{rows.numbers[0]}"
    assert read_table(open_workbook(path), MUNICIPALITY.table("tblKandidater"), "x", findings) is None
    assert [finding.code for finding in findings] == ["tabel-mangler"]


def candidates(count: int) -> list[dict[str, object]]:
    return [
        {
            "candidate": f"101-{number:04d}",
            "registered": f"{1 + number % 28}/{1 + number % 12}-2026",
            "born": f"{1 + number % 28:02d}.{1 + number % 12:02d}.{60 + number % 40}",
            "basis": "Flygtning",
            "residence_from": f"{1 + number % 28}. maj {2010 + number % 10}",
            "danish_track": "DU2",
            "danish_module": "4",
            "wish_1": "Bygge og anlæg",
            "measures": "igu; praktik",
            "ready_from": "2026-12-01",
            "status": "Klar",
            "remark": f"Bemærkning {number}",
        }
        for number in range(count)
    ]


def test_five_hundred_candidates_with_text_dates_are_read_in_seconds(tmp_path: Path) -> None:
    """About 0.1 s on a laptop; the bound catches a pass per row, and leaves room for a busy machine."""
    path = tmp_path / "kommuner" / "101-koebenhavn.xlsx"
    path.parent.mkdir()
    build_workbook(MUNICIPALITY, path, {"tblKandidater": candidates(500)})
    read_partnership(tmp_path)
    begun = time.process_time()
    partnership = read_partnership(tmp_path)
    assert time.process_time() - begun < 3
    assert partnership.findings == ()
    frame = partnership.frames["tblKandidater"]
    assert len(frame) == 500 and frame[["registered", "born", "residence_from"]].notna().all(axis=None)
