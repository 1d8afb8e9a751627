"""Keeping a partnership safe while it is written: one run at a time, and a copy of every file before it changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from igu_xl.errors import NotNow

STATE_FOLDER = ".igu"
# Enough to go back several months of daily runs without filling a shared drive.
KEPT_BACKUPS = 60


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the partnership's lock; raises `NotNow` when another run holds it. A killed run lets go of it by itself."""
    state = folder / STATE_FOLDER
    state.mkdir(exist_ok=True)
    lock = FileLock(state / "lås", timeout=0)
    try:
        with lock:
            yield
    except Timeout as problem:
        raise NotNow("En anden kørsel er i gang i partnerskabet. Vent, til den er færdig, og prøv igen.") from problem


class Backups:
    """Copies of the files of one run, in a folder named after when it began."""

    def __init__(self, folder: Path, begun: datetime) -> None:
        self._root = folder
        self._target = folder / STATE_FOLDER / "kopier" / f"{begun:%Y-%m-%d %H.%M.%S}"

    def keep(self, path: Path) -> None:
        """Copy a file of the partnership as it is now, with its dates; the first copy of a run stays."""
        copy = self._target / path.relative_to(self._root)
        if copy.exists():
            return
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
        self._drop_oldest()

    def _drop_oldest(self) -> None:
        runs = sorted(run for run in self._target.parent.iterdir() if run.is_dir())
        for run in runs[:-KEPT_BACKUPS]:
            shutil.rmtree(run, ignore_errors=True)
