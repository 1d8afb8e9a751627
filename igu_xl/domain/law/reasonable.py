"""Rimelighedskravet: how many people in practice and wage subsidy there may be at a P-number."""

from __future__ import annotations

from math import floor

import numpy as np
import pandas as pd


def reasonable_cap(ordinary_staff: float) -> int:
    """The most people in practice and wage subsidy together at one P-number (rimelighedskravet).

    BEK 2636/2021 § 65: one for each 5 ordinary employees up to 50, but always one, and one for each 10 above
    50. `ordinary_staff` is the average of the last 4 months in full-time equivalents, without subsidised
    staff and people under 18. Persons under integrationsloven § 23 b count; an igu does not (not an offer
    under that law). Raises `ValueError` for a negative or missing number.
    """
    if not ordinary_staff >= 0:
        raise ValueError(f"not a number of employees: {ordinary_staff}")
    return max(1, floor(min(ordinary_staff, 50) / 5)) + floor(max(0, ordinary_staff - 50) / 10)


def reasonable_caps(ordinary_staff: pd.Series) -> pd.Series:
    """`reasonable_cap` for a column; missing where the number is missing or negative."""
    staff = ordinary_staff.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    caps = np.maximum(1, np.floor(np.minimum(staff, 50) / 5)) + np.floor(np.maximum(0, staff - 50) / 10)
    return pd.Series(np.where(staff >= 0, caps, np.nan), index=ordinary_staff.index).astype("Int64")
