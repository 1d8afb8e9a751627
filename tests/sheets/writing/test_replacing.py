from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.errors import WriteRefused
from igu_xl.sheets.writing.lossless import CellValue, WorkbookEdit, file_sha256, is_open

NEW: dict[str, CellValue] = {"Forløb-id": "F-0003", "Start": date(2026, 12, 1), "Timer": 30}
Helper = Callable[..., Any]


@pytest.mark.parametrize("lock", ["~$101-koebenhavn.xlsx", "~$1-koebenhavn.xlsx", ".~lock.101-koebenhavn.xlsx#"])
def test_an_open_workbook_is_not_written(openpyxl_book: Path, lock: str) -> None:
    assert is_open(openpyxl_book) is None
    edit = WorkbookEdit(openpyxl_book)
    edit.append_rows("tblForloeb", [NEW])
    (openpyxl_book.parent / lock).touch()
    before = openpyxl_book.read_bytes()
    assert is_open(openpyxl_book) == lock
    with pytest.raises(WriteRefused) as refused:
        edit.save()
    assert refused.value.reason == (
        f"Arbejdsbogen er åben hos en anden (låsefilen {lock} findes). Den bliver opdateret næste gang."
    )
    assert openpyxl_book.read_bytes() == before


def test_an_edit_that_was_refused_may_be_saved_when_the_lock_is_gone(openpyxl_book: Path, table_values: Helper) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.append_rows("tblForloeb", [NEW])
    lock = openpyxl_book.parent / "~$101-koebenhavn.xlsx"
    lock.touch()
    with pytest.raises(WriteRefused):
        edit.save()
    lock.unlink()
    assert edit.save()
    assert len(table_values(openpyxl_book, "tblForloeb")) == 3


def test_a_workbook_that_changed_since_it_was_read_is_not_written(openpyxl_book: Path, appended: Helper) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.append_rows("tblForloeb", [NEW])
    assert edit.sha256 == file_sha256(openpyxl_book)
    appended(openpyxl_book, NEW | {"Forløb-id": "andres"})
    theirs = openpyxl_book.read_bytes()
    with pytest.raises(WriteRefused, match="ændret, siden den blev læst"):
        edit.save()
    assert openpyxl_book.read_bytes() == theirs
    assert [path.name for path in openpyxl_book.parent.iterdir()] == [openpyxl_book.name]


def test_a_fault_at_the_last_step_leaves_the_file_and_no_litter(
    openpyxl_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.append_rows("tblForloeb", [NEW])
    before = openpyxl_book.read_bytes()

    def fails(*_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(os, "replace", fails)
    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="disk"):
        edit.save()
    assert openpyxl_book.read_bytes() == before
    assert [path.name for path in openpyxl_book.parent.iterdir()] == [openpyxl_book.name]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_a_process_killed_before_the_replacement_leaves_the_file_as_it_was(
    openpyxl_book: Path, appended: Helper
) -> None:
    before = openpyxl_book.read_bytes()
    script = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from igu_xl.sheets.writing.lossless import WorkbookEdit
        Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        edit = WorkbookEdit(Path(sys.argv[1]))
        edit.append_rows("tblForloeb", [{"Forløb-id": "F-0003"}])
        edit.save()
    """)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", script, str(openpyxl_book)], env=environment, check=False)
    assert run.returncode == -signal.SIGKILL
    assert openpyxl_book.read_bytes() == before
    assert appended(openpyxl_book, NEW) == [6]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_mode_of_the_file_is_kept(openpyxl_book: Path, appended: Helper) -> None:
    openpyxl_book.chmod(0o664)
    appended(openpyxl_book, NEW)
    assert stat.S_IMODE(openpyxl_book.stat().st_mode) == 0o664


def test_a_workbook_behind_a_symbolic_link_stays_behind_it(
    openpyxl_book: Path, tmp_path: Path, appended: Helper, table_values: Helper
) -> None:
    link = tmp_path / "genvej.xlsx"
    link.symlink_to(openpyxl_book)
    appended(link, NEW)
    assert link.is_symlink() and len(table_values(openpyxl_book, "tblForloeb")) == 3
