"""Which workbooks a partnership is known to have: where each partner's lay, when it was renamed, and who has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from igu_xl.records import records
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.identity import same_path

# `path` is where it was read last, `earlier` where it lay before; `left_on` is missing as long as the partner is in.
NO_WORKBOOKS = pd.DataFrame(
    {
        "partner": pd.Series(dtype="string"),
        "path": pd.Series(dtype="string"),
        "earlier": pd.Series(dtype="string"),
        "renamed_on": pd.Series(dtype="datetime64[s]"),
        "left_on": pd.Series(dtype="datetime64[s]"),
    }
)
_DATES = ("renamed_on", "left_on")


def with_paths(known: pd.DataFrame, paths: Mapping[str, str], before: Iterable[str], day: date) -> pd.DataFrame:
    """The workbooks with where each partner's was read on a day; who is there has not left.

    `before` are the partners of earlier readings: one of whom no path is known lay where its key says.
    """
    rows = _by_partner(known)
    for partner, path in paths.items():
        old = rows.get(partner)
        lay = old["path"] if old and not pd.isna(old["path"]) else _by_key(partner, path) if partner in before else path
        rows[partner] = {"partner": partner} | (old or {}) | {"path": path, "left_on": pd.NaT}
        if not same_path(lay, path):
            rows[partner] |= {"earlier": lay, "renamed_on": pd.Timestamp(day)}
    return _shaped(rows.values())


def with_left(known: pd.DataFrame, partner: str, day: date) -> pd.DataFrame:
    """The workbooks with a partner that has left on a day."""
    rows = _by_partner(known)
    rows[partner] = {"partner": partner} | rows.get(partner, {}) | {"left_on": pd.Timestamp(day)}
    return _shaped(rows.values())


def known_then(known: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """The workbooks without what happened after a day."""
    return known.assign(**{key: known[key].where(known[key] <= moment) for key in _DATES})


def no_later(known: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """The workbooks with what is dated later dated this day."""
    return known.assign(**{key: known[key].where(~(known[key] > moment), moment) for key in _DATES})


def left(known: pd.DataFrame) -> set[str]:
    """The partners who have left."""
    return set(known.loc[known["left_on"].notna(), "partner"])


def _by_key(partner: str, path: str) -> str:
    """Where a branch's or school's workbook lay by its key, which is its first file name; a municipality's is not."""
    kind, _, stem = partner.partition(":")
    found = PurePosixPath(path)
    return path if kind == MUNICIPALITY.kind else str(found.with_name(stem + found.suffix))


def _by_partner(known: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["partner"]: row for row in records(known)}


def _shaped(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows)).reindex(columns=NO_WORKBOOKS.columns).astype(NO_WORKBOOKS.dtypes)
    return frame.sort_values("partner", ignore_index=True)
