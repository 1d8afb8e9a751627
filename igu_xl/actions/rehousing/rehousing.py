"""Moving a partnership into the layout in which each partner's folder can be shared alone.

Nothing is copied and nothing is removed: each file and folder is renamed inside its drive, which happens whole or not
at all, so that a move that is killed anywhere has lost nothing and goes on when it is run again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.rehousing import journal
from igu_xl.actions.rehousing.kept_names import bring_coordinator_along, bring_history_along, renew
from igu_xl.actions.rehousing.plan import MovePlan, MoveStep, plan_of
from igu_xl.actions.rehousing.refusals import (
    refuse_other_drives,
    refuse_what_is_there,
    refuse_when_open,
    refuse_without_rights,
    still_there,
)
from igu_xl.actions.rehousing.told import Moved, log_sentence
from igu_xl.actions.starting import GUIDE, README, README_TEXT
from igu_xl.errors import IguError, NotNow, WrongUse
from igu_xl.progress import Progress
from igu_xl.resources import shipped
from igu_xl.sheets.layout import (
    BACKUPS,
    KIND_FOLDERS,
    SECRETARIAT,
    STATE_FOLDER,
    Layout,
    is_half_moved,
    layout_on_disk,
    new_layout,
)
from igu_xl.sheets.writing.keeping import LOCK, Backups, locked


def move_partnership(folder: Path, begun: datetime, progress: Progress | None = None) -> Moved:
    """Bring a partnership in the earlier layout into this version's, or finish a move that was stopped.

    It is checked afterwards, so that every link of the coordinator's workbook leads to where things lie now. Raises
    `WrongUse` for a folder that is no partnership, and where something is in the way (nothing is moved then);
    `NotNow` when another run holds it, or somebody has a workbook open.
    """
    old = _to_be_moved(folder)
    done: list[str] = []
    if old is None:
        return Moved(folder, already=True)
    with locked(old.state):
        plan, first = _begin(old, begun)
        for step in carry_out(old, plan, first):
            if progress:
                progress(len(done), len(plan.steps), step)
            done.append(step)
    _clear(old)
    return replace(Moved.of(folder, plan), note=_checked_again(folder, begun))


def rehearse_move(folder: Path) -> Moved:
    """What would be moved, or what is left of a move that was stopped; nothing is written."""
    old = _to_be_moved(folder)
    if old is None:
        return Moved(folder, already=True)
    found = journal.noted(old.root)
    if found is None:
        plan = plan_of(old)
        _refuse(old, plan, begun_before=False)
        return Moved.of(folder, plan)
    plan, _ = found
    left = {step.old for step in still_there(old.root, plan.steps)}
    if f"{STATE_FOLDER}/{BACKUPS}" in left:  # the copies in it lie where they are looked for once it has been moved
        left |= {step.old for step in plan.steps if step.old.startswith(f"{SECRETARIAT}/")}
    steps = tuple(step for step in plan.steps if step.old in left)
    return replace(Moved.of(folder, replace(plan, steps=steps)), remaining=True)


def carry_out(old: Layout, plan: MovePlan, begun: datetime) -> Iterator[str]:
    """The move, a step at a time: what each is about is told before it is done. Whoever stops asking stops the move."""
    yield "sekretariat"
    new = new_layout(old.root)
    new.state.mkdir(exist_ok=True)
    for step in plan.steps:
        yield step.old
        _rename(old.root, step)
    backups = Backups(new, begun)
    yield "historik"
    bring_history_along(new, plan.names, backups)
    yield "koordinatorens arbejdsbog"
    bring_coordinator_along(new, plan.names, backups, begun, log_sentence(plan))
    yield "vejledning"
    renew(new.secretariat / README, README_TEXT.encode(), backups)
    if (new.secretariat / GUIDE).is_file():
        renew(new.secretariat / GUIDE, (shipped("workbooks") / GUIDE).read_bytes(), backups)
    yield "tomme mapper"
    _remove_empty(new)
    yield "færdig"
    journal.finish(old.root)


def _to_be_moved(folder: Path) -> Layout | None:
    """The earlier layout in a folder; None where nothing is to be moved.

    Raises `WrongUse` for the secretariat's folder of a move that was stopped: its root is what is moved.
    """
    layout = layout_on_disk(folder)
    root = layout.root
    old = Layout(root, root, apart=False)
    if is_half_moved(layout):
        return old
    if layout.apart and layout.coordinator is not None:
        _clear(old)
        return None
    if not any((root / kind).is_dir() for kind in KIND_FOLDERS):
        raise WrongUse(f"»{folder}« er ikke et partnerskab fra en tidligere version; der er intet at flytte.")
    return old


def _begin(old: Layout, begun: datetime) -> tuple[MovePlan, datetime]:
    """The plan that is written down, now or by the move that was stopped; raises where it cannot be carried out."""
    found = journal.noted(old.root)
    if found is not None:
        _refuse(old, found[0], begun_before=True)
        return found
    plan = plan_of(old)
    _refuse(old, plan, begun_before=False)
    journal.note(old.root, plan, begun)
    return plan, begun


def _refuse(old: Layout, plan: MovePlan, *, begun_before: bool) -> None:
    left = list(still_there(old.root, plan.steps))
    refuse_when_open(old)
    if not begun_before:
        refuse_what_is_there(old.root, left)
    refuse_other_drives(old, left)
    refuse_without_rights(old, left)


def _rename(root: Path, step: MoveStep) -> None:
    """Do one step, unless it was done before; raises `NotNow` where that is impossible now."""
    old, new = root / step.old, root / step.new
    if not old.exists():
        return
    if new.exists():
        raise NotNow(
            f"»{step.old}« ligger der igen, efter at den blev flyttet til »{step.new}«. Se efter, hvilken der er den "
            "rigtige, flyt den anden væk, og kør igu move igen."
        )
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
    except OSError as problem:
        raise NotNow(
            f"»{step.old}« kan ikke flyttes lige nu ({problem.strerror}). Luk den i andre programmer, og kør igu move "
            "igen; den fortsætter, hvor den slap."
        ) from problem


def _remove_empty(new: Layout) -> None:
    """Remove the folders that the move has emptied, of the kinds and among the backups; one with anything in stays."""
    runs = [path for path in new.backups.iterdir() if path.is_dir()] if new.backups.is_dir() else []
    for place in (new.root, *runs):
        for kind in KIND_FOLDERS:
            with suppress(OSError):
                (place / kind).rmdir()


def _clear(old: Layout) -> None:
    """Remove the state folder at the root, in which only the lock of the move is left."""
    with suppress(OSError):
        if not any(path.name != LOCK for path in old.state.iterdir()):
            (old.state / LOCK).unlink(missing_ok=True)
            old.state.rmdir()


def _checked_again(folder: Path, begun: datetime) -> str:
    """Why the partnership could not be checked after the move; empty where it was."""
    try:
        check_partnership(folder, begun)
    except (IguError, OSError) as problem:
        return str(problem)
    return ""
