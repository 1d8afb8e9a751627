"""Whether the figures that a school plan names are those of what its pupils attend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from igu_xl.optimise.findings import Violation
from igu_xl.records import Record, records
from igu_xl.school.solving.problem.facts import NEAR, CohortFacts, Facts
from igu_xl.school.solving.problem.plan import Plan


@dataclass(slots=True)
class Counted:
    """What a plan gives, counted again: by pupil, and the sum of hours up to what each needs."""

    hours: dict[str, float] = field(default_factory=dict)
    amu_hours: dict[str, float] = field(default_factory=dict)
    met: dict[str, bool] = field(default_factory=dict)
    useful: float = 0.0

    def add(self, pupil: Record, own: list[CohortFacts], facts: Facts) -> None:
        """The hours that a pupil gets, and whether that is all that was needed."""
        name = str(pupil["pupil"])
        had = [course for cohort in own for course in cohort.courses]
        hours = sum(facts.courses[course].hours for course in had)
        amu_hours = sum(facts.courses[course].hours for course in had if facts.courses[course].amu)
        musts = {course for course, want in facts.wants[name].items() if want.must}
        enough = hours >= pupil["hours"] - NEAR and amu_hours >= pupil["amu_hours"] - NEAR
        self.hours[name], self.amu_hours[name] = hours, amu_hours
        self.met[name] = bool(enough and musts <= set(had))
        self.useful += min(hours, float(pupil["hours"]))


def of_pupils(plan: Plan, counted: Counted) -> Iterator[Violation]:
    """Every pupil stands in the plan once, with the hours that are had."""
    names = Counter(str(row["pupil"]) for row in records(plan.pupils))
    differ = set(names) ^ set(counted.hours) | {name for name, times in names.items() if times > 1}
    yield from (Violation("pupils_listed", (name,)) for name in differ)
    for row in records(plan.pupils):
        name = str(row["pupil"])
        if name not in counted.hours:
            continue
        if abs(row["hours"] - counted.hours[name]) > NEAR:
            yield Violation("hours_differ", (name,))
        if abs(row["amu_hours"] - counted.amu_hours[name]) > NEAR:
            yield Violation("amu_hours_differ", (name,))
        if bool(row["met"]) != counted.met[name]:
            yield Violation("met_differs", (name,))


def of_cohorts(plan: Plan, facts: Facts, seats: Counter[str]) -> Iterator[Violation]:
    """Every cohort stands in the plan once, with our people in it, whether it runs, and how many it misses."""
    names = Counter(str(row["cohort"]) for row in records(plan.cohorts))
    differ = set(names) ^ set(facts.cohorts) | {name for name, times in names.items() if times > 1}
    yield from (Violation("cohorts_listed", (name,)) for name in differ)
    for row in records(plan.cohorts):
        cohort = facts.cohorts.get(str(row["cohort"]))
        if cohort is None:
            continue
        number = seats[cohort.name]
        if row["seats"] != number:
            yield Violation("seats_differ", (cohort.name,))
        if bool(row["runs"]) != cohort.runs_with(number):
            yield Violation("runs_differs", (cohort.name,))
        if row["missing"] != max(0.0, cohort.least - cohort.taken - number):
            yield Violation("missing_differs", (cohort.name,))


def of_plan(plan: Plan, counted: Counted) -> Iterator[Violation]:
    """The plan's own sums, its bounds no lower than these, and optimal only where they are the same."""
    met = sum(counted.met.values())
    if plan.met != met:
        yield Violation("met_total_differs", (str(met), str(plan.met)))
    if abs(plan.hours - counted.useful) > NEAR * max(1.0, counted.useful):
        yield Violation("hours_total_differs", (str(counted.useful), str(plan.hours)))
    if met > plan.met_bound + NEAR:
        yield Violation("met_above_bound", (str(met), str(plan.met_bound)))
    if counted.useful > plan.hours_bound + NEAR * max(1.0, counted.useful):
        yield Violation("hours_above_bound", (str(counted.useful), str(plan.hours_bound)))
    equal = met >= plan.met_bound - NEAR and counted.useful >= plan.hours_bound * (1 - NEAR) - NEAR
    if plan.status == "optimal" and not equal:
        yield Violation("not_optimal", (str(plan.met_bound), str(plan.hours_bound)))
    if plan.status not in ("optimal", "feasible"):
        yield Violation("unknown_status", (str(plan.status),))
