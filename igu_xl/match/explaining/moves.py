"""What a new plan changes in the last proposal: who is new, who stays, who is moved, who loses a place, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import Enum

import pandas as pd

from igu_xl.danish import plural
from igu_xl.match.case import LOCK, Case
from igu_xl.match.explaining.hindrance import Hindrances
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve
from igu_xl.records import records

Given = tuple[str, str]


class Change(Enum):
    """What became of a candidate between two proposals."""

    NEW = "Ny"
    SAME = "Uændret"
    MOVED = "Flyttet"
    LOST = "Mistet"


@dataclass(frozen=True, slots=True)
class Move:
    """What changed for one candidate: slot and cohort before (empty for a new one) and why it is not so any more; for a
    new one who is back in the match, the sentence that says so.

    `free`: it could have stayed, and the plan chose otherwise.
    """

    candidate: str
    change: Change
    before: Given = ("", "")
    why: str = ""
    free: bool = False

    @property
    def words(self) -> str:
        """The change in a cell: `Flyttet fra BYG-0001, NEXT-2027-01: pladsen er ikke længere åben.`"""
        place = ", ".join(part for part in self.before if part)
        if self.change is Change.MOVED:
            return f"Flyttet fra {place}: {self.why}."
        if self.change is Change.LOST:
            return f"{place}: {self.why}."
        return f"{self.change.value}. {self.why}" if self.why else self.change.value


@dataclass(frozen=True, slots=True)
class Staying:
    """The best plan found in which nobody is moved who could stay, and how sure it is that there is no better one."""

    placed: int
    proven: bool


def find_moves(case: Case, plan: Plan, previous: pd.DataFrame | None) -> list[Move]:
    """What changed for each candidate of the plan and of the last proposal, in order of candidate.

    `previous` has candidate, slot and cohort; without rows there was none, and everybody is new.
    """
    before = {} if previous is None else _given(previous.drop_duplicates("candidate"))
    now, judge = _given(case.early.told(plan.placements)), _Judge(case, plan)
    back = dict(case.candidates[["candidate", "back"]].dropna().itertuples(index=False, name=None))
    return [
        _move(candidate, before.get(candidate), now.get(candidate), judge, back.get(candidate, ""))
        for candidate in sorted(before.keys() | now)
    ]


def stay(problem: Problem, moves: Sequence[Move], previous: pd.DataFrame, seconds: float) -> Staying:
    """The best plan that keeps the last proposal for everybody who could have stayed."""
    stuck = {move.candidate for move in moves if move.change in (Change.MOVED, Change.LOST) and not move.free}
    held = previous[~previous["candidate"].isin(stuck)].drop_duplicates("candidate")
    locks = held[["candidate", "slot", "cohort"]].assign(decision=LOCK)
    frames = {field.name: getattr(problem, field.name) for field in fields(problem)}
    frames["fixed"] = pd.concat([frames["fixed"], locks.dropna(subset=["slot", "cohort"], how="all")])
    plan = solve(Problem.from_frames(**frames), time_limit=seconds)
    return Staying(plan.placed, plan.status == "optimal")


def moves_words(moves: Sequence[Move], plan: Plan, staying: Staying | None) -> str:
    """How many were moved or lost their place, and what it would cost to move nobody; empty when nobody was."""
    moved = sum(move.change is Change.MOVED for move in moves)
    lost = sum(move.change is Change.LOST for move in moves)
    if not moved and not lost:
        return ""
    people = plural(moved, "kandidat", "kandidater")
    told = (
        f"{people} er flyttet siden det forrige forslag, og {lost} har mistet {'sin' if lost == 1 else 'deres'} plads."
    )
    return f"{told} {_staying_words(staying, plan)}".strip()


def _staying_words(staying: Staying | None, plan: Plan) -> str:
    if staying is None:
        return ""
    fewer = plan.placed - staying.placed
    if fewer <= 0:
        return "Uden de flytninger, der kunne undværes, blev der lige så mange forløb."
    least = "" if staying.proven else "højst "
    return f"Uden de flytninger, der kunne undværes, blev der {least}{plural(fewer, 'forløb', 'forløb')} færre."


def _given(rows: pd.DataFrame) -> dict[str, Given]:
    return {row["candidate"]: (row["slot"] or "", row["cohort"] or "") for row in records(rows)}


def _move(candidate: str, before: Given | None, now: Given | None, judge: _Judge, back: str) -> Move:
    if before is None:
        return Move(candidate, Change.NEW, why=back)
    if before == now:
        return Move(candidate, Change.SAME, before)
    why, free = judge.why(candidate, *before)
    return Move(candidate, Change.LOST if now is None else Change.MOVED, before, why, free)


class _Judge:
    """Says why somebody does not have any more what was proposed, and whether it was still possible."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.hindrances, self.early = Hindrances(case), case.early
        self.locked = {decision.candidate for decision in case.decisions if decision.kind == LOCK}
        self.runs = set(plan.cohorts.loc[plan.cohorts["runs"], "cohort"])
        self.taken = plan.placements["slot"].value_counts().to_dict()

    def why(self, candidate: str, slot: str, cohort: str) -> tuple[str, bool]:
        """The first reason that holds, and whether the candidate could have stayed."""
        if hindrance := self.hindrances.of(candidate, slot, cohort):
            return hindrance, False
        if slot and not cohort and self.hindrances.needs_cohort(slot) and not self.early.of(candidate, slot):
            return "skoleplanen viser ikke længere, at skoleugerne kan nås uden et hold fra starten", False
        if candidate in self.locked:
            return "koordinatoren har låst noget andet", False
        if cohort and cohort not in self.runs:
            return "holdet kan ikke køre i den nye plan", True
        if slot and self.taken.get(slot, 0) >= self.hindrances.slots[slot]["left"]:
            return "pladsen er givet til en anden, så planen i alt bliver bedre", True
        return "planen i alt bliver bedre", True
