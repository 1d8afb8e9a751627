"""A proposed plan with all that is said about it: reasons, comparisons, and what pooling gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.domain.law.kinds import IGU
from igu_xl.findings import Finding, Place
from igu_xl.match.alone import needs_alone
from igu_xl.match.case import LOCK, RUN, Case
from igu_xl.match.explaining.enrolled import EnrolledFirst, enrolled_first
from igu_xl.match.explaining.fairness import Fairness, fairness
from igu_xl.match.explaining.hindrance import Hindrances
from igu_xl.match.explaining.moves import Change, Move, Staying, find_moves, stay
from igu_xl.match.explaining.placements import Placement, explain_placements
from igu_xl.match.explaining.step_words import step_words
from igu_xl.match.explaining.unmatched import Unmatched, explain_unmatched
from igu_xl.match.fills import CohortFill, cohort_fills
from igu_xl.match.returned import returned
from igu_xl.match.solving.country.national import Crew, solve_national
from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.problem.unpooled import could_fill_alone, unpooled
from igu_xl.match.solving.search.baselines import first_come
from igu_xl.match.solving.solver import solve
from igu_xl.optimise.reached import AimReached
from igu_xl.progress import Tell
from igu_xl.records import Record, records
from igu_xl.standing.standing import Standing

# The shares of the time that find what could be done without pooling, and without moving anybody.
_FOR_COMPARISON, _FOR_STAYING = 0.2, 0.1
_FOR_ENROLLED = 0.05  # where some are in a cohort that is short


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the same people would get without the partnership's match.

    Placed people and running cohorts, and how many people at most: the same number unless the search ran out of time.
    `filled` of the cohorts have enough by those of all municipalities who were enrolled before.
    """

    placed: int
    cohorts: int
    bound: int
    filled: int

    def as_json(self) -> dict[str, int]:
        """The comparison for programs."""
        return {"placed": self.placed, "cohorts": self.cohorts, "bound": self.bound}


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A proposed plan with its explanations, and what it is compared with.

    `alone_plan`: the best plan in which each cohort has people of one municipality only. `first_come_plan`: one list
    in order of waiting. `pooled` are the running cohorts that no municipality has people enough to fill by itself.
    `moves` says what changed since the last proposal, `staying` what it would cost to move nobody (None where nobody
    was moved who could have stayed), `fairness` how alike the municipalities are treated (None where none is large
    enough to be compared), `enrolled` what was done for those who are in a cohort already. `standing` is how things
    stand with the plan on paper. `note` is what is to be said of the school plan that igu without a cohort goes by.
    """

    case: Case
    plan: Plan
    placements: list[Placement]
    cohorts: list[CohortFill]
    unmatched: list[Unmatched]
    alone_plan: Plan
    first_come_plan: Plan
    pooled: tuple[str, ...]
    moves: list[Move]
    staying: Staying | None
    fairness: Fairness | None
    enrolled: EnrolledFirst | None
    findings: tuple[Finding, ...]
    standing: Standing
    note: str = ""

    @property
    def without_cohort(self) -> list[Placement]:
        """The placements in igu that begin before their first cohort."""
        return [one for one in self.placements if one.type == IGU and not one.cohort]

    @property
    def _cohorts(self) -> pd.DataFrame:
        """The schools' cohorts in the plan."""
        return self.plan.cohorts[self.case.early.real(self.plan.cohorts["cohort"])]

    @property
    def alone(self) -> Comparison:
        """The figures of `alone_plan`."""
        return _compared(self.case, self.alone_plan)

    @property
    def first_come(self) -> Comparison:
        """The figures of `first_come_plan`."""
        return _compared(self.case, self.first_come_plan)

    def as_json(self) -> dict[str, object]:
        """The answer of `igu match --json`."""
        return {
            "status": self.plan.status,
            "placed": self.plan.placed,
            "bound": self.plan.bound,
            "seconds": round(self.plan.seconds, 3),
            "placements": [_placement_json(placement) for placement in self.placements],
            "cohorts": [_cohort_json(row, self.standing) for row in records(self._cohorts)],
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
            "returned": list(returned(self.standing)["candidate"]),
            "moves": [_move_json(move) for move in self.moves if move.change in (Change.MOVED, Change.LOST)],
            "without_moves": self.staying.placed if self.staying else None,
            "fairness": self.fairness.as_json() if self.fairness else None,
            "enrolled_first": self.enrolled.as_json() if self.enrolled else None,
            "findings": [finding.as_json() for finding in self.findings],
        }


