"""A frame's rows as plain dicts, for code that tells a story row by row."""

from __future__ import annotations

from typing import Any

import pandas as pd

Record = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows by column key, with None where a value is missing."""
    values = frame.astype(object)
    return values.where(values.notna(), None).to_dict("records")  # type: ignore[return-value]  # our keys are text


def records_by(frame: pd.DataFrame, key: str) -> dict[str, Record]:
    """The rows by the value of one column, which names a row."""
    return {row[key]: row for row in records(frame)}
