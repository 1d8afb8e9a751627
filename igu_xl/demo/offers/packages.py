"""The packages of four branches: the courses of an igu in order, with invented titles and no official codes.

What a package must have counts for some of the 851 hours of the school part, what it may have for the rest; its AMU is
at least eight weeks. No course counts for more than 156 hours: so much school may lie in a quarter. The fifth branch
of the demo has written no package.
"""

from __future__ import annotations

from dataclasses import dataclass

from igu_xl.demo.partners import ORGANISATIONS, Organisation
from igu_xl.demo.rows import DemoRow
from igu_xl.domain.law.school_demand import WEEK_HOURS
from igu_xl.domain.law.school_plan import Course, weighted_hours

AMU, DANISH, FVU, AVU = "AMU", "dansk", "FVU", "avu"
FIRST_TITLE = "{branch}, trin 1"
_BRANCHES = {organisation.letters: organisation.branch for organisation in ORGANISATIONS}


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A step of a package: its number, course, kind and taught weeks, the steps before it, and when it is for."""

    number: int
    title: str
    kind: str
    weeks: int
    after: tuple[int, ...] = ()
    months: tuple[int | None, int | None] = (None, None)
    must: bool = True

    @property
    def lasts(self) -> int:
        """The weeks from first to last day: AMU is full time, all else half time."""
        return self.weeks * (1 if self.kind == AMU else 2)

    @property
    def hours(self) -> int:
        """Hours that are taught."""
        return self.weeks * WEEK_HOURS

    @property
    def weighted(self) -> float:
        """Hours that count in the school part."""
        return weighted_hours(Course(self.kind, self.hours)) or 0.0


@dataclass(frozen=True, slots=True)
class CoursePackage:
    """A package: its name, and what follows on the courses of the first cohort."""

    name: str
    later: tuple[CourseStep, ...]


_READING, _MATHS, _DANISH = "Eksempel: FVU-læsning", "Eksempel: FVU-matematik", "Eksempel: Dansk i faget"

PACKAGES = {
    "BYG": CoursePackage(
        "Byggeri",
        (
            CourseStep(3, "Eksempel: Stillads og sikkerhed", AMU, 4, (1,), (2, 18)),
            CourseStep(4, _DANISH, DANISH, 2, (2,), (3, 24)),
            CourseStep(5, "Eksempel: Materialer og mål", AMU, 4, (3,), (4, 24)),
            CourseStep(6, _READING, FVU, 2, (2,), (4, 24)),
            CourseStep(7, "Eksempel: Maskiner på pladsen", AMU, 3, (3,), (6, 24), must=False),
            CourseStep(8, "Eksempel: Nedrivning og genbrug", AMU, 3, (3,), (6, 24), must=False),
        ),
    ),
    "ANL": CoursePackage(
        "Grønne fag",
        (
            CourseStep(3, "Eksempel: Belægning og anlæg", AMU, 4, (1,), (2, 18)),
            CourseStep(4, _READING, FVU, 2, (2,), (3, 24)),
            CourseStep(5, "Eksempel: Pleje af grønne områder", AMU, 4, (3,), (4, 24)),
            CourseStep(6, _DANISH, DANISH, 2, (2,), (3, 24)),
            CourseStep(7, "Eksempel: Små maskiner", AMU, 3, (3,), (6, 24), must=False),
            CourseStep(8, _MATHS, FVU, 2, (4,), (6, 24), must=False),
        ),
    ),
    "SER": CoursePackage(
        "Service",
        (
            CourseStep(3, "Eksempel: Rengøringsteknik", AMU, 4, (1,), (2, 18)),
            CourseStep(4, _READING, FVU, 2, (2,), (3, 24)),
            CourseStep(5, "Eksempel: Service og kunder", AMU, 3, (3,), (4, 24)),
            CourseStep(6, _MATHS, FVU, 2, (2,), (4, 24)),
            CourseStep(7, _DANISH, DANISH, 2, (2,), (3, 24), must=False),
            CourseStep(8, "Eksempel: Ejendomsservice", AMU, 4, (3,), (6, 24), must=False),
        ),
    ),
    "TRA": CoursePackage(
        "Lager og transport",
        (
            CourseStep(3, "Eksempel: Lager og logistik", AMU, 4, (1,), (2, 18)),
            CourseStep(4, "Eksempel: Dansk som andetsprog", AVU, 2, (2,), (3, 24)),
            CourseStep(5, "Eksempel: Terminal og udstyr", AMU, 4, (3,), (4, 24)),
            CourseStep(6, _MATHS, FVU, 2, (2,), (4, 24)),
            CourseStep(7, "Eksempel: Gods og ekspedition", AMU, 3, (3,), (6, 24), must=False),
        ),
    ),
}


def first_steps(letters: str) -> tuple[CourseStep, ...]:
    """The courses of a first cohort of a branch, also of one without a package."""
    own = _BRANCHES[letters]
    return (
        CourseStep(1, f"Eksempel: Branche og arbejdsmiljø ({own})", AMU, 2, (), (1, 12)),
        CourseStep(2, f"Eksempel: Dansk på arbejdspladsen ({own})", DANISH, 1, (), (1, 12)),
    )


def package_steps(letters: str) -> tuple[CourseStep, ...]:
    """All steps of a branch's package in order, none where it has no package."""
    package = PACKAGES.get(letters)
    return (*first_steps(letters), *package.later) if package else ()


def steps_taught(cohort: DemoRow) -> tuple[CourseStep, ...]:
    """The steps that a cohort teaches: those of a first cohort, else the one that it is named after."""
    letters = letters_of(cohort["branch"])
    if is_first(cohort):
        return first_steps(letters)
    return tuple(step for step in package_steps(letters) if step.title == cohort["title"])


def is_first(cohort: DemoRow) -> bool:
    """Whether a cohort is one that an igu begins with."""
    return bool(cohort["title"] == FIRST_TITLE.format(branch=cohort["branch"]))


def branch_of(letters: str) -> str:
    """The branch whose ids have these letters."""
    return _BRANCHES[letters]


def letters_of(branch: str) -> str:
    """The letters of a branch's ids."""
    return next(letters for letters, name in _BRANCHES.items() if name == branch)


def make_packages(organisation: Organisation) -> list[DemoRow]:
    """The branch's rows of the table of packages; nobody knows whether they are the official ones."""
    return [
        {
            "package": PACKAGES[organisation.letters].name,
            "branch": organisation.branch,
            "step": str(step.number),
            "course": step.title,
            "hours": step.hours,
            "course_kind": step.kind,
            "after": "; ".join(map(str, step.after)) or None,
            "earliest_month": step.months[0],
            "latest_month": step.months[1],
            "must": "Skal" if step.must else "Kan",
            "official": "Ukendt",
        }
        for step in package_steps(organisation.letters)
    ]


def make_course_rows(cohorts: list[DemoRow]) -> list[DemoRow]:
    """The courses of the cohorts; the codes are invented, none is in use."""
    return [_course(row, step) for row in cohorts for step in steps_taught(row)]


def _course(cohort: DemoRow, step: CourseStep) -> DemoRow:
    series = f"00{list(_BRANCHES).index(letters_of(cohort['branch'])) + 1}"
    return {
        "cohort": cohort["cohort"],
        "amu_code": f"{series}{step.number}0" if step.kind == AMU else None,
        "title": step.title,
        "days": step.weeks * 5,
        "hours": step.hours,
        "course_kind": step.kind,
    }
