"""Who may be proposed for an igu that begins without a cohort: by the setting, the kept school plan and who has signed.

Nobody may where the setting says no, nor before a school plan was made: nothing then shows that the school can be had.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from igu_xl.actions.checking import Checked
from igu_xl.actions.school_plan.kept_plan import KeptPlan, kept_plan
from igu_xl.checks.validation import Validation
from igu_xl.danish import date_text
from igu_xl.school.planning.early import COLUMNS, early_starts
from igu_xl.sheets.buttons import PLAN
from igu_xl.standing.cohorts import CohortState
from igu_xl.standing.columns import count_by

# The share of the time for a school plan that the answers may take.
_SHARE = 0.3
_NO_PLAN = f"Tryk på {PLAN.label} først, hvis igu må begynde uden hold: uden en skoleplan foreslås ingen uden hold."


@dataclass(frozen=True, slots=True, eq=False)
class WithoutCohort:
    """Who may begin without a cohort (`early_starts`), and what is said where nobody may for a reason of today.

    `starts` is None where the setting says no: then nothing is asked and nothing said.
    """

    starts: pd.DataFrame | None = None
    note: str = ""


def without_cohort(checked: Checked, only: Collection[str] = ()) -> WithoutCohort:
    """Who may begin without a cohort as things stand; `only` asks about these candidates alone.

    Raises `WrongUse` where the kept school plan is damaged.
    """
    settings, validation = checked.coordinator.settings, checked.validation
    if not settings.start_without_cohort:
        return WithoutCohort()
    kept = kept_plan(validation.partnership.folder)
    if kept is None:
        return WithoutCohort(pd.DataFrame(columns=list(COLUMNS)), _NO_PLAN)
    seconds = settings.plan_seconds * _SHARE
    running = joinable_later(validation, kept)
    starts = early_starts(validation, running, settings.first_school_days, seconds, only)
    return WithoutCohort(starts, f"Skoleplanen er fra {date_text(kept.day)}.")


def joinable_later(validation: Validation, kept: KeptPlan) -> list[str]:
    """The cohorts that run by who has signed up or by the kept plan, and have a seat left beside all of those."""
    cohorts, seats = validation.standing.cohorts, validation.standing.seats
    planned = kept.rows.loc[kept.rows["cohort"] != "", ["candidate", "cohort"]].drop_duplicates()
    there = seats.loc[seats["holds"], ["candidate", "cohort"]]
    new = planned[~pd.MultiIndex.from_frame(planned).isin(pd.MultiIndex.from_frame(there))]
    people = cohorts[["taken", "enrolled"]].max(axis=1) + count_by(cohorts["cohort"], new["cohort"])
    runs = cohorts["state"].isin([CohortState.RUNS, CohortState.CAN_RUN]) | cohorts["cohort"].isin(planned["cohort"])
    free = (people < cohorts["max"]).fillna(False).astype(bool)
    return list(cohorts.loc[runs & free, "cohort"].dropna())
