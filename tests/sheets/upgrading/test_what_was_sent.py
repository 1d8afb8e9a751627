"""What an earlier version sent: nobody noted the day, and it must not count as signed for that."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.sending.undoing import undo_partnership
from igu_xl.actions.upgrading import upgrade_partnership
from igu_xl.errors import WrongUse
from igu_xl.sheets.contract.coordinator import COHORT_STATUS
from igu_xl.sheets.partnership import read_partnership
from igu_xl.sheets.writing.lossless import WorkbookEdit
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.standing import CohortState, State

BEGUN = datetime(2026, 11, 2, 9)


def sent_and_unsigned(folder: Path) -> set[tuple[str, str]]:
    """What the sheet Forslag says was sent, and the municipality has written no day for."""
    proposals = CoordinatorFile(folder).read().proposals
    sent = {(row.candidate, row.slot) for row in proposals.itertuples() if row.state == "Sendt"}
    rows = read_partnership(folder).frames["tblForloeb"]
    silent = rows[rows[["agreed_on", "vitas_on", "plan_on", "ended_on", "outcome_on"]].isna().all(axis=1)]
    return sent & {(row.candidate, row.slot) for row in silent.itertuples() if row.start.date() > BEGUN.date()}


@pytest.mark.parametrize("upgraded", [False, True])
def test_it_is_sent_and_not_signed_before_the_upgrade_and_after(frozen: Path, upgraded: bool) -> None:
    expected = sent_and_unsigned(frozen)
    assert expected
    if upgraded:
        upgrade_partnership(frozen, BEGUN)
    standing = check_partnership(frozen, BEGUN).validation.standing
    sent = standing.placements[standing.placements["state"] == State.SENT]
    assert set(sent[["candidate", "slot"]].itertuples(index=False, name=None)) == expected
    assert CohortState.RUNS not in set(standing.cohorts["state"])
    assert len(kept_history(frozen).sent) == len(expected)


def test_an_older_start_counts_no_cohort_that_does_not_run(frozen: Path) -> None:
    check_partnership(frozen, BEGUN)
    results = WorkbookEdit(CoordinatorFile(frozen).path).column(
        COHORT_STATUS.name, COHORT_STATUS.column("result").header
    )
    assert all(str(result).startswith("Kører ikke") for result in results if result)


def test_it_cannot_be_taken_back_and_it_is_said_what_to_do_by_hand(frozen: Path) -> None:
    before = {path: path.read_bytes() for path in frozen.glob("*/*.xlsx")}
    with pytest.raises(WrongUse, match=r"Det, der er sendt, kan ikke fortrydes, .* Aflyst før start"):
        undo_partnership(frozen, BEGUN)
    assert {path: path.read_bytes() for path in before} == before
