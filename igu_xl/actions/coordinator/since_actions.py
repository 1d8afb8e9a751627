"""What the coordinator can choose in the column Handling of Siden sidst: each choice, and what carries it out.

One more choice is a name on the list »Handling« (`sheets/contract/lists.py`) and a line in `ACTIONS`, or in
`AT_SENDING` and `actions/sending/errands.py` where workbooks are changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from igu_xl.errors import IguError
from igu_xl.records import Record
from igu_xl.standing.events.kinds import EventKind

SEEN, REMINDED = "Set", "Rykket"
TAKE_BACK, MOVE, LEAVE = "Tag tilbage", "Flyt borger", "Udtrådt"

_SINCE = f"{REMINDED} %d-%m-%Y"
_WAS = "Blev rykket %d-%m-%Y"


@dataclass(frozen=True, slots=True)
class Errand:
    """What an action has at hand besides its line: the partnership's folder, the day, and how long a reminder lasts."""

    folder: Path
    day: date
    remind_days: int


@dataclass(frozen=True, slots=True)
class SinceAction:
    """A choice: its `work` makes of a line (by column key) what stands there afterwards; None when the line goes.

    What the work cannot do it says by raising `IguError`; the sentence then stands in the line. It is done at every run
    that writes the sheet. Lines of the kinds that it `fits` suggest it.
    """

    work: Callable[[Record, Errand], Record | None]
    fits: frozenset[EventKind] = frozenset()


def _goes(_row: Record, _errand: Errand) -> None:
    """The coordinator has seen it: the line goes, and the history keeps what it told."""


def _is_quiet(row: Record, errand: Errand) -> Record:
    """The partner was reminded: the line is quiet for so many days, and then asks again."""
    try:
        since = datetime.strptime(row["state"], _SINCE).date()
    except ValueError:
        return row | {"state": f"{errand.day:{_SINCE}}"}
    if errand.day < since + timedelta(days=errand.remind_days):
        return row
    return row | {"chosen": "", "state": f"{since:{_WAS}}"}


ACTIONS: dict[str, SinceAction] = {
    SEEN: SinceAction(_goes),
    REMINDED: SinceAction(_is_quiet, frozenset({EventKind.UNTOUCHED, EventKind.UNTOLD, EventKind.PARTNER_GONE})),
}

AT_SENDING: Mapping[str, frozenset[EventKind]] = {
    TAKE_BACK: frozenset(
        {
            EventKind.COHORT_CANCELLED,
            EventKind.COHORT_GONE,
            EventKind.COMPANY_WITHDRAWN,
            EventKind.SLOT_CLOSED,
            EventKind.SLOT_GONE,
            EventKind.CANDIDATE_GONE,
            EventKind.CANDIDATE_LEFT,
        }
    ),
    MOVE: frozenset({EventKind.CANDIDATE_MOVED}),
    LEAVE: frozenset({EventKind.PARTNER_GONE}),
}
"""The choices that Godkend og send carries out before it sends, each with the kinds of lines that suggest it."""


def suggestions(kind: EventKind, *, strikes: bool) -> str:
    """What a line of this kind suggests to choose; taking back only where somebody is struck."""
    done = [f"Vælg {name}, når det er gjort." for name, action in ACTIONS.items() if kind in action.fits]
    fitting = (name for name, kinds in AT_SENDING.items() if kind in kinds and (strikes or name != TAKE_BACK))
    return " ".join([*done, *(f"Eller vælg {name}, og tryk Godkend og send." for name in fitting)])


def carried_out(rows: Iterable[Record], errand: Errand) -> Iterator[Record]:
    """The lines after what was chosen in them was done; those that nothing was chosen in stay as they are."""
    for row in rows:
        action = ACTIONS.get(row["chosen"])
        after = row if action is None else _done(action, row, errand)
        if after is not None:
            yield after


def _done(action: SinceAction, row: Record, errand: Errand) -> Record | None:
    try:
        return action.work(row, errand)
    except IguError as problem:
        return row | {"state": str(problem)}
