"""Placements that last shorter or longer than the rules of their start allow, and those whose rules nobody has read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from igu_xl.checks.finding_cells import findings_where, look_up
from igu_xl.checks.law.answered import answered
from igu_xl.checks.offers import slots_with_companies
from igu_xl.danish import date_text, number_text
from igu_xl.domain.law.answers import JUDGED_MET, JUDGED_NOT_MET
from igu_xl.domain.law.igu.rules import igu_rule
from igu_xl.domain.law.kinds import IGU, PRACTICE, WAGE_SUBSIDY
from igu_xl.domain.law.places.lengths import length_verdict, planned_end, unread_from
from igu_xl.domain.law.verdict import MANUAL, NOT_MET
from igu_xl.domain.outcomes import CANCELLED
from igu_xl.findings import Finding, Place
from igu_xl.sheets.partnership import Partnership

_ASKED = ["type", "start", "planned_end", "sector", "extension", "absence_weeks"]
# A company whose sector is not told is a finding on its slot; here only what is longer than in any sector is told.
_LONGEST_SECTOR = "Privat"


def check_lengths(partnership: Partnership, today: date) -> Iterator[Finding]:
    """The findings on the lengths of placements, whether they have begun or not; what was cancelled has no length."""
    frame = partnership.frames["tblForloeb"]
    cancelled = (frame["outcome"] == CANCELLED).fillna(False).astype(bool)
    placements = frame[~cancelled & frame["start"].notna() & frame["type"].isin([IGU, PRACTICE, WAGE_SUBSIDY])]
    told = answered(placements, placements["start"], today, JUDGED_MET, JUDGED_NOT_MET)
    judged = judged_lengths(partnership, placements)
    never = (judged["outcome"] == NOT_MET).reindex(frame.index, fill_value=False)
    unsure = ((judged["outcome"] == MANUAL) & ~told.reindex(judged.index)).reindex(frame.index, fill_value=False)
    words = {"reason": judged["reason"], "law": judged["law"]}
    yield from findings_where(partnership, "tblForloeb", never, "planned_end", "laengde-ikke-opfyldt", **words)
    yield from findings_where(partnership, "tblForloeb", unsure, "planned_end", "laengde-manuel", **words)
    yield from _unread(partnership, placements[~told])


def judged_lengths(partnership: Partnership, placements: pd.DataFrame) -> pd.DataFrame:
    """Outcome, reason and law of each placement whose last day is told; the outcome is empty where nothing is to say.

    The law is asked once for each different case, for many placements are alike.
    """
    rows = placements[placements["planned_end"] >= placements["start"]]
    slots = slots_with_companies(partnership)
    rows = rows.assign(sector=look_up(rows["slot"], slots, "slot", "sector").fillna(_LONGEST_SECTOR))
    alike = rows.groupby(_ASKED, dropna=False, sort=False).ngroup()
    said = pd.DataFrame(
        [_said(*case) for case in rows.loc[~alike.duplicated(), _ASKED].itertuples(index=False, name=None)],
        columns=["outcome", "reason", "law"],
        dtype="object",
    )
    return said.reindex(alike).set_axis(rows.index)


def _said(
    kind: str, start: pd.Timestamp, end: pd.Timestamp, sector: str, extension: object, weeks: float
) -> tuple[str, str, str]:
    """What the check says of one case: nothing where the length is the usual one or shorter, and only unconfirmed."""
    begins, ends = start.date(), end.date()
    if kind == IGU and igu_rule(begins) is None:  # told at its start (igu_placements.py)
        return "", "", ""
    reason = "" if pd.isna(extension) else str(extension)  # type: ignore[call-overload]
    verdict = length_verdict(kind, begins, ends, sector, reason, None if pd.isna(weeks) else float(weeks))
    usual = planned_end(begins, kind, sector) if verdict.outcome == MANUAL else None
    only_unconfirmed = usual is not None and ends <= usual
    return "" if only_unconfirmed else verdict.outcome, verdict.reasons[0], verdict.law


def _unread(partnership: Partnership, placements: pd.DataFrame) -> Iterator[Finding]:
    """One finding a workbook on the placements that begin under rules which nobody has read yet."""
    cases = {case: unread_from(case[0], case[1].date()) for case in _pairs(placements)}
    since = pd.Series([cases[case] for case in _pairs(placements)], index=placements.index, dtype="object")
    for book, own in since.dropna().groupby(placements["book"]):
        place = Place(partnership.books[int(str(book))].path, table="tblForloeb")
        yield Finding(place, "laengde-ulaest", "", {"count": number_text(len(own)), "a": date_text(own.min())})


def _pairs(placements: pd.DataFrame) -> list[tuple[str, pd.Timestamp]]:
    return list(zip(placements["type"], placements["start"], strict=True))
