"""The school plan that was made last, as the tool keeps it (`.igu/skoleplan.json`) until the next one is made.

*Godkend og send* writes it into the partners' workbooks, a month's data keep what figures need of it, and the next plan
is held against it. Every row about a person has the id of the candidate, so that somebody can be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from igu_xl.documents import document, known, read_document
from igu_xl.errors import WrongUse
from igu_xl.records import Record
from igu_xl.reports.data.savings import Savings, SchoolWay
from igu_xl.sheets.contract.common import CALL_COLUMNS
from igu_xl.sheets.contract.coordinator import SCHOOL_PLANS
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.sheets.layout import STATE_FOLDER, layout_of
from igu_xl.sheets.schema import Column, Kind
from igu_xl.system.swap_folder import put

FILE = "skoleplan.json"
LACKS = "Mangler"
"""How the result of a pupil begins who does not reach the school part."""

_TYPES = {Kind.DATE: "datetime64[s]", Kind.INTEGER: "Int64", Kind.NUMBER: "Float64"}
_TEXT = "string"


def _types(columns: Sequence[Column]) -> dict[str, str]:
    return {column.key: _TYPES.get(column.kind, _TEXT) for column in columns}


# The tables, each with its columns and their types.
_WEEK = _types(SCHOOL_WEEKS.columns)
ROW_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("pupil", "placement", "candidate", "slot", "partner"), _TEXT),
    **{key: _WEEK[key] for key in ("step", "course", "course_kind", "cohort", "start", "end", "hours", "weighted")},
    "why": _TEXT,
}
PUPIL_TYPES: Mapping[str, str] = {**_types(SCHOOL_PLANS.columns), "partner": _TEXT}
CALL_TYPES: Mapping[str, str] = {
    **_types(CALL_COLUMNS),
    "pupils": "Int64",
    "gain": "Int64",
    "school": _TEXT,
    "partner": _TEXT,
}


@dataclass(frozen=True, slots=True, eq=False)
class KeptPlan:
    """A school plan as it was made `at` a time, of a `day`.

    rows     the cohorts that pupils attend (`ROW_TYPES`): `pupil` and `placement` are the placement's id, or "" where
             it is only proposed (`candidate` and `slot` name the proposal); `partner` is `kommune:101`
    pupils   a line for each pupil (`PUPIL_TYPES`), as the coordinator's sheet *Skoleplaner* has it
    calls    what schools are asked for (`CALL_TYPES`), in exact numbers; `partner` is `skole:next`
    savings  what it gives beside the other ways

    A text that is missing is "".
    """

    at: datetime
    day: date
    rows: pd.DataFrame
    pupils: pd.DataFrame
    calls: pd.DataFrame
    savings: Savings


def keep_plan(folder: Path, plan: KeptPlan) -> None:
    """Write down a plan in one step, in place of the one before; a file that says the same is not touched.

    Raises `KeyError` for a table that lacks a column, and `NotNow` where the file is open in another program.
    """
    path = layout_of(folder).state / FILE
    text = document(
        {
            "at": plan.at.isoformat(),
            "day": plan.day.isoformat(),
            "savings": asdict(plan.savings),
            "rows": _told(plan.rows, ROW_TYPES),
            "pupils": _told(plan.pupils, PUPIL_TYPES),
            "calls": _told(plan.calls, CALL_TYPES),
        }
    )
    if not (path.is_file() and path.read_bytes() == text.encode()):
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path, text)


def kept_plan(folder: Path) -> KeptPlan | None:
    """The plan that was made last; None where none was.

    Raises `WrongUse` where the file is damaged, or a later version of the program wrote it.
    """
    path = layout_of(folder).state / FILE
    try:
        stored = read_document(path)
        return _plan(stored) if stored else None
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise WrongUse(
            f"{FILE} i mappen {STATE_FOLDER} er beskadiget. Slet den, og tryk på Skoleplan igen; så bliver planen "
            "lavet på ny."
        ) from problem


def _plan(stored: Mapping[str, Any]) -> KeptPlan:
    savings = known(Savings, stored["savings"])
    ways = {name: SchoolWay(**known(SchoolWay, savings[name])) for name in ("alone", "first_come")}
    return KeptPlan(
        datetime.fromisoformat(stored["at"]),
        date.fromisoformat(stored["day"]),
        _frame(stored["rows"], ROW_TYPES),
        _frame(stored["pupils"], PUPIL_TYPES),
        _frame(stored["calls"], CALL_TYPES),
        Savings(**savings | ways),
    )


def _told(frame: pd.DataFrame, types: Mapping[str, str]) -> list[Record]:
    """The rows by column, without what is missing or empty."""
    typed = frame[list(types)].astype(types)
    columns = {key: _values(typed[key]) for key in types}
    rows = zip(*columns.values(), strict=True)
    return [{key: value for key, value in zip(columns, row, strict=True) if value is not None} for row in rows]


def _values(column: pd.Series) -> list[Any]:
    """The values as JSON has them, None for nothing: days as `2027-04-05`, whole hours without decimals."""
    if column.dtype == _TYPES[Kind.DATE]:
        return [None if pd.isna(value) else value.date().isoformat() for value in column]
    values = [None if pd.isna(value) or value == "" else value for value in column.astype(object)]
    return [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]


def _frame(rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame.from_records([dict(row) for row in rows], columns=list(types)).astype(types)
    texts = [key for key, kind in types.items() if kind == _TEXT]
    return frame.assign(**{key: frame[key].fillna("") for key in texts})
