"""Which candidate may have which slot, and sit in which cohort: a named test for all that may stand in the way.

A test is asked with the row numbers of people and of slots (or cohorts) and answers with truth values. Row numbers that
numpy can spread over each other make a block: a column of people and a row of slots gives a table of answers. What is
compared is made into numbers once, so that a region's millions of pairs take seconds.

The tests stand in the order in which they are told: the first that leaves a candidate without any option is the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.domain.codes import fold
from igu_xl.domain.law.eligibility import met_on
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.same_company import three_months_rule
from igu_xl.domain.law.verdict import MET
from igu_xl.domain.travel import travel_table

Test = Callable[[Ints, Ints], Bools]
PairValue = Callable[[Ints, Ints, Ints], Floats]

# The law has words of its own (`domain/law`); what is told of every other test stands in `explaining/why_not.py`.
BY_LAW = "eligible"

PAIR_TESTS = ("measure", "ready", "danish", "skills", "hours", "travel", "company")
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
        "travel": _near_enough(candidates, slots),
        "company": _not_just_employed_there(candidates, slots),
    }


def seat_tests(candidates: pd.DataFrame, cohorts: pd.DataFrame) -> Mapping[str, Test]:
    """The tests of a candidate for a seat, by name in the order of `SEAT_TESTS`.

    The law is asked at the cohort's start, which is the start of the placement.
    """
    ready, start = _days(candidates["ready_from"]), _days(cohorts["start"])
    level, highest = _numbers(candidates["level"]), _numbers(cohorts["highest"])
    reaches = _reaches(candidates, cohorts["lowest"], cohorts["test"])
    days, day = np.unique(start, return_inverse=True)
    met = met_on(candidates, days)
    return {
        BY_LAW: lambda p, s: met[p, day[s]],
        "ready": lambda p, s: ready[p] <= start[s],
        "danish": lambda p, s: reaches(p, s) & ~(level[p] > highest[s]),
        "travel": _near_enough(candidates, cohorts),
    }


def pair_value(candidates: pd.DataFrame, slots: pd.DataFrame) -> PairValue:
    """How good a pair is, 0-100: wish, experience in the branch, fit with the profile, a short way, spare Danish.

    Nothing is given for what is not known. A way of an hour or more is worth nothing, none at all is worth most. The
    slot that somebody had before the cohort was lost is worth all there is: company and candidate have chosen it.
    """
    had = pd.Index(slots["slot"]).get_indexer(pd.Index(candidates["slot_before"]))
    experienced = _has_all(candidates["experience_branch"], slots["branch"], _values, unasked=False)
    years = np.nan_to_num(_numbers(candidates["experience_years"]), nan=1).clip(1, _FULL_EXPERIENCE) / _FULL_EXPERIENCE
    fits = _has_all(candidates["skills"], slots["skills_profile"], skills, unasked=False)
    minutes = _minutes(candidates["postcode"], slots["postcode"])
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
def late_enough(company: str, employed_to: pd.Timestamp, start: pd.Timestamp) -> bool:
    """Whether an igu may begin on the day in the company where the person last had an ordinary job."""
    until = None if pd.isna(employed_to) else employed_to.date()
    return three_months_rule(company, until, company, start.date()).outcome == MET


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


def _near_enough(candidates: pd.DataFrame, targets: pd.DataFrame) -> Test:
    """Whether the estimated way is within the longest that the candidate can travel; yes where one is not known."""
    limit, minutes = _numbers(candidates["transport_minutes"]), _minutes(candidates["postcode"], targets["postcode"])
    return lambda p, s: ~(minutes(p, s) > limit[p])


def _minutes(homes: pd.Series, places: pd.Series) -> Callable[[Ints, Ints], Floats]:
    (origins, a), (destinations, b) = _distinct(homes), _distinct(places)
    table = travel_table(origins, destinations)
    return lambda p, s: table[a[p], b[s]]


def _not_just_employed_there(candidates: pd.DataFrame, slots: pd.DataFrame) -> Test:
    """Whether the three-months rule leaves any start in the slot, asked only where the last employer is its company."""
    employer, company = candidates["last_employer_cvr"].to_numpy(object), slots["cvr"].to_numpy(object)
    until, latest = candidates["last_employed_to"].array, slots["start_latest"].array
    numbers = pd.Index(slots["cvr"].dropna().unique())
    asked = numbers.get_indexer(pd.Index(candidates["last_employer_cvr"]))
    offered = np.where(slots["type"] == IGU, numbers.get_indexer(pd.Index(slots["cvr"])), -1)
    asked[pd.isna(employer)] = -2

    def test(p: Ints, s: Ints) -> Bools:
        passed = np.asarray(asked[p] != offered[s]) | (offered[s] < 0)
        people, places = np.broadcast_arrays(p, s)
        for at in zip(*np.nonzero(~passed), strict=True):
            passed[at] = late_enough(company[places[at]], until[people[at]], latest[places[at]])
        return passed

    return test


def _distinct(values: pd.Series) -> tuple[list[object], Ints]:
    """The different values, and the number of each row's; what is missing comes last, as None."""
    numbers, found = pd.factorize(values)
    return [*found, None], np.where(numbers < 0, len(found), numbers)


def _numbers(values: pd.Series) -> Floats:
    return np.asarray(values.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))


def _days(values: pd.Series) -> npt.NDArray[np.datetime64]:
    return pd.to_datetime(values).to_numpy().astype("datetime64[D]")