def propose(
    case: Case,
    validation: Validation,
    seconds: float,
    progress: Tell | None = None,
    *,
    previous: pd.DataFrame | None = None,
    fair_cost: int = 0,
    crew: Crew | None = None,
) -> Proposal:
    """Solve a case, prove the plan allowed by other code than made it, and explain it; all within the seconds.

    `progress` hears how far the search is, in Danish. `previous` (candidate, slot, cohort) is the last proposal, with
    which the new one is compared. `fair_cost` is how many placements may be given up to treat municipalities alike.
    `crew` searches in blocks, which is for many people; without it one search looks at everybody.
    """
    tell = progress or (lambda _: None)
    for_enrolled = _FOR_ENROLLED if case.problem.cohorts["enrolled"].any() else 0.0
    searching = seconds * (1 - _FOR_COMPARISON - _FOR_STAYING - for_enrolled)
    before = None if previous is None else case.early.solved(previous)
    plan = best_plan(case.problem, searching, tell, previous=before, fair_cost=fair_cost, crew=crew)
    moves = find_moves(case, plan, previous)
    tell("Regner ud, hvad kommunerne kunne hver for sig")
    needs = needs_alone(case)
    alone = solve(_each_alone(case, needs), time_limit=seconds * _FOR_COMPARISON)
    tell("Skriver begrundelser")
    runs = plan.cohorts.loc[plan.cohorts["runs"] & case.early.real(plan.cohorts["cohort"]), "cohort"]
    return Proposal(
        case=case,
        plan=plan,
        placements=explain_placements(case, plan),
        cohorts=cohort_fills(case, plan),
        unmatched=explain_unmatched(case, plan, validation),
        alone_plan=alone,
        first_come_plan=first_come(case.problem),
        pooled=tuple(sorted(set(runs) - could_fill_alone(case.problem, needs))),
        moves=moves,
        staying=_staying(case, moves, before, seconds * _FOR_STAYING),
        fairness=fairness(case.problem, plan),
        enrolled=enrolled_first(case.problem, plan, seconds * for_enrolled),
        findings=(*_unkept_locks(case, plan), *_unmet_cohorts(case, plan)),
        standing=validation.standing.with_plan(case.early.told(plan.placements)),
    )


def best_plan(
    problem: Problem,
    seconds: float,
    tell: Tell,
    *,
    previous: pd.DataFrame | None = None,
    fair_cost: int = 0,
    crew: Crew | None = None,
) -> Plan:
    """The best plan found within the seconds, begun from the last proposal and proven allowed by other code.

    In blocks nobody is moved from one to another for fairness, so there `fair_cost` is not used.
    """
    start = None if previous is None or previous.empty else kept_plan(previous)

    def hear(step: AimReached) -> None:
        tell(step_words(step))

    if crew:
        plan = solve_national(problem, seconds, crew=crew, start=start, progress=hear)
    else:
        plan = solve(problem, seconds, hear, {"placed": float(fair_cost)}, start=start)
    if broken := check(problem, plan):
        raise AssertionError(f"the plan breaks {len(broken)} rules, first {broken[0]}")
    return plan


def kept_plan(placements: pd.DataFrame) -> Plan:
    """Placements (candidate, slot, cohort) that were proposed before, as a plan to begin from."""
    return Plan(placements, pd.DataFrame(), placed=0, bound=len(placements), status="feasible", seconds=0.0)


