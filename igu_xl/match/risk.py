"""Which cohorts to come lack people, how many, and how long there is: the partnership's first worry."""

from __future__ import annotations

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.standing.cohorts import CohortState


def cohorts_at_risk(validation: Validation) -> pd.DataFrame:
    """The usable cohorts to come with fewer than their minimum enrolled, soonest deadline first.

    Columns: `cohort`, `title`, `branch`, `start`, `enrol_by`, `days` (to the deadline, below 0 when it has passed),
    `min`, `enrolled` and `missing`, which here are those short of the minimum by who is enrolled (`cohorts_on`).
    """
    standing = validation.standing
    cohorts = standing.cohorts[standing.cohorts["usable"] & standing.cohorts["at"].notna()]
    short = cohorts[cohorts["state"].isin([CohortState.SHORT, CohortState.CAN_RUN])]
    titles = validation.partnership.frames["tblHold"]["title"]
    told = short.assign(
        title=short["at"].astype(int).map(titles),
        missing=short["min"] - short["enrolled"],
        days=(short["enrol_by"] - pd.Timestamp(standing.day)).dt.days,
    ).sort_values(["enrol_by", "cohort"])
    columns = ["cohort", "title", "branch", "start", "enrol_by", "days", "min", "enrolled", "missing"]
    return told[columns].reset_index(drop=True)
