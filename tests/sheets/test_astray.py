"""Workbooks that lie where the wrong partner can read them: named, not read, and nothing is written to them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY
from igu_xl.sheets.layout import new_layout
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.workbook_files import find_workbooks

BEGUN = datetime(2026, 11, 2, 9)
OURS, THEIRS = "partnere/101-koebenhavn/101-koebenhavn.xlsx", "partnere/147-frederiksberg/147-frederiksberg.xlsx"
BYG = "partnere/byg/byg.xlsx"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two municipalities with two candidates each and a branch, read once and told once."""
    folder = tmp_path_factory.mktemp("hos-hinanden") / "p"
    new_layout(folder)
    for name in (OURS, THEIRS, BYG):
        (folder / name).parent.mkdir()
    for name, code in ((OURS, "101"), (THEIRS, "147")):
        people = [{"candidate": f"{code}-000{number}", "born": date(1990, 1, number)} for number in (1, 2)]
        build_workbook(MUNICIPALITY, folder / name, {"tblKandidater": people})
    slots = [{"slot": f"BYG-000{number}", "p_number": "1000000001", "type": "igu"} for number in (1, 2)]
    build_workbook(BRANCH, folder / BYG, {"tblPladser": slots})
    new_coordinator(folder, Settings(today=BEGUN.date()))
    check_partnership(folder, BEGUN)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "p"))


def about_files(folder: Path) -> list[tuple[str, str]]:
    """The findings about whole files, and the partners that were read."""
    found = check_partnership(folder, BEGUN).validation.findings
    return [(one.place.workbook, one.code) for one in found if not one.place.sheet]


def partners(folder: Path) -> set[str]:
    return {book.partner for book in check_partnership(folder, BEGUN).validation.partnership.books}


@pytest.mark.parametrize("told_before", [False, True])
@pytest.mark.parametrize(("name", "home"), [(THEIRS, "partnere/101-koebenhavn"), (BYG, "partnere/147-frederiksberg")])
def test_a_copy_in_anothers_folder_is_named_and_neither_read_nor_written(
    name: str, home: str, told_before: bool, folder: Path
) -> None:
    if told_before:
        publish_partnership(folder, BEGUN, anyway=True)
    copy = f"{home}/{Path(name).name}"
    shutil.copy(folder / name, folder / copy)
    before = hashlib.sha256((folder / copy).read_bytes()).hexdigest()
    assert about_files(folder) == [(copy, "arbejdsbog-hos-anden")]
    assert partners(folder) == {"kommune:101", "kommune:147", "branche:byg"}
    publish_partnership(folder, BEGUN, anyway=True)
    assert hashlib.sha256((folder / copy).read_bytes()).hexdigest() == before


@pytest.mark.parametrize(("name", "home"), [(THEIRS, "partnere/101-koebenhavn"), (BYG, "partnere/147-frederiksberg")])
def test_a_workbook_that_was_moved_into_anothers_folder_is_named_and_not_read(
    name: str, home: str, folder: Path
) -> None:
    shutil.move(folder / name, folder / home)
    found = about_files(folder)
    assert (f"{home}/{Path(name).name}", "arbejdsbog-hos-anden") in found
    assert sorted(code for _, code in found) == ["arbejdsbog-hos-anden", "arbejdsbog-mangler"]
    shutil.move(folder / home / Path(name).name, folder / name)
    assert about_files(folder) == []


def test_a_folder_with_a_new_name_is_nobody_elses(folder: Path) -> None:
    (folder / "partnere" / "byg").rename(folder / "partnere" / "Bygge og anlæg")
    assert about_files(folder) == []
    assert "branche:byg" in partners(folder)


def test_a_copy_beside_its_original_is_a_copy(folder: Path) -> None:
    shutil.copy(folder / BYG, (folder / BYG).with_name("byg - Kopi.xlsx"))
    assert [code for _, code in about_files(folder)] == ["partner-dobbelt"]


@pytest.mark.parametrize("name", ["koordinator.xlsm", "Kopi af koordinator.xlsx", "101-koebenhavn-2.xlsm"])
def test_the_coordinators_workbook_in_a_partners_folder_is_named_and_not_read(name: str, folder: Path) -> None:
    shutil.copy(folder / "sekretariat" / "koordinator.xlsm", folder / "partnere" / "101-koebenhavn" / name)
    assert about_files(folder) == [(f"partnere/101-koebenhavn/{name}", "koordinator-hos-partner")]


def test_the_coordinators_workbook_among_the_municipalities_of_the_earlier_layout_is_named(tmp_path: Path) -> None:
    (tmp_path / "kommuner").mkdir()
    new_coordinator(tmp_path, Settings())
    shutil.copy(tmp_path / "koordinator.xlsm", tmp_path / "kommuner" / "101-koebenhavn.xlsm")
    files, (finding,) = find_workbooks(tmp_path)
    assert files == [] and finding.code == "koordinator-hos-partner"


def test_a_workbook_that_is_saved_in_a_folder_of_before_the_move_is_named(folder: Path) -> None:
    (folder / "kommuner").mkdir()
    shutil.copy(folder / OURS, folder / "kommuner")
    assert about_files(folder) == [("kommuner/101-koebenhavn.xlsx", "arbejdsbog-gammel-mappe")]


def test_a_partners_folder_that_may_not_be_read_is_named_and_the_others_are_read(
    built: Path, open_place: Path, as_user: Callable[[int, Callable[[], str]], str]
) -> None:
    folder = Path(shutil.copytree(built, open_place / "p"))
    (folder / "sekretariat").chmod(0o755)
    (folder / "partnere" / "byg").chmod(0o700)

    def look() -> str:
        files, findings = find_workbooks(folder)
        return f"{len(files)} {[(one.place.workbook, one.code) for one in findings]}"

    expected = [("partnere/byg", "mappe-lukket")]
    assert as_user(61_001, look) == f"2 {expected}"


@pytest.mark.parametrize("name", ["groen.xlsx", "101-koebenhavn a.xlsx", "00.xlsx"])
def test_a_branch_that_a_municipality_makes_up_in_its_own_folder_is_not_read(folder: Path, name: str) -> None:
    made_up = [{"slot": "FALSK-1", "p_number": "1000000002", "type": "igu"}]
    build_workbook(BRANCH, (folder / OURS).with_name(name), {"tblPladser": made_up})
    assert about_files(folder) == [(f"partnere/101-koebenhavn/{name}", "partner-i-andens-mappe")]
    assert partners(folder) == {"kommune:101", "kommune:147", "branche:byg"}
