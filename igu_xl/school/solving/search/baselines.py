"""What is done without optimising: three ways to book two years of school, on the same tables and under the same rules.

Everybody books in the order in which the igu begins, the locked seats first. They are what a plan is compared with:
*alone* and *first come* are the partnership's reason to exist, and no plan should be worse than the *patient* one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from igu_xl.arrays import Bools
from igu_xl.school.solving.model.outcome import TINY, capped_hours, outcome_of, plan_tables
from igu_xl.school.solving.model.school import SchoolArrays, school_of
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.problem.problem import Problem
from igu_xl.school.solving.search.enrolling import EnrolmentDesk

ROUNDS = 30


def alone(problem: Problem) -> Plan:
    """Each municipality books for its own pupils only; a cohort runs when one fills it to its minimum alone.

    A cohort whose minimum others have reached already is open to all.
    """
    return _timed(problem, _book_each_alone)


def first_come(problem: Problem) -> Plan:
    """One list: everybody takes what comes first of what they need; cohorts that stay too small are cancelled."""
    return _timed(problem, _book_first_come)


def patient(problem: Problem) -> Plan:
    """A patient planner: after first come, the emptiest third of the too small cohorts is cancelled, and whoever misses
    something is steered to the fullest of the others; thirty rounds.
    """
    return _timed(problem, _book_patiently)


def patient_choice(school: SchoolArrays) -> Bools:
    """The seats that the patient planner books; a search can start from them."""
    desk = EnrolmentDesk(school)
    _book_patiently(desk)
    return desk.chosen()


def _timed(problem: Problem, book: Callable[[EnrolmentDesk], None]) -> Plan:
    """The plan of a way to book, with the bounds that are plain to see: nobody gets more than is needed."""
    started = time.perf_counter()
    problem.require_sound()
    school = school_of(problem)
    desk = EnrolmentDesk(school)
    book(desk)
    chosen = desk.chosen()
    outcome, unmet = outcome_of(school, chosen), school.locked & ~chosen
    named = zip(
        problem.pupils["pupil"].iloc[school.seat_pupil[unmet]],
        problem.cohorts["cohort"].iloc[school.seat_cohort[unmet]],
        strict=True,
    )
    return Plan(
        **plan_tables(school, chosen),
        met=int(outcome.met.sum()),
        met_bound=school.pupils,
        hours=capped_hours(school, outcome),
        hours_bound=float(school.need.sum()),
        status="feasible",
        seconds=time.perf_counter() - started,
        steps=(),
        unmet_locks=tuple(sorted([*school.unlisted_locks, *((str(pupil), str(cohort)) for pupil, cohort in named)])),
    )


def _queue(desk: EnrolmentDesk) -> list[int]:
    """Pupils by the day on which their igu begins; ids break ties."""
    begins = desk.school.problem.pupils["begins"].to_numpy()
    return [int(pupil) for pupil in np.argsort(begins, kind="stable")]


def _book_each_alone(desk: EnrolmentDesk) -> None:
    homes = desk.school.problem.pupils["municipality"].to_numpy()
    queue = np.array(_queue(desk), dtype=np.int64)
    for home in np.unique(homes):
        desk.open = [least == 0 or people == 0 for least, people in zip(desk.least, desk.people, strict=True)]
        _book_in_order(desk, queue[homes[queue] == home].tolist())


def _book_first_come(desk: EnrolmentDesk) -> None:
    _book_in_order(desk, _queue(desk))


def _book_in_order(desk: EnrolmentDesk, queue: Sequence[int]) -> None:
    """What comes first for each, without what then stays too small."""
    _take_what_comes_first(desk, queue)
    _cancel_short(desk)


def _take_what_comes_first(desk: EnrolmentDesk, queue: Sequence[int]) -> None:
    """These pupils one after the other: what is locked for any of them, then the first of what each needs."""
    _keep_locks(desk, queue)
    for pupil in queue:
        _take(desk, pupil, _seats(desk, pupil))


def _book_patiently(desk: EnrolmentDesk) -> None:
    queue = _queue(desk)
    _take_what_comes_first(desk, queue)
    for _ in range(ROUNDS):
        short = sorted(desk.short(), key=lambda cohort: (_full(desk, cohort), cohort))
        if not short:
            break
        desk.cancel(short[: -(-len(short) // 3)])
        _book_fullest(desk, queue)
    _cancel_short(desk)
    # What runs is filled up.
    desk.open = [least == 0 or people > 0 for least, people in zip(desk.least, desk.people, strict=True)]
    _book_fullest(desk, queue)


def _book_fullest(desk: EnrolmentDesk, queue: Sequence[int]) -> None:
    """Steer those who miss something, one after the other, to the fullest cohorts."""
    for pupil in (one for one in queue if not desk.has_all(one)):
        seats = sorted(_seats(desk, pupil), key=lambda seat: -_full(desk, desk.cohort_of[seat]))
        # One course may open the way for another.
        while _take(desk, pupil, seats):
            pass


def _full(desk: EnrolmentDesk, cohort: int) -> float:
    """How much of its minimum a cohort has; one that runs anyhow has all."""
    return desk.people[cohort] / desk.least[cohort] if desk.least[cohort] else 1.0


def _seats(desk: EnrolmentDesk, pupil: int) -> list[int]:
    """A pupil's seats, the first to start first."""
    return sorted(desk.school.seats_of(pupil), key=lambda seat: desk.start[desk.cohort_of[seat]])


def _keep_locks(desk: EnrolmentDesk, queue: Iterable[int]) -> None:
    """Book what is locked for these pupils, as far as it goes together."""
    for pupil in queue:
        for seat in _seats(desk, pupil):
            if desk.school.locked[seat] and desk.may(seat):
                desk.enrol(seat)


def _take(desk: EnrolmentDesk, pupil: int, seats: Sequence[int]) -> bool:
    """Book of these seats, in their order, what the pupil misses: what must be first, then hours. Whether any was."""
    required, some = _required(desk, pupil, seats), False
    for must in (True, False) if required else (False,):
        for seat in seats:
            courses = desk.courses[desk.cohort_of[seat]]
            useful = not required.isdisjoint(courses) if must else _gives_hours(desk, pupil, seat)
            if useful and desk.may(seat):
                desk.enrol(seat)
                some = True
    return some


def _required(desk: EnrolmentDesk, pupil: int, seats: Iterable[int]) -> set[int]:
    """The courses that must be and, step by step, those that come before them."""
    found: set[int] = set()
    ahead = set(desk.musts.get(pupil, ()))
    while ahead:
        found |= ahead
        before = (
            desk.school.needs.get(seat, ())
            for seat in seats
            if not ahead.isdisjoint(desk.courses[desk.cohort_of[seat]])
        )
        ahead = {course for courses in before for course in courses} - found
    return found


def _gives_hours(desk: EnrolmentDesk, pupil: int, seat: int) -> bool:
    """Whether the pupil misses hours that the cohort gives; of what is left, enough is kept for AMU."""
    amu_left = max(0.0, desk.amu_need[pupil] - desk.amu_hours[pupil])
    left = desk.need[pupil] - desk.hours[pupil]
    amu = bool(desk.amu_of[desk.cohort_of[seat]] > 0)
    return bool(left - amu_left > TINY or (amu and max(left, amu_left) > TINY))


def _cancel_short(desk: EnrolmentDesk) -> None:
    """Cancel what is below its minimum until nothing is: who leaves one leaves others that come after it."""
    while short := desk.short():
        desk.cancel(short)
