"""How the partnership stands is worked out in one room: no other reads the cells that it is worked out from."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from igu_xl.sheets.contract import LISTS

PACKAGE = Path(__file__).parent.parent / "igu_xl"
ROOMS = ("match", "reports", "actions", "excel", "cli")

STATUSES = {word for name in ("Kandidatstatus", "Pladsstatus", "Holdstatus") for word in LISTS[name]}
# What became of a placement, who has which seat, and what an outcome is called.
COLUMNS = {"status", "ended_on", "outcome", "outcome_on", "certificate_on", "ending_reason", "free_seats", "agreed_on"}
CANCELLED = {"Aflyst før start"}

# Words that are also something else, and columns that are shown as they stand and not judged by.
ALLOWED = {
    ("match/explaining/moves.py", "Ny"),  # a proposal that was not there before
    ("excel/answers.py", "outcome"),  # of a verdict on the law
    ("reports/figures/measures.py", "Klar"),  # the name of a figure
    ("reports/figures/steps.py", "Ny"),  # the name of a line
    ("reports/figures/measures.py", "I forløb"),  # the name of a figure
    ("reports/run/page_html.py", "status"),  # of a page: made or not
    ("reports/figures/deadlines.py", "agreed_on"),  # VITAS counts from the day of the agreement
    ("reports/figures/endings.py", "ending_reason"),  # drop-outs by the reason that was written
    ("actions/planning/week_rows.py", "status"),  # of a row of Skoleplan: which of them are the tool's to renew
    ("actions/planning/taking_in.py", "status"),  # of a row of Skoleplan, in a plan that somebody sent back
    ("actions/reporting/kept_courses.py", "status"),  # of a row of Skoleplan, kept for the month's hours
    ("reports/data/school_hours.py", "status"),  # of a course: its hours are had, to come or lost
    ("reports/data/school_hours.py", "Aflyst"),
    ("reports/figures/school/school_weeks.py", "status"),  # of a course
}  # fmt: skip


def constants(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    keys = {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {str(one.value) for one in texts if one.value in STATUSES | CANCELLED or id(one) in keys}


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_room_asks_the_cells_how_things_stand(room: str) -> None:
    found = {
        (str(path.relative_to(PACKAGE)), word)
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for word in constants(path) & (STATUSES | CANCELLED | COLUMNS)
    }
    assert found <= ALLOWED, f"ask igu_xl/standing instead: {sorted(found - ALLOWED)}"


ABOUT_PLACEMENTS = {
    "match/early.py",  # of a plan of the engine
    "actions/sending/errands.py",  # what was sent of a cohort and is taken back
}
PLACEMENTS_OF_STANDING = re.compile(r"(^|standing\.)placements(\.loc)?$")


def asks_who_sits_where(path: Path) -> list[str]:
    """Where the cohorts of the standing's placements are asked: they are not all who sit in a cohort."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    mine = [node for node in asked if PLACEMENTS_OF_STANDING.search(ast.unparse(node.value))]
    return [ast.unparse(node) for node in mine if "'cohort'" in ast.unparse(node.slice)]


@pytest.mark.parametrize("room", [*ROOMS, "checks", "school", "handouts"])
def test_who_sits_in_a_cohort_is_asked_of_the_seats(room: str) -> None:
    """`Standing.seats` has those of the school plans too; the solvers' own tables of placements are another thing."""
    paths = [path for path in sorted((PACKAGE / room).rglob("*.py")) if "solving" not in path.parts]
    found = {str(path.relative_to(PACKAGE)): asked for path in paths if (asked := asks_who_sits_where(path))}
    assert found.keys() <= ABOUT_PLACEMENTS, f"ask Standing.seats instead: {found}"


def test_the_test_would_find_it(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text('open_slots = slots[slots["status"] == "Åben"]\nleft = slots["free_seats"]\n', encoding="utf-8")
    assert constants(bad) == {"status", "Åben", "free_seats"}
    bad.write_text("held = standing.placements.loc[there, ['candidate', 'cohort']]\n", encoding="utf-8")
    assert asks_who_sits_where(bad)
