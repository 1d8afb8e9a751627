"""The rules of a pupil's schedule as rows over seats."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from igu_xl.arrays import Floats, Ints
from igu_xl.school.solving.model.outcome import TINY
from igu_xl.school.solving.model.school import SchoolArrays, overlapping

# A row: (seat, coefficient) of its entries, and what they are at most together.
PlainRow = tuple[list[tuple[int, float]], float]


def schedule_rows(school: SchoolArrays, pupil: int) -> Iterator[PlainRow]:
    """What forbids seats of one pupil together."""
    seats = np.asarray(school.seats_of(pupil), dtype=np.int64)
    if not len(seats):
        return
    cohorts = school.seat_cohort[seats]
    once = {tuple(group) for group in _of_a_course(school, seats)}
    for places in overlapping(np.arange(len(seats)), school.start[cohorts], school.end[cohorts]):
        once.add(tuple(int(seat) for seat in seats[places]))
    for group in sorted(once):
        if len(group) > 1:
            yield [(seat, 1.0) for seat in group], 1.0
    yield from _before(school, seats)
    yield from _windows(school, seats)


def _of_a_course(school: SchoolArrays, seats: Ints) -> list[list[int]]:
    """The seats of a pupil by course."""
    groups: dict[int, list[int]] = {}
    for seat in seats.tolist():
        for course in school.teaches[school.seat_cohort[seat]]:
            groups.setdefault(course, []).append(seat)
    return list(groups.values())


def _before(school: SchoolArrays, seats: Ints) -> Iterator[PlainRow]:
    for seat in seats.tolist():
        for course in school.needs.get(seat, ()):
            start = school.start[school.seat_cohort[seat]]
            earlier = [
                other
                for other in seats.tolist()
                if course in school.teaches[school.seat_cohort[other]] and school.end[school.seat_cohort[other]] < start
            ]
            yield [(seat, 1.0), *((other, -1.0) for other in earlier)], 0.0


def _windows(school: SchoolArrays, seats: Ints) -> Iterator[PlainRow]:
    """At most so many hours at school in any so many days."""
    cohorts = school.seat_cohort[seats]
    start, end = school.start[cohorts], school.end[cohorts]
    for most, days in school.limits:
        rows: set[tuple[float, ...]] = set()
        for begin in window_begins(start, end, days):
            rows.add(tuple(hours_between(school, cohorts, begin, days).tolist()))
        for shares in sorted(rows):
            if sum(shares) > most + TINY:
                entries = [(int(seat), share) for seat, share in zip(seats, shares, strict=True) if share > 0]
                yield entries, most


def window_begins(start: Ints, end: Ints, days: int) -> list[int]:
    """The first days of the windows in which most can happen: those that begin or end with a cohort.

    Hours in a window are linear between days on which one of its ends meets one of a cohort's.
    """
    return sorted({*start.tolist(), *(end + 1).tolist(), *(start - days).tolist(), *(end + 1 - days).tolist()})


def hours_between(school: SchoolArrays, cohorts: Ints, begin: int, days: int) -> Floats:
    """Hours at school of each cohort in the days from `begin` on."""
    start, after = school.start[cohorts], school.end[cohorts] + 1
    common = np.minimum(after, begin + days) - np.maximum(start, begin)
    return np.asarray(school.taught[cohorts] * np.maximum(common, 0) / (after - start))
