"""A workbook without the rows of people who were forgotten, known by the hashes of their ids."""

from __future__ import annotations

from pathlib import Path

from igu_xl.errors import WriteRefused
from igu_xl.sheets.forgotten import Forgotten
from igu_xl.sheets.writing.erasing import erased, texts_in
from igu_xl.sheets.writing.wanted_ids import Ids


def without_forgotten(path: Path, forgotten: Forgotten) -> bytes | None:
    """The workbook without them; None where nobody of them stands in it, or it is no workbook that can be changed."""
    if not forgotten:
        return None
    try:
        source = path.read_bytes()
        names = forgotten.named_in(texts_in(source, path.name))
        return erased(source, path.name, Ids(names)) if names else None
    except WriteRefused:
        return None
