"""`igu doctor` on what only Windows has: registries as machines have them, add-ins, and files from the net."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

import pytest
import xlwings

from igu_xl.actions.doctor.excel import (
    addin_places,
    look_at_addin,
    look_at_excel,
    look_at_installation,
    look_at_library,
    look_at_macros,
    look_at_trusted_places,
)
from igu_xl.actions.doctor.folder import look_at_coordinator
from igu_xl.actions.doctor.macros import xlwings_of
from igu_xl.actions.doctor.registry import SUBKEYS, Registry
from igu_xl.excel.packaging import build_addin
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.templates import build_workbook

XLWINGS = Path(xlwings.__file__).parent
SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"


def registry_of(values: dict[tuple[str, str], str]) -> Registry:
    """A registry that holds these values and nothing else."""
    return lambda key, value: values.get((key, value))


@pytest.fixture
def coordinator(tmp_path: Path) -> Path:
    """A workbook with xlwings' own macros."""
    return Path(shutil.copy(XLWINGS / "quickstart_standalone.xlsm", tmp_path / "koordinator.xlsm"))


def test_the_version_is_read_from_the_compressed_macros(coordinator: Path, tmp_path: Path) -> None:
    assert xlwings_of(coordinator) == xlwings.__version__
    assert xlwings_of(XLWINGS / "addin" / "xlwings.xlam") == xlwings.__version__
    for name, content in (("tekst.xlsm", b"nej"), ("tom.xlsm", b"")):
        (tmp_path / name).write_bytes(content)
        assert xlwings_of(tmp_path / name) is None
    with zipfile.ZipFile(tmp_path / "skrammel.xlsm", "w") as package:
        package.writestr("xl/vbaProject.bin", b"\x01\x02\xb0" * 1000)
    assert xlwings_of(tmp_path / "skrammel.xlsm") is None


def test_macros_made_for_another_xlwings_are_found(coordinator: Path) -> None:
    assert "hvilket program knapperne starter" in look_at_coordinator(coordinator, xlwings.__version__).sentence
    build_workbook(COORDINATOR, coordinator)
    assert look_at_coordinator(coordinator, xlwings.__version__).state == "i orden"
    assert look_at_coordinator(coordinator, "0.30.0").state == "fejl"


@pytest.mark.skipif(sys.platform == "win32", reason="there the mark is a stream of the file, which only Windows makes")
def test_a_workbook_from_the_net_is_blocked(coordinator: Path) -> None:
    Path(f"{coordinator}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    found = look_at_coordinator(coordinator, xlwings.__version__)
    assert (found.state, "Fjern blokering" in found.do) == ("fejl", True)


def test_an_add_in_must_be_there_and_made_by_this_igu_for_this_xlwings(tmp_path: Path) -> None:
    addin = tmp_path / "igu.xlam"
    assert look_at_addin([addin], xlwings.__version__).state == "advarsel"
    build_addin(tmp_path)
    assert look_at_addin([tmp_path / "nej.xlam", addin], xlwings.__version__).state == "i orden"
    assert look_at_addin([addin], "9.9.9").state == "fejl"
    shutil.copy(XLWINGS / "quickstart.xlsm", addin)
    assert "igu en ukendt version" in look_at_addin([addin], xlwings.__version__).sentence


def test_an_add_in_that_obeys_the_workbook_in_front_must_go(tmp_path: Path) -> None:
    """As xlwings' own does, and igu's did: the macros are read, not the version that it says."""
    addin = tmp_path / "igu.xlam"
    shutil.copy(XLWINGS / "addin" / "xlwings.xlam", addin)
    found = look_at_addin([addin], xlwings.__version__)
    assert (found.state, "hvilket program knapperne starter" in found.sentence) == ("fejl", True)


def test_the_add_in_is_looked_for_where_it_was_chosen_and_in_excels_own_folders(tmp_path: Path) -> None:
    options = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
    chosen = str(tmp_path / "mappe med mellemrum" / "igu.xlam")
    values = {(options, "OPEN"): r"andet.xlam", (options, "OPEN1"): f'/R "{chosen}"', (options, "OPEN2"): "igu.xlam"}
    microsoft = tmp_path / "Microsoft"
    assert list(addin_places(registry_of(values), tmp_path)) == [
        Path(chosen),
        microsoft / "AddIns" / "igu.xlam",
        microsoft / "Excel" / "XLSTART" / "igu.xlam",
    ]


def test_the_library_beside_python_must_be_of_the_same_version(tmp_path: Path) -> None:
    assert look_at_library(tmp_path, "0.37.8").state == "fejl"
    (tmp_path / "xlwings64-0.30.1.dll").touch()
    assert "xlwings64-0.30.1.dll" in look_at_library(tmp_path, "0.37.8").sentence
    (tmp_path / "xlwings64-0.37.8.dll").touch()
    assert look_at_library(tmp_path, "0.37.8").state == "i orden"


@pytest.mark.parametrize(
    ("current", "state"), [("Excel.Application.16", "i orden"), ("Excel.Application.14", "advarsel"), (None, "fejl")]
)
def test_excel_must_be_there_and_new_enough(current: str | None, state: str) -> None:
    values = {} if current is None else {(r"HKCR\Excel.Application\CurVer", ""): current}
    assert look_at_installation(registry_of(values)).state == state


@pytest.mark.parametrize(
    ("user", "policy", "state", "who"),
    [
        (None, None, "i orden", "Excel er sat til"),
        ("2", None, "i orden", "Excel er sat til"),
        ("1", None, "advarsel", "Excel er sat til"),
        ("4", None, "fejl", "Excel er sat til"),
        ("1", "3", "advarsel", "It-afdelingen har bestemt"),
        ("2", "4", "fejl", "It-afdelingen har bestemt"),
        ("4", "2", "i orden", "It-afdelingen har bestemt"),
    ],
)
def test_what_the_it_department_decided_counts_first(
    user: str | None, policy: str | None, state: str, who: str
) -> None:
    values = {(rf"HKCU\{SECURITY}", "VBAWarnings"): user, (POLICY, "vbawarnings"): policy}
    found = look_at_macros(registry_of({key: value for key, value in values.items() if value}))
    assert found.state == state
    assert found.sentence.startswith(who)


@pytest.mark.parametrize(
    ("folder", "below", "state"),
    [
        (r"P:\igu\partnerskab", "1", "i orden"),
        (r"p:\IGU\partnerskab", "1", "i orden"),
        (r"P:\igu\partnerskab", "0", "advarsel"),
        (r"P:\igu", "0", "i orden"),
        (r"C:\andet", "1", "advarsel"),
    ],
)
def test_a_trusted_place_counts_with_what_lies_below_it_if_it_says_so(folder: str, below: str, state: str) -> None:
    places = rf"HKCU\{SECURITY}\Trusted Locations"
    values = {
        (places, SUBKEYS): "Location0|Location1",
        (rf"{places}\Location1", "Path"): "P:\\igu\\",
        (rf"{places}\Location1", "AllowSubFolders"): below,
    }
    (found,) = look_at_trusted_places(registry_of(values), Path(folder))
    assert found.state == state


def test_a_windows_machine_without_anything_is_told_everything() -> None:
    found = list(look_at_excel(registry_of({}), Path(r"C:\igu")))
    assert {"Excel", "Makroer", "Tillid til mappen", "xlwings i Python"} <= {one.name for one in found}
