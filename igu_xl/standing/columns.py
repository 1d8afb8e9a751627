"""Columns worked out from other columns: counted, looked up, or the first reason that holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def count_by(names: pd.Series, found: pd.Series) -> pd.Series:
    """How often each name was found."""
    return looked_up(names, found.dropna().value_counts()).fillna(0).astype("int64")


def looked_up(names: pd.Series, known: pd.Series) -> pd.Series:
    """What is known (index: names, each once) of each name; missing where nothing is."""
    return known.reindex(names).set_axis(names.index)


def among(names: pd.Series, known: pd.Series) -> pd.Series:
    """Which names are among those known; twenty times as fast as `isin` where they are thousands of texts."""
    return looked_up(names, pd.Series(True, index=known.dropna().unique())).fillna(False).astype(bool)


def first_of(index: pd.Index, reasons: Mapping[Any, pd.Series], none: Any = "") -> pd.Series:
    """The first reason that holds for each row; `none` where none does."""
    told = np.full(len(index), none, dtype=object)
    for name, holds in reversed(list(reasons.items())):
        told[holds.to_numpy(dtype=bool, na_value=False)] = name
    return pd.Series(told, index=index, dtype="object")
