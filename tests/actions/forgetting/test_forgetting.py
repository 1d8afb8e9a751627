"""Glem borger: nothing of a person is left anywhere, every figure is what it was, and what partners typed is theirs."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from forgetting_bed import KOEBENHAVN, MONTHS, WHO, Figures, delete_rows, figures, places_of, same

from igu_xl.actions.checking import check_partnership, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.actions.forgetting.forgetting import NOBODY, forget_candidate, forget_chosen
from igu_xl.actions.reporting.reporting import keep_snapshot
from igu_xl.actions.school_plan.kept_plan import kept_plan
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.sending.undoing import undo_partnership
from igu_xl.errors import NotNow, WrongUse
from igu_xl.sheets.layout import HANDOUTS
from igu_xl.sheets.writing.keeping import exclusive
from igu_xl.sheets.writing.lossless import WorkbookEdit
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.placements import State
from igu_xl.standing.standing import stand

BEGUN, LATER = datetime(2026, 11, 2, 10), datetime(2026, 11, 3, 9)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def cells(path: Path, *sheets: str) -> dict[str, object]:
    book = openpyxl.load_workbook(path)
    return {
        f"{name}!{cell.coordinate}": cell.value
        for name in sheets
        for row in book[name].iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_nothing_is_left_where_the_municipality_has_deleted_its_rows(played: Path, counted: Figures) -> None:
    assert len(places_of(played)) > 15
    delete_rows(played)
    done = forget_candidate(played, LATER, WHO)
    assert not (done.theirs or done.waiting)
    assert places_of(played) == set()
    assert same(counted, figures(played))
    check_partnership(played, LATER.replace(hour=10))
    publish_partnership(played, LATER.replace(hour=11), anyway=True)
    assert places_of(played) == set()


def test_what_the_municipality_typed_is_told_and_not_touched(played: Path) -> None:
    typed = ("Kandidater", "Opfølgning", "Forløb", "Skoleplan", "Fravær", "Noter")
    before = cells(played / KOEBENHAVN, *typed)
    done = forget_candidate(played, LATER, WHO)
    assert [one.words for one in done.theirs] == [
        f"{KOEBENHAVN}, arket Kandidater, række 5",
        f"{KOEBENHAVN}, arket Opfølgning, række 5",
        f"{KOEBENHAVN}, arket Forløb, række 6",
        f"{KOEBENHAVN}, arket Skoleplan, række 5",
        f"{KOEBENHAVN}, arket Fravær, række 5",
        f"{KOEBENHAVN}, arket Noter, celle B2",
    ]
    assert cells(played / KOEBENHAVN, *typed) == before
    assert places_of(played) == {KOEBENHAVN}
    assert WHO not in str(cells(played / KOEBENHAVN, "Plan", "Fund"))


def test_the_plan_and_its_files_are_about_the_others_only(played: Path) -> None:
    forget_candidate(played, LATER, WHO)
    kept = kept_plan(played)
    assert kept is not None and list(kept.rows["candidate"]) == ["101-0002"]
    assert list(kept.pupils["change"]) == ["Efter (glemt)"]
    left = {path.name for path in (played / HANDOUTS).iterdir()}
    assert left == {
        "skoleplan-101-0002-F1.xlsx", "skoleplan-101-0002-F1.html", "kalender-101-0002-F1-virksomhed.ics",
    }  # fmt: skip


def test_who_still_stands_in_a_workbook_is_not_learnt_again(played: Path) -> None:
    forget_candidate(played, LATER, WHO)
    checked = check_partnership(played, LATER.replace(hour=10))
    found = [one for one in checked.validation.findings if one.code == "glemt-staar-endnu"]
    assert [(one.place.sheet, one.place.cell) for one in found] == [
        ("Forløb", "B6"),
        ("Fravær", "A5"),
        ("Kandidater", "A5"),
        ("Opfølgning", "A5"),
        ("Skoleplan", "A5"),
    ]
    assert WHO not in str([one.as_json() for one in checked.validation.findings])
    publish_partnership(played, LATER.replace(hour=11), anyway=True)  # a copy of every workbook is made
    assert places_of(played) == {KOEBENHAVN}
    delete_rows(played)
    checked = check_partnership(played, LATER.replace(hour=12))
    assert not [one for one in checked.validation.findings if one.code == "glemt-staar-endnu"]
    assert places_of(played) == set()


def test_a_month_that_is_made_from_the_workbooks_again_counts_the_same(played: Path, counted: Figures) -> None:
    forget_candidate(played, LATER, WHO)
    for month in MONTHS:
        checked = read_and_check(played, LATER.replace(hour=10), None, CoordinatorFile(played))
        keep_snapshot(checked, played / "arkiv" / str(month))
    october = {key: frame for key, frame in counted.items() if key[0] == "2026-10" and "match" not in key[2]}
    after = {key: frame for key, frame in figures(played).items() if key in october}
    assert same(october, after)


def test_what_was_first_read_on_the_day_of_forgetting_counts_in_earlier_months(played: Path) -> None:
    edit = WorkbookEdit(played / KOEBENHAVN)
    for row in edit.rows_with("tblForloeb", "Kandidat-id", WHO):
        edit.set_cell("tblForloeb", row, "Aftale indgået", date(2026, 10, 20))
    edit.save()
    check_partnership(played, LATER)
    end = date(2026, 10, 31)
    before = stand(kept_history(played), end).placements["state"].value_counts()
    forget_candidate(played, LATER, WHO)
    after = stand(kept_history(played), end).placements["state"].value_counts()
    assert before.to_dict() == after.to_dict()
    assert State.AGREED in before.index


def test_others_are_as_they_were(played: Path) -> None:
    known = kept_history(played).versions
    forget_candidate(played, LATER, WHO)
    for name, rows in kept_history(played).versions.items():
        mine = rows[~rows["id"].str.startswith("glemt-")]
        others = known[name][~known[name]["id"].str.startswith(WHO)]
        pd.testing.assert_frame_equal(mine.reset_index(drop=True), others.reset_index(drop=True))
    assert len(places_of(played, "101-0002")) > 10


def test_nobody_is_told_that_somebody_unknown_has_gone(played: Path) -> None:
    before = check_partnership(played, LATER).since().rows
    delete_rows(played)
    forget_candidate(played, LATER.replace(hour=10), WHO)
    after = check_partnership(played, LATER.replace(hour=11)).since().rows
    assert not [row for row in after if "glemt-" in str(row)]
    assert len(after) <= len(before)


def test_a_sending_can_still_be_taken_back(played: Path) -> None:
    delete_rows(played)
    forget_candidate(played, LATER, WHO)
    done = undo_partnership(played, LATER.replace(hour=10))
    assert done.taken
    assert WHO not in str(done.as_json())


def test_a_workbook_that_is_open_is_named_and_done_by_the_next_run(played: Path) -> None:
    delete_rows(played)
    lock = played / "kommuner" / ".~lock.101-københavn.xlsx#"
    lock.write_text("Jobkonsulent")
    done = forget_candidate(played, LATER, WHO)
    assert list(done.waiting) == [KOEBENHAVN]
    assert "åben" in done.text
    assert places_of(played) == {KOEBENHAVN, ".igu/glemmer.json"}
    lock.unlink()
    check_partnership(played, LATER.replace(hour=10))
    assert places_of(played) == set()


def test_the_coordinators_workbook_may_be_open(played: Path) -> None:
    delete_rows(played)
    lock = played / "~$koordinator.xlsm"
    lock.write_text("Sekretariat")
    assert list(forget_candidate(played, LATER, WHO).waiting) == ["koordinator.xlsm"]
    lock.unlink()
    check_partnership(played, LATER.replace(hour=10))
    assert places_of(played) == set()
    log = openpyxl.load_workbook(played / "koordinator.xlsm")["Log"]
    assert "1 borger er glemt" in str([[cell.value for cell in row] for row in log.iter_rows()])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("writes", [1, 5, 14])
def test_a_run_that_is_killed_is_finished_by_the_next_one(played: Path, counted: Figures, writes: int) -> None:
    delete_rows(played)
    # Killed at the moment when it has replaced so many files.
    script = (
        "import os, pathlib, signal, sys\n"
        "from datetime import datetime\n"
        "from igu_xl.actions.forgetting.forgetting import forget_candidate\n"
        "replace, count = pathlib.Path.replace, [0]\n"
        "def counted(self, target):\n"
        "    if count[0] == int(sys.argv[2]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "    count[0] += 1\n"
        "    return replace(self, target)\n"
        "pathlib.Path.replace = counted\n"
        f"forget_candidate(pathlib.Path(sys.argv[1]), datetime(2026, 11, 3, 9), '{WHO}')\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(played), str(writes)], check=False, timeout=120)
    assert ran.returncode == -signal.SIGKILL
    check_partnership(played, LATER.replace(hour=10))
    assert places_of(played) == set()
    assert same(counted, figures(played))


def test_it_is_done_once_however_often_it_is_asked_for(played: Path) -> None:
    delete_rows(played)
    forget_candidate(played, LATER, WHO)
    before = {path: path.read_bytes() for path in played.rglob("*.parquet")}
    done = forget_candidate(played, LATER.replace(hour=10), f" {WHO.lower()} ")
    assert (done.people, done.changed, done.deleted) == (0, [], [])
    assert done.sentence == "Borgeren er glemt i forvejen, og værktøjet har intet om id'et."
    assert {path: path.read_bytes() for path in played.rglob("*.parquet")} == before


def test_an_id_that_nobody_has_is_one_sentence(played: Path) -> None:
    with pytest.raises(WrongUse, match=r"^Kandidaten 101-9999.* findes ikke i kommunernes arbejdsbøger\.$"):
        forget_candidate(played, LATER, "101-9999")
    assert not (played / ".igu" / "glemt.json").exists()


def test_an_id_is_not_found_in_a_longer_one(played: Path) -> None:
    book = openpyxl.load_workbook(played / "kommuner" / "155-dragør.xlsx")
    book["Kandidater"]["A5"] = f"{WHO}1"
    book.save(played / "kommuner" / "155-dragør.xlsx")
    check_partnership(played, LATER)
    delete = forget_candidate(played, LATER.replace(hour=10), WHO)
    assert {one.workbook for one in delete.theirs} == {KOEBENHAVN}
    assert kept_history(played).versions["tblKandidater"]["id"].eq(f"{WHO}1").any()


def test_what_killed_runs_have_left_is_deleted(played: Path) -> None:
    shutil.copy2(played / KOEBENHAVN, played / "kommuner" / ".igu-abc.tmp")
    shutil.copy2(played / ".igu" / "historik.parquet", played / ".igu" / "historik.skrives")
    delete_rows(played)
    forget_candidate(played, LATER, WHO)
    assert places_of(played) == set()


def test_a_copy_that_cannot_be_cleaned_is_deleted_and_named(played: Path) -> None:
    copy = next((played / ".igu" / "kopier").rglob("101-*.xlsx"))
    copy.write_bytes(copy.read_bytes()[:5000])
    done = forget_candidate(played, LATER, WHO)
    assert done.deleted == [copy.relative_to(played).as_posix()]
    assert not copy.exists()


def test_two_runs_at_once_are_one(played: Path) -> None:
    with exclusive(played), pytest.raises(NotNow):
        forget_candidate(played, LATER, WHO)
    assert not (played / ".igu" / "glemmer.json").exists()


def test_the_button_asks_first_and_forgets_whom_beslutninger_names(played: Path) -> None:
    desk = CoordinatorFile(played)
    assert forget_chosen(played, LATER, desk) == NOBODY
    book = openpyxl.load_workbook(desk.path, keep_vba=True)
    sheet = book["Beslutninger"]
    sheet["A5"], sheet["B5"] = "Glem borger", WHO
    book.save(desk.path)
    delete_rows(played)
    asked = forget_chosen(played, LATER, CoordinatorFile(played))
    assert asked.startswith("Intet er slettet endnu. Tryk igen for at glemme 1 borger,")
    assert WHO not in asked
    assert KOEBENHAVN not in places_of(played) or len(places_of(played)) > 10
    said = forget_chosen(played, LATER.replace(minute=5), CoordinatorFile(played))
    assert said.startswith("1 borger er glemt")
    assert places_of(played) == set()
    assert read_coordinator(played).said_last == said


def test_the_match_has_nothing_to_do_with_whom_to_forget(played: Path) -> None:
    book = openpyxl.load_workbook(played / "koordinator.xlsm", keep_vba=True)
    book["Beslutninger"]["A5"], book["Beslutninger"]["B5"] = "Glem borger", WHO
    book.save(played / "koordinator.xlsm")
    assert publish_partnership(played, LATER, anyway=True).refused == {}


def test_a_press_is_logged_without_an_id(played: Path) -> None:
    forget_candidate(played, BEGUN.replace(day=3), WHO)
    assert WHO not in read_coordinator(played).said_last
