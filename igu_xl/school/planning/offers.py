"""What the schools offer: the cohorts that can still be joined, and which courses of the packages each teaches."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from igu_xl.checks.school.packages import course_key, course_of, packages_of
from igu_xl.checks.validation import Validation
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.school_plan import hour_factor
from igu_xl.match.pool import with_danish_asked
from igu_xl.standing.tracked import COHORTS

_DAY_HOURS = 7.4


@dataclass(frozen=True, slots=True, eq=False)
class Offers:
    """The school that is offered.

    `packages`: a row each step (`packages_of`). `courses`: `course` (key), `title` (as people write it), `kind`,
    `taught` and weighted `hours` (0 where nobody knows the factor, FGU; then `weighable` is false). `cohorts`: every
    usable cohort with `school`, `title`, `postcode`, `lowest`, `highest`, `test` and `offered` (can be joined on the
    day of the run). `teaches`: `cohort`, `course`, `taught`.
    """

    packages: pd.DataFrame
    courses: pd.DataFrame
    cohorts: pd.DataFrame
    teaches: pd.DataFrame


def offers_on(validation: Validation) -> Offers:
    """The packages and cohorts as they stand on the day of the run."""
    packages = packages_of(validation.partnership, validation.blocked)
    cohorts = _cohorts(validation)
    teaches = _teaches(validation, cohorts, packages)
    return Offers(packages, _courses(packages, teaches), cohorts, teaches[["cohort", "course", "taught"]])


def _cohorts(validation: Validation) -> pd.DataFrame:
    """Cohorts of the standing that were read this time, with what their rows say beside it."""
    standing = validation.standing.cohorts
    usable = standing["usable"] & standing["at"].notna() & standing["cohort"].notna()
    known = standing[usable & (standing["type"] == IGU).fillna(False)].drop_duplicates("cohort")
    rows = validation.partnership.frames[COHORTS].loc[
        known["at"].astype(int), ["title", "postcode", "danish_min", "danish_max"]
    ]
    told = {str(name): rows[name].to_numpy() for name in rows}
    cohorts = with_danish_asked(known.assign(**told))
    day = pd.Timestamp(validation.standing.day)
    offered = cohorts["on_offer"] & (cohorts["start"] > day) & (cohorts["enrol_by"] >= day)
    return cohorts.assign(
        offered=offered.fillna(False).astype(bool) & (cohorts["min"] <= cohorts["max"]).fillna(False).astype(bool),
        school=cohorts["partner"].map(validation.partnership.partner_name),
    ).reset_index(drop=True)


def _teaches(validation: Validation, cohorts: pd.DataFrame, packages: pd.DataFrame) -> pd.DataFrame:
    """The courses of each cohort: its rows of Kurser, or, where it has none, the course that its title names.

    A row of Kurser is a course of a package when its number is, or else its title.
    """
    rows = validation.usable("tblKurser")
    rows = rows[rows["cohort"].isin(cohorts["cohort"])]
    known = set(packages["key"])
    keys = [course_of(code, title, known) for code, title in zip(rows["amu_code"], rows["title"], strict=True)]
    hours = rows["hours"].fillna(rows["days"] * _DAY_HOURS).astype("Float64")
    told = pd.DataFrame(
        {
            "cohort": rows["cohort"].astype("str"),
            "course": keys,
            "title": [_shown(*pair) for pair in zip(rows["title"], rows["amu_code"], strict=True)],
            "kind": rows["course_kind"].astype("str").fillna("AMU"),
            "taught": hours,
        }
    )
    bare = cohorts[~cohorts["cohort"].isin(told["cohort"])]
    named = bare.assign(course=bare["title"].map(course_key))
    named = named[named["course"].isin(known)][["cohort", "course", "title"]].assign(kind=None, taught=None)
    named = named.astype({"kind": "str", "taught": "Float64"})
    both = pd.concat([told[told["course"] != ""].astype({"course": "str", "title": "str"}), named], ignore_index=True)
    return both.drop_duplicates(["cohort", "course"], ignore_index=True)


def _shown(title: object, code: object) -> str:
    return str(code) if pd.isna(title) else str(title)  # type: ignore[call-overload]


def _courses(packages: pd.DataFrame, teaches: pd.DataFrame) -> pd.DataFrame:
    """Every course once. Where packages and schools tell different hours, the fewest that a package tells count."""
    planned = packages.sort_values("hours").drop_duplicates("key")
    asked = pd.DataFrame(
        {"course": planned["key"], "title": planned["course"], "kind": planned["kind"], "taught": planned["hours"]}
    )
    taught = teaches[~teaches["course"].isin(asked["course"])].drop_duplicates("course")
    taught = taught[["course", "title", "kind", "taught"]].assign(kind=taught["kind"].astype("str").fillna("AMU"))
    courses = pd.concat([asked, taught.astype({"taught": "float64"})], ignore_index=True)
    factors = {kind: hour_factor(kind) for kind in courses["kind"].unique()}
    factor = courses["kind"].map(factors).astype("float64")
    hours = courses["taught"].astype("float64").fillna(0)
    return courses.assign(taught=hours, hours=(hours * factor).fillna(0), weighable=factor.notna())
