"""The rows of Hvad nu hvis: as they were worked out, and as old once something was done that they do not know of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from igu_xl.actions.coordinator.workbook import CoordinatorBook
from igu_xl.danish import date_text, listing, plural
from igu_xl.match.what_if.trials import Proven
from igu_xl.records import Record, records
from igu_xl.sheets.contract.coordinator import WHAT_IF

_SINCE = "; siden er der "


def fresh_rows(proven: Sequence[Proven], day: date) -> list[Record]:
    """The changes that were found on a day."""
    told = f"Regnet ud {date_text(day)}."
    return [{**one.as_json(), "candidates": listing(list(one.candidates)), "computed": told} for one in proven]


def aged_tables(book: CoordinatorBook, done: str) -> dict[str, list[Record]]:
    """The table with its rows marked as old, where there are any that are not: `done` is what was done since.

    What an old row gave moves into the mark, so that neither the sheet nor the figures on Start show it as true now.
    """
    rows = book.what_if
    if not book.has(WHAT_IF.name) or rows.empty:
        return {}
    return {WHAT_IF.name: [row if _SINCE in str(row["computed"]) else _aged(row, done) for row in records(rows)]}


def _aged(row: Record, done: str) -> Record:
    told = str(row["computed"] or "Regnet ud tidligere").rstrip(".")
    gave: str = "" if pd.isna(row["gives"]) else f" og gav da {plural(int(row['gives']), 'mere', 'flere')}"
    return {**row, "gives": None, "computed": f"{told}{gave}{_SINCE}{done}."}
