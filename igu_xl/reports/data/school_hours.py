"""How much school each igu pupil needs and has on a day, in weighted hours as the law counts them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.domain.law.igu.rules import igu_rule
from igu_xl.domain.law.kinds import IGU
from igu_xl.standing.columns import looked_up

HELD, CANCELLED = "Gennemført", "Aflyst"
AHEAD = ("Foreslået", "Aftalt", "Tilmeldt")
SIGNED = ("Aftalt", "Tilmeldt")


def courses_of(courses: pd.DataFrame, placements: pd.DataFrame, cancelled: pd.Series) -> pd.DataFrame:
    """The courses of the igu pupils, with the `partner` whose placement each belongs to, and with `cancelled_on`: of
    one that was cancelled the day on which its cohort was (`cancelled`, by cohort), or else on which it should have
    begun."""
    known = placements.dropna(subset=["placement"]).drop_duplicates("placement", keep="last").set_index("placement")
    day = looked_up(courses["cohort"], cancelled).fillna(courses["start"])
    return courses.assign(
        partner=looked_up(courses["placement"], known["partner"]),
        cancelled_on=day.where(courses["status"] == CANCELLED),
    )


def with_school(placements: pd.DataFrame, courses: pd.DataFrame, day: date) -> pd.DataFrame:
    """The placements with the hours of school of an igu, whole numbers that add up; 0 for other placements.

    `school_needed` is what the law in force on its first day asks for. `school_done` of it are courses that were held
    by the `day`, `school_planned` those that are proposed, agreed or signed up for and end within the igu,
    `school_missing` the rest. `has_school` says whether there is any course. A course whose hours nobody can weigh
    (FGU) counts for none.
    """
    igu = (placements["type"] == IGU).fillna(False)
    demand = {start: rule.school_hours for start in placements.loc[igu, "start"].dropna().unique()
              if (rule := igu_rule(pd.Timestamp(start).date()))}  # fmt: skip
    needed = placements["start"].map(demand).where(igu).fillna(0).astype("int64")
    ends = looked_up(courses["placement"], placements.dropna(subset=["placement"]).drop_duplicates("placement")
                     .set_index("placement")["planned_end"])  # fmt: skip
    over = ~(courses["end"] > pd.Timestamp(day))
    held = (courses["status"] == HELD) & over
    ahead = courses["status"].isin(AHEAD) | ((courses["status"] == HELD) & ~over)
    done = _hours(placements, courses[held]).clip(upper=needed)
    planned = _hours(placements, courses[ahead & ~(courses["end"] > ends)]).clip(upper=needed - done)
    return placements.assign(
        school_needed=needed,
        school_done=done,
        school_planned=planned,
        school_missing=needed - done - planned,
        has_school=placements["placement"].isin(courses["placement"].dropna()),
    )


def _hours(placements: pd.DataFrame, courses: pd.DataFrame) -> pd.Series:
    """The weighted hours of each placement's courses."""
    sums = courses.groupby("placement")["weighted"].sum()
    return looked_up(placements["placement"], sums).fillna(0).astype("float64").round().astype("int64")
