"""Where Excel's macros look for Python on this computer: the file `igu.conf`, and the path that stands in it.

It lies in the user's home, where only the user writes, and the macros look nowhere else. xlwings' own macros look in a
sheet of the workbook that is in front, then in a file beside it, and only then in the home; so did those of igu 0.1.0.
"""

from __future__ import annotations

import csv
import locale
import os
from pathlib import Path

FILE = "igu.conf"
FLAGS = ("-E", "-P", "-B")
"""How the macros start Python: no variable names a folder of modules, and the folder it runs in is none of them."""
INTERPRETER = {"win32": "INTERPRETER_WIN", "darwin": "INTERPRETER_MAC"}

_ENCODING = locale.getencoding()  # as VBA reads a text file: a path may go through C:\\Users\\Søren


def settings_file(home: Path, platform: str) -> Path:
    """Where the macros of our workbooks look; on a Mac Excel can only read inside its own container."""
    if platform == "darwin":
        return home / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / FILE
    return home / ".igu" / FILE


def read_settings(path: Path) -> dict[str, str]:
    """The settings of a file by name; none when there is no file."""
    if not path.is_file():
        return {}
    with path.open(encoding=_ENCODING, errors="replace", newline="") as file:
        return {row[0]: row[1] for row in csv.reader(file) if len(row) == 2}


def write_settings(path: Path, settings: dict[str, str]) -> None:
    """Make these the settings of a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=_ENCODING, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(settings.items())


def interpreter_in(path: Path, platform: str) -> str:
    """The Python that a settings file names, with the computer's variables put in; empty where it names none."""
    return os.path.expandvars(read_settings(path).get(INTERPRETER.get(platform, ""), ""))
