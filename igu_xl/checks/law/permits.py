"""Permits of residence: dates that cannot be, that end on the way, and that nobody has written where they matter."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.checks.law.waiting import waits_for_igu
from igu_xl.danish import plural
from igu_xl.domain.law.igu.bases import BASIS_RULES, UKRAINE
from igu_xl.domain.law.igu.reasons import IGU_YEARS
from igu_xl.domain.law.verdict import MET
from igu_xl.findings import Finding, Place
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.columns import looked_up
from igu_xl.standing.standing import Standing

# The starts from which nobody has seen that permits under the act for Ukraine were extended.
_UKRAINE_UNSEEN_FROM = pd.Timestamp(max(rule.valid_from for rule in BASIS_RULES if rule.basis == UKRAINE))


def check_permits(
    partnership: Partnership, judged: pd.DataFrame, placements: pd.DataFrame, standing: Standing
) -> Iterator[Finding]:
    """The findings on *Opholdstilladelse udløber*; `judged` are the candidates' verdicts, `placements` the igu rows.

    A permit that has ended at a start is part of the verdict there. Here the municipality is told of one that ends
    within an igu: of those who hold one, and of those who could get one in the match. Where nobody has written when a
    permit under the act for Ukraine ends, a workbook is asked once.
    """
    frame = partnership.frames["tblKandidater"]
    until = frame["permit_until"]
    first = frame[["born", "residence_from"]].max(axis=1)
    impossible = until < first
    yield from findings_where(partnership, "tblKandidater", impossible, "permit_until", "tilladelse-foer", a=first)
    begins, ends = _igu_of(frame, judged, placements, waits_for_igu(partnership, standing))
    on_the_way = (until >= begins) & (until < ends)
    over = until < pd.Timestamp(standing.day)
    for wrong, code in (
        (on_the_way & ~over, "tilladelse-udloeber-undervejs"),
        (on_the_way & over, "tilladelse-udloebet"),
    ):
        yield from findings_where(partnership, "tblKandidater", wrong, "permit_until", code, a=begins, b=ends)
    unknown = until.isna() & (frame["basis"] == UKRAINE).fillna(False) & (begins >= _UKRAINE_UNSEEN_FROM)
    for book, own in frame[unknown].groupby("book"):
        place = Place(partnership.books[int(str(book))].path, table="tblKandidater")
        yield Finding(place, "tilladelse-ukendt", "", {"count": plural(len(own), "kandidat", "kandidater")})


def _igu_of(
    frame: pd.DataFrame, judged: pd.DataFrame, placements: pd.DataFrame, waits: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """The first and the last day of the igu that each candidate holds, or could get where the law allows one."""
    held = placements[placements["holds"]].sort_values("start").drop_duplicates("candidate", keep="last")
    held = held.set_index("candidate")
    allowed = waits & (judged["outcome"].reindex(frame.index) == MET)
    could = judged["start"].reindex(frame.index).where(allowed)
    two_years = could + pd.DateOffset(years=IGU_YEARS) - pd.Timedelta(days=1)
    own = looked_up(frame["candidate"], held["start"])
    last = looked_up(frame["candidate"], held["planned_end"])
    return own.fillna(could), last.fillna(two_years.where(own.isna()))
