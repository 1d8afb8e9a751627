"""What a page says for programs: of which plan it and the workbook beside it are, and how that workbook was made.

To make the files of a plan again, or to read a workbook back, takes longer than all else in a sending in which little
has changed; the mark tells when neither is needed.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from igu_xl import __version__
from igu_xl.school.planning.pupil_plan import PupilPlan

_HEAD = 1_000  # letters of a page in which its mark stands


def mark_of(plan: PupilPlan, book: bytes) -> str:
    """What tells the files of one plan, as this version makes them, from all others."""
    told = f"{__version__}\n{plan!r}".encode()
    return f"{_short(told)}-{_short(book)}"


def is_marked(page: Path, mark: str) -> bool:
    """Whether a page has this mark."""
    return f'content="{mark}"' in _head(page)


def is_untouched(book: Path) -> bool:
    """Whether a workbook is, to the byte, the one that was made with the page beside it."""
    page = book.with_suffix(".html")
    return page.is_file() and bool(re.search(rf'content="[0-9a-f]+-{_short(book.read_bytes())}"', _head(page)))


def _head(page: Path) -> str:
    with page.open(encoding="utf-8", errors="replace") as opened:
        return opened.read(_HEAD)


def _short(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]
