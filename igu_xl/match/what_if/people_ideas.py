"""Changes on the side of the candidates: a Danish module more for a few, a few candidates more for a cohort."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from igu_xl.danish import plural
from igu_xl.domain.danish_levels import danish_level
from igu_xl.match.fills import CohortFill
from igu_xl.match.options import pair_options, seat_options
from igu_xl.match.solving.near import Near
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.what_if.idea import Ground, Idea, changed, with_rows
from igu_xl.records import Record, records

# More would be a campaign, not a phone call.
MOST_RECRUITED = 4
# The value of an option that needs the change: less than of any other, so that few are taught for nothing.
_LAST = 0.0


def danish(ground: Ground) -> Iterator[Idea]:
    """One Danish module more for those without a place to whom it opens something, branch by branch."""
    people = ground.case.candidates[ground.case.candidates["candidate"].isin(ground.idle)]
    taught = _one_module_more(people)
    if taught.empty:
        return
    pairs = pair_options(taught, ground.case.slots).allowed()
    seats = seat_options(taught, ground.case.cohorts).allowed()
    branches = pd.concat(
        [
            _new(pairs, ground.problem.pairs, "slot", ground.case.slots),
            _new(seats, ground.problem.seats, "cohort", ground.case.cohorts),
        ]
    )
    for branch, rows in branches.groupby("branch"):
        yield _for_branch(
            ground, str(branch), frozenset(rows["candidate"]), partial(_taught, ground.problem, pairs, seats)
        )


def _for_branch(
    ground: Ground, branch: str, group: frozenset[str], taught: Callable[[frozenset[str]], Problem]
) -> Idea:
    left = {slot: left for slot, left in ground.left.items() if ground.slots[slot]["branch"] == branch}
    plain = [slot for slot, openings in left.items() if openings > 0 and slot not in ground.cohorts_of]
    cohorts = ground.nearest(fill.cohort for fill in ground.fills.values() if fill.branch == branch)
    hint = float(min(len(group), sum(left.values())))
    words = partial(_danish_words, branch)
    return Idea("danish", branch, words(len(group)), partial(taught, group), Near(cohorts, plain), hint, group, words)


def recruits(ground: Ground) -> Iterator[Idea]:
    """A few candidates more for a cohort that has openings enough and lacks people."""
    for fill in ground.short():
        more = fill.missing - fill.people
        slot = next((slot for slot in ground.slots_of.get(fill.cohort, []) if ground.left[slot] > 0), None)
        if slot and 0 < more <= MOST_RECRUITED and fill.people and fill.openings >= fill.missing:
            words = f"{plural(more, 'kandidat', 'kandidater')} mere til holdet {fill.cohort} (medregnet i tallet)"
            make = partial(_with_recruits, ground, fill, more)
            yield Idea("recruits", fill.cohort, words, make, Near([fill.cohort]), float(fill.missing))


def _danish_words(branch: str, count: int) -> str:
    return f"Et modul mere dansk for {plural(count, 'kandidat', 'kandidater')} til {branch}"


def _one_module_more(people: pd.DataFrame) -> pd.DataFrame:
    """Those who can take one module more, as if they had."""
    levels = pd.Series([_next_level(person) for person in records(people)], index=people.index, dtype="Int64")
    higher = (levels > people["level"]).fillna(False)
    return people.assign(level=levels)[higher]


def _next_level(person: Record) -> int | None:
    module = str(person["danish_module"] or "")
    if not module.isdigit():
        return None
    return danish_level(person["danish_track"], str(int(module) + 1), person["danish_test"])


def _new(options: pd.DataFrame, before: pd.DataFrame, key: str, targets: pd.DataFrame) -> pd.DataFrame:
    """The options that were not there before: candidate and branch."""
    names = pd.MultiIndex.from_frame(options[["candidate", key]])
    known = pd.MultiIndex.from_frame(before[["candidate", key]])
    new = options.loc[~names.isin(known)]
    return new.assign(branch=new[key].map(targets.set_index(key)["branch"]))[["candidate", "branch"]]


def _taught(problem: Problem, pairs: pd.DataFrame, seats: pd.DataFrame, group: frozenset[str]) -> Problem:
    """The problem with the options that these candidates would have; what they have today stays, and comes first."""
    own = [frame[frame["candidate"].isin(group)].assign(value=_LAST) for frame in (pairs, seats)]
    return changed(
        problem,
        pairs=with_rows(problem.pairs, ["candidate", "slot"], own[0]),
        seats=with_rows(problem.seats, ["candidate", "cohort"], own[1]),
    )


def _with_recruits(ground: Ground, fill: CohortFill, more: int) -> Problem:
    """The problem with so many new people who may sit in the cohort and have any slot that it serves."""
    problem, names = ground.problem, [f"\nny {number}" for number in range(1, more + 1)]
    people = pd.DataFrame({"candidate": names, "municipality": "", "waited_days": 0.0, "priority": 1.0})
    slots = pd.DataFrame({"slot": ground.slots_of[fill.cohort], "value": 0.0})
    return changed(
        problem,
        candidates=pd.concat([problem.candidates, people]),
        pairs=pd.concat([problem.pairs, people[["candidate"]].merge(slots, how="cross")]),
        seats=pd.concat([problem.seats, people[["candidate"]].assign(cohort=fill.cohort, value=0.0)]),
    )
