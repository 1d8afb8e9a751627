"""The demo partnership: every workbook with its rows, the same for the same arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from igu_xl.demo.books import DemoBook
from igu_xl.demo.chance import Chance, shares
from igu_xl.demo.mess.mess import messed_up
from igu_xl.demo.offers.companies import make_companies
from igu_xl.demo.offers.course_cohorts import with_free_seats
from igu_xl.demo.offers.offers import make_profiles, make_slots, numbered, settle_staff
from igu_xl.demo.offers.packages import PACKAGES, make_course_rows, make_packages
from igu_xl.demo.offers.schools import make_cohorts
from igu_xl.demo.partners import ORGANISATIONS, SCHOOLS, Municipality, Organisation, municipalities_of
from igu_xl.demo.people.absences import make_absences, make_busy_weeks
from igu_xl.demo.people.followups import make_followups
from igu_xl.demo.people.history import Past, make_history, with_last_employer, with_previous_igu
from igu_xl.demo.people.people import make_candidates
from igu_xl.demo.people.placing import past_slots, seated
from igu_xl.demo.people.pupils import make_pupils, pupil_counts
from igu_xl.demo.people.schooling import enrolled, make_school_rows
from igu_xl.demo.rows import DemoRow
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL

_SLOTS_PER_CANDIDATE = 45 / 200
_COMPANIES_PER_SLOT = 0.7
_FEWEST, _FEWEST_WITH_MESS = 40, 200


@dataclass(slots=True)
class _People:
    """A municipality's people and what became of them: the candidates, and the pupils of earlier years after them."""

    municipality: Municipality
    candidates: list[DemoRow]
    history: list[Past]
    pupils: list[DemoRow]
    pupil_history: list[Past]
    placements: list[DemoRow] = field(default_factory=list)


def make_partnership(candidates: int = 200, seed: int = 7) -> list[DemoBook]:
    """The partnership as real people keep it: the clean one with the mess of mess.py, the same for the same arguments.

    Raises `ValueError` below 200 candidates: there would be too few rows for all of the mess.
    """
    _require(candidates, _FEWEST_WITH_MESS)
    return messed_up(clean_partnership(candidates, seed))


def clean_partnership(candidates: int = 200, seed: int = 7) -> list[DemoBook]:
    """A partnership in which nothing is wrong, in order of filename; slots and cohorts grow with the candidates.

    Beside the candidates there are pupils in an igu from before, about two for every five of them (pupils.py). Above
    2,000 candidates all 29 municipalities of Region Hovedstaden take part. Raises `ValueError` below 40 candidates,
    where some municipality would have none.
    """
    _require(candidates, _FEWEST)
    people = _people(candidates, seed)
    cohorts = make_cohorts(candidates)
    branches, placements = _branches(candidates, people, seed)
    slots = [slot for book in branches for slot in book.rows["tblPladser"]]
    every_cohort = [row for rows in cohorts.values() for row in rows]
    placements = seated(placements, slots, every_cohort)
    in_packages = _in_packages(placements, slots)
    absences = make_absences(in_packages)
    plan = make_school_rows(in_packages, slots, every_cohort, absences, seed)
    known = enrolled(plan)
    schools = [
        _school_book(school.filename, school.owner, with_free_seats(cohorts[school.letters], known))
        for school in SCHOOLS
    ]
    cvr_numbers = [firm["cvr"] for book in branches for firm in book.rows["tblVirksomheder"]]
    _share_out(people, placements)
    owners = [_municipality_book(one, plan, absences, cvr_numbers, seed) for one in people]
    return sorted([*owners, *branches, *schools], key=lambda book: book.filename)


def _require(candidates: int, fewest: int) -> None:
    if candidates < fewest:
        raise ValueError(f"a partnership needs at least {fewest} candidates, got {candidates}")


def pupils_beside(candidates: int) -> int:
    """How many pupils of earlier years a partnership of so many candidates has beside them."""
    weights = [municipality.weight for municipality in municipalities_of(candidates)]
    return sum(pupil_counts(shares(candidates, weights)))


def _people(candidates: int, seed: int) -> list[_People]:
    municipalities = municipalities_of(candidates)
    counts = shares(candidates, [municipality.weight for municipality in municipalities])
    found = []
    for municipality, count, more in zip(municipalities, counts, pupil_counts(counts), strict=True):
        name = municipality.filename
        rows = make_candidates(municipality, count, Chance(seed, name))
        history = make_history(rows, Chance(seed, f"history of {name}"))
        pupils, began = make_pupils(municipality, more, count, Chance(seed, f"pupils of {name}"))
        found.append(_People(municipality, rows, history, pupils, began))
    return found


