"""What was begun and is not done: `.igu/glemmer.json`. It holds ids, so it is there no longer than something is left.

A run that is killed, or that finds a workbook open, leaves it; the next run goes on from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path

from igu_xl.actions.forgetting.anonymous import Alias
from igu_xl.documents import document, read_document
from igu_xl.system.swap_folder import put

FILE = "glemmer.json"


def begun_before(state: Path) -> dict[str, Alias]:
    """The people who are not wholly forgotten yet, with the random names that some of their rows already have."""
    stored = read_document(state / FILE).get("people", {})
    return {name: Alias(alias["key"], alias["placements"]) for name, alias in stored.items()}


def left_open(state: Path) -> list[str]:
    """The workbooks that the last run found open; none where it was killed."""
    return list(read_document(state / FILE).get("left", ()))


def keep_begun(state: Path, people: Mapping[str, Alias], left: Collection[str] = ()) -> None:
    """Write down who is being forgotten, before anything else is written, and at the end which workbooks are `left`;
    nothing where everybody is forgotten."""
    path = state / FILE
    if people:
        told = {name: asdict(alias) for name, alias in people.items()}
        put(path, document({"people": told, "left": sorted(left)}))
    else:
        path.unlink(missing_ok=True)
