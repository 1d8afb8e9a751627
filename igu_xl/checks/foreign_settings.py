"""Files that lie beside the workbooks and would tell older macros which program to start."""

from __future__ import annotations

from collections.abc import Iterator

from igu_xl.findings import Finding, Place
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.reading.foreign_settings import settings_files


def check_settings(partnership: Partnership) -> Iterator[Finding]:
    """A finding for each such file in the partnership's folder and in those of its partners."""
    places = [partnership.folder, *(partnership.folder / book.folder for book in PARTNER_BOOKS)]
    places += [(partnership.folder / book.path).parent for book in partnership.books]
    for place in dict.fromkeys(places):
        for path in settings_files(place):
            name = path.relative_to(partnership.folder).as_posix()
            yield Finding(Place(name), "fil-indstillinger", "", {"name": path.name})
