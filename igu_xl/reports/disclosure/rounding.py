"""Controlled rounding: every count to a multiple of 5 beside it, so that all sums still hold (Cox 1987).

A count between two multiples goes to one of them, a multiple stays. Which of the two is wished for each count by a
secret coin, so that on average nothing is added (3 goes to 5 three times of five). Nearest is not enough: who knows
that a 0 is what lies nearest reads it as 0-2. An integer programme finds the table in which as little as possible is
another than wished, and what was told before weighs more than any coin. HiGHS solves it, in one thread and to the end,
so that the same wishes give the same table.

With three ways or linked tables there may be no such table (Causey, Cox and Ernst 1985). Then, in this order, a count
may go to the multiple after the next; sums of `loose` counts need not hold; no sum need hold. The answer says which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import highspy
import numpy as np

from igu_xl.reports.disclosure.audit import Sum

BASE = 5
NEVER = 1.0e5  # what it costs to go to the multiple after the next: more than all wishes together
_SECONDS, _NODES = 20.0, 20_000  # for one group of counts that hang together; then the next way is tried

DownAndUp = tuple[float, float]  # of the multiple below a count, and of the one above


class HowFar(Enum):
    """How far the rounding had to go; each way allows what those before it do."""

    ADJACENT = "every count is beside its multiple, and all sums hold"
    FURTHER = "some counts went to the multiple after the next"
    APART = "some sums that are not of one table do not hold"
    ALONE = "each count is rounded by itself, and sums need not hold"


@dataclass(frozen=True, slots=True)
class Rounding:
    """The rounded counts, in the order asked, and how far it had to go for each."""

    told: tuple[int, ...]
    ways: tuple[HowFar, ...]


def below(value: int) -> int:
    """The multiple that a count is, or the next one below it; of a negative one too."""
    return value // BASE * BASE


def beside(value: int) -> tuple[int, ...]:
    """The multiples that a count may be told as: itself, or the two that it lies between."""
    return (value,) if value % BASE == 0 else (below(value), below(value) + BASE)


def rounded(
    values: Sequence[int], sums: Sequence[Sum], prices: Sequence[DownAndUp], loose: Collection[int] = ()
) -> Rounding:
    """Round all counts so that the sums hold, at the least price.

    `loose` are the numbers of the sums that are given up first where all cannot hold. Raises ValueError where the
    counts themselves do not add up.
    """
    for one in sums:
        if sum(values[part] for part in one.parts) != values[one.total]:
            raise ValueError(f"the parts of count {one.total} do not add up to it")
    told, ways = [0] * len(values), [HowFar.ADJACENT] * len(values)
    for members, own in _groups(len(values), sums):
        for cell, count, way in _solved(members, [sums[one] for one in own], values, prices, _strict(sums, own, loose)):
            told[cell], ways[cell] = count, way
    return Rounding(tuple(told), tuple(ways))


def _strict(sums: Sequence[Sum], own: Sequence[int], loose: Collection[int]) -> list[Sum]:
    return [sums[one] for one in own if one not in loose]


def _solved(
    members: Sequence[int],
    own: Sequence[Sum],
    values: Sequence[int],
    prices: Sequence[DownAndUp],
    strict: Sequence[Sum],
) -> Iterator[tuple[int, int, HowFar]]:
    """Each count of a group, rounded in the first way that there is."""
    for way in HowFar:
        sums = own if way in (HowFar.ADJACENT, HowFar.FURTHER) else strict if way is HowFar.APART else []
        found = _Programme(members, values, prices, further=way is not HowFar.ADJACENT).solve(sums)
        if found is not None:
            yield from ((cell, count, way) for cell, count in found.items())
            return
    raise AssertionError("without sums each count has its multiple")


class _Programme:
    """The integer programme of counts that hang together: for each whether it goes up, in units of 5.

    With `further` a count may go one multiple more, up or down, but not below 0 where it is none.
    """

    def __init__(
        self, members: Sequence[int], values: Sequence[int], prices: Sequence[DownAndUp], *, further: bool
    ) -> None:
        self.members = members
        self.low = {cell: values[cell] // BASE for cell in members}
        self.between = {cell: values[cell] % BASE != 0 for cell in members}
        self.prices = prices
        self.further = further
        self.values = values

    def solve(self, sums: Sequence[Sum]) -> dict[int, int] | None:
        """The rounded counts; None where there are none, or not in the time."""
        if not sums:
            return {cell: BASE * (self.low[cell] + self._wished(cell)) for cell in self.members}
        lower, upper, costs = self._columns()
        rows = [_coefficients(one) for one in sums]
        gone = [-sum(sign * self.low[cell] for cell, sign in row.items()) for row in rows]
        moves = _run(lower, upper, costs, self._matrix(rows), np.array(gone, dtype=float))
        if moves is None:
            return None
        parts = moves.reshape(-1, len(self.members)).sum(axis=0)
        return {cell: BASE * (self.low[cell] + int(part)) for cell, part in zip(self.members, parts, strict=True)}

    def _wished(self, cell: int) -> int:
        down, up = self.prices[cell]
        return int(self.between[cell] and up < down)

    def _columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each count: up to the next multiple, and with `further` one more up, one more down."""
        own = np.array([self.between[cell] for cell in self.members], dtype=float)
        costs = np.array([up - down for down, up in (self.prices[cell] for cell in self.members)])
        if not self.further:
            return np.zeros_like(own), own, costs
        down = np.array([float(self.low[cell] > 0 or self.values[cell] < 0) for cell in self.members])
        nothing, far = np.zeros_like(own), np.full_like(own, NEVER)
        lower, upper = np.concatenate([nothing, nothing, -down]), np.concatenate([own, np.ones_like(own), nothing])
        return lower, upper, np.concatenate([costs, far, -far])

    def _matrix(self, rows: Sequence[Mapping[int, int]]) -> list[dict[int, int]]:
        column = {cell: number for number, cell in enumerate(self.members)}
        size, parts = len(self.members), 3 if self.further else 1
        return [
            {column[cell] + part * size: sign for part in range(parts) for cell, sign in row.items()} for row in rows
        ]


