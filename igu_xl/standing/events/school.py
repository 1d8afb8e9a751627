"""What has happened in the school plans between two readings: where each course stands, wishes and absences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from igu_xl.danish import date_text
from igu_xl.records import Record, records
from igu_xl.standing.events.event import Event
from igu_xl.standing.events.kinds import EventKind
from igu_xl.standing.events.sight import Sight
from igu_xl.standing.school.weeks import ABSENT, CANCELLED, HELD, PROPOSED, SIGNED

_STEPS = {
    PROPOSED: EventKind.COURSE_PROPOSED,
    **dict.fromkeys(SIGNED, EventKind.COURSE_AGREED),
    HELD: EventKind.COURSE_HELD,
    CANCELLED: EventKind.COURSE_CANCELLED,
    ABSENT: EventKind.COURSE_MISSED,
}
# What is the same step in another reading, wherever its row stands now.
_COURSE, _WISH = ["placement", "course", "cohort", "kind"], ["placement", "course", "wish_from"]
_ABSENCE = ["placement", "begins", "ends"]


def course_events(before: Sight, after: Sight) -> Iterator[Event]:
    """The courses of school plans that got further, the wishes that are new, and the absences.

    A course that was held has the day on which it ended, all else that of the reading. Of a course it is told which
    cohort it is taken in, and of an absence when it is: neither what the course is called, nor why somebody is away.
    """
    for row in _new(_courses(before), _courses(after), _COURSE):
        end = row["end"]
        dated = row["kind"] == EventKind.COURSE_HELD and end is not None and end.date() <= after.day
        day = end.date() if dated else after.day
        yield _event(EventKind(row["kind"]), row, day, seen=not dated)
    for row in _new(_wishes(before), _wishes(after), _WISH):
        yield _event(EventKind.WISH, row, after.day, wish=date_text(row["wish_from"]))
    for row in _new(_whole(before), _whole(after), _ABSENCE):
        days = {key: date_text(row[key]) for key in ("begins", "ends")}
        yield Event(EventKind.ABSENCE, row["partner"], row["candidate"], after.day, details=days)


def _new(was: pd.DataFrame, now: pd.DataFrame, keys: list[str]) -> list[Record]:
    """The rows that are there now and were not before, by these keys, each once."""
    known = pd.MultiIndex.from_frame(was[keys].astype("object").fillna(""))
    told = pd.MultiIndex.from_frame(now[keys].astype("object").fillna(""))
    return records(now[~told.isin(known) & ~told.duplicated()])


def _courses(sight: Sight) -> pd.DataFrame:
    """The rows with what each has come to; one that is proposed has come to nothing before it has a cohort."""
    rows = _usable(sight.weeks)
    rows = rows[rows["status"].isin(list(_STEPS)) & ~((rows["status"] == PROPOSED) & rows["cohort"].isna())]
    return rows.assign(kind=rows["status"].map({status: str(kind) for status, kind in _STEPS.items()}))


def _wishes(sight: Sight) -> pd.DataFrame:
    rows = _usable(sight.weeks)
    return rows[rows["wish_from"].notna()]


def _whole(sight: Sight) -> pd.DataFrame:
    return _usable(sight.absences).dropna(subset=["begins", "ends"])


def _usable(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["usable"] & rows["candidate"].notna()]


def _event(kind: EventKind, row: Record, day: date, seen: bool = True, **details: str) -> Event:
    where = f"på holdet {row['cohort']}" if row["cohort"] else f"i forløbet {row['placement']}"
    return Event(kind, row["partner"], row["candidate"], day, seen, details={"where": where, **details})
