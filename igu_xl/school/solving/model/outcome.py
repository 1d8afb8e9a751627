"""What a choice of seats gives each pupil, and the plan it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.model.school import SchoolArrays

# Hours are told in decimals; sums of them are never exact.
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """hours, amu, met of each pupil; people of ours in each cohort, and whether it runs."""

    hours: Floats
    amu: Floats
    met: Bools
    people: Ints
    runs: Bools


def outcome_of(school: SchoolArrays, chosen: Bools) -> PlanOutcome:
    """What the chosen seats come to."""
    pupil, cohort = school.seat_pupil[chosen], school.seat_cohort[chosen]
    hours, amu = (
        np.asarray(np.bincount(pupil, weights=each[cohort], minlength=school.pupils), dtype=float)
        for each in (school.hours, school.amu)
    )
    met = (hours >= school.need - TINY) & (amu >= school.amu_need - TINY)
    had: dict[int, set[int]] = {}
    for one, where in zip(pupil.tolist(), cohort.tolist(), strict=True):
        if one in school.musts:
            had.setdefault(one, set()).update(school.teaches[where])
    for one, courses in school.musts.items():
        met[one] &= set(courses) <= had.get(one, set())
    people = np.bincount(cohort, minlength=school.cohorts)
    return PlanOutcome(hours, amu, met, people, school.runs_anyway | ((people > 0) & (people >= school.least)))


def capped_hours(school: SchoolArrays, outcome: PlanOutcome) -> float:
    """Weighted hours up to what each pupil needs."""
    return float(np.minimum(outcome.hours, school.need).sum())


def plan_tables(school: SchoolArrays, chosen: Bools) -> dict[str, pd.DataFrame]:
    """The tables `attends`, `cohorts` and `pupils` of a plan."""
    outcome = outcome_of(school, chosen)
    problem = school.problem
    names = problem.pupils["pupil"].to_numpy(), problem.cohorts["cohort"].to_numpy()
    attends = pd.DataFrame(
        {"pupil": names[0][school.seat_pupil[chosen]], "cohort": names[1][school.seat_cohort[chosen]]}, dtype="str"
    )
    short = np.where(outcome.runs, 0, np.maximum(school.least - outcome.people, 0))
    cohorts = {"cohort": names[1], "seats": outcome.people, "runs": outcome.runs, "missing": short}
    pupils = {"pupil": names[0], "hours": outcome.hours, "amu_hours": outcome.amu, "met": outcome.met}
    return {
        "attends": attends.sort_values(["pupil", "cohort"], ignore_index=True),
        "cohorts": pd.DataFrame(cohorts),
        "pupils": pd.DataFrame(pupils),
    }
