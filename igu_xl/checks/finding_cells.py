"""From a mask over a frame to findings, each at its cell: the step that all checks share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from igu_xl.danish import date_text
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.reading.values import shown


def findings_where(
    partnership: Partnership, table: str, wrong: pd.Series, key: str, code: str, /, **blanks: pd.Series | str
) -> Iterator[Finding]:
    """One finding for each row of a table's frame where `wrong` is true, at the cell of the column `key`.

    `blanks` fill the sentence of the code: a text, or a column with the frame's index.
    """
    frame = partnership.frames[table]
    found = frame.index[wrong.fillna(False).astype(bool)]
    if found.empty:
        return
    told = {name: [blank] * len(found) if isinstance(blank, str) else blank[found] for name, blank in blanks.items()}
    for index, value, *words in zip(found, frame[key][found], *told.values(), strict=True):
        details = {name: cell_words(word) for name, word in zip(told, words, strict=True)}
        if details.get("hint"):
            details["hint"] = f" {details['hint']}"  # a sentence of its own, after another
        yield Finding(partnership.place(table, index, key), code, cell_words(value), details)


def findings_at(
    partnership: Partnership, table: str, told: pd.DataFrame, key: str, code: str, /, **blanks: pd.Series | str
) -> Iterator[Finding]:
    """One finding for each of the rows told, some of the table's frame, at the cell of the column `key`.

    `blanks` fill the sentence of the code: a text, or a column with an index that has the rows told.
    """
    index = partnership.frames[table].index
    words = {name: blank if isinstance(blank, str) else blank.reindex(index) for name, blank in blanks.items()}
    wrong = pd.Series(index.isin(told.index), index=index)
    yield from findings_where(partnership, table, wrong, key, code, **words)


def reversed_periods(partnership: Partnership, table: str, first: str, a: str, last: str, b: str) -> Iterator[Finding]:
    """The periods of a table whose first day (column `a`, called `first`) lies after the last (`b`, `last`)."""
    frame = partnership.frames[table]
    wrong = frame[a] > frame[b]
    yield from findings_where(
        partnership, table, wrong, a, "periode-omvendt", first=first, a=frame[a], last=last, b=frame[b]
    )


def look_up(names: pd.Series, frame: pd.DataFrame, key: str, column: str) -> pd.Series:
    """What stands in `column` of the first row of `frame` whose `key` is the name; missing where there is none."""
    known = frame.dropna(subset=[key]).drop_duplicates(key).set_index(key)[column]
    return known.reindex(names).set_axis(names.index)


def cell_words(value: object) -> str:
    """A value of a frame as a Dane reads it."""
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return date_text(value) if isinstance(value, date) else shown(value)
