"""The cohorts of the schools: those held and cancelled before, and those that wait for enough people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from igu_xl.demo.offers.course_cohorts import make_course_cohorts
from igu_xl.demo.offers.packages import FIRST_TITLE
from igu_xl.demo.partners import ORGANISATIONS, SCHOOLS
from igu_xl.demo.rows import DemoRow


@dataclass(frozen=True, slots=True)
class Offer:
    """A cohort that a school has planned: for which branch, when, for how many, and with how much Danish."""

    school: str
    letters: str
    start: date
    weeks_to_enrol: int
    least: int
    most: int
    danish_min: str


# For 200 candidates. Every start is a Monday; larger partnerships repeat the list in other weeks.
OFFERS = (
    Offer("VUF", "SER", date(2027, 1, 11), 3, 10, 20, "DU1 M4"),
    Offer("NEXT", "BYG", date(2027, 1, 18), 4, 9, 18, "DU1 M4"),
    Offer("TEC", "TRA", date(2027, 2, 8), 3, 8, 16, "DU1 M4"),
    Offer("NEXT", "HOT", date(2026, 12, 7), 2, 9, 16, "DU1 M4"),
    Offer("ESN", "ANL", date(2027, 3, 22), 3, 8, 16, "DU1 M3"),
    Offer("SCH", "SER", date(2027, 2, 1), 3, 10, 18, "DU1 M3"),
    Offer("TEC", "BYG", date(2027, 2, 8), 4, 10, 16, "DU2 M4"),
    Offer("VUF", "HOT", date(2027, 2, 15), 3, 8, 16, "DU1 M3"),
    Offer("NSS", "SER", date(2027, 3, 1), 2, 8, 16, "DU1 M3"),
    Offer("NEXT", "BYG", date(2027, 3, 1), 4, 8, 18, "DU1 M4"),
    Offer("TEC", "TRA", date(2027, 3, 15), 3, 9, 16, "DU1 M4"),
    Offer("ESN", "SER", date(2027, 4, 5), 3, 12, 20, "DU1 M4"),
    Offer("ESN", "BYG", date(2027, 4, 12), 3, 12, 18, "DU2 M3"),
    Offer("NEXT", "HOT", date(2027, 3, 8), 3, 8, 18, "DU1 M4"),
    Offer("ESN", "ANL", date(2027, 4, 26), 2, 8, 16, "DU2 M2"),
    Offer("SCH", "SER", date(2027, 5, 3), 3, 10, 18, "DU1 M3"),
    Offer("TEC", "BYG", date(2027, 5, 10), 4, 12, 18, "DU2 M4"),
    Offer("NSS", "TRA", date(2027, 5, 3), 3, 9, 16, "DU2 M2"),
)
_FIRST_START, _WEEKS = date(2026, 12, 7), 24
_BLOCK = timedelta(weeks=6, days=-3)

# Held before: one start a year in each branch; and those that too few signed up for.
_HELD = {"BYG": "NEXT", "ANL": "ESN", "SER": "VUF", "TRA": "TEC", "HOT": "NEXT"}
_HELD_STARTS = (date(2025, 9, 1), date(2026, 3, 2))
_CANCELLED = (("TEC", "BYG", date(2025, 10, 6)), ("TEC", "TRA", date(2026, 4, 13)), ("ESN", "ANL", date(2026, 8, 31)))
_BRANCHES = {organisation.letters: organisation.branch for organisation in ORGANISATIONS}
_POSTCODES = {school.letters: school.postcode for school in SCHOOLS}


def make_cohorts(candidates: int) -> dict[str, list[DemoRow]]:
    """The cohorts of every school (by its letters), in number proportional to the candidates of the partnership."""
    cohorts = [*_held(candidates), *_planned(candidates), *make_course_cohorts(candidates)]
    numbers: dict[tuple[str, int], int] = {}
    schools: dict[str, list[DemoRow]] = {school.letters: [] for school in SCHOOLS}
    for school, row in cohorts:
        year = row["start"].year
        number = numbers[school, year] = numbers.get((school, year), 0) + 1
        schools[school].append({"cohort": f"{school}-{year}-{number:02d}", **row})
    return schools


def _planned(candidates: int) -> list[tuple[str, DemoRow]]:
    count = max(round(len(OFFERS) * candidates / 200), 3)
    rounds = [(OFFERS[index % len(OFFERS)], index // len(OFFERS)) for index in range(count)]
    return [(offer.school, _cohort(offer, repeat)) for offer, repeat in rounds]


def _cohort(offer: Offer, repeat: int) -> DemoRow:
    weeks = ((offer.start - _FIRST_START).days // 7 + repeat) % _WEEKS
    start = _FIRST_START + timedelta(weeks=weeks)
    enrol_by = start - timedelta(weeks=offer.weeks_to_enrol, days=-3)
    row = _row(offer.school, offer.letters, start, (offer.least, offer.most), offer.danish_min)
    return row | {"enrol_by": enrol_by, "status": "Åbent" if start < date(2027, 3, 1) else "Planlagt"}


def _held(candidates: int) -> list[tuple[str, DemoRow]]:
    held = [
        (school, _row(school, letters, start, (10, 18), "DU1 M4") | {"status": "Afholdt", "free_seats": 0})
        for start in _HELD_STARTS
        for letters, school in _HELD.items()
        for _ in range(math.ceil(candidates / 400))
    ]
    cancelled = [
        (school, _row(school, letters, start, (12, 18), "DU2 M3") | {"status": "Aflyst"})
        for school, letters, start in _CANCELLED
    ]
    return sorted(held + cancelled, key=lambda pair: pair[1]["start"])


def _row(school: str, letters: str, start: date, seats: tuple[int, int], danish_min: str) -> DemoRow:
    branch = _BRANCHES[letters]
    return {
        "title": FIRST_TITLE.format(branch=branch),
        "branch": branch,
        "type": "igu",
        "start": start,
        "end": start + _BLOCK,
        "min": seats[0],
        "max": seats[1],
        "danish_min": danish_min,
        "danish_max": None,
        "postcode": _POSTCODES[school],
        "enrol_by": start - timedelta(days=18),
        "free_seats": None,
        "status": "Planlagt",
    }
