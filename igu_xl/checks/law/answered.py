"""Which rows the municipality has answered »manuel vurdering« for."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.domain.law.answers import JUDGED_MET, ManualAnswer
from igu_xl.records import records


def answered_met(rows: pd.DataFrame, start: pd.Series, today: date) -> pd.Series:
    """Where the row's own answer says *Opfyldt* and counts for its start, as truth values; only such rows are read."""
    met = ((rows["judgement"] == JUDGED_MET) & start.notna()).fillna(False).astype(bool)
    days = ("judged_on", "judged_until")
    for index, row in zip(rows.index[met], records(rows.loc[met, ["judged_by", *days]]), strict=True):
        on, until = (row[day].date() if row[day] else None for day in days)
        answer = ManualAnswer(JUDGED_MET, row["judged_by"] or "", on, until)
        met[index] = answer.counts(start[index].date(), today)
    return met
