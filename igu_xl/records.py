"""A frame's rows as plain dicts, for code that tells a story row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

Record = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows by column key, with None where a value is missing."""
    if not len(frame):
        return []
    names, columns = list(frame.columns), [_values(column) for _, column in frame.items()]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def records_by(frame: pd.DataFrame, key: str) -> dict[str, Record]:
    """The rows by the value of one column, which names a row."""
    return {row[key]: row for row in records(frame)}


def _values(column: pd.Series) -> list[Any]:
    values = np.asarray(column.array, dtype=object).tolist()
    return [None if missing else value for value, missing in zip(values, column.isna(), strict=True)]
