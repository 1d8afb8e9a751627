from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import papermill
import pytest
from nbformat import v4

from igu_xl.reports.run import engine

NODES: Any = v4


@pytest.fixture(autouse=True)
def registered() -> None:
    engine.register()


def run(*sources: str, output: Path | None = None) -> Any:
    """Run cells with the engine and give the executed notebook."""
    cells = [NODES.new_code_cell(source) for source in sources]
    notebook = NODES.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    target = str(output) if output else None
    return papermill.execute_notebook(notebook, target, engine_name=engine.NAME, progress_bar=False)


def shown(cell: Any) -> list[str]:
    """What a cell printed and displayed, in order."""
    return [output.get("text") or output["data"]["text/plain"] for output in cell.outputs]


def test_a_cell_shows_what_it_prints_displays_and_ends_with() -> None:
    notebook = run("from IPython.display import display\nprint('trykt')\ndisplay(1)\ndisplay(2)\n3")
    assert shown(notebook.cells[0]) == ["trykt\n", "1", "2", "3"]


def test_a_cell_sees_the_names_of_the_cells_before_it_and_nothing_of_another_notebook() -> None:
    assert shown(run("a = 20", "a + 1").cells[1]) == ["21"]
    assert shown(run("'a' in globals()").cells[0]) == ["False"]


def test_the_main_module_of_the_process_is_left_alone() -> None:
    main = sys.modules["__main__"]
    run("__name__")
    assert sys.modules["__main__"] is main


def test_what_a_notebook_changes_in_the_process_is_put_back(tmp_path: Path) -> None:
    import matplotlib

    before = (Path.cwd(), dict(os.environ), list(sys.path), list(warnings.filters), dict(matplotlib.rcParams))
    run(
        f"import os, sys, warnings, matplotlib\nos.chdir({str(tmp_path)!r})\nos.environ['IGU_PROVE'] = '1'\n"
        "sys.path.append('andre')\nwarnings.simplefilter('ignore')\nmatplotlib.rcParams['font.size'] = 99"
    )
    after = (Path.cwd(), dict(os.environ), list(sys.path), list(warnings.filters), dict(matplotlib.rcParams))
    assert after == before


def test_a_failing_cell_stops_the_notebook_and_tells_which(tmp_path: Path) -> None:
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        run("1", "1 / 0", "2", output=tmp_path / "ud.ipynb")
    assert (caught.value.ename, caught.value.exec_count) == ("ZeroDivisionError", 2)
    saved = json.loads((tmp_path / "ud.ipynb").read_text(encoding="utf-8"))
    assert [cell["execution_count"] for cell in saved["cells"] if cell["cell_type"] == "code"] == [1, 2, None]


def test_an_errors_message_may_quote_data_and_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(papermill.PapermillExecutionError):
        run("raise ValueError('kunne ikke ' + 'læse 010190' + '1234')", output=tmp_path / "ud.ipynb")
    assert "0101901234" not in (tmp_path / "ud.ipynb").read_text(encoding="utf-8")


def test_the_message_of_our_own_errors_is_kept() -> None:
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        run("from igu_xl.errors import WrongUse\nraise WrongUse('Der er ingen data.')")
    assert caught.value.evalue == "Der er ingen data."


@pytest.mark.parametrize("source", ["1 +", "raise SystemExit(3)"])
def test_a_cell_that_cannot_be_read_or_that_leaves_is_a_failed_cell(source: str) -> None:
    with pytest.raises(papermill.PapermillExecutionError):
        run(source)


def test_the_shell_of_the_caller_is_put_back() -> None:
    from IPython.core.interactiveshell import InteractiveShell

    before = InteractiveShell._instance
    run("1")
    assert InteractiveShell._instance is before


def test_papermill_can_load_the_engine_without_loading_anything_heavy() -> None:
    script = (
        "import sys, igu_xl.reports.run.engine\n"
        "print([name for name in ('IPython', 'papermill', 'pandas', 'matplotlib', 'nbformat') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
