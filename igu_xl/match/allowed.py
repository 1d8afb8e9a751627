"""Which candidate may have which slot, and sit in which cohort: a named test for all that may stand in the way.

A test is asked with the row numbers of people and of slots (or cohorts) and answers with truth values. Row numbers that
numpy can spread over each other make a block: a column of people and a row of slots gives a table of answers. What is
compared is made into numbers once, so that a region's millions of pairs take seconds.

The tests stand in the order in which they are told: the first that leaves a candidate without any option is the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.domain.codes import fold
from igu_xl.domain.law.igu.eligibility import met_on
from igu_xl.domain.law.kinds import IGU, PRACTICE
from igu_xl.domain.law.places.same_company import EarlierJob, last_employers, same_company_rule
from igu_xl.domain.law.verdict import MET
from igu_xl.domain.travel import travel_table

Test = Callable[[Ints, Ints], Bools]
PairValue = Callable[[Ints, Ints, Ints], Floats]

# The law has words of its own (`domain/law`); what is told of every other test stands in `explaining/why_not.py`.
BY_LAW = "eligible"

PAIR_TESTS = ("measure", "ready", "danish", "skills", "hours", "travel", "company", "employer")
SEAT_TESTS = (BY_LAW, "ready", "danish", "travel")

WISH_POINTS = {1: 50, 2: 30, 3: 15}
EXPERIENCE_POINTS = 25
PROFILE_POINTS = 10
TRAVEL_POINTS = 10
DANISH_POINTS = 5
MOST_POINTS = 100

_FULL_EXPERIENCE = 5  # years
_LONG_WAY = 60  # minutes


def pair_tests(candidates: pd.DataFrame, slots: pd.DataFrame) -> Mapping[str, Test]:
    """The tests of a candidate for a slot, by name in the order of `PAIR_TESTS`."""
    ready, latest = _days(candidates["ready_from"]), _days(slots["start_latest"])
    offered, asked = _numbers(candidates["weekly_hours"]), _numbers(slots["weekly_hours"])
    return {
        "measure": _has_all(candidates["measures"], slots["type"], _values, unasked=False),
        "ready": lambda p, s: ready[p] <= latest[s],
        "danish": _reaches(candidates, slots["level"], slots["test"]),
        "skills": _has_all(candidates["skills"], slots["requirements"], skills, unasked=True),
        "hours": lambda p, s: ~(offered[p] < asked[s]),
        "travel": near_enough(candidates, slots),
        "company": _not_just_employed_there(candidates, slots),
        "employer": _employed_elsewhere(candidates, slots),
    }


def seat_tests(candidates: pd.DataFrame, cohorts: pd.DataFrame) -> Mapping[str, Test]:
    """The tests of a candidate for a seat, by name in the order of `SEAT_TESTS`.

    The law is asked at the cohort's start, which is the start of the placement.
    """
    ready, start = _days(candidates["ready_from"]), _days(cohorts["start"])
    days, day = np.unique(start, return_inverse=True)
    met = met_on(candidates, days)
    return {
        BY_LAW: lambda p, s: met[p, day[s]],
        "ready": lambda p, s: ready[p] <= start[s],
        "danish": danish_fits(candidates, cohorts),
        "travel": near_enough(candidates, cohorts),
    }


def danish_fits(candidates: pd.DataFrame, cohorts: pd.DataFrame) -> Test:
    """Whether the Danish of a candidate lies within what a cohort is for (`pool.with_danish_asked`)."""
    level, highest = _numbers(candidates["level"]), _numbers(cohorts["highest"])
    reaches = _reaches(candidates, cohorts["lowest"], cohorts["test"])
    return lambda p, s: reaches(p, s) & ~(level[p] > highest[s])


def pair_value(candidates: pd.DataFrame, slots: pd.DataFrame) -> PairValue:
    """How good a pair is, 0-100: wish, experience in the branch, fit with the profile, a short way, spare Danish.

    Nothing is given for what is not known. A way of an hour or more is worth nothing, none at all is worth most. The
    slot that somebody had before the cohort was lost is worth all there is: company and candidate have chosen it.
    """
    had = pd.Index(slots["slot"]).get_indexer(pd.Index(candidates["slot_before"]))
    experienced = _has_all(candidates["experience_branch"], slots["branch"], _values, unasked=False)
    years = np.nan_to_num(_numbers(candidates["experience_years"]), nan=1).clip(1, _FULL_EXPERIENCE) / _FULL_EXPERIENCE
    fits = _has_all(candidates["skills"], slots["skills_profile"], skills, unasked=False)
    minutes = minutes_between(candidates["postcode"], slots["postcode"])
    has, needs = _numbers(candidates["level"]), _numbers(slots["level"])
    wish_points = np.array([0, *WISH_POINTS.values()], dtype=float)

    def value(p: Ints, s: Ints, wish: Ints) -> Floats:
        saved = np.nan_to_num(1 - minutes(p, s) / _LONG_WAY, nan=0).clip(0, 1)
        points = wish_points[wish] + EXPERIENCE_POINTS * experienced(p, s) * years[p]
        points += PROFILE_POINTS * fits(p, s) + TRAVEL_POINTS * saved
        points += DANISH_POINTS * (has[p] > needs[s])
        return np.asarray(np.where(had[p] == s, MOST_POINTS, points), dtype=np.float64)

    return value


def seat_value(p: Ints, s: Ints, wish: Ints) -> Floats:
    """A seat has no worth of its own: what is gained lies in the slot."""
    return np.zeros(np.broadcast_shapes(p.shape, s.shape, wish.shape))


def split(text: object) -> list[str]:
    """The values of a cell that may hold several."""
    return [] if pd.isna(text) else [part.strip() for part in str(text).split(";") if part.strip()]  # type: ignore[call-overload]


def skills(text: object) -> frozenset[str]:
    """Skills and certificates in the form in which they are compared."""
    return frozenset(fold(part) for part in split(text))


@lru_cache(maxsize=4096)
def late_enough(company: str, jobs: tuple[EarlierJob, ...], start: pd.Timestamp) -> bool:
    """Whether an igu may begin on the day in the company where the person has had these ordinary jobs."""
    return same_company_rule(jobs, company, start.date()).outcome == MET


def jobs_by_company(candidates: pd.DataFrame) -> dict[tuple[int, str], tuple[EarlierJob, ...]]:
    """The ordinary jobs of each candidate (row number) in each company (CVR): what the row says of the last one, and
    those that stand in Forløb."""
    found: dict[tuple[int, str], tuple[EarlierJob, ...]] = {}
    for row, jobs in _all_jobs(candidates):
        for job in jobs:
            found[row, job.company] = (*found.get((row, job.company), ()), job)
    return found


def _all_jobs(candidates: pd.DataFrame) -> Iterator[tuple[int, list[EarlierJob]]]:
    """Each candidate (row number) with any ordinary job, and all of them."""
    employers, until = candidates["last_employer_cvr"].to_numpy(object), candidates["last_employed_to"].array
    placed = _placed_jobs(candidates)
    for row in np.flatnonzero(~pd.isna(employers) | np.array([bool(jobs) for jobs in placed], dtype=bool)).tolist():
        day = None if pd.isna(until[row]) else until[row].date()
        yield row, [*([] if pd.isna(employers[row]) else [EarlierJob(employers[row], day)]), *placed[row]]


def _placed_jobs(candidates: pd.DataFrame) -> Sequence[tuple[EarlierJob, ...]]:
    """The ordinary jobs of each that stand in Forløb; none where nobody has looked."""
    return candidates["jobs"].tolist() if "jobs" in candidates else [()] * len(candidates)


def _values(text: object) -> frozenset[str]:
    return frozenset(split(text))


def _has_all(has: pd.Series, needs: pd.Series, parse: Callable[[object], frozenset[str]], *, unasked: bool) -> Test:
    """Whether all that a cell names is in another, asked once for each different pair; `unasked`: it names nothing."""
    have, a = _distinct(has)
    want, b = _distinct(needs)
    owned, named = [parse(text) for text in have], [parse(text) for text in want]
    answers = [[need <= own if need else unasked for need in named] for own in owned]
    table = np.array(answers, dtype=bool).reshape(len(owned), len(named))
    return lambda p, s: table[a[p], b[s]]


def _reaches(candidates: pd.DataFrame, needs: pd.Series, tests: pd.Series) -> Test:
    """Whether a candidate has the Danish asked for: no demand is always met, an unknown level meets no demand.

    Where a test is asked for (`tests`) a passed one counts, not the module attended.
    """
    level, demand = _numbers(candidates["level"]), _numbers(needs)
    passed, test = _numbers(candidates["passed"]), _numbers(tests)
    unasked, untested = np.isnan(demand), np.isnan(test)
    return lambda p, s: (unasked[s] | (level[p] >= demand[s])) & (untested[s] | (passed[p] >= test[s]))


def near_enough(candidates: pd.DataFrame, targets: pd.DataFrame) -> Test:
    """Whether the estimated way is within the longest that the candidate can travel; yes where one is not known."""
    limit, minutes = (
        _numbers(candidates["transport_minutes"]),
        minutes_between(candidates["postcode"], targets["postcode"]),
    )
    return lambda p, s: ~(minutes(p, s) > limit[p])


def minutes_between(homes: pd.Series, places: pd.Series) -> Callable[[Ints, Ints], Floats]:
    (origins, a), (destinations, b) = _distinct(homes), _distinct(places)
    table = travel_table(origins, destinations)
    return lambda p, s: table[a[p], b[s]]


def _not_just_employed_there(candidates: pd.DataFrame, slots: pd.DataFrame) -> Test:
    """Whether the three-months rule leaves any start in the slot, asked only where there was a job in its company."""
    jobs, company, latest = jobs_by_company(candidates), slots["cvr"].to_numpy(object), slots["start_latest"].array
    there = _met_there(jobs, len(candidates), slots, IGU)

    def test(p: Ints, s: Ints) -> Bools:
        passed = ~there(p, s)
        people, places = np.broadcast_arrays(p, s)
        for at in zip(*np.nonzero(~passed), strict=True):
            name = company[places[at]]
            passed[at] = late_enough(name, jobs[int(people[at]), name], latest[places[at]])
        return passed

    return test


def _employed_elsewhere(candidates: pd.DataFrame, slots: pd.DataFrame) -> Test:
    """Whether practice is not in the company where the candidate was employed last."""
    last = {(row, name) for row, jobs in _all_jobs(candidates) for name in last_employers(jobs)}
    there = _met_there(last, len(candidates), slots, PRACTICE)
    return lambda p, s: ~there(p, s)


def _met_there(pairs: Collection[tuple[int, str]], people: int, slots: pd.DataFrame, kind: str) -> Test:
    """Whether a person (row number) and the company (CVR) of a slot of a kind are one of some pairs.

    Few have been in many of the companies: each is compared with the first of theirs, the second, as many as there are.
    """
    companies = pd.Index(slots["cvr"].dropna().unique())
    offered = np.where(slots["type"] == kind, companies.get_indexer(pd.Index(slots["cvr"])), -1)
    number = {name: at for at, name in enumerate(companies)}
    own: dict[int, list[int]] = {}
    for row, name in sorted(pairs):
        if name in number:
            own.setdefault(row, []).append(number[name])
    asked = np.full((max(map(len, own.values()), default=1), people), -2)
    for row, numbers in own.items():
        asked[: len(numbers), row] = numbers
    return lambda p, s: np.logical_or.reduce([one[p] == offered[s] for one in asked])


def _distinct(values: pd.Series) -> tuple[list[object], Ints]:
    """The different values, and the number of each row's; what is missing comes last, as None."""
    numbers, found = pd.factorize(values)
    return [*found, None], np.where(numbers < 0, len(found), numbers)


def _numbers(values: pd.Series) -> Floats:
    return np.asarray(values.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))


def _days(values: pd.Series) -> npt.NDArray[np.datetime64]:
    return pd.to_datetime(values).to_numpy().astype("datetime64[D]")
