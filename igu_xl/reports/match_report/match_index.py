"""The list of all match reports, `rapporter/match/index.html`, latest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from igu_xl.danish import date_text
from igu_xl.reports.parts.blocks import environment
from igu_xl.resources import shipped
from igu_xl.system import swap_folder

INDEX = "index.html"
_DAY = 10  # letters of 2026-11-22


def write(folder: Path) -> None:
    """Write the list of the pages in a folder in the place of the older list, at once."""
    folders = sorted(folder.glob("[0-9]*"), key=lambda one: one.name[:_DAY], reverse=True)
    matches = [
        {"day": date_text(date.fromisoformat(day)), "pages": [page for one in sorted(same) for page in _pages(one)]}
        for day, same in groupby(folders, key=lambda one: one.name[:_DAY])
    ]
    style = Markup((shipped("reports") / "stilark.css").read_text(encoding="utf-8"))
    page = environment().get_template("matchrapporter.html.j2").render(matches=matches, style=style)
    swap_folder.put(folder / INDEX, page)


def _pages(folder: Path) -> Iterator[dict[str, str]]:
    """The page of a folder and its PDF as links."""
    name = "Delt udgave" if folder.name[_DAY:] else "Til tjenstligt brug"
    for path in sorted(folder.glob("*.html")):
        yield {"file": f"{folder.name}/{path.name}", "name": name}
    for path in sorted(folder.glob("*.pdf")):
        yield {"file": f"{folder.name}/{path.name}", "name": f"{name} som PDF"}
