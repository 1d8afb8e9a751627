"""Where everything of a partnership lies: the secretariat's part, and a folder for each partner.

```
partnerskab/
  sekretariat/                 shared with nobody outside the secretariat: koordinator.xlsm, rapporter/, arkiv/, .igu/
  partnere/101-koebenhavn/     shared with that partner and nobody else: its workbook, its rapporter/
```

A partnership of an earlier version is one folder with `kommuner/ brancher/ skoler/ rapporter/ arkiv/ .igu/`. It keeps
running; `igu move` brings it into this layout. While it does, nothing else runs: see `layout_of`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from igu_xl.errors import NotNow

SECRETARIAT, PARTNERS = "sekretariat", "partnere"
COORDINATOR_FILES = ("koordinator.xlsm", "koordinator.xlsx")
STATE_FOLDER, BACKUPS = ".igu", "kopier"
REPORTS, ARCHIVE = "rapporter", "arkiv"
HANDOUTS = "skoleplaner"
"""In a partner's folder and the secretariat's: the files of school plans, which are made to be read."""
KIND_FOLDERS = ("kommuner", "brancher", "skoler")  # of the earlier layout; `Book.folder` has them by kind
UNFINISHED_MOVE = "flytning.json"  # in the state folder at the root, as long as `igu move` has more to do
_STAND_INS = "stand-ins.json"
_OWNER_ALONE = 0o700


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a partnership. `apart` says that each partner has a folder that can be shared with it alone.

    The names of workbooks, as findings and history have them, begin at the `root`.
    """

    root: Path
    secretariat: Path
    apart: bool

    @property
    def partners(self) -> Path:
        """The folder in which the partners' folders lie, but for those that lie elsewhere."""
        return self.root / PARTNERS if self.apart else self.root

    @property
    def coordinator(self) -> Path | None:
        """The coordinator's workbook, where there is one."""
        return next((path for name in COORDINATOR_FILES if (path := self.secretariat / name).is_file()), None)

    @property
    def state(self) -> Path:
        """What the tool keeps for itself: lock, history, what was sent, backups."""
        return self.secretariat / STATE_FOLDER

    @property
    def backups(self) -> Path:
        """The copies of files before they were written, a folder a run."""
        return self.state / BACKUPS

    @property
    def reports(self) -> Path:
        """Everybody's pages by month: the secretariat's own."""
        return self.secretariat / REPORTS

    @property
    def archive(self) -> Path:
        """What pages were made from, by month."""
        return self.secretariat / ARCHIVE

    def partner_of(self, name: str) -> Path | None:
        """The folder of the partner whose workbook has this name; None where partners share one."""
        return self.located(name).parent if self.apart else None

    def located(self, name: str) -> Path:
        """Where the workbook or the partner's folder with this name lies; `~` and `%USERPROFILE%` are this user's."""
        for typed, place in self._stand_ins().items():
            if name == typed or name.startswith(f"{typed}/"):
                return self.root / (place + name.removeprefix(typed))
        return self.root / _expanded(name)

    def stand_in(self, places: Mapping[str, str]) -> None:
        """Let folders inside the root stand for those that lie elsewhere: in a copy, where nothing may reach them."""
        (self.state / _STAND_INS).write_text(json.dumps(places), encoding="utf-8")

    def _stand_ins(self) -> dict[str, str]:
        path = self.state / _STAND_INS
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    def seen_from_secretariat(self, name: str) -> str:
        """The way to a workbook from the coordinator's, as links have it."""
        path = PurePosixPath(_expanded(name))
        beside = not self.apart or name in COORDINATOR_FILES or _is_whole(path)
        return str(path) if beside else f"../{path}"


def layout_of(folder: Path) -> Layout:
    """The layout of a partnership, given its root or its secretariat's folder; an empty folder has the earlier one.

    Raises `NotNow` for one that is half moved: what is read of it would be half a partnership.
    """
    layout = layout_on_disk(folder)
    if is_half_moved(layout):
        raise NotNow(
            f"Partnerskabet i »{layout.root}« er halvt flyttet, og intet andet kan køre, før det er færdigt. Kør "
            "»igu move MAPPE« igen; den fortsætter, hvor den slap."
        )
    return layout


def is_half_moved(layout: Layout) -> bool:
    """Whether `igu move` has begun here and has more to do."""
    return (layout.root / STATE_FOLDER / UNFINISHED_MOVE).is_file()


def layout_on_disk(folder: Path) -> Layout:
    """The layout as the folders are now, also of a partnership that is half moved."""
    if (folder / SECRETARIAT).is_dir():
        return Layout(folder, folder / SECRETARIAT, apart=True)
    if any((folder / name).is_dir() for name in KIND_FOLDERS):
        return Layout(folder, folder, apart=False)
    if any((folder / name).is_file() for name in COORDINATOR_FILES):
        return Layout(folder.parent, folder, apart=True)
    return Layout(folder, folder, apart=False)


def partnership_around(place: Path) -> Path | None:
    """The partnership that a workbook or a folder lies in; None where it lies in none.

    The outermost counts: what a partner puts into its own folder makes no partnership of it.
    """
    around = (place, *place.parents[:3])
    return next((folder for folder in reversed(around) if _is_partnership(folder)), None)


def _is_partnership(folder: Path) -> bool:
    layout = layout_on_disk(folder)
    if layout.apart:
        return layout.secretariat.parent == folder or layout.coordinator is not None
    return any((folder / name).is_dir() for name in KIND_FOLDERS)


def new_layout(folder: Path) -> Layout:
    """The layout that a new partnership gets; its folders are made.

    A secretariat's folder that is made is this user's alone where the system knows such rights (POSIX), whatever new
    folders have else; what lies in it is reached through it, so that files need no rights of their own. The partners'
    folders have the rights that new folders have.
    """
    layout = Layout(folder, folder / SECRETARIAT, apart=True)
    layout.partners.mkdir(parents=True, exist_ok=True)
    if not layout.secretariat.is_dir():
        layout.secretariat.mkdir(mode=_OWNER_ALONE)
        layout.secretariat.chmod(_OWNER_ALONE)  # an access list that is inherited gives more than the mode
    return layout


def located(folder: Path, name: str) -> Path:
    """Where the workbook with this name lies in the partnership of a folder."""
    return layout_of(folder).located(name)


def _expanded(name: str) -> str:
    return os.path.expandvars(os.path.expanduser(name))  # noqa: PTH111 - the name is no path of this system yet


def _is_whole(path: PurePosixPath) -> bool:
    """Whether a path begins at a root, on this system or on Windows."""
    return path.is_absolute() or path.parts[0].endswith(":")
