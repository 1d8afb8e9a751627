"""*Tidligere igu* that says another thing than the rows of Forløb show. The rows count, whatever was typed."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.checks.law.waiting import waits_for_igu
from igu_xl.domain.law.igu.reasons import COMPLETED, INTERRUPTED
from igu_xl.domain.law.kinds import IGU
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.candidates import SEEN_OF
from igu_xl.standing.columns import looked_up
from igu_xl.standing.standing import Standing

_TOLD = {COMPLETED: "er gennemført", INTERRUPTED: "sluttede før tid"}
_ANOTHERS = "et forløb, der ikke står i jeres arbejdsbog,"


def check_earlier_igu(partnership: Partnership, standing: Standing) -> Iterator[Finding]:
    """A candidate whose rows show an igu that was completed or interrupted, and the cell says another thing; where it
    is empty that is told of those who wait for igu."""
    frame = partnership.frames["tblKandidater"]
    over = _over(standing)
    shows = looked_up(frame["candidate"], over["shows"])
    own = looked_up(frame["candidate"], over["partner"]) == frame["partner"]
    row = ("forløbet " + looked_up(frame["candidate"], over["placement"])).where(own, _ANOTHERS)
    typed = frame["previous_igu"]
    words = {"row": row, "shows": shows, "told": shows.map(_TOLD)}
    other = typed.notna() & shows.notna() & (typed != shows)
    yield from findings_where(partnership, "tblKandidater", other, "previous_igu", "tidligere-igu-modsagt", **words)
    empty = typed.isna() & shows.notna() & waits_for_igu(partnership, standing)
    yield from findings_where(partnership, "tblKandidater", empty, "previous_igu", "tidligere-igu-tom", **words)


def _over(standing: Standing) -> pd.DataFrame:
    """Of each candidate the igu that is over and weighs most: `shows`, its `placement` and whose workbook it is in."""
    rows = standing.placements
    rows = rows[(rows["type"] == IGU).fillna(False).astype(bool)].dropna(subset=["candidate"])
    rows = rows.assign(shows=rows["state"].map(SEEN_OF).where(lambda shown: shown.isin(list(_TOLD))))
    order = rows["shows"].map({COMPLETED: 0, INTERRUPTED: 1})
    last = rows.assign(order=order).dropna(subset=["shows"]).sort_values(["order", "start"], ascending=[True, False])
    return last.drop_duplicates("candidate").set_index("candidate")[["shows", "placement", "partner"]]