def _branches(candidates: int, people: list[_People], seed: int) -> tuple[list[DemoBook], list[DemoRow]]:
    """The workbooks of the branches, and the placements of the past with the slots they were in: pupils' last."""
    slots = round(candidates * _SLOTS_PER_CANDIDATE)
    sizes = shares(slots, [organisation.weight for organisation in ORGANISATIONS])
    companies = [max(round(size * _COMPANIES_PER_SLOT), 2) for size in sizes]
    used = [0, *accumulate(companies)]
    books: list[DemoBook] = []
    placements: list[DemoRow] = []
    of_pupils: list[DemoRow] = []
    for organisation, size, count, first in zip(ORGANISATIONS, sizes, companies, used, strict=False):
        book, placed, pupils = _branch_book(organisation, max(size, 2), (first, count), people, seed)
        books.append(book)
        placements += placed
        of_pupils += pupils
    return books, [*placements, *of_pupils]


def _branch_book(
    organisation: Organisation, size: int, companies: tuple[int, int], people: list[_People], seed: int
) -> tuple[DemoBook, list[DemoRow], list[DemoRow]]:
    chance = Chance(seed, organisation.filename)
    first, count = companies
    firms = make_companies(organisation, count, first, chance)
    slots = numbered(organisation, make_slots(organisation, size, firms, chance))
    history = [past for one in people for past in one.history]
    past, placed = past_slots(organisation, history, firms, len(slots) + 1, chance)
    slots += past
    began = [past for one in people for past in one.pupil_history]
    chance = Chance(seed, f"pupils of {organisation.filename}")
    past, pupils = past_slots(organisation, began, firms, len(slots) + 1, chance)
    slots += past
    rows = {
        "tblVirksomheder": settle_staff(firms, slots),
        "tblPladser": slots,
        "tblProfiler": make_profiles(organisation),
        "tblPakker": make_packages(organisation),
        "tblTravleUger": make_busy_weeks(firms, slots),
    }
    return DemoBook(BRANCH, organisation.filename, organisation.owner, rows), placed, pupils


def _in_packages(placements: list[DemoRow], slots: list[DemoRow]) -> list[DemoRow]:
    """The igu placements that run in a branch with a package, by start."""
    with_package = {slot["slot"] for slot in slots if slot["slot"].partition("-")[0] in PACKAGES}
    running = [row for row in placements if row["type"] == "igu" and row["ended_on"] is None]
    return sorted(
        (row for row in running if row["slot"] in with_package), key=lambda row: (row["start"], row["placement"])
    )


def _share_out(people: list[_People], placements: list[DemoRow]) -> None:
    """Give each municipality its placements by start, those of the pupils last."""
    for one in people:
        own = {row["candidate"] for row in one.candidates}
        code = f"{one.municipality.code}-"
        mine = [row for row in placements if row["candidate"].startswith(code)]
        one.placements = sorted(mine, key=lambda row: (row["candidate"] not in own, row["start"], row["placement"]))


def _municipality_book(
    people: _People, plan: list[DemoRow], absences: list[DemoRow], cvr_numbers: list[str], seed: int
) -> DemoBook:
    name = people.municipality.filename
    worked = with_last_employer(people.candidates, cvr_numbers, Chance(seed, f"jobs of {name}"))
    own = {row["placement"] for row in people.placements}
    rows = {
        "tblKandidater": with_previous_igu([*worked, *people.pupils], people.placements),
        "tblOpfoelgning": make_followups(people.placements, Chance(seed, f"talks of {name}")),
        "tblForloeb": people.placements,
        "tblSkoleplan": sorted(
            (row for row in plan if row["placement"] in own), key=lambda row: (row["placement"], row["start"])
        ),
        "tblFravaer": [row for row in absences if row["placement"] in own],
    }
    return DemoBook(MUNICIPALITY, name, people.municipality.name, rows)


def _school_book(filename: str, owner: str, cohorts: list[DemoRow]) -> DemoBook:
    return DemoBook(SCHOOL, filename, owner, {"tblHold": cohorts, "tblKurser": make_course_rows(cohorts)})
