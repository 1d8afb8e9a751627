"""Every pupil's best schedule at given prices, on several threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.model.outcome import TINY
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.pricing.kernel import best_schedules, limited_schedules, within_limits
from igu_xl.school.solving.pricing.patterns import Patterns

# So few pupils are not worth sharing between threads.
FEW = 20


class Pricing:
    """The arrays of the dynamic programme, made once a problem."""

    def __init__(self, school: SchoolArrays, threads: int) -> None:
        self.school, self.threads = school, threads
        self.patterns = Patterns(school)
        self._rows()
        self._flatten()

    def _rows(self) -> None:
        """Number the days on which the cohorts of each pupil end."""
        school = self.school
        start, end = school.start[school.seat_cohort], school.end[school.seat_cohort]
        self.row, self.origin_row = np.zeros(len(start), dtype=np.int64), np.zeros(len(start), dtype=np.int64)
        for pupil in range(school.pupils):
            own = slice(int(school.first[pupil]), int(school.first[pupil + 1]))
            days = np.unique(end[own])
            self.row[own] = np.searchsorted(days, end[own]) + 1
            self.origin_row[own] = np.searchsorted(days, start[own])

    def _flatten(self) -> None:
        patterns = self.patterns.all
        sets = np.array([len(pattern.bits) for pattern in patterns], dtype=np.int64)
        ways = np.cumsum([0, *(len(pattern.origin) for pattern in patterns)])
        self._ways = (
            sets,
            np.cumsum([0, *(len(pattern.first) for pattern in patterns)]),
            np.concatenate([pattern.first + way for pattern, way in zip(patterns, ways, strict=False)]),
            np.concatenate([pattern.origin for pattern in patterns]).astype(np.int32),
            np.concatenate([pattern.target for pattern in patterns]).astype(np.int32),
        )
        self.value_first = np.cumsum([0, *sets[self.patterns.of_pupil]])
        self._plan = (
            self.school.first,
            self.row,
            self.origin_row,
            self.patterns.kind,
            self.patterns.of_pupil,
            self.value_first,
        )
        cohort = self.school.seat_cohort
        self._days = self.school.start[cohort], self.school.end[cohort] + 1, self.school.taught[cohort]
        self._limits = np.array(self.school.limits, dtype=float).reshape(-1, 2)
        self._pool = ThreadPoolExecutor(self.threads)
        courses = self.school.problem.courses
        hours = courses["hours"].to_numpy()
        amu = np.where(courses["kind"].str.strip().str.casefold() == "amu", hours, 0.0)
        self._sums = [(pattern.sums(hours), pattern.sums(amu)) for pattern in patterns]

    def values(self, of_met: Floats, of_hour: float = 1.0) -> Floats:
        """What each set of each pupil is worth: so much an hour up to need, and so much for all that is needed."""
        school = self.school
        values = np.zeros(self.value_first[-1])
        for pupil, number in enumerate(self.patterns.of_pupil.tolist()):
            hours, amu = self._sums[number]
            met = self._met(pupil, number, hours, amu)
            own = slice(self.value_first[pupil], self.value_first[pupil + 1])
            values[own] = of_hour * np.minimum(hours, school.need[pupil]) + of_met[pupil] * met
        return values

    def _met(self, pupil: int, number: int, hours: Floats, amu: Floats) -> Bools:
        school, pattern = self.school, self.patterns.all[number]
        met: Bools = (hours >= school.need[pupil] - TINY) & (amu >= school.amu_need[pupil] - TINY)
        for course in school.musts.get(pupil, ()):
            if course not in pattern.courses:
                return np.zeros_like(met)
            met &= ((pattern.bits >> pattern.courses.index(course)) & 1).astype(bool)
        return met

    def best(self, values: Floats, price: Floats, which: Ints | None = None) -> tuple[Floats, Bools]:
        """What each pupil (of `which`) gains at most at these prices, and the seats that give it.

        The limits of hours in any so many days are not looked at: a bound for every schedule that keeps them.
        """
        worth, used = np.zeros(self.school.pupils), np.zeros(len(price), dtype=bool)
        self._in_parts(which, lambda part: best_schedules(part, self._plan, self._ways, values, price, worth, used))
        return worth, used

    def careful(
        self, values: Floats, price: Floats, which: Ints | None = None, guide: tuple[Floats, Floats] | None = None
    ) -> tuple[Floats, Floats, Bools]:
        """A best schedule that keeps the limits of each pupil (of `which`): what it gains, what none gains more than,
        and its seats.

        It is the best where the two are equal, which they are but for a pupil with very many choices. `guide`: what
        rents of windows add to the price of each seat, and each pupil's rents together.
        """
        worth, used = self.best(values, price, which)
        if not len(self._limits):
            return worth, worth, used
        most = worth.copy()
        pupils = np.arange(self.school.pupils) if which is None else which
        over = pupils[~self.fits(used, pupils)]
        if len(over):
            costs = (price + guide[0], guide[1]) if guide else (price, np.zeros(self.school.pupils))
            results = worth, most, used
            self._in_parts(
                over,
                lambda part: limited_schedules(
                    part, self._plan, self._ways, self._days, self._limits, values, price, costs, results
                ),
            )
        return worth, most, used

    def fits(self, used: Bools, pupils: Ints) -> Bools:
        """Whether the used seats of each of these pupils keep the limits."""
        fits = np.ones(len(pupils), dtype=bool)
        within_limits(pupils, self.school.first, self._days, self._limits, used, fits)
        return fits

    def _in_parts(self, which: Ints | None, work: Callable[[Ints], None]) -> None:
        """Share the pupils between the threads."""
        pupils = np.arange(self.school.pupils) if which is None else which
        if len(pupils) < FEW:
            work(pupils)
        else:
            list(self._pool.map(work, [pupils[at :: self.threads] for at in range(self.threads)]))
