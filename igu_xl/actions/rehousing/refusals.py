"""Why a partnership cannot be moved now: asked before anything is touched, and each told in one sentence."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from igu_xl.actions.rehousing.plan import MoveStep
from igu_xl.danish import listing
from igu_xl.errors import NotNow, WrongUse
from igu_xl.sheets.layout import KIND_FOLDERS, PARTNERS, SECRETARIAT, Layout

_OPEN_MARKS = ("~$", ".~lock.")
_NOTHING = "Intet er flyttet."
_MOST_NAMED = 5


def refuse_when_open(layout: Layout) -> None:
    """Raise `NotNow` while somebody has a workbook open: it would be saved again where it lay."""
    places = [layout.root, *(layout.root / kind for kind in KIND_FOLDERS)]
    there = (path for place in places if place.is_dir() for path in sorted(place.iterdir()))
    found = [f"{path.parent.name}/{path.name}" for path in there if path.name.startswith(_OPEN_MARKS)]
    if found:
        raise NotNow(
            f"Der er nogen, der har en arbejdsbog åben ({_named(found)}). Luk den, og kør igu move igen. Er den ikke "
            "åben nogen steder, så slet låsefilen."
        )


def refuse_what_is_there(root: Path, steps: Iterable[MoveStep]) -> None:
    """Raise `WrongUse` where something lies already in a folder that shall be one partner's or the secretariat's."""
    homes = {PurePosixPath(step.new).parts[:2] for step in steps if step.new.startswith(f"{PARTNERS}/")}
    places = [root / SECRETARIAT, *(root.joinpath(*home) for home in sorted(homes))]
    taken = [place for place in places if place.exists() and not (place.is_dir() and not any(place.iterdir()))]
    if taken:
        raise WrongUse(
            f"Der ligger noget i forvejen i {_named([f'»{place.relative_to(root)}«' for place in taken])}, og det kan "
            f"være delt med nogen. Flyt det væk, og kør igu move igen. {_NOTHING}"
        )


def refuse_other_drives(layout: Layout, steps: Iterable[MoveStep]) -> None:
    """Raise `WrongUse` where something is a link or lies on another drive: it cannot be moved in one go."""
    root = layout.root.resolve()
    drive = root.stat().st_dev
    tops = {layout.root / PurePosixPath(step.old).parts[0] for step in steps}
    paths = [*sorted(tops), *(layout.root / step.old for step in steps)]
    elsewhere = [
        path
        for path in dict.fromkeys(paths)
        if os.path.lexists(path)
        and (path.resolve() != root / path.relative_to(layout.root) or path.lstat().st_dev != drive)
    ]
    told = [path for path in elsewhere if path.parent not in elsewhere]
    if told:
        raise WrongUse(
            f"{_named([f'»{path.relative_to(layout.root)}«' for path in told])} er et link eller ligger på et "
            f"andet drev, og så kan flytningen ikke standses uden tab. Læg det i selve mappen, og kør igu move igen. "
            f"{_NOTHING}"
        )


def refuse_without_rights(layout: Layout, steps: Iterable[MoveStep]) -> None:
    """Raise `WrongUse` where this user may not take something from its folder, or make new folders at the root."""
    there = [layout.root / step.old for step in steps if (layout.root / step.old).exists()]
    folders = {layout.root, *(path.parent for path in there), *(path for path in there if path.is_dir())}
    refused = [place for place in sorted(folders) if not os.access(place, os.W_OK | os.X_OK | os.R_OK)]
    refused += [path for path in there if not _may_leave(path)]
    if refused:
        told = _named([f"»{place.relative_to(layout.root.parent)}«" for place in refused])
        raise WrongUse(
            f"Der mangler rettigheder til at flytte noget i {told}. Bed om skriveret, og prøv igen. {_NOTHING}"
        )


def _may_leave(path: Path) -> bool:
    """Whether the folder is not one of those in which everybody moves only the own files."""
    place = path.parent.stat()
    if not place.st_mode & stat.S_ISVTX or not hasattr(os, "geteuid"):
        return True
    return os.geteuid() in (0, place.st_uid, path.lstat().st_uid)


def _named(names: list[str]) -> str:
    return listing([*names[:_MOST_NAMED], *(["flere"] if len(names) > _MOST_NAMED else [])])


def still_there(root: Path, steps: Iterable[MoveStep]) -> Iterator[MoveStep]:
    """The steps that are not done."""
    return (step for step in steps if os.path.lexists(root / step.old))
