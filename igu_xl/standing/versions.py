"""The versions of a table's rows: each row as it was read, from the day it was first so until it was so no more."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from igu_xl.standing.columns import looked_up
from igu_xl.standing.moved import owners_of_rows
from igu_xl.standing.tracked import DATE, TEXT, fingerprints, in_types, types_of

FROM, UNTIL = "seen_from", "seen_until"


def with_rows(
    old: pd.DataFrame,
    now: pd.DataFrame,
    old_key: pd.Series,
    now_key: pd.Series,
    name: str,
    read: Collection[str],
    moment: pd.Timestamp,
    lasting: pd.Series,
) -> pd.DataFrame:
    """The versions with a reading: what is as it was lasts, what is otherwise or gone ends, what is new begins.

    `lasting` are the old rows that no reading looks for any more, and that stay as they are.
    """
    over, held = old[old[UNTIL].notna()].assign(at=None), old[old[UNTIL].isna()]
    held_key = old_key[held.index]
    prints = pd.Series(fingerprints(now, name).astype("UInt64").array, index=now_key)
    same = (looked_up(held_key, prints) == fingerprints(held, name).astype("UInt64")).fillna(False).astype(bool)
    same &= looked_up(held_key, pd.Series(now["partner"].array, index=now_key)).eq(held["partner"]).fillna(False)
    unseen = ~held_key.isin(now_key) & (~held["partner"].isin(list(read)) | lasting[held.index])
    places = looked_up(held_key, pd.Series(now["at"].astype("Int64").array, index=now_key))
    on = held.assign(at=places.where(same))[same | unseen]
    ended = held[~same & ~unseen & (held[FROM] < moment)].assign(at=None, seen_until=moment)
    new = now[~now_key.isin(held_key[same])].assign(seen_from=moment)
    return shaped(pd.concat([part for part in (over, on, ended, new) if len(part)] or [old.head(0)]), name)


def keys_of(rows: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """What names each row for good: whose it is, or was before its candidate moved, and its id."""
    return owners_of_rows(rows, moves, FROM) + "\n" + rows["id"] + "\n" + rows["nth_of_id"].astype("string")


def shaped(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Versions in their types and order of columns, numbered from 0."""
    return in_types(frame, types_of(name) | _MORE).reset_index(drop=True)


_MORE: dict[str, Any] = {
    "partner": TEXT, "id": TEXT, "nth_of_id": np.dtype("int64"), "usable": np.dtype(bool), "at": pd.Int64Dtype(),
    FROM: DATE, UNTIL: DATE,
}  # fmt: skip
