"""A proposal as rows of the coordinator's sheets: Forslag and Umatchede, and what it says of each cohort."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from igu_xl.actions.coordinator.workbook import APPROVE, LOCK, PROPOSED, REJECT, REJECTED, SENT, UNKEPT
from igu_xl.match.explaining.moves import Change
from igu_xl.match.explaining.placements import Placement
from igu_xl.match.proposal import Proposal
from igu_xl.records import Record, records

Key = tuple[str, str, str]


def proposal_rows(proposal: Proposal, old: pd.DataFrame) -> list[Record]:
    """The rows of Forslag: the new proposals with the decisions that still stand; then yes that cannot be kept, sent,
    and rejected ones. `old` is what stands there."""
    open_rows = records(old[(old["state"] != SENT) & (old["candidate"] != "")])
    decided = {_key(row): row["decision"] for row in open_rows}
    changes = _changes(proposal, open_rows)
    placements = sorted(proposal.placements, key=lambda one: (one.cohort or "~", one.slot, one.candidate))
    new = [_proposal_row(one, decided.get(_given(one)), changes.get(_given(one), "")) for one in placements]
    standing = {_key(row) for row in new}
    unkept = [row for row in open_rows if row["decision"] in (APPROVE, LOCK) and _key(row) not in standing]
    rejected = [row for row in open_rows if row["decision"] == REJECT]
    sent = records(old[old["state"] == SENT])
    return [
        *new,
        *({**row, "state": UNKEPT} for row in unkept),
        *sent,
        *({**row, "state": REJECTED} for row in rejected),
    ]


def cohort_reasons(proposal: Proposal) -> dict[str, str]:
    """What Holdstatus says of each cohort that does not get its people: whom it lacks, and who was near."""
    short = [fill for fill in proposal.cohorts if not fill.runs and fill.missing]
    return {fill.cohort: "Er stoppet af koordinatoren." if fill.stopped else fill.near for fill in short}


def unmatched_rows(proposal: Proposal, old: pd.DataFrame) -> list[Record]:
    """The rows of Umatchede; `old` is what stands there."""
    if _unchanged(proposal):
        before = dict(zip(old["candidate"], old["before"], strict=True))
    else:
        before = {move.candidate: move.words for move in proposal.moves if move.change is Change.LOST}
    return [
        {
            "candidate": one.candidate,
            "municipality": one.municipality,
            "reason": one.reason,
            "detail": one.detail,
            "would_help": " ".join(one.would_help),
            "before": before.get(one.candidate),
        }
        for one in proposal.unmatched
    ]


def _changes(proposal: Proposal, old: list[Record]) -> Mapping[Key, str]:
    """What is said in the column Ændring: of the last time that anything changed."""
    if _unchanged(proposal):
        return {_key(row): row["change"] for row in old}
    words = {move.candidate: move.words for move in proposal.moves}
    return {_given(one): words[one.candidate] for one in proposal.placements}


def _unchanged(proposal: Proposal) -> bool:
    return all(move.change is Change.SAME for move in proposal.moves)


def _key(row: Record) -> Key:
    return row["candidate"], row["slot"], row["cohort"]


def _given(one: Placement) -> Key:
    return one.candidate, one.slot, one.cohort


def _proposal_row(one: Placement, decision: str | None, change: str) -> Record:
    return {
        "decision": decision,
        "candidate": one.candidate,
        "municipality": one.municipality,
        "slot": one.slot,
        "company": one.company,
        "branch": one.branch,
        "cohort": one.cohort,
        "type": one.type,
        "start": one.start,
        "why": " ".join(one.reasons),
        "change": change,
        "state": PROPOSED,
    }
