"""Which cohort each pupil may attend, and how well it suits: Danish, travel, order, wishes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from igu_xl.arrays import Floats
from igu_xl.domain.law.school_plan import DANISH
from igu_xl.domain.law.verdict import NOT_MET
from igu_xl.match.allowed import danish_fits, minutes_between, near_enough
from igu_xl.school.planning.offers import Offers
from igu_xl.school.planning.rows import PlanRows

# Of 100 points: a cohort at the very time that spreads the courses over the two years, next door.
_MOST, _PER_MONTH_OFF, _PER_MINUTE, _WISH = 100.0, 3.0, 0.3, 40.0
_MONTH = np.timedelta64(30, "D")


def seats_of(pupils: pd.DataFrame, wants: pd.DataFrame, offers: Offers, rows: PlanRows) -> pd.DataFrame:
    """`pupil`, `cohort` and `value` (0-100) of everything that may be: the pupil wants one of its courses and has had
    none of them, has the Danish it is for, and can travel there. What the plan is held to is allowed, whatever else.
    """
    open_ = offers.cohorts[offers.cohorts["offered"]].reset_index(drop=True)
    teaches = offers.teaches[offers.teaches["cohort"].isin(open_["cohort"])]
    pairs = wants.merge(teaches[["cohort", "course"]], on="course")
    pairs = pairs.drop_duplicates(["pupil", "cohort"])[["pupil", "cohort", "course"]]
    pairs = _without(pairs, _had(rows, teaches))
    person = pd.Index(pupils["pupil"]).get_indexer(pd.Index(pairs["pupil"]))
    cohort = pd.Index(open_["cohort"]).get_indexer(pd.Index(pairs["cohort"]))
    starts = open_["start"].to_numpy()[cohort] >= pupils["start"].to_numpy()[person]
    ends = open_["end"].to_numpy()[cohort] <= pupils["planned_end"].to_numpy()[person]
    fits = danish_fits(pupils, open_)(person, cohort) & near_enough(pupils, open_)(person, cohort)
    danish = set(teaches.loc[teaches["course"].isin(_danish_courses(offers)), "cohort"])
    barred = pairs["cohort"].isin(danish).to_numpy() & (pupils["danish"].to_numpy()[person] == NOT_MET)
    may = starts & ends & fits & ~barred
    values = _values(pupils, open_, person, cohort, pairs, wants, rows)
    allowed = pairs[["pupil", "cohort"]].assign(value=values)[may]
    bound = rows.held_to[["pupil", "cohort"]].assign(value=_MOST)
    both: pd.DataFrame = pd.concat([bound, allowed]).drop_duplicates(["pupil", "cohort"]).reset_index(drop=True)
    return both


def _danish_courses(offers: Offers) -> pd.Series:
    return offers.courses.loc[offers.courses["kind"] == DANISH, "course"]


def _had(rows: PlanRows, teaches: pd.DataFrame) -> pd.DataFrame:
    """The cohorts that teach a course which a pupil has had or is bound to elsewhere: nobody takes a course twice."""
    taken = pd.concat([rows.had, rows.bound])[["pupil", "key"]].drop_duplicates()
    return taken.merge(teaches, left_on="key", right_on="course")[["pupil", "cohort"]].drop_duplicates()


def _without(pairs: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    out = pd.MultiIndex.from_frame(pairs[["pupil", "cohort"]]).isin(pd.MultiIndex.from_frame(others))
    return pairs[~out].reset_index(drop=True)


def _values(
    pupils: pd.DataFrame,
    cohorts: pd.DataFrame,
    person: np.ndarray,
    cohort: np.ndarray,
    pairs: pd.DataFrame,
    wants: pd.DataFrame,
    rows: PlanRows,
) -> Floats:
    """How well each pair suits: near the time that spreads the pupil's courses evenly, a short way, a wish."""
    start = cohorts["start"].to_numpy().astype("datetime64[D]")[cohort]
    minutes = np.nan_to_num(minutes_between(pupils["postcode"], cohorts["postcode"])(person, cohort), nan=30)
    off = np.abs(start - _ideal(pupils, wants, pairs, person)) / _MONTH
    wish = rows.wishes.drop_duplicates(["pupil", "key"]).set_index(["pupil", "key"])["wish_from"]
    asked = pd.MultiIndex.from_frame(pairs[["pupil", "course"]])
    wished = wish.reindex(asked).to_numpy() if len(wish) else np.full(len(pairs), np.datetime64("NaT"))
    wished = wished.astype("datetime64[D]")
    granted = np.where(np.isnat(wished), 0.0, np.where(start >= wished, _WISH, -_WISH))
    late = np.where(np.isnat(wished), off, np.abs(start - wished) / _MONTH)
    return np.asarray((_MOST - _WISH - _PER_MONTH_OFF * late - _PER_MINUTE * minutes + granted).clip(0, _MOST))


def _ideal(pupils: pd.DataFrame, wants: pd.DataFrame, pairs: pd.DataFrame, person: np.ndarray) -> np.ndarray:
    """The day around which each course would begin if what is left were spread evenly over the rest of the igu."""
    order = wants.groupby("pupil").cumcount().to_numpy()
    count = wants.groupby("pupil")["course"].transform("size").to_numpy()
    share = pd.Series((order + 0.5) / count, index=pd.MultiIndex.from_frame(wants[["pupil", "course"]]))
    part = share.reindex(pd.MultiIndex.from_frame(pairs[["pupil", "course"]])).to_numpy()
    begin, end = (pupils[name].to_numpy().astype("datetime64[D]")[person] for name in ("begins", "planned_end"))
    days: np.ndarray = ((end - begin) / np.timedelta64(1, "D") * part).astype("timedelta64[D]")
    return np.asarray(begin + days)
