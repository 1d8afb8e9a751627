"""A sheet or a file that would tell macros what to start is a finding, in whatever letters and however hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.doctor.foreign_settings import look_at_foreign_settings
from igu_xl.checks.validation import validate

TODAY = date(2026, 11, 2)
KOEBENHAVN = "kommuner/101-københavn.xlsx"
NAMES = {"igu.conf", "IGU.Conf", "xlwings.conf", "kode.PY"}


@pytest.fixture
def plain(changed: Callable[..., Path]) -> Path:
    return changed(lambda rows: None)


def with_sheets(path: Path, state: str) -> None:
    book = openpyxl.load_workbook(path)
    for name in sorted(NAMES):
        if name.casefold() not in {one.casefold() for one in book.sheetnames}:  # Excel takes no two such names
            book.create_sheet(name).sheet_state = state
    book.save(path)


def told(folder: Path) -> list[tuple[str, str, str]]:
    found = validate(folder, TODAY).findings
    return [(one.code, one.place.workbook, one.place.sheet) for one in found if "indstillinger" in one.code]


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_a_sheet_of_settings_or_code_is_told_and_the_workbook_is_read(plain: Path, state: str) -> None:
    with_sheets(plain / KOEBENHAVN, state)
    assert told(plain) == [("ark-indstillinger", KOEBENHAVN, name) for name in ("IGU.Conf", "kode.PY", "xlwings.conf")]
    checked = validate(plain, TODAY)
    assert {one.level for one in checked.findings if one.code == "ark-indstillinger"} == {"advarsel"}
    assert len(checked.usable("tblKandidater")) > 0
    assert "»IGU.Conf«" in look_at_foreign_settings(plain).sentence


@pytest.mark.parametrize("place", ["", "kommuner", "brancher", "skoler"])
@pytest.mark.parametrize("name", ["igu.conf", "XLWINGS.CONF"])
def test_a_file_of_settings_is_told_wherever_a_workbook_lies(plain: Path, place: str, name: str) -> None:
    assert look_at_foreign_settings(plain).state == "i orden"
    (plain / place / name).write_text('"INTERPRETER_WIN","\\\\ond\\program.exe"\n')
    assert told(plain) == [("fil-indstillinger", f"{place}/{name}".lstrip("/"), "")]
    found = look_at_foreign_settings(plain)
    assert (found.state, str(plain / place / name) in found.sentence) == ("advarsel", True)
