"""What is done without optimising: three ways to book two years of school, on the same tables and under the same rules.

Everybody books in the order in which the igu begins, the locked seats first. They are what a plan is compared with:
*alone* and *first come* are the partnership's reason to exist, and no plan should be worse than the *patient* one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.problem.problem import Problem
from igu_xl.school.solving.search.enrolling import NEAR, EnrolmentDesk
from igu_xl.school.solving.search.offers import Offers
from igu_xl.school.solving.search.planned import plan_of

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
    """A patient planner: steer to the fullest cohort, cancel the emptiest third of the too small ones, book again."""
    return _timed(problem, _book_patiently)


def patient_choice(problem: Problem) -> pd.DataFrame:
    """pupil, cohort: what the patient planner books; a search can start from it."""
    desk = EnrolmentDesk(Offers(problem))
    _book_patiently(desk)
    return desk.rows()


def _timed(problem: Problem, book: Callable[[EnrolmentDesk], None]) -> Plan:
    """The plan of a way to book, with the bounds that are plain to see: nobody gets more than is needed."""
    started = time.perf_counter()
    desk = EnrolmentDesk(Offers(problem))
    book(desk)
    return plan_of(problem, desk.rows(), seconds=time.perf_counter() - started)


def _queue(desk: EnrolmentDesk) -> list[int]:
    """Pupils by the day on which their igu begins; ids break ties."""
    return [int(pupil) for pupil in np.argsort(desk.offers.problem.pupils["begins"].to_numpy(), kind="stable")]


def _book_each_alone(desk: EnrolmentDesk) -> None:
    homes = desk.offers.problem.pupils["municipality"].to_numpy()
    queue = np.array(_queue(desk), dtype=np.int64)
    for home in np.unique(homes):
        shared = [offer.runs_anyhow for offer in desk.offers.all]
        desk.open = [anyhow or seats == 0 for anyhow, seats in zip(shared, desk.seats, strict=True)]
        own = queue[homes[queue] == home].tolist()
        _keep_locks(desk, own)
        for pupil in own:
            _take_in_order(desk, pupil)
        _cancel_short(desk)


def _book_first_come(desk: EnrolmentDesk) -> None:
    queue = _queue(desk)
    _keep_locks(desk, queue)
    for pupil in queue:
        _take_in_order(desk, pupil)
    _cancel_short(desk)


def _book_patiently(desk: EnrolmentDesk) -> None:
    queue = _queue(desk)
    _keep_locks(desk, queue)
    again = set(queue)
    for _ in range(ROUNDS):
        for pupil in queue:
            if pupil in again:
                _take_fullest(desk, pupil)
        short = sorted(desk.short(), key=lambda cohort: _full(desk, cohort))
        if not short:
            break
        again = set(desk.cancel(short[: -(-len(short) // 3)]))
    _cancel_short(desk)
    # What runs is filled up with those who still miss something.
    desk.open = [seats > 0 or offer.runs_anyhow for seats, offer in zip(desk.seats, desk.offers.all, strict=True)]
    for pupil in queue:
        if not desk.has_all(pupil):
            _take_fullest(desk, pupil)


def _keep_locks(desk: EnrolmentDesk, pupils: Iterable[int]) -> None:
    """Book what is locked for these pupils, by first day, so far as it goes together."""
    offers = desk.offers
    fixed = offers.problem.fixed[offers.problem.fixed["decision"] == "lock"]
    numbers = zip(
        offers.pupils.get_indexer(pd.Index(fixed["pupil"])),
        offers.cohorts.get_indexer(pd.Index(fixed["cohort"])),
        strict=True,
    )
    locked = {(int(pupil), int(cohort)) for pupil, cohort in numbers}
    for pupil in pupils:
        for cohort in offers.options[pupil]:
            if (pupil, cohort) in locked and desk.may(pupil, cohort):
                desk.enrol(pupil, cohort)


def _take_in_order(desk: EnrolmentDesk, pupil: int) -> None:
    """Of what is useful, whatever comes first: what must be before all else."""
    for must in (True, False):
        for cohort in desk.offers.options[pupil]:
            if _useful(desk, pupil, cohort, must=must) and desk.may(pupil, cohort):
                desk.enrol(pupil, cohort)


def _take_fullest(desk: EnrolmentDesk, pupil: int) -> None:
    """Of what is useful, the fullest cohorts, and again as long as one opens the way for another."""
    options = sorted(desk.offers.options[pupil], key=lambda cohort: -_full(desk, cohort))
    for must in (True, False):
        more = True
        while more:
            more = False
            for cohort in options:
                if _useful(desk, pupil, cohort, must=must) and desk.may(pupil, cohort):
                    desk.enrol(pupil, cohort)
                    more = True


def _full(desk: EnrolmentDesk, cohort: int) -> float:
    """How much of its minimum a cohort has; one that runs anyhow has all."""
    least = desk.offers.all[cohort].least
    return desk.seats[cohort] / least if least else 1.0


def _useful(desk: EnrolmentDesk, pupil: int, cohort: int, *, must: bool) -> bool:
    """Whether the pupil misses what the cohort gives: what must be, or hours, of which enough are kept for AMU."""
    offers, offer = desk.offers, desk.offers.all[cohort]
    if must:
        return not offers.required[pupil].isdisjoint(offer.courses - desk.had[pupil])
    amu_left = max(0.0, offers.amu_need[pupil] - desk.amu_hours[pupil])
    left = offers.need[pupil] - desk.hours[pupil]
    return (offer.amu_hours > 0 and max(left, amu_left) > NEAR) or left - amu_left > NEAR


def _cancel_short(desk: EnrolmentDesk) -> None:
    """Cancel what is below its minimum until nothing is: who leaves one may leave others short that come after it."""
    while short := desk.short():
        desk.cancel(short)
