"""What the coordinator chose in Siden sidst that changes workbooks: carried out by Godkend og send, before it sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import look
from igu_xl.actions.coordinator.since_actions import LEAVE, MOVE, TAKE_BACK
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.partners.leaving import leave_partnership
from igu_xl.actions.partners.moving import move_candidate
from igu_xl.actions.sending.taking_back import summary, take_back
from igu_xl.errors import IguError, WrongUse
from igu_xl.records import Record, records
from igu_xl.sheets.contract.coordinator import PASSED, SINCE
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.standing.placements import BEGUN, State

_Work = Callable[[Path, datetime, str, Coordinator], str]


def run_errands(folder: Path, begun: datetime, desk: Coordinator) -> None:
    """Carry out what was chosen, one line after the other; each line says what came of it.

    Each is a run of its own that locks the partnership, so that one that is killed is finished by the next. What
    cannot be done now stays chosen, with the reason.
    """
    lines = records(desk.read().since)
    told = [_told(row, folder, begun, desk) if row["chosen"] in _ERRANDS else row for row in lines]
    if told == lines:
        return
    with exclusive(folder):
        book = desk.read()
        after = {_name(row): row for row in told}
        rows = [after.get(_name(row), row) for row in records(book.since)]
        desk.write(book, {SINCE.name: rows}, Backups(folder, begun), None)


def _told(row: Record, folder: Path, begun: datetime, desk: Coordinator) -> Record:
    try:
        sentence = _ERRANDS[row["chosen"]](folder, begun, _about(row), desk)
    except IguError as problem:
        return row | {"state": str(problem)}
    return row | {"chosen": "", "weight": PASSED, "state": sentence}


def _about(row: Record) -> str:
    """Whom or what a line is about: its partner where it is about a workbook."""
    return str(row["partner"] if row["chosen"] == LEAVE else row["who"])


def _name(row: Record) -> tuple[object, ...]:
    return row["what"], row["partner"], row["who"], row["date"]


def _take_back(folder: Path, begun: datetime, name: str, desk: Coordinator) -> str:
    """Take back all that was sent and has not begun of a candidate, a slot, a cohort or a company (P-number)."""
    checked, _ = look(folder, begun.date(), desk.read())
    placements, slots = checked.validation.standing.placements, checked.validation.standing.slots
    own = slots.loc[slots["p_number"] == name, "slot"]
    about = (placements[["candidate", "slot", "cohort"]] == name).any(axis=1) | placements["slot"].isin(own)
    still = about & placements["sent_on"].notna() & ~placements["state"].isin([*BEGUN, State.CANCELLED])
    found: pd.Series[str] = placements.loc[still, "placement"].dropna()
    if found.empty:
        raise WrongUse(f"Der er ikke sendt noget om {name}, som kan tages tilbage.")
    return summary(take_back(folder, begun, list(found), coordinator=desk))


def _move(folder: Path, begun: datetime, name: str, desk: Coordinator) -> str:
    return move_candidate(folder, begun, name, coordinator=desk)


def _leave(folder: Path, begun: datetime, name: str, desk: Coordinator) -> str:
    return leave_partnership(folder, begun, name, desk)


_ERRANDS: Mapping[str, _Work] = {TAKE_BACK: _take_back, MOVE: _move, LEAVE: _leave}
