"""A proposed plan with all that is said about it: reasons, comparisons, and what pooling gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from igu_xl.checks.validation import Validation
from igu_xl.findings import Finding, Place
from igu_xl.match.baselines import first_come
from igu_xl.match.case import LOCK, Case, Decision
from igu_xl.match.explain import Placement, explain_placements
from igu_xl.match.fills import CohortFill, cohort_fills
from igu_xl.match.plan import Plan, check
from igu_xl.match.solver import solve
from igu_xl.match.unmatched import Unmatched, explain_unmatched
from igu_xl.match.unpooled import could_fill_alone, unpooled
from igu_xl.records import Record, records

# The share of the time that finds what could be done without pooling.
_FOR_COMPARISON = 0.25


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the same people would get without the partnership's match.

    Placed people and running cohorts, and how many people at most: the same number unless the search ran out of time.
    """

    placed: int
    cohorts: int
    bound: int

    def as_json(self) -> dict[str, int]:
        """The comparison for programs."""
        return {"placed": self.placed, "cohorts": self.cohorts, "bound": self.bound}


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A proposed plan with its explanations, and what it is compared with.

    `alone`: the best plan in which each cohort has people of one municipality only. `first_come`: one list in order
    of waiting. `pooled` are the running cohorts that no municipality has people enough to fill by itself.
    """

    case: Case
    plan: Plan
    placements: list[Placement]
    cohorts: list[CohortFill]
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
            "cohorts": [_cohort_json(row) for row in records(self.plan.cohorts)],
            "unmatched": [
                {
                    "candidate": one.candidate,
                    "reason": one.reason,
                    "detail": one.detail,
                    "would_help": list(one.would_help),
                }
                for one in self.unmatched
            ],
            "alone": self.alone.as_json(),
            "first_come": self.first_come.as_json(),
            "pooled_cohorts": list(self.pooled),
            "findings": [finding.as_json() for finding in self.findings],
        }


def propose(case: Case, validation: Validation, seconds: float) -> Proposal:
    """Solve a case, prove the plan allowed by other code than made it, and explain it; all within the seconds."""
    plan = solve(case.problem, time_limit=seconds * (1 - _FOR_COMPARISON))
    if broken := check(case.problem, plan):
        raise AssertionError(f"the plan breaks {len(broken)} rules, first {broken[0]}")
    runs = plan.cohorts.loc[plan.cohorts["runs"], "cohort"]
    return Proposal(
        case=case,
        plan=plan,
        placements=explain_placements(case, plan),
        cohorts=cohort_fills(case, plan),
        unmatched=explain_unmatched(case, plan, validation),
        alone=_compared(solve(unpooled(case.problem), time_limit=seconds * _FOR_COMPARISON)),
        first_come=_compared(first_come(case.problem)),
        pooled=tuple(sorted(set(runs) - could_fill_alone(case.problem))),
        findings=tuple(_unkept(case, plan)),
    )


def _compared(plan: Plan) -> Comparison:
    return Comparison(plan.placed, int(plan.cohorts["runs"].sum()), plan.bound)


def _unkept(case: Case, plan: Plan) -> Iterator[Finding]:
    """The locks and approvals that the plan does not keep, each with the reason."""
    given = {row["candidate"]: (row["slot"] or "", row["cohort"] or "") for row in records(plan.placements)}
    for decision in dict.fromkeys(case.decisions):
        slot, cohort = given.get(decision.candidate, (None, None))
        kept = decision.slot in ("", slot) and decision.cohort in ("", cohort)
        if decision.kind == LOCK and not kept:
            place = Place("koordinator", "Forslag", "tblForslag", row_id=decision.candidate)
            target, reason = decision.slot or decision.cohort, _hindrance(case, decision)
            details = {"candidate": decision.candidate, "slot": target, "reason": reason}
            yield Finding(place, "laas-umulig", "", details)


def _hindrance(case: Case, decision: Decision) -> str:
    if decision.candidate not in set(case.candidates["candidate"]):
        return "kandidaten er ikke længere klar, har allerede et forløb, eller har en fejl i sin række."
    if decision.slot and decision.slot not in set(case.slots["slot"]):
        return "pladsen er ikke længere åben, eller der er en fejl i dens række."
    if decision.cohort and decision.cohort not in set(case.cohorts["cohort"]):
        return "holdet kan ikke længere få deltagere."
    return "kandidat, plads og hold passer ikke længere sammen, eller der er låst flere, end der er plads til."


def _placement_json(one: Placement) -> dict[str, object]:
    return {
        "candidate": one.candidate,
        "slot": one.slot or None,
        "cohort": one.cohort or None,
        "type": one.type or None,
        "start": f"{one.start:%Y-%m-%d}",
        "reasons": list(one.reasons),
    }


def _cohort_json(row: Record) -> dict[str, object]:
    whole = {key: int(row[key]) for key in ("seats", "min", "max", "missing")}
    return {"cohort": row["cohort"], **whole, "runs": bool(row["runs"])}
