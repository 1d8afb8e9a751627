"""Match: propose placements and cohorts with reasons, and put them before the coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked, note_told, partner_rows, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.proposal_sheets import cohort_reasons, proposal_rows, unmatched_rows
from igu_xl.actions.coordinator.ruling_checks import sort_out
from igu_xl.actions.coordinator.rulings import Ruling, settle
from igu_xl.actions.coordinator.standing_sheets import open_proposals, standing_tables
from igu_xl.actions.coordinator.what_if_sheet import aged_tables
from igu_xl.actions.coordinator.workbook import Coordinator, CoordinatorBook
from igu_xl.actions.matching.questions import answer_questions
from igu_xl.actions.matching.without_cohort import without_cohort
from igu_xl.actions.matching.workers import crew_for
from igu_xl.actions.reporting.kept_match import keep_match
from igu_xl.actions.tool_sheets import finding_row
from igu_xl.findings import Finding
from igu_xl.match.case import Case, build_case
from igu_xl.match.proposal import Proposal, propose
from igu_xl.match.summary import summary
from igu_xl.progress import Progress, teller
from igu_xl.records import Record
from igu_xl.sheets.buttons import MATCH
from igu_xl.sheets.contract.coordinator import SINCE
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive

# How long the answers in Hvorfor ikke may take, as a share of the time for the match.
_FOR_ANSWERS = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class MatchTask:
    """What a match goes by: the case with the decisions that stand, and what was proposed last.

    `rulings` are the rows of Beslutninger brought up to date, `findings` those on rulings that cannot be used, `note`
    what is to be said of igu without a cohort.
    """

    case: Case
    coordinator: CoordinatorBook
    previous: pd.DataFrame
    rulings: Sequence[Ruling]
    findings: Sequence[Finding]
    note: str = ""


def match_partnership(
    folder: Path,
    begun: datetime,
    progress: Progress | None = None,
    coordinator: Coordinator | None = None,
    *,
    dask: str = "",
) -> Proposal:
    """Check everything, find the best plan, and write it to the coordinator's workbook.

    What is decided in the sheets Forslag and Beslutninger is respected: Lås and Godkend are kept, Afvis is not
    proposed again. With the address of a `dask` cluster the search is divided among its workers. Raises `WrongUse`
    for a folder that is no partnership, `NotNow` when another run holds it or the coordinator's workbook is open, and
    either for a cluster that cannot be used.
    """
    find_workbooks(folder)
    with exclusive(folder):
        desk = coordinator or CoordinatorFile(folder)
        checked = read_and_check(folder, begun, progress, desk)
        task = task_of(checked)
        proposal = proposed(task, checked, progress, dask)
        findings = (*checked.validation.findings, *proposal.findings)
        tables = {
            "tblFund": [finding_row(finding, layout_of(folder)) for finding in findings],
            "tblPartnere": partner_rows(checked, begun),
            SINCE.name: checked.since().rows,
            **_tables(task, proposal, checked),
        }
        log = (begun, MATCH.label, summary(proposal))
        desk.write(checked.coordinator, tables, Backups(folder, begun), log)
        note_told(folder, checked)
        keep_match(folder, proposal, begun, checked.validation.partnership.municipalities)
        return proposal


def task_of(checked: Checked) -> MatchTask:
    """The match that is to be made: what was read, with what the coordinator has decided."""
    coordinator = checked.coordinator
    rulings = settle(coordinator, checked.today)
    decided = sort_out(rulings, checked.validation, coordinator.path.name)
    previous = open_proposals(coordinator.proposals)
    alone = without_cohort(checked)
    case = build_case(
        checked.validation,
        decided.decisions,
        previous,
        open_cohorts=coordinator.settings.open_cohorts,
        early=alone.starts,
    )
    return MatchTask(case, coordinator, previous, rulings, decided.findings, alone.note)


def proposed(task: MatchTask, checked: Checked, progress: Progress | None = None, dask: str = "") -> Proposal:
    """The best plan that is found in the time of the settings, with its reasons; nothing is written."""
    settings = task.coordinator.settings
    crew = crew_for(len(task.case.candidates), settings.match_seconds, dask)
    proposal = propose(
        task.case,
        checked.validation,
        settings.match_seconds,
        teller(progress),
        previous=task.previous,
        fair_cost=settings.fair_cost,
        crew=crew,
    )
    return replace(proposal, findings=(*task.findings, *proposal.findings), note=task.note)


def _tables(task: MatchTask, proposal: Proposal, checked: Checked) -> dict[str, list[Record]]:
    book = task.coordinator
    rows = proposal_rows(proposal, book.proposals)
    proposals = pd.DataFrame(rows, columns=book.proposals.columns).fillna({"decision": "", "cohort": "", "slot": ""})
    unmatched = unmatched_rows(proposal, book.unmatched)
    tables = {"tblForslag": rows}
    tables |= standing_tables(checked.validation, proposals, unmatched, cohort_reasons(proposal))
    if book.has("tblBeslutninger"):
        tables["tblBeslutninger"] = [ruling.row for ruling in task.rulings]
    if book.has("tblHvorfor"):
        tables["tblHvorfor"] = answer_questions(book.questions, proposal, book.settings.match_seconds * _FOR_ANSWERS)
    return tables | aged_tables(book, "kørt match")
