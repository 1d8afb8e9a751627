"""The sheet Start: what LibreOffice calculates from the workbook's tables."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from igu_xl.sheets.building.start_figures import NEVER
from igu_xl.sheets.building.start_sheet import PARTNER_LINES
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.writing.lossless import WorkbookEdit

PARTNERS: list[dict[str, object]] = [
    {"path": "kommuner/101.xlsx", "partner": "København", "kind": "kommune", "rows": 1200, "errors": 2, "warnings": 0,
     "state": "Læst; der er fejl at rette", "read_at": "02-11-2026 09:00"},
    {"path": "kommuner/147.xlsx", "partner": "Frederiksberg", "kind": "kommune", "rows": 0, "errors": 1, "warnings": 0,
     "state": "Filen er låst med en adgangskode."},
]  # fmt: skip
ROWS: dict[str, list[dict[str, object]]] = {
    "tblIndstillinger": [{"setting": "Åbne hold", "value": "Nej"}, {"setting": "Dags dato", "value": "02-10-2026"}],
    "tblPartnere": PARTNERS,
    "tblFund": [{"level": level} for level in ("fejl", "fejl", "fejl", "advarsel", "oplysning", "oplysning")],
    "tblForslag": [
        {"candidate": "101-0001", "decision": "Godkend", "state": "Foreslået"},
        {"candidate": "101-0002", "decision": "Godkend", "state": "Sendt"},
        {"candidate": "101-0003", "decision": "Lås", "state": "Foreslået"},
        {"candidate": "101-0004", "decision": "Afvis", "state": "Afvist"},
        {"candidate": "101-0005", "state": "Foreslået"},
        {"candidate": "101-0006", "state": "Foreslået"},
    ],
    "tblSidenSidst": [
        {"weight": "haster", "sentence": "Holdet NEXT-2027-01 er aflyst.", "chosen": "Rykket"},
        {"weight": "haster", "sentence": "Pladsen BYG-0002 er lukket."},
        *({"weight": "se på", "sentence": f"Holdet NEXT-2027-0{at} har fået nye datoer."} for at in range(2, 8)),
        {"weight": "forbi", "sentence": "Pladsen BYG-0003 er lukket."},
    ],
    "tblNoegletal": [
        {"figure": "Venter", "count": 43},
        {"figure": "Klar senere", "count": 69},
        {"figure": "Godkendt og sendt", "count": 7},
        {"figure": "Aftalt, begynder senere", "count": 4},
        {"figure": "I forløb", "count": 30},
        {"figure": "Hold, der kører", "count": 2},
        {"figure": "Hold, der kan køre", "count": 5},
        {"figure": "Hold, der mangler deltagere", "count": 11},
        {"figure": "Åbne pladser", "count": 64},
        {"figure": "Aflyste hold", "count": 3},
        {"figure": "Har gennemført igu", "count": 37},
        {"figure": "I job uden igu", "count": 29},
        {"figure": "I job eller uddannelse", "count": 61},
    ],
    "tblHvadNuHvis": [
        {"change": "En plads mere i BYG-0001", "gives": 3},
        {"change": "Ét modul mere for 3 kandidater", "gives": 1},
        {"change": "Et senere hold", "gives": 0},
    ],
    "tblLog": [
        {"at": "01-10-2026 08:00", "action": "Hent og kontrollér", "result": "..."},
        {"at": "01-10-2026 08:05", "action": "Match", "result": "..."},
        {"at": "02-10-2026 09:00", "action": "Hent og kontrollér", "result": "..."},
    ],
}
FIGURES = {
    "Arbejdsbøger læst": 1,
    "Kunne ikke læses": 1,
    "Fejl, der skal rettes": 3,
    "Advarsler": 1,
    "Oplysninger": 2,
    "Venter": 43,
    "Klar senere": 69,
    "Godkendt og sendt": 7,
    "Aftalt, begynder senere": 4,
    "I forløb": 30,
    "Åbne pladser": 64,
    "Hold, der kører": 2,
    "Hold, der kan køre": 5,
    "Hold, der mangler deltagere": 11,
    "Aflyste hold": 3,
    "Forslag uden beslutning": 2,
    "Godkendt, ikke sendt": 1,
    "Låst": 1,
    "Afvist": 1,
    "Sendt": 1,
    "Har gennemført igu (mål 100-150)": 37,
    "I job uden igu (mål 50)": 29,
    "I job eller uddannelse (mål 200)": 61,
    "Ændringer, der hjælper": 2,
    "Den bedste giver flere": 3,
}
EVERY_TIME = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

BUTTON_COLUMNS = (2, 5, 8, 11, 14)

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Opens a workbook in LibreOffice, which calculates every formula, and saves it as another kind."""
    folder = tmp_path_factory.mktemp("libreoffice")
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(EVERY_TIME, encoding="utf-8")

    def convert(path: Path, kind: str) -> Path:
        office = shutil.which("soffice")
        if office is None:
            pytest.skip("LibreOffice is not installed")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return folder / f"{path.stem}.{kind.partition(':')[0]}"

    return convert


