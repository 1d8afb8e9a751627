"""The igu verdict on every candidate, and the findings that follow from it.

A candidate is judged on the day on which igu could begin: at *Klar fra*, or today where that has passed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.checks.law.waiting import waits_for_igu
from igu_xl.domain.law.guidance import change_words, citation
from igu_xl.domain.law.igu.eligibility import verdicts
from igu_xl.domain.law.verdict import MANUAL, NOT_MET
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.columns import looked_up
from igu_xl.standing.standing import Standing


def with_law_facts(people: pd.DataFrame, standing: Standing) -> pd.DataFrame:
    """Rows of candidates with what the law asks about beside what was typed in them.

    That is `seen_igu` of the rows of Forløb. An answer dated after the day of the run is none.
    """
    seen = standing.candidates.drop_duplicates("candidate").dropna(subset=["candidate"]).set_index("candidate")
    early = people["judged_on"] > pd.Timestamp(standing.day)
    return people.assign(
        seen_igu=looked_up(people["candidate"], seen["seen_igu"]).fillna("").astype("string"),
        judgement=people["judgement"].mask(early),
    )


def igu_verdicts(candidates: pd.DataFrame, standing: Standing) -> pd.DataFrame:
    """The verdicts on all candidates with an id, on the day they are ready or today if that is later; columns
    candidate, start and those of `domain.law.igu.eligibility.verdicts`."""
    people = candidates[candidates["candidate"].notna()]
    day = pd.Timestamp(standing.day)
    start = people["ready_from"].mask(people["ready_from"] < day, day)
    judged = verdicts(with_law_facts(people, standing), start)
    judged.insert(0, "candidate", people["candidate"])
    judged.insert(1, "start", start)
    return judged


def check_verdicts(partnership: Partnership, judged: pd.DataFrame, standing: Standing) -> Iterator[Finding]:
    """What the verdict means for candidates whose measures include igu and who wait for a place, now or later."""
    wants = waits_for_igu(partnership, standing)
    judged = judged.reindex(wants.index)
    no_rule = wants & (judged["rule"] == "") & judged["start"].notna()
    kinds = (
        (no_rule, "igu-ingen-regel"),
        (wants & ~no_rule & (judged["outcome"] == NOT_MET), "igu-ikke-opfyldt"),
        (wants & (judged["outcome"] == MANUAL), "igu-manuel"),
    )
    for wrong, code in kinds:
        told = {"a": judged["start"], "reason": _reasons(judged, wrong), "law": _laws(judged, wrong)}
        yield from findings_where(partnership, "tblKandidater", wrong, "ready_from", code, **told)


def _reasons(judged: pd.DataFrame, wrong: pd.Series) -> pd.Series:
    """What stands in the way of each of these people, firmest first, and the day from which it is another."""
    rows = judged[wrong]
    days = rows["changes_on"].map(lambda day: None if pd.isna(day) else day.date())
    told = [
        # A municipality's no says itself until when it holds.
        " ".join(filter(None, (*reasons, "" if answered else change_words(day, then))))
        for reasons, answered, day, then in zip(
            rows["reasons"], rows["answered"], days, rows["changes_to"], strict=True
        )
    ]
    return pd.Series(told, index=rows.index, dtype="str").reindex(judged.index, fill_value="")


def _laws(judged: pd.DataFrame, wrong: pd.Series) -> pd.Series:
    """The version of the law that each of these verdicts rests on, as it is cited."""
    rows = judged[wrong]
    told = [citation(rule, law) for rule, law in zip(rows["rule"], rows["law"], strict=True)]
    return pd.Series(told, index=rows.index, dtype="str").reindex(judged.index, fill_value="")
