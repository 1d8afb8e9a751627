"""The proof that a school plan is allowed and that its figures are true.

It shares no code with what makes plans: it counts every rule up from the tables, pupil by pupil and cohort by cohort,
and the hours of school day by day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from igu_xl.optimise.findings import Violation
from igu_xl.records import Record, records
from igu_xl.school.solving.problem.facts import NEAR, CohortFacts, Facts, day_number, id_pairs
from igu_xl.school.solving.problem.figures import Counted, of_cohorts, of_plan, of_pupils
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.problem.problem import Problem


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Every rule that the plan breaks; an empty list proves it allowed and its figures true.

    It says nothing about how good the plan is, but that its bounds are no lower than what it has, and that it is not
    called optimal while they are higher.
    """
    facts, attends = Facts(problem), id_pairs(plan.attends, "pupil", "cohort")
    found = [*_listed(problem, facts, attends)]
    # Hours cannot be spread over the days of a cohort that ends before it starts.
    found += [Violation("cohort_backwards", (cohort,)) for _, cohort in attends if facts.backwards(cohort)]
    known = sorted({(pupil, cohort) for pupil, cohort in attends if cohort in facts.cohorts})
    known = [(pupil, cohort) for pupil, cohort in known if not facts.backwards(cohort)]
    cohorts_of: dict[str, list[CohortFacts]] = defaultdict(list)
    for pupil, cohort in known:
        cohorts_of[pupil].append(facts.cohorts[cohort])
    counted = Counted()
    for row in records(problem.pupils):
        own = sorted(cohorts_of[str(row["pupil"])], key=lambda cohort: (cohort.first, cohort.name))
        found += _schedule(row, own, facts)
        counted.add(row, own, facts)
    seats = Counter(cohort for _, cohort in known)
    found += [*_cohorts(facts, seats), *_rooms(problem, facts, seats), *_decisions(problem, plan, set(known))]
    found += [*of_pupils(plan, counted), *of_cohorts(plan, facts, seats), *of_plan(plan, counted)]
    return sorted(set(found), key=lambda violation: (violation.code, violation.key))


def _listed(problem: Problem, facts: Facts, attends: list[tuple[str, str]]) -> Iterator[Violation]:
    """Each row is a seat that the tables allow, and stands there once."""
    pupils = {str(pupil) for pupil in problem.pupils["pupil"]}
    for (pupil, cohort), times in Counter(attends).items():
        if times > 1:
            yield Violation("seat_twice", (pupil, cohort))
        if pupil not in pupils:
            yield Violation("unknown_pupil", (pupil,))
        if cohort not in facts.cohorts:
            yield Violation("unknown_cohort", (cohort,))
        if (pupil, cohort) not in facts.allowed:
            yield Violation("seat_not_allowed", (pupil, cohort))


def _schedule(pupil: Record, own: list[CohortFacts], facts: Facts) -> Iterator[Violation]:
    """One pupil's cohorts: within the igu, not while away, no two at a time, each course once, in order."""
    name = str(pupil["pupil"])
    for cohort in own:
        if cohort.first < day_number(pupil["begins"]) or cohort.last > day_number(pupil["ends"]):
            yield Violation("outside_igu", (name, cohort.name))
        if any(cohort.meets(first, last) for first, last in facts.away[name]):
            yield Violation("while_away", (name, cohort.name))
        for course in cohort.courses:
            want = facts.wants[name].get(course)
            if want and want.earliest is not None and cohort.first < want.earliest:
                yield Violation("too_early", (name, cohort.name, course))
            if want and want.latest is not None and cohort.last > want.latest:
                yield Violation("too_late", (name, cohort.name, course))
            yield from _order(name, cohort, course, own, facts)
    for number, one in enumerate(own):
        for other in own[number + 1 :]:
            if one.meets(other.first, other.last):
                yield Violation("overlap", (name, one.name, other.name))
    courses = Counter(course for cohort in own for course in cohort.courses)
    yield from (Violation("course_twice", (name, course)) for course, times in courses.items() if times > 1)
    for most, days in facts.limits:
        if facts.most_taught(own, days) > most + NEAR:
            yield Violation("school_hours_exceeded", (name, str(days)))


def _order(name: str, cohort: CohortFacts, course: str, own: list[CohortFacts], facts: Facts) -> Iterator[Violation]:
    """What comes before has ended, is taught in the same cohort, or was had before the plan."""
    wants = facts.wants[name]
    for before in facts.courses[course].after:
        had = bool(wants) and before not in wants
        ended = any(before in other.courses and other.last < cohort.first for other in own)
        if not (had or ended or before in cohort.courses):
            yield Violation("out_of_order", (name, cohort.name, before))


def _cohorts(facts: Facts, seats: Counter[str]) -> Iterator[Violation]:
    """A cohort that somebody attends runs, and is not too full with those whom others have in it."""
    for name, number in seats.items():
        cohort = facts.cohorts[name]
        if not cohort.runs_with(number):
            yield Violation("cohort_below_min", (name,))
        if number + cohort.taken > cohort.most:
            yield Violation("cohort_above_max", (name,))


def _rooms(problem: Problem, facts: Facts, seats: Counter[str]) -> Iterator[Violation]:
    """A room never holds more running cohorts than it can, but for those that run without us, too."""
    running = [cohort for cohort in facts.cohorts.values() if cohort.runs_with(seats[cohort.name])]
    for row in records(problem.rooms):
        there = [cohort for cohort in running if cohort.room == str(row["room"])]
        for day in {cohort.first for cohort in there}:
            together = [cohort for cohort in there if cohort.first <= day <= cohort.last]
            ours = any(cohort.taken < cohort.least for cohort in together)
            if len(together) > row["max_cohorts"] and ours:
                yield Violation("room_exceeded", (str(row["room"]),))


def _decisions(problem: Problem, plan: Plan, attends: set[tuple[str, str]]) -> Iterator[Violation]:
    """Locks are kept or named as unmet, and what was rejected is not planned."""
    unmet = set(plan.unmet_locks)
    locks = set()
    for row in records(problem.fixed):
        seat = (str(row["pupil"]), str(row["cohort"]))
        if row["decision"] == "reject" and seat in attends:
            yield Violation("rejected", seat)
        if row["decision"] == "lock":
            locks.add(seat)
            if seat not in attends and seat not in unmet:
                yield Violation("lock_broken", seat)
    yield from (Violation("unmet_lock_untrue", seat) for seat in unmet if seat in attends or seat not in locks)
