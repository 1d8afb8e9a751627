"""What the municipalities' sheets say binds the plan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.actions.checking import check_partnership
from igu_xl.school.planning.case import build_school_case
from tests.support.law_bed import type_into
from tests.support.school_bed import COHORTS, build, path, type_cells

PUPIL = "101-0001-F1"


def test_the_first_cohort_is_bound_also_when_the_sheet_says_that_it_is_proposed(tmp_path: Path) -> None:
    """As it is after a match's proposal was planned, approved and sent: the igu begins on the cohort's first day."""
    folder = build(tmp_path / "p")
    book, (cohort, title, start, end, _) = path(folder, "101-koebenhavn"), COHORTS[0]
    days = {"start": start, "planned_end": datetime(2028, 9, 6), "agreed_on": None, "cohort": cohort}
    assert type_cells(book, "tblForloeb", {"placement": PUPIL}, days) == 1
    row = {"placement": PUPIL, "course": title, "course_kind": "AMU", "cohort": cohort, "start": start, "end": end}
    type_into(book, {"tblSkoleplan": [row | {"hours": 148, "weighted": 148, "status": "Foreslået"}]})
    case = build_school_case(check_partnership(folder, datetime(2026, 6, 2, 9)).validation)
    assert case.problem.fixed[["pupil", "cohort"]].to_numpy().tolist() == [[PUPIL, cohort]]
    assert cohort in set(case.problem.seats.loc[case.problem.seats["pupil"] == PUPIL, "cohort"])
