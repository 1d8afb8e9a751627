"""A calendar file (RFC 5545) of whole days. `icalendar` does the escaping and folding; here is what an entry says.

The bytes follow from the entries alone. A program that has the calendar already knows an entry again by its UID and
takes the one with the higher SEQUENCE: both are worked out, never drawn or counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import NAMESPACE_DNS, uuid5

from icalendar import Calendar, Component, Event

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


def with_withdrawn(content: bytes, told: bytes, today: date) -> bytes:
    """A calendar, and what an earlier one of the same reader told that it does not tell any more, as cancelled.

    A program that took the earlier one in keeps an entry until it is told that it is off. What has ended before
    `today` is told no more. An earlier calendar that somebody made unreadable, or of another reader, tells nothing.
    """
    calendar = Calendar.from_ical(content)
    try:
        earlier = Calendar.from_ical(told)
    except ValueError:
        return content
    events = calendar.walk("VEVENT")
    if events and earlier.get("x-wr-calname") != calendar.get("x-wr-calname"):
        return content
    known = {str(event["uid"]) for event in events}
    gone = [
        event for event in earlier.walk("VEVENT") if str(event["uid"]) not in known and event.decoded("dtend") > today
    ]
    if not gone:
        return content
    return _calendar(str(earlier.get("x-wr-calname")), [*events, *(_withdrawn(event, today) for event in gone)])


def _withdrawn(event: Component, today: date) -> Component:
    if event["status"] == EntryStatus.CANCELLED.value:
        return event
    made = max(today, event.decoded("dtstamp").date() + timedelta(days=1))
    return _event(
        str(event["uid"]),
        CalendarEntry(
            key="",
            title=f"Udgår: {event['summary']}",
            first=event.decoded("dtstart"),
            last=event.decoded("dtend") - timedelta(days=1),
            made=made,
            status=EntryStatus.CANCELLED,
            place=str(event.get("location", "")),
            text=_NOT_ANY_MORE,
        ),
    )


def calendar_file(name: str, entries: Iterable[CalendarEntry]) -> bytes:
    """The bytes of an .ics file, its entries by day; `name` is what a program calls the calendar."""
    every = {entry.uid: entry for entry in entries}
    return _calendar(name, [_event(uid, entry) for uid, entry in every.items()])


def _calendar(name: str, events: Iterable[Component]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//igu_xl//Skoleplan//DA")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in sorted(events, key=_order):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _order(event: Component) -> tuple[date, date, str, str]:
    return event.decoded("dtstart"), event.decoded("dtend"), str(event["summary"]), str(event["uid"])


def _event(uid: str, entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", uid)
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
