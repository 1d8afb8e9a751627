"""A papermill engine that runs a notebook inside this process, without a kernel.

No ports, no waiting for a kernel to start, five times as fast; registered as `igu` under the entry point group
`papermill.engine`. It is for our own notebooks, not for a stranger's code: what a cell patches stays patched.
Papermill loads every engine when it is imported, so nothing heavy is imported here before a notebook runs.

An error is kept without its message unless it is an `IguError`, because messages quote values from the data.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from igu_xl.errors import IguError

if TYPE_CHECKING:
    from nbformat import NotebookNode

NAME = "igu"

# Notebooks share the process's folder, environment and shell; a cluster's worker may have several threads.
_ONE_AT_A_TIME = threading.RLock()


class InProcessEngine:
    """What papermill asks of an engine, without inheriting from it (it is half imported when this is loaded)."""

    @classmethod
    def execute_notebook(
        cls, nb: NotebookNode, kernel_name: str, output_path: str | None = None, **options: Any
    ) -> NotebookNode:
        """Run the cells in order and stop at the first that fails; papermill raises for it afterwards."""
        from papermill.engines import NotebookExecutionManager

        manager: Any = NotebookExecutionManager(nb, output_path=output_path, progress_bar=False)
        manager.notebook_start()
        try:
            with _ONE_AT_A_TIME, _restored():
                _run_cells(manager)
        finally:
            manager.notebook_complete()
        return nb

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:
        """The name in the notebook; nothing is started by that name."""
        return name or "python3"

    @classmethod
    def nb_language(cls, nb: NotebookNode, language: str | None = None) -> str:
        """Always Python."""
        return language or "python"


def register() -> None:
    """Make the engine known to papermill, also where the package is not installed with its entry points."""
    from papermill.engines import papermill_engines

    papermill_engines.register(NAME, InProcessEngine)


def _run_cells(manager: Any) -> None:
    shell = _shell()
    blank = dict(shell.user_ns)
    try:
        for index, cell in enumerate(manager.nb.cells):
            if cell.cell_type != "code":
                continue
            manager.cell_start(cell, index)
            cell.execution_count = index + 1
            succeeded = _run_cell(shell, cell)
            if not succeeded:
                manager.cell_exception(cell, index)
            manager.cell_complete(cell, index)
            if not succeeded:
                return
    finally:
        shell.user_ns.clear()
        shell.user_ns.update(blank)


def _run_cell(shell: Any, cell: NotebookNode) -> bool:
    """Run one cell, keep what it shows, and say whether it succeeded."""
    from IPython.utils.capture import capture_output
    from nbformat import v4

    new_output: Any = v4.new_output
    with _current(shell), capture_output() as captured:
        result = shell.run_cell(cell.source)
    texts = (("stdout", captured.stdout), ("stderr", captured.stderr))
    cell.outputs = [new_output("stream", name=name, text=text) for name, text in texts if text]
    cell.outputs += [
        new_output("display_data", data=shown.data, metadata=shown.metadata or {}) for shown in captured.outputs
    ]
    error = result.error_before_exec or result.error_in_exec
    if error is not None:
        cell.outputs.append(new_output("error", **_told(error)))
    return error is None


def _told(error: BaseException) -> dict[str, Any]:
    """An error as an output: its kind and where, its message only when it is ours."""
    where = [
        f"{Path(frame.filename).name}, line {frame.lineno}, in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    message = str(error) if isinstance(error, IguError) else ""
    return {"ename": type(error).__name__, "evalue": message, "traceback": where}


@cache
def _shell() -> Any:
    """The one shell of this process: IPython keeps every shell it makes, so each notebook borrows the same.

    Its module is not `__main__`, which other things in the process need; its history is off, because it would keep
    the notebooks' source in a file in the home folder.
    """
    from IPython.core.displayhook import DisplayHook
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Publish(DisplayHook):
        def __call__(self, result: object = None) -> None:
            """The value of a cell is shown as if `display` had been called with it."""
            shell: Any = self.shell
            if result is not None:
                shell.display_pub.publish(*shell.display_formatter.format(result))

    class QuietShell(InteractiveShell):
        displayhook_class = Publish

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            """Errors are kept as outputs, not printed."""

    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.cache_size = 0
    prompts = {name: getattr(sys, name) for name in ("ps1", "ps2", "ps3") if hasattr(sys, name)}
    make: Any = QuietShell
    shell = make(config=config, user_module=ModuleType("rapport"))
    for name in ("ps1", "ps2", "ps3"):
        vars(sys).pop(name, None)
    vars(sys).update(prompts)
    return shell


@contextmanager
def _current(shell: Any) -> Iterator[None]:
    """Let `display` find this shell, and give back the one of the caller (a notebook may make reports too)."""
    from IPython.core.interactiveshell import InteractiveShell

    before = InteractiveShell._instance
    InteractiveShell._instance = shell
    try:
        yield
    finally:
        InteractiveShell._instance = before


@contextmanager
def _restored() -> Iterator[None]:
    """Put back what a notebook may change in the process: folder, environment, import path, warnings, chart style."""
    folder, environment, path = Path.cwd(), dict(os.environ), list(sys.path)
    matplotlib = sys.modules.get("matplotlib")
    style = dict(matplotlib.rcParams) if matplotlib else {}
    with warnings.catch_warnings():
        try:
            yield
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment)
            sys.path[:] = path
            if matplotlib:
                matplotlib.rcParams.update(style)
