"""Rows of a model as one sparse matrix that is read by row and by variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from igu_xl.match.columns import Floats, Ints
from igu_xl.match.model import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Entries in groups, of one row or one variable each: where each group starts, across what, how much."""

    start: Ints
    across: Ints
    coefficient: Floats

    def of(self, groups: Ints) -> tuple[Ints, Ints, Floats]:
        """The entries of some groups: the number of the group in the selection, across what, and how much."""
        count = self.start[groups + 1] - self.start[groups]
        number = np.repeat(np.arange(len(groups)), count)
        begins = np.cumsum(count) - count
        where = np.arange(len(number)) + np.repeat(self.start[groups] - begins, count)
        return number, self.across[where], self.coefficient[where]


class Matrix:
    """The rows of several blocks, numbered through: their bounds, and the entries in both orders."""

    def __init__(self, blocks: Sequence[Rows], size: int) -> None:
        offsets = np.cumsum([0, *(len(block.lower) for block in blocks)])
        self.lower = np.concatenate([block.lower for block in blocks])
        self.upper = np.concatenate([block.upper for block in blocks])
        row = np.concatenate([block.row + offset for block, offset in zip(blocks, offsets[:-1], strict=True)])
        variable = np.concatenate([block.variable for block in blocks])
        coefficient = np.concatenate([block.coefficient for block in blocks])
        self.by_row = _grouped(row, variable, coefficient, len(self.lower))
        self.by_variable = _grouped(variable, row, coefficient, size)

    def times(self, values: Floats) -> Floats:
        """What each row adds up to with these values of the variables."""
        return _sums(self.by_row, values)

    def transposed_times(self, duals: Floats) -> Floats:
        """What each variable costs at these prices of the rows."""
        return _sums(self.by_variable, duals)


def _grouped(group: Ints, across: Ints, coefficient: Floats, size: int) -> Entries:
    order = np.argsort(group, kind="stable")
    start = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(group, minlength=size), out=start[1:])
    return Entries(start, across[order].astype(np.int32), coefficient[order])


def _sums(entries: Entries, weights: Floats) -> Floats:
    """The weighted sum of each group; a group without entries comes to 0."""
    running = np.concatenate([[0.0], np.cumsum(entries.coefficient * weights[entries.across])])
    return np.asarray(running[entries.start[1:]] - running[entries.start[:-1]])
