"""What remains possible: unknown whole numbers with limits and sums, asked by linear and by integer programming."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

SMALL = (1, 2, 3, 4)
_MUCH = 10_000.0  # more people than any partnership has
_ROUNDS, _IDLE = 60, 6  # solutions that are looked for, and in vain, before what is left is asked one by one
Coefs = Mapping[Hashable, float]


@dataclass
class System:
    """Unknown counts, each between two numbers, and sums of them that lie between two numbers."""

    low: dict[Hashable, float] = field(default_factory=dict)
    high: dict[Hashable, float] = field(default_factory=dict)
    rows: list[tuple[Coefs, float, float]] = field(default_factory=list)

    def knows(self, key: Hashable, low: float = 0.0, high: float = _MUCH) -> None:
        """A count lies between these, and between what is known of it already."""
        self.low[key] = max(low, self.low.get(key, 0.0))
        self.high[key] = min(high, self.high.get(key, _MUCH))

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
            found |= _Part(system, keys, rows).possible(wanted, random.Random(seed))
    return found


def _parts(system: System) -> Iterable[tuple[set[Hashable], list[tuple[Coefs, float, float]]]]:
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
    rows: dict[Hashable, list[tuple[Coefs, float, float]]] = defaultdict(list)
    for key in group:
        members[root(key)].add(key)
    for first, line in lines:
        rows[root(first)].append(line)
        members[root(first)].update(line[0])  # those that are known exactly come along
    yield from ((keys, rows[name]) for name, keys in members.items())


class _Part:
    """Unknowns that hang together."""

    def __init__(self, system: System, keys: set[Hashable], rows: list[tuple[Coefs, float, float]]) -> None:
        self.number = {key: place for place, key in enumerate(sorted(keys, key=str))}
        self.low = np.array([system.low[key] for key in self.number])
        self.high = np.array([system.high[key] for key in self.number])
        entries = [(line, self.number[key], factor) for line, row in enumerate(rows) for key, factor in row[0].items()]
        places, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
        self.matrix = csr_array((factors, (places, columns)), shape=(len(rows), len(self.number)))
        self.row_low = np.array([row[1] for row in rows])
        self.row_high = np.array([row[2] for row in rows])

    def possible(self, wanted: Sequence[Hashable], chance: random.Random) -> dict[Hashable, Possible]:
        """Look for solutions that show many values at once; what none has shown is asked for one by one."""
        self.seen: dict[Hashable, set[int]] = {key: set() for key in wanted}
        idle = 0
        for _ in range(_ROUNDS if len(self.row_low) else 0):
            missing = {key: [one for one in SMALL if one not in values] for key, values in self.seen.items()}
            missing = {key: values for key, values in missing.items() if values}
            if not missing or idle == _IDLE:
                break
            before = sum(map(len, self.seen.values()))
            self._nearest({key: chance.choice(missing.get(key) or SMALL) for key in wanted})
            idle = idle + 1 if sum(map(len, self.seen.values())) == before else 0
        return {key: self._possible(key) for key in wanted}

    def _possible(self, key: Hashable) -> Possible:
        place, linear = self.number[key], set(self.seen[key])
        for value in SMALL:
            if value not in self.seen[key] and self._linear(place, value):
                linear.add(value)
                self._whole(key, value, value)
        whole = frozenset(self.seen[key]) & frozenset(SMALL)
        exact = len(whole) == 1 and not any(self._whole(key, low, high) for low, high in ((0, 0), (5, _MUCH)))
        return Possible(frozenset(linear) & frozenset(SMALL), whole, exact)

    def _shows(self, told: np.ndarray) -> None:
        """Remember the values that the counts have in a solution."""
        for key, values in self.seen.items():
            values.add(round(told[self.number[key]]))

    def _linear(self, place: int, value: float) -> bool:
        """Whether a count can have this value if the others may be fractions."""
        low, high = self.low.copy(), self.high.copy()
        if not low[place] <= value <= high[place]:
            return False
        low[place] = high[place] = value
        if not len(self.row_low):
            return True
        matrix, limits = self.upper
        told = linprog(
            np.zeros(len(low)), A_ub=matrix, b_ub=limits, bounds=np.column_stack((low, high)), method="highs"
        )
        assert told.status in (0, 2), told.message
        return bool(told.status == 0)

    @cached_property
    def upper(self) -> tuple[csr_array, np.ndarray]:
        """The rows as upper limits, which is how `linprog` takes them."""
        above, below = np.isfinite(self.row_high), np.isfinite(self.row_low)
        matrix = vstack([self.matrix[above], -self.matrix[below]])
        return csr_array(matrix), np.concatenate([self.row_high[above], -self.row_low[below]])

    def _whole(self, key: Hashable, least: float, most: float) -> bool:
        """Whether a count can lie between these where all are whole numbers."""
        low, high, place = self.low.copy(), self.high.copy(), self.number[key]
        low[place], high[place] = max(low[place], least), min(high[place], most)
        if low[place] > high[place]:
            return False
        if not len(self.row_low):
            self.seen[key].add(round(low[place]))
            return True
        limits = LinearConstraint(self.matrix, self.row_low, self.row_high)
        options, whole = {"time_limit": 20.0}, np.ones(len(low))
        told = milp(
            np.zeros(len(low)), constraints=limits, bounds=Bounds(low, high), integrality=whole, options=options
        )
        if told.status == 2:
            return False
        assert told.x is not None, told.message
        self._shows(told.x)
        return True

    def _nearest(self, near: Mapping[Hashable, int]) -> None:
        """Look for a solution in whole numbers in which many counts are near to these."""
        count, aims = len(self.low), len(near)
        places = np.array([self.number[key] for key in near])
        values = np.array([float(value) for value in near.values()])
        lines = np.arange(aims)
        own = csr_array((np.ones(aims), (lines, places)), shape=(aims, count))
        limits = [
            LinearConstraint(hstack([self.matrix, csr_array((len(self.row_low), aims))]), self.row_low, self.row_high),
            LinearConstraint(hstack([own, -eye_array(aims)]), -np.inf, values),
            LinearConstraint(hstack([own, eye_array(aims)]), values, np.inf),
        ]
        price = np.concatenate([np.zeros(count), np.ones(aims)])
        bounds = Bounds(np.concatenate([self.low, np.zeros(aims)]), np.concatenate([self.high, np.full(aims, _MUCH)]))
        whole = np.concatenate([np.ones(count), np.zeros(aims)])
        options = {"mip_rel_gap": 0.5, "time_limit": 10.0}
        told = milp(price, constraints=limits, bounds=bounds, integrality=whole, options=options)
        if told.x is not None:
            self._shows(told.x[:count])
