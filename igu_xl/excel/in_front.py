"""Which workbook a button was pressed in, and where a workbook lies: as Excel says it, not as the workbook does.

Whoever made a workbook has chosen its name and its sheets. So the macros hand its name over as hexadecimal digits, and
xlwings is not asked where a workbook in the cloud lies, for it looks in the workbook's own sheet `xlwings.conf` first.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlwings import Book

_NAMED = re.compile(r"--wb=hex-((?:[0-9A-Fa-f]{4})+)")


def pressed_book() -> Book:
    """The workbook that a button was pressed in."""
    # Imported before the name is understood: xlwings asks the workbook it is called from for a licence key.
    from xlwings import Book

    sys.argv[1:] = map(_understood, sys.argv[1:])
    return Book.caller()


def _understood(argument: str) -> str:
    """An argument as xlwings reads it; macros of an earlier version give the name as it is."""
    named = _NAMED.fullmatch(argument)
    return f"--wb={bytes.fromhex(named[1]).decode('utf-16-be', 'surrogatepass')}" if named else argument


def full_name(book: Book) -> str:
    """Where a workbook lies on this computer: its path, or its name alone where it was never saved.

    A workbook in the cloud lies where the user's own settings and OneDrive say. Raises what xlwings raises where it is
    not on this computer.
    """
    told = _as_excel_says(book, sys.platform)
    if "://" not in told:
        return told
    from xlwings.utils import fullname_url_to_local_path

    return str(fullname_url_to_local_path(url=told))


def _as_excel_says(book: Book, platform: str) -> str:
    if platform == "win32":
        return str(book.api.FullName)
    if platform == "darwin":
        from appscript import k  # xlwings brings it on a Mac

        return str(book.api.properties().get(k.full_name))
    return book.fullname
