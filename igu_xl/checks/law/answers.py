"""What is wrong with an answer to »manuel vurdering«: not whole, from a day to come, too old, or to no question."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.checks.law.answered import answered
from igu_xl.checks.law.igu_placements import ANSWER, FACTS, told_reasons
from igu_xl.checks.law.lengths import judged_lengths
from igu_xl.checks.law.verdicts import with_law_facts
from igu_xl.checks.law.waiting import waits_for_igu
from igu_xl.danish import listing
from igu_xl.domain.law.answers import JUDGED_NOT_MET, somebody
from igu_xl.domain.law.igu.eligibility import verdicts
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.verdict import MANUAL, MET, NOT_MET
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.columns import among
from igu_xl.standing.standing import Standing

_HEADERS = ("Manuel vurdering", "Vurderet af", "Vurderet den", "Vurdering gælder til")
_TABLES = ("tblKandidater", "tblForloeb")


def check_answers(
    partnership: Partnership, judged: pd.DataFrame, placements: pd.DataFrame, standing: Standing
) -> Iterator[Finding]:
    """The findings on the municipality's answers; `judged` are the candidates' verdicts, `placements` the igu rows.

    Whether an answer is too old or answers nothing is asked of candidates who wait for igu and of rows of Forløb.
    """
    day = pd.Timestamp(standing.day)
    for table in _TABLES:
        frame = partnership.frames[table]
        yield from _not_whole(partnership, table)
        yield from findings_where(partnership, table, frame["judged_on"] > day, "judged_on", "svar-fremtidigt")
    yield from _of_candidates(partnership, judged, placements, standing)
    yield from _of_placements(partnership, placements, standing)


def _given(frame: pd.DataFrame) -> pd.DataFrame:
    """Which of the four cells of each answer are filled; a sign without a letter names nobody."""
    named = frame["judged_by"].dropna().map(somebody).astype(bool)
    return frame[ANSWER].notna().assign(judged_by=named.reindex(frame.index, fill_value=False))


def _not_whole(partnership: Partnership, table: str) -> Iterator[Finding]:
    frame = partnership.frames[table]
    given = _given(frame)
    begun = frame[ANSWER].notna().any(axis=1) & ~given.all(axis=1)
    lacks = [
        listing([name for name, there in zip(_HEADERS, row, strict=True) if not there])
        for row in given[begun].itertuples(index=False)
    ]
    missing = pd.Series(lacks, index=frame.index[begun], dtype="str").reindex(frame.index)
    yield from findings_where(partnership, table, begun, "judgement", "svar-ufuldstaendigt", missing=missing)


def _whole(frame: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    return _given(frame).all(axis=1) & (frame["judged_on"] <= day)


def _of_candidates(
    partnership: Partnership, judged: pd.DataFrame, placements: pd.DataFrame, standing: Standing
) -> Iterator[Finding]:
    """An answer that somebody's own igu in Forløb rests on has an effect there, and a no to all that is met has one."""
    frame = partnership.frames["tblKandidater"]
    used = among(frame["candidate"], placements.loc[placements["asked"] == MANUAL, "candidate"])
    asked = frame[_whole(frame, pd.Timestamp(standing.day)) & waits_for_igu(partnership, standing)]
    asked = asked[judged["start"].reindex(asked.index).notna()]
    start, until = judged["start"].reindex(asked.index), asked["judged_until"]
    bare = verdicts(with_law_facts(asked, standing)[[*FACTS, "seen_igu"]], start)
    late = (bare["outcome"] == MANUAL) & (until < start)
    later = (bare["changes_to"] == MANUAL) & (bare["changes_on"] <= until)
    no = asked["judgement"] == JUDGED_NOT_MET
    idle = ((bare["outcome"] == NOT_MET) | ((bare["outcome"] == MET) & ~no)) & ~later & ~used.reindex(asked.index)
    yield from _late(partnership, "tblKandidater", late, start)
    yield from _idle(partnership, "tblKandidater", idle, bare, start)


def _of_placements(partnership: Partnership, placements: pd.DataFrame, standing: Standing) -> Iterator[Finding]:
    """The answer of a row is to the igu verdict on it and to its length, and a no is one to all of it: of an igu that
    is told with the verdict. Of other kinds than igu no answer is idle, for the rules of 2027 that nobody has read may
    ask too."""
    frame = partnership.frames["tblForloeb"]
    asked = frame[_whole(frame, pd.Timestamp(standing.day)) & frame["start"].notna()]
    by_law = placements["asked"].reindex(asked.index)
    by_length = judged_lengths(partnership, asked)["outcome"].reindex(asked.index)
    manual = (by_law == MANUAL) | (by_length == MANUAL)
    late = manual & (asked["judged_until"] < asked["start"])
    yield from _late(partnership, "tblForloeb", late, asked["start"])
    no = answered(asked, asked["start"], standing.day, JUDGED_NOT_MET)
    igu = (asked["type"] == IGU).fillna(False).astype(bool)
    refused = (no & ~igu).reindex(frame.index, fill_value=False)
    words = {"by": frame["judged_by"], "a": frame["judged_on"]}
    yield from findings_where(partnership, "tblForloeb", refused, "judgement", "forloeb-vurderet-nej", **words)
    idle = igu & ~no & ~manual & by_law.isin([MET, NOT_MET])
    bare = placements.reindex(asked.index).assign(outcome=by_law)
    yield from _idle(partnership, "tblForloeb", idle, bare, asked["start"])


def _late(partnership: Partnership, table: str, late: pd.Series, start: pd.Series) -> Iterator[Finding]:
    """An answer whose last start lies before the start that it is needed for."""
    frame = partnership.frames[table]
    wrong, days = late.reindex(frame.index, fill_value=False), start.reindex(frame.index)
    yield from findings_where(
        partnership, table, wrong, "judged_until", "svar-udloebet", a=days, b=frame["judged_until"]
    )


def _idle(
    partnership: Partnership, table: str, idle: pd.Series, bare: pd.DataFrame, start: pd.Series
) -> Iterator[Finding]:
    """An answer where nothing is left to a person."""
    frame = partnership.frames[table]
    days = start.reindex(frame.index)
    for outcome, code in ((MET, "svar-unoedvendigt"), (NOT_MET, "svar-uden-virkning")):
        rows = idle & (bare["outcome"] == outcome)
        reason = told_reasons(bare[rows & bare["reasons"].notna()]).reindex(frame.index, fill_value="")
        wrong = rows.reindex(frame.index, fill_value=False)
        yield from findings_where(partnership, table, wrong, "judgement", code, a=days, reason=reason)
