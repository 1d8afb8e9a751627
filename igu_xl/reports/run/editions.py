"""The editions of a month: what was published stays beside what is published now, and what has changed is told.

The present edition stands in `rapporter/2026-10`, an earlier one as it was in `rapporter/2026-10/udgave-1`. The archive
has each in `arkiv/2026-10/udgave-1`, and its record names the data that it was made from (`kept`). What was provisional
is not kept.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from igu_xl.danish import date_text, number_text
from igu_xl.reports.data.snapshot import MANIFEST
from igu_xl.reports.disclosure.protection import SHARED
from igu_xl.reports.kinds import KINDS
from igu_xl.reports.release import published
from igu_xl.reports.run.page_runs import Job, PageOrder
from igu_xl.reports.run.record import Published
from igu_xl.system import swap_folder

ShownFigures = Mapping[str, int | None]  # the key figures of a page as its audience sees them
EditionRecord = dict[str, Any]  # `number`, when it was `made`, and the `changes` since the one before, a line a page

_FOLDER = "udgave-{}"
_NOT_PAGES = ("udgave-*", "data", MANIFEST)  # an earlier version archived an edition with its data


def last_archived(archive: Path, suffix: str) -> int:
    """The number of the latest edition in a month's archive; 0 where there is none."""
    kept = (re.fullmatch(rf"udgave-(\d+){re.escape(suffix)}", path.name) for path in archive.glob("udgave-*"))
    return max((int(one[1]) for one in kept if one), default=0)


def figures_before(there: Published, jobs: Iterable[Job], audience: str, archive: Path) -> dict[Job, ShownFigures]:
    """The key figures with which each page was published here last."""
    return {job: there.figures.get(job.partner) or figures_of(job, audience, archive) for job in jobs}


def figures_of(job: Job, audience: str, archive: Path) -> ShownFigures:
    """The key figures with which a page was published last in this edition or, if it is shared, in any."""
    return published.earlier(archive, job.stem, job.audience(audience))


def changes(before: Mapping[Job, ShownFigures], now: Mapping[Job, ShownFigures], audience: str) -> list[str]:
    """What has changed in the key figures, a line for each page that was there before.

    On a page that may be passed on a change is told without its numbers, as corrections are.
    """
    told = {job: _changed(job, before[job], now[job], job.audience(audience)) for job in now}
    return [f"{job.name}: {', '.join(lines)}" for job, lines in told.items() if lines]


def with_edition(there: Published, order: PageOrder, made: str, changed: Sequence[str]) -> list[EditionRecord]:
    """The records of all editions, with the one that is made now; a provisional one is none."""
    known: dict[int, EditionRecord] = {one["number"]: one for one in there.editions}
    if there.edition and there.edition not in known:  # published by an earlier version
        known[there.edition] = {"number": there.edition, "made": there.made, "changes": []}
    if not order.edition.unfinished:
        number = order.edition.number
        own = known.setdefault(number, {"number": number, "made": made, "changes": []})
        known[number] = own | {"changes": [*own["changes"], *(one for one in changed if one not in own["changes"])]}
    return [known[number] for number in sorted(known)]


def keep_in_archive(final: Path, kept: Path) -> None:
    """Keep the edition that is published now."""
    swap_folder.clear_wreck(kept)
    shutil.copytree(final, swap_folder.start(kept), ignore=shutil.ignore_patterns(*_NOT_PAGES), dirs_exist_ok=True)
    swap_folder.swap(kept)


def bring_earlier(there: Published, order: PageOrder, suffix: str) -> None:
    """Put the earlier editions beside the pages that were built: from where they are, else from the archive."""
    for number in _earlier(order):
        name = _FOLDER.format(number)
        beside, archived = there.folder / name, order.snapshot.parent / f"{name}{suffix}"
        own = there.edition == number and not there.provisional
        source = there.folder if own else beside if beside.is_dir() else archived
        if source.is_dir():
            _copy(source, order.pages / name, deeper=source != beside)


def for_index(editions: Sequence[EditionRecord], order: PageOrder) -> list[dict[str, object]]:
    """The editions as the index lists them, latest first: name, day, the way to it, and what changed.

    Empty where there is only the present one.
    """
    earlier = [number for number in _earlier(order)]
    told = {one["number"]: one for one in editions}
    shown = [number for number in (order.edition.number, *reversed(earlier)) if number in told]
    lines = [
        {
            "name": f"Udgave {number}",
            "day": date_text(datetime.fromisoformat(made)) if (made := told[number]["made"]) else "",
            "link": f"{_FOLDER.format(number)}/index.html" if number in earlier else "",
            "changes": told[number]["changes"],
            "first": number == 1,
        }
        for number in dict.fromkeys(shown)
    ]
    return lines if earlier else []


def _earlier(order: PageOrder) -> range:
    """The numbers of the editions before the one that is made; beside a provisional one stand all."""
    return range(1, order.edition.number + bool(order.edition.unfinished))


def _changed(job: Job, before: ShownFigures, now: ShownFigures, audience: str) -> list[str]:
    labels = {one.key: one.label for one in KINDS[job.kind].figures(audience)}
    both = {key: (before[key], now[key]) for key in labels if key in before and key in now}
    return [f"»{labels[key]}« {_told(*pair, audience)}" for key, pair in both.items() if pair[0] != pair[1]]


def _told(before: int | None, now: int | None, audience: str) -> str:
    if audience == SHARED or before is None or now is None:
        return "er rettet"
    return f"{number_text(before)} → {number_text(now)}"


def _copy(source: Path, target: Path, *, deeper: bool) -> None:
    """Copy an edition; where it comes to lie a folder deeper, its way up to all months is one longer."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(*_NOT_PAGES))
    for page in target.glob("*.html") if deeper else ():
        text = page.read_text(encoding="utf-8")
        if (longer := text.replace('href="../index.html"', 'href="../../index.html"')) != text:
            page.write_text(longer, encoding="utf-8", newline="\n")
