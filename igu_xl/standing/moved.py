"""Candidates who have moved from one municipality to another: the same person before and after, under one id.

Until the day of the move their rows are the old municipality's, from it on the new one's. All of it is one row's
history, so that nobody is counted twice or forgotten.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.records import Record, records

NOBODY_MOVED = pd.DataFrame(
    {
        "candidate": pd.Series(dtype="string"),
        "old": pd.Series(dtype="string"),
        "new": pd.Series(dtype="string"),
        "moved_on": pd.Series(dtype="datetime64[s]"),
    }
)


def with_move(moves: pd.DataFrame, candidate: str, old: str, new: str, day: date) -> pd.DataFrame:
    """The moves with one more; who moves twice has two."""
    row = pd.DataFrame([(candidate, old, new, pd.Timestamp(day))], columns=moves.columns).astype(moves.dtypes)
    return pd.concat([moves, row], ignore_index=True)


def last_moves(moves: pd.DataFrame) -> list[Record]:
    """The last move of each candidate, with `before`: the municipalities that the candidate has moved from and is not
    in now."""
    before = moves.groupby("candidate")["old"].agg(list)
    last = records(moves.drop_duplicates("candidate", keep="last"))
    return [row | {"before": set(before[row["candidate"]]) - {row["new"]}} for row in last]


def owners_of_rows(rows: pd.DataFrame, moves: pd.DataFrame, since: str) -> pd.Series:
    """The partner of each row; for all rows of somebody who has moved, the first municipality.

    A row that a new municipality had before the move (the column `since` tells it) is a row of its own.
    """
    if moves.empty or "candidate" not in rows:
        return rows["partner"]
    owners = rows["partner"].copy()
    first = moves.drop_duplicates("candidate").set_index("candidate")["old"]
    for row in records(moves):
        own = (rows["candidate"] == row["candidate"]).fillna(False) & (rows["partner"] == row["new"])
        if since in rows:
            own &= ~(rows[since] < row["moved_on"])
        owners = owners.where(~own.astype(bool), first[row["candidate"]])
    return owners
