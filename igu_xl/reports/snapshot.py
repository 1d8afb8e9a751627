"""Reading a month's snapshot: a folder of Parquet files, one for each table of the contract.

They have the columns `partner`, `book` and `row` beside the contract's own. Only the columns that a figure needs are
read: remarks, dates of birth and contact persons never reach a notebook. A table that is absent is an empty table.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from igu_xl.errors import WrongUse
from igu_xl.sheets.contract.branch import COMPANIES, SLOTS
from igu_xl.sheets.contract.municipality import CANDIDATES, FOLLOW_UPS, PLACEMENTS
from igu_xl.sheets.contract.school import COHORTS, COURSES
from igu_xl.sheets.schema import Kind, Table

_NEEDED: dict[Table, tuple[str, ...]] = {
    CANDIDATES: ("partner", "candidate", "registered", "municipality", "ready_from", "status", "wish_1"),
    FOLLOW_UPS: ("candidate", "date", "next_followup"),
    PLACEMENTS: ("partner", *(column.key for column in PLACEMENTS if column.key != "placement")),
    COMPANIES: ("p_number", "sector", "postcode"),
    SLOTS: ("partner", "slot", "p_number", "type", "openings", "branch", "start_latest", "status"),
    COHORTS: ("cohort", "title", "branch", "start", "end", "min", "max", "enrol_by", "free_seats", "status"),
    COURSES: ("cohort", "hours"),
}
_DTYPES = {Kind.DATE: "datetime64[s]", Kind.INTEGER: "Int64", Kind.NUMBER: "Float64"}
_PARTNERS, _FINDINGS, _UNMATCHED = "partners.parquet", "findings.parquet", "unmatched.parquet"


def partners(snapshot: Path) -> pd.DataFrame:
    """The partners of the month; raises `WrongUse` where the folder holds no snapshot."""
    path = snapshot / _PARTNERS
    if not path.is_file():
        raise WrongUse("Mappen indeholder ingen data for måneden. Kør kontrollen først.")
    return pd.read_parquet(path)


def table(snapshot: Path, wanted: Table, partner: str = "") -> pd.DataFrame:
    """The needed columns of a table, of one partner or of all."""
    return _typed(_read(snapshot / f"{wanted.name}.parquet", _NEEDED[wanted], partner), wanted)


def no_rows(wanted: Table) -> pd.DataFrame:
    """The table as it is without rows."""
    return _typed(pd.DataFrame(), wanted)


def findings(snapshot: Path, partner: str = "") -> pd.DataFrame:
    """What the checks found, in one partner's workbook or in all: `partner`, `level` and `code`."""
    columns = ["partner", "level", "code"]
    return _read(snapshot / _FINDINGS, tuple(columns), partner).reindex(columns=columns).astype("string")


def unmatched(snapshot: Path) -> pd.DataFrame | None:
    """Who had no proposal at the latest match, and the `reason`; None where no match was kept with the data."""
    path = snapshot / _UNMATCHED
    return pd.read_parquet(path, columns=["candidate", "reason"]).astype("string") if path.is_file() else None


def _read(path: Path, wanted: tuple[str, ...], partner: str) -> pd.DataFrame:
    """Those of the wanted columns that the file has; no rows and no columns where there is no file."""
    if not path.is_file():
        return pd.DataFrame()
    stored = [key for key in dict.fromkeys(("partner", *wanted)) if key in pq.read_schema(path).names]
    frame = pd.read_parquet(path, columns=stored)
    return frame[frame["partner"] == partner] if partner else frame


def _typed(frame: pd.DataFrame, wanted: Table) -> pd.DataFrame:
    """The needed columns in the contract's types; those that are absent are empty."""
    kinds = {column.key: column.kind for column in wanted}
    types = {key: _DTYPES.get(kinds.get(key, Kind.TEXT), "string") for key in _NEEDED[wanted]}
    return frame.reindex(columns=list(types)).astype(types)
