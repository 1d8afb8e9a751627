"""Do workbooks, or files beside them, tell macros which program to start? The macros of this version obey none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from igu_xl.actions.doctor.diagnosis import Diagnosis, fine, warning
from igu_xl.danish import listing
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.partner_folders import folders_of
from igu_xl.sheets.reading.foreign_settings import settings_files, settings_sheets
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.workbook import Workbook, open_workbook
from igu_xl.sheets.workbook_files import find_workbooks

_NAME = "Indstillinger udefra"
_KNOWN = {"ADD_WORKBOOK_TO_PYTHONPATH"}  # what igu 0.1.0 wrote in the coordinator's own sheet


def look_at_foreign_settings(folder: Path) -> Diagnosis:
    """Whether a sheet or a file in the partnership would tell macros of an earlier version what to start."""
    found = [*_files(folder), *_sheets(folder)]
    if not found:
        return fine(_NAME, "Ingen arbejdsbog og ingen mappe har indstillinger til makroer.")
    return warning(
        _NAME,
        f"{listing(found)} har et navn, som makroer tager indstillinger eller kode fra; ældre makroer starter det "
        "program, der står der. Denne version gør det ikke.",
        "Slet dem. Ved ingen, hvem der har lavet dem, så sig det til it-afdelingen.",
    )


def _files(folder: Path) -> Iterator[str]:
    for place in folders_of(folder):
        yield from (f"filen {path}" for path in settings_files(place.path))


def _sheets(folder: Path) -> Iterator[str]:
    for file in find_workbooks(folder)[0]:
        with suppress(Unreadable):  # what cannot be read has a finding of its own
            yield from (f"arket »{sheet}« i {file.name}" for sheet in settings_sheets(open_workbook(file.path).sheets))
    own = layout_of(folder).coordinator
    if own:
        with suppress(Unreadable):
            book = open_workbook(own)
            yield from (
                f"arket »{sheet}« i {own.name}" for sheet in settings_sheets(book.sheets) if _tells(book, sheet)
            )


def _tells(book: Workbook, sheet: str) -> bool:
    """Whether a sheet of the coordinator's says more than igu itself wrote in it."""
    return not {str(row[0]) for row in book.grid(sheet) if row} <= _KNOWN | {""}
