"""A proposed plan with all that is said about it: reasons, comparisons, and what pooling gave."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.danish import plural
from igu_xl.findings import Finding, Place
from igu_xl.match.baselines import alone, first_come
from igu_xl.match.case import Case
from igu_xl.match.explain import Placement, explain_placements
from igu_xl.match.plan import Plan, check
from igu_xl.match.problem import Problem
from igu_xl.match.solver import solve
from igu_xl.match.unmatched import Unmatched, explain_unmatched


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the same people would get without the partnership's match: placed people and running cohorts."""

    placed: int
    cohorts: int


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A proposed plan with its explanations, and what it is compared with.

    `alone`: each municipality fills cohorts with its own people only. `first_come`: one list in order of waiting.
    `pooled` are the running cohorts that no municipality could have filled by itself.
    """

    case: Case
    plan: Plan
    placements: list[Placement]
    unmatched: list[Unmatched]
    alone: Comparison
    first_come: Comparison
    pooled: tuple[str, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """The answer of `igu match --json` (DESIGN section 7)."""
        return {
            "status": self.plan.status,
            "placed": self.plan.placed,
            "bound": self.plan.bound,
            "seconds": round(self.plan.seconds, 3),
            "placements": [_placement_json(placement) for placement in self.placements],
            "cohorts": _cohorts_json(self.plan.cohorts),
            "unmatched": [
                {
                    "candidate": one.candidate,
                    "reason": one.reason,
                    "detail": one.detail,
                    "would_help": list(one.would_help),
                }
                for one in self.unmatched
            ],
            "alone": {"placed": self.alone.placed, "cohorts": self.alone.cohorts},
            "first_come": {"placed": self.first_come.placed, "cohorts": self.first_come.cohorts},
            "pooled_cohorts": list(self.pooled),
            "findings": [finding.as_json() for finding in self.findings],
        }


def propose(case: Case, validation: Validation, seconds: float) -> Proposal:
    """Solve a case, prove the plan allowed by other code than made it, and explain it."""
    plan = solve(case.problem, time_limit=seconds)
    if broken := check(case.problem, plan):
        raise AssertionError(f"the plan breaks {len(broken)} rules, first {broken[0]}")
    lonely, queue = alone(case.problem), first_come(case.problem)
    return Proposal(
        case,
        plan,
        explain_placements(case, plan),
        explain_unmatched(case, plan, validation),
        _compared(lonely),
        _compared(queue),
        _pooled(case.problem, plan),
        tuple(_unmet_locks(plan)),
    )


def summary(proposal: Proposal) -> str:
    """One sentence: how many are placed, how sure it is that no plan has more, and what pooling gave."""
    plan = proposal.plan
    running = int(plan.cohorts["runs"].sum())
    more = plan.bound - plan.placed
    certainty = "flere er ikke muligt" if more <= 0 else f"højst {plural(more, 'mere', 'flere')} er muligt"
    return (
        f"{plural(plan.placed, 'forløb', 'forløb')} foreslået ({certainty}). "
        f"{plural(running, 'hold kører', 'hold kører')}, heraf {len(proposal.pooled)} kun fordi kommunerne er samlet. "
        f"Hver kommune for sig: {plural(proposal.alone.placed, 'forløb', 'forløb')} og "
        f"{plural(proposal.alone.cohorts, 'hold', 'hold')}."
    )


def _compared(plan: Plan) -> Comparison:
    return Comparison(plan.placed, int(plan.cohorts["runs"].sum()))


def _pooled(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Running cohorts in which no single municipality reaches the minimum."""
    homes = problem.candidates.set_index("candidate")["municipality"]
    seated = plan.placements.dropna(subset=["cohort"])
    shares = seated.groupby(["cohort", seated["candidate"].map(homes)]).size()
    largest = shares.groupby("cohort").max()
    least = problem.cohorts.set_index("cohort")["min"]
    return tuple(sorted(cohort for cohort, most in largest.items() if most < least[cohort]))


def _unmet_locks(plan: Plan) -> list[Finding]:
    reason = (
        "pladsen, holdet eller kandidaten passer ikke længere sammen, eller der er låst flere, end der er plads til."
    )
    return [
        Finding(
            Place("koordinator", "Forslag", "tblForslag", row_id=lock.candidate),
            "laas-umulig",
            "",
            {"candidate": lock.candidate, "slot": lock.slot or lock.cohort or "", "reason": reason},
        )
        for lock in plan.unmet_locks
    ]


def _placement_json(one: Placement) -> dict[str, object]:
    return {
        "candidate": one.candidate,
        "slot": one.slot,
        "cohort": one.cohort or None,
        "type": one.type,
        "start": f"{one.start:%Y-%m-%d}",
        "reasons": list(one.reasons),
    }


def _cohorts_json(cohorts: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {
            "cohort": row.cohort,
            "seats": int(row.seats),
            "min": int(row.min),
            "max": int(row.max),
            "runs": bool(row.runs),
            "missing": int(row.missing),
        }
        for row in cohorts.itertuples()
    ]
