"""Workbooks as people leave them: where there is no room, the workbook is refused kindly and the others are done."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.upgrading import Upgraded, older_workbooks, summary, upgrade_partnership
from igu_xl.sheets.contract import LISTS, MUNICIPALITY
from igu_xl.sheets.reading.opening import open_package
from igu_xl.sheets.reading.workbook import open_workbook
from igu_xl.sheets.upgrading.renewal import fresh_workbook, renewal_of
from igu_xl.sheets.writing import replacing
from igu_xl.sheets.writing.lossless import WorkbookEdit, file_sha256

from .conftest import EXTRA, GROWN_LIST, NEW_VALUE, SENT, STEP

BEGUN = datetime(2026, 11, 5, 9)
NAME = "kommuner/157-gentofte.xlsx"

# openpyxl plays another program, which does not know all that Excel can hold.
pytestmark = [
    pytest.mark.usefixtures("grown_contract"),
    pytest.mark.filterwarnings("ignore:.* is not supported and will be removed"),
]


def changed(folder: Path, change: Callable[[openpyxl.Workbook], object]) -> Path:
    """Gentofte's workbook as another program saves it after a change."""
    path = folder / NAME
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def refused(folder: Path) -> str:
    """The sentence why Gentofte's workbook is left as it is, while the others are done."""
    before = (folder / NAME).read_bytes()
    done = upgrade_partnership(folder, BEGUN)
    assert (folder / NAME).read_bytes() == before
    assert "kommuner/101-koebenhavn.xlsx" in done.written and set(done.refused) == {NAME}
    assert f"Kunne ikke opgraderes: {NAME}." in summary(done)
    return done.refused[NAME]


def upgraded(folder: Path) -> Upgraded:
    done = upgrade_partnership(folder, BEGUN)
    assert NAME in done.written and (done.waiting, done.refused) == ({}, {})
    assert older_workbooks(folder) == {}
    return done


def test_something_right_of_the_table_is_not_written_over(frozen: Path) -> None:
    changed(frozen, lambda book: book["Forløb"].cell(5, 18, "Husk at ringe"))
    told = refused(frozen)
    assert told.startswith("Der er ikke plads til kolonnen »Sendt") and "cellen R5 til højre for tabellen er i" in told
    assert told.endswith("Flyt det, der står dér, mindst en kolonne til højre, gem, og prøv igen.")


def test_a_column_of_their_own_by_the_same_name_is_taken_for_it(frozen: Path) -> None:
    def rename(book: openpyxl.Workbook) -> None:
        sheet = book["Forløb"]
        table = sheet.tables["tblForloeb"]
        table.tableColumns[9].name = sheet.cell(4, 10).value = "SENDT TIL TEST"

    path = changed(frozen, rename)
    upgraded(frozen)
    headers = WorkbookEdit(path).column_headers("tblForloeb")
    assert headers.count("SENDT TIL TEST") == 1 and SENT.header not in headers and STEP.header in headers


def test_a_table_that_is_a_plain_range_says_what_to_do(frozen: Path) -> None:
    def make_range(book: openpyxl.Workbook) -> None:
        del book["Forløb"].tables["tblForloeb"]

    changed(frozen, make_range)
    assert "vælg Indsæt, Tabel, kald den tblForloeb" in refused(frozen)


def test_filters_hidden_rows_and_frozen_panes_stay(frozen: Path) -> None:
    path = frozen / "kommuner" / "101-koebenhavn.xlsx"

    def hidden() -> tuple[set[int], object, object]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet = openpyxl.load_workbook(path)["Kandidater"]
        columns = sheet.tables["tblKandidater"].autoFilter.filterColumn
        rows = {row for row, look in sheet.row_dimensions.items() if look.hidden}
        return rows, sheet.freeze_panes, [(one.colId, one.filters.filter) for one in columns]

    before = hidden()
    upgrade_partnership(frozen, BEGUN)
    assert "Ny bemærkning" in WorkbookEdit(path).column_headers("tblKandidater")
    assert hidden() == before and before[0]


def test_a_protected_and_a_hidden_sheet_are_upgraded_and_stay_so(frozen: Path) -> None:
    def lock(book: openpyxl.Workbook) -> None:
        book["Forløb"].protection.sheet = True
        book["Kandidater"].sheet_state = "hidden"

    path = changed(frozen, lock)
    upgraded(frozen)
    book = openpyxl.load_workbook(path)
    assert book["Forløb"].protection.sheet and book["Kandidater"].sheet_state == "hidden"


def test_a_deleted_sheet_of_lists_comes_back_and_the_names_lead_to_it(frozen: Path) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        del book["Lister"]
        for name in book.defined_names.values():
            if name.name.startswith("lst_"):
                name.attr_text = "#REF!"

    path = changed(frozen, delete)
    upgraded(frozen)
    book = openpyxl.load_workbook(path)
    lists = {"lst_ophoersaarsag": GROWN_LIST, "lst_branche": "Branche", "lst_trin_til_test": STEP.options}
    for list_name, options in lists.items():
        ((title, area),) = book.defined_names[list_name].destinations
        assert [cell.value for (cell,) in book[title][area]] == list(LISTS[options])


