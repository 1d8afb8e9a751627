"""Hvorfor ikke: the questions that stand in the sheet of that name, with an answer to each."""

from __future__ import annotations

from time import monotonic

import pandas as pd

from igu_xl.match.explaining.why_here import why_not_here
from igu_xl.match.explaining.why_not import Why
from igu_xl.match.proposal import Proposal
from igu_xl.records import Record, records


def answer_text(why: Why) -> str:
    """A reason in a few Danish sentences, and what it would take: that alone may still leave others before."""
    help_ = f" Det kræver: {' '.join(why.would_help)}" if why.would_help else ""
    return f"{why.reason}: {why.detail}{help_}"


def answer_questions(questions: pd.DataFrame, proposal: Proposal, seconds: float) -> list[Record]:
    """The rows of Hvorfor ikke with their answers; within the seconds, all together."""
    rows, end = records(questions), monotonic() + seconds
    return [
        {**row, "answer": _answer(row, proposal, (end - monotonic()) / (len(rows) - at))} for at, row in enumerate(rows)
    ]


def _answer(row: Record, proposal: Proposal, seconds: float) -> str:
    if not row["candidate"] or not row["slot"]:
        return "Skriv både et kandidat-id og et plads-id."
    asked = (row["candidate"], row["slot"], max(seconds, 1.0))
    return answer_text(why_not_here(proposal.case, proposal.plan, *asked, standing=proposal.standing))
