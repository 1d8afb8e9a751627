"""Where everything of a partnership lies, in its own layout and in the earlier one."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.errors import WrongUse
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, PARTNER_BOOKS
from igu_xl.sheets.layout import KIND_FOLDERS, layout_of, located, new_layout, partnership_around
from igu_xl.sheets.reading.workbook import open_workbook
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.lossless import WorkbookEdit

BEGUN = datetime(2026, 11, 2, 9)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership of a municipality and a branch without rows."""
    folder = tmp_path_factory.mktemp("lag") / "Hele øen"
    layout = new_layout(folder)
    for book, name in ((MUNICIPALITY, "101-koebenhavn"), (BRANCH, "byg")):
        (layout.partners / name).mkdir()
        build_workbook(book, layout.partners / name / f"{name}.xlsx")
    new_coordinator(folder, Settings(today=BEGUN.date()))
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / built.name))


@pytest.fixture
def elsewhere(folder: Path, tmp_path: Path) -> Callable[..., Path]:
    """Lets the coordinator type folders in Partnere: `elsewhere("/mnt/igu")`."""

    def type_in(*folders: str) -> Path:
        check_partnership(folder, BEGUN)
        path = layout_of(folder).coordinator
        assert path is not None
        edit = WorkbookEdit(path)
        edit.append_rows("tblPartnere", [{"Mappe": typed} for typed in folders])
        edit.save()
        return folder

    return type_in


def names(folder: Path) -> list[str]:
    return [file.name for file in find_workbooks(folder)[0]]


def partner_rows(folder: Path) -> list[tuple[object, ...]]:
    """The rows of the sheet Partnere."""
    grid = open_workbook(folder / "sekretariat" / "koordinator.xlsm").grid("Partnere")
    return [tuple(row) for row in grid]


def codes(folder: Path) -> list[str]:
    return [finding.code for finding in find_workbooks(folder)[1]]


def test_the_folders_of_the_earlier_layout_are_those_of_the_kinds() -> None:
    assert tuple(book.folder for book in PARTNER_BOOKS) == KIND_FOLDERS


def test_each_partner_has_a_folder_of_its_own_and_the_secretariat_has_the_rest(folder: Path) -> None:
    layout = layout_of(folder)
    assert layout.apart
    assert names(folder) == ["partnere/byg/byg.xlsx", "partnere/101-koebenhavn/101-koebenhavn.xlsx"]
    check_partnership(folder, BEGUN)
    inside = {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}
    assert inside == {"sekretariat", "partnere"}
    assert sorted(path.name for path in layout.partners.rglob("*")) == [
        "101-koebenhavn", "101-koebenhavn.xlsx", "byg", "byg.xlsx"
    ]  # fmt: skip


def test_the_secretariats_folder_alone_leads_to_the_same_partnership(folder: Path) -> None:
    home = folder / "sekretariat"
    assert layout_of(home).root == folder
    assert names(home) == names(folder)
    assert located(home, names(home)[0]) == folder / names(folder)[0]


def test_a_workbook_lies_in_the_partnership_around_it(folder: Path) -> None:
    own = folder / "partnere" / "byg" / "byg.xlsx"
    assert partnership_around(own) == folder
    assert partnership_around(folder / "sekretariat" / "koordinator.xlsm") == folder
    (own.parent / "kommuner").mkdir()  # a partner cannot make a partnership of its own folder
    assert partnership_around(own) == folder
    assert partnership_around(folder.parent / "andet.xlsx") is None


def test_a_folder_that_lies_elsewhere_is_read_and_written_there(
    folder: Path, elsewhere: Callable[..., Path], tmp_path: Path
) -> None:
    place = tmp_path / "Biblioteker" / "Anlægsgartnerne - igu"
    place.mkdir(parents=True)
    shutil.move(folder / "partnere" / "byg" / "byg.xlsx", place)
    elsewhere(str(place))
    assert names(folder) == [f"{place}/byg.xlsx", "partnere/101-koebenhavn/101-koebenhavn.xlsx"]
    checked = check_partnership(folder, BEGUN)
    assert {book.partner for book in checked.validation.partnership.books} == {"branche:byg", "kommune:101"}
    beside = [row for row in partner_rows(folder) if str(place) in row]
    assert [f"{place}/byg.xlsx" in row for row in beside] == [True]


def test_a_folder_that_cannot_be_used_is_told_and_stays_typed(
    folder: Path, elsewhere: Callable[..., Path], tmp_path: Path
) -> None:
    inside = str(folder / "partnere" / "byg" / "mere")
    Path(inside).mkdir()
    wrong = {str(tmp_path / "væk"): "mappe-mangler", str(folder / "sekretariat"): "mappe-sekretariat"}
    wrong |= {str(tmp_path): "mappe-sekretariat", inside: "mappe-dobbelt"}
    elsewhere(*wrong)
    assert codes(folder) == list(wrong.values())
    checked = check_partnership(folder, BEGUN)
    assert {finding.place.sheet for finding in checked.validation.findings} == {"Partnere"}
    assert wrong.keys() <= {value for row in partner_rows(folder) for value in row}


def test_the_same_folder_typed_twice_is_read_once(folder: Path, elsewhere: Callable[..., Path], tmp_path: Path) -> None:
    place = tmp_path / "hos-dem"
    place.mkdir()
    shutil.move(folder / "partnere" / "byg" / "byg.xlsx", place)
    elsewhere(str(place), f"{place}/")
    assert len(names(folder)) == 2


def test_a_workbook_that_does_not_tell_its_kind_is_known_by_its_folder_or_named(folder: Path) -> None:
    (folder / "partnere" / "147-frederiksberg").mkdir()
    (folder / "partnere" / "147-frederiksberg" / "bog.xlsx").write_bytes(b"PK ikke en bog")
    (folder / "partnere" / "ukendt").mkdir()
    (folder / "partnere" / "ukendt" / "bog.xlsx").write_bytes(b"PK ikke en bog")
    assert "partnere/147-frederiksberg/bog.xlsx" in names(folder)
    assert codes(folder) == ["fil-uden-slags"]


def test_a_partner_folder_is_no_partnership(folder: Path) -> None:
    with pytest.raises(WrongUse, match="ikke et partnerskab"):
        find_workbooks(folder / "partnere" / "byg")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among the files")
def test_a_pipe_or_a_link_in_a_partners_folder_is_told_and_not_opened(folder: Path) -> None:
    place = folder / "partnere" / "byg"
    os.mkfifo(place / "a.xlsx")
    (place / "b.xlsx").symlink_to(folder / "sekretariat" / "koordinator.xlsm")
    (place / "rapporter").symlink_to(folder / "sekretariat")
    assert codes(folder) == ["fil-ikke-excel", "fil-fremmed", "fil-fremmed"]
    assert len(names(folder)) == 2
    check_partnership(folder, BEGUN)
