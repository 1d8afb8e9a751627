"""What was published: the key figures of each page, kept in the month's archive as `tal/kommune-101-intern.json`.

Data are corrected afterwards, so a month made again from later data may give other figures. What was published then
is kept beside the data, so that a later page can say what was corrected. And every figure of people that a shared
page told is kept in `tal/delt.json`, so that a later page does not tell how few came since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.documents import document, read_document
from igu_xl.month import Month
from igu_xl.reports.disclosure.counts import Quantity
from igu_xl.reports.parts.parts import HEADING, MEDIA_TYPE
from igu_xl.system import swap_folder
from igu_xl.system.fingerprint import digest

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER, TOLD = "tal", "delt.json"
_SEPARATOR = "\n"


def keep(notebook: NotebookNode, archive: Path) -> None:
    """Write the key figures that an executed notebook shows; a hidden one is null.

    What the month's first edition showed is kept beside, for later editions to say what was corrected.
    """
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
    first = _first(archive, heading["stem"], heading["audience"])
    if path.is_file() and not first.is_file():
        path.replace(first)
    path.write_text(document(figures, sort_keys=True), encoding="utf-8")


def earlier(archive: Path, stem: str, audience: str) -> dict[str, int | None]:
    """The key figures that a page had when its month was published last; none where it was not."""
    return read_document(_path(archive, stem, audience))


def first_edition(archive: Path, stem: str, audience: str) -> dict[str, int | None]:
    """The key figures that a page had in its month's first edition; none where it was not made yet."""
    first = _first(archive, stem, audience)
    return read_document(first if first.is_file() else _path(archive, stem, audience))


def fingerprint(archive_folder: Path, month: Month, stem: str, audience: str) -> str:
    """What a page was in earlier months, in short: it may say something else of them when they are made again."""
    earlier_months = (path for path in archive_folder.glob("*") if path.name < str(month))
    return digest(sorted(path for one in earlier_months if (path := _path(one, stem, audience)).is_file()))


def keep_told(archive: Path, told: Mapping[str, Mapping[Quantity, int]]) -> None:
    """Write what shared pages tell for good, the latest last; what any edition of a page told stays told."""
    path = archive / FOLDER / TOLD
    kept: dict[str, dict[str, int | list[int]]] = read_document(path)
    for stem, figures in told.items():
        own = kept.setdefault(stem, {})
        for one, count in figures.items():
            before = _counts(own.get(name := _SEPARATOR.join(sorted(one)), []))
            own[name] = [*(other for other in before if other != count), count]
    path.parent.mkdir(parents=True, exist_ok=True)
    swap_folder.put(path, document(kept, sort_keys=True))


def tells_by_hiding(archive: Path) -> bool:
    """Whether the shared pages of a month, or one of its match, were told by hiding small counts."""
    return (archive / FOLDER / TOLD).is_file()


def told_in(archives: Iterable[Path]) -> dict[str, dict[Quantity, list[int]]]:
    """What shared pages told in these months, by the pages' stems, in the order of the months."""
    told: dict[str, dict[Quantity, list[int]]] = defaultdict(lambda: defaultdict(list))
    for archive in archives:
        for stem, figures in read_document(archive / FOLDER / TOLD).items():
            for name, counts in figures.items():
                told[stem][frozenset(name.split(_SEPARATOR))] += _counts(counts)
    return told


def _counts(kept: int | list[int]) -> list[int]:
    """What was told of one quantity; an earlier version kept the latest only."""
    return kept if isinstance(kept, list) else [kept]


def _path(archive: Path, stem: str, audience: str) -> Path:
    return archive / FOLDER / f"{stem}-{audience}.json"


def _first(archive: Path, stem: str, audience: str) -> Path:
    return archive / FOLDER / f"{stem}-{audience}-foerst.json"
