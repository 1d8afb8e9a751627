"""Where the macros look for Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from igu_xl.excel.setting_up import point_excel_here


@pytest.mark.parametrize(
    ("platform", "place", "setting"),
    [
        ("win32", ".igu/igu.conf", "INTERPRETER_WIN"),
        ("darwin", "Library/Containers/com.microsoft.Excel/Data/igu.conf", "INTERPRETER_MAC"),
    ],
)
def test_the_path_of_this_python_stands_where_the_macros_look(
    tmp_path: Path, platform: str, place: str, setting: str
) -> None:
    path = point_excel_here(tmp_path, platform, "C:\\Users\\Søren\\igu\\python.exe")
    assert path == tmp_path / place
    assert path.read_text() == f'"{setting}","C:\\Users\\Søren\\igu\\python.exe"\n'


def test_other_settings_stay_and_the_path_is_replaced(tmp_path: Path) -> None:
    path = point_excel_here(tmp_path, "win32", "old.exe")
    path.write_text(path.read_text() + '"SHOW CONSOLE","True"\n')
    point_excel_here(tmp_path, "win32", "new.exe")
    assert path.read_text() == '"INTERPRETER_WIN","new.exe"\n"SHOW CONSOLE","True"\n'
