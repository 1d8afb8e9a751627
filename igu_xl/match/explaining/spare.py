"""Which running cohorts have nobody to spare: without any one of their people they would lack one."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from igu_xl.match.fills import CohortFill
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.problem.problem import Problem


def without_spare(problem: Problem, plan: Plan, fills: Iterable[CohortFill]) -> set[str]:
    """The cohorts at their minimum whose seats nobody else could have.

    Somebody else is who has no seat, or sits in a cohort that can do without, directly or because another comes there.
    Slots are not counted: it is rather said too rarely than where it is not so.
    """
    fills = list(fills)
    options = problem.seats if problem.open_cohorts else problem.triples()
    sits = plan.placements.dropna(subset=["cohort"]).set_index("candidate")["cohort"]
    could = options[["candidate", "cohort"]].drop_duplicates()
    could = could.assign(sits=could["candidate"].map(sits).astype("str"))
    could = could[could["cohort"] != could["sits"].fillna("")]
    spare = {fill.cohort for fill in fills if fill.runs and fill.seats > fill.min}
    bare = {fill.cohort for fill in fills if fill.runs and fill.seats == fill.min}
    while came := _reached(could, bare, spare):
        spare, bare = spare | came, bare - came
    return bare


def _reached(could: pd.DataFrame, bare: set[str], spare: set[str]) -> set[str]:
    """The cohorts to which somebody could come who has no seat, or sits where they can do without."""
    free = could["sits"].isna() | could["sits"].isin(list(spare))
    return bare & set(could.loc[free, "cohort"])
