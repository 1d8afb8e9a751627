"""The files of one placement in a folder: names that any system takes, and nothing of anybody's lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.handouts.edits.edited_plan import read_back
from igu_xl.handouts.edits.plan_changes import changes
from igu_xl.handouts.names import file_name
from igu_xl.handouts.writing import put_away_others, write_handouts
from tests.support.pupil_plans import BARE, HALF_WAY, NORMAL, ODD, PLANS, TOGETHER


def test_a_placement_gets_workbook_page_and_a_calendar_for_each_reader(tmp_path: Path) -> None:
    paths = write_handouts(NORMAL, tmp_path / "ny" / "mappe")
    assert [path.name for path in paths] == [
        "skoleplan-101-0007-F1.xlsx",
        "skoleplan-101-0007-F1.html",
        "kalender-101-0007-F1-virksomhed.ics",
        "kalender-101-0007-F1-kommune.ics",
        "kalender-101-0007-F1-skole-NEXT.ics",
        "kalender-101-0007-F1-skole-Sprogcenter-Nord-" + file_name("Sprogcenter Nord")[-6:] + ".ics",
    ]
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(path.name for path in paths)


@pytest.mark.parametrize("name", PLANS)
def test_written_twice_is_the_same_to_the_byte(name: str, tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in write_handouts(PLANS[name], tmp_path)}
    second = {path.name: path.read_bytes() for path in write_handouts(PLANS[name], tmp_path)}
    assert first == second == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_a_name_is_safe_and_no_two_meet(one: str, other: str) -> None:
    assert re.fullmatch(r"[0-9A-Za-zÆØÅæøå_-]{0,67}", file_name(one))
    assert (file_name(one) == file_name(other)) == (one == other)


def test_an_odd_id_stays_in_the_folder(tmp_path: Path) -> None:
    for plan in (ODD, replace(ODD, placement="../../x"), replace(ODD, placement="", candidate="")):
        assert {path.parent for path in write_handouts(plan, tmp_path)} == {tmp_path}


def test_a_plan_that_is_only_proposed_has_the_name_of_the_candidate(tmp_path: Path) -> None:
    assert write_handouts(TOGETHER, tmp_path)[0].name == "skoleplan-101-0011.xlsx"


def test_what_somebody_typed_and_nobody_read_is_kept_beside_the_new_workbook(tmp_path: Path) -> None:
    path = write_handouts(NORMAL, tmp_path)[0]
    book = openpyxl.load_workbook(path)
    book["Skoleplan"]["F9"] = "NEXT-2027-06"
    book.save(path)
    typed = path.read_bytes()
    write_handouts(replace(NORMAL, as_of=HALF_WAY.as_of), tmp_path)
    kept = tmp_path / "skoleplan-101-0007-F1-rettet.xlsx"
    assert kept.read_bytes() == typed
    assert changes(NORMAL, read_back(path)) == ()
    path.write_bytes(b"noget andet")
    write_handouts(NORMAL, tmp_path)
    assert (tmp_path / "skoleplan-101-0007-F1-rettet-2.xlsx").read_bytes() == b"noget andet"


def test_a_workbook_that_was_only_saved_again_is_replaced(tmp_path: Path) -> None:
    path = write_handouts(BARE, tmp_path)[0]
    openpyxl.load_workbook(path).save(path)
    write_handouts(BARE, tmp_path)
    assert not list(tmp_path.glob("*-rettet*"))


def test_what_a_plan_has_no_more_is_cancelled_in_its_calendars_but_not_for_another_company(tmp_path: Path) -> None:
    now = replace(NORMAL, courses=NORMAL.courses[:1], as_of=date(2027, 1, 26))
    write_handouts(NORMAL, tmp_path / "en")
    company = write_handouts(now, tmp_path / "en")[2]
    assert company.read_bytes().count(b"STATUS:CANCELLED") == 6
    gone = next((tmp_path / "en").glob("kalender-*-skole-Sprogcenter*.ics"))
    assert b"CANCELLED" in gone.read_bytes() and b"CONFIRMED" not in gone.read_bytes()
    write_handouts(replace(NORMAL, p_number="1000000002", company="En anden"), tmp_path / "to")
    assert b"CANCELLED" not in write_handouts(now, tmp_path / "to")[2].read_bytes()


def test_only_pages_and_calendars_of_other_placements_are_put_away(tmp_path: Path) -> None:
    kept, gone = write_handouts(NORMAL, tmp_path), write_handouts(TOGETHER, tmp_path)
    own = tmp_path / "kalender.ics"
    own.write_bytes(b"alle")
    put_away_others([NORMAL], tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {own.name, gone[0].name, *(path.name for path in kept)}