def start_of(path: Path) -> Worksheet:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".* is not supported and will be removed")
        return openpyxl.load_workbook(path, data_only=True)["Start"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with rows, as it is before any program has calculated."""
    path = tmp_path_factory.mktemp("start") / "koordinator.xlsm"
    build_workbook(COORDINATOR, path, ROWS)
    return path


@pytest.fixture(scope="module")
def start(converted: Convert, built: Path) -> Worksheet:
    return start_of(converted(built, "xlsx"))


@pytest.fixture(scope="module")
def empty(converted: Convert, tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    path = tmp_path_factory.mktemp("empty") / "tom.xlsm"
    build_workbook(COORDINATOR, path)
    return start_of(converted(path, "xlsx"))


def formulas_of(path: Path) -> dict[str, str]:
    """Cell -> formula, of the sheet Start."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".* is not supported and will be removed")
        sheet = openpyxl.load_workbook(path)["Start"]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


def figures(sheet: Worksheet) -> dict[str, object]:
    """Label -> the value to its right, of the blocks under the buttons."""
    return {
        str(sheet.cell(row, column).value): sheet.cell(row, column + 1).value
        for column in BUTTON_COLUMNS
        for row in range(16, 26)
        if sheet.cell(row, column).value
    }


@pytest.mark.libreoffice
def test_every_figure_is_counted_from_the_tables(start: Worksheet) -> None:
    assert figures(start) == FIGURES


@pytest.mark.libreoffice
def test_what_is_stored_beside_each_formula_is_what_it_calculates(built: Path, start: Worksheet) -> None:
    stored = start_of(built)
    formulas = formulas_of(built)
    assert len(formulas) > 400
    assert {cell: stored[cell].value or "" for cell in formulas} == {cell: start[cell].value or "" for cell in formulas}


@pytest.mark.libreoffice
def test_a_file_that_the_tool_has_written_shows_its_figures_before_and_after_they_are_calculated(
    converted: Convert, matched: Path
) -> None:
    path = matched / "koordinator.xlsm"
    stored, calculated = start_of(path), start_of(converted(path, "xlsx"))
    assert figures(stored) == figures(calculated)
    assert figures(stored)["Arbejdsbøger læst"] == 5
    assert stored["C16"].data_type == "n"
    assert {cell: stored[cell].value or "" for cell in formulas_of(path)} == {
        cell: calculated[cell].value or "" for cell in formulas_of(path)
    }


def test_only_figures_are_written_beside_formulas_that_are_still_the_tools_own(matched: Path) -> None:
    path = matched / "koordinator.xlsm"
    before = formulas_of(path)
    edit = WorkbookEdit(path)
    edit.show_results("Start", {"C16": (before["C16"], 77), "C17": ("=1+1", 88), "A1": ("=1+1", 99)})
    edit.save()
    sheet = start_of(path)
    assert (sheet["C16"].value, sheet["C17"].value, sheet["A1"].value) == (77, 0, None)
    assert formulas_of(path) == before


@pytest.mark.libreoffice
def test_an_empty_workbook_shows_noughts_and_no_errors(empty: Worksheet) -> None:
    assert figures(empty) == dict.fromkeys(FIGURES, 0)
    assert not [cell.coordinate for row in empty.iter_rows() for cell in row if str(cell.value).startswith("#")]


@pytest.mark.libreoffice
def test_first_stand_the_lines_of_siden_sidst_that_wait(start: Worksheet, empty: Worksheet) -> None:
    shown = [(start.cell(row, 2).value, start.cell(row, 3).value) for row in range(7, 14)]
    assert shown[0] == ("Siden sidst", "7 venter på, at du ser dem. Det vigtigste:")
    assert shown[1] == ("haster", "Pladsen BYG-0002 er lukket.")
    assert shown[2:] == [("se på", f"Holdet NEXT-2027-0{at} har fået nye datoer.") for at in range(2, 7)]
    nothing = [(empty.cell(row, 2).value, empty.cell(row, 3).value or "") for row in range(7, 10)]
    assert nothing[0] == ("Siden sidst", "Intet nyt.") and {text for _, text in nothing[1:]} == {""}


@pytest.mark.libreoffice
def test_the_month_is_that_of_the_set_day(start: Worksheet) -> None:
    assert (start["B2"].value.year, start["B2"].value.month) == (2026, 10)


@pytest.mark.libreoffice
def test_under_each_button_stands_when_it_was_last_pressed(start: Worksheet, empty: Worksheet) -> None:
    shown = [start.cell(5, column).value for column in BUTTON_COLUMNS]
    assert shown == ["Sidst: 02-10-2026 09:00", "Sidst: 01-10-2026 08:05", *[NEVER] * 3]
    assert [empty.cell(5, column).value for column in BUTTON_COLUMNS] == [NEVER] * 5


@pytest.mark.libreoffice
def test_each_partner_stands_with_state_and_when_it_was_read_and_nothing_below(start: Worksheet) -> None:
    lines = [[start.cell(row, column).value or "" for column in (2, 3, 5, 8, 9, 12, 15)] for row in (29, 30, 31)]
    assert lines == [
        ["København", "kommune", "Læst; der er fejl at rette", "02-11-2026 09:00", 1200, 2, ""],
        ["Frederiksberg", "kommune", "Filen er låst med en adgangskode.", "", "", 1, ""],
        [""] * 7,
    ]


@pytest.mark.libreoffice
def test_a_whole_region_has_room(converted: Convert, tmp_path: Path) -> None:
    many = [{"path": f"kommuner/{number}.xlsx", "partner": f"Nr. {number}"} for number in range(PARTNER_LINES)]
    build_workbook(COORDINATOR, tmp_path / "mange.xlsm", {"tblPartnere": many})
    sheet = start_of(converted(tmp_path / "mange.xlsm", "xlsx"))
    assert sheet.cell(28 + PARTNER_LINES, 2).value == f"Nr. {PARTNER_LINES - 1}"


@pytest.mark.libreoffice
def test_a_round_trip_through_libreoffice_keeps_a_workbook_that_can_be_read(
    converted: Convert, shipped_files: dict[str, Path]
) -> None:
    path = converted(shipped_files["koordinator.xlsm"], "xlsm:Calc MS Excel 2007 VBA XML")
    names = {table.name for table in COORDINATOR.tables}
    assert names <= set(CalamineWorkbook.from_path(path, load_tables=True).table_names or ())
