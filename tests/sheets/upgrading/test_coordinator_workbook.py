"""The coordinator's workbook of an earlier layout: renewed with everything that was typed in it."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.actions.doctor.folder import look_at_coordinator, look_at_layouts
from igu_xl.actions.doctor.macros import obeys_workbooks
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.sending.publishing import _append_placements, publish_partnership
from igu_xl.actions.upgrading import older_workbooks, upgrade_partnership
from igu_xl.month import Month
from igu_xl.records import records
from igu_xl.reports.run.options import ReportOptions
from igu_xl.sheets.building.macros import workbook_modules
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.reading.lacking import lacks_of
from igu_xl.sheets.reading.workbook import open_workbook
from igu_xl.sheets.writing.lossless import WorkbookEdit, file_sha256

from .conftest import SENT, WATCHED

BEGUN = datetime(2026, 11, 5, 9)
Parts = Callable[[Path], dict[str, bytes]]
# What is written for the reader, not typed: the sheet with the buttons, the dictionary, the line in the log.
TOLD = {"Start", "Ordbog"}
OWN = "worksheets/sheet99.xml"


def opened(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, keep_vba=True)


def cells(path: Path) -> set[tuple[str, str, Any]]:
    return {
        (sheet.title, cell.coordinate, cell.value)
        for sheet in opened(path).worksheets
        if sheet.title not in TOLD
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def macros(path: Path) -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # olevba uses old names of pyparsing
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
        found = {module.rpartition(".")[0]: text for _, _, module, text in parser.extract_macros()}
        parser.close()
    return found


def buttons(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if name.endswith(".vml")]
    return re.findall(r"IguButtons\.(\w+)", "".join(drawings))


def with_own_things(path: Path) -> None:
    """An own sheet, as the coordinator makes it in Excel: put into the package, so that nothing else is changed."""
    with zipfile.ZipFile(path) as package:
        content = {name: package.read(name) for name in package.namelist()}
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    related = f'<Relationship Id="rId99" Type="{relation}" Target="{OWN}"/>'
    for part, closing, added in (
        ("xl/_rels/workbook.xml.rels", "</Relationships>", related),
        ("[Content_Types].xml", "</Types>", f'<Override PartName="/xl/{OWN}" ContentType="{kind}"/>'),
        ("xl/workbook.xml", "</sheets>", '<sheet name="Vores noter" sheetId="99" r:id="rId99"/>'),
    ):
        content[part] = content[part].replace(closing.encode(), f"{added}{closing}".encode())
    content[f"xl/{OWN}"] = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr codeName="Ark1"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Ring til TEC</t></is></c></row></sheetData></worksheet>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)


def test_everything_typed_stays_and_the_button_comes(frozen: Path) -> None:
    path = CoordinatorFile(frozen).path
    with_own_things(path)
    before, decided = cells(path), records(read_coordinator(frozen).proposals)
    settings, rulings = read_coordinator(frozen).settings, records(read_coordinator(frozen).rulings)
    done = upgrade_partnership(frozen, BEGUN)
    assert "knappen »Opgrader«" in done.written["koordinator.xlsm"] and not done.waiting and not done.refused
    assert before <= cells(path)
    assert [sheet for sheet, _, value in cells(path) if value == "Ring til TEC"] == ["Vores noter"]
    book = read_coordinator(frozen)
    assert records(book.proposals) == decided and book.settings == settings
    assert records(book.rulings) == rulings and len(book.questions) == 2 and book.notes == []
    assert buttons(path) == [button.macro for button in COORDINATOR.buttons]


def test_the_macros_are_those_of_this_version_and_every_sheet_has_a_name_among_them(frozen: Path) -> None:
    path = CoordinatorFile(frozen).path
    with_own_things(path)
    upgrade_partnership(frozen, BEGUN)
    found = macros(path)
    assert "Public Sub Opgrader" in found["IguButtons"]
    assert set(workbook_modules()) <= set(found)
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        codes = [re.search(rb'codeName="([^"]+)"', package.read(part)) for part in parts]
    names = [code[1].decode() for code in codes if code]
    assert len(set(names)) == len(names) and set(names) <= set(found)


def test_macros_that_took_settings_from_workbooks_are_gone_and_nothing_else(frozen: Path, parts: Parts) -> None:
    """Also from a workbook that lacks nothing else: the doctor names it, the upgrade renews its macros alone."""
    path = CoordinatorFile(frozen).path
    old = zipfile.ZipFile(path).read("xl/vbaProject.bin")
    assert "GetConfigFromSheet" in macros(path)["xlwings"]
    upgrade_partnership(frozen, BEGUN)
    assert not {"xlwings", "Dictionary"} & set(macros(path)) and not obeys_workbooks(path)
    renewed = parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (renewed | {"xl/vbaProject.bin": old}).items():
            package.writestr(name, content)
    found = look_at_coordinator(path, version("xlwings"))
    assert (found.state, "igu upgrade" in found.do) == ("fejl", True)
    done = upgrade_partnership(frozen, datetime(2026, 11, 5, 10))
    assert done.written[path.name] == "de nye makroer" and not obeys_workbooks(path)
    now = parts(path)
    log = {name for name in now if now[name] != renewed.get(name)}
    assert {"igu.conf"} <= set(opened(path).sheetnames)  # it stays; nothing reads it
    assert look_at_coordinator(path, version("xlwings")).state == "i orden"
    assert all(name.startswith(("xl/worksheets/", "xl/tables/", "xl/sharedStrings")) for name in log), log


def test_other_parts_stay_byte_for_byte_and_twice_is_once(frozen: Path, parts: Parts) -> None:
    path = CoordinatorFile(frozen).path
    workbook, before = open_workbook(path), parts(path)
    grown = {table.name for table, _ in lacks_of(workbook, COORDINATOR).columns} | {"tblLog", "tblOrdbog"}
    sheets = {table.sheet for table in workbook.tables if table.name in grown} | {"Start", "Lister"}
    upgrade_partnership(frozen, BEGUN)
    after = parts(path)
    changed = {name for name in before if before[name] != after.get(name)}
    assert {name for name in changed if name.startswith("xl/worksheets/sheet")} == {
        workbook.sheets[sheet] for sheet in sheets
    }
    others = {
        "xl/_rels/workbook.xml.rels",
        "xl/vbaProject.bin",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    others |= {"[Content_Types].xml", "xl/worksheets/_rels/sheet1.xml.rels"}
    tables = {name for name in changed if name.startswith("xl/tables/")}
    assert len(tables) <= len(grown)
    assert {name for name in changed if not name.startswith("xl/worksheets/sheet")} <= others | tables
    once = {one: file_sha256(one) for one in frozen.rglob("*.xls*")}
    assert upgrade_partnership(frozen, datetime(2026, 11, 6)).written == {}
    assert once == {one: file_sha256(one) for one in frozen.rglob("*.xls*")}


def test_siden_sidst_comes_first_with_its_list_and_the_next_run_fills_it(frozen: Path) -> None:
    check_partnership(frozen, BEGUN)
    upgrade_partnership(frozen, BEGUN)
    path = CoordinatorFile(frozen).path
    names = opened(path).sheetnames
    assert names.index("Siden sidst") == names.index("Vejledning") + 1 == names.index("Forslag") - 1
    school = next((frozen / "skoler").glob("*.xlsx"))
    book = openpyxl.load_workbook(school)
    head, first, *_ = list(book["Hold"][book["Hold"].tables["tblHold"].ref])
    cells = {cell.value: own for cell, own in zip(head, first, strict=True)}
    cells["Status"].value = "Planlagt" if cells["Status"].value == "Aflyst" else "Aflyst"
    book.save(school)
    check_partnership(frozen, datetime(2026, 11, 6, 9))
    lines = {row["who"]: row for row in records(read_coordinator(frozen).since)}
    assert str(cells["Hold-id"].value) in lines
    assert any(
        "lst_handling" in str(rule.formula1) for rule in opened(path)["Siden sidst"].data_validations.dataValidation
    )


def test_the_run_is_in_the_log_and_the_old_file_among_the_copies(frozen: Path) -> None:
    path = CoordinatorFile(frozen).path
    old = path.read_bytes()
    upgrade_partnership(frozen, BEGUN)
    assert WorkbookEdit(path).column("tblLog", "Handling")[-1] == "Opgrader"
    assert (frozen / ".igu" / "kopier" / "2026-11-05 09.00.00" / "koordinator.xlsm").read_bytes() == old


def test_a_workbook_that_is_open_waits_and_the_others_are_done(frozen: Path, grown_contract: None) -> None:
    path = CoordinatorFile(frozen).path
    before = path.read_bytes()
    (frozen / f"~${path.name}").touch()
    (frozen / "kommuner" / ".~lock.157-gentofte.xlsx#").touch()
    done = upgrade_partnership(frozen, BEGUN)
    assert set(done.waiting) == {path.name, "kommuner/157-gentofte.xlsx"} and path.read_bytes() == before
    assert "kommuner/101-koebenhavn.xlsx" in done.written
    for lock in (frozen / f"~${path.name}", frozen / "kommuner" / ".~lock.157-gentofte.xlsx#"):
        lock.unlink()
    assert set(upgrade_partnership(frozen, BEGUN).written) == {path.name, "kommuner/157-gentofte.xlsx"}


def test_a_later_sheet_column_and_button_come_into_it(frozen: Path, grown_contract: None) -> None:
    path = CoordinatorFile(frozen).path
    before = cells(path)
    assert read_coordinator(frozen).has(WATCHED.name) is False
    upgrade_partnership(frozen, BEGUN)
    assert before <= cells(path)
    book = opened(path)
    assert book.sheetnames.index(WATCHED.sheet) == book.sheetnames.index("Holdstatus") + 1
    assert "Ny søjle" in WorkbookEdit(path).column_headers("tblHoldstatus")
    assert any("E5" in str(area.sqref) or "M5" in str(area.sqref) for area in book["Holdstatus"].conditional_formatting)
    assert older_workbooks(frozen) == {}


def test_an_older_workbook_works_before_it_is_upgraded_and_after(frozen: Path, grown_contract: None) -> None:
    match_partnership(frozen, BEGUN)
    upgrade_partnership(frozen, BEGUN)
    match_partnership(frozen, datetime(2026, 11, 6, 9))
    assert publish_partnership(frozen, datetime(2026, 11, 6, 10)).waiting == {}


def test_after_the_upgrade_the_month_is_reported(frozen: Path) -> None:
    upgrade_partnership(frozen, BEGUN)
    run = report_partnership(frozen, Month(2026, 10), datetime(2026, 11, 6, 11), ReportOptions(jobs=1))
    assert {page.status for page in run.pages} == {"lavet"}


def test_a_later_column_that_a_run_fills_keeps_no_placement_from_an_older_workbook(
    frozen: Path, grown_contract: None
) -> None:
    edit = WorkbookEdit(frozen / "kommuner" / "157-gentofte.xlsx")
    _append_placements([{"placement": "157-0002-F1", SENT.key: BEGUN.date()}], edit)
    assert edit.changed and edit.missing_headers == [("tblForloeb", SENT.header)]


def test_the_doctor_tells_what_is_to_be_upgraded(frozen: Path) -> None:
    told = look_at_layouts(frozen)
    assert (
        told.state == "advarsel"
        and "koordinator.xlsm har ikke " in told.sentence
        and "knappen »Opgrader«" in told.sentence
    )
    assert "igu upgrade" in told.do
    upgrade_partnership(frozen, BEGUN)
    assert look_at_layouts(frozen).state == "i orden"


def test_macros_of_the_coordinators_own_are_not_lost(frozen: Path) -> None:
    from pyopenvba import ExcelFile, VBAModuleKind

    path = CoordinatorFile(frozen).path
    with ExcelFile(path) as book:
        book.vba_project().add_module("Mine", "Sub Mit()\r\nEnd Sub\r\n", kind=VBAModuleKind.standard)
        book.save()
    before = macros(path)
    done = upgrade_partnership(frozen, BEGUN)
    assert "makroer, som ikke er igus (Mine)" in done.refused[path.name]
    assert macros(path) == before and "Sub Mit" in before["Mine"]


def test_one_without_macros_gets_no_buttons(frozen: Path) -> None:
    """A copy that another program has saved without macros is the coordinator's workbook, too."""
    path = CoordinatorFile(frozen).path
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        openpyxl.load_workbook(path).save(frozen / "koordinator.xlsx")
    path.unlink()
    done = upgrade_partnership(frozen, BEGUN)
    assert not done.waiting and not done.refused and "knappen" not in done.written.get("koordinator.xlsx", "")
    with zipfile.ZipFile(frozen / "koordinator.xlsx") as package:
        assert "xl/vbaProject.bin" not in package.namelist()
