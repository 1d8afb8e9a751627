"""What the municipality has answered in its own rows of Forløb."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.domain.law.answers import ManualAnswer
from igu_xl.records import records


def answered(rows: pd.DataFrame, start: pd.Series, today: date, *judgements: str) -> pd.Series:
    """Where the row's own answer is one of some and counts for its start, as truth values; only such rows are read.

    `start` has at least the rows' index.
    """
    start = start.reindex(rows.index)
    given = (rows["judgement"].isin(judgements) & start.notna()).fillna(False).astype(bool)
    days = ("judged_on", "judged_until")
    asked = rows.loc[given, ["judgement", "judged_by", *days]]
    for index, row in zip(rows.index[given], records(asked), strict=True):
        on, until = (row[day].date() if row[day] else None for day in days)
        answer = ManualAnswer(row["judgement"], row["judged_by"] or "", on, until)
        given[index] = answer.counts(start[index].date(), today)
    return given
