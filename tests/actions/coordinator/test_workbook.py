"""The coordinator's workbook: read as people and programs leave it, refused in one sentence when half of it is gone."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.errors import NotNow, WrongUse
from igu_xl.records import records
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.keeping import Backups

BEGUN = datetime(2026, 11, 2, 9)

# openpyxl plays another program, which does not know all that Excel can hold.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
Decide = Callable[..., None]


def book_of(folder: Path) -> Path:
    path = layout_of(folder).coordinator
    assert path is not None
    return path


def edit(path: Path, change: Callable[[openpyxl.Workbook], object]) -> None:
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    change(book)
    book.save(path)


def set_setting(folder: Path, name: str, value: object) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Indstillinger"]
        row = next(row for row in sheet.iter_rows() if row[0].value == name)
        row[1].value = value  # type: ignore[assignment]

    edit(book_of(folder), change)


def decisions(folder: Path) -> dict[str, str]:
    return {row["candidate"]: row["decision"] for row in records(read_coordinator(folder).proposals)}


def test_a_folder_without_one_gets_it_from_the_template(partnership: Path) -> None:
    book_of(partnership).unlink()
    book = read_coordinator(partnership)
    assert book.path == book_of(partnership)
    assert book.settings.today is None
    assert len(book.proposals) == 0


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("Dags dato", "i morgen", "Indstillingen »Dags dato« kan ikke være »i morgen«"),
        (
            "Åbne hold",
            "måske",
            "Indstillingen »Åbne hold« kan ikke være »måske«. Skriv i arket Indstillinger Ja eller Nej",
        ),
        ("Tid til match (sekunder)", 0, "et helt tal fra 1 til 3600"),
        ("Forløb, der må ofres for ligelighed", -1, "et helt tal fra 0 til 1000"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_run(
    name: str, value: object, sentence: str, partnership: Path
) -> None:
    set_setting(partnership, name, value)
    with pytest.raises(WrongUse) as caught:
        check_partnership(partnership, BEGUN)
    assert sentence in str(caught.value)


def test_a_setting_nobody_knows_stops_the_run(partnership: Path) -> None:
    def rename(book: openpyxl.Workbook) -> None:
        row = next(row for row in book["Indstillinger"].iter_rows() if row[0].value == "Åbne hold")
        row[0].value = "Åbent hold"

    edit(book_of(partnership), rename)
    with pytest.raises(
        WrongUse, match=r"»Åbent hold« findes ikke\. I arket Indstillinger kan stå Dags dato, Åbne hold"
    ):
        read_coordinator(partnership)


def test_the_day_can_be_set_and_is_the_clocks_otherwise(partnership: Path) -> None:
    assert check_partnership(partnership, datetime(2027, 5, 5)).today == date(2026, 11, 2)
    set_setting(partnership, "Dags dato", None)
    assert check_partnership(partnership, datetime(2027, 5, 5)).today == date(2027, 5, 5)


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        ("Indstillinger", "Tabellen tblIndstillinger findes ikke"),
        ("Forslag", "Tabellen tblForslag findes ikke i arbejdsbogen. Kopiér arket »Forslag« fra skabelonen"),
        ("Holdstatus", "Tabellen tblHoldstatus findes ikke"),
    ],
)
def test_a_sheet_that_is_gone_stops_the_run_before_anything_is_written(
    sheet: str, sentence: str, partnership: Path
) -> None:
    edit(book_of(partnership), lambda book: book.remove(book[sheet]))
    before = book_of(partnership).read_bytes()
    with pytest.raises(WrongUse, match=sentence):
        match_partnership(partnership, BEGUN)
    assert book_of(partnership).read_bytes() == before


def test_a_column_of_decisions_that_is_gone_stops_the_run(partnership: Path) -> None:
    def rename(book: openpyxl.Workbook) -> None:
        sheet = book["Forslag"]
        table = sheet.tables["tblForslag"]
        sheet[table.ref.split(":")[0]].value = "Beslut"
        table.tableColumns[0].name = "Beslut"

    edit(book_of(partnership), rename)
    with pytest.raises(WrongUse, match="arket Forslag: Kolonnen »Beslutning« mangler i tabellen"):
        match_partnership(partnership, BEGUN)


def test_a_decision_that_is_not_on_the_list_stops_the_run_and_names_the_cell(matched: Path) -> None:

    def decide(book: openpyxl.Workbook) -> None:
        sheet = book["Forslag"]
        top, *_ = sheet[sheet.tables["tblForslag"].ref]
        sheet.cell(top[0].row + 2, top[0].column, "Godkendt")

    edit(book_of(matched), decide)
    with pytest.raises(WrongUse) as caught:
        match_partnership(matched, BEGUN)
    assert "arket Forslag, celle A" in str(caught.value)
    assert "»Godkendt« findes ikke på listen; mente du »Godkend«?" in str(caught.value)


def test_decisions_are_read_however_they_are_written(matched: Path, decide: Decide) -> None:
    decide(matched, {"101-0001": "Godkend", "101-0002": "Lås", "101-0003": "Afvis"})
    found = decisions(matched)
    assert (found["101-0001"], found["101-0002"], found["101-0003"], found["101-0004"]) == (
        "Godkend",
        "Lås",
        "Afvis",
        "",
    )

    def lower(book: openpyxl.Workbook) -> None:
        for row in book["Forslag"].iter_rows():
            if row[0].value in ("Godkend", "Lås"):
                row[0].value = f" {str(row[0].value).lower()} "

    edit(book_of(matched), lower)
    assert decisions(matched)["101-0002"] == "Lås"


def test_a_copy_with_macros_is_the_coordinators_workbook_too(partnership: Path) -> None:
    """The content type says whether a workbook may have macros; the rest of the file is the same."""
    old = book_of(partnership)
    new = partnership / "koordinator.xlsm"
    if old != new:
        with zipfile.ZipFile(old) as source, zipfile.ZipFile(new, "w") as target:
            for info in source.infolist():
                content = source.read(info)
                if info.filename == "[Content_Types].xml":
                    content = content.replace(
                        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                    )
                target.writestr(info, content)
        old.unlink()
    match_partnership(partnership, BEGUN)
    assert set(decisions(partnership)) >= {"101-0001", "147-0001"}
    assert b"macroEnabled" in zipfile.ZipFile(new).read("[Content_Types].xml")


def test_saved_by_another_program_it_goes_on(matched: Path, decide: Decide) -> None:
    decide(matched, {"101-0003": "Afvis"})
    edit(book_of(matched), lambda book: None)
    match_partnership(matched, BEGUN)
    assert decisions(matched)["101-0003"] == "Afvis"


@pytest.mark.libreoffice
def test_saved_by_libreoffice_it_goes_on(matched: Path, tmp_path: Path, decide: Decide) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    decide(matched, {"101-0003": "Afvis"})
    out, profile = tmp_path / "ud", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, str(book_of(matched))], check=True, capture_output=True, timeout=120)
    book_of(matched).unlink()
    shutil.copy(out / "koordinator.xlsx", matched / "koordinator.xlsx")
    match_partnership(matched, BEGUN)
    assert decisions(matched)["101-0003"] == "Afvis"


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_while_it_is_open_nothing_is_run(lock: str, partnership: Path) -> None:
    path = book_of(partnership)
    before = path.read_bytes()
    (partnership / lock.format(path.name)).touch()
    with pytest.raises(NotNow, match="er åben"):
        match_partnership(partnership, BEGUN)
    assert path.read_bytes() == before


def test_decisions_typed_after_it_was_read_are_not_written_over(matched: Path) -> None:
    book = read_coordinator(matched)
    set_setting(matched, "Åbne hold", "Ja")
    after = book.path.read_bytes()
    with pytest.raises(NotNow, match="ændret, siden den blev læst"):
        CoordinatorFile(matched).write(book, {"tblForslag": []}, Backups(matched, BEGUN), None)
    assert book.path.read_bytes() == after


def test_it_is_a_wrong_use_to_have_an_unreadable_one(partnership: Path) -> None:
    path = book_of(partnership)
    path.write_bytes(b"not a workbook")
    with pytest.raises(WrongUse, match=f"{path.name}: Filen er ikke en Excel-arbejdsbog"):
        check_partnership(partnership, BEGUN)


def test_the_log_has_a_line_for_each_run_that_changed_something(partnership: Path) -> None:
    def log() -> list[list[object]]:
        sheet = openpyxl.load_workbook(book_of(partnership))["Log"]
        return [[cell.value for cell in row] for row in sheet[sheet.tables["tblLog"].ref][1:]]

    check_partnership(partnership, BEGUN)
    check_partnership(partnership, BEGUN)  # the same twice is one line
    match_partnership(partnership, datetime(2026, 11, 3, 14, 5))
    assert [line[:2] for line in log()] == [
        ["02-11-2026 09:00", "Hent og kontrollér"],
        ["03-11-2026 14:05", "Match"],
    ]
    assert log()[0][2] == "5 arbejdsbøger læst med 21 rækker: 0 fejl, 0 advarsler og 2 oplysninger."
