"""A municipality changes the workbook of a plan: at the next sending what fits is in Skoleplan, the rest is told."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.planning.planning import plan_partnership
from igu_xl.actions.rehousing.rehousing import move_partnership
from igu_xl.actions.sending.publishing import publish_partnership, summary
from igu_xl.handouts.edits.edited_plan import read_back

BEGUN = datetime(2026, 11, 2, 9)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture(scope="module")
def handed_out(decided_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership, each partner in its own folder, whose school plans were handed out; nobody writes to it."""
    folder = tmp_path_factory.mktemp("planer") / "Partnerskab"
    shutil.copytree(decided_partnership, folder)
    publish_partnership(folder, BEGUN)
    move_partnership(folder, BEGUN)
    plan_partnership(folder, BEGUN)
    publish_partnership(folder, BEGUN)
    publish_partnership(folder, BEGUN)  # the rows of the first one are the municipality's own to the next
    return folder


@pytest.fixture
def folder(handed_out: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(handed_out, tmp_path / "Partnerskab"))


def plan_file(folder: Path, placement: str) -> Path:
    (found,) = folder.glob(f"partnere/101-*/skoleplaner/skoleplan-{placement}.xlsx")
    return found


def typed(path: Path, cells: dict[str, str]) -> None:
    """Type in cells of the first course, by header."""
    book = openpyxl.load_workbook(path)
    sheet = book["Skoleplan"]
    (header,) = [row for row in sheet.iter_rows() if row[0].value == "Nr."]
    for cell in header:
        if cell.value in cells:
            sheet.cell(cell.row + 1, cell.column, cells[str(cell.value)])
    book.save(path)


def rows(folder: Path, name: str, key: str) -> dict[Any, dict[Any, Any]]:
    """The rows of a table of København by one of their columns."""
    (path,) = folder.glob("partnere/101-*/*.xlsx")
    book = openpyxl.load_workbook(path)
    (sheet,) = [sheet for sheet in book if name in sheet.tables]
    header, *found = sheet[sheet.tables[name].ref]
    names = [cell.value for cell in header]
    told = [dict(zip(names, [cell.value for cell in row], strict=True)) for row in found]
    return {row[key]: row for row in told if row[key]}


def test_a_change_that_fits_is_in_the_sheet_and_in_the_new_file(folder: Path) -> None:
    path = plan_file(folder, "101-0001-F1")
    others = rows(folder, "tblSkoleplan", "Forløb-id")
    typed(path, {"Status": "Tilmeldt", "Ønsket start": "01-03-2027"})
    done = publish_partnership(folder, BEGUN)
    assert done.edits == {"101-0001-F1": 2}
    assert summary(done).endswith("2 rettelser i 1 skoleplan taget med.")
    now = rows(folder, "tblSkoleplan", "Forløb-id")
    assert now["101-0001-F1"]["Status"] == "Tilmeldt"
    assert now["101-0001-F1"]["Ønskes tidligst"] == datetime(2027, 3, 1)
    assert {name: row for name, row in now.items() if name != "101-0001-F1"} == {
        name: row for name, row in others.items() if name != "101-0001-F1"
    }
    (course,) = read_back(path).rows or ()
    assert course.text("status") == "Tilmeldt" and not list(path.parent.glob("*-rettet*"))
    assert publish_partnership(folder, BEGUN).edits == {}


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        ({"Hold-id": "FINDES-IKKE"}, "skoleplan-rettelse", "hold FINDES-IKKE findes ikke hos skolerne"),
        ({"Ønsket start": "efter påske"}, "skoleplan-ulaest", "»efter påske« kan ikke læses som en dato"),
    ],
)
def test_what_does_not_fit_is_told_and_kept(cells: dict[str, str], code: str, said: str, folder: Path) -> None:
    path = plan_file(folder, "101-0002-F1")
    before = rows(folder, "tblSkoleplan", "Forløb-id")
    typed(path, cells)
    kept = path.read_bytes()
    assert publish_partnership(folder, BEGUN).edits == {}
    assert rows(folder, "tblSkoleplan", "Forløb-id") == before
    found = rows(folder, "tblFund", "Regel")[code]
    assert found["Række-id"] == "101-0002-F1" and said in found["Fund"]
    assert path.with_stem("skoleplan-101-0002-F1-rettet").read_bytes() == kept


def test_without_a_change_nothing_is_written(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.glob("partnere/*/skoleplaner/*")}
    assert before and publish_partnership(folder, BEGUN).edits == {}
    assert {path: path.read_bytes() for path in folder.glob("partnere/*/skoleplaner/*")} == before
