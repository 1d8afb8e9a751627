"""What was published: the key figures of each page, kept in the month's archive as `tal/kommune-101-intern.json`.

Data are corrected afterwards, so a month made again from later data may give other figures. What was published then
is kept beside the data, so that a later page can say what was corrected.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.reports.parts import HEADING, MEDIA_TYPE

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = "tal"


def keep(notebook: NotebookNode, archive: Path) -> None:
    """Write the key figures that an executed notebook shows; a hidden one is null."""
    parts = [
        output["data"][MEDIA_TYPE]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if MEDIA_TYPE in output.get("data", {})
    ]
    heading = next(part for part in parts if part["role"] == HEADING)
    figures = {key: value for part in parts for key, value in part.get("figures", {}).items()}
    path = _path(archive, heading["stem"], heading["audience"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def earlier(archive: Path, stem: str, audience: str) -> dict[str, int | None]:
    """The key figures that a page had when its month was published; none where it was not."""
    path = _path(archive, stem, audience)
    figures: dict[str, int | None] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return figures


def _path(archive: Path, stem: str, audience: str) -> Path:
    return archive / FOLDER / f"{stem}-{audience}.json"
