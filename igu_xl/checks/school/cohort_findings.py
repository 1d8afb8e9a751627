"""What is wrong with cohorts and their courses, beside the packages that ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from igu_xl.checks.finding_cells import findings_at, findings_where
from igu_xl.checks.school.packages import TABLE as PACKAGES
from igu_xl.checks.school.packages import course_key, course_of
from igu_xl.checks.school.plan_rows import BINDING
from igu_xl.danish import number_text
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.texts import suggest
from igu_xl.domain.working_days import holiday_name, working_days
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.cohorts import CAN_BE_OPENED
from igu_xl.standing.columns import count_by, looked_up

COHORTS, COURSES = "tblHold", "tblKurser"
_OVER = ("Aflyst", "Afholdt")
_YEAR = pd.Timedelta(days=366)
# More hours a day than anybody teaches: a day of AMU is 7,4.
_MOST_A_DAY = 8.0
_HALF = 0.5


def check_cohorts(partnership: Partnership, blocked: Mapping[str, pd.Series], day: date) -> Iterator[Finding]:
    """The findings on cohorts that are not over: their days, their deadline, and what their days can hold."""
    frame = partnership.frames[COHORTS]
    ahead = ~frame["status"].isin(_OVER) & ~(frame["end"] < pd.Timestamp(day)).fillna(False) & ~blocked[COHORTS]
    long = ahead & (frame["end"] - frame["start"] > _YEAR)
    yield from findings_where(partnership, COHORTS, long, "end", "hold-over-et-aar", a=frame["start"], b=frame["end"])
    for key, what in (("start", "begynder"), ("end", "slutter")):
        days = frame.loc[ahead, key].dropna()
        named = days.map({one: holiday_name(one) for one in days.unique()})
        names = named.reindex(frame.index).astype("str").fillna("")
        yield from findings_where(
            partnership, COHORTS, names != "", key, "hold-helligdag", what=what, a=frame[key], name=names.str.lower()
        )
    late = ahead & (frame["status"] == CAN_BE_OPENED) & (frame["enrol_by"] < pd.Timestamp(day))
    yield from findings_where(partnership, COHORTS, late, "enrol_by", "hold-frist-kan-oprettes", a=frame["enrol_by"])
    yield from _full_days(partnership, ahead)


def _full_days(partnership: Partnership, ahead: pd.Series) -> Iterator[Finding]:
    """Cohorts whose courses are more hours than their working days can hold."""
    frame, courses = partnership.frames[COHORTS], partnership.frames[COURSES]
    hours = courses.dropna(subset=["cohort"]).groupby("cohort")["hours"].sum()
    total = frame["cohort"].map(hours).astype("Float64")
    days = working_days(frame["start"], frame["end"])
    full = ahead & (total > days * _MOST_A_DAY + _HALF) & (frame["start"] <= frame["end"])
    words = {"hours": total.map(_told, na_action="ignore"), "days": days.map(number_text, na_action="ignore")}
    words |= {"a": frame["start"], "b": frame["end"]}
    yield from findings_where(partnership, COHORTS, full, "end", "hold-timer", **words)


def check_crowded(partnership: Partnership, rows: pd.DataFrame) -> Iterator[Finding]:
    """The cohorts in which more pupils have agreed or are signed up (`planned_rows`) than there is room for."""
    frame = partnership.frames[COHORTS]
    bound = rows[rows["status"].isin(BINDING)].drop_duplicates(["placement", "cohort"])
    pupils = count_by(frame["cohort"], bound["cohort"])
    over = (pupils > frame["max"]) & ~frame["status"].isin(_OVER)
    yield from findings_where(
        partnership, COHORTS, over, "max", "hold-fuldt", count=pupils.map(number_text), most=frame["max"]
    )


def check_courses(
    partnership: Partnership, blocked: Mapping[str, pd.Series], steps: pd.DataFrame, day: date
) -> Iterator[Finding]:
    """The findings between schools and packages (`packages_of`): courses that nobody teaches, that nobody asks for, or
    whose hours differ. Nothing is told of branches without packages."""
    if steps.empty:
        return
    cohorts = partnership.frames[COHORTS][~blocked[COHORTS]].dropna(subset=["cohort"]).drop_duplicates("cohort")
    coming = cohorts[
        (cohorts["type"] == IGU).fillna(False)
        & ~cohorts["status"].isin(_OVER)
        & (cohorts["end"] >= pd.Timestamp(day)).fillna(False)
    ]
    frame = partnership.frames[COURSES]
    rows = frame[~blocked[COURSES] & frame["cohort"].isin(coming["cohort"])]
    rows = rows.assign(branch=looked_up(rows["cohort"], coming.set_index("cohort")["branch"]))
    known = set(steps["key"])
    pairs = zip(rows["amu_code"], rows["title"], strict=True)
    rows = rows.assign(key=[course_of(code, title, known) for code, title in pairs])
    titled = coming.loc[~coming["cohort"].isin(rows["cohort"]), "title"]
    yield from _unasked(partnership, rows, steps)
    yield from _other_hours(partnership, rows, steps)
    yield from _untaught(partnership, steps, rows, titled)


def _unasked(partnership: Partnership, rows: pd.DataFrame, steps: pd.DataFrame) -> Iterator[Finding]:
    branches = set(steps["branch"])
    other = rows[(rows["key"] != "") & ~rows["key"].isin(steps["key"]) & rows["branch"].isin(branches)]
    for key, own in (("amu_code", other["amu_code"].notna()), ("title", other["amu_code"].isna())):
        yield from findings_at(partnership, COURSES, other[own], key, "kursus-uden-pakke", branch=rows["branch"])


def _other_hours(partnership: Partnership, rows: pd.DataFrame, steps: pd.DataFrame) -> Iterator[Finding]:
    """Hours of a course that are those of no package with it."""
    asked = steps[["key", "hours", "package"]].rename(columns={"hours": "asked"})
    pairs = rows.reset_index(names="at")[["at", "key", "hours"]].dropna().merge(asked, on="key")
    pairs = pairs.assign(off=(pairs["hours"] - pairs["asked"]).abs())
    nearest = pairs.sort_values("off").drop_duplicates("at").set_index("at")
    wrong = nearest[nearest["off"] > _HALF]
    words = {"a": wrong["hours"].map(_told), "b": wrong["asked"].map(_told), "package": wrong["package"]}
    yield from findings_at(partnership, COURSES, rows.loc[wrong.index], "hours", "kursus-timer", **words)


def _untaught(
    partnership: Partnership, steps: pd.DataFrame, rows: pd.DataFrame, titled: pd.Series
) -> Iterator[Finding]:
    """Courses of packages that no cohort to come teaches, with the title that may have been meant; told at each first
    row. Nothing is said where no school has a cohort to come."""
    if rows.empty and titled.empty:
        return
    taught = {*rows["key"], *titled.map(course_key)}
    titles = sorted({*rows["title"].dropna(), *titled.dropna()})
    frame = partnership.frames[PACKAGES].dropna(subset=["course"])
    frame = frame.assign(key=frame["course"].map(course_key))
    missing = frame[frame["key"].isin(set(steps["key"]) - taught)].drop_duplicates(["partner", "key"])
    near = [suggest(course, titles) for course in missing["course"]]
    hint = [f"Skolerne har »{title}«; er det det samme, så skriv det ens." if title else "" for title in near]
    words = pd.Series(hint, missing.index, dtype="string")
    yield from findings_at(partnership, PACKAGES, missing, "course", "pakke-kursus-uden-hold", hint=words)


def _told(hours: float) -> str:
    return number_text(hours, 0 if float(hours).is_integer() else 1)
