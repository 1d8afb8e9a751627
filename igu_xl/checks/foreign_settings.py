"""Files that lie beside the workbooks and would tell older macros which program to start."""

from __future__ import annotations

from collections.abc import Iterator

from igu_xl.findings import Finding, Place
from igu_xl.sheets.partner_folders import folders_of
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.reading.foreign_settings import settings_files


def check_settings(partnership: Partnership) -> Iterator[Finding]:
    """A finding for each such file in the partnership's folder and in those of its partners."""
    for place in folders_of(partnership.folder):
        for path in settings_files(place.path):
            name = f"{place.name}/{path.name}".lstrip("/")
            yield Finding(Place(name), "fil-indstillinger", "", {"name": path.name})
