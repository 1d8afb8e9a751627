"""Rents of windows: a pupil pays for hours at school in days on which there may be only so many.

The limits would break the dynamic programme that finds schedules; priced, they only move what seats cost. Only windows
that some choice has broken are looked at, each a row "hours in these days / the most of them <= 1" of one pupil.
"""

from __future__ import annotations

import copy

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.school.solving.model.school import SchoolArrays
from igu_xl.school.solving.pricing.kernel import fullest_windows

TINY = 1e-6


class Windows:
    """The windows that were broken so far; a rent a window, which may be shorter than they are many now."""

    def __init__(self, school: SchoolArrays) -> None:
        self.school = school
        self._known: dict[tuple[int, int, int], None] = {}
        self._window, self._seat, self._share = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
        cohort = school.seat_cohort
        self._days = school.start[cohort], school.end[cohort] + 1, school.taught[cohort]
        self._limits = np.array(school.limits, dtype=float).reshape(-1, 2)

    def copy(self) -> Windows:
        """The same windows, to which others may come."""
        other = copy.copy(self)
        other._known = dict(self._known)
        return other

    def __len__(self) -> int:
        return len(self._known)

    def cost(self, rent: Floats) -> Floats:
        """What every seat costs by these rents."""
        paid = np.zeros(len(self))
        paid[: len(rent)] = rent
        return _sums(self._seat, self._share * paid[self._window], len(self.school.seat_pupil))

    def of_pupil(self, rent: Floats) -> Floats:
        """Each pupil's rents together."""
        pupils = np.array([pupil for pupil, _, _ in self._known][: len(rent)], dtype=np.int64)
        return _sums(pupils, rent, self.school.pupils)

    def over(self, used: Bools) -> Floats:
        """By how much the chosen seats fill each window more than they may, as a share of the limit."""
        return _sums(self._window, self._share * used[self._seat], len(self)) - 1.0

    def look(self, used: Bools) -> None:
        """Add each pupil's fullest window that these choices break."""
        school = self.school
        window, seat, share = [self._window], [self._seat], [self._share]
        for number, (most, days) in enumerate(self._limits.tolist()):
            begin, hours = np.zeros(school.pupils, dtype=np.int64), np.zeros(school.pupils)
            fullest_windows(school.first, self._days, int(days), used, begin, hours)
            for pupil in np.flatnonzero(hours > most + TINY).tolist():
                key = (pupil, int(begin[pupil]), number)
                if key in self._known:
                    continue
                own: Ints = np.arange(school.first[pupil], school.first[pupil + 1])
                start, after, taught = (days_of[own] for days_of in self._days)
                common = np.minimum(after, key[1] + int(days)) - np.maximum(start, key[1])
                inside = taught * np.maximum(common, 0) / (after - start) / most
                window.append(np.full((inside > 0).sum(), len(self._known)))
                seat.append(own[inside > 0])
                share.append(inside[inside > 0])
                self._known[key] = None
        self._window, self._seat, self._share = np.concatenate(window), np.concatenate(seat), np.concatenate(share)


def _sums(numbers: Ints, weights: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(numbers, weights, minlength=count), dtype=float)
