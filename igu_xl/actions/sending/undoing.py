"""Fortryd: the last sending is taken back, as far as nobody has gone on with it.

Only the last one: whoever presses once too often must not take back what the partners have long gone on with.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.actions.checking import Checked, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.workbook import SENT, Coordinator
from igu_xl.actions.sending.sendings import Sending, Sendings, kept_sendings
from igu_xl.actions.sending.taking_back import TakenBack, TakingDesk
from igu_xl.danish import date_text, plural
from igu_xl.errors import WrongUse
from igu_xl.progress import Progress
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import exclusive

_BY_HAND = "bed kommunen om at vælge Aflyst før start i kolonnen Udfald i arket Forløb"
_NOTHING = "Der er ikke sendt noget, som kan fortrydes."
_UNNOTED = (
    "Det, der er sendt, kan ikke fortrydes, for den version af igu, der sendte det, noterede ikke, hvilke rækker den "
    f"skrev; {_BY_HAND}."
)


def undo_partnership(
    folder: Path,
    begun: datetime,
    progress: Progress | None = None,
    coordinator: Coordinator | None = None,
    *,
    ask_first: bool = False,
) -> TakenBack:
    """Take back what the last sending wrote, in workbooks that may have been edited since.

    Rows that wait (their workbook is open) or in which a municipality has typed stay sent; the next run tries again.
    When nothing of the last sending is left, nothing is taken back, and the one before is named. Where it shall
    `ask_first`, it is done when the last line of the log is the same question. Raises as `publish_partnership` does,
    and `WrongUse` where an earlier version sent, which did not note what.
    """
    find_workbooks(folder)
    with exclusive(folder):
        own = coordinator or CoordinatorFile(folder)
        checked = read_and_check(folder, begun, None, own)
        desk = TakingDesk(folder, begun, own, checked)
        sendings = kept_sendings(folder)
        desk.done.said = _nothing_left(sendings, checked)
        if not desk.done.said and ask_first and checked.coordinator.said_last != question(sendings[-1]):
            desk.done.said = question(sendings[-1])
        if desk.done.said:
            if ask_first:
                desk.note(desk.done.said)
            return desk.done
        desk.done.sending = sendings[-1].words
        desk.take([one.placement for one in sendings[-1].standing], progress)
        return desk.done


def question(sending: Sending) -> str:
    """What is asked before the last sending is taken back."""
    placements = plural(len(sending.standing), "forløb", "forløb")
    homes = plural(len({one.partner for one in sending.standing}), "kommune", "kommuner")
    return (
        f"Intet er taget tilbage endnu. Tryk igen for at tage {sending.words} tilbage: {placements} i {homes}. "
        "Rækker, som kommunen har skrevet i, bliver stående."
    )


def _nothing_left(sendings: Sendings, checked: Checked) -> str:
    """Why there is nothing to take back; empty where there is something."""
    if not sendings:
        if (checked.coordinator.proposals["state"] == SENT).any():
            raise WrongUse(_UNNOTED)
        return _NOTHING
    *before, last = sendings
    if last.standing or last.untold:
        return ""
    days = {one.taken_on for one in last.placements if one.taken_on}
    told = f"Der er ikke sendt noget, siden {last.words} blev taget tilbage {date_text(max(days))}."
    earlier = [sending for sending in before if sending.standing]
    if earlier:
        told += f" Den før er fra {date_text(earlier[-1].day)} og fortrydes ikke; {_BY_HAND}."
    return told
