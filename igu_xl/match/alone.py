"""What each municipality alone would need for a cohort, with the people that it has there already."""

from __future__ import annotations

import pandas as pd

from igu_xl.match.case import Case

COHORT_AND_HOME = ["cohort", "municipality"]


def needs_alone(case: Case) -> pd.Series:
    """How many people more each municipality alone must send to each cohort for its minimum (index: `cohort`,
    `municipality`); none where it is 0 or less.

    Those of other municipalities who are enrolled do not count, as they would not be there; those whom only the school
    has told of count for everybody, since nobody knows whose they are.
    """
    seated = case.seated.groupby(COHORT_AND_HOME)["people"].sum()
    homes = sorted({*case.candidates["home"].dropna(), *case.seated["municipality"]})
    every = pd.MultiIndex.from_product([case.cohorts["cohort"], homes], names=COHORT_AND_HOME)
    cohorts = case.cohorts.set_index("cohort")
    others = (cohorts["taken"] - seated.groupby("cohort").sum().reindex(cohorts.index, fill_value=0)).clip(lower=0)
    least = (cohorts["min"] - others).astype("int64").reindex(every.get_level_values("cohort"))
    return least.set_axis(every) - seated.reindex(every, fill_value=0)
