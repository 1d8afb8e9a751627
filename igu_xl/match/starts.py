"""Which cohorts an igu can begin with: where a branch has a package, those that teach what the package begins with.

The cohorts of later courses have the same type and branch; they are for people who are in an igu already.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from igu_xl.checks.school.packages import course_key, course_of, packages_of
from igu_xl.checks.validation import Validation
from igu_xl.records import records

_FIRST_MONTH = 1

Packages = dict[tuple[str, str], dict[str, bool]]
"""For each branch and course the packages it is a step of, and whether they begin with it."""


def packages_begun(cohorts: pd.DataFrame, validation: Validation) -> pd.Series:
    """The packages that each cohort begins, as a tuple: none of them where it teaches later steps only.

    Missing where it teaches nothing of a package of its branch, or nobody knows what it teaches: then nothing speaks
    against it. A package begins with the steps that come after no other and may lie in the first month. What a cohort
    teaches stands in Kurser; where nothing does, its title may be a course's.
    """
    steps = _steps(validation)
    taught = _taught(validation, {course for _, course in steps})
    found = [
        _begun(branch, taught.get(cohort) or [course_key(title)], steps)
        for cohort, branch, title in zip(cohorts["cohort"], cohorts["branch"], cohorts["title"], strict=True)
    ]
    return pd.Series(found, index=cohorts.index, dtype=object)


def _steps(validation: Validation) -> Packages:
    found: Packages = {}
    for row in records(packages_of(validation.partnership, validation.blocked)):
        begins = not row["after"] and (row["earliest_month"] or _FIRST_MONTH) <= _FIRST_MONTH
        found.setdefault((row["branch"], row["key"]), {})[row["package"]] = begins
    return found


def _taught(validation: Validation, known: set[str]) -> Mapping[str, list[str]]:
    rows = validation.usable("tblKurser").dropna(subset=["cohort"])
    found: dict[str, list[str]] = {}
    for cohort, code, title in zip(rows["cohort"], rows["amu_code"], rows["title"], strict=True):
        found.setdefault(cohort, []).append(course_of(code, title, known))
    return found


def _begun(branch: str, courses: list[str], steps: Packages) -> tuple[str, ...] | None:
    own = [steps[branch, course] for course in courses if (branch, course) in steps]
    if not own:
        return None
    return tuple(dict.fromkeys(name for packages in own for name, begins in packages.items() if begins))
