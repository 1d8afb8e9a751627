"""The log file of the command line, `.igu/igu.log`: when, which command, how it ended, how long it took, its sentence.

Nothing about people is written: no argument, no id, no name of a file. A command that only looks writes nothing, and no
folder is made for the log.
"""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path

from igu_xl.danish import number_text
from igu_xl.sheets.layout import is_half_moved, layout_on_disk

FILE = "igu.log"
_MOST_BYTES, _OLDER_FILES = 500_000, 1
_NAMED = re.compile(r"»[^«]*«|\b(?:\d{3}-\d{3,}|[A-ZÆØÅ]{2,}[\dA-ZÆØÅ]*(?:-\d+)+)\b|\S*[/\\]\S*|\S+\.xls[xm]?\b")


@dataclass(slots=True)
class Typed:
    """A command as it was typed, for the line about it: its name with its options, and the folder it is about.

    `looks` is True where it must leave the folder as it is; `sentence` is what it said of itself.
    """

    command: str = ""
    folder: Path | None = None
    looks: bool = False
    sentence: str = ""
    began: float = field(default_factory=time.monotonic)


def keep(typed: Typed, code: int) -> None:
    """Write the line, where the command was about a partnership's folder that is there."""
    layout = layout_on_disk(typed.folder) if typed.folder else None
    # Half moved, the log may lie here or there, and a second one would be in the way of the first.
    if layout is None or typed.looks or is_half_moved(layout) or not (state := layout.state).is_dir():
        return
    log = logging.Logger("igu", logging.INFO)  # of its own: what other programs log elsewhere is theirs
    try:
        handler = RotatingFileHandler(
            state / FILE, maxBytes=_MOST_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s  %(message)s", "%Y-%m-%d %H:%M:%S"))
        handler.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk stops no command
        log.addHandler(handler)
        seconds = number_text(time.monotonic() - typed.began, 1)
        log.info("igu %s  kode %d  %s s  %s", typed.command, code, seconds, without_names(typed.sentence))
        handler.close()
    except OSError:
        return


def without_names(sentence: str) -> str:
    """A sentence without ids, quoted words, paths and names of workbooks, on one line."""
    return " ".join(_NAMED.sub("…", sentence).split())
