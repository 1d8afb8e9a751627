"""What of a partnership in the earlier layout goes where: worked out before anything is moved.

A partner's workbook goes to a folder of its own, a copy of it to the same. What only the secretariat may read goes to
the secretariat, and so does every file of which nobody can know whose it is. Folders that are none of the tool's stay.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from igu_xl.checks.known_partners import known_partners
from igu_xl.errors import WrongUse
from igu_xl.sheets.layout import (
    ARCHIVE,
    BACKUPS,
    KIND_FOLDERS,
    PARTNERS,
    REPORTS,
    SECRETARIAT,
    STATE_FOLDER,
    UNFINISHED_MOVE,
    Layout,
)
from igu_xl.sheets.partnership import Partnership, read_partnership
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import LOCK
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.known_workbooks import places_in_order

UNOWNED = f"{SECRETARIAT}/uden partner"  # files that lay among the workbooks, and are none
_STAY_AT_ROOT = {"desktop.ini", "thumbs.db"}


@dataclass(frozen=True, slots=True)
class MoveStep:
    """One renaming: a file or a folder by its way from the root, before and after."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MovePlan:
    """All that is to be done.

    `names` are the names of workbooks before and after, those of earlier days among them; `share` the partners' new
    folders with what people call the partner; `unowned` the files nobody knows the owner of, where they will lie;
    `stays` what is left at the root.
    """

    steps: tuple[MoveStep, ...]
    names: Mapping[str, str]
    share: Mapping[str, str]
    unowned: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


def plan_of(layout: Layout) -> MovePlan:
    """The plan for a partnership in the earlier layout.

    Raises `WrongUse` for a folder that is none, and where two partners would get the same folder.
    """
    files, _ = find_workbooks(layout.root)
    history = kept_history(layout.root)
    partnership = read_partnership(layout.root, known=known_partners(history))
    homes = _homes([file.name for file in files], _copies(partnership))
    books = {name: f"{home}/{PurePosixPath(name).name}" for name, home in homes.items()}
    names = _with_earlier(books, places_in_order(history.workbooks))
    unowned = tuple(_unowned(layout, books))
    kept = tuple(MoveStep(f"{STATE_FOLDER}/{name}", f"{SECRETARIAT}/{STATE_FOLDER}/{name}") for name in _kept(layout))
    own, stays = _at_the_root(layout)
    partners = tuple(MoveStep(old, new) for old, new in books.items())
    steps = (*own, *kept, *partners, *unowned, *_in_backups(layout, names))
    return MovePlan(steps, names, _called(partnership, homes), tuple(step.new for step in unowned), stays)


def new_name(name: str, names: Mapping[str, str]) -> str:
    """What a file that was called so from the root is called in the new layout; `names` are those that are known."""
    path = PurePosixPath(name)
    if name in names:
        return names[name]
    if path.parts[0] in KIND_FOLDERS:
        return f"{PARTNERS}/{_folder_name(path.stem)}/{path.name}"
    return f"{SECRETARIAT}/{name}" if path.parts[0] not in (SECRETARIAT, PARTNERS) else name


def _copies(partnership: Partnership) -> dict[str, str]:
    """The workbooks that are copies, and of which other."""
    return {
        finding.place.workbook: str(finding.details["other"])
        for finding in partnership.findings
        if finding.code == "partner-dobbelt"
    }


def _homes(files: list[str], copies: Mapping[str, str]) -> dict[str, str]:
    """The new folder of each workbook; that of the workbook it is a copy of, where it is one."""
    homes = {name: f"{PARTNERS}/{_folder_name(PurePosixPath(copies.get(name, name)).stem)}" for name in files}
    first: dict[str, str] = {}
    for name, home in homes.items():
        original = copies.get(name, name)
        other = first.setdefault(unicodedata.normalize("NFC", home).casefold(), original)
        if other != original:
            raise WrongUse(
                f"»{other}« og »{original}« ville få den samme mappe, {home}. Giv den ene et andet navn, og kør "
                "igu move igen; intet er flyttet."
            )
    return homes


def _folder_name(stem: str) -> str:
    """A folder's name after a workbook's; Windows has none that ends in a space or a full stop."""
    return stem.strip(" .") or "uden navn"


def _with_earlier(books: Mapping[str, str], places: Mapping[str, list[str]]) -> dict[str, str]:
    """The names of the workbooks, and of where each partner's lay before: in the folder that is the partner's now."""
    names = dict(books)
    for paths in places.values():
        last = paths[-1]
        home = PurePosixPath(books.get(last) or new_name(last, {})).parent
        for path in paths:
            names.setdefault(path, str(home / PurePosixPath(path).name))
    return names


def _called(partnership: Partnership, homes: Mapping[str, str]) -> dict[str, str]:
    """The new folders with what people call whose they are; the folder's own name where nobody knows."""
    known = {homes[book.path]: partnership.partner_name(book.partner) for book in partnership.books}
    return {home: known.get(home, PurePosixPath(home).name) for home in sorted(set(homes.values()))}


def _unowned(layout: Layout, books: Mapping[str, str]) -> Iterator[MoveStep]:
    """The other files among the workbooks: remarks, old formats, wrecks. Whose they are nobody can know."""
    for kind in KIND_FOLDERS:
        place = layout.root / kind
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if (name := f"{kind}/{path.name}") not in books:
                yield MoveStep(name, f"{UNOWNED}/{name}")


def _kept(layout: Layout) -> list[str]:
    """What the tool keeps for itself, but for what this very run holds."""
    if not layout.state.is_dir():
        return []
    return sorted(path.name for path in layout.state.iterdir() if path.name not in (LOCK, UNFINISHED_MOVE))


def _at_the_root(layout: Layout) -> tuple[tuple[MoveStep, ...], tuple[str, ...]]:
    """The secretariat's files and folders at the root, and what stays there: folders of other people, links."""
    own, stays = [], []
    for path in sorted(layout.root.iterdir()):
        if path.name in (*KIND_FOLDERS, STATE_FOLDER, SECRETARIAT, PARTNERS):
            continue
        if path.name.startswith(".") or path.name.casefold() in _STAY_AT_ROOT:
            continue
        if path.name in (REPORTS, ARCHIVE) or (path.is_file() and not path.is_symlink()):
            own.append(MoveStep(path.name, f"{SECRETARIAT}/{path.name}"))
        else:
            stays.append(path.name)
    return tuple(own), tuple(stays)


def _in_backups(layout: Layout, names: Mapping[str, str]) -> Iterator[MoveStep]:
    """The copies of files before they were written, so that each lies under the name its file has now."""
    runs = sorted(layout.backups.iterdir()) if layout.backups.is_dir() else []
    for run in (path for path in runs if path.is_dir()):
        place = f"{SECRETARIAT}/{STATE_FOLDER}/{BACKUPS}/{run.name}"
        for path in sorted(path for path in run.rglob("*") if not path.is_dir()):
            name = path.relative_to(run).as_posix()
            if (new := new_name(name, names)) != name:
                yield MoveStep(f"{place}/{name}", f"{place}/{new}")
