"""Keeping a partnership safe while it is written: one run at a time, and a copy of every file before it changes."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from igu_xl.errors import NotNow
from igu_xl.sheets.forgotten import kept_forgotten
from igu_xl.sheets.layout import Layout, layout_of
from igu_xl.sheets.writing.forgotten_rows import without_forgotten

# Enough to go back several months of daily runs without filling a shared drive.
KEPT_BACKUPS = 60
ELSEWHERE = "andre steder"
LOCK = "lås"


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the partnership's lock; raises `NotNow` when another run holds it. A killed run lets go of it by itself."""
    with locked(layout_of(folder).state):
        yield


@contextmanager
def locked(state: Path) -> Iterator[None]:
    """Hold the lock that lies in a state folder; raises as `exclusive`."""
    state.mkdir(exist_ok=True)
    lock = FileLock(state / LOCK, timeout=0)
    try:
        with lock:
            yield
    except Timeout as problem:
        raise NotNow("En anden kørsel er i gang i partnerskabet. Vent, til den er færdig, og prøv igen.") from problem


class Backups:
    """Copies of the files of one run, in a folder named after when it began."""

    def __init__(self, folder: Path | Layout, begun: datetime) -> None:
        layout = folder if isinstance(folder, Layout) else layout_of(folder)
        self._root, self._state = layout.root, layout.state
        self._target = layout.backups / f"{begun:%Y-%m-%d %H.%M.%S}"

    def keep(self, path: Path) -> None:
        """Copy a file of the partnership as it is now, with its dates; the first copy of a run stays.

        Who was forgotten and still stands in it, since a partner has not deleted the row yet, is not copied.
        """
        copy = self._target / self._name_of(path)
        if copy.exists():
            return
        copy.parent.mkdir(parents=True, exist_ok=True)
        content = without_forgotten(path, kept_forgotten(self._state))
        if content is None:
            shutil.copy2(path, copy)
        else:
            copy.write_bytes(content)
            shutil.copystat(path, copy)
        self._drop_oldest()

    def _name_of(self, path: Path) -> Path:
        """Where a copy lies; of a partner's folder that lies elsewhere, its name and what tells it from its like."""
        if path.is_relative_to(self._root):
            return path.relative_to(self._root)
        place = hashlib.sha256(str(path.parent).encode()).hexdigest()[:8]
        return Path(ELSEWHERE, f"{path.parent.name}-{place}", path.name)

    def _drop_oldest(self) -> None:
        runs = sorted(run for run in self._target.parent.iterdir() if run.is_dir())
        for run in runs[:-KEPT_BACKUPS]:
            shutil.rmtree(run, ignore_errors=True)
