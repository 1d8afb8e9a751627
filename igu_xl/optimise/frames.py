"""Tables given by a caller: their columns, types and defaults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

ValueKind = Literal["id", "text", "whole", "number", "flag", "date"]


@dataclass(frozen=True, slots=True)
class ProblemColumn:
    """One column: what kind of value it holds, and what stands there when the column is absent.

    A column without a default must be given. `refers` names the table whose id stands here.
    """

    kind: ValueKind
    default: str | float | bool | None = None
    required: bool = True
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class ProblemTable:
    """One table: the columns that together name a row, and all columns."""

    key: tuple[str, ...]
    columns: dict[str, ProblemColumn]


def optional(kind: ValueKind, default: str | float | bool | None, refers: str | None = None) -> ProblemColumn:
    """A column that may be absent, and what stands there then."""
    return ProblemColumn(kind, default, required=False, refers=refers)


def typed(name: str, table: ProblemTable, frame: pd.DataFrame | None) -> pd.DataFrame:
    """The table with its columns in order, defaults filled in, every value of its type, rows sorted by key.

    The order of the rows given never matters. Raises ValueError for a column that must be there and is not,
    and TypeError for a value of a wrong type. A missing table is an empty one.
    """
    given = pd.DataFrame(columns=list(table.columns)) if frame is None else frame.reset_index(drop=True)
    columns = {label: _values(f"{name}.{label}", column, label, given) for label, column in table.columns.items()}
    # Every column sorts, the key first: rows that share a key by mistake still come in one order.
    order = [*table.key, *(label for label in table.columns if label not in table.key)]
    return pd.DataFrame(columns).sort_values(order, kind="stable", ignore_index=True)


def _values(where: str, column: ProblemColumn, label: str, given: pd.DataFrame) -> pd.Series[Any]:
    if label not in given:
        if column.required:
            raise ValueError(f"the column {where} is missing")
        given = given.assign(**{label: column.default})
    values = given[label]
    if column.kind in ("id", "text"):
        return _text(where, values)
    if column.kind == "date":
        return _dates(where, values)
    return _flags(where, values) if column.kind == "flag" else _numbers(where, values)


def _text(where: str, values: pd.Series[Any]) -> pd.Series[Any]:
    """Ids are text; whole numbers become text, anything else is a mistake of the caller."""
    if not isinstance(values.dtype, pd.StringDtype):
        kinds = {type(value) for value in values[values.notna()]}
        if not all(issubclass(kind, (str, int, np.integer)) for kind in kinds):
            raise TypeError(f"{where} holds a value that is neither text nor a whole number")
    return values.astype("str")


def _numbers(where: str, values: pd.Series[Any]) -> pd.Series[Any]:
    if not pd.api.types.is_numeric_dtype(values.dtype):
        kinds = {type(value) for value in values[values.notna()]}
        if not all(issubclass(kind, (int, float, np.number)) for kind in kinds):
            raise TypeError(f"{where} holds a value that is not a number")
    return values.astype("float64")


def _flags(where: str, values: pd.Series[Any]) -> pd.Series[Any]:
    if not values.isin([True, False]).all():
        raise TypeError(f"{where} holds a value that is neither true nor false")
    return values.astype("bool")


def _dates(where: str, values: pd.Series[Any]) -> pd.Series[Any]:
    """Days as datetime64, from dates, timestamps or ISO text; what is empty stays so (NaT)."""
    if not pd.api.types.is_datetime64_any_dtype(values.dtype):
        kinds = {type(value) for value in values[values.notna()]}
        if not all(issubclass(kind, (str, date, np.datetime64)) for kind in kinds):
            raise TypeError(f"{where} holds a value that is not a date")
        days = [_day(where, value) for value in values]
        values = pd.Series(days, index=values.index, dtype="datetime64[s]")
    days_only: pd.Series[Any] = values.dt.tz_localize(None).dt.normalize().astype("datetime64[s]")
    return days_only


def _day(where: str, value: Any) -> pd.Timestamp | None:
    if pd.isna(value) or value == "":
        return None
    try:
        return pd.Timestamp(value).tz_localize(None)
    except ValueError as mishap:
        raise TypeError(f"{where} holds a text that is not a date: {value!r}") from mishap
