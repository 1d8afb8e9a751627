"""The igu verdict on every candidate at *Klar fra*, and the findings that follow from it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.domain.guidance import change_words, citation
from igu_xl.domain.law.eligibility import verdicts
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.verdict import MANUAL, NOT_MET
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.candidates import Step
from igu_xl.standing.standing import Standing

_TO_COME = (Step.NEW, Step.WAITING, Step.READY_LATER, Step.UNKNOWN)


def igu_verdicts(candidates: pd.DataFrame) -> pd.DataFrame:
    """The verdicts on all candidates with an id, at the day they are ready; columns candidate, start and those of
    `domain.eligibility.verdicts`."""
    people = candidates[candidates["candidate"].notna()]
    judged = verdicts(people[["born", "residence_from", "basis", "previous_igu"]], people["ready_from"])
    judged.insert(0, "candidate", people["candidate"])
    judged.insert(1, "start", people["ready_from"])
    return judged


def check_verdicts(partnership: Partnership, judged: pd.DataFrame, standing: Standing) -> Iterator[Finding]:
    """What the verdict means for candidates whose measures include igu and who wait for a place, now or later."""
    frame, people = partnership.frames["tblKandidater"], standing.candidates.dropna(subset=["at"])
    waits = frame.index.isin(people.loc[people["step"].isin(_TO_COME), "at"])
    wants = frame["measures"].str.contains(IGU, regex=False).fillna(False) & waits
    judged = judged.reindex(frame.index)
    no_rule = wants & (judged["rule"] == "") & judged["start"].notna()
    kinds = (
        (no_rule, "igu-ingen-regel"),
        (wants & ~no_rule & (judged["outcome"] == NOT_MET), "igu-ikke-opfyldt"),
        (wants & (judged["outcome"] == MANUAL), "igu-manuel"),
    )
    for wrong, code in kinds:
        told = {"a": frame["ready_from"], "reason": _reasons(judged, wrong), "law": _laws(judged, wrong)}
        yield from findings_where(partnership, "tblKandidater", wrong, "ready_from", code, **told)


def _reasons(judged: pd.DataFrame, wrong: pd.Series) -> pd.Series:
    """The firmest reason of each of these people, and the day from which the answer is another."""
    rows = judged[wrong]
    days = rows["changes_on"].map(lambda day: None if pd.isna(day) else day.date())
    told = [
        f"{reasons[0]} {change_words(day, then)}".strip()
        for reasons, day, then in zip(rows["reasons"], days, rows["changes_to"], strict=True)
    ]
    return pd.Series(told, index=rows.index, dtype="str").reindex(judged.index, fill_value="")


def _laws(judged: pd.DataFrame, wrong: pd.Series) -> pd.Series:
    """The version of the law that each of these verdicts rests on, as it is cited."""
    rows = judged[wrong]
    told = [citation(rule, law) for rule, law in zip(rows["rule"], rows["law"], strict=True)]
    return pd.Series(told, index=rows.index, dtype="str").reindex(judged.index, fill_value="")
