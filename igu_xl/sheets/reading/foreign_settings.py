"""Settings for Excel's macros that come with somebody else's workbook: sheets in it, and files beside it.

xlwings' own macros, and those of igu 0.1.0, take the program that a button starts from a sheet of the workbook in front
or from a file beside it, and code from sheets whose names end in `.py`. The macros of this version look at none of
them. Where one lies it is told all the same: somebody may have put it there on purpose, and older macros obey it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

NAMES = ("igu.conf", "xlwings.conf")
"""The sheets and files that macros of igu 0.1.0 and of xlwings look for; Excel and Windows know no capitals."""

_CODE = ".py"


def settings_sheets(sheets: Iterable[str]) -> Iterator[str]:
    """The sheets, shown or hidden, that some macros would take settings or code from."""
    for sheet in sheets:
        name = sheet.strip().casefold()
        if name in NAMES or name.endswith(_CODE):
            yield sheet


def settings_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that some macros would take settings from; none where it cannot be read."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return
    yield from (path for path in found if path.name.casefold() in NAMES)
