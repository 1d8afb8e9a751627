"""A change that somebody could make to the world: what it is called, and the match problem it would lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

import pandas as pd

from igu_xl.match.case import Case
from igu_xl.match.fills import CohortFill, cohort_fills
from igu_xl.match.solving.near import Near
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.problem.reach import Bits, Reach
from igu_xl.records import Record, records, records_by

# How many cohorts are searched again when an idea touches many: the search must be done in a moment.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Idea:
    """One change, not tried yet.

    kind     what sort of change it is, so that not all that are tried are of one sort
    target   the cohort, slot or branch that it is about
    words    the change in Danish; `words_of` instead, where it is only known after the trial whom it is for
    problem  makes the problem as it would be
    near     where the plan is to be searched again
    hint     about how many people more it may give: the larger ones are tried first
    group    the candidates whom the change is for; empty where it is for nobody in particular
    """

    kind: str
    target: str
    words: str
    problem: Callable[[], Problem]
    near: Near
    hint: float
    group: frozenset[str] = frozenset()
    words_of: Callable[[int], str] | None = None


class Ground:
    """What ideas are found from: a case, its plan, and who has no place."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.case, self.plan, self.problem = case, plan, case.problem
        self.reach = Reach(case.problem)
        self.fills = {fill.cohort: fill for fill in cohort_fills(case, plan)}
        self.slots = records_by(case.slots, "slot")
        placed = plan.placements.dropna(subset=["slot"])
        self.idle = sorted(set(case.problem.candidates["candidate"]) - set(placed["candidate"]))
        self.idle_bits: Bits = self.reach.of(self.idle)
        openings = case.problem.slots.set_index("slot")["openings"]
        left = openings.sub(placed["slot"].value_counts(), fill_value=0)
        self.left = {str(slot): int(number) for slot, number in left.items()}
        priced = records(plan.prices)
        self._prices = {(row["kind"], row["key"]): float(row["price"]) for row in priced}
        self.slots_of: dict[str, list[str]] = {}
        self.cohorts_of: dict[str, list[str]] = {}
        for link in records(case.problem.links[case.early.real(case.problem.links["cohort"])]):
            self.slots_of.setdefault(link["cohort"], []).append(link["slot"])
            self.cohorts_of.setdefault(link["slot"], []).append(link["cohort"])
        early = case.early.rows[case.early.rows["candidate"].isin(self.idle)]
        self._alone = {slot: [case.early.name(one) for one in own] for slot, own in early.groupby("slot")["candidate"]}
        for slot in case.early.rows["slot"]:
            self.cohorts_of.setdefault(slot, [])

    def alone_in(self, slot: str) -> list[str]:
        """The cohorts of one of those without a place who may begin in the slot without a cohort."""
        return self._alone.get(slot, [])

    def short(self) -> list[CohortFill]:
        """The cohorts that do not run and could, nearest to their minimum first."""
        short = [fill for fill in self.fills.values() if not fill.runs and fill.missing and not fill.stopped]
        return sorted(short, key=lambda fill: (fill.missing - fill.people, fill.start, fill.cohort))

    def joinable(self) -> list[CohortFill]:
        """The cohorts that run and have seats left."""
        return [fill for fill in self.fills.values() if fill.runs and not fill.full]

    def nearest(self, cohorts: Iterable[str]) -> tuple[str, ...]:
        """A few of these cohorts: those that run and have seats, then those that lack the fewest people."""
        fills = [self.fills[name] for name in cohorts if not self.fills[name].stopped]
        fills.sort(key=lambda fill: (not fill.runs, fill.full, fill.missing - fill.people, fill.cohort))
        return tuple(fill.cohort for fill in fills[:_FEW])

    def price(self, kind: str, key: str) -> float:
        """What the bound says that one more of something gives; 0 where it says nothing."""
        return self._prices.get((kind, key), 0.0)


def changed(problem: Problem, **tables: pd.DataFrame) -> Problem:
    """The problem with other tables in place of some of its own."""
    frames = {field.name: getattr(problem, field.name) for field in fields(problem)}
    return Problem.from_frames(**(frames | tables))


def with_rows(table: pd.DataFrame, key: list[str], rows: pd.DataFrame) -> pd.DataFrame:
    """A table with more rows; one that stands there already is not added."""
    return pd.concat([table, rows[table.columns]]).drop_duplicates(key)


def with_value(table: pd.DataFrame, key: str, name: str, column: str, value: float) -> pd.DataFrame:
    """A table with a number changed in the row of this name."""
    return table.assign(**{column: table[column].mask(table[key] == name, value)})


def place_of(slot: Record) -> str:
    """A slot as people know it: its id, branch and company."""
    return f"{slot['slot']} ({', '.join(part for part in (slot['branch'], slot['name']) if part)})"
