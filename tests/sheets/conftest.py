"""Workbooks as several programs write them, each with `tblForloeb` at B3: Forløb-id, Start, Timer, two rows."""

from __future__ import annotations

import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from PIL import Image as Picture
from python_calamine import CalamineWorkbook

from igu_xl.sheets.writing.lossless import CellValue, WorkbookEdit

HEADERS = ["Forløb-id", "Start", "Timer"]
ROWS: list[list[Any]] = [["F-0001", date(2026, 11, 1), 37], ["F-0002", date(2026, 11, 1), 25]]


@pytest.fixture
def openpyxl_book(tmp_path: Path) -> Path:
    """Chart, picture, note, drop-down, conditional format, defined name and formulas on two sheets."""
    return _openpyxl_book(tmp_path / "101-koebenhavn.xlsx")


@pytest.fixture
def xlsxwriter_book(tmp_path: Path) -> Path:
    """Button, text box, sparkline, x14 data bar, dynamic array, protection and a calculated column."""
    return _xlsxwriter_book(tmp_path / "147-frederiksberg.xlsx")


@pytest.fixture
def make_table(tmp_path: Path) -> Callable[..., Path]:
    """Makes a plain workbook with one table: `make_table(rows, headers, **workbook options)`."""

    def make(rows: list[list[object]], headers: list[str], name: str = "bog.xlsx", **options: object) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, options) as book:
            sheet = book.add_worksheet("Ark")
            columns = [{"header": header} for header in headers]
            sheet.add_table(2, 1, 2 + len(rows), len(headers), {"name": "tblX", "columns": columns})
            for at, row in enumerate(rows):
                sheet.write_row(3 + at, 1, row)
        return path

    return make


@pytest.fixture
def exceljs_book(tmp_path: Path) -> Path:
    """Rich text, note, link, drop-down, x14 data bar and column formats; made by fixtures/make_exceljs.js."""
    return Path(shutil.copy(Path(__file__).parents[1] / "fixtures" / "exceljs.xlsx", tmp_path / "exceljs.xlsx"))


