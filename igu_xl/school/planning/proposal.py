"""The school plan of everybody with all that is said about it: plans, calls, what helps, what pooling gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.danish import listing, plural
from igu_xl.progress import Tell
from igu_xl.school.planning.calls import Call, Calls, find_calls
from igu_xl.school.planning.case import SchoolCase
from igu_xl.school.planning.helping import helps
from igu_xl.school.planning.plans import pupil_plans
from igu_xl.school.planning.pupil_plan import PupilPlan
from igu_xl.school.solving.problem.checking import check
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.search.baselines import alone, first_come
from igu_xl.school.solving.solver import solve

# The shares of the time for the plan, for what should be opened, and for what would help.
_FOR_PLAN, _FOR_CALLS, _FOR_HELP = 0.6, 0.3, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class SchoolProposal:
    """A school plan with its explanations, and what it is compared with.

    `plans` by pupil; `helps` says for each pupil who does not reach the requirement what would be enough; `changes` for
    each pupil what is other than it was proposed last. `alone_plan`: each municipality books for its own pupils only;
    `first_come_plan`: one list by date, and what is not full is cancelled.
    """

    case: SchoolCase
    plan: Plan
    plans: Mapping[str, PupilPlan]
    calls: tuple[Call, ...]
    helps: Mapping[str, str]
    changes: Mapping[str, str]
    alone_plan: Plan
    first_come_plan: Plan

    @property
    def pooled(self) -> int:
        """The cohorts that run, and would not with the pupils of any one municipality."""
        people = self.plan.attends.merge(self.case.pupils[["pupil", "municipality"]], on="pupil")
        most = people.groupby(["cohort", "municipality"]).size().groupby("cohort").max()
        needs = self.case.problem.cohorts.set_index("cohort")
        least = (needs["min"] - needs["taken"]).reindex(most.index)
        return int((most < least).sum())


def propose_school(
    case: SchoolCase, validation: Validation, seconds: float, progress: Tell | None = None
) -> SchoolProposal:
    """Solve the case, prove the plan allowed by other code than made it, and explain it; all within the seconds.

    `progress` hears how far it is, in Danish. Raises `RuntimeError` when the plan is not allowed, which is a fault of
    the program.
    """
    tell = progress or (lambda _: None)
    tell(f"lægger skoleuger for {plural(len(case.pupils), 'elev', 'elever')}")
    plan = solve(case.problem, time_limit=seconds * _FOR_PLAN)
    wrong = check(case.problem, plan)
    if wrong:
        raise RuntimeError(f"the school plan is not allowed: {wrong[:5]}")
    tell("ser efter, hvilke hold der er brug for")
    calls = find_calls(case, plan, seconds * _FOR_CALLS) if len(case.pupils) else Calls((), frozenset())
    tell("ser efter, hvad der ville hjælpe")
    return SchoolProposal(
        case=case,
        plan=plan,
        plans=pupil_plans(case, plan.attends, validation),
        calls=calls.calls,
        helps=helps(case, plan, calls.reached, seconds * _FOR_HELP),
        changes=changes(case, plan),
        alone_plan=alone(case.problem),
        first_come_plan=first_come(case.problem),
    )


def changes(case: SchoolCase, plan: Plan) -> dict[str, str]:
    """For each pupil whose plan is other than it was proposed last: what was moved, and what is lost."""
    now = plan.attends.merge(case.problem.teaches, on="cohort").rename(columns={"cohort": "now"})
    before = case.rows.before.rename(columns={"key": "course", "course": "title"})[
        ["pupil", "course", "title", "cohort"]
    ]
    both = before.merge(now, on=["pupil", "course"], how="left")
    moved = both[both["now"] != both["cohort"]]
    told: dict[str, str] = {}
    for pupil, own in moved.groupby("pupil"):
        words = [
            f"{title}: fra {old} til {new}" if not pd.isna(new) else f"{title}: {old} er faldet ud"
            for title, old, new in zip(own["title"], own["cohort"], own["now"], strict=True)
        ]
        told[str(pupil)] = f"{listing(words)}."
    lost = case.rows.lost.dropna(subset=["cohort"])
    for pupil, own in lost[lost["typed"]].groupby("pupil"):
        names = listing(
            sorted({f"{title} ({cohort})" for title, cohort in zip(own["course"], own["cohort"], strict=True)})
        )
        told[str(pupil)] = f"{told.get(str(pupil), '')} Aflyst eller ikke gennemført: {names}.".strip()
    return told
