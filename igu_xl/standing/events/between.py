"""All that has happened between two readings, or in the whole of a history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from igu_xl.standing.events.event import Event
from igu_xl.standing.events.kinds import EventKind
from igu_xl.standing.events.offers import cohort_events, slot_events
from igu_xl.standing.events.partners import partner_events, renamed_partners
from igu_xl.standing.events.people import candidate_events, placement_events
from igu_xl.standing.events.school import course_events
from igu_xl.standing.events.sight import Sight
from igu_xl.standing.history import History

# What a new workbook brings is told by its own line.
_BROUGHT = (
    EventKind.CANDIDATE_NEW, EventKind.SLOT_NEW, EventKind.COHORT_NEW, EventKind.AGREED, EventKind.BEGUN,
    EventKind.COMPLETED, EventKind.MOVED_ON, EventKind.DROPPED_OUT, EventKind.UNTOLD, EventKind.PLACEMENT_CANCELLED,
    EventKind.COURSE_CANCELLED, EventKind.COURSE_MISSED, EventKind.COURSE_HELD, EventKind.WISH, EventKind.ABSENCE,
)  # fmt: skip


def events_between(before: History, after: History) -> tuple[Event, ...]:
    """What has happened from the last reading of one history to the last of another, which goes on from it.

    Nothing where either has no reading: there is nothing to compare with.
    """
    if before.latest is None or after.latest is None:
        return ()
    return _events(Sight.of(before, before.latest), Sight.of(after, after.latest))


def all_events(history: History, since: date = date.min) -> Iterator[Event]:
    """All that a history tells, from reading to reading; what the readings before `since` found is left out.

    The first reading is compared with nothing: what its cells date is told with their days, and what it found is only
    `seen` on its day.
    """
    known = [day for day in history.days if day < since]
    before = Sight.of(history.known_on(known[-1]), known[-1]) if known else Sight.of(History.empty(), since)
    for day in history.days[len(known) :]:
        after = Sight.of(history.known_on(day), day)
        events = _events(before, after)
        yield from map(_first_seen, events) if day == history.since else events
        before = after


def _first_seen(event: Event) -> Event:
    """Nobody knows since when somebody is there whom the first reading found."""
    return replace(event, kind=EventKind.FIRST_SEEN) if event.kind is EventKind.CANDIDATE_NEW else event


def _events(before: Sight, after: Sight) -> tuple[Event, ...]:
    renamed = renamed_partners(before.history, after.history)
    partners = list(partner_events(before.history, after.history, renamed, after.day))
    new = {event.partner for event in partners if event.kind is EventKind.PARTNER_NEW}
    rows = (
        *cohort_events(before, after),
        *slot_events(before, after),
        *candidate_events(before, after, renamed),
        *placement_events(before, after),
        *course_events(before, after),
    )
    return (*partners, *(event for event in rows if event.partner not in new or event.kind not in _BROUGHT))
