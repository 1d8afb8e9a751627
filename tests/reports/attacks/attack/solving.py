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
_ROUNDS = 14  # solutions that are looked for before what is left is asked one by one
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
        seen: dict[Hashable, set[int]] = {key: set() for key in wanted}
        idle = 0
        for _ in range(_ROUNDS if len(self.row_low) else 0):
            missing = {key: [one for one in SMALL if one not in values] for key, values in seen.items()}
            missing = {key: values for key, values in missing.items() if values}
            if not missing or idle == 3:
                break
            near = {key: chance.choice(missing.get(key) or SMALL) for key in wanted}
            told = self._nearest(near)
            before = sum(map(len, seen.values()))
            for key in wanted if told is not None else ():
                seen[key].add(round(told[self.number[key]]))
            idle = idle + 1 if sum(map(len, seen.values())) == before else 0
        return {key: self._possible(key, values) for key, values in seen.items()}

    def _possible(self, key: Hashable, seen: set[int]) -> Possible:
        place, linear, whole = self.number[key], set(seen), set(seen)
        for value in SMALL:
            if value not in seen and self._linear(place, value):
                linear.add(value)
                if self._whole(place, value, value):
                    whole.add(value)
        small = frozenset(whole) & frozenset(SMALL)
        exact = len(whole) == 1 and not any(self._whole(place, low, high) for low, high in ((0, 0), (5, _MUCH)))
        return Possible(frozenset(linear) & frozenset(SMALL), small, exact)

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

    def _whole(self, place: int, least: float, most: float) -> bool:
        """Whether a count can lie between these where all are whole numbers."""
        low, high = self.low.copy(), self.high.copy()
        low[place], high[place] = max(low[place], least), min(high[place], most)
        if low[place] > high[place]:
            return False
        return not len(self.row_low) or self._solve(np.zeros(len(low)), low, high) is not None

    def _nearest(self, near: Mapping[Hashable, int]) -> np.ndarray | None:
        """A solution in whole numbers in which many counts are near to these."""
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
        bounds = Bounds(
            np.concatenate([self.low, np.zeros(aims)]), np.concatenate([self.high, np.full(aims, _MUCH)])
        )
        whole = np.concatenate([np.ones(count), np.zeros(aims)])
        options = {"mip_rel_gap": 0.5, "time_limit": 10.0}
        told = milp(price, constraints=limits, bounds=bounds, integrality=whole, options=options)
        return None if told.x is None else told.x[:count]

    def _solve(self, price: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray | None:
        limits = LinearConstraint(self.matrix, self.row_low, self.row_high)
        told = milp(
            price,
            constraints=limits,
            bounds=Bounds(low, high),
            integrality=np.ones(len(low)),
            options={"time_limit": 20.0},
        )
        if told.status == 2:
            return None
        assert told.x is not None, told.message
        return np.asarray(told.x)