def test_something_below_a_list_is_not_written_over(frozen: Path) -> None:
    changed(frozen, lambda book: book["Lister"].cell(13, 12, "Vores note"))
    assert f"valget »{NEW_VALUE}« på listen {GROWN_LIST}: celle L13 i arket Lister er i brug" in refused(frozen)


def test_a_value_they_have_put_below_the_list_themselves_is_taken_into_it(frozen: Path) -> None:
    path = changed(frozen, lambda book: book["Lister"].cell(13, 12, NEW_VALUE))
    upgraded(frozen)
    assert openpyxl.load_workbook(path).defined_names["lst_ophoersaarsag"].attr_text == "Lister!$L$5:$L$13"


def test_a_sheet_of_their_own_by_the_new_ones_name_stays(frozen: Path) -> None:
    path = changed(frozen, lambda book: book.create_sheet(EXTRA.sheet).append(["Vores egne aftaler"]))
    upgraded(frozen)
    book = openpyxl.load_workbook(path)
    assert book[EXTRA.sheet]["A1"].value == "Vores egne aftaler"
    assert list(book[f"{EXTRA.sheet} (igu)"].tables) == [EXTRA.name]
    assert book[f"{EXTRA.sheet} (igu)"].print_title_rows == "$4:$4"


def test_a_file_that_is_no_workbook_is_named_and_the_others_are_done(frozen: Path) -> None:
    (frozen / NAME).write_bytes(b"not a workbook")
    assert "ikke en Excel-arbejdsbog" in refused(frozen)


def test_one_that_is_changed_meanwhile_waits(frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = frozen / NAME
    sound = replacing._written_beside

    def typed_meanwhile(own: Path, content: bytes) -> Path:
        if own == path:
            shutil.copy(frozen / "kommuner" / "101-koebenhavn.xlsx", path)
        return sound(own, content)

    monkeypatch.setattr(replacing, "_written_beside", typed_meanwhile)
    done = upgrade_partnership(frozen, BEGUN)
    assert "er blevet ændret, siden den blev læst" in done.waiting[NAME]


def test_a_table_by_exceljs_that_begins_elsewhere_gets_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "exceljs.xlsx"
    shutil.copy(Path(__file__).parents[2] / "fixtures" / "exceljs.xlsx", path)
    before = open_package(path).parts
    renewal = renewal_of(path, MUNICIPALITY, fresh_workbook(MUNICIPALITY))
    assert renewal is not None
    renewal.save()
    later = [column.header for column in MUNICIPALITY.table("tblForloeb") if column.since]
    headers = WorkbookEdit(path).column_headers("tblForloeb")
    assert headers[3:] == later and {SENT.header, STEP.header} < set(later)
    found = next(table for table in open_workbook(path).tables if table.name == "tblForloeb")
    sheet = openpyxl.load_workbook(path)[found.sheet]
    reach = {str(rule.sqref).split(":")[0] for rule in sheet.data_validations.dataValidation}
    first = {
        f"{openpyxl.utils.get_column_letter(found.area.left + headers.index(header))}{found.body.start}"
        for header in later
    }
    assert first <= reach
    kept = [name for name in before if "media" in name or "theme" in name or "comments" in name]
    assert all(open_package(path).parts[name] == before[name] for name in kept)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("last", [1, 3, 7])
@pytest.mark.parametrize("before", [True, False])
def test_a_run_that_is_killed_leaves_every_file_old_or_new(frozen: Path, last: int, before: bool) -> None:
    old = {path: file_sha256(path) for path in frozen.glob("**/*.xls*") if ".igu" not in path.parts}
    child = os.fork()
    if child == 0:
        _killed_at(frozen, last, before)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    done = {path for path in old if file_sha256(path) != old[path]}
    assert len(done) == last - before
    for path in old:
        open_workbook(path)
    assert done.isdisjoint(frozen / name for name in upgrade_partnership(frozen, BEGUN).written)
    assert older_workbooks(frozen) == {}
    assert not list(frozen.glob("**/*.skrives"))


def _killed_at(folder: Path, last: int, before: bool) -> None:
    """In a process of its own: upgrade, and be killed right before or after this replacement of a file."""
    replaced = 0
    sound = Path.replace

    def counted(self: Path, target: Path) -> Path:
        nonlocal replaced
        replaced += 1
        if replaced == last and before:
            os.kill(os.getpid(), signal.SIGKILL)
        made = sound(self, target)
        if replaced == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    Path.replace = counted  # type: ignore[method-assign,assignment]
    try:
        upgrade_partnership(folder, BEGUN)
    finally:
        os._exit(1)
