"""What happened, told afterwards: in a month, or to one candidate. It only looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from igu_xl.actions.checking import look_only
from igu_xl.actions.known_ids import known_candidate
from igu_xl.danish import date_text
from igu_xl.month import Month
from igu_xl.progress import Progress
from igu_xl.standing.events.between import all_events
from igu_xl.standing.events.event import Event, EventLine, NameOf, lines_of
from igu_xl.standing.events.kinds import EventKind
from igu_xl.standing.events.one_candidate import history_of
from igu_xl.standing.tracked import CANDIDATES

# What only a candidate's own history tells: of a whole month it would be too much.
_OF_ONE = (
    EventKind.CANDIDATE_STATUS, EventKind.REGISTERED, EventKind.FIRST_SEEN, EventKind.COURSE_AGREED,
    EventKind.COURSE_PROPOSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Retold:
    """What happened, by day: of a month, or of a `candidate`. `since` is the day of the first reading."""

    lines: tuple[EventLine, ...]
    name_of: NameOf
    since: date | None
    month: Month | None = None
    candidate: str = ""

    @property
    def text(self) -> str:
        """It in Danish: a line for each thing, and what cannot be known."""
        about = " ".join(filter(None, [self.candidate, f"i {self.month.name}" if self.month else ""]))
        told = [f"Hvad er der sket{' med' * bool(self.candidate)} {about}?", ""]
        told += self._by_day() if self.lines else ["Der er intet at fortælle."]
        if self.since and (self.month is None or self.month.first < self.since):
            told += ["", f"Arbejdsbøgerne blev læst første gang den {date_text(self.since)}."]
            told[-1] += " Om tiden før vides kun det, som de selv skriver datoer på."
        return "\n".join(told)

    def _by_day(self) -> Iterator[str]:
        if self.candidate:
            days = [_day(line) for line in self.lines]
            width = max(map(len, days))
            yield from (f"{day:<{width}}  {self._told(one)}" for day, one in zip(days, self.lines, strict=True))
            return
        for day, lines in groupby(self.lines, key=lambda line: line.day):
            yield date_text(day)
            yield from (f"  {self._told(line)}{' (set den dag)' * line.seen}" for line in lines)

    def _told(self, line: EventLine) -> str:
        return line.sentence(self.name_of)

    def as_json(self) -> dict[str, object]:
        """The answer of `igu history --json`."""
        return {
            "month": str(self.month) if self.month else None,
            "candidate": self.candidate or None,
            "known_from": f"{self.since:%Y-%m-%d}" if self.since else None,
            "events": [
                {
                    "date": f"{line.day:%Y-%m-%d}",
                    "seen": line.seen,
                    "what": str(line.first.kind),
                    "partner": line.first.partner,
                    "ids": [event.id for event in line.events],
                    "sentence": self._told(line),
                }
                for line in self.lines
            ],
        }


def past_of(
    folder: Path, begun: datetime, candidate: str = "", month: Month | None = None, progress: Progress | None = None
) -> Retold:
    """What happened to a `candidate`, in a `month`, or both; without either in the month of the day of the run.

    Nothing is written, and the workbooks may be open. Raises `WrongUse` for a folder that is no partnership and a
    candidate that no reading ever found.
    """
    checked = look_only(folder, begun, progress)
    history = checked.validation.history
    if candidate:
        ids = history.versions[CANDIDATES]["candidate"].dropna()
        candidate = known_candidate(candidate, ids)
        told: Iterable[Event] = all_events(history_of(history, candidate))
        events = [event for event in told if candidate in (event.id, *event.people)]
    else:
        month = month or Month.of(checked.today)
        told, found = all_events(history, month.first), history.since
        events = [event for event in told if event.kind not in _OF_ONE and not (event.seen and event.day == found)]
    if month:
        events = [event for event in events if month.first <= event.day <= month.last]
    lines = _lines(sorted(events, key=lambda event: event.day), together=not candidate)
    return Retold(tuple(lines), checked.validation.partnership.partner_name, history.since, month, candidate)


def _lines(events: Iterable[Event], *, together: bool) -> Iterator[EventLine]:
    if not together:
        yield from (EventLine((event,)) for event in events)
        return
    for _, of_day in groupby(events, key=lambda event: event.day):
        yield from lines_of(of_day)


def _day(line: EventLine) -> str:
    return f"{'set den ' * line.seen}{date_text(line.day)}"
