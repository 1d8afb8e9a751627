"""A calendar file (RFC 5545) of whole days. `icalendar` does the escaping and folding; here is what an entry says.

The bytes follow from the entries alone. A program that has the calendar already knows an entry again by its UID and
takes the one with the higher SEQUENCE: both are worked out, never drawn or counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import NAMESPACE_DNS, uuid5

from icalendar import Calendar, Event

_OURS = uuid5(NAMESPACE_DNS, "igu-xl")
_NOT_ANY_MORE = "Det er ikke i planen mere."
_DAY_0 = date(2016, 7, 1)  # no igu exists before its law, so no plan is made before it


class EntryStatus(StrEnum):
    """How sure an entry is, as RFC 5545 calls it."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something that takes whole days, from `first` to `last`, both of them included.

    `key` is what makes it the same entry in a later plan; it is told as a hash only. `made` is the day of the plan.
    """

    key: str
    title: str
    first: date
    last: date
    made: date
    status: EntryStatus = EntryStatus.CONFIRMED
    place: str = ""
    text: str = ""

    @property
    def uid(self) -> str:
        """The name that programs know the entry by."""
        return str(uuid5(_OURS, self.key))


def with_withdrawn(entries: Iterable[CalendarEntry], earlier: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    """The entries, and those of an earlier calendar that are not among them any more, as cancelled."""
    now = {entry.key: entry for entry in entries}
    made = max((entry.made for entry in now.values()), default=date.min)
    gone = [entry for entry in earlier if entry.key not in now]
    return [*now.values(), *(_withdrawn(entry, made) for entry in gone)]


def _withdrawn(entry: CalendarEntry, made: date) -> CalendarEntry:
    return replace(
        entry,
        title=f"Udgår: {entry.title}",
        text=_NOT_ANY_MORE,
        status=EntryStatus.CANCELLED,
        made=max(made, entry.made + timedelta(days=1)),
    )


def calendar_file(name: str, entries: Iterable[CalendarEntry]) -> bytes:
    """The bytes of an .ics file, its entries by day; `name` is what a program calls the calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//igu_xl//Skoleplan//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in sorted(entries, key=lambda one: (one.first, one.last, one.title, one.uid)):
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", datetime.combine(entry.made, time(), UTC))
    event.add("sequence", max((entry.made - _DAY_0).days, 0))
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))  # the first day that is free again
    event.add("summary", entry.title)
    event.add("status", entry.status.value)
    event.add("transp", "TRANSPARENT")  # it is somebody else's day: the reader's own stays free
    if entry.place:
        event.add("location", entry.place)
    if entry.text:
        event.add("description", entry.text)
    return event
