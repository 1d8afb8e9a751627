"""What a school is told of a cohort is true of all that could be instead."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.actions.checking import check_partnership
from igu_xl.school.planning.calls import find_calls
from igu_xl.school.planning.case import build_school_case
from igu_xl.school.solving.solver import solve
from tests.support.school_bed import build, path, type_cells


def gains(folder: Path) -> dict[str, int | None]:
    """How many come short without each cohort that is called for."""
    case = build_school_case(check_partnership(folder, datetime(2026, 6, 2, 9)).validation)
    calls = find_calls(case, solve(case.problem, time_limit=20), 20)
    return {call.cohort: call.gain for call in calls.calls}


def test_nobody_comes_short_where_the_same_pupils_could_fill_another_cohort(tmp_path: Path) -> None:
    """*Stillads* is planned in January, and can be opened in February for as many; the others have no second cohort."""
    told = gains(build(tmp_path / "p"))
    assert told["ESN-0"] == told["ESN-6"] == 9
    assert {told.get("ESN-1"), told.get("ESN-2")} == {0, None}  # one of the two runs


def test_a_cohort_that_the_pupils_cannot_fill_is_none_to_fall_back_on(tmp_path: Path) -> None:
    folder = build(tmp_path / "p")
    assert type_cells(path(folder, "es-nord"), "tblHold", {"cohort": "ESN-2"}, {"min": 10}) == 1
    assert gains(folder)["ESN-1"] == 9
