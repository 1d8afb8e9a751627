"""The courses of the igu pupils as a month's data keep them: what the sheets Skoleplan say, as *Skoleplan* reads it."""

from __future__ import annotations

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.reports.data.school_hours import CANCELLED, HELD
from igu_xl.school.planning.offers import offers_on
from igu_xl.school.planning.pupils import pupils_on
from igu_xl.school.planning.rows import plan_rows
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.standing.columns import looked_up


def kept_courses(validation: Validation) -> pd.DataFrame:
    """A row for each course of a pupil in an igu, with the columns of tblSkoleplan.

    A course of a cohort that the school has held was attended, one of a cohort that is cancelled is cancelled, and a
    placement's first cohort counts without a row. Days and hours that nobody wrote are those of the cohort.
    """
    offers, pupils = offers_on(validation), pupils_on(validation)
    rows = plan_rows(validation, pupils, offers)
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
    placement = looked_up(courses["pupil"], pupils.set_index("pupil")["placement"])
    days = {key: courses[key].fillna(looked_up(courses["cohort"], known[key])) for key in ("start", "end")}
    told = courses.assign(placement=placement, **days)
    return told.reindex(columns=[column.key for column in SCHOOL_WEEKS])
