"""What the tests of the Excel face share: the stand-in for Excel, a built workbook and a demo partnership."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from xlwings import Book

SUPPORT = Path(__file__).parents[1] / "support"
sys.path.insert(0, str(SUPPORT))

import excel_bed  # noqa: E402

from igu_xl.excel.packaging import build_shipped  # noqa: E402

Press = Callable[..., str]

SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture(scope="session")
def shipped_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The templates and the add-in, built anew, by file name."""
    return {path.name: path for path in build_shipped(tmp_path_factory.mktemp("shipped"))}


@pytest.fixture(scope="session")
def support() -> Path:
    """The folder of what tests run as programs of their own."""
    return SUPPORT


@pytest.fixture(scope="session")
def bridge() -> str:
    """A Python that can talk to LibreOffice."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    if (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True).returncode
    ):
        pytest.skip("LibreOffice's bridge to Python (python3-uno) is not installed")
    return SYSTEM_PYTHON


@pytest.fixture
def excel() -> Iterator[Callable[[Path], Book]]:
    """Opens workbooks in Excel for as long as the test lasts."""
    with ExitStack() as stack:
        yield lambda path: stack.enter_context(excel_bed.opened(path))


@pytest.fixture
def book(partnership: Path, excel: Callable[[Path], Book]) -> Book:
    """The coordinator's workbook of a small partnership, open."""
    return excel(partnership / "koordinator.xlsm")


@pytest.fixture
def press() -> Press:
    """Presses a button in a workbook; gives the one sentence of its message box, after a check of its kind."""

    def pressed(book: Book, button: Callable[[], None], kind: str = "info") -> str:
        book.set_mock_caller()
        excel_bed.said(), excel_bed.shown_in_status_bar()
        button()
        [(mode, sentence)] = excel_bed.said()
        assert mode == kind, sentence
        return sentence

    return pressed
