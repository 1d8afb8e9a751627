"""The follow-ups of people who were forgotten, without names: their days are counted in earlier months.

`.igu/glemt-opfoelgning.parquet`; what is archived of a month takes them along.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from igu_xl.actions.forgetting.people import People
from igu_xl.sheets.layout import Layout
from igu_xl.standing.history import FORGOTTEN

FILE = "glemt-opfoelgning.parquet"
TABLE = "tblOpfoelgning"
_COLUMNS = {"partner": "string", "candidate": "string", "date": "datetime64[s]", "next_followup": "datetime64[s]"}


def kept_follow_ups(state: Path) -> pd.DataFrame:
    """Partner, random name, day and next day of each follow-up of somebody who was forgotten."""
    path = state / FILE
    return _typed(pd.read_parquet(path)) if path.is_file() else _typed(pd.DataFrame())


def keep_follow_ups(layout: Layout, now: pd.DataFrame, people: People) -> None:
    """Keep those of people: as they stand in the workbooks `now`, and as months were archived, once these are swept."""
    mine = now[now["candidate"].fillna("").map(people.owns).astype(bool)]
    names = mine["candidate"].map(people.renamed, na_action="ignore")
    archived = (_archived(path) for path in sorted(layout.archive.glob(f"*/data*/{TABLE}.parquet")))
    before = kept_follow_ups(layout.state)
    told = _together([before, *archived, _typed(mine.assign(candidate=names))])
    if len(told) > len(before):
        path = layout.state / FILE
        beside = path.with_suffix(".skrives")
        told.to_parquet(beside, index=False)
        beside.replace(path)


def _archived(path: Path) -> pd.DataFrame:
    rows = _typed(pd.read_parquet(path))
    return rows[rows["candidate"].str.startswith(FORGOTTEN).fillna(False).astype(bool)]


def _together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled).drop_duplicates().reset_index(drop=True) if filled else _typed(pd.DataFrame())


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.reindex(columns=list(_COLUMNS)).astype(_COLUMNS)
