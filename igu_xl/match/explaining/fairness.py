"""How alike a plan treats the municipalities, and what it cost: counted from the tables of the match."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from igu_xl.danish import number_text, plural
from igu_xl.match.solving.model.columns import list_columns
from igu_xl.match.solving.model.model import SMALLEST_COMPARED
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.records import records_by


@dataclass(frozen=True, slots=True)
class Fairness:
    """The municipality that gets the smallest share of its people placed, of those who could be.

    `cost` is how many placements the plan gave up to make that share larger, as the settings allow.
    """

    municipality: str
    placed: int
    placeable: int
    cost: int

    def as_json(self) -> dict[str, object]:
        """The figures for programs."""
        keys = ("municipality", "placed", "placeable", "cost")
        return {key: getattr(self, key) for key in keys}

    @property
    def words(self) -> str:
        """One or two Danish sentences; the first is empty where every municipality has all it can."""
        share = round(100 * self.placed / self.placeable)
        told = (
            f"{self.municipality} får mindst: {self.placed} af de {number_text(self.placeable)}, der kan få et forløb "
            f"({share} %)."
        )
        paid = f"For ligelighedens skyld er der {plural(self.cost, 'forløb', 'forløb')} færre." if self.cost else ""
        return " ".join(part for part in (told if self.placed < self.placeable else "", paid) if part)


def fairness(problem: Problem, plan: Plan) -> Fairness | None:
    """The municipality with the largest shortfall; None where no municipality is large enough to be compared.

    Compared are those with at least 5 candidates and somebody who can be placed. Who can is asked of the choices that
    the aim counts (`Model.placeable`): not rejected, and in a cohort that can reach its minimum.
    """
    columns, people = list_columns(problem), problem.candidates["candidate"]
    homes = problem.candidates["municipality"]
    sizes = homes.map(homes.value_counts())
    could = np.isin(np.arange(len(people)), columns.candidate[columns.slot >= 0])
    got = people.isin(plan.placements.dropna(subset=["slot"])["candidate"])
    compared = problem.candidates.assign(could=could, got=got)[(sizes >= SMALLEST_COMPARED) & could]
    if compared.empty:
        return None
    counts = records_by(compared.groupby("municipality", as_index=False)[["got", "could"]].sum(), "municipality")
    least = min(counts, key=lambda name: (counts[name]["got"] / counts[name]["could"], name))
    return Fairness(least, int(counts[least]["got"]), int(counts[least]["could"]), _cost(problem, plan))


def _cost(problem: Problem, plan: Plan) -> int:
    """How much of the weight that was found possible the plan does not have: what the later aims gave up."""
    best = next((step.value for step in plan.steps if step.aim == "placed"), 0.0)
    people = plan.placements.dropna(subset=["slot"])["candidate"]
    weight = problem.candidates.set_index("candidate")["priority"].reindex(people).sum()
    return max(0, round(best - float(weight)))
