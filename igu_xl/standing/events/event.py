"""One event: what happened to which row at which partner, on which day, and whom it strikes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from igu_xl.danish import listing, number_text
from igu_xl.sheets.contract.coordinator import WEIGHTS
from igu_xl.standing.events.event_words import EVENT_WORDS, EventWords
from igu_xl.standing.events.kinds import EventKind

NameOf = Callable[[str], str]
"""What people call a partner."""

_MOST_NAMED = 6
_KINDS = {kind: number for number, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one row.

    `id` names the row: a candidate's where a placement is told of. `day` is the day that a cell states; where none
    does, that of the reading which found it, and then it was only `seen`. `people` are the candidates whom it strikes,
    `details` fill the blanks of its words.
    """

    kind: EventKind
    partner: str
    id: str
    day: date
    seen: bool = True
    people: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> EventWords:
        """How it is told."""
        return EVENT_WORDS[self.kind]

    @property
    def strikes(self) -> bool:
        """Whether somebody is struck, where that makes a difference."""
        return bool(self.words.struck and self.people)


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line that tells of an event, or of several ordinary ones of a partner together."""

    events: tuple[Event, ...]

    @property
    def first(self) -> Event:
        """The event that the line is of, or the first of several."""
        return self.events[0]

    @property
    def day(self) -> date:
        """The day of the line: the last of its events'."""
        return max(event.day for event in self.events)

    @property
    def seen(self) -> bool:
        """Whether no cell states the day."""
        return any(event.seen for event in self.events)

    @property
    def weight(self) -> str:
        """How much it matters."""
        return self.first.words.struck if self.first.strikes else self.first.words.weight

    @property
    def do(self) -> str:
        """What the coordinator can do about it; nothing where nobody is struck who could have been."""
        words = self.first.words
        return "" if words.struck and words.spared and not self.first.people else words.do

    @property
    def who(self) -> str:
        """The row that it is about, or the first of several and how many more."""
        return named([event.id for event in self.events], most=1)

    def sentence(self, name_of: NameOf) -> str:
        """What happened, in Danish."""
        event, partner = self.first, name_of(self.first.partner)
        if len(self.events) > 1:
            return event.words.many.format(
                count=number_text(len(self.events)), partner=partner, ids=named([one.id for one in self.events])
            )
        details = {key: _named_partner(text, name_of) for key, text in event.details.items()}
        blanks = {"id": event.id, "partner": partner, "people": named(event.people), **details}
        told = event.words.one + (event.words.hit if event.people else event.words.spared)
        sentence = told.format(**blanks)
        return sentence[0].upper() + sentence[1:]


def named(names: Sequence[str], most: int = _MOST_NAMED) -> str:
    """Names as a sentence lists them, a long list cut."""
    more = len(names) - most
    return listing([*names[:most], f"{number_text(more)} til"] if more > 0 else names)


def lines_of(events: Iterable[Event], but: Collection[EventKind] = ()) -> list[EventLine]:
    """The lines that tell of events, the most urgent first; those of the kinds in `but` are left out."""
    told = sorted((event for event in events if event.kind not in but), key=_together)
    lines = [line for _, group in groupby(told, key=_together) for line in _joined(list(group))]
    return sorted(lines, key=lambda line: (WEIGHTS.index(line.weight), _KINDS[line.first.kind], -line.day.toordinal()))


def _together(event: Event) -> tuple[int, str, bool]:
    return _KINDS[event.kind], event.partner, event.strikes


def _joined(events: list[Event]) -> Iterator[EventLine]:
    events.sort(key=lambda event: (event.id, event.day))
    first = events[0]
    if first.words.many and not first.strikes:
        yield EventLine(tuple(events))
    else:
        yield from (EventLine((event,)) for event in events)


def _named_partner(text: str, name_of: NameOf) -> str:
    """A detail that is a partner's key is told as its name."""
    return name_of(text) if text.startswith(("kommune:", "branche:", "skole:")) else text
