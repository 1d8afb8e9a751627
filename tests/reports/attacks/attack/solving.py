"""What remains possible: unknown whole numbers with limits and sums, asked by linear and by integer programming."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

SMALL = (1, 2, 3, 4)
MUCH = 10_000.0  # more people than any partnership has
_ROUNDS, _IDLE = 60, 6  # solutions that are looked for, and in vain, before what is left is asked one by one
Coefs = Mapping[Hashable, float]
Row = tuple[Coefs, float, float]  # a sum, and between what it lies


@dataclass
class System:
    """Unknown counts, each between two numbers, and sums of them that lie between two numbers."""

    low: dict[Hashable, float] = field(default_factory=dict)
    high: dict[Hashable, float] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def knows(self, key: Hashable, low: float = 0.0, high: float = MUCH) -> None:
        """A count lies between these, and between what is known of it already."""
        self.low[key] = max(low, self.low.get(key, 0.0))
        self.high[key] = min(high, self.high.get(key, MUCH))

    def between(self, coefs: Coefs, low: float = -np.inf, high: float = np.inf) -> None:
        """A sum of counts, each with its factor, lies between these."""
        for key in coefs:
            self.knows(key)
        self.rows.append((coefs, low, high))

    def adds(self, parts: Iterable[Hashable], total: Hashable) -> None:
        """Counts add up to another one."""
        coefs: dict[Hashable, float] = defaultdict(float)
        for part in parts:
            coefs[part] += 1.0
        coefs[total] -= 1.0
        self.between(coefs, 0.0, 0.0)


@dataclass(frozen=True)
class Possible:
    """What a count can be: which of 1-4 by linear, and which by integer programming; `exact` if it can be one only."""

    linear: frozenset[int]
    whole: frozenset[int]
    exact: bool


def possible(system: System, targets: Sequence[Hashable], *, seed: int = 0) -> dict[Hashable, Possible]:
    """What each of these counts, which are truly 1-4, can be for somebody who knows the system."""
    found: dict[Hashable, Possible] = {}
    for keys, rows in _parts(system):
        wanted = [key for key in targets if key in keys]
        if wanted:
            found |= _Part(system, keys, rows, wanted).possible(random.Random(seed))
    return found


def _parts(system: System) -> Iterable[tuple[set[Hashable], list[Row]]]:
    """The unknowns that hang together by sums; what is known exactly ties nothing together."""
    group = {key: key for key in system.low}

    def root(key: Hashable) -> Hashable:
        while group[key] != key:
            group[key] = group[group[key]]
            key = group[key]
        return key

    open_ = {key for key in group if system.low[key] < system.high[key]}
    lines = []
    for coefs, low, high in system.rows:
        free = [key for key in coefs if key in open_]
        if free:
            lines.append((free[0], (coefs, low, high)))
        for key in free[1:]:
            group[root(key)] = root(free[0])
    members: dict[Hashable, set[Hashable]] = defaultdict(set)
    rows: dict[Hashable, list[Row]] = defaultdict(list)
    for key in group:
        members[root(key)].add(key)
    for first, line in lines:
        rows[root(first)].append(line)
        members[root(first)].update(line[0])  # those that are known exactly come along
    yield from ((keys, rows[name]) for name, keys in members.items())


class _Part:
    """Unknowns that hang together, as a programme that is asked again and again: for a solution in which many counts
    are near to the values that none has shown yet, and in which one count, perhaps, has a value."""

    def __init__(self, system: System, keys: set[Hashable], rows: list[Row], wanted: Sequence[Hashable]) -> None:
        self.number = {key: place for place, key in enumerate(sorted(keys, key=str))}
        self.low = np.array([system.low[key] for key in self.number])
        self.high = np.array([system.high[key] for key in self.number])
        self.rows, self.wanted = rows, wanted
        self.seen: dict[Hashable, set[int]] = {key: set() for key in wanted}
        self.highs = self._programme()

    def possible(self, chance: random.Random) -> dict[Hashable, Possible]:
        """Look for solutions that show many values at once; what none has shown is asked for one by one."""
        idle = 0
        for _ in range(_ROUNDS):
            missing = {key: self._missing(key) for key in self.wanted}
            if not any(missing.values()) or idle == _IDLE:
                break
            before = sum(map(len, self.seen.values()))
            self._run(self._aims(chance))
            idle = idle + 1 if sum(map(len, self.seen.values())) == before else 0
        return {key: self._possible(key, chance) for key in self.wanted}

    def _missing(self, key: Hashable) -> list[int]:
        return [value for value in SMALL if value not in self.seen[key]]

    def _aims(self, chance: random.Random) -> list[int]:
        return [chance.choice(self._missing(key) or SMALL) for key in self.wanted]

    def _possible(self, key: Hashable, chance: random.Random) -> Possible:
        linear = set(self.seen[key])
        for value in self._missing(key):
            if value not in self.seen[key] and self._can(key, value, value, chance):
                linear.add(value)
        whole = frozenset(self.seen[key]) & frozenset(SMALL)
        exact = len(whole) == 1 and not any(self._any(key, *ends, chance) for ends in ((0.0, 0.0), (5.0, MUCH)))
        return Possible(frozenset(linear) & frozenset(SMALL), whole, exact)

    def _any(self, key: Hashable, least: float, most: float, chance: random.Random) -> bool:
        self._can(key, least, most, chance)
        return any(least <= value <= most for value in self.seen[key])

    def _can(self, key: Hashable, least: float, most: float, chance: random.Random) -> bool:
        """Whether a count can lie between these if the others may be fractions; whole numbers are seen beside that."""
        place = self.number[key]
        low, high = max(self.low[place], least), min(self.high[place], most)
        if low > high:
            return False
        self.highs.changeColBounds(place, low, high)
        found = self._run(self._aims(chance))
        self.highs.changeColBounds(place, self.low[place], self.high[place])
        return found

    def _run(self, aims: Sequence[int]) -> bool:
        """Look for a solution near to these; where it has fractions look for one in whole numbers as well."""
        lines = np.arange(len(self.rows), len(self.rows) + 2 * len(aims), dtype=np.int32)
        values = np.array(aims, dtype=float)
        none = np.full(len(aims), highspy.kHighsInf)
        self.highs.changeRowsBounds(len(lines), lines, np.concatenate([-none, values]), np.concatenate([values, none]))
        self.highs.setOptionValue("solve_relaxation", True)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            assert self.highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible, self.highs.getModelStatus()
            return False
        if not self._shows():
            self.highs.setOptionValue("solve_relaxation", False)
            self.highs.run()
            if self.highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
                self._shows()
            else:
                assert self.highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible, "out of time"
        return True

    def _shows(self) -> bool:
        """Remember the values that the counts have in a solution in whole numbers; False for one with fractions."""
        told = np.array(self.highs.getSolution().col_value)[: len(self.low)]
        if np.abs(told - np.rint(told)).max(initial=0.0) > 1e-6:
            return False
        for key, values in self.seen.items():
            values.add(round(told[self.number[key]]))
        return True

    def _programme(self) -> Any:
        """The counts, then for each that is asked for how far it is from its aim; the rows, then two for each aim."""
        count, aims = len(self.low), len(self.wanted)
        rows = [{self.number[key]: factor for key, factor in coefs.items()} for coefs, _, _ in self.rows]
        places = [self.number[key] for key in self.wanted]
        rows += [{place: 1.0, count + aim: -1.0} for aim, place in enumerate(places)]
        rows += [{place: 1.0, count + aim: 1.0} for aim, place in enumerate(places)]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = count + aims, len(rows)
        lp.col_cost_ = np.concatenate([np.zeros(count), np.ones(aims)])
        lp.col_lower_ = np.concatenate([self.low, np.zeros(aims)])
        lp.col_upper_ = np.concatenate([self.high, np.full(aims, MUCH)])
        ends = np.full(2 * aims, highspy.kHighsInf)
        lp.row_lower_ = np.concatenate([[row[1] for row in self.rows], -ends])
        lp.row_upper_ = np.concatenate([[row[2] for row in self.rows], ends])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([place for row in rows for place in row], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([factor for row in rows for factor in row.values()], dtype=float)
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger] * count + [kinds.kContinuous] * aims
        highs: Any = highspy.Highs()
        for name, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.5, "time_limit": 600.0}.items():
            highs.setOptionValue(name, value)
        highs.passModel(lp)
        return highs
