"""The ten tables of a match problem: their columns, types and defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

ValueKind = Literal["id", "text", "whole", "number", "flag"]


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


def _optional(kind: ValueKind, default: str | float | bool | None, refers: str | None = None) -> ProblemColumn:
    return ProblemColumn(kind, default, required=False, refers=refers)


_CANDIDATE = ProblemColumn("id", refers="candidates")
_SLOT = ProblemColumn("id", refers="slots")
_COHORT = ProblemColumn("id", refers="cohorts")
_NO_SLOT = _optional("text", None, refers="slots")
_NO_COHORT = _optional("text", None, refers="cohorts")
_VALUE = _optional("number", 0.0)

TABLES = {
    "candidates": ProblemTable(
        ("candidate",),
        {
            "candidate": ProblemColumn("id"),
            "municipality": _optional("text", ""),
            "waited_days": _optional("number", 0.0),
            "priority": _optional("number", 1.0),
        },
    ),
    "slots": ProblemTable(
        ("slot",),
        {
            "slot": ProblemColumn("id"),
            "openings": ProblemColumn("whole"),
            "needs_cohort": _optional("flag", True),
            "together_min": _optional("whole", 1),
            "branch": _optional("text", ""),
            "company": _optional("text", None),
        },
    ),
    "cohorts": ProblemTable(
        ("cohort",),
        {
            "cohort": ProblemColumn("id"),
            "min": ProblemColumn("whole"),
            "max": ProblemColumn("whole"),
            "room": _optional("text", None, refers="rooms"),
            "branch": _optional("text", ""),
            "decision": _optional("text", None),
            "enrolled": _optional("whole", 0),
        },
    ),
    "rooms": ProblemTable(("room",), {"room": ProblemColumn("id"), "max_cohorts": ProblemColumn("whole")}),
    "companies": ProblemTable(("company",), {"company": ProblemColumn("id"), "max_people": ProblemColumn("whole")}),
    "pairs": ProblemTable(("candidate", "slot"), {"candidate": _CANDIDATE, "slot": _SLOT, "value": _VALUE}),
    "seats": ProblemTable(("candidate", "cohort"), {"candidate": _CANDIDATE, "cohort": _COHORT, "value": _VALUE}),
    "links": ProblemTable(("slot", "cohort"), {"slot": _SLOT, "cohort": _COHORT}),
    "fixed": ProblemTable(
        ("candidate", "slot", "cohort", "decision"),
        {"candidate": _CANDIDATE, "slot": _NO_SLOT, "cohort": _NO_COHORT, "decision": ProblemColumn("text")},
    ),
    "previous": ProblemTable(
        ("candidate", "slot", "cohort"), {"candidate": ProblemColumn("id"), "slot": _NO_SLOT, "cohort": _NO_COHORT}
    ),
}


def typed(name: str, frame: pd.DataFrame | None) -> pd.DataFrame:
    """The table with its columns in order, defaults filled in, every value of its type, rows sorted by key.

    The order of the rows given never matters. Raises ValueError for a column that must be there and is not,
    and TypeError for a value of a wrong type. A missing table is an empty one.
    """
    table = TABLES[name]
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
