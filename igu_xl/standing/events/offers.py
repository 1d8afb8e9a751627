"""What has happened to cohorts, slots and companies between two readings, and whom it strikes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from igu_xl.danish import date_text, listing, plural
from igu_xl.records import Record
from igu_xl.standing.cohorts import CohortState
from igu_xl.standing.events.changed import changed_rows
from igu_xl.standing.events.event import Event
from igu_xl.standing.events.kinds import EventKind
from igu_xl.standing.events.sight import Sight
from igu_xl.standing.placements import State
from igu_xl.standing.slots import Closed

_DATES = {"start": "start", "end": "slut", "enrol_by": "tilmeldingsfrist"}
_PUT_AWAY = (CohortState.HELD, CohortState.CANCELLED)
_CLOSED = "Lukket"


def cohort_events(before: Sight, after: Sight) -> Iterator[Event]:
    """Cohorts that were cancelled or taken up again, moved, changed, are gone or new."""
    old, new = changed_rows(before.cohorts, after.cohorts, ["status", "state", "min", *_DATES])
    for name in old.keys() - new.keys():
        if old[name]["state"] not in _PUT_AWAY:
            yield from _lost_cohort(EventKind.COHORT_GONE, EventKind.COURSES_GONE, old[name], after)
    for name in new.keys() - old.keys():
        if new[name]["state"] not in _PUT_AWAY:
            yield Event(EventKind.COHORT_NEW, new[name]["partner"], name, after.day)
    for name in old.keys() & new.keys():
        yield from _changed_cohort(old[name], new[name], after)


def _changed_cohort(was: Record, now: Record, after: Sight) -> Iterator[Event]:
    cancelled = [one["state"] == CohortState.CANCELLED for one in (was, now)]
    if cancelled[1]:
        if not cancelled[0]:
            yield from _lost_cohort(EventKind.COHORT_CANCELLED, EventKind.COURSES_CANCELLED, now, after)
        return
    if cancelled[0]:
        yield _of_cohort(EventKind.COHORT_BACK, now, after, after=str(now["status"] or "tom"))
    moved = [_moved(word, was[key], now[key]) for key, word in _DATES.items() if was[key] != now[key]]
    if moved:
        yield _of_cohort(EventKind.COHORT_MOVED, now, after, changes=listing(moved))
    if was["min"] != now["min"]:
        yield _of_cohort(EventKind.COHORT_MINIMUM, now, after, before=_count(was["min"]), after=_count(now["min"]))


def _moved(word: str, was: Any, now: Any) -> str:
    return f"{word} {_day(now)} (før {_day(was)})"


def _day(value: Any) -> str:
    return "uden dato" if value is None else date_text(value)


def _count(value: Any) -> str:
    return "ukendt antal" if value is None else str(value)


def _of_cohort(kind: EventKind, row: Record, after: Sight, /, **details: str) -> Event:
    people = pd.concat([after.struck("cohort", row["cohort"])["candidate"], after.pupils(row["cohort"])])
    return Event(kind, row["partner"], row["cohort"], after.day, people=_people(people), details=details)


def _lost_cohort(kind: EventKind, of_pupils: EventKind, row: Record, after: Sight) -> Iterator[Event]:
    """A cohort that is lost: to those whose placement rests on it, and to those who have it in their school plan, whose
    igu goes on. Where it is neither, that is said."""
    struck = _people(after.struck("cohort", row["cohort"])["candidate"])
    pupils = tuple(name for name in _people(after.pupils(row["cohort"])) if name not in struck)
    if struck or not pupils:
        yield Event(kind, row["partner"], row["cohort"], after.day, people=struck)
    if pupils:
        details = {"count": plural(len(pupils), "igu-elev", "igu-elever")}
        yield Event(of_pupils, row["partner"], row["cohort"], after.day, people=pupils, details=details)


def _people(names: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(set(names.dropna())))


def slot_events(before: Sight, after: Sight) -> Iterator[Event]:
    """Slots that were closed or opened again, are smaller or larger, gone or new; and companies that withdrew."""
    old, new = changed_rows(before.slots, after.slots, ["status", "openings", "hindrance", "p_number"])
    withdrawn = list(_withdrawn(before, after, old, new))
    yield from withdrawn
    told = {slot for event in withdrawn for slot in event.details["slots"].split(", ")}
    for name in old.keys() - new.keys() - told:
        people = after.struck("slot", name)["candidate"]
        # A closed one concerns those who had it when it was there, not who is put on a row that is gone.
        if old[name]["status"] != _CLOSED or (len(people) and len(before.holding("slot", name))):
            yield Event(EventKind.SLOT_GONE, old[name]["partner"], name, after.day, people=_people(people))
    for name in new.keys() - old.keys():
        if new[name]["status"] != _CLOSED:
            yield Event(EventKind.SLOT_NEW, new[name]["partner"], name, after.day)
    for name in (old.keys() & new.keys()) - told:
        yield from _changed_slot(old[name], new[name], after)


def _changed_slot(was: Record, now: Record, after: Sight) -> Iterator[Event]:
    name, partner = now["slot"], now["partner"]
    holding = after.holding("slot", name)
    if was["status"] != now["status"] and _CLOSED in (was["status"], now["status"]):
        closed = now["status"] == _CLOSED
        struck = after.struck("slot", name)
        waiting = struck[struck["state"] != State.RUNNING]["candidate"] if closed else ()
        kind = EventKind.SLOT_CLOSED if closed else EventKind.SLOT_BACK
        yield Event(kind, partner, name, after.day, people=_people(pd.Series(waiting, dtype="string")))
    if was["openings"] != now["openings"] and now["status"] != _CLOSED:
        fewer = (now["openings"] or 0) < (was["openings"] or 0)
        over = holding["candidate"].nunique() > (now["openings"] or 0)
        details = {"before": _count(was["openings"]), "after": _count(now["openings"])}
        people = _people(holding["candidate"]) if fewer and over else ()
        kind = EventKind.SLOT_FEWER if fewer else EventKind.SLOT_MORE
        yield Event(kind, partner, name, after.day, people=people, details=details)


def _withdrawn(before: Sight, after: Sight, old: dict[str, Record], new: dict[str, Record]) -> Iterator[Event]:
    """Companies that are not known any more, or all of whose slots, when they had several, are closed or gone."""
    for company in sorted({str(row["p_number"]) for row in old.values() if row["p_number"]}):
        rows = before.slots[before.slots["p_number"] == company]
        offers = (rows["status"] != _CLOSED) & (rows["hindrance"].fillna("") != Closed.COMPANY)
        offered = set(rows.index[offers.fillna(True).to_numpy(dtype=bool)])
        unknown = {name for name in offered & new.keys() if new[name]["hindrance"] == Closed.COMPANY}
        lost = unknown | {name for name in offered & old.keys() if name not in new or new[name]["status"] == _CLOSED}
        if lost and lost == offered and (unknown or len(lost) > 1):
            why = Closed.COMPANY if unknown else "alle dens pladser er lukket eller væk"
            struck = pd.concat([after.struck("slot", name) for name in sorted(lost)])
            waiting = struck.loc[struck["state"] != State.RUNNING, "candidate"]
            details = {"slots": ", ".join(sorted(lost)), "why": why}
            partner = str(rows["partner"].iloc[0])
            yield Event(
                EventKind.COMPANY_WITHDRAWN, partner, company, after.day, people=_people(waiting), details=details
            )
