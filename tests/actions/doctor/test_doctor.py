"""`igu doctor` on this machine, and on folders with something wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from igu_xl.actions.doctor import Diagnosis, doctor, told
from igu_xl.actions.doctor.folder import look_at_cloud, look_at_folder, look_at_path_lengths
from igu_xl.actions.doctor.machine import look_at_fonts, look_at_packages, look_at_python


@pytest.fixture
def partnership(tmp_path: Path) -> Path:
    folder = tmp_path / "partnerskab"
    for name in ("kommuner", "brancher", "skoler"):
        (folder / name).mkdir(parents=True)
    return folder


def named(diagnoses: list[Diagnosis], name: str) -> Diagnosis:
    return next(one for one in diagnoses if one.name == name)


def states(folder: Path) -> dict[str, str]:
    return {one.name: one.state for one in look_at_folder(folder)}


def test_this_machine_can_run_everything_but_excel() -> None:
    found = [one for one in doctor() if one.name != "Regler"]  # they go by the day
    assert [one.name for one in found] == ["Python", "Pakker", "Skrifttype", "LibreOffice", "Excel"]
    assert {one.state for one in found if one.name != "Excel"} == {"i orden"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a registry")
def test_a_machine_without_windows_is_told_what_works_there() -> None:
    excel = named(doctor(), "Excel")
    assert (excel.state, excel.do[:20]) == ("advarsel", "Brug kommandoen igu ")


def test_a_sound_partnership_has_nothing_else_to_do(partnership: Path) -> None:
    """In the earlier layout one thing: that all share a folder."""
    assert {name for name, state in states(partnership).items() if state != "i orden"} == {"Partnernes mapper"}
    assert sorted(path.name for path in partnership.iterdir()) == ["brancher", "kommuner", "skoler"]


def test_everything_that_is_not_in_order_says_one_thing_to_do(partnership: Path) -> None:
    (partnership / ".igu").write_text("")
    for one in (*doctor(partnership), *doctor(partnership / "findes ikke")):
        assert (one.state == "i orden") == (one.do == "")
        assert one.sentence.endswith(".") and one.do.count("\n") == 0
        assert set(one.as_json()) == {"name", "state", "sentence", "do"}


def test_people_read_the_worst_word_first_and_what_to_do_below() -> None:
    shown = told([Diagnosis("Lås", "fejl", "Mappen kan ikke låses.", "Flyt den.")])
    assert shown == "fejl      Lås: Mappen kan ikke låses.\n          → Flyt den."


def test_a_folder_that_is_no_partnership_is_said_to_be_none(tmp_path: Path) -> None:
    found = list(look_at_folder(tmp_path))
    assert [one.name for one in found] == ["Partnerskab", "Placering"]
    assert found[0].state == "fejl"


def test_a_file_where_a_folder_should_be_cannot_be_written_in(partnership: Path) -> None:
    (partnership / "skoler").rmdir()
    (partnership / "skoler").write_text("")
    rights = named(list(look_at_folder(partnership)), "Rettigheder")
    assert (rights.state, rights.sentence) == ("fejl", "Der kan ikke skrives i skoler.")


def test_a_missing_folder_of_partners_is_found(partnership: Path) -> None:
    (partnership / "brancher").rmdir()
    assert states(partnership)["Rettigheder"] == "fejl"


def test_a_lock_that_cannot_be_taken_is_found(partnership: Path) -> None:
    (partnership / ".igu").write_text("")
    assert states(partnership)["Lås"] == "fejl"


def test_a_run_that_goes_on_is_waited_for(partnership: Path) -> None:
    (partnership / ".igu").mkdir()
    with FileLock(partnership / ".igu" / "lås"):
        lock = named(list(look_at_folder(partnership)), "Lås")
    assert (lock.state, lock.sentence[:24]) == ("advarsel", "En anden kørsel er i gan")
    assert states(partnership)["Lås"] == "i orden"


def test_a_workbook_that_is_open_is_named(partnership: Path) -> None:
    (partnership / "kommuner" / "~$101-koebenhavn.xlsx").write_text("")
    (partnership / "skoler" / ".~lock.next.xlsx#").write_text("")
    found = named(list(look_at_folder(partnership)), "Åbne arbejdsbøger")
    assert found.sentence == "Der er nogen, der har 101-koebenhavn.xlsx og next.xlsx åben."


@pytest.mark.parametrize(
    ("folder", "state"),
    [
        ("/home/a/OneDrive - Kommunen/igu", "advarsel"),
        ("/home/a/sky/igu", "advarsel"),
        ("/home/a/igu", "i orden"),
        ("https://kommunen.sharepoint.com/sites/igu", "fejl"),
    ],
)
def test_a_folder_in_the_cloud_is_told_apart(folder: str, state: str) -> None:
    assert look_at_cloud(Path(folder), {"OneDriveCommercial": "/home/a/sky"}).state == state


def test_a_path_that_excel_cannot_open_is_measured(partnership: Path) -> None:
    long_name = "101-" + "k" * 215 + ".xlsx"
    assert look_at_path_lengths(partnership).state == "i orden"
    (partnership / "kommuner" / long_name).write_bytes(b"")
    assert look_at_path_lengths(partnership).state == "fejl"


@pytest.mark.parametrize(
    ("running", "executable", "state"),
    [
        ((3, 11, 0), r"C:\Python311\python.exe", "i orden"),
        ((3, 10, 9), r"C:\Python310\python.exe", "fejl"),
        ((3, 13, 1), r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python.exe", "advarsel"),
    ],
)
def test_python_must_be_new_enough_and_not_from_the_store(
    running: tuple[int, int, int], executable: str, state: str
) -> None:
    assert look_at_python(running, executable).state == state


def test_a_package_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, "igu_xl", "Requires-Dist: xlwings==0.37.8", "Requires-Dist: findes-slet-ikke>=1")
    monkeypatch.syspath_prepend(tmp_path)
    found = look_at_packages()
    assert (found.state, found.sentence) == ("fejl", "Der mangler findes-slet-ikke.")


def test_another_xlwings_than_the_pinned_one_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(tmp_path, "igu_xl", "Requires-Dist: xlwings==0.1.0")
    monkeypatch.syspath_prepend(tmp_path)
    assert look_at_packages().do == "Kør »python -m pip install xlwings==0.1.0«."


def test_the_font_of_the_charts_is_there() -> None:
    assert re.fullmatch(r"DejaVu Sans findes \(.+\.ttf\)\.", look_at_fonts().sentence)


def test_the_doctor_brings_nothing_heavy_before_it_needs_it() -> None:
    code = "import sys, igu_xl.actions.doctor; print(sorted({'matplotlib', 'xlwings', 'highspy'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def _install(place: Path, name: str, *requirements: str) -> None:
    """A distribution as pip leaves it: only its metadata."""
    folder = place / f"{name}-0.0.0.dist-info"
    folder.mkdir()
    head = ["Metadata-Version: 2.1", f"Name: {name.replace('_', '-')}", "Version: 0.0.0"]
    (folder / "METADATA").write_text("\n".join([*head, *requirements, ""]))
