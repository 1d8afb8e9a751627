"""Every frozen partnership's workbooks get what a later contract has added, and keep all they have."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.upgrading import older_workbooks, summary, upgrade_partnership
from igu_xl.checks.validation import validate
from igu_xl.sheets.contract import LISTS, MUNICIPALITY
from igu_xl.sheets.contract.branch import COMPANIES
from igu_xl.sheets.reading.typed_rows import read_book
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.lossless import WorkbookEdit, file_sha256

from .conftest import EXTRA, GROWN_LIST, NEW_VALUE, SENT, STEP

TODAY, BEGUN = date(2026, 11, 2), datetime(2026, 11, 5, 9)
OTHERS_THERE = next(column.header for column in COMPANIES if column.key == "others")
MUNICIPALITIES = ("101-koebenhavn", "147-frederiksberg", "157-gentofte")
REPLACED = (
    '-(tblKandidater[[#This Row],[Folkeregisteradresse fra]]="")*((tblKandidater[[#This Row],[Erstatnings-CPR]]="Ja"))'
)
Parts = Callable[[Path], dict[str, bytes]]


def opened(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def workbooks(folder: Path) -> list[Path]:
    return [file.path for file in find_workbooks(folder)[0]]


def typed(book: openpyxl.Workbook) -> Iterator[tuple[str, str, Any, Any, Any]]:
    """Every cell that holds something, with its look; the dictionary is the tool's own.

    A *Tjek* is told without what an answer in a later column frees, which `upgraded` brings it.
    """
    for sheet in book.worksheets:
        if sheet.title != "Ordbog":
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        fill = cell.fill.fgColor.rgb if cell.fill.patternType else None
                        told = str(cell.value).replace(REPLACED, "") if cell.data_type == "f" else cell.value
                        yield sheet.title, cell.coordinate, told, cell.number_format, fill


def headers(path: Path) -> set[str]:
    """The headers of all tables of a workbook."""
    return {column.name for sheet in opened(path) for table in sheet.tables.values() for column in table.tableColumns}


def upgraded(folder: Path) -> None:
    done = upgrade_partnership(folder, BEGUN)
    assert (done.waiting, done.refused) == ({}, {})


@pytest.mark.usefixtures("grown_contract")
class TestGrown:
    """With a contract that has grown."""

    def test_nothing_that_was_typed_is_changed(self, frozen: Path) -> None:
        before = {path: set(typed(opened(path))) for path in workbooks(frozen)}
        upgraded(frozen)
        for path, cells in before.items():
            assert cells <= set(typed(opened(path))), path.name

    def test_all_other_parts_stay_byte_for_byte(self, frozen: Path, parts: Parts) -> None:
        before = {path: parts(path) for path in workbooks(frozen)}
        upgraded(frozen)
        for path, old in before.items():
            new = parts(path)
            changed = {name for name in old if new.get(name) != old[name]}
            assert {name for name in changed if not name.startswith("xl/worksheets/sheet")} <= {
                "[Content_Types].xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
                "xl/styles.xml",
                *(name for name in old if name.startswith("xl/tables/")),
            }, path.name
            untouched = {"Opfølgning", "Fund", "Vores aftaler"}
            for name, part in sheet_parts(path).items():
                if name in untouched and path.parent.name == "kommuner":
                    assert part not in changed, (path.name, name)

    def test_twice_is_the_same_as_once(self, frozen: Path) -> None:
        upgraded(frozen)
        before = {path: file_sha256(path) for path in frozen.rglob("*.xls*")}
        done = upgrade_partnership(frozen, datetime(2026, 11, 6, 9))
        assert done.written == {} and summary(done) == "Alt er på den nyeste version."
        assert before == {path: file_sha256(path) for path in frozen.rglob("*.xls*")}

    def test_the_new_columns_look_and_behave_as_in_a_new_workbook(self, frozen: Path, tmp_path: Path) -> None:
        upgraded(frozen)
        row = {"placement": "101-0001-F1", SENT.key: date(2026, 11, 3), STEP.key: "Andet"}
        build_workbook(MUNICIPALITY, tmp_path / "ny.xlsx", {"tblForloeb": [row]})
        fresh = opened(tmp_path / "ny.xlsx")["Forløb"]
        for name in MUNICIPALITIES:
            sheet = opened(frozen / "kommuner" / f"{name}.xlsx")["Forløb"]
            for column in (SENT, STEP):
                own, theirs = (header_cell(one, column.header) for one in (sheet, fresh))
                for cell, model in ((own, theirs), (own.offset(1), theirs.offset(1))):
                    assert cell.number_format == model.number_format
                    assert cell.fill.fgColor.rgb == model.fill.fgColor.rgb
                    assert cell.font.b == model.font.b and cell.font.color.value == model.font.color.value
                    assert cell.alignment.wrapText == model.alignment.wrapText
                    assert cell.protection.locked == model.protection.locked
                assert rules(sheet, own) == rules(fresh, theirs)
                assert width(sheet, own) == pytest.approx(width(fresh, theirs), abs=0.1)

    def test_the_new_sheet_is_as_in_a_new_workbook(self, frozen: Path, tmp_path: Path) -> None:
        upgraded(frozen)
        build_workbook(MUNICIPALITY, tmp_path / "ny.xlsx")
        fresh = opened(tmp_path / "ny.xlsx")
        for name in MUNICIPALITIES:
            book = opened(frozen / "kommuner" / f"{name}.xlsx")
            own, theirs = book[EXTRA.sheet], fresh[EXTRA.sheet]
            assert book.sheetnames.index(EXTRA.sheet) == book.sheetnames.index("Forløb") + 1
            assert own.tables[EXTRA.name].ref == theirs.tables[EXTRA.name].ref
            assert own.print_title_rows == theirs.print_title_rows == "$4:$4"
            assert own.freeze_panes == theirs.freeze_panes
            cells = [(cell.value, cell.fill.fgColor.rgb, cell.number_format) for row in own["A1:E5"] for cell in row]
            assert cells == [
                (cell.value, cell.fill.fgColor.rgb, cell.number_format) for row in theirs["A1:E5"] for cell in row
            ]
            assert len({table.id for sheet in book.worksheets for table in sheet.tables.values()}) == 9
            for title in book.sheetnames:
                assert book[title].print_title_rows == (None if title in ("Vejledning", "Vores aftaler") else "$4:$4")

    def test_the_value_is_on_the_list(self, frozen: Path) -> None:
        upgraded(frozen)
        for name in MUNICIPALITIES:
            book = opened(frozen / "kommuner" / f"{name}.xlsx")
            for list_name, values in (
                ("lst_ophoersaarsag", LISTS[GROWN_LIST]),
                ("lst_trin_til_test", LISTS[STEP.options]),
            ):
                ((title, area),) = book.defined_names[list_name].destinations
                assert [cell.value for (cell,) in book[title][area]] == list(values)

    def test_the_reader_reads_it_with_no_findings_that_were_not_there(self, frozen: Path) -> None:
        older = "arbejdsbog-aeldre"
        before = [finding for finding in validate(frozen, TODAY).findings]
        assert {finding.place.workbook for finding in before if finding.code == older} == {
            path.relative_to(frozen).as_posix() for path in workbooks(frozen)
        }
        upgraded(frozen)
        after = validate(frozen, TODAY).findings
        assert list(after) == [finding for finding in before if finding.code != older]
        assert older_workbooks(frozen) == {}

    def test_what_is_typed_in_the_new_places_is_read(self, frozen: Path) -> None:
        upgraded(frozen)
        for name in MUNICIPALITIES:
            path = frozen / "kommuner" / f"{name}.xlsx"
            edit = WorkbookEdit(path)
            first = edit.column("tblForloeb", "Forløb-id")
            row = 5
            edit.set_cell("tblForloeb", row, SENT.header, date(2026, 11, 3))
            edit.set_cell("tblForloeb", row, GROWN_LIST, NEW_VALUE)
            edit.append_rows(EXTRA.name, [{"Aftale": "A-1", "Dato": date(2026, 11, 4), "Trin": "Andet"}] * 2)
            edit.append_rows("tblForloeb", [{"Forløb-id": f"{name[:3]}-0001-F9"}] * 3)
            assert edit.save()
            read = read_book(path, name, f"kommune:{name[:3]}", MUNICIPALITY)
            rows = read.tables["tblForloeb"]
            assert len(rows.numbers) == len([one for one in first if one]) + 3
            assert rows.column(SENT.key)[0] == date(2026, 11, 3)
            assert list(read.tables[EXTRA.name].column("step")) == ["Andet", "Andet"]
            assert len(opened(path)[EXTRA.sheet].tables[EXTRA.name].autoFilter.ref) > 0

    def test_the_dictionary_tells_of_the_new_columns(self, frozen: Path) -> None:
        upgraded(frozen)
        sheet = opened(frozen / "kommuner" / "157-gentofte.xlsx")["Ordbog"]
        assert {SENT.header, "Ny bemærkning", "Aftale"} <= {row[1].value for row in sheet.iter_rows()}

    def test_a_run_in_excel_tells_of_it_in_one_line_a_workbook(self, frozen: Path) -> None:
        checked = check_partnership(frozen, BEGUN)
        told = [finding for finding in checked.validation.findings if finding.code == "arbejdsbog-aeldre"]
        books = [path.relative_to(frozen).as_posix() for path in workbooks(frozen)]
        assert [finding.place.workbook for finding in told] == [*sorted(books), "koordinator.xlsm"]
        assert {finding.level for finding in told} == {"oplysning"}
        ours = next(finding for finding in told if finding.place.workbook.startswith("kommuner/"))
        assert (
            "arket Aftaler til test, arket Skoleplan, arket Fravær, kolonnen »Opholdstilladelse udløber« i arket "
            "Kandidater, kolonnen »Afbrudt bopæl« i arket Kandidater" in ours.message
        )
        assert "igu upgrade" in ours.mend
        assert not [one for one in checked.validation.findings if one.code in ("kolonne-savnes", "tabel-mangler")]


def test_kinds_of_workbooks_that_have_all_are_not_touched(frozen: Path, request: pytest.FixtureRequest) -> None:
    upgraded(frozen)
    before = {path: path.read_bytes() for path in workbooks(frozen) if path.parent.name != "kommuner"}
    request.getfixturevalue("grown_contract")
    upgraded(frozen)
    assert before == {path: path.read_bytes() for path in before}


def sheet_parts(path: Path) -> dict[str, str]:
    from igu_xl.sheets.reading.workbook import open_workbook

    return dict(open_workbook(path).sheets)


def header_cell(sheet: Any, header: str) -> Any:
    return next(cell for cell in sheet[4] if cell.value == header)


def width(sheet: Any, cell: Any) -> float:
    spans = sheet.column_dimensions.values()
    return next(float(span.width) for span in spans if span.min <= cell.column <= span.max)


def rules(sheet: Any, cell: Any) -> list[tuple[object, ...]]:
    below = cell.offset(1).coordinate
    return [
        (rule.type, rule.formula1, rule.formula2, rule.prompt, rule.promptTitle, rule.error, rule.allow_blank)
        for rule in sheet.data_validations.dataValidation
        if below in rule.sqref
    ]


def test_the_contract_of_today_comes_into_every_frozen_partnership(frozen: Path) -> None:
    before = {path: set(typed(opened(path))) for path in workbooks(frozen)}
    upgraded(frozen)
    assert older_workbooks(frozen) == {}
    for path, cells in before.items():
        assert cells <= set(typed(opened(path))), path.name


@pytest.mark.libreoffice
@pytest.mark.usefixtures("grown_contract")
def test_libreoffice_opens_every_upgraded_workbook_and_finds_what_was_typed(frozen: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    upgraded(frozen)
    books = [*workbooks(frozen), frozen / "koordinator.xlsm"]
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "ud"), *map(str, books)], check=True, capture_output=True, timeout=300)
    for path in books:
        own, theirs = opened(path), opened(tmp_path / "ud" / f"{path.stem}.xlsx")
        assert own.sheetnames == theirs.sheetnames
        if "igu_layout" in own.defined_names:
            assert theirs.defined_names["igu_layout"].attr_text == own.defined_names["igu_layout"].attr_text
        for sheet in own.worksheets:
            assert dict(sheet.tables.items()) == dict(theirs[sheet.title].tables.items())
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value and cell.data_type != "f" and not str(cell.value).startswith("="):
                        assert theirs[sheet.title][cell.coordinate].value == cell.value, (path.name, sheet.title, cell)


@pytest.mark.usefixtures("grown_contract")
def test_every_part_is_sound_xml_and_every_relation_leads_somewhere(frozen: Path, parts: Parts) -> None:
    upgraded(frozen)
    for path in [*workbooks(frozen), frozen / "koordinator.xlsm"]:
        content = parts(path)
        types = etree.fromstring(content["[Content_Types].xml"])
        listed = {one.get("PartName", "").lstrip("/") for one in types.iterchildren("{*}Override")}
        assert listed <= set(content), path.name
        for name, data in content.items():
            if name.endswith((".xml", ".rels", ".vml")):
                etree.fromstring(data)
            if name.startswith("xl/worksheets/sheet"):
                assert name in listed
