"""What has happened to candidates and their placements between two readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from igu_xl.danish import date_text
from igu_xl.domain.codes import municipality_name
from igu_xl.records import Record, records
from igu_xl.standing.candidates import OVER
from igu_xl.standing.events.changed import changed_rows
from igu_xl.standing.events.event import Event
from igu_xl.standing.events.kinds import EventKind
from igu_xl.standing.events.sight import Sight
from igu_xl.standing.placements import BEGUN, State

_ENDS = {
    State.COMPLETED: EventKind.COMPLETED,
    State.MOVED_ON: EventKind.MOVED_ON,
    State.DROPPED_OUT: EventKind.DROPPED_OUT,
    State.UNTOLD: EventKind.UNTOLD,
    State.CANCELLED: EventKind.PLACEMENT_CANCELLED,
}


def candidate_events(before: Sight, after: Sight, renamed: Mapping[str, str]) -> Iterator[Event]:
    """Candidates who are new, have left, moved, come back, or whose row is gone.

    `renamed` are the partners that have another name now: their people have not moved.
    """
    old, new = changed_rows(before.candidates, after.candidates, ["status", "partner", "municipality"])
    for name in old.keys() - new.keys():
        held = after.holding("candidate", name)
        if old[name]["status"] not in OVER or len(held):
            yield _of_candidate(EventKind.CANDIDATE_GONE, old[name], after)
    for name in new.keys() - old.keys():
        row, registered = new[name], new[name]["registered"]
        yield _of_candidate(EventKind.CANDIDATE_NEW, row, after, after=row["status"] or "tom")
        if registered is not None:
            yield Event(EventKind.REGISTERED, row["partner"], name, registered.date(), seen=False)
    for name in old.keys() & new.keys():
        yield from _changed_candidate(old[name], new[name], after, renamed)


def _changed_candidate(was: Record, now: Record, after: Sight, renamed: Mapping[str, str]) -> Iterator[Event]:
    owner = renamed.get(was["partner"], was["partner"])
    homes = _home(was), _home(now)
    if owner != now["partner"] or homes[0] != homes[1]:
        row = "nu dér" if owner != now["partner"] else "stadig i den samme arbejdsbog"
        yield _of_candidate(EventKind.CANDIDATE_MOVED, now, after, before=homes[0], after=homes[1], row=row)
    if was["status"] == now["status"]:
        return
    details = {"before": was["status"] or "tom", "after": now["status"] or "tom"}
    if now["status"] in OVER and was["status"] not in OVER:
        yield _of_candidate(EventKind.CANDIDATE_LEFT, now, after, **details)
    elif was["status"] in OVER and now["status"] not in OVER:
        yield Event(EventKind.CANDIDATE_BACK, now["partner"], now["candidate"], after.day, details=details)
    else:
        yield Event(EventKind.CANDIDATE_STATUS, now["partner"], now["candidate"], after.day, details=details)


def _home(row: Record) -> str:
    """The municipality that a candidate lives in: that of the workbook, where none is written."""
    return str(row["municipality"] or municipality_name(row["partner"].partition(":")[2]))


def _of_candidate(kind: EventKind, row: Record, after: Sight, /, **details: str) -> Event:
    held = after.holding("candidate", row["candidate"])["placement"].tolist()
    people = (row["candidate"],) if held else ()
    placement = {"placement": str(held[0])} if held else {}
    return Event(kind, row["partner"], row["candidate"], after.day, people=people, details=details | placement)


def placement_events(before: Sight, after: Sight) -> Iterator[Event]:
    """The placements that got further, each step with the day that its row states, and those whose row is gone: not
    those that the coordinator took back."""
    reached = set(zip(*(_steps(before)[key] for key in ("placement", "kind")), strict=True))
    steps = _steps(after)
    new = [step not in reached for step in zip(steps["placement"], steps["kind"], strict=True)]
    for step in records(steps[pd.Series(new, index=steps.index, dtype=bool)]):
        row = _record(after.placements, step["placement"])
        stated = step["day"]
        day = after.day if stated is None else stated.date()
        seen = stated is None or step["seen"]
        yield Event(EventKind(step["kind"]), row["partner"], row["candidate"], day, seen, details=_told(row))
    taken_back = set(before.history.sent["placement"]) - set(after.history.sent["placement"])
    known = {*after.placements.index, *taken_back}
    gone = before.placements[before.placements["holds"] & ~before.placements.index.isin(known)]
    for row in records(gone.dropna(subset=["candidate"])):
        yield Event(EventKind.PLACEMENT_GONE, row["partner"], row["candidate"], after.day, details=_told(row))


def _steps(sight: Sight) -> pd.DataFrame:
    """Every step that each placement has reached: `placement`, `kind`, `day` and whether that was only `seen`."""
    rows = sight.placements.dropna(subset=["candidate"])
    moment = pd.Timestamp(sight.day)
    state = rows["state"]
    stated = rows["agreed_on"].where(rows["agreed_on"] <= moment)
    read = rows["signed_on"].where((state == State.AGREED) & stated.isna())
    parts = [
        _reached(rows["sent_on"], EventKind.SENT),
        _reached(stated, EventKind.AGREED),
        _reached(read, EventKind.AGREED, rows["typed"]),
        _reached(rows["start"].where(state.isin(BEGUN)), EventKind.BEGUN),
    ]
    for one, kind in _ENDS.items():
        there = rows[state == one]
        days = there["closed_on"] if one is State.CANCELLED else there["closed_on"].fillna(there["planned_end"])
        parts.append(_reached(days, kind, undated=True))
    return pd.concat(parts, ignore_index=True)


def _reached(days: pd.Series, kind: EventKind, seen: pd.Series | None = None, *, undated: bool = False) -> pd.DataFrame:
    told = days if undated else days.dropna()
    steps = pd.DataFrame({"placement": told.index, "kind": str(kind), "day": told.astype("datetime64[s]").to_numpy()})
    known = told.isna() if seen is None else seen.reindex(told.index)
    return steps.assign(seen=known.to_numpy(dtype=bool))


def _record(frame: pd.DataFrame, name: str) -> Record:
    return {str(key): value for key, value in frame.loc[name].items()}


def _told(row: Record) -> dict[str, str]:
    reason, slot, cohort = (_text(row[key]) for key in ("ending_reason", "slot", "cohort"))
    where = " og ".join(filter(None, [slot and f"pladsen {slot}", cohort and f"holdet {cohort}"]))
    return {
        "placement": _text(row["placement"]),
        "start": date_text(row["start"]) if pd.notna(row["start"]) else "en dag, der ikke er skrevet",
        "reason": f" (årsag: {reason})" if reason else "",
        "where": where or "uden plads",
    }


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)
