"""The sheet *Plan* of each partner: what became of its own rows, and nothing of anybody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.actions.coordinator import APPROVE, REJECT, SENT, CoordinatorBook
from igu_xl.checks.links import running
from igu_xl.checks.validation import Validation
from igu_xl.danish import plural
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY
from igu_xl.sheets.reading import ReadBook

Row = dict[str, object]

_PLACED = "Forløb aftalt"
_WAITS = "Forslag afventer sekretariatet"
_NOT_SENT = "Godkendt, men kunne ikke sendes endnu"


def plan_rows(book: ReadBook, validation: Validation, coordinator: CoordinatorBook) -> list[Row]:
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
) -> Iterator[Row]:
    """One row a candidate of this workbook: placed, proposed, or the reason why not."""
    own = _own_keys(book, validation, "tblKandidater", "candidate")
    for row in proposals[proposals["candidate"].isin(own)].sort_values(["candidate"]).to_dict("records"):
        yield _shown(row) if row["result"] == _PLACED else {"candidate": row["candidate"], "result": row["result"]}
    told = set(proposals["candidate"])
    for row in unmatched.to_dict("records"):
        if row["candidate"] in own and row["candidate"] not in told:
            why = f"{row['detail']} {row['would_help']}".strip()
            yield {"candidate": row["candidate"], "result": row["reason"], "why": why}


def _branch(book: ReadBook, validation: Validation, proposals: pd.DataFrame) -> Iterator[Row]:
    """The agreed placements in this branch's slots, then what is still open."""
    own = _own_keys(book, validation, "tblPladser", "slot")
    placed = proposals[proposals["slot"].isin(own) & (proposals["result"] == _PLACED)]
    for row in placed.sort_values(["slot", "candidate"]).to_dict("records"):
        yield {key: value for key, value in _shown(row).items() if key not in ("company", "why")}
    slots = validation.partnership.frames["tblPladser"]
    placements = validation.partnership.frames["tblForloeb"]
    taken, new = _people_by_slot(placements[running(placements)]), _people_by_slot(placed)
    for slot in slots[slots["slot"].isin(own) & (slots["status"] == "Åben")].itertuples():
        filled = len(taken.get(slot.slot, set()) | new.get(slot.slot, set()))
        left = 0 if pd.isna(slot.openings) else int(slot.openings) - filled
        if left > 0:
            yield {"slot": slot.slot, "result": f"{plural(left, 'plads', 'pladser')} stadig åben"}


def _school(book: ReadBook, validation: Validation, proposals: pd.DataFrame, cohorts: pd.DataFrame) -> Iterator[Row]:
    """Each cohort of this school with its state, then the agreed participants."""
    own = _own_keys(book, validation, "tblHold", "cohort")
    placed = proposals[proposals["cohort"].isin(own) & (proposals["result"] == _PLACED)]
    for row in cohorts[cohorts["cohort"].isin(own)].to_dict("records"):
        agreed = int((placed["cohort"] == row["cohort"]).sum())
        why = f"{plural(agreed, 'deltager', 'deltagere')} aftalt; holdet kræver mindst {row['min']}."
        yield {"cohort": row["cohort"], "result": row["result"], "start": row["start"], "why": why}
    for row in placed.sort_values(["cohort", "candidate"]).to_dict("records"):
        yield {key: value for key, value in _shown(row).items() if key not in ("company", "why")}


def _people_by_slot(frame: pd.DataFrame) -> dict[str, set[str]]:
    return {slot: set(group) for slot, group in frame.groupby("slot")["candidate"]}


def _own_keys(book: ReadBook, validation: Validation, table: str, key: str) -> set[str]:
    frame = validation.partnership.frames[table]
    return set(frame.loc[frame["partner"] == book.partner, key].dropna())


def _shown(row: Row) -> Row:
    keys = ("candidate", "municipality", "slot", "company", "cohort", "type", "start", "result", "why")
    return {key: row[key] for key in keys}