@pytest.fixture(scope="session")
def libreoffice_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The openpyxl workbook as LibreOffice saves it."""
    source, folder = tmp_path_factory.mktemp("fra"), tmp_path_factory.mktemp("til")
    _libreoffice("xlsx", folder, _openpyxl_book(source / "libreoffice.xlsx"))
    return folder / "libreoffice.xlsx"


@pytest.fixture
def libreoffice_book(libreoffice_original: Path, tmp_path: Path) -> Path:
    """A copy of the workbook LibreOffice saved."""
    return Path(shutil.copy(libreoffice_original, tmp_path))


@pytest.fixture(
    params=["openpyxl", "xlsxwriter", "exceljs", pytest.param("libreoffice", marks=pytest.mark.libreoffice)]
)
def partner_book(request: pytest.FixtureRequest) -> Path:
    """The same table in a workbook by each of the writers."""
    book: Path = request.getfixturevalue(f"{request.param}_book")
    return book


@pytest.fixture
def to_csv(tmp_path: Path) -> Callable[..., list[str]]:
    """The first sheet of each workbook as LibreOffice shows it: `to_csv(path, path)`."""

    def texts(*paths: Path) -> list[str]:
        _libreoffice("csv:Text - txt - csv (StarCalc):44,34,76", tmp_path / "csv", *paths)
        return [(tmp_path / "csv" / f"{path.stem}.csv").read_text(encoding="utf-8") for path in paths]

    return texts


def _libreoffice(kind: str, folder: Path, *paths: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def _openpyxl_book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Forløb"
    sheet["A1"] = "Forløb i kommunen"
    for at, row in enumerate([HEADERS, *ROWS], start=3):
        for column, value in enumerate(row, start=2):
            sheet.cell(at, column, value)
        sheet.cell(at, 3).number_format = "dd-mm-yyyy"
    sheet.add_table(Table(displayName="tblForloeb", ref="B3:D5", tableStyleInfo=TableStyleInfo("TableStyleMedium2")))
    hours = DataValidation("whole", operator="between", formula1="1", formula2="37")
    hours.add("D4:D5")
    sheet.add_data_validation(hours)
    red = CellIsRule(  # type: ignore[no-untyped-call]
        "lessThan", ["30"], fill=PatternFill("solid", bgColor="FFC7CE")
    )
    sheet.conditional_formatting.add("B4:D5", red)
    sheet["B4"].comment = Comment("En note", "En person")
    picture = BytesIO()
    Picture.new("RGB", (8, 8), "red").save(picture, "png")
    sheet.add_image(Image(picture), "H2")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=3, max_row=5), titles_from_data=True)
    sheet.add_chart(chart, "H8")
    book.create_sheet("Andet")["A1"] = "=SUM(tblForloeb[Timer])"
    book.defined_names["lst_timer"] = openpyxl.workbook.defined_name.DefinedName(
        "lst_timer", attr_text="tblForloeb[Timer]"
    )
    book.save(path)
    return path


def _xlsxwriter_book(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": datetime(2026, 11, 1)})
        sheet = book.add_worksheet("Forløb")
        day = book.add_format({"num_format": "dd-mm-yyyy", "locked": False})
        sheet.add_table(
            "B3:E5",
            {
                "name": "tblForloeb",
                "columns": [{"header": h} for h in HEADERS] + [{"header": "Uger", "formula": "=[Timer]/37"}],
            },
        )
        for at, (key, start, hours) in enumerate(ROWS):
            sheet.write_row(3 + at, 1, [key])
            sheet.write_datetime(3 + at, 2, start, day)
            sheet.write_number(3 + at, 3, hours)
        sheet.data_validation("D4:D5", {"validate": "integer", "criteria": "<=", "value": 37})
        sheet.conditional_format("D4:D5", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("G4", {"range": "Forløb!D4:D5"})
        sheet.insert_button("G6", {"macro": "Hent", "caption": "Hent og kontrollér"})
        sheet.insert_textbox("I2", "Skriv kun i de gule felter")
        sheet.write_dynamic_array_formula("G20:G21", "=SORT(D4:D5)")
        sheet.write_rich_string("A1", book.add_format({"bold": True}), "Forløb", " i kommunen")
        sheet.protect()
        book.add_worksheet("Andet").write_formula("A1", "=SUM(Forløb!D4:D5)", None, 62)
    return path


@pytest.fixture
def parts() -> Callable[[Path], dict[str, bytes]]:
    """The content of every part: `parts(path)`."""
    return _parts


@pytest.fixture
def sheet_xml() -> Callable[[Path], str]:
    """The XML of the first sheet: `sheet_xml(path)`."""
    return lambda path: _parts(path)["xl/worksheets/sheet1.xml"].decode()


@pytest.fixture
def changed_parts() -> Callable[[dict[str, bytes], Path], set[str]]:
    """The parts that differ, after a check that the order is the same: `changed_parts(before, path)`."""

    def changed(before: dict[str, bytes], path: Path) -> set[str]:
        after = _parts(path)
        assert list(after) == [name for name in before if name in after]
        return {name for name in before if before[name] != after.get(name)}

    return changed


@pytest.fixture
def rewritten() -> Callable[..., Path]:
    """Changes parts (None leaves one out) or adds some, as another writer might have: `rewritten(path, change)`."""

    def rewrite(path: Path, change: Callable[[str, bytes], bytes | None], **extra: bytes) -> Path:
        content = _parts(path) | extra
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in content.items():
                new = change(name, data)
                if new is not None:
                    package.writestr(name, new)
        return path

    return rewrite


@pytest.fixture
def appended() -> Callable[..., list[int]]:
    """Appends rows and saves: `appended(path, row, row, table="tblX")` gives the row numbers."""

    def append(path: Path, *rows: dict[str, CellValue], table: str = "tblForloeb") -> list[int]:
        edit = WorkbookEdit(path)
        numbers = edit.append_rows(table, rows)
        assert edit.save()
        return numbers

    return append


@pytest.fixture
def table_values() -> Callable[[Path, str], list[list[object]]]:
    """The values of a table as calamine reads them: `table_values(path, "tblX")`."""

    def values(path: Path, table: str) -> list[list[object]]:
        with CalamineWorkbook.from_path(path, load_tables=True) as book:
            return [list(row) for row in book.get_table_by_name(table).to_python()]

    return values


@pytest.fixture
def reopened() -> Callable[[Path], openpyxl.Workbook]:
    """The workbook as openpyxl reads it; what it says it would lose is not our concern: `reopened(path)`."""

    def reopen(path: Path) -> openpyxl.Workbook:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".* is not supported and will be removed")
            return openpyxl.load_workbook(path)

    return reopen


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def recalculated(tmp_path: Path) -> Callable[[Path], Path]:
    """Saves a workbook with LibreOffice after it has calculated every formula anew."""

    def recalculate(path: Path) -> Path:
        office = shutil.which("soffice")
        if office is None:
            pytest.skip("LibreOffice is not installed")
        settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        folder = tmp_path / "beregnet"
        command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return folder / path.name

    return recalculate


_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
