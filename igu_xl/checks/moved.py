"""Candidates who have moved: their rows at the municipality they moved from do not count, and both are told."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.danish import date_text
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.whose_rows import ABOUT_PEOPLE, candidates_of
from igu_xl.standing.history import History
from igu_xl.standing.moved import last_moves

_TOLD_FOR = pd.Timedelta(days=31)


def without_moved(partnership: Partnership, history: History, today: pd.Timestamp) -> Partnership:
    """The partnership without the rows of those who have moved, at the municipalities they moved from.

    Nobody may change what stands there; a finding says that it does not count any more. For a month the new
    municipality is told whom it has got.
    """
    moves = last_moves(history.moves)
    if not moves:
        return partnership
    findings: list[Finding] = []
    people = partnership.frames["tblKandidater"]
    frames = dict(partnership.frames)
    whose = {name: candidates_of(frames, name) for name in ABOUT_PEOPLE}
    for move in moves:
        blanks = {key: partnership.partner_name(move[key]) for key in ("old", "new")} | {
            "on": date_text(move["moved_on"])
        }
        left_behind = _rows(people, people["candidate"], move["candidate"], move["before"])
        findings += findings_where(partnership, "tblKandidater", left_behind, "candidate", "kandidat-flyttet", **blanks)
        if pd.Timedelta(0) <= today - move["moved_on"] < _TOLD_FOR:
            arrived = _rows(people, people["candidate"], move["candidate"], {move["new"]})
            findings += findings_where(
                partnership, "tblKandidater", arrived, "candidate", "kandidat-tilflyttet", **blanks
            )
        for name, names in whose.items():
            own = _rows(frames[name], names[frames[name].index], move["candidate"], move["before"])
            frames[name] = frames[name][~own]
    kept = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    return replace(partnership, frames=kept, findings=(*partnership.findings, *findings))


def _rows(frame: pd.DataFrame, whose: pd.Series, candidate: str, partners: set[str]) -> pd.Series:
    """The candidate's rows at some municipalities."""
    return (whose == candidate).fillna(False).astype(bool) & frame["partner"].isin(list(partners))
