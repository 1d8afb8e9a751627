"""The coordinator's workbook while it is open in Excel: what can be taken out of it there.

The rest, the lines of the log and what the coordinator has written beside the tables, waits until it is closed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.actions.coordinator.workbook import CoordinatorBook
from igu_xl.actions.forgetting.people import People
from igu_xl.records import Record, records

_NAMING = ("candidate", "who", "candidates")


def rows_without(book: CoordinatorBook, people: People) -> dict[str, list[Record]]:
    """The tables in which people stand, without their rows and without their ids in others' sentences."""
    frames = {
        "tblForslag": book.proposals,
        "tblUmatchede": book.unmatched,
        "tblBeslutninger": book.rulings,
        "tblHvorfor": book.questions,
        "tblHvadNuHvis": book.what_if,
        "tblSidenSidst": book.since,
    }
    told = {name: (records(frame), list(_kept(frame, people))) for name, frame in frames.items() if book.has(name)}
    return {name: kept for name, (before, kept) in told.items() if before != kept}


def _kept(frame: pd.DataFrame, people: People) -> Iterator[Record]:
    for row in records(frame):
        if not any(people.owns(str(row.get(key) or "")) for key in _NAMING):
            yield {key: people.without(value) if _says(value, people) else value for key, value in row.items()}


def _says(value: object, people: People) -> bool:
    return isinstance(value, str) and people.within(value)
