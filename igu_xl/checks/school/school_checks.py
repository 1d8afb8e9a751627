"""Everything that is wrong with the school part, in the two steps of a check: rows alone, then how all stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from igu_xl.checks.finding_cells import findings_where, reversed_periods
from igu_xl.checks.school.absences import ABSENCES, BUSY, check_absences, check_busy_weeks
from igu_xl.checks.school.cohort_findings import check_cohorts, check_courses, check_crowded
from igu_xl.checks.school.package_findings import check_packages
from igu_xl.checks.school.packages import TABLE as PACKAGES
from igu_xl.checks.school.packages import packages_of
from igu_xl.checks.school.plan_clashes import check_plan_clashes
from igu_xl.checks.school.plan_findings import check_plan_rows
from igu_xl.checks.school.plan_rows import TABLE as PLANS
from igu_xl.checks.school.plan_rows import planned_rows
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.standing import Standing

_PLACEMENTS, _COHORTS = "tblForloeb", "tblHold"


def check_school_rows(partnership: Partnership) -> Iterator[Finding]:
    """The findings that keep a row of the school's tables out, whatever the day."""
    yield from reversed_periods(partnership, PLANS, "Start", "start", "Slut", "end")
    for table in (ABSENCES, BUSY):
        yield from reversed_periods(partnership, table, "Fra", "begins", "Til", "ends")
    for table in (PLANS, ABSENCES):
        yield from _of_others(partnership, table)
    frame = partnership.frames[PACKAGES]
    earliest, latest = frame["earliest_month"], frame["latest_month"]
    yield from findings_where(
        partnership, PACKAGES, earliest > latest, "earliest_month", "pakke-maaneder", a=earliest, b=latest
    )


def check_school(partnership: Partnership, blocked: Mapping[str, pd.Series], standing: Standing) -> Iterator[Finding]:
    """The findings on packages, cohorts, school plans and absences on the day of the standing; none keeps a row out."""
    steps = packages_of(partnership, blocked)
    yield from check_packages(partnership, blocked, standing.day)
    yield from check_cohorts(partnership, blocked, standing.day)
    yield from check_courses(partnership, blocked, steps, standing.day)
    yield from check_busy_weeks(partnership, blocked, standing.day)
    yield from check_absences(partnership, blocked, standing)
    rows = planned_rows(partnership, blocked, standing)
    if len(rows):
        yield from check_plan_rows(partnership, rows, standing.day, not partnership.unread(_COHORTS))
        yield from check_plan_clashes(partnership, rows, steps, blocked)
        yield from check_crowded(partnership, rows)


def _of_others(partnership: Partnership, table: str) -> Iterator[Finding]:
    """Rows on a placement that stands in another municipality's workbook, and not in their own. What is told is the
    same as of one that is nowhere, since nobody may know of others' placements."""
    frame, placements = partnership.frames[table], partnership.frames[_PLACEMENTS]
    own = pd.MultiIndex.from_frame(placements[["partner", "placement"]].dropna())
    here = pd.MultiIndex.from_frame(frame[["partner", "placement"]]).isin(own)
    others = frame["placement"].isin(placements["placement"].dropna()) & ~here
    judged = others & ~frame["partner"].isin(partnership.unread(_PLACEMENTS))
    yield from findings_where(partnership, table, judged, "placement", "henvisning-ukendt", target="arket Forløb")
