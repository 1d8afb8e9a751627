"""The rows of the municipalities' school plans: whose each is on a day, and whether it takes a seat in its cohort."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.standing.columns import looked_up
from igu_xl.standing.placements import BEGUN

PROPOSED, ABSENT, HELD, CANCELLED = "Foreslået", "Udeblevet", "Gennemført", "Aflyst"
SIGNED = ("Aftalt", "Tilmeldt")


def weeks_on(rows: pd.DataFrame, placements: pd.DataFrame, cohorts: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows of tblSkoleplan as they stand on a day, with whose they are and whether they take a seat.

    `candidate` is that of the row's placement, missing where its municipality has no such placement. `holds`: it takes
    a seat, for its placement holds its place, and it is proposed (which is sent to the municipality), agreed or signed
    up, or was held in a cohort that has begun; `agreed` is all of that but what is only proposed. `attended`: it was
    so when the cohort began, also where the igu has ended since. A row with an error takes none, nor does one that is
    *Aflyst* or *Udeblevet*, nor one of a placement that is over, cancelled or lapsed.
    """
    own = _of_placements(rows, placements)
    start = looked_up(rows["cohort"], starts_of(cohorts))
    agreed = rows["status"].isin(SIGNED) | ((rows["status"] == HELD).fillna(False) & (start <= pd.Timestamp(day)))
    counts = rows["usable"] & rows["cohort"].notna()
    here = own["holds"].fillna(False).astype(bool) & counts
    left_on = own["closed_on"].fillna(own["planned_end"])
    return rows.assign(
        candidate=own["candidate"].astype("string"),
        holds=here & (agreed | (rows["status"] == PROPOSED).fillna(False)),
        agreed=here & agreed,
        attended=counts & agreed & own["state"].isin(BEGUN) & (left_on >= start),
    )


def absences_on(rows: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """The rows of tblFravaer with the `candidate` of each."""
    return rows.assign(candidate=_of_placements(rows, placements)["candidate"].astype("string"))


def _of_placements(rows: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """What stands of the placement that each row names, in the same workbook; of two with one id the one that holds."""
    known = placements.dropna(subset=["placement"]).sort_values("holds", ascending=False, kind="stable")
    named = known.set_index(known["partner"] + "\n" + known["placement"])
    columns = named.loc[~named.index.duplicated(), ["candidate", "state", "holds", "closed_on", "planned_end"]]
    return columns.reindex(rows["partner"] + "\n" + rows["placement"].fillna("")).set_axis(rows.index)


def starts_of(cohorts: pd.DataFrame) -> pd.Series:
    """The first day of each cohort, by id."""
    return cohorts.dropna(subset=["cohort"]).drop_duplicates("cohort").set_index("cohort")["start"]
