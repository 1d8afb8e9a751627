"""What is remembered of each reading: keys, statuses and dates of every row. No free text, nothing about a person
that no figure needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

import igu_xl.frames  # noqa: F401  # how texts are kept
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.schema import Kind, Table

CANDIDATES, PLACEMENTS, SLOTS, COHORTS = "tblKandidater", "tblForloeb", "tblPladser", "tblHold"
SCHOOL_WEEKS, ABSENCES = "tblSkoleplan", "tblFravaer"

# Why nobody can be matched to a slot whatever the day: worked out where its company is known.
HINDRANCE = "hindrance"

_TRACKED: Mapping[str, tuple[str, ...]] = {
    CANDIDATES: ("candidate", "registered", "ready_from", "status", "municipality", "wish_1"),
    PLACEMENTS: (
        "placement", "candidate", "slot", "cohort", "type", "start", "planned_end", "sent_on", "agreed_on", "vitas_on",
        "plan_on", "bonus1_on", "bonus2_on", "certificate_on", "ended_on", "ending_reason", "outcome", "outcome_on",
    ),
    SLOTS: (
        "slot", "p_number", "type", "openings", "branch", "start_earliest", "start_latest", "status", HINDRANCE,
    ),
    COHORTS: (
        "cohort", "branch", "type", "start", "end", "min", "max", "enrol_by", "free_seats", "status",
    ),
    # The course as what it is compared by (`course_key`), which no text of a person survives.
    SCHOOL_WEEKS: ("placement", "course", "cohort", "start", "end", "status", "wish_from"),
    # When somebody is not at school, not why: leave and illness are nobody's but the municipality's.
    ABSENCES: ("placement", "begins", "ends"),
}  # fmt: skip
TABLES = tuple(_TRACKED)

TEXT, DATE = pd.StringDtype(), np.dtype("datetime64[s]")
_DTYPES: Mapping[Kind, Any] = {Kind.DATE: DATE, Kind.INTEGER: pd.Int64Dtype()}


@cache
def table_of(name: str) -> Table:
    """The contract of a tracked table."""
    return next(table for book in PARTNER_BOOKS for table in book.inputs if table.name == name)


def tracked(name: str) -> tuple[str, ...]:
    """The columns of a table that are remembered."""
    return _TRACKED[name]


@cache
def types_of(name: str) -> dict[str, Any]:
    """The type of each remembered column of a table."""
    kinds = {column.key: column.kind for column in table_of(name)}
    return {key: _DTYPES.get(kinds.get(key, Kind.TEXT), TEXT) for key in _TRACKED[name]}


def typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The remembered columns of a table in the contract's types; those that are absent are empty."""
    return in_types(frame, types_of(name))


def in_types(frame: pd.DataFrame, types: Mapping[str, Any]) -> pd.DataFrame:
    """The columns that have a type, in their order and of that type; those that are absent are empty."""
    told = frame.reindex(columns=list(types))
    other = {key: kind for (key, kind), was in zip(types.items(), told.dtypes, strict=True) if was != kind}
    return told.astype(other) if other else told


def remembered(frame: pd.DataFrame, name: str, usable: pd.Series) -> pd.DataFrame:
    """The rows of a table as they are remembered: whose they are, what names them, and whether an error keeps them out.

    `at` is the row's index in the frame. Two rows of one workbook with the same id are told apart by their order.
    """
    rows = typed(frame, name)
    names = frame[table_of(name).key].fillna("").astype("string")
    whose = pd.DataFrame({"partner": frame["partner"].astype("string"), "id": names})
    return rows.assign(
        partner=whose["partner"],
        id=names,
        nth_of_id=whose.groupby(["partner", "id"]).cumcount().astype("int64"),
        usable=usable.astype(bool),
        at=frame.index.astype("int64"),
    )


def fingerprints(rows: pd.DataFrame, name: str) -> pd.Series:
    """A number for what stands in each row: the same where nothing has changed."""
    return pd.util.hash_pandas_object(rows[[*_TRACKED[name], "usable"]], index=False)
