from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from igu_xl.resources import shipped

NOTEBOOKS = sorted(shipped("notebooks").glob("*.ipynb"))

# Those that a run fills in and makes a page of, and the one that an analyst runs (tests/test_api.py).
PAGES, FOR_ANALYSTS = ["branche", "kommune", "match", "skole", "styregruppe"], ["analyse"]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def read(path: Path) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return stored


def test_the_notebooks_are_shipped() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(PAGES + FOR_ANALYSTS)


def test_no_outputs_are_stored(notebook: Path) -> None:
    for cell in read(notebook)["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None, cell["id"]


def test_a_notebook_is_stored_as_it_would_be_stored_again(notebook: Path) -> None:
    stored = notebook.read_text(encoding="utf-8")
    assert stored == json.dumps(json.loads(stored), ensure_ascii=False, indent=1) + "\n"
    reads: Any = nbformat.reads
    nbformat.validate(reads(stored, as_version=4))


def test_cells_have_names_of_their_own_and_are_thin(notebook: Path) -> None:
    cells = read(notebook)["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    work = ([line for line in cell["source"] if not line.startswith("from ")] for cell in cells)
    assert all(len(lines) <= 6 for lines in work)


def test_nothing_but_the_kernel_is_said_about_where_it_was_made(notebook: Path) -> None:
    assert read(notebook)["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
