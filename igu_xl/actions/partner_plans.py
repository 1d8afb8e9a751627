"""The sheet *Plan* of each partner: what became of its own rows, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.actions.coordinator import APPROVE, REJECT, SENT, CoordinatorBook
from igu_xl.checks.placements import running
from igu_xl.checks.validation import Validation
from igu_xl.danish import plural
from igu_xl.records import Record, records
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY
from igu_xl.sheets.reading import ReadBook

_PLACED = "Forløb aftalt"
_WAITS = "Forslag afventer sekretariatet"
_NOT_SENT = "Godkendt, men kunne ikke sendes endnu"
_LATER = "Afventer næste match"


def plan_rows(book: ReadBook, validation: Validation, coordinator: CoordinatorBook) -> list[Record]:
    """The rows of tblPlan for one partner, by column key."""
    proposals = _with_results(coordinator.proposals)
    if book.book is MUNICIPALITY:
        return [*_municipality(book, validation, proposals, coordinator.unmatched)]
    if book.book is BRANCH:
        return [*_branch(book, validation, proposals)]
    return [*_school(book, validation, proposals, coordinator.cohorts)]


def _with_results(proposals: pd.DataFrame) -> pd.DataFrame:
    """The proposals that still mean something, each with what a partner is told of it."""
    kept = proposals[proposals["candidate"] != ""]
    sent = kept["state"] == SENT
    results = pd.Series(_WAITS, index=kept.index).mask(kept["decision"] == APPROVE, _NOT_SENT).mask(sent, _PLACED)
    return kept.assign(result=results)[sent | (kept["decision"] != REJECT)]


def _municipality(
    book: ReadBook, validation: Validation, proposals: pd.DataFrame, unmatched: pd.DataFrame
) -> Iterator[Record]:
    """The candidates of this workbook: placed, proposed, or the reason why not; nobody who waits is left out."""
    own = _own_keys(book, validation, "tblKandidater", "candidate")
    mine = proposals[proposals["candidate"].isin(own)].sort_values("candidate", kind="stable")
    told: set[str] = set()
    for row in records(mine):
        # What is only proposed is the secretariat's own until it is sent.
        if row["result"] == _PLACED:
            yield _shown(row)
        elif row["candidate"] not in told:
            yield {"candidate": row["candidate"], "result": row["result"]}
        told.add(row["candidate"])
    for row in records(unmatched[unmatched["candidate"].isin(own - told)]):
        help_ = f" Det ville hjælpe: {row['would_help']}" if row["would_help"] else ""
        yield {"candidate": row["candidate"], "result": row["reason"], "why": f"{row['detail']}{help_}"}
        told.add(row["candidate"])
    for candidate in sorted(_waiting(book, validation) - told):
        yield {"candidate": candidate, "result": _LATER}


def _waiting(book: ReadBook, validation: Validation) -> set[str]:
    """The candidates of a workbook with status Klar and no running placement."""
    frame, placements = (validation.partnership.frames[name] for name in ("tblKandidater", "tblForloeb"))
    busy = placements.loc[running(placements), "candidate"]
    wait = (frame["partner"] == book.partner) & (frame["status"] == "Klar") & ~frame["candidate"].isin(busy)
    return set(frame.loc[wait.fillna(False), "candidate"].dropna())


def _branch(book: ReadBook, validation: Validation, proposals: pd.DataFrame) -> Iterator[Record]:
    """The agreed placements in this branch's slots, then what is still open."""
    own = _own_keys(book, validation, "tblPladser", "slot")
    placed = proposals[proposals["slot"].isin(own) & (proposals["result"] == _PLACED)]
    yield from _received(placed.sort_values(["slot", "candidate"]))
    slots, placements = (validation.partnership.frames[name] for name in ("tblPladser", "tblForloeb"))
    taken = placements[running(placements)].groupby("slot").size()
    for slot in records(slots[slots["slot"].isin(own) & (slots["status"] == "Åben")]):
        left = int(slot["openings"] or 0) - int(taken.get(slot["slot"], 0))
        if left > 0:
            yield {
                "slot": slot["slot"],
                "result": "1 plads er stadig åben" if left == 1 else f"{left} pladser er stadig åbne",
            }


def _school(book: ReadBook, validation: Validation, proposals: pd.DataFrame, cohorts: pd.DataFrame) -> Iterator[Record]:
    """Each cohort of this school with its state, then the agreed participants."""
    own = _own_keys(book, validation, "tblHold", "cohort")
    placed = proposals[proposals["cohort"].isin(own) & (proposals["result"] == _PLACED)]
    for row in records(cohorts[cohorts["cohort"].isin(own)]):
        agreed = int((placed["cohort"] == row["cohort"]).sum())
        result, _, lack = row["result"].partition(": ")
        told = f"{plural(agreed, 'deltager', 'deltagere')} aftalt; holdet kræver mindst {row['min']}."
        why = f"{told} Holdet {lack}" if lack else told
        yield {"cohort": row["cohort"], "result": result, "start": row["start"], "why": why}
    yield from _received(placed.sort_values(["cohort", "candidate"]))


def _received(placed: pd.DataFrame) -> Iterator[Record]:
    """Agreed placements as those who receive the candidate may see them: not the reasons, which tell of the person."""
    for row in records(placed):
        yield {key: value for key, value in _shown(row).items() if key not in ("company", "why")}


def _own_keys(book: ReadBook, validation: Validation, table: str, key: str) -> set[str]:
    frame = validation.partnership.frames[table]
    return set(frame.loc[frame["partner"] == book.partner, key].dropna())


def _shown(row: Record) -> Record:
    keys = ("candidate", "municipality", "slot", "company", "cohort", "type", "start", "result", "why")
    return {key: row[key] for key in keys}
