"""A CPR number that was typed and deleted: taken out of every copy, and a copy that cannot be cleaned is deleted."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from forgetting_bed import KOEBENHAVN, places_of
from openpyxl.comments import Comment

from igu_xl.actions.forgetting.cpr_copies import take_cpr_out
from igu_xl.sheets.writing.keeping import Backups

NUMBER = "010190-1242"  # nobody's: 1 January, made up
LATER = datetime(2026, 11, 3, 9)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def test_numbers_leave_cells_comments_and_deleted_texts_of_the_copies(played: Path) -> None:
    path, before = played / KOEBENHAVN, (played / KOEBENHAVN).read_bytes()
    book = openpyxl.load_workbook(path)
    sheet = book["Kandidater"]
    sheet["AC6"], sheet["A7"].comment = f"ring til {NUMBER}", Comment(f"cpr {NUMBER}", "Jobkonsulent")
    book.create_sheet("Noter")["C3"] = 101901242
    book.save(path)
    for hour in (10, 11):
        Backups(played, LATER.replace(hour=hour)).keep(path)
    path.write_bytes(before)
    assert len(places_of(played, NUMBER)) == 2
    done = take_cpr_out(played, LATER.replace(hour=12))
    assert (len(done.changed), done.deleted, done.theirs) == (2, [], [])
    assert places_of(played, NUMBER) == places_of(played, "101901242") == set()
    kept = openpyxl.load_workbook(played / done.changed[0])
    assert kept["Kandidater"]["AC6"].value == "ring til [skjult]"
    assert kept["Kandidater"]["A5"].value == "101-0001"
    assert take_cpr_out(played, LATER.replace(hour=13)).sentence == "Der stod ingen CPR-numre i kopierne."


def test_p_numbers_are_left_alone(played: Path) -> None:
    assert len(places_of(played, "1000000001")) > 1
    before = places_of(played, "1000000001")
    take_cpr_out(played, LATER)
    assert places_of(played, "1000000001") >= before


def test_a_copy_that_cannot_be_changed_is_deleted_and_named(played: Path) -> None:
    book = openpyxl.load_workbook(played / KOEBENHAVN)
    book.create_sheet("Noter")["C3"] = NUMBER
    copy = played / ".igu/kopier/2026-11-03 09.00.00" / KOEBENHAVN
    copy.parent.mkdir(parents=True)
    book.save(copy)
    with zipfile.ZipFile(copy, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<signed/>")
    done = take_cpr_out(played, LATER.replace(hour=10))
    assert done.deleted == [copy.relative_to(played).as_posix()]
    assert "1 kopi kunne ikke renses og er slettet." in done.sentence
    assert places_of(played, NUMBER) == set()


def test_a_number_that_stands_in_a_workbook_still_is_told(played: Path) -> None:
    book = openpyxl.load_workbook(played / KOEBENHAVN)
    book["Kandidater"]["AC6"] = f"ring til {NUMBER}"
    book.save(played / KOEBENHAVN)
    done = take_cpr_out(played, LATER)
    assert done.theirs == [KOEBENHAVN]
    assert "igu forget MAPPE --cpr" in done.sentence
    assert NUMBER not in done.text
