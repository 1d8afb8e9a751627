"""A school plan: who attends which cohorts, which of them run, and how far it is proven to be the best."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from igu_xl.optimise.reached import AimReached, PlanStatus


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The answer to a problem.

    attends      pupil, cohort: one row for each cohort that a pupil attends
    cohorts      cohort, seats, runs, missing: every cohort of the problem; `seats`: our pupils in it, without those
                 that others have taken; `missing`: people to its minimum, 0 where it runs
    pupils       pupil, hours, amu_hours, met: every pupil of the problem; weighted hours of what is attended (also
                 beyond need), and whether all that is needed is had: hours, AMU hours and every course that must be
    met          pupils who have all that they need
    met_bound    no plan that keeps as many locks has more
    hours        weighted hours up to what each pupil needs
    hours_bound  no plan that keeps as many locks, and in which at least so much is met (weighted by priority), has more
    status       "optimal": both are proven the most that can be had
    seconds      time it took
    steps        the aims in order, each with its value and bound
    unmet_locks  pupil and cohort of the locks that could not be kept
    """

    attends: pd.DataFrame
    cohorts: pd.DataFrame
    pupils: pd.DataFrame
    met: int
    met_bound: int
    hours: float
    hours_bound: float
    status: PlanStatus
    seconds: float
    steps: tuple[AimReached, ...] = ()
    unmet_locks: tuple[tuple[str, str], ...] = ()
