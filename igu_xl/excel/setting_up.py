"""Telling Excel on this computer where Python with igu is, so that the buttons find it.

xlwings looks for settings in the workbook's own sheet, in the workbook's folder and in the user's home, in this
order. The path of Python differs from computer to computer, so it stands in the home: `.igu/igu.conf`.
"""

from __future__ import annotations

import csv
import locale
import sys
from pathlib import Path

_ENCODING = locale.getencoding()  # as VBA reads a text file: a path may go through C:\\Users\\Søren

INTERPRETER = {"win32": "INTERPRETER_WIN", "darwin": "INTERPRETER_MAC"}


def settings_file(home: Path, platform: str) -> Path:
    """Where the macros of our workbooks look; on a Mac Excel can only read inside its own container."""
    if platform == "darwin":
        return home / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "igu.conf"
    return home / ".igu" / "igu.conf"


def point_excel_here(home: Path, platform: str = sys.platform, interpreter: str = sys.executable) -> Path:
    """Write the path of this Python to the settings file, beside the other settings there, and return its path."""
    path = settings_file(home, platform)
    settings = _read(path) | {INTERPRETER.get(platform, INTERPRETER["win32"]): interpreter}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=_ENCODING, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(settings.items())
    return path


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(encoding=_ENCODING, newline="") as file:
        return {row[0]: row[1] for row in csv.reader(file) if len(row) == 2}
