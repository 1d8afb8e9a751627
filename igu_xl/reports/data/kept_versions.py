"""The versions of a month's data in the archive: `data`, `data-2`, `data-3` in `arkiv/2026-10`, of which none changes.

A later run with other data adds a version; one with the same adds none. Only provisional data, of a month that had not
ended, give way to the next. An earlier version of the program kept the latest in `data`, with its manifest beside it,
and a copy with each edition; those are read as they are.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.snapshot import unfinished
from igu_xl.system import swap_folder
from igu_xl.system.fingerprint import digest

_NAME = re.compile(r"data(?:-(\d+))?")


def versions(archive: Path) -> list[Path]:
    """The folders of a month's data, the latest last."""
    found = [(int(name[1] or 1), path) for path in archive.glob("data*") if (name := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found) if path.is_dir()]


def latest(archive: Path) -> Path:
    """The folder of a month's latest data; one without data where there are none."""
    return next(reversed(versions(archive)), archive / "data")


def add(archive: Path, write: Callable[[Path], None]) -> Path:
    """The folder with the data that `write` writes to a folder: a new version, unless the latest are the same.

    It is there whole or not at all. Raises `NotNow` where a folder is in use.
    """
    there, month = versions(archive), _month(archive)
    whole = [path for path in there if not _provisional(path, month)]
    final = archive / _next_name(there)
    swap_folder.clear_wreck(final)
    building = swap_folder.start(final)
    write(building)
    if whole and not _provisional(building, month) and fingerprint(building) == fingerprint(whole[-1]):
        shutil.rmtree(building)
        final = whole[-1]
    else:
        swap_folder.swap(final)
    for path in there:
        if path not in whole:
            shutil.rmtree(path, ignore_errors=True)
    return final


def fingerprint(data: Path) -> str:
    """The data in short: the same where every table is the same."""
    return digest(sorted(data.glob("*.parquet")))


def _provisional(data: Path, month: Month | None) -> bool:
    return month is not None and unfinished(data, month) is not None


def _month(archive: Path) -> Month | None:
    """The month that a folder of the archive is named after."""
    try:
        return Month.parse(archive.name)
    except WrongUse:
        return None


def _next_name(there: list[Path]) -> str:
    number = max((int(name[1] or 1) for path in there if (name := _NAME.fullmatch(path.name))), default=0) + 1
    return "data" if number == 1 else f"data-{number}"
