"""What an outsider could work out of a table, and what else must be hidden so that nobody can.

A hidden count lies between limits that the shown counts and their sums leave open. It is safe when these limits reach
over a whole interval, such as 1-4. For each hidden count and each end of its interval a linear programme looks for
other counts that would give the same shown table with the count at that end. It pays for every shown count that would
have to be another one; where it can do without, nothing more is hidden, else those it paid for are hidden too.

In tables of one or two ways with margins the vertices are whole numbers, so the answer is exact. The outsider is
taken to know that a hidden count is at least 1; only where that would cost a shown total he is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

_FREE = 1_000.0  # how far a count may move in the search for another table
_ZERO, _TO_ZERO, _TOTAL = 4.0, 50.0, 1_000.0  # what it costs to hide a zero, to let a count be 0, to hide a total
_EPSILON = 1e-6
_WORTH_IT = 20_000_000  # searches times counts: more than that would take longer than the few counts are worth


@dataclass(frozen=True, slots=True)
class Sum:
    """Counts, by their number, that add up to another one."""

    parts: tuple[int, ...]
    total: int


def to_hide(
    values: Sequence[int],
    sums: Sequence[Sum],
    wanted: Mapping[int, tuple[int, int]],
    known: Mapping[int, tuple[int, int]] | None = None,
) -> set[int]:
    """The counts to hide, by number, so that each one in `wanted` could be anything in its interval.

    Those in `wanted` are hidden themselves. `known` are limits that the outsider knows of a hidden count. Raises
    ValueError where the values do not add up, and where the limits let no other table be.
    """
    for one in sums:
        if sum(values[part] for part in one.parts) != values[one.total]:
            raise ValueError(f"the parts of count {one.total} do not add up to it")
    summed = {cell for one in sums for cell in (*one.parts, one.total)}
    asked = [(cell, end) for cell, interval in wanted.items() if cell in summed for end in interval]
    hidden = set(wanted)
    known = known or {}
    search = _Search(values, sums, hidden, known)
    for cell, end in asked:
        hidden |= search.moved_to(cell, end)
    extra = sorted(hidden - set(wanted), key=lambda cell: -abs(values[cell]))
    for cell in extra if len(extra) * len(asked) * len(values) < _WORTH_IT else ():
        without = hidden - {cell}  # a cell that was hidden early may do without it after the later ones
        again = _Search(values, sums, without, known)
        if all(again.moved_to(*one) <= without for one in asked):
            hidden = without
    return hidden


class _Search:
    """The linear programme: how each count may move up and down while all sums still hold.

    Each count has three columns: up, down to 1, and from 1 to 0. `low` and `high` keep how far each has been seen to
    move in any solution; what is hidden later never makes that untrue, so it needs no second look.
    """

    def __init__(
        self,
        values: Sequence[int],
        sums: Sequence[Sum],
        hidden: Collection[int],
        known: Mapping[int, tuple[int, int]],
    ) -> None:
        self.values = np.array(values, dtype=float)
        self.low, self.high = self.values.copy(), self.values.copy()
        self.count = len(values)
        totals = {one.total for one in sums}
        self.bounds = _bounds(self.values, known)
        self.costs = np.array([_cost(value, cell in totals) for cell, value in enumerate(values)])
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("presolve", "off")  # each run starts where the one before ended
        self._add_columns()
        for row in _rows(sums, self.count):
            self.highs.addRow(0.0, 0.0, len(row), np.array(list(row), dtype=np.int32), np.array(list(row.values())))
        for cell in hidden:
            self._hide(cell)

    def moved_to(self, cell: int, end: float) -> set[int]:
        """What must be hidden so that the count could be at this end of its interval."""
        if self.low[cell] <= end + _EPSILON and self.high[cell] >= end - _EPSILON:
            return set()
        self._fix(cell, end - self.values[cell])
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ValueError(f"no other table has {end:g} in the place of count {cell}")
        for part, upper in enumerate(self.bounds[:, cell]):
            self.highs.changeColBounds(part * self.count + cell, 0.0, upper)
        return self._learn(np.array(self.highs.getSolution().col_value).reshape(3, self.count))

    def _fix(self, cell: int, move: float) -> None:
        """Let the count move just so far: up, or down to 1 and then to 0."""
        to_one = min(-move, self.bounds[1, cell])
        exactly = (move, 0.0, 0.0) if move > 0 else (0.0, to_one, -move - to_one)
        for part, amount in enumerate(exactly):
            self.highs.changeColBounds(part * self.count + cell, amount, amount)

    def _learn(self, moves: np.ndarray) -> set[int]:
        """Keep how far the counts moved, and hide those that did."""
        moved = moves[0] - moves[1] - moves[2]
        self.low = np.minimum(self.low, self.values + moved)
        self.high = np.maximum(self.high, self.values + moved)
        cells = {int(cell) for cell in np.flatnonzero(np.abs(moved) > _EPSILON)}
        for cell in cells:
            self._hide(cell)
        return cells

    def _hide(self, cell: int) -> None:
        for column in (cell, self.count + cell):
            self.highs.changeColCost(column, 0.0)

    def _add_columns(self) -> None:
        costs = np.concatenate([self.costs, self.costs, self.costs + _TO_ZERO])
        nothing = np.array([], dtype=np.int32)
        size = 3 * self.count
        starts = np.zeros(size, dtype=np.int32)
        self.highs.addCols(size, costs, np.zeros(size), self.bounds.ravel(), 0, starts, nothing, nothing.astype(float))


def _bounds(values: np.ndarray, known: Mapping[int, tuple[int, int]]) -> np.ndarray:
    """How far each count may go: up, down to 1 (a change that is negative: further), from 1 to 0."""
    to_one = np.where(values < 0, _FREE, np.maximum(values - 1, 0))
    bounds = np.array([np.full(len(values), _FREE), to_one, (values > 0).astype(float)])
    for cell, (low, high) in known.items():
        bounds[:, cell] = high - values[cell], values[cell] - low, 0.0
    return bounds


def _cost(value: int, total: bool) -> float:
    """The price of a shown count: the fewer and the smaller that are hidden, the better; totals stay if they can."""
    price = 1.0 + min(abs(value), 1_000) / 1_000 if value else _ZERO
    return price * _TOTAL if total else price


def _rows(sums: Sequence[Sum], count: int) -> Iterator[dict[int, float]]:
    """Each sum as coefficients of the columns: what its parts move, its total moves."""
    for one in sums:
        row: dict[int, float] = {}
        for cell, sign in [*((part, 1.0) for part in one.parts), (one.total, -1.0)]:
            row |= {cell: sign, count + cell: -sign, 2 * count + cell: -sign}
        yield row