def _each_alone(case: Case, needs: pd.Series) -> Problem:
    """What is compared with: decided limits fall away there, and those of the law (`sharing`) stay."""
    companies = case.problem.companies
    return replace(unpooled(case.problem, needs), companies=companies[companies["company"].isin(case.slots["share"])])


def _staying(case: Case, moves: Sequence[Move], previous: pd.DataFrame | None, seconds: float) -> Staying | None:
    if previous is None or not any(move.free for move in moves):
        return None
    return stay(case.problem, moves, previous, seconds)


def _compared(case: Case, plan: Plan) -> Comparison:
    runs = plan.cohorts["runs"] & case.early.real(plan.cohorts["cohort"])
    enough = case.cohorts.loc[case.cohorts["taken"] >= case.cohorts["min"], "cohort"]
    return Comparison(plan.placed, int(runs.sum()), plan.bound, int((runs & plan.cohorts["cohort"].isin(enough)).sum()))


def _unkept_locks(case: Case, plan: Plan) -> Iterator[Finding]:
    """The locks and approvals that the plan does not keep, each with the reason."""
    placements = case.early.told(plan.placements)
    given = {row["candidate"]: (row["slot"] or "", row["cohort"] or "") for row in records(placements)}
    hindrances = Hindrances(case)
    for decision in dict.fromkeys(case.decisions):
        slot, cohort = given.get(decision.candidate, (None, None))
        kept = decision.slot in ("", slot) and decision.cohort in ("", cohort)
        if decision.kind == LOCK and not kept:
            place = Place("koordinator", "Forslag", "tblForslag", row_id=decision.candidate)
            target = decision.slot or decision.cohort
            reason = hindrances.of(decision.candidate, decision.slot, decision.cohort) or _CROWDED
            details = {"candidate": decision.candidate, "slot": target, "reason": f"{reason}."}
            yield Finding(place, "laas-umulig", "", details)


_CROWDED = "der er låst flere, end der er plads til, eller holdet kan ikke fyldes"


def _unmet_cohorts(case: Case, plan: Plan) -> Iterator[Finding]:
    """The cohorts that are to run and do not, each with what is missing."""
    fills = {fill.cohort: fill for fill in cohort_fills(case, plan)}
    for cohort in sorted({one.cohort for one in case.decisions if one.kind == RUN}):
        fill = fills.get(cohort)
        if fill and (fill.runs or not fill.missing):
            continue
        reason = f"det {fill.lack}" if fill else "fristen er overskredet, det er aflyst, eller der er en fejl i rækken."
        place = Place("koordinator", "Beslutninger", "tblBeslutninger", row_id=cohort)
        yield Finding(place, "hold-skal-umulig", "", {"cohort": cohort, "reason": reason})


def _move_json(one: Move) -> dict[str, object]:
    slot, cohort = one.before
    return {
        "candidate": one.candidate,
        "change": one.change.value,
        "slot": slot or None,
        "cohort": cohort or None,
        "why": one.why,
    }


def _placement_json(one: Placement) -> dict[str, object]:
    return {
        "candidate": one.candidate,
        "slot": one.slot or None,
        "cohort": one.cohort or None,
        "type": one.type or None,
        "start": f"{one.start:%Y-%m-%d}",
        "reasons": list(one.reasons),
    }


def _cohort_json(row: Record, standing: Standing) -> dict[str, object]:
    """`runs` is whether it reaches its minimum with the plan; `state` where it stands with the plan on paper."""
    whole = {key: int(row[key]) for key in ("seats", "min", "max", "missing")}
    (now,) = records(standing.cohorts[standing.cohorts["cohort"] == row["cohort"]].head(1))
    people = {key: int(now[key]) for key in ("proposed", "approved", "agreed", "enrolled")}
    return {"cohort": row["cohort"], **whole, "runs": bool(row["runs"]), "state": str(now["state"]), **people}
