"""Reading a month's snapshot: a folder of Parquet files, one for each table of the contract.

Only the columns that a figure needs are read (`kept_columns`), also of an archive of an earlier version that has more:
remarks, dates of birth and contact persons never reach a notebook. A table that is absent is an empty table. How the
partnership stood on any day is asked of the history that lies beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from igu_xl.documents import read_document
from igu_xl.domain.postcodes import municipality_of_postcode
from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.kept_columns import (
    OF_FINDINGS,
    OF_PARTNERS,
    OF_SCHOOL,
    OF_TABLES,
    OF_UNMATCHED,
    SCHOOL,
    WORKPLACE,
    of_history,
)
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.sheets.schema import Kind, Table
from igu_xl.standing.history import History, reading_of
from igu_xl.standing.history_file import FILE, read_history
from igu_xl.standing.tracked import TABLES, table_of

_DTYPES = {Kind.DATE: "datetime64[s]", Kind.INTEGER: "Int64", Kind.NUMBER: "Float64"}
MANIFEST = "manifest.json"  # of which workbooks the data are, and of which day
PARTNERS, FINDINGS, UNMATCHED = "partners.parquet", "findings.parquet", "unmatched.parquet"


def partners(snapshot: Path) -> pd.DataFrame:
    """The partners of the month, with their `kind`; raises `WrongUse` where the folder holds no snapshot."""
    path = snapshot / PARTNERS
    if not path.is_file():
        raise WrongUse("Mappen indeholder ingen data for måneden. Kør kontrollen først.")
    known = pd.read_parquet(path, columns=list(OF_PARTNERS))
    return known.assign(kind=known["partner"].astype("string").str.extract("^([^:]*)", expand=False))


def places(snapshot: Path) -> dict[str, str]:
    """Where each partner's workbook lay when the data were kept, by partner; an earlier version says it in a table."""
    told = manifest(snapshot).get("partners")
    if told is None and (snapshot / PARTNERS).is_file():
        known = _read(snapshot / PARTNERS, ("partner", "path"))
        return dict(zip(known["partner"], known["path"], strict=True)) if "path" in known else {}
    return dict(told or {})


def manifest(snapshot: Path) -> dict[str, Any]:
    """Of which day and which workbooks the data are; an earlier version kept it beside them."""
    return read_document(snapshot / MANIFEST) or read_document(snapshot.parent / MANIFEST)


def unfinished(snapshot: Path, month: Month) -> date | None:
    """The day on which the data were kept, where the month had not ended then; None for a whole month.

    An archive of an earlier version does not say the day; its months count as whole.
    """
    kept = manifest(snapshot).get("day")
    day = date.fromisoformat(kept) if kept else None
    return day if day is not None and day <= month.last else None


def table(snapshot: Path, wanted: Table) -> pd.DataFrame:
    """The needed columns of a table."""
    path, needed = snapshot / f"{wanted.name}.parquet", OF_TABLES[wanted]
    stored = _read(path, (*needed, "postcode") if WORKPLACE in needed else needed)
    if "postcode" in stored:  # an earlier version kept it, and not the municipality that it lies in
        stored = with_workplace(stored)
    return _typed(stored, wanted, needed)


def school(snapshot: Path) -> pd.DataFrame:
    """The courses of the igu pupils as they count; no rows in an archive of an earlier version."""
    return _typed(_read(snapshot / f"{SCHOOL}.parquet", OF_SCHOOL), SCHOOL_WEEKS, OF_SCHOOL)


def with_workplace(companies: pd.DataFrame) -> pd.DataFrame:
    """Companies with the municipality that each lies in, in place of the postcode; missing where nobody knows."""
    found = companies["postcode"].map(municipality_of_postcode, na_action="ignore").astype("string")
    return companies.drop(columns="postcode").assign(**{WORKPLACE: found.mask(found == "")})


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
        wanted = ("partner", *dict.fromkeys((table_of(name).key, *of_history(name))))
        frames[name] = _typed(_read(snapshot / f"{name}.parquet", wanted), table_of(name), wanted)
    usable = {name: pd.Series(True, index=frame.index) for name, frame in frames.items()}
    return History.of_one_reading(reading_of(frames, usable))


def findings(snapshot: Path) -> pd.DataFrame:
    """What the checks found in the workbooks: `partner` and `level`."""
    return _read(snapshot / FINDINGS, OF_FINDINGS).reindex(columns=list(OF_FINDINGS)).astype("string")


def unmatched(snapshot: Path) -> pd.DataFrame | None:
    """Who had no proposal at the latest match, and the `reason`; None where no match was kept with the data."""
    path = snapshot / UNMATCHED
    return pd.read_parquet(path, columns=list(OF_UNMATCHED)).astype("string") if path.is_file() else None


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
