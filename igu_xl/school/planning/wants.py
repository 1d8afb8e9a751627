"""Which courses each pupil still needs, and between which days each may lie."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.checks.school.packages import step_order
from igu_xl.records import records
from igu_xl.school.planning.offers import Offers
from igu_xl.school.planning.rows import PlanRows

WANTS = ("pupil", "course", "step", "must", "earliest", "latest")


def wants_of(pupils: pd.DataFrame, offers: Offers, rows: PlanRows, day: date) -> pd.DataFrame:
    """A row for each pupil and course that is neither had nor bound: `must`, and the days `earliest` and `latest`.

    The steps of the pupil's package; where the branch has none, every course that cohorts of the branch teach, and none
    must be. *Tidligst måned* and *Senest måned* are months of the igu, the first is 1. A latest day that has passed
    binds nobody any more: late is better than never. What comes after a bound course waits until it has ended, and what
    the municipality has bound itself is within its days, whatever the package says.
    """
    wanted = pd.concat([_of_packages(pupils, offers), _of_branches(pupils, offers)], ignore_index=True)
    wanted = wanted.drop_duplicates(["pupil", "course"])
    taken = pd.concat([rows.had, rows.bound])[["pupil", "key"]]
    gone = pd.MultiIndex.from_frame(wanted[["pupil", "course"]]).isin(pd.MultiIndex.from_frame(taken))
    wanted = wanted[~gone].reset_index(drop=True)
    wanted["latest"] = wanted["latest"].mask(wanted["latest"] <= pd.Timestamp(day))
    return _around_bound(wanted, offers, rows)[list(WANTS)]


def _of_packages(pupils: pd.DataFrame, offers: Offers) -> pd.DataFrame:
    steps = offers.packages.rename(columns={"key": "course", "course": "title"})
    own = pupils[["pupil", "package", "start", "planned_end"]].dropna(subset=["package"]).merge(steps, on="package")
    return own.assign(
        earliest=_month(own["start"], own["earliest_month"] - 1, days=0),
        latest=_month(own["start"], own["latest_month"], days=-1),
    )


def _month(start: pd.Series, months: pd.Series, days: int) -> pd.Series:
    """The day so many months (and days) after each start; missing where no month is told."""
    told = [
        pd.NaT if pd.isna(month) else begin + pd.DateOffset(months=int(month), days=days)
        for begin, month in zip(start, months, strict=True)
    ]
    return pd.Series(told, index=start.index, dtype="datetime64[s]")


def _of_branches(pupils: pd.DataFrame, offers: Offers) -> pd.DataFrame:
    cohorts = offers.cohorts.loc[offers.cohorts["offered"], ["cohort", "branch"]].dropna()
    taught = cohorts.merge(offers.teaches, on="cohort")[["branch", "course"]].drop_duplicates()
    bare = pupils.loc[pupils["package"].isna(), ["pupil", "branch"]].dropna()
    none = pd.Series(pd.NaT, index=range(0), dtype="datetime64[s]")
    found = bare.merge(taught, on="branch")
    empty = none.reindex(found.index)
    return found.assign(step="", must=False, earliest=empty, latest=empty)


def _around_bound(wanted: pd.DataFrame, offers: Offers, rows: PlanRows) -> pd.DataFrame:
    """The days moved for what is bound: later than its bound predecessors, and around what the plan is held to."""
    before = _predecessors(offers)
    ends = rows.bound.groupby(["pupil", "key"])["end"].max()
    after = wanted[["pupil", "course"]].reset_index().merge(before, on="course")
    told = pd.MultiIndex.from_frame(after[["pupil", "before"]])
    after["end"] = ends.reindex(told).to_numpy() if len(ends) else pd.NaT
    latest_end = after.groupby("index")["end"].max().reindex(wanted.index)
    begin = pd.to_datetime(latest_end).astype("datetime64[s]") + pd.Timedelta(days=1)
    earliest = wanted["earliest"].where(~(begin > wanted["earliest"].fillna(pd.Timestamp.min.as_unit("s"))), begin)
    held = rows.held_to.groupby(["pupil", "key"]).agg(start=("start", "min"), end=("end", "max"))
    own = held.reindex(pd.MultiIndex.from_frame(wanted[["pupil", "course"]])).set_axis(wanted.index)
    first, last = (pd.to_datetime(own[name]).astype("datetime64[s]") for name in ("start", "end"))
    return wanted.assign(
        earliest=earliest.where(~(first < earliest), first),
        latest=wanted["latest"].where(~(last > wanted["latest"]), last),
    )


def _predecessors(offers: Offers) -> pd.DataFrame:
    """`course` and a course `before` it, a row each; the step's order as courses, over all packages."""
    steps = offers.packages
    rows = step_order(steps)
    names = steps[["package", "step", "key"]].rename(columns={"step": "after", "key": "before"})
    return (
        rows.merge(names, on=["package", "after"])[["key", "before"]]
        .rename(columns={"key": "course"})
        .drop_duplicates()
    )


def order_of(offers: Offers) -> dict[str, list[str]]:
    """The courses that come before each course. Two packages with opposite orders: the order of the first holds."""
    before: dict[str, list[str]] = {}
    for row in records(_predecessors(offers).sort_values(["course", "before"])):
        if not _leads_to(before, row["before"], row["course"]):
            before.setdefault(row["course"], []).append(row["before"])
    return before


def _leads_to(before: dict[str, list[str]], start: str, goal: str) -> bool:
    """Whether `goal` comes before `start`, in however many steps."""
    seen, left = set(), [start]
    while left:
        one = left.pop()
        if one == goal:
            return True
        if one not in seen:
            seen.add(one)
            left += before.get(one, [])
    return False
