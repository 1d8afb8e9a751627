"""The demo partnership: every workbook with its rows, the same for the same arguments."""

from __future__ import annotations

from itertools import accumulate

from igu_xl.demo.books import DemoBook
from igu_xl.demo.chance import Chance, shares
from igu_xl.demo.mess.mess import messed_up
from igu_xl.demo.offers.companies import make_companies
from igu_xl.demo.offers.offers import make_profiles, make_slots, numbered, settle_staff
from igu_xl.demo.offers.schools import make_cohorts, make_courses
from igu_xl.demo.partners import ORGANISATIONS, SCHOOLS, Municipality, Organisation, municipalities_of
from igu_xl.demo.people.followups import make_followups
from igu_xl.demo.people.history import Past, make_history, with_last_employer, with_previous_igu
from igu_xl.demo.people.people import DemoRow, make_candidates
from igu_xl.demo.people.placing import past_slots, seated
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL

_SLOTS_PER_CANDIDATE = 45 / 200
_COMPANIES_PER_SLOT = 0.7
_FEWEST, _FEWEST_WITH_MESS = 40, 200


def make_partnership(candidates: int = 200, seed: int = 7) -> list[DemoBook]:
    """The partnership as real people keep it: the clean one with the mess of mess.py, the same for the same arguments.

    Raises `ValueError` below 200 candidates: there would be too few rows for all of the mess.
    """
    _require(candidates, _FEWEST_WITH_MESS)
    return messed_up(clean_partnership(candidates, seed))


def clean_partnership(candidates: int = 200, seed: int = 7) -> list[DemoBook]:
    """A partnership in which nothing is wrong, in order of filename; slots and cohorts grow with the candidates.

    Above 2,000 candidates all 29 municipalities of Region Hovedstaden take part. Raises `ValueError` below 40
    candidates, where some municipality would have none.
    """
    _require(candidates, _FEWEST)
    municipalities = municipalities_of(candidates)
    counts = shares(candidates, [municipality.weight for municipality in municipalities])
    people = {
        municipality: make_candidates(municipality, count, Chance(seed, municipality.filename))
        for municipality, count in zip(municipalities, counts, strict=True)
    }
    history = [
        past
        for municipality, rows in people.items()
        for past in make_history(rows, Chance(seed, f"history of {municipality.filename}"))
    ]
    cohorts = make_cohorts(candidates)
    branches, placements = _branches(candidates, history, seed)
    slots = [slot for book in branches for slot in book.rows["tblPladser"]]
    placements = seated(placements, slots, [row for rows in cohorts.values() for row in rows])
    schools = [_school_book(school.filename, school.owner, cohorts[school.letters]) for school in SCHOOLS]
    cvr_numbers = [firm["cvr"] for book in branches for firm in book.rows["tblVirksomheder"]]
    owners = _municipality_books(people, placements, cvr_numbers, seed)
    return sorted([*owners, *branches, *schools], key=lambda book: book.filename)


def _require(candidates: int, fewest: int) -> None:
    if candidates < fewest:
        raise ValueError(f"a partnership needs at least {fewest} candidates, got {candidates}")


def _branches(candidates: int, history: list[Past], seed: int) -> tuple[list[DemoBook], list[DemoRow]]:
    """The workbooks of the branches, and the placements of the past with the slots they were in."""
    slots = round(candidates * _SLOTS_PER_CANDIDATE)
    sizes = shares(slots, [organisation.weight for organisation in ORGANISATIONS])
    companies = [max(round(size * _COMPANIES_PER_SLOT), 2) for size in sizes]
    used = [0, *accumulate(companies)]
    books, placements = [], []
    for organisation, size, count, first in zip(ORGANISATIONS, sizes, companies, used, strict=False):
        book, placed = _branch_book(organisation, max(size, 2), (first, count), history, seed)
        books.append(book)
        placements += placed
    return books, placements


def _branch_book(
    organisation: Organisation, size: int, companies: tuple[int, int], history: list[Past], seed: int
) -> tuple[DemoBook, list[DemoRow]]:
    chance = Chance(seed, organisation.filename)
    first, count = companies
    firms = make_companies(organisation, count, first, chance)
    open_slots = numbered(organisation, make_slots(organisation, size, firms, chance))
    past, placed = past_slots(organisation, history, firms, len(open_slots) + 1, chance)
    rows = {
        "tblVirksomheder": settle_staff(firms, open_slots + past),
        "tblPladser": open_slots + past,
        "tblProfiler": make_profiles(organisation),
    }
    return DemoBook(BRANCH, organisation.filename, organisation.owner, rows), placed


def _municipality_books(
    people: dict[Municipality, list[DemoRow]], placements: list[DemoRow], cvr_numbers: list[str], seed: int
) -> list[DemoBook]:
    owned: dict[str, list[DemoRow]] = {municipality.code: [] for municipality in people}
    for placement in sorted(placements, key=lambda row: (row["start"], row["placement"])):
        owned[placement["candidate"].partition("-")[0]].append(placement)
    return [
        _municipality_book(municipality, rows, owned[municipality.code], cvr_numbers, seed)
        for municipality, rows in people.items()
    ]


def _municipality_book(
    municipality: Municipality,
    candidates: list[DemoRow],
    placements: list[DemoRow],
    cvr_numbers: list[str],
    seed: int,
) -> DemoBook:
    worked = with_last_employer(candidates, cvr_numbers, Chance(seed, f"jobs of {municipality.filename}"))
    rows = {
        "tblKandidater": with_previous_igu(worked, placements),
        "tblOpfoelgning": make_followups(placements, Chance(seed, f"talks of {municipality.filename}")),
        "tblForloeb": placements,
    }
    return DemoBook(MUNICIPALITY, municipality.filename, municipality.name, rows)


def _school_book(filename: str, owner: str, cohorts: list[DemoRow]) -> DemoBook:
    return DemoBook(SCHOOL, filename, owner, {"tblHold": cohorts, "tblKurser": make_courses(cohorts)})
