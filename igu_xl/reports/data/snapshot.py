"""Reading a month's snapshot: a folder of Parquet files, one for each table of the contract.

They have the columns `partner`, `book` and `row` beside the contract's own. Only the columns that a figure needs are
read: remarks, dates of birth and contact persons never reach a notebook. A table that is absent is an empty table. How
the partnership stood on any day is asked of the history that lies beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from igu_xl.documents import read_document
from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.sheets.contract.branch import COMPANIES
from igu_xl.sheets.contract.municipality import FOLLOW_UPS
from igu_xl.sheets.contract.school import COHORTS, COURSES
from igu_xl.sheets.schema import Kind, Table
from igu_xl.standing.history import History, reading_of
from igu_xl.standing.history_file import FILE, read_history
from igu_xl.standing.tracked import TABLES, table_of, tracked

_NEEDED: dict[Table, tuple[str, ...]] = {
    FOLLOW_UPS: ("partner", "candidate", "date", "next_followup"),
    COMPANIES: ("p_number", "sector", "postcode"),
    COHORTS: ("cohort", "title"),
    COURSES: ("cohort", "hours"),
}
_DTYPES = {Kind.DATE: "datetime64[s]", Kind.INTEGER: "Int64", Kind.NUMBER: "Float64"}
MANIFEST = "manifest.json"  # beside the data: of which workbooks they are, and of which day
_PARTNERS, _FINDINGS, _UNMATCHED = "partners.parquet", "findings.parquet", "unmatched.parquet"


def columns_of_figures(name: str) -> frozenset[str]:
    """The columns of a table of the contract that figures read of it; none for a file that is no such table.

    The statuses of days are read from the history; the tables stand in where an archive has none.
    """
    wanted = next((columns for one, columns in _NEEDED.items() if one.name == name), ())
    also = ("partner", "book", *tracked(name)) if name in TABLES else ()
    return frozenset((*wanted, *also))


def partners(snapshot: Path) -> pd.DataFrame:
    """The partners of the month; raises `WrongUse` where the folder holds no snapshot."""
    path = snapshot / _PARTNERS
    if not path.is_file():
        raise WrongUse("Mappen indeholder ingen data for måneden. Kør kontrollen først.")
    return pd.read_parquet(path)


def unfinished(snapshot: Path, month: Month) -> date | None:
    """The day on which the data were kept, where the month had not ended then; None for a whole month.

    An archive of an earlier version does not say the day; its months count as whole.
    """
    kept = read_document(snapshot.parent / MANIFEST).get("day")
    day = date.fromisoformat(kept) if kept else None
    return day if day is not None and day <= month.last else None


def table(snapshot: Path, wanted: Table) -> pd.DataFrame:
    """The needed columns of a table."""
    return _typed(_read(snapshot / f"{wanted.name}.parquet", _NEEDED[wanted]), wanted, _NEEDED[wanted])


def history(snapshot: Path) -> History:
    """What every reading found until the data were kept; raises `WrongUse` where it cannot be read.

    An archive of an earlier version has none: then the month's tables are all that is known, and no day of it.
    """
    path = snapshot / FILE
    if not path.is_file():
        return _of_tables(snapshot)
    if (known := read_history(path)) is None:
        raise WrongUse(f"Månedens data er beskadiget ({FILE}). Lav måneden igen med »Rapport«.")
    return known


def _of_tables(snapshot: Path) -> History:
    frames = {}
    for name in TABLES:
        wanted = ("partner", *tracked(name))
        frames[name] = _typed(_read(snapshot / f"{name}.parquet", wanted), table_of(name), wanted)
    usable = {name: pd.Series(True, index=frame.index) for name, frame in frames.items()}
    return History.of_one_reading(reading_of(frames, usable))


def findings(snapshot: Path) -> pd.DataFrame:
    """What the checks found in the workbooks: `partner`, `level` and `code`."""
    columns = ["partner", "level", "code"]
    return _read(snapshot / _FINDINGS, columns).reindex(columns=columns).astype("string")


def unmatched(snapshot: Path) -> pd.DataFrame | None:
    """Who had no proposal at the latest match, and the `reason`; None where no match was kept with the data."""
    path = snapshot / _UNMATCHED
    return pd.read_parquet(path, columns=["candidate", "reason"]).astype("string") if path.is_file() else None


def _read(path: Path, wanted: Sequence[str]) -> pd.DataFrame:
    """Those of the wanted columns that the file has; no rows and no columns where there is no file."""
    if not path.is_file():
        return pd.DataFrame()
    stored = set(pq.read_schema(path).names)
    return pd.read_parquet(path, columns=[key for key in dict.fromkeys(wanted) if key in stored])


def _typed(frame: pd.DataFrame, wanted: Table, columns: Sequence[str]) -> pd.DataFrame:
    """These columns in the contract's types; those that are absent are empty."""
    kinds = {column.key: column.kind for column in wanted}
    types = {key: _DTYPES.get(kinds.get(key, Kind.TEXT), "string") for key in columns}
    return frame.reindex(columns=list(types)).astype(types)
