"""Whose a municipality's rows are: a candidate's by its id, or by a placement of the candidate."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from igu_xl.sheets.contract import MUNICIPALITY

ABOUT_PEOPLE = tuple(table.name for table in MUNICIPALITY.inputs)
"""The tables whose rows are about a candidate."""

_PLACEMENTS = "tblForloeb"
_ENDING = re.compile(r"-F\d+$")  # of a placement's id that the tool gave; before it stands the candidate's


def candidates_of(frames: Mapping[str, pd.DataFrame], table: str) -> pd.Series:
    """The candidate of each row of a table, by its index.

    A row of a school plan or an absence is that of its placement in the same workbook; of one that does not stand
    there, whoever its id begins with. Missing where the row names nobody.
    """
    frame = frames[table]
    if "candidate" in frame:
        own: pd.Series = frame["candidate"]
        return own
    known = frames[_PLACEMENTS].dropna(subset=["placement", "candidate"])
    first = known.drop_duplicates(["partner", "placement"])
    names = pd.Series(first["candidate"].array, index=pd.MultiIndex.from_frame(first[["partner", "placement"]]))
    told = names.reindex(pd.MultiIndex.from_frame(frame[["partner", "placement"]])).set_axis(frame.index)
    return told.fillna(frame["placement"].str.replace(_ENDING, "", regex=True)).astype("string")
