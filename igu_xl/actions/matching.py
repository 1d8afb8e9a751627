"""Match: propose placements and cohorts with reasons, and put them before the coordinator."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import coordinator_tables, read_and_check
from igu_xl.actions.coordinator import APPROVE, LOCK, REJECT, SENT, CoordinatorBook, write_coordinator
from igu_xl.actions.tool_sheets import rows_of
from igu_xl.danish import plural
from igu_xl.match import case as cases
from igu_xl.match.case import Decision, build_case
from igu_xl.match.proposal import Proposal, propose, summary
from igu_xl.sheets.keeping import Backups, exclusive
from igu_xl.sheets.partnership import Progress, find_workbooks

REJECTED = "Afvist"
PROPOSED = "Foreslået"


def match_partnership(folder: Path, begun: datetime, progress: Progress | None = None) -> Proposal:
    """Check everything, find the best plan, and write it to the coordinator's workbook.

    Decisions that stand there are respected: Lås and Godkend are kept, Afvis is not proposed again.
    """
    find_workbooks(folder)
    with exclusive(folder):
        checked = read_and_check(folder, begun, progress)
        coordinator, validation = checked.coordinator, checked.validation
        case = build_case(
            validation,
            checked.today,
            _decisions(coordinator),
            _previous(coordinator),
            open_cohorts=coordinator.settings.open_cohorts,
        )
        proposal = propose(case, validation, coordinator.settings.match_seconds)
        tables = coordinator_tables(validation) | _tables(proposal, coordinator)
        write_coordinator(coordinator.path, tables, Backups(folder, begun), ("Match", summary(proposal)))
        return proposal


def _decisions(coordinator: CoordinatorBook) -> list[Decision]:
    """Godkend counts as a lock until it is sent: what the coordinator has said yes to is not taken away."""
    kinds = {APPROVE: cases.LOCK, LOCK: cases.LOCK, REJECT: cases.REJECT}
    decided = coordinator.proposals.query("decision != '' and candidate != '' and slot != ''")
    return [
        Decision(row.candidate, row.slot, row.cohort, kinds[row.decision])
        for row in decided.itertuples()
        if row.state != SENT or row.decision == REJECT
    ]


def _previous(coordinator: CoordinatorBook) -> pd.DataFrame:
    standing = coordinator.proposals.query("candidate != '' and decision != @REJECT")
    return standing[["candidate", "slot", "cohort"]].replace({"cohort": {"": None}})


def _tables(proposal: Proposal, coordinator: CoordinatorBook) -> dict[str, list[dict[str, object]]]:
    return {
        "tblForslag": _proposal_rows(proposal, coordinator),
        "tblHoldstatus": _cohort_rows(proposal),
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


def _proposal_rows(proposal: Proposal, coordinator: CoordinatorBook) -> list[dict[str, object]]:
    """The new proposals with the decisions that still stand, then what was sent, then what was rejected."""
    old = coordinator.proposals
    keys = zip(old["candidate"], old["slot"], old["cohort"], strict=True)
    decided = dict(zip(keys, old["decision"], strict=True))
    rows: list[dict[str, object]] = []
    for one in sorted(proposal.placements, key=lambda one: (one.cohort or "~", one.slot, one.candidate)):
        rows.append(
            {
                "decision": decided.get((one.candidate, one.slot, one.cohort)),
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
        )
    sent = old[old["state"] == SENT]
    rejected = old[(old["decision"] == REJECT) & (old["state"] != SENT)].assign(state=REJECTED)
    return rows + rows_of(pd.concat([sent, rejected]))


def _cohort_rows(proposal: Proposal) -> list[dict[str, object]]:
    homes = proposal.case.candidates.set_index("candidate")["home"]
    seated = proposal.plan.placements.dropna(subset=["cohort"])
    places = seated["candidate"].map(homes).groupby(seated["cohort"]).nunique()
    plan = proposal.plan.cohorts.set_index("cohort")
    rows = []
    for cohort in proposal.case.cohorts.sort_values(["start", "cohort"]).itertuples():
        fill = plan.loc[cohort.cohort]
        rows.append(
            {
                "cohort": cohort.cohort,
                "title": cohort.title,
                "branch": cohort.branch,
                "start": cohort.start,
                "enrol_by": cohort.enrol_by,
                "min": int(cohort.min),
                "max": int(cohort.max),
                "seats": int(fill["seats"]) + int(cohort.taken),
                "missing": int(fill["missing"]),
                "municipalities": int(places.get(cohort.cohort, 0)),
                "result": _result(cohort.cohort, fill, proposal.pooled),
            }
        )
    return rows


def _result(cohort: str, fill: pd.Series, pooled: tuple[str, ...]) -> str:
    if fill["runs"]:
        return "Kører, fordi kommunerne er samlet" if cohort in pooled else "Kører"
    return f"Mangler {plural(int(fill['missing']), 'deltager', 'deltagere')}"
