"""Somebody who seems to be in two municipalities under two ids: for the coordinator alone, who may ask both."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.candidates import OVER

_TABLE = "tblKandidater"
_ALIKE = ["born", "basis", "residence_from"]


def check_same_person(partnership: Partnership) -> Iterator[Finding]:
    """Two people of two municipalities who have the same birthday, basis and day of residence, and nobody else has.

    Who has a status that says it is over is properly out, as somebody is who has moved. Where more than two have them,
    they are days that many have, such as the first of January.
    """
    frame = partnership.frames[_TABLE]
    here = frame[~frame["status"].isin(OVER)].dropna(subset=[*_ALIKE, "candidate"])
    pairs = here[here.groupby(_ALIKE)["candidate"].transform("size") == 2]
    alike = pairs.groupby(_ALIKE)
    apart = (alike["partner"].transform("nunique") == 2) & (alike["candidate"].transform("nunique") == 2)
    rows = pairs[apart]
    twins = rows.index.to_series().groupby([rows[key] for key in _ALIKE]).transform(lambda two: two.to_numpy()[::-1])
    paths = [partnership.books[frame["book"].loc[twin]].path for twin in twins]
    names = [frame["candidate"].loc[twin] for twin in twins]
    yield from findings_where(
        partnership,
        _TABLE,
        pd.Series(frame.index.isin(twins.index), index=frame.index),
        "candidate",
        "person-to-kommuner",
        name=pd.Series(names, index=twins.index, dtype="string").reindex(frame.index),
        other=pd.Series(paths, index=twins.index, dtype="string").reindex(frame.index),
    )
