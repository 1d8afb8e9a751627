"""Changes that companies and schools could make: openings, seats, minimums, other starts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from igu_xl.danish import date_text, plural
from igu_xl.match.case import REJECT
from igu_xl.match.fills import CohortFill
from igu_xl.match.links import possible_links, too_soon
from igu_xl.match.options import seat_options
from igu_xl.match.solving.near import Near
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.problem.reach import Bits, count
from igu_xl.match.what_if.idea import Ground, Idea, changed, place_of, with_rows, with_value

# A minimum is bent by a few people, a course moved by a few weeks; more would be another course.
MOST_LOWERED = 3
MOST_OPENINGS = 3
WEEKS = (2, 4)
# The hint of what only helps if others are moved, too.
UNLIKELY = 0.5
# How many cohorts are looked at with another start: each is a small search among all candidates.
_MOVED = 12


def openings(ground: Ground) -> Iterator[Idea]:
    """One opening more in a full slot; or as many as a cohort lacks that has people enough without a place."""
    for slot, cohorts in ground.cohorts_of.items():
        if ground.left[slot] > 0:
            continue
        near = ground.reach.in_slot(slot) & ground.idle_bits
        running = [name for name in cohorts if ground.fills[name].runs and not ground.fills[name].full]
        if near.any():
            alone = ground.alone_in(slot)
            hint = max(ground.price("slot", slot), 1.0 if running or alone else UNLIKELY)
            yield _more_openings(ground, slot, 1, Near([*ground.nearest(cohorts), *alone]), hint)
    for fill in ground.short():
        lacking = fill.missing - fill.openings
        if 0 < lacking <= MOST_OPENINGS and fill.people >= fill.missing:
            slots = ground.slots_of.get(fill.cohort, [])
            best = max(slots, key=lambda slot: (count(_near(ground, slot, fill.cohort)), slot), default="")
            if best:
                yield _more_openings(ground, best, lacking, Near([fill.cohort]), float(fill.missing))


def plain_openings(ground: Ground) -> Iterator[Idea]:
    """One opening more in a full slot that needs no cohort."""
    plain = ground.problem.slots.loc[~ground.problem.slots["needs_cohort"], "slot"]
    for slot in plain:
        if ground.left[slot] <= 0 and (ground.reach.in_slot(slot) & ground.idle_bits).any():
            yield _more_openings(ground, slot, 1, Near(slots=[slot]), max(1.0, ground.price("slot", slot)))


def minimums(ground: Ground) -> Iterator[Idea]:
    """A minimum that is a few people lower: as many as lack, where those who have no place would fill the rest."""
    for fill in ground.short():
        there = min(fill.people, fill.openings)
        lower = min(max(fill.missing - there, 1), MOST_LOWERED)
        if lower < fill.missing:
            words = f"Mindst {fill.min - lower} deltagere i stedet for {fill.min} på holdet {fill.cohort}"
            own = ground.problem.cohorts.loc[ground.problem.cohorts["cohort"] == fill.cohort, "min"]
            make = partial(_with_cohort, ground.problem, fill.cohort, "min", float(own.iloc[0]) - lower)
            hint = max(
                ground.price("cohort_min", fill.cohort), float(there) if there + lower >= fill.missing else UNLIKELY
            )
            yield Idea("minimum", fill.cohort, words, make, Near([fill.cohort]), hint)


def seats(ground: Ground) -> Iterator[Idea]:
    """One seat more in a full cohort, where somebody without a place fits in and a slot is free."""
    for fill in ground.fills.values():
        if fill.runs and fill.full:
            free = [slot for slot in ground.slots_of.get(fill.cohort, []) if ground.left[slot] > 0]
            near = any(_near(ground, slot, fill.cohort).any() for slot in free)
            price = ground.price("cohort_max", fill.cohort)
            if near or price:
                words = f"En plads mere på holdet {fill.cohort}: {fill.max + 1} deltagere"
                own = ground.problem.cohorts.loc[ground.problem.cohorts["cohort"] == fill.cohort, "max"]
                make = partial(_with_cohort, ground.problem, fill.cohort, "max", float(own.iloc[0]) + 1)
                yield Idea("seats", fill.cohort, words, make, Near([fill.cohort]), max(price, 1.0))


def shared_starts(ground: Ground) -> Iterator[Idea]:
    """A free slot that begins with a running cohort of its branch that it does not serve today."""
    for slot, left in ground.left.items():
        known = ground.slots[slot]
        if left <= 0 or slot not in ground.cohorts_of:
            continue
        for fill in ground.joinable():
            if fill.branch == known["branch"] and fill.cohort not in ground.cohorts_of[slot]:
                near = count(_near(ground, slot, fill.cohort))
                if near:
                    words = f"{place_of(known)} begynder sammen med holdet {fill.cohort}, {date_text(fill.start)}"
                    make = partial(_with_link, ground.problem, slot, fill.cohort)
                    yield Idea(
                        "link", slot, words, make, Near([fill.cohort]), float(min(left, near, fill.max - fill.seats))
                    )


def later_starts(ground: Ground) -> Iterator[Idea]:
    """A cohort that lacks people and begins some weeks later."""
    for fill in ground.short()[:_MOVED]:
        for weeks in WEEKS:
            day = fill.start + pd.Timedelta(weeks=weeks)
            moved = _moved(ground, fill, day)
            if moved is not None:
                words = f"Holdet {fill.cohort} begynder {plural(weeks, 'uge', 'uger')} senere, {date_text(day)}"
                make = partial(_as_it_is, moved)
                yield Idea("start", fill.cohort, words, make, Near([fill.cohort]), float(fill.missing))


def _as_it_is(problem: Problem) -> Problem:
    return problem


def _near(ground: Ground, slot: str, cohort: str) -> Bits:
    """Who has no place, and may have the slot and sit in the cohort."""
    return ground.reach.in_both(slot, cohort) & ground.idle_bits


def _more_openings(ground: Ground, slot: str, more: int, near: Near, hint: float) -> Idea:
    words = f"{plural(more, 'plads', 'pladser')} mere på {place_of(ground.slots[slot])}"
    table = ground.problem.slots
    now = float(table.loc[table["slot"] == slot, "openings"].iloc[0])

    def make() -> Problem:
        return changed(ground.problem, slots=with_value(table, "slot", slot, "openings", now + more))

    return Idea("openings", slot, words, make, near, hint)


def _with_cohort(problem: Problem, cohort: str, column: str, value: float) -> Problem:
    return changed(problem, cohorts=with_value(problem.cohorts, "cohort", cohort, column, value))


def _with_link(problem: Problem, slot: str, cohort: str) -> Problem:
    link = pd.DataFrame({"slot": [slot], "cohort": [cohort]})
    return changed(problem, links=with_rows(problem.links, ["slot", "cohort"], link))


def _moved(ground: Ground, fill: CohortFill, day: pd.Timestamp) -> Problem | None:
    """The problem with a cohort that begins another day; None where that brings too few people together."""
    case, problem = ground.case, ground.problem
    cohort = case.cohorts[case.cohorts["cohort"] == fill.cohort].assign(start=day)
    seats = seat_options(case.candidates, cohort).allowed()
    if seats["candidate"].isin(ground.idle).sum() < fill.missing:
        return None
    links = possible_links(case.slots, cohort)
    if sum(ground.left[slot] for slot in links["slot"]) < fill.missing:
        return None
    early = too_soon(case.candidates, case.slots, cohort, links).assign(decision=REJECT)
    return changed(
        problem,
        seats=pd.concat([problem.seats[problem.seats["cohort"] != fill.cohort], seats]),
        links=pd.concat([problem.links[problem.links["cohort"] != fill.cohort], links]),
        fixed=pd.concat([problem.fixed, early]),
    )
