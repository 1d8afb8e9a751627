"""What the shared edition of each page of a month hides, kept beside the month's data as `skjult-delt.json`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from igu_xl.documents import document, read_document
from igu_xl.reports.disclosure.protection import PageMask
from igu_xl.system import swap_folder

_FILE = "skjult-delt.json"


def write(archive: Path, masks: Mapping[str, PageMask]) -> None:
    """Keep the masks of a month's pages, by the pages' stems."""
    told = {stem: as_json(mask) for stem, mask in masks.items()}
    swap_folder.put(archive / _FILE, document(told, sort_keys=True))


def read(archive: Path, stem: str) -> PageMask | None:
    """The mask of one page; None where nothing was decided for the month, empty where it was, but not for this page."""
    if not (archive / _FILE).is_file():
        return None
    kept = read_document(archive / _FILE).get(stem, {})
    return {table: {(row, column): near for row, column, near in cells} for table, cells in kept.items()}


def as_json(mask: PageMask) -> dict[str, list[list[str | int | None]]]:
    """A page's mask as it is kept: for each table its hidden cells, and the count that was told before."""
    return {table: sorted([*cell, near] for cell, near in cells.items()) for table, cells in mask.items()}
