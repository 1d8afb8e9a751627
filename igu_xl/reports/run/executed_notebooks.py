"""The executed notebook of a page as the archive keeps it: what it showed of the page, and nothing of the machine.

Whatever else a cell displays or prints, such as a frame that somebody looked at, could hold rows of people.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.reports.parts.parts import MEDIA_TYPE

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FOLDER = re.compile(r"^folder = .*$", re.MULTILINE)
_INJECTED = "injected-parameters"
_OF_THE_MACHINE = ("input_path", "output_path", "environment_variables")


def keep(notebook: NotebookNode, path: Path, data: Path) -> None:
    """Write an executed notebook in the place of an older one. It can be run again from where it lies: the way to the
    `data` is told from there."""
    import nbformat

    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if _is_kept(output)]
        if _INJECTED in cell.get("metadata", {}).get("tags", ()):
            cell.source = _FOLDER.sub(lambda _: f"folder = {json.dumps(_way(path.parent, data))}", cell.source)
    told = notebook.metadata.get("papermill", {})
    for key in _OF_THE_MACHINE:
        told.pop(key, None)
    if "folder" in told.get("parameters", {}):
        told["parameters"]["folder"] = _way(path.parent, data)
    beside = path.with_suffix(".skrives")
    nbformat.write(notebook, beside)  # type: ignore[no-untyped-call]
    beside.replace(path)


def _is_kept(output: NotebookNode) -> bool:
    return output.get("output_type") == "error" or MEDIA_TYPE in output.get("data", {})


def _way(start: Path, data: Path) -> str:
    """The way from a folder to the data; their whole path where they lie on another drive."""
    try:
        return Path(os.path.relpath(data, start)).as_posix()
    except ValueError:
        return data.as_posix()
