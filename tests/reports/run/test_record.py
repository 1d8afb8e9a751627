"""What a page is made from."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path

import pytest

import igu_xl
from igu_xl.reports.run.page_runs import Job
from igu_xl.reports.run.record import NO_PART_OF_PAGES, code_of, identity
from igu_xl.resources import shipped

PACKAGE = Path(igu_xl.__file__).parent


def identity_with(package: Path) -> str:
    return identity(Job("kommune", "101", "Amager"), "data", "intern", "", code_of(package))


@pytest.mark.parametrize(
    "changed", ["reports/pages/sections.py", "standing/standing.py", "domain/data/kommuner.csv", "danish.py"]
)
def test_a_page_is_another_when_the_code_behind_it_is(changed: str, tmp_path: Path) -> None:
    same = Path(shutil.copytree(PACKAGE, tmp_path / "same"))
    edited = Path(shutil.copytree(PACKAGE, tmp_path / "edited"))
    with (edited / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert identity_with(same) == identity_with(PACKAGE)
    assert identity_with(edited) != identity_with(PACKAGE)


def test_a_page_is_the_same_whatever_the_faces_are(tmp_path: Path) -> None:
    edited = Path(shutil.copytree(PACKAGE, tmp_path / "edited"))
    for room in NO_PART_OF_PAGES:
        shutil.rmtree(edited / room, ignore_errors=True)
    assert identity_with(edited) == identity_with(PACKAGE)


def test_all_that_a_page_can_import_is_looked_at() -> None:
    """Followed through every module, from the reports and the cells of the notebooks."""
    behind = set((PACKAGE / "reports").rglob("*.py"))
    waiting = [path.read_text(encoding="utf-8") for path in behind] + cells()
    while waiting:
        # What the package itself offers is imported when an analyst asks for it, and no page does.
        new = imported(waiting.pop()) - behind - {PACKAGE / "analysis.py"}
        behind |= new
        waiting += [path.read_text(encoding="utf-8") for path in new]
    assert PACKAGE / "standing" / "standing.py" in behind
    assert not {path for path in behind if path.relative_to(PACKAGE).parts[0] in NO_PART_OF_PAGES}


def cells() -> list[str]:
    """What the cells of all notebooks import."""
    notebooks = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in shipped("notebooks").glob("*.ipynb")
        if path.stem != "analyse"
    ]
    return ["".join(cell["source"]) for one in notebooks for cell in one["cells"] if cell["cell_type"] == "code"]


def imported(source: str) -> set[Path]:
    """The modules of igu that a source imports, wherever in it."""
    names = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    paths = {PACKAGE.joinpath(*name.split(".")[1:]) for name in names if name.split(".")[0] == "igu_xl"}
    return {file for path in paths for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()}
