"""The sheet Siden sidst: what has happened since the coordinator was last told, below it what was told and not marked.

A line stays until the coordinator chooses Set in it, however often the buttons are pressed. What the coordinator was
last told of is kept as a history of its own (`standing/history_file.py`), so a report or a question in between takes
nothing away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from igu_xl.actions.coordinator.since_actions import Errand, carried_out, suggestions
from igu_xl.danish import plural
from igu_xl.records import Record, records
from igu_xl.sheets.contract.coordinator import PASSED, WEIGHTS
from igu_xl.standing.events.between import events_between
from igu_xl.standing.events.event import Event, EventLine, NameOf, lines_of
from igu_xl.standing.events.kinds import OVER, TOLD_LATER_ONLY, EventKind
from igu_xl.standing.events.partners import untouched, untouched_events
from igu_xl.standing.history import History
from igu_xl.standing.tracked import TABLES

# Told once, as long as the line stands: the day on which it was found says nothing.
_WHATEVER_DAY = (EventKind.UNTOUCHED, EventKind.PARTNER_GONE)


_SHOWN = 12  # of a window of text


@dataclass(frozen=True, slots=True)
class SinceLast:
    """The rows of the sheet Siden sidst; `first` where there was nothing to compare with."""

    rows: list[Record]
    first: bool

    @property
    def waiting(self) -> list[Record]:
        """The lines that wait for the coordinator: nothing is chosen in them, and their matter is not over."""
        return [row for row in self.rows if not row["chosen"] and row["weight"] != PASSED]

    @property
    def sentence(self) -> str:
        """How many lines wait; empty where none does."""
        count = len(self.waiting)
        return f"{plural(count, 'linje', 'linjer')} i arket Siden sidst venter på, at du ser dem." if count else ""

    @property
    def text(self) -> str:
        """The lines that wait as a window of text shows them, ending with an empty line."""
        waiting = self.waiting
        if self.first:
            return "Siden sidst: Første kørsel, intet at sammenligne med.\n\n"
        if not waiting:
            return "Siden sidst: intet nyt.\n\n"
        days = [f"{row['date']:%d-%m-%Y}" if row["date"] else "" for row in waiting[:_SHOWN]]
        lines = [f"  {row['weight']:<16} {day:<10} {row['sentence']}" for day, row in zip(days, waiting, strict=False)]
        more = [f"  … og {len(waiting) - _SHOWN} mere i arket Siden sidst"] if len(waiting) > _SHOWN else []
        return "\n".join([f"Siden sidst ({len(waiting)}):", *lines, *more, "", ""])

    def as_json(self) -> dict[str, object]:
        """What `igu validate --json` says of it."""
        lines = [{**row, "date": f"{row['date']:%Y-%m-%d}" if row["date"] else None} for row in self.rows]
        return {"first": self.first, "lines": lines}


def since_last(
    kept: pd.DataFrame, told: History, now: History, errand: Errand, name_of: NameOf, more: Iterable[Event] = ()
) -> SinceLast:
    """What the sheet shows: the lines that wait, the most urgent first and among them the new ones before those of
    `kept` (what stands there); then those that something was chosen in, and those whose matter is over.

    `told` is what the coordinator was told of, `now` what is known. Where nothing was told before, nothing is new but
    the events that are `more` than a reading tells.
    """
    first = not any(len(rows) for rows in told.versions.values())
    events = [*([] if first else _happened(told, now, errand)), *more]
    stay = [_brought_up(row, events, now, errand) for row in carried_out(records(kept), errand) if row["sentence"]]
    known = {_key(row) for row in stay}
    new = [_row(line, name_of) for line in lines_of(events, TOLD_LATER_ONLY)]
    rows = [*(row for row in new if _key(row) not in known), *stay]
    return SinceLast(sorted(rows, key=_place), first)


def _happened(told: History, now: History, errand: Errand) -> list[Event]:
    if told.latest is None or now.latest is None or now.latest < told.latest or _same(told, now):
        return []
    long_untouched = untouched_events(told.latest, now, errand.day, errand.remind_days)
    return [*events_between(told, now), *long_untouched]


def _same(told: History, now: History) -> bool:
    """Whether a button is only pressed once more: the same day, and nothing has changed."""
    both = ((told.versions[name].drop(columns="at"), now.versions[name].drop(columns="at")) for name in TABLES)
    unchanged = told.latest == now.latest and told.workbooks.equals(now.workbooks)
    return unchanged and all(before.equals(after) for before, after in both)


def _row(line: EventLine, name_of: NameOf) -> Record:
    kind = line.first.kind
    choices = suggestions(kind, strikes=bool(line.do))
    return {
        "chosen": "",
        "weight": line.weight,
        "date": line.day,
        "what": str(kind),
        "partner": name_of(line.first.partner),
        "who": line.who,
        "sentence": line.sentence(name_of),
        "advice": f"{line.do} {choices}".strip(),
        "state": "",
    }


def _brought_up(row: Record, events: Collection[Event], now: History, errand: Errand) -> Record:
    """A line that stood there, as it is now: one whose matter is over says so."""
    if row["weight"] not in WEIGHTS:
        return row
    ends = (event for event in events if row["what"] in OVER.get(event.kind, ()) and event.id == row["who"])
    why = next((f"{event.kind}." for event in ends), "")
    if row["what"] == EventKind.UNTOUCHED and row["who"] not in untouched(now, errand.day, errand.remind_days).values():
        why = "Arbejdsbogen er ændret siden."
    return row | {"weight": PASSED, "advice": "", "state": f"Gælder ikke mere: {why}"} if why else row


def _place(row: Record) -> tuple[bool, bool, int]:
    weight = WEIGHTS.index(row["weight"]) if row["weight"] in WEIGHTS else len(WEIGHTS)
    return row["weight"] == PASSED, bool(row["chosen"]), weight


def _key(row: Record) -> tuple[object, ...]:
    day = None if row["date"] is None or row["what"] in _WHATEVER_DAY else pd.Timestamp(row["date"])
    return row["what"], row["partner"], row["who"], day
