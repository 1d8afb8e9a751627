"""Rows of an integer programme as arrays, a block of one kind at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints


class Constraints(NamedTuple):
    """Rows of one kind: bounds, and entries as (row of this block, variable, coefficient)."""

    lower: Floats
    upper: Floats
    row: Ints
    variable: Ints
    coefficient: Floats

    def only(self, which: Bools) -> Constraints:
        """These rows of the block, renumbered."""
        number = np.cumsum(which) - 1
        of = which[self.row]
        row, variable, coefficient = number[self.row[of]], self.variable[of], self.coefficient[of]
        return Constraints(self.lower[which], self.upper[which], row, variable, coefficient)


def at_most(limit: Floats, row: Ints, variable: Ints) -> Constraints:
    """The variables of each row are at most its limit together."""
    return Constraints(np.full(len(limit), -np.inf), limit, row, variable, np.ones(len(row)))


def times(row: Ints, variable: Ints, own_row: Ints, own: Ints, coefficient: Floats, *, most: bool) -> Constraints:
    """The variables of each row and its own variable times a coefficient are at most, or at least, 0 together."""
    zero, free = np.zeros(len(own)), np.full(len(own), np.inf)
    return Constraints(
        -free if most else zero,
        zero if most else free,
        np.concatenate([row, own_row]),
        np.concatenate([variable, own]),
        np.concatenate([np.ones(len(row)), coefficient]),
    )


Numbers = Ints | Floats


def limited(limit: Numbers, group: Ints, variable: Ints) -> Constraints:
    """The variables of each group that has some are at most its limit together; no row for the others."""
    present, row = np.unique(group, return_inverse=True)
    return at_most(limit[present].astype(float), row, variable)


def at_least(limit: Numbers, group: Ints, variable: Ints) -> Constraints:
    """The variables of each group that has some are at least its limit together, where that says something."""
    present, row = np.unique(group, return_inverse=True)
    rows = at_most(np.full(len(present), np.inf), row, variable)
    lower = limit[present].astype(float)
    return rows._replace(lower=lower).only(lower > 0)