def _coefficients(one: Sum) -> dict[int, int]:
    row: dict[int, int] = defaultdict(int)
    for part in one.parts:
        row[part] += 1
    row[one.total] -= 1
    return {cell: sign for cell, sign in row.items() if sign}


def _run(
    lower: np.ndarray, upper: np.ndarray, costs: np.ndarray, rows: Sequence[Mapping[int, int]], ends: np.ndarray
) -> np.ndarray | None:
    """The cheapest whole numbers between the limits for which each row has its end; None where none were found."""
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-6}
    for name, value in {**options, "time_limit": _SECONDS, "mip_max_nodes": _NODES}.items():
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(costs), len(rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, lower, upper
    lp.row_lower_ = lp.row_upper_ = ends
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([column for row in rows for column in row], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([sign for row in rows for sign in row.values()], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    highs.passModel(lp)
    highs.run()
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    found: np.ndarray = np.rint(np.array(highs.getSolution().col_value))
    return found


def _groups(count: int, sums: Sequence[Sum]) -> Iterator[tuple[list[int], list[int]]]:
    """The counts that hang together by sums, each group with the numbers of its sums."""
    group = list(range(count))

    def root(cell: int) -> int:
        while group[cell] != cell:
            group[cell] = group[group[cell]]
            cell = group[cell]
        return cell

    for one in sums:
        for part in one.parts:
            group[root(part)] = root(one.total)
    members, own = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for cell in range(count):
        members[root(cell)].append(cell)
    for number, one in enumerate(sums):
        own[root(one.total)].append(number)
    yield from ((cells, own[first]) for first, cells in members.items())
