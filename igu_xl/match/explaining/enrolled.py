"""Cohorts that people are in already: which of them the plan keeps alive, which it cannot, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from igu_xl.danish import listing, plural
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve


@dataclass(frozen=True, slots=True)
class EnrolledFirst:
    """The cohorts with people in them that were short of their minimum: those that run now, and those that do not.

    `people` are enrolled in those that run, `without` in the others; `cost` is how many more could have a placement
    if they did not count.
    """

    kept: tuple[str, ...]
    people: int
    lost: tuple[str, ...]
    without: int
    cost: int

    def as_json(self) -> dict[str, object]:
        """The figures for programs."""
        return {"kept": list(self.kept), "people": self.people, "lost": list(self.lost), "cost": self.cost}

    @property
    def words(self) -> str:
        """One or two Danish sentences."""
        parts = []
        if self.kept:
            price = f"; ellers kunne {plural(self.cost, 'mere', 'flere')} få et forløb" if self.cost else ""
            parts.append(f"{_cohorts(self.kept)} er fyldt først, for {self.people} er tilmeldt i forvejen{price}.")
        if self.lost:
            parts.append(f"{_cohorts(self.lost)} kan ikke fyldes, selv om {self.without} er tilmeldt.")
        return " ".join(parts)


def enrolled_first(problem: Problem, plan: Plan, seconds: float) -> EnrolledFirst | None:
    """What the plan does for those who are enrolled; None where no such cohort was short of its minimum.

    What it cost is searched for at most so many seconds.
    """
    short = problem.cohorts[problem.cohorts["enrolled"] > 0].set_index("cohort")["enrolled"]
    if short.empty:
        return None
    runs = short.index.isin(plan.cohorts.loc[plan.cohorts["runs"], "cohort"])
    return EnrolledFirst(
        tuple(sorted(short.index[runs])),
        int(short[runs].sum()),
        tuple(sorted(short.index[~runs])),
        int(short[~runs].sum()),
        _cost(problem, plan, seconds) if runs.any() else 0,
    )


def _cost(problem: Problem, plan: Plan, seconds: float) -> int:
    """How many more could be placed if enrolled people did not count; at least none."""
    free = replace(problem, cohorts=problem.cohorts.assign(enrolled=0.0))
    return max(0, solve(free, seconds, start=plan, later_aims=False).placed - plan.placed)


def _cohorts(names: Sequence[str]) -> str:
    return f"Hold {names[0]}" if len(names) == 1 else f"Holdene {listing(list(names))}"
