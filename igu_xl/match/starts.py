"""The day on which somebody can begin in a slot without a cohort."""

from __future__ import annotations

import pandas as pd
from pandas.tseries.offsets import BusinessDay


def first_working_day(earliest: pd.Timestamp, latest: pd.Timestamp) -> pd.Timestamp:
    """The first day from Monday to Friday; the earliest day itself where there is none until the latest.

    Public holidays are not known here: a proposal on one is moved by the company and the municipality.
    """
    day = BusinessDay().rollforward(earliest)
    return day if day <= latest else earliest
