"""Telling Excel on this computer where Python with igu is, so that the buttons find it."""

from __future__ import annotations

import sys
from pathlib import Path

from igu_xl.actions.excel_settings import INTERPRETER, read_settings, settings_file, write_settings


def point_excel_here(home: Path, platform: str = sys.platform, interpreter: str = sys.executable) -> Path:
    """Write the path of this Python to the settings file, beside the other settings there, and return its path."""
    path = settings_file(home, platform)
    name = INTERPRETER.get(platform, INTERPRETER["win32"])
    write_settings(path, read_settings(path) | {name: interpreter})
    return path
