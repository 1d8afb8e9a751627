"""Which cohorts to come lack people, how many, and how long there is: the partnership's first worry."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.checks.validation import Validation

_OVER = ("Aflyst", "Afholdt")


def cohorts_at_risk(validation: Validation, today: date) -> pd.DataFrame:
    """The usable cohorts that begin after `today` with fewer than their minimum enrolled, soonest deadline first.

    Columns: `cohort`, `title`, `branch`, `start`, `enrol_by`, `days` (to the deadline, below 0 when it has passed),
    `min`, `enrolled` and `missing`. Enrolled is what the school says (max less free seats) or the partnership's own
    agreed placements, whichever is more, as on the report's pages.
    """
    cohorts = validation.usable("tblHold")
    coming = (cohorts["start"] > pd.Timestamp(today)) & ~cohorts["status"].isin(_OVER)
    cohorts = cohorts[coming].copy()
    placements = validation.usable("tblForloeb")
    agreed = placements[~(placements["agreed_on"] > pd.Timestamp(today))]
    ours = cohorts["cohort"].map(agreed.groupby("cohort").size()).fillna(0).astype("Int64")
    told = (cohorts["max"] - cohorts["free_seats"]).fillna(0).astype("Int64")
    cohorts["enrolled"] = ours.where(ours > told, told)
    cohorts["missing"] = cohorts["min"] - cohorts["enrolled"]
    cohorts["days"] = (cohorts["enrol_by"] - pd.Timestamp(today)).dt.days
    short = cohorts[cohorts["missing"] > 0].sort_values(["enrol_by", "cohort"])
    columns = ["cohort", "title", "branch", "start", "enrol_by", "days", "min", "enrolled", "missing"]
    return short[columns].reset_index(drop=True)
