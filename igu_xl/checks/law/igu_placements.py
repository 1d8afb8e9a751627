"""Every igu of Forløb judged at its *Start*: whether the law let this person begin it on that day.

It has begun or is agreed, so nothing here keeps a row out: the findings say what the law has against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.checks.law.answered import answered
from igu_xl.domain.law.answers import JUDGED_MET, JUDGED_NOT_MET
from igu_xl.domain.law.guidance import citation
from igu_xl.domain.law.igu.eligibility import outcomes, verdicts
from igu_xl.domain.law.igu.reasons import RUNNING, SEEN
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.verdict import MANUAL, NOT_MET
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.candidates import SEEN_OF
from igu_xl.standing.columns import among, looked_up
from igu_xl.standing.placements import State
from igu_xl.standing.standing import Standing

FACTS = ["born", "residence_from", "basis", "previous_igu", "residence_gap", "replacement_cpr", "permit_until"]
ANSWER = ["judgement", "judged_by", "judged_on", "judged_until"]
"""The columns of a candidate that the law asks about, and those of the municipality's own answer."""

_NEVER_BEGAN = (State.CANCELLED, State.LAPSED)
_OVER = (State.COMPLETED, State.MOVED_ON, State.DROPPED_OUT, State.UNTOLD)


def igu_placements(partnership: Partnership, standing: Standing) -> pd.DataFrame:
    """The igu rows of Forløb that are judged: all that were read, of candidates who were read, and not called off.

    The index is that of the frame of tblForloeb. `candidate`, `start`, `planned_end` and `holds` are the row's;
    `asked` is what the law says without anybody's answer and `outcome` what it says with it (`VERDICTS`); `rule`,
    `law` and `reasons` are told where the law is not met or asks a person, else missing.

    Each igu is judged with those of the same person that began before it, in whosever workbook they stand. *Tidligere
    igu* is often typed because of a row, so it says nothing of a row that is over, or that began before one that is.
    """
    rows = _igu_rows(standing)
    rows = rows.assign(seen_igu=_seen_before(rows), explained=_explained(rows)).dropna(subset=["at"])
    rows = rows.set_index(rows["at"].astype(int))
    people = partnership.frames["tblKandidater"].dropna(subset=["candidate"]).drop_duplicates("candidate")
    known = people.set_index("candidate")
    rows = rows[among(rows["candidate"], people["candidate"])]
    facts = known[FACTS].reindex(rows["candidate"]).set_axis(rows.index)
    facts = facts.assign(previous_igu=facts["previous_igu"].mask(rows["explained"]), seen_igu=rows["seen_igu"])
    asked = outcomes(facts, rows["start"])
    own = partnership.frames["tblForloeb"].loc[rows.index, ANSWER]
    doubtful = asked.isin([MANUAL, NOT_MET]) | answered(own, rows["start"], standing.day, JUDGED_NOT_MET)
    own = own[doubtful]
    theirs = known[ANSWER].reindex(rows.loc[doubtful, "candidate"]).set_axis(own.index)
    answers = _answers(own, theirs, rows["start"], standing.day)
    told = verdicts(facts[doubtful].join(answers), rows.loc[doubtful, "start"])[["outcome", "rule", "law", "reasons"]]
    judged = rows[["candidate", "start", "planned_end", "holds"]].assign(asked=asked).join(told)
    return judged.assign(outcome=judged["outcome"].fillna(asked))


def check_igu_placements(partnership: Partnership, judged: pd.DataFrame) -> Iterator[Finding]:
    """The findings on igu rows (`igu_placements`). Missing data are told at the candidate and are not told again."""
    frame = partnership.frames["tblForloeb"]
    no_rule = (judged["outcome"] == NOT_MET) & (judged["rule"] == "").fillna(False)
    kinds = (
        (no_rule, "forloeb-igu-ingen-regel"),
        ((judged["outcome"] == NOT_MET) & ~no_rule, "forloeb-igu-ikke-opfyldt"),
        (judged["outcome"] == MANUAL, "forloeb-igu-manuel"),
    )
    for wrong, code in kinds:
        rows = judged[wrong]
        at = pd.Series(frame.index.isin(rows.index), index=frame.index)
        words = {"a": frame["start"], "reason": told_reasons(rows).reindex(frame.index), "law": _laws(rows, frame)}
        yield from findings_where(partnership, "tblForloeb", at, "start", code, **words)


def told_reasons(judged: pd.DataFrame) -> pd.Series:
    """All that stands in the way of each, firmest first: one answer is to all that a person must judge."""
    return pd.Series([" ".join(reasons) for reasons in judged["reasons"]], index=judged.index, dtype="str")


def _laws(judged: pd.DataFrame, frame: pd.DataFrame) -> pd.Series:
    """The version of the law that each verdict rests on, as it is cited."""
    told = [citation(rule, law) for rule, law in zip(judged["rule"], judged["law"], strict=True)]
    return pd.Series(told, index=judged.index, dtype="str").reindex(frame.index, fill_value="")


def _igu_rows(standing: Standing) -> pd.DataFrame:
    rows = standing.placements
    igu = (rows["type"] == IGU).fillna(False).astype(bool) & ~rows["state"].isin(_NEVER_BEGAN)
    return rows[igu].dropna(subset=["candidate", "start"])


def _seen_before(igu: pd.DataFrame) -> pd.Series:
    """What the rows of the same person that began before each show (`SEEN`), the firmest; what is only agreed is as
    one that runs."""
    shown = {state: SEEN.index(SEEN_OF.get(state, RUNNING)) for state in State}
    by_day = igu["state"].map(shown).groupby([igu["candidate"], igu["start"]]).min()
    before = by_day.groupby(level="candidate").cummin().groupby(level="candidate").shift()
    told = before.reindex(pd.MultiIndex.from_frame(igu[["candidate", "start"]])).set_axis(igu.index)
    return told.map(dict(enumerate(SEEN))).fillna("").astype("string")


def _explained(igu: pd.DataFrame) -> pd.Series:
    """Where *Tidligere igu* may have been typed because of the row, or of a later one: an igu that is over."""
    over = igu[igu["state"].isin(_OVER)]
    return looked_up(igu["candidate"], over.groupby("candidate")["start"].max()) >= igu["start"]


def _answers(own: pd.DataFrame, theirs: pd.DataFrame, start: pd.Series, today: date) -> pd.DataFrame:
    """The answer that counts for each row: its own where it is one for its start, else the candidate's."""
    counts = answered(own, start, today, JUDGED_MET, JUDGED_NOT_MET)
    answers = own.where(counts, theirs)
    return answers.assign(judgement=answers["judgement"].mask(answers["judged_on"] > pd.Timestamp(today)))
