"""Match: propose placements and cohorts with reasons, and put them before the coordinator."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked, coordinator_tables, read_and_check
from igu_xl.actions.coordinator import APPROVE, LOCK, REJECT, SENT, Coordinator, CoordinatorBook, CoordinatorFile
from igu_xl.actions.tool_sheets import finding_row
from igu_xl.danish import plural
from igu_xl.match import case as cases
from igu_xl.match.case import Decision, build_case
from igu_xl.match.explain import Placement
from igu_xl.match.fills import CohortFill
from igu_xl.match.proposal import Proposal, propose
from igu_xl.match.telling import summary
from igu_xl.records import Record, records
from igu_xl.sheets.contract.coordinator import MATCH_LABEL
from igu_xl.sheets.keeping import Backups, exclusive
from igu_xl.sheets.partnership import Progress, find_workbooks

PROPOSED = "Foreslået"
REJECTED = "Afvist"
UNKEPT = "Kan ikke holdes nu"


def match_partnership(
    folder: Path, begun: datetime, progress: Progress | None = None, coordinator: Coordinator | None = None
) -> Proposal:
    """Check everything, find the best plan, and write it to the coordinator's workbook.

    Decisions that stand there are respected: Lås and Godkend are kept, Afvis is not proposed again. Raises `WrongUse`
    for a folder that is no partnership, `NotNow` when another run holds it or the coordinator's workbook is open.
    """
    find_workbooks(folder)
    with exclusive(folder):
        desk = coordinator or CoordinatorFile(folder)
        checked = read_and_check(folder, begun, progress, desk)
        if progress:
            progress(1, 2, "Finder den bedste plan")
        proposal = _proposed(checked)
        tables = coordinator_tables(checked, begun) | _tables(proposal, checked.coordinator)
        tables["tblFund"] += [finding_row(finding) for finding in proposal.findings]
        log = (begun, MATCH_LABEL, summary(proposal))
        desk.write(checked.coordinator, tables, Backups(folder, begun), log)
        return proposal


def _proposed(checked: Checked) -> Proposal:
    book = checked.coordinator
    settings = book.settings
    case = build_case(
        checked.validation, checked.today, _decisions(book), _previous(book), open_cohorts=settings.open_cohorts
    )
    return propose(case, checked.validation, settings.match_seconds)


def _decisions(coordinator: CoordinatorBook) -> list[Decision]:
    """Godkend counts as a lock until it is sent: what the coordinator has said yes to is not taken away."""
    kinds = {APPROVE: cases.LOCK, LOCK: cases.LOCK, REJECT: cases.REJECT}
    decided = coordinator.proposals.query("decision != '' and candidate != '' and (slot != '' or cohort != '')")
    return [
        Decision(row["candidate"], row["slot"], row["cohort"], kinds[row["decision"]])
        for row in records(decided)
        if row["state"] != SENT or row["decision"] == REJECT
    ]


def _previous(coordinator: CoordinatorBook) -> pd.DataFrame:
    standing = coordinator.proposals.query("candidate != '' and decision != @REJECT")
    rows = standing[["candidate", "slot", "cohort"]]
    return rows.mask(rows == "")


def _tables(proposal: Proposal, coordinator: CoordinatorBook) -> dict[str, list[Record]]:
    return {
        "tblForslag": _proposal_rows(proposal, coordinator.proposals),
        "tblHoldstatus": [_cohort_row(fill, fill.cohort in proposal.pooled) for fill in proposal.cohorts],
        "tblUmatchede": [
            {
                "candidate": one.candidate,
                "municipality": one.municipality,
                "reason": one.reason,
                "detail": one.detail,
                "would_help": " ".join(one.would_help),
            }
            for one in proposal.unmatched
        ],
    }


def _proposal_rows(proposal: Proposal, old: pd.DataFrame) -> list[Record]:
    """The new proposals with the decisions that still stand; then yes that cannot be kept, sent, and rejected ones."""
    open_rows = records(old[(old["state"] != SENT) & (old["candidate"] != "")])
    decided = {_key(row): row["decision"] for row in open_rows}
    placements = sorted(proposal.placements, key=lambda one: (one.cohort or "~", one.slot, one.candidate))
    new = [_proposal_row(one, decided.get((one.candidate, one.slot, one.cohort))) for one in placements]
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


def _key(row: Record) -> tuple[str, str, str]:
    return row["candidate"], row["slot"], row["cohort"]


def _proposal_row(one: Placement, decision: str | None) -> Record:
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
        "state": PROPOSED,
    }


def _cohort_row(fill: CohortFill, pooled: bool) -> Record:
    keys = ("cohort", "title", "branch", "start", "enrol_by", "min", "max", "seats", "missing", "municipalities")
    return {**{key: getattr(fill, key) for key in keys}, "result": _result(fill, pooled)}


def _result(fill: CohortFill, pooled: bool) -> str:
    if fill.runs:
        return "Kører, fordi kommunerne er samlet" if pooled else "Kører"
    if not fill.missing:
        return "Kører; ingen nye i forslaget"
    people, places = (
        plural(fill.people, "ledig kandidat", "ledige kandidater"),
        plural(fill.openings, "plads", "pladser"),
    )
    return f"Kører ikke: {people}, {places}"
