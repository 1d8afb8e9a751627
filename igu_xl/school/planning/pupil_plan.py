"""The two-year school plan of one placement, as everybody who shows, prints or checks it gets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from types import MappingProxyType

PROPOSED, AGREED, SIGNED_UP = "Foreslået", "Aftalt", "Tilmeldt"
HELD, CANCELLED, ABSENT = "Gennemført", "Aflyst", "Udeblevet"

STATUSES = (PROPOSED, AGREED, SIGNED_UP, HELD, CANCELLED, ABSENT)
"""Where a course of a plan stands, in the order in which it usually comes there."""

AHEAD = (PROPOSED, AGREED, SIGNED_UP)
"""The statuses of a course that is still to be held; its hours are counted on."""

_AMU = "AMU"

# Hours are typed with decimals; a rounding in the last of them is no shortage.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class PlannedCourse:
    """One row of a plan: a step of the package and the cohort that teaches it (empty where none is found yet).

    `course` is what the package calls it, a number as text or a title. `start` and `end` are its first and last day.
    `taught` hours count for `weighted` hours of the school part; None where the factor of its kind is not known.
    `status` is one of `STATUSES`, empty where no cohort is found. `must`: the package asks for it. `locked`: it may not
    be moved. `wish_from`: the earliest day that somebody wishes it to begin. `why`: why it lies there, or nowhere.
    """

    step: str
    course: str
    title: str
    kind: str
    cohort: str
    school: str
    postcode: str
    start: date | None
    end: date | None
    taught: float
    weighted: float | None
    status: str
    must: bool = True
    locked: bool = False
    wish_from: date | None = None
    why: str = ""

    @property
    def takes_time(self) -> bool:
        """Whether the pupil is at school for it, was, or shall be: a cancelled or missed course takes none."""
        return self.start is not None and self.end is not None and self.status in (*AHEAD, HELD)


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which the pupil cannot be at school: leave, long illness, weeks when the company cannot spare them."""

    reason: str
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class PupilPlan:
    """The two-year plan of one placement.

    `needed` and `amu_needed` are weighted hours (851 and 296 where 23 weeks and 8 weeks of AMU are asked for; 0 AMU
    hours where the law names none). `contacts` says whom to ask, a function and never a private person, under
    `kommune`, `virksomhed` and `skole:<name>`. `agreed_on`, `vitas_on` and `plan_on` are when the agreement was made,
    and when it and the teaching plan were put into VITAS. `wage_1` and `wage_2`: kr. a month before tax, the first and
    the second year. `as_of` is the day on which the plan was made: by it a calendar tells a later plan from an earlier.
    """

    placement: str
    candidate: str
    municipality: str
    slot: str
    position: str
    company: str
    cvr: str
    p_number: str
    branch: str
    package: str
    begins: date
    ends: date
    needed: float
    amu_needed: float
    courses: tuple[PlannedCourse, ...]
    away: tuple[Away, ...] = ()
    contacts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    agreed_on: date | None = None
    vitas_on: date | None = None
    plan_on: date | None = None
    weekly_hours: float | None = None
    wage_1: float | None = None
    wage_2: float | None = None
    danish_level: str = ""
    passed_test: str = ""
    collective_agreement: str = ""
    as_of: date | None = None

    @property
    def name(self) -> str:
        """What the plan is known by: its placement, or the candidate while it is only proposed."""
        return self.placement or self.candidate

    def as_json(self) -> dict[str, object]:
        """The plan for programs, as `igu plan --json` gives it."""
        keys = ("placement", "candidate", "municipality", "slot", "branch", "package", "needed", "amu_needed")
        days = {"begins": self.begins.isoformat(), "ends": self.ends.isoformat()}
        sums = {"done": self.done, "planned": self.planned, "missing": self.missing, "met": self.met}
        return (
            {key: getattr(self, key) for key in keys} | days | sums | {"courses": [_json(one) for one in self.courses]}
        )

    @property
    def done(self) -> float:
        """Weighted hours of the courses that were held; a course whose hours nobody can weigh counts for none."""
        return _weighted(one for one in self.courses if one.status == HELD)

    @property
    def planned(self) -> float:
        """Weighted hours of the courses that are to come."""
        return _weighted(one for one in self.courses if one.status in AHEAD)

    @property
    def missing(self) -> float:
        """Weighted hours that neither held courses nor those to come give; never below 0."""
        return _short(self.needed, self.done + self.planned)

    @property
    def amu_missing(self) -> float:
        """Hours of AMU that neither held courses nor those to come give; never below 0."""
        return _short(self.amu_needed, _weighted(one for one in self.courses if one.kind == _AMU and _counts(one)))

    @property
    def unplaced(self) -> tuple[PlannedCourse, ...]:
        """The courses that the package asks for and no cohort, held or to come, gives; one row of each step."""
        given = {one.step for one in self.courses if _counts(one)}
        asked = {one.step: one for one in self.courses if one.must and one.step not in given}
        return tuple(asked.values())

    @property
    def met(self) -> bool:
        """Whether the plan gives the hours, the AMU hours and every course that the package asks for."""
        return not (self.missing or self.amu_missing or self.unplaced)


def _json(course: PlannedCourse) -> dict[str, object]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(course).items()}


def _counts(course: PlannedCourse) -> bool:
    return course.status == HELD or course.status in AHEAD


def _weighted(courses: Iterable[PlannedCourse]) -> float:
    return float(sum(one.weighted for one in courses if one.weighted is not None))


def _short(needed: float, had: float) -> float:
    short = needed - had
    return short if short > _ROUNDING else 0.0
