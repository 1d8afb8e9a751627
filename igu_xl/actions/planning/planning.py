"""Skoleplan: plan the school weeks of everybody in an igu, and put it before the coordinator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import Checked, note_told, read_and_check, standing_now
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.standing_sheets import on_paper
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.planning.call_rows import coordinator_rows
from igu_xl.actions.planning.handing_out import draft
from igu_xl.actions.planning.plan_tables import call_frame, pupil_frame, row_frame
from igu_xl.actions.school_plan.kept_plan import KeptPlan, keep_plan
from igu_xl.actions.school_plan.plan_events import plan_events
from igu_xl.actions.school_plan.plan_findings import readable_plan, with_plan_findings
from igu_xl.danish import number_text, plural
from igu_xl.domain.law.school_plan import school_weeks
from igu_xl.domain.texts import suggest
from igu_xl.errors import WrongUse
from igu_xl.progress import Progress, teller
from igu_xl.records import records
from igu_xl.reports.data.savings import Savings, SchoolWay
from igu_xl.school.planning.case import build_school_case
from igu_xl.school.planning.proposal import SchoolProposal, propose_school
from igu_xl.school.planning.pupil_plan import PupilPlan
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.sheets.buttons import PLAN
from igu_xl.sheets.contract.coordinator import ALL_CALLS, SCHOOL_PLANS
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """A school plan that was made, and what is kept of it."""

    proposal: SchoolProposal
    kept: KeptPlan

    def of(self, asked: str) -> PupilPlan:
        """The plan of a placement or a candidate by id; raises `WrongUse` where neither is in an igu."""
        for plan in self.proposal.plans.values():
            if asked.casefold() in (plan.placement.casefold(), plan.candidate.casefold()):
                return plan
        near = suggest(asked, [plan.candidate for plan in self.proposal.plans.values()])
        hint = f" Mente du {near}?" if near else " Se dem, der er, i arket Skoleplaner."
        raise WrongUse(f"»{asked}« har ingen igu, der er i gang, aftalt eller foreslået.{hint}")

    def as_json(self) -> dict[str, object]:
        """The answer of `igu plan --json`."""
        plan = self.proposal.plan
        return {
            "status": plan.status,
            "pupils": len(plan.pupils),
            "met": plan.met,
            "met_bound": plan.met_bound,
            "hours": round(plan.hours, 1),
            "hours_bound": round(plan.hours_bound, 1),
            "seconds": round(plan.seconds, 3),
            "plans": [one.as_json() for one in self.proposal.plans.values()],
            "calls": [_plain(row) for row in records(self.kept.calls)],
            "helps": dict(self.proposal.helps),
            "changes": dict(self.proposal.changes),
            "alone": _way_json(self.kept.savings.alone),
            "first_come": _way_json(self.kept.savings.first_come),
        }


def plan_partnership(
    folder: Path, begun: datetime, progress: Progress | None = None, coordinator: Coordinator | None = None
) -> Planned:
    """Check everything, plan all school weeks together, and write the coordinator's sheets Skoleplaner and Udbud.

    The plan is kept for *Godkend og send*, which writes it into the partners' workbooks and folders; a draft of every
    pupil's plan lies in the secretariat's folder. Raises `WrongUse` for a folder
    that is no partnership, `NotNow` when another run holds it or the coordinator's workbook is open.
    """
    find_workbooks(folder)
    with exclusive(folder):
        desk = coordinator or CoordinatorFile(folder)
        checked = read_and_check(folder, begun, progress, desk)
        planned = plan_of(checked, begun, progress)
        before = readable_plan(folder)
        events = plan_events(before if isinstance(before, KeptPlan) else None, planned.kept)
        checked = replace(checked, validation=with_plan_findings(checked.validation, planned.kept))
        tables = standing_now(checked, events) | {
            SCHOOL_PLANS.name: records(planned.kept.pupils.drop(columns="partner")),
            ALL_CALLS.name: coordinator_rows(planned.kept.calls),
        }
        desk.write(checked.coordinator, tables, Backups(folder, begun), (begun, PLAN.label, summary(planned)))
        keep_plan(folder, planned.kept)
        draft(folder, planned.proposal.plans.values())
        note_told(folder, checked)
        return planned


def plan_of(checked: Checked, begun: datetime, progress: Progress | None = None) -> Planned:
    """The plan that is found in the time of the settings, with the open proposals of the match; nothing is written."""
    case = build_school_case(checked.validation, _proposed(checked))
    seconds = checked.coordinator.settings.plan_seconds
    proposal = propose_school(case, checked.validation, seconds, teller(progress))
    return Planned(proposal, _kept(proposal, begun))


def _proposed(checked: Checked) -> pd.DataFrame:
    """The open proposals with the day on which each would begin."""
    proposals = checked.coordinator.proposals
    rows = on_paper(checked.validation.standing, proposals)
    starts = pd.to_datetime(proposals.loc[rows.index, "start"], errors="coerce").astype("datetime64[s]")
    return rows.assign(start=starts)


def _kept(proposal: SchoolProposal, begun: datetime) -> KeptPlan:
    plan = proposal.plan
    savings = Savings(
        pupils=len(plan.pupils),
        needed=float(proposal.case.problem.pupils["hours"].sum()),
        met=plan.met,
        hours=plan.hours,
        cohorts_run=_cohorts(plan),
        cohorts_pooled=proposal.pooled,
        alone=_way(proposal.alone_plan),
        first_come=_way(proposal.first_come_plan),
    )
    return KeptPlan(
        begun, proposal.case.day, row_frame(proposal), pupil_frame(proposal), call_frame(proposal.calls), savings
    )


def _way(plan: Plan) -> SchoolWay:
    return SchoolWay(plan.met, plan.hours, _cohorts(plan))


def _cohorts(plan: Plan) -> int:
    return int((plan.cohorts["seats"] > 0).sum())


def summary(planned: Planned) -> str:
    """What was planned, in a few sentences: who reaches the hours, who does not, and what is called for."""
    plan, case = planned.proposal.plan, planned.proposal.case
    if plan.pupils.empty:
        return "Der er ingen igu-elever at lægge skoleuger for endnu."
    people = plural(len(plan.pupils), "igu-elev", "igu-elever")
    weeks = number_text(school_weeks(plan.hours), 0)
    parts = [f"{people}: {plan.met} når deres skoletimer i tide, {len(plan.pupils) - plan.met} gør ikke."]
    parts.append(f"{weeks} skoleuger er lagt på hold{_most_words(plan)}.")
    alone = planned.kept.savings.alone
    parts.append(f"Hver kommune for sig: {alone.met} elever og {number_text(alone.weeks, 0)} skoleuger.")
    asked = sum(not call.planned for call in planned.proposal.calls)
    if asked:
        parts.append(f"{plural(asked, 'hold', 'hold')} bør oprettes: se arket Udbud.")
    if case.offers.packages.empty:
        parts.append("Ingen branche har skrevet en pakke i arket Pakker; kurserne er taget fra branchens hold.")
    return " ".join(parts)


def _most_words(plan: Plan) -> str:
    """How many could reach their hours at most, where not everybody does."""
    if plan.met == len(plan.pupils):
        return ""
    return "; flere kan ikke nå det" if plan.met == plan.met_bound else f"; højst {plan.met_bound} kan nå det"


def _way_json(way: SchoolWay) -> dict[str, object]:
    return {"met": way.met, "hours": round(way.hours, 1), "cohorts": way.cohorts}


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {key: f"{value:%Y-%m-%d}" if isinstance(value, datetime) else value for key, value in row.items()}
