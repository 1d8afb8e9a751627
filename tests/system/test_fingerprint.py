from __future__ import annotations

import time
from pathlib import Path

import pytest

import igu_xl
from igu_xl.system.fingerprint import digest_of_package

FILES = {"__init__.py": "", "room/__init__.py": "", "room/one.py": "a = 1\n", "room/data/facts.csv": "x;y\n"}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="\n")
    return tmp_path / "package"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("room/one.py", "a = 2\n"),
        ("room/data/facts.csv", "x;z\n"),
        ("room/two.py", "a = 1\n"),
        ("__init__.py", "b = 1"),
    ],
)
def test_a_change_in_any_file_is_a_change_of_the_package(package: Path, name: str, text: str) -> None:
    before = digest_of_package(package)
    (package / name).write_text(text, newline="\n")
    assert digest_of_package(package) != before


def test_a_module_that_moves_is_a_change(package: Path) -> None:
    before = digest_of_package(package)
    (package / "room" / "one.py").replace(package / "one.py")
    assert digest_of_package(package) != before


def test_what_python_compiles_and_how_lines_end_is_none(package: Path) -> None:
    before = digest_of_package(package)
    (package / "room" / "__pycache__").mkdir()
    (package / "room" / "__pycache__" / "one.pyc").write_bytes(b"\0")
    (package / "room" / ".DS_Store").write_bytes(b"\0")
    (package / "room" / "one.py").write_bytes(b"a = 1\r\n")
    assert digest_of_package(package) == before


def test_what_is_left_out_does_not_count(package: Path) -> None:
    before = digest_of_package(package, leave_out={"face", "run.py"})
    (package / "face").mkdir()
    (package / "face" / "one.py").write_text("a = 1")
    (package / "run.py").write_text("a = 1")
    assert digest_of_package(package, leave_out={"face", "run.py"}) == before


def test_the_whole_program_is_looked_at_in_no_time() -> None:
    began = time.process_time()
    assert len(digest_of_package(Path(igu_xl.__file__).parent)) == 64
    assert time.process_time() - began < 0.5  # 7 ms where it was written
