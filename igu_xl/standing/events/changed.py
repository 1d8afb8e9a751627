"""The rows that two readings saw differently."""

from __future__ import annotations

import pandas as pd

from igu_xl.records import Record, records_by


def changed_rows(
    before: pd.DataFrame, after: pd.DataFrame, keys: list[str]
) -> tuple[dict[str, Record], dict[str, Record]]:
    """The rows of each (frames by id) that the other does not have, or has with something else in these columns."""
    ids = before.index.intersection(after.index)
    was, now = (frame.loc[ids, keys].astype(object) for frame in (before, after))
    same = ((was == now).fillna(False).astype(bool) | (was.isna() & now.isna())).all(axis=1)
    alike = ids[same.to_numpy(dtype=bool)]
    return _by_id(before, alike), _by_id(after, alike)


def _by_id(frame: pd.DataFrame, alike: pd.Index) -> dict[str, Record]:
    return records_by(frame[~frame.index.isin(alike)], str(frame.index.name))
