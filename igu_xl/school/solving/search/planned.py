"""From who attends what to a whole plan: seats, hours, who has all that is needed, which locks are not kept."""

from __future__ import annotations

import pandas as pd

from igu_xl.optimise.reached import PlanStatus
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.problem.problem import Problem

# Hours are sums of decimal numbers.
NEAR = 1e-6


def plan_of(
    problem: Problem,
    attends: pd.DataFrame,
    *,
    met_bound: int | None = None,
    hours_bound: float | None = None,
    status: PlanStatus = "feasible",
    seconds: float = 0.0,
) -> Plan:
    """The plan of these seats (pupil, cohort).

    Without bounds they are those that are plain to see: everybody is met, and nobody gets more than is needed.
    """
    attends = attends[["pupil", "cohort"]].astype("str").sort_values(["pupil", "cohort"], ignore_index=True)
    pupils = _pupils(problem, attends)
    useful = pupils["hours"].clip(upper=problem.pupils["hours"])
    wanted = problem.fixed[problem.fixed["decision"] == "lock"]
    kept = set(attends.itertuples(index=False, name=None))
    locks = sorted(set(wanted[["pupil", "cohort"]].itertuples(index=False, name=None)) - kept)
    return Plan(
        attends=attends,
        cohorts=_cohorts(problem, attends),
        pupils=pupils,
        met=int(pupils["met"].sum()),
        met_bound=len(pupils) if met_bound is None else met_bound,
        hours=float(useful.sum()),
        hours_bound=float(problem.pupils["hours"].sum()) if hours_bound is None else hours_bound,
        status=status,
        seconds=seconds,
        unmet_locks=tuple((str(pupil), str(cohort)) for pupil, cohort in locks),
    )


def _cohorts(problem: Problem, attends: pd.DataFrame) -> pd.DataFrame:
    """cohort, seats, runs, missing."""
    cohorts = problem.cohorts
    seats = cohorts["cohort"].map(attends["cohort"].value_counts()).astype("float64").fillna(0)
    missing = (cohorts["min"] - cohorts["taken"] - seats).clip(lower=0)
    runs = (missing == 0) & ((seats > 0) | (cohorts["taken"] >= cohorts["min"]))
    counted = {"cohort": cohorts["cohort"], "seats": seats.astype(int), "runs": runs, "missing": missing.astype(int)}
    return pd.DataFrame(counted)


def _pupils(problem: Problem, attends: pd.DataFrame) -> pd.DataFrame:
    """pupil, hours, amu_hours, met."""
    had = attends.merge(problem.teaches, on="cohort").merge(problem.courses[["course", "hours", "kind"]], on="course")
    pupils = problem.pupils
    hours = _sum(pupils["pupil"], had)
    amu_hours = _sum(pupils["pupil"], had[had["kind"] == "AMU"])
    musts = problem.wants.loc[problem.wants["must"], ["pupil", "course"]]
    both = musts.merge(had[["pupil", "course"]].drop_duplicates(), on=["pupil", "course"], how="left", indicator=True)
    lacking = set(both.loc[both["_merge"] == "left_only", "pupil"])
    enough = (hours >= pupils["hours"] - NEAR) & (amu_hours >= pupils["amu_hours"] - NEAR)
    met = enough & ~pupils["pupil"].isin(lacking)
    return pd.DataFrame({"pupil": pupils["pupil"], "hours": hours, "amu_hours": amu_hours, "met": met})


def _sum(pupils: pd.Series, had: pd.DataFrame) -> pd.Series:
    """The hours of each pupil, in the order of the pupils."""
    return pupils.map(had.groupby("pupil")["hours"].sum()).astype("float64").fillna(0.0)
