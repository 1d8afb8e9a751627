"""The courses of the igu pupils as a month's data keep them: what the sheets Skoleplan say, as *Skoleplan* reads it."""

from __future__ import annotations

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.domain.law.kinds import IGU
from igu_xl.reports.data.school_hours import CANCELLED, HELD
from igu_xl.school.planning.offers import offers_on
from igu_xl.school.planning.rows import plan_rows
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.standing.columns import looked_up
from igu_xl.standing.placements import BEGUN, State


def kept_courses(validation: Validation) -> pd.DataFrame:
    """A row for each course of an igu that has begun or is agreed, with the columns of tblSkoleplan.

    A course of a cohort that the school has held was attended, one of a cohort that is cancelled is cancelled, and a
    placement's first cohort counts without a row. Days that nobody wrote are those of the cohort. Also of an igu that
    has ended since: it was running on the last day of the month.
    """
    offers = offers_on(validation)
    rows = plan_rows(validation, _pupils(validation), offers)
    known = offers.cohorts.set_index("cohort")
    gone = looked_up(rows.lost["cohort"], known["status"]) == CANCELLED
    parts = [
        rows.had.assign(status=HELD),
        rows.bound,
        rows.held_to,
        rows.before,
        rows.lost.assign(status=rows.lost["status"].mask(gone.fillna(False), CANCELLED)),
    ]
    courses = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    days = {key: courses[key].fillna(looked_up(courses["cohort"], known[key])) for key in ("start", "end")}
    told = courses.assign(placement=courses["pupil"], **days)
    return told.reindex(columns=[column.key for column in SCHOOL_WEEKS])


def _pupils(validation: Validation) -> pd.DataFrame:
    """Everybody who is or was in an igu, or has signed for one, as `plan_rows` takes them."""
    placements = validation.standing.placements
    igu = placements[placements["usable"] & (placements["type"] == IGU).fillna(False)]
    signed = igu[igu["state"].isin([*BEGUN, State.AGREED])].dropna(subset=["placement"]).drop_duplicates("placement")
    return pd.DataFrame(
        {
            "pupil": signed["placement"],
            "placement": signed["placement"],
            "cohort": signed["cohort"],
            "state": State.AGREED,
        }
    ).reset_index(drop=True)
