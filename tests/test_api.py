"""`import igu_xl`: what an analyst may rely on, as docs/api.md says it."""

from __future__ import annotations

import hashlib
import inspect
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import papermill
import pytest

import igu_xl
from igu_xl.actions.checking import check_partnership, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.reporting.month_snapshot import keep_snapshot
from igu_xl.reports.run import engine
from igu_xl.resources import shipped
from igu_xl.standing.history_file import kept_history

PROJECT = Path(__file__).parent.parent
DOCUMENT = (PROJECT / "docs" / "api.md").read_text(encoding="utf-8")

TODAY, BEGUN = date(2026, 11, 2), datetime(2026, 11, 2, 9)
OCTOBER, DECEMBER = igu_xl.Month(2026, 10), igu_xl.Month(2026, 12)
CODE = 'import sys, igu_xl; print("pandas" in sys.modules, "igu_xl.analysis" in sys.modules)'


@pytest.fixture
def reported(partnership: Path) -> Path:
    """The small partnership with the data of two months, as a report keeps them."""
    checked = read_and_check(partnership, BEGUN, None, CoordinatorFile(partnership))
    for month in (OCTOBER, DECEMBER):
        keep_snapshot(checked, partnership / "arkiv" / str(month))
    return partnership


def files(folder: Path) -> dict[str, str]:
    """Every file with the fingerprint of its bytes, and every folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
    }


def test_a_column_that_an_analyst_adds_is_nobody_elses(partnership: Path) -> None:
    history = igu_xl.check_folder(partnership, TODAY).history
    mine = igu_xl.stand(history, TODAY)
    frames = [name for name in mine.__slots__ if isinstance(getattr(mine, name), pd.DataFrame)]
    for name in frames:
        frame = getattr(mine, name)
        frame["mine"] = 1
    again = igu_xl.stand(history, TODAY)
    assert len(frames) == 6
    assert not [name for name in frames if "mine" in getattr(again, name)]


@pytest.mark.parametrize("name", igu_xl.__all__)
def test_a_public_name_is_there_and_told_of(name: str) -> None:
    thing = getattr(igu_xl, name)
    assert inspect.getdoc(thing), f"{name} has no docstring"
    assert re.search(rf"^\| `{name}\b", DOCUMENT, re.MULTILINE), f"docs/api.md has no row for {name}"


def test_the_document_promises_no_other_name() -> None:
    assert sorted(re.findall(r"^\| `(\w+)", DOCUMENT, re.MULTILINE)) == sorted(igu_xl.__all__)


def test_no_public_name_hides_a_module() -> None:
    assert not {module.name for module in pkgutil.iter_modules(igu_xl.__path__)} & set(igu_xl.__all__)


def test_the_names_can_be_seen_and_others_are_errors() -> None:
    assert set(igu_xl.__all__) < set(dir(igu_xl))
    with pytest.raises(AttributeError, match="no attribute 'findes_ikke'"):
        igu_xl.findes_ikke  # noqa: B018


def test_the_import_takes_no_time() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert ran.stdout.split() == ["False", "False"]


def test_the_wheel_takes_the_mark_of_a_typed_package_along() -> None:
    built = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert (PROJECT / "igu_xl" / "py.typed").is_file()
    assert built["targets"]["wheel"]["packages"] == ["igu_xl"] and "exclude" not in str(built)


def test_the_example_of_the_document_runs_and_writes_nothing(
    reported: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(reported)
    monkeypatch.chdir(reported.parent)
    example = re.search(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    assert example is not None
    names: dict[str, Any] = {}
    exec(example[1].replace("demo-partnerskab", reported.name), names)
    assert files(reported) == before
    assert len(names["placements"]) == 10 and names["open_places"].sum() == 12
    assert "Begyndt i måneden" in capsys.readouterr().out


def test_a_folder_that_nobody_has_run_igu_on_stays_as_it_was(partnership: Path) -> None:
    (partnership / "koordinator.xlsm").unlink()
    before = files(partnership)
    seen = igu_xl.check_folder(str(partnership), TODAY)
    assert igu_xl.propose_match(seen, seconds=10).plan.placed == 10
    assert files(partnership) == before


def test_what_is_found_is_what_the_command_finds(partnership: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(partnership, tmp_path / "kopi")
    assert igu_xl.check_folder(partnership).as_json() == check_partnership(copy, BEGUN).validation.as_json()


def test_what_is_proposed_is_what_the_command_proposes(decided: Path, tmp_path: Path) -> None:
    """One was rejected, one locked, seven approved: the coordinator's decisions count."""
    copy = shutil.copytree(decided, tmp_path / "kopi")
    proposal = igu_xl.propose_match(igu_xl.check_folder(decided, TODAY))
    assert proposal.placements == match_partnership(copy, BEGUN).placements
    assert [one.kind for one in proposal.case.decisions].count("reject") == 1


def test_an_earlier_day_is_asked_as_it_was_known_then(partnership: Path) -> None:
    check_partnership(partnership, BEGUN)
    days = kept_history(partnership).days
    seen = igu_xl.check_folder(partnership, date(2026, 10, 1))
    assert days == (TODAY,) and seen.history.days == (date(2026, 10, 1),)
    assert seen.standing.day == date(2026, 10, 1)


def test_figures_are_those_of_the_month(reported: Path) -> None:
    """In October nobody is ready yet, in December all thirteen are, two of them of Dragør."""
    waiting = "Klar og venter"
    for month, partner, count in (
        (OCTOBER, "styregruppe:alle", 0),
        (DECEMBER, "styregruppe:alle", 13),
        (DECEMBER, "kommune:155", 2),
    ):
        figures = igu_xl.month_figures(reported, month, partner)
        assert all(isinstance(frame, pd.DataFrame) for frame in figures.values())
        assert figures["Nøgletal: bestande"].loc[waiting, "Nu"] == count


def test_what_cannot_be_answered_is_said_in_danish(reported: Path, tmp_path: Path) -> None:
    wrong: list[tuple[Callable[[], object], str]] = [
        (lambda: igu_xl.check_folder(tmp_path / "ingen"), "er ikke et partnerskab"),
        (lambda: igu_xl.month_figures(reported, igu_xl.Month(2025, 1)), "Lav månedens rapport først: igu report"),
        (lambda: igu_xl.month_figures(reported, OCTOBER, "kommune:999"), "ingen arbejdsbog for kommune 999"),
    ]
    for ask, words in wrong:
        with pytest.raises(igu_xl.WrongUse, match=words):
            ask()


def test_the_notebook_runs_and_writes_nothing(reported: Path, tmp_path: Path) -> None:
    before = files(reported)
    engine.register()
    ran = papermill.execute_notebook(
        str(shipped("notebooks") / "analyse.ipynb"),
        str(tmp_path / "ud.ipynb"),
        parameters={"folder": str(reported), "seconds": 10},
        engine_name=engine.NAME,
        progress_bar=False,
    )
    shown = {cell["id"]: str(cell["outputs"]) for cell in ran.cells if cell["cell_type"] == "code"}
    assert "10 forløb; flere end 10 er ikke mulige." in shown["match"]
    assert "Pladser efter branche" in shown["tal"]
    assert files(reported) == before
