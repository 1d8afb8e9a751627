"""What would help a pupil who does not reach the hours, in partnerships where the answer is known."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from igu_xl.actions.checking import look_only
from igu_xl.school.planning.case import build_school_case
from igu_xl.school.planning.proposal import SchoolProposal, propose_school
from tests.support.school_bed import build, path, type_cells

SCHOOL = "es-nord"
MAY = datetime(2026, 5, 25, 9)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build(tmp_path / "p")


def proposed(folder: Path) -> SchoolProposal:
    validation = look_only(folder, MAY).validation
    return propose_school(build_school_case(validation), validation, 20)


def test_one_person_more_in_the_one_cohort_that_lacks_one(folder: Path) -> None:
    type_cells(path(folder, SCHOOL), "tblHold", {"min": 8}, {"min": 9})
    type_cells(path(folder, SCHOOL), "tblHold", {"cohort": "ESN-3"}, {"min": 10})
    proposal = proposed(folder)
    assert proposal.plan.met == 0
    assert set(proposal.helps.values()) == {"At ESN-3 får 1 deltager mere."}
    assert len(proposal.helps) == 9
