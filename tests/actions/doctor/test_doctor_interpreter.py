"""`igu doctor` on the Python that Excel's macros start: as `igu excel` writes it, and as it is found later."""

from __future__ import annotations

import sys
import venv
from pathlib import Path

import pytest

import igu_xl
from igu_xl.actions.doctor.diagnosis import Diagnosis
from igu_xl.actions.doctor.interpreter import look_at_interpreter
from igu_xl.excel.setting_up import point_excel_here

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a made-up Python is not laid out so there")


@pytest.fixture
def python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python of its own, with no igu."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    venv.create(tmp_path / "egen", symlinks=True)
    return tmp_path / "egen" / "bin" / "python"


def install(python: Path, package: Path) -> None:
    """Let a Python find packages in a folder."""
    [site] = python.parent.parent.glob("lib/python*/site-packages")
    (site / "igu.pth").write_text(str(package))


def seen(home: Path) -> list[Diagnosis]:
    return list(look_at_interpreter(home, "win32"))


def test_a_computer_where_igu_excel_was_never_run_is_told_to_run_it(tmp_path: Path) -> None:
    [found] = seen(tmp_path)
    assert (found.state, found.do) == ("fejl", "Kør »igu excel« på denne computer.")
    assert "findes ikke" in found.sentence


def test_a_file_of_other_settings_names_no_python(tmp_path: Path) -> None:
    path = point_excel_here(tmp_path, "win32", "")
    path.write_text('"SHOW CONSOLE","True"\n')
    [found] = seen(tmp_path)
    assert (found.state, "nævner ingen Python" in found.sentence) == ("fejl", True)


def test_a_python_that_was_removed_is_named(tmp_path: Path) -> None:
    point_excel_here(tmp_path, "win32", str(tmp_path / "væk" / "python.exe"))
    [found] = seen(tmp_path)
    assert (found.state, "væk" in found.sentence and "som ikke findes" in found.sentence) == ("fejl", True)


def test_a_file_that_is_no_program_has_no_igu(tmp_path: Path) -> None:
    (tmp_path / "python.exe").write_text("nej")
    point_excel_here(tmp_path, "win32", str(tmp_path / "python.exe"))
    assert "har ikke igu" in seen(tmp_path)[0].sentence


def test_the_python_must_have_this_version_of_igu(tmp_path: Path, python: Path) -> None:
    point_excel_here(tmp_path, "win32", str(python))
    assert "har ikke igu" in seen(tmp_path)[0].sentence
    older = tmp_path / "ældre" / "igu_xl"
    older.mkdir(parents=True)
    (older / "__init__.py").write_text('__version__ = "0.0.1"\n')
    install(python, older.parent)
    assert f"igu 0.0.1 ({python}), men her er igu {igu_xl.__version__}" in seen(tmp_path)[0].sentence
    install(python, Path(igu_xl.__file__).parents[1])
    assert seen(tmp_path)[0].state == "i orden"


def test_a_python_without_its_whole_path_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The macros start no program that is looked for, for it may be found in somebody else's folder."""
    (tmp_path / "python.exe").touch()
    monkeypatch.chdir(tmp_path)
    point_excel_here(tmp_path, "win32", "python.exe")
    assert (seen(tmp_path)[0].state, "hele stien" in seen(tmp_path)[0].sentence) == ("fejl", True)


def test_igu_is_asked_for_as_the_macros_start_it(tmp_path: Path, python: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point_excel_here(tmp_path, "win32", str(python))
    monkeypatch.setenv("PYTHONPATH", str(Path(igu_xl.__file__).parents[1]))
    assert "har ikke igu" in seen(tmp_path)[0].sentence


def test_where_excel_has_no_macros_nothing_is_looked_for(tmp_path: Path) -> None:
    assert list(look_at_interpreter(tmp_path, "linux")) == []
