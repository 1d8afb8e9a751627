"""The journal of a move: `.igu/flytning.json` at the root, from before the first step until after the last.

As long as it lies there, `layout_of` lets nothing else run. It is written once, and each step is such that it can be
seen whether it was done; so a move that is killed anywhere goes on from what the folders are like.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from igu_xl.actions.rehousing.plan import MovePlan, MoveStep
from igu_xl.documents import document, read_document
from igu_xl.errors import WrongUse
from igu_xl.sheets.layout import BACKUPS, KIND_FOLDERS, PARTNERS, SECRETARIAT, STATE_FOLDER, UNFINISHED_MOVE
from igu_xl.system.swap_folder import put

_COPIES = Path(SECRETARIAT, STATE_FOLDER, BACKUPS)


def note(root: Path, plan: MovePlan, begun: datetime) -> None:
    """Write down what is to be done, so that it stays on the disk whatever happens."""
    told = {
        "begun": begun.isoformat(timespec="seconds"),
        "steps": [[step.old, step.new] for step in plan.steps],
        "names": dict(plan.names),
        "share": dict(plan.share),
        "unowned": plan.unowned,
        "stays": plan.stays,
    }
    path = _path(root)
    put(path, document(told))
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def noted(root: Path) -> tuple[MovePlan, datetime] | None:
    """The move that was begun and when; None where none is unfinished.

    Raises `WrongUse` for a journal that is damaged, or that no move can have written: whoever may write in the folder
    could have made it.
    """
    path = _path(root)
    if not path.is_file():
        return None
    try:
        told = read_document(path)
        steps = tuple(MoveStep(old, new) for old, new in told["steps"])
        plan = MovePlan(steps, dict(told["names"]), dict(told["share"]), tuple(told["unowned"]), tuple(told["stays"]))
        begun = datetime.fromisoformat(told["begun"])
        sound = all(_is_sound(step) for step in steps)
    except (ValueError, TypeError, KeyError, AttributeError):
        sound = False
    if not sound:
        raise WrongUse(
            f"»{path}«, som siger, hvad der er tilbage at flytte, er beskadiget. Hent en ældre udgave af filen, eller "
            "spørg dem, der passer igu; intet er flyttet nu."
        )
    return plan, begun


def finish(root: Path) -> None:
    """Everything is moved: from now on the partnership is in the new layout."""
    _path(root).unlink()


def _path(root: Path) -> Path:
    return root / STATE_FOLDER / UNFINISHED_MOVE


def _is_sound(step: MoveStep) -> bool:
    """Whether a plan can have a step: nothing of the secretariat's is moved to a partner, whoever says so."""
    old, new = Path(step.old), Path(step.new)
    if any(path.anchor or ".." in path.parts or not path.parts for path in (old, new)):
        return False
    if old.parts[0] == SECRETARIAT:
        return old.is_relative_to(_COPIES) and new.is_relative_to(_COPIES)
    homes = (SECRETARIAT, PARTNERS) if old.parts[0] in KIND_FOLDERS else (SECRETARIAT,)
    return old.parts[0] != PARTNERS and new.parts[0] in homes
