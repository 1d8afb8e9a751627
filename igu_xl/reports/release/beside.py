"""What the rounded counts of later months leave open of the counts that were hidden in earlier ones.

A running total does not fall, so what is told of one in November bounds what it was in October. A reader puts all
months into one system: the exact numbers and the sums of the months that were told by hiding, the rounded numbers and
the sums of the later ones, and that what never falls did not. For each hidden count a linear programme asks whether all
that the months of hiding left open of its interval, such as 1-4, is open still; and for each small count of the rounded
months whether all is that these left open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from igu_xl.month import Month
from igu_xl.reports.disclosure.counts import Quantity
from igu_xl.reports.disclosure.protection import Interval
from igu_xl.reports.figures.measure import BEFORE

CountKey = tuple[str, Quantity]  # a page, and what it counts
_At = tuple[int, CountKey]  # a count at one of the moments
_FAR = 100_000.0  # more people than there are
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Count:
    """A count, what a reader knows it to lie between, and what it must be able to be; None where nothing is."""

    value: int
    low: int | None
    high: int | None
    wanted: Interval | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The counts of a month as a reader has them, the sums between them, and which it hid."""

    month: Month
    counts: Mapping[CountKey, Count]
    lines: Sequence[tuple[Sequence[CountKey], CountKey]]
    hidden: frozenset[CountKey] = frozenset()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What must be told otherwise: the counts that `tell` it, and all that hang together with them."""

    tell: frozenset[CountKey] = frozenset()
    together: frozenset[CountKey] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.together)


def narrowed(
    before: Sequence[Moment], after: Sequence[Moment], growing: Collection[CountKey], month: Month
) -> Narrowed:
    """The counts of a month by which the months together leave less open of some count; none if all are safe.

    Of a hidden count of `before` they leave less open than those did, or of a small one of `after` than these did. The
    moments in the order of their months; `growing` are the counts that do not fall from month to month.
    """
    moments = [*before, *after]
    rows = [*_sums(moments), *_over_time(moments, growing)]
    tell, together = set[CountKey](), set[CountKey]()
    for members, own in _parts(moments, rows):
        sides = {time < len(before) for row in own for time, _ in row.terms}
        asked = {at: wanted for at in members if (wanted := moments[at[0]].counts[at[1]].wanted)}
        if not asked or len(sides) < 2:
            continue
        hidden, told = (  # what each side leaves open without the other's numbers
            [at for at in members if at[0] < len(before)],
            [at for at in members if at[0] >= len(before)],
        )
        reader = _Reader(moments, members, own)
        formers = _Reader(moments, members, own, untold=told), _Reader(moments, told, _among(own, len(before)))
        may_change = [at for at in told if moments[at[0]].month == month]
        elastic = _Elastic(moments, members, own, untold=may_change)
        for at, wanted in asked.items():
            for end in _closed(reader, formers[:1] if at in hidden else formers, at, wanted):
                tell |= elastic.in_the_way(at, end)
                together |= {key for _, key in members}
    return Narrowed(frozenset(tell), frozenset(together))


def _among(rows: Sequence[_Row], first: int) -> list[_Row]:
    """The rows of the moments from this one on."""
    return [row for row in rows if all(time >= first for time, _ in row.terms)]


def _closed(reader: _Reader, formers: Sequence[_Reader], at: _At, wanted: Interval) -> list[float]:
    """The ends of its interval that a count could reach by each of what was known without the other, and not now."""
    if all(reader.believes(at, end) for end in wanted):
        return []
    ends = [(former.furthest(at, 1.0, wanted), former.furthest(at, -1.0, wanted)) for former in formers]
    low, high = max(least for least, _ in ends), min(most for _, most in ends)
    return [end for end in (low, high) if low <= high and not reader.believes(at, end)]


@dataclass(frozen=True, slots=True)
class _Row:
    """Terms that add up to nothing, or with `grows` to nothing or more."""

    terms: Mapping[_At, float]
    grows: bool = False


def _sums(moments: Sequence[Moment]) -> Iterator[_Row]:
    for time, moment in enumerate(moments):
        for parts, total in moment.lines:
            terms: dict[_At, float] = defaultdict(float)
            for key, sign in [*((part, 1.0) for part in parts), (total, -1.0)]:
                terms[time, key] += sign
            known = all(key in moment.counts for _, key in terms)
            if known and not sum(sign * moment.counts[key].value for (_, key), sign in terms.items()):
                yield _Row(terms)


def _over_time(moments: Sequence[Moment], growing: Collection[CountKey]) -> Iterator[_Row]:
    """What a month tells of the one before it, and what never falls; where it is so, for else nobody can know it."""
    last = dict[CountKey, int]()
    for time, moment in enumerate(moments):
        for key, count in moment.counts.items():
            if BEFORE in key[1] and time and moments[time - 1].month == moment.month.previous():
                then = moments[time - 1].counts.get(own := (key[0], key[1] - {BEFORE}))
                if then is not None and then.value == count.value:
                    yield _Row({(time, key): 1.0, (time - 1, own): -1.0})
            if key in growing:
                if key in last and moments[last[key]].counts[key].value <= count.value:
                    yield _Row({(time, key): 1.0, (last[key], key): -1.0}, grows=True)
                last[key] = time


def _parts(moments: Sequence[Moment], rows: Sequence[_Row]) -> Iterator[tuple[list[_At], list[_Row]]]:
    """The counts that hang together. What is known exactly binds nothing: its row is one for each of the others."""
    group: dict[_At, _At] = {(time, key): (time, key) for time, moment in enumerate(moments) for key in moment.counts}

    def root(at: _At) -> _At:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    def loose(at: _At) -> bool:
        count = moments[at[0]].counts[at[1]]
        return count.low is None or count.low != count.high

    moving = [(row, [at for at in row.terms if loose(at)]) for row in rows]
    for _, ends in moving:
        for one in ends[1:]:
            group[root(one)] = root(ends[0])
    members, own = defaultdict[_At, list[_At]](list), defaultdict[_At, list[_Row]](list)
    for at in group:
        if loose(at):
            members[root(at)].append(at)
    for row, ends in moving:
        if ends:
            own[root(ends[0])].append(row)
    yield from ((together, own[first]) for first, together in members.items())


class _Reader:
    """The linear programme of what a reader knows; `seen` is how far each count was in any answer."""

    def __init__(
        self, moments: Sequence[Moment], members: Sequence[_At], rows: Sequence[_Row], untold: Collection[_At] = ()
    ) -> None:
        self.number = {at: number for number, at in enumerate(members)}
        counts = [moments[time].counts[key] for time, key in members]
        open_to = {self.number[at] for at in untold}
        counts = [
            Count(one.value, None if one.low is None or one.low < 0 else 0, None) if number in open_to else one
            for number, one in enumerate(counts)
        ]
        self.low = np.array([-_FAR if one.low is None else one.low for one in counts], dtype=float)
        self.high = np.array([_FAR if one.high is None else one.high for one in counts], dtype=float)
        self.least = self.most = np.array([one.value for one in counts], dtype=float)
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("presolve", "off")  # each run starts where the one before ended
        for low, high in zip(self.low, self.high, strict=True):
            self.highs.addVar(low, high)
        for row in rows:
            self._add(row, moments)

    def believes(self, at: _At, count: float) -> bool:
        """Whether the count could be this."""
        column = self.number[at]
        if self.least[column] - _EPSILON <= count <= self.most[column] + _EPSILON:
            return True
        if not self.low[column] - _EPSILON <= count <= self.high[column] + _EPSILON:
            return False
        self.highs.changeColBounds(column, count, count)
        possible = self._run()
        self.highs.changeColBounds(column, self.low[column], self.high[column])
        return possible

    def furthest(self, at: _At, sign: float, wanted: Interval) -> float:
        """The least (`sign` 1) or the largest that the count can be within an interval; else what is no end of one."""
        column, nothing = self.number[at], sign * _FAR
        low, high = max(wanted[0], self.low[column]), min(wanted[1], self.high[column])
        if low > high:
            return nothing
        self.highs.changeColBounds(column, low, high)
        self.highs.changeColCost(column, sign)
        found = float(self.highs.getSolution().col_value[column]) if self._run() else nothing
        self.highs.changeColCost(column, 0.0)
        self.highs.changeColBounds(column, self.low[column], self.high[column])
        return found

    def _run(self) -> bool:
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        found = np.array(self.highs.getSolution().col_value)
        self.least, self.most = np.minimum(self.least, found), np.maximum(self.most, found)
        return True

    def _add(self, row: _Row, moments: Sequence[Moment]) -> None:
        terms = {self.number[at]: sign for at, sign in row.terms.items() if at in self.number and sign}
        known = sum(
            sign * moments[time].counts[key].value
            for (time, key), sign in row.terms.items()
            if (time, key) not in self.number
        )
        if terms:
            high = highspy.kHighsInf if row.grows else -known
            columns = np.array(list(terms), dtype=np.int32)
            self.highs.addRow(-known, high, len(terms), columns, np.array(list(terms.values())))


class _Elastic(_Reader):
    """The same where each number of `untold` counts may be another one, at a price: how far from its limits."""

    def __init__(
        self, moments: Sequence[Moment], members: Sequence[_At], rows: Sequence[_Row], untold: Collection[_At] = ()
    ) -> None:
        super().__init__(moments, members, rows, untold)
        self.keys = dict[int, CountKey]()
        for at in untold:
            count, column = moments[at[0]].counts[at[1]], self.number[at]
            for limit, sign in ((count.low, 1.0), (count.high, -1.0)):
                if limit is not None:
                    slack = self.highs.getNumCol()
                    self.highs.addVar(0.0, highspy.kHighsInf)
                    self.highs.changeColCost(slack, 1.0)
                    self.keys[slack] = at[1]
                    columns, signs = np.array([column, slack], dtype=np.int32), np.array([sign, 1.0])
                    self.highs.addRow(sign * limit, highspy.kHighsInf, 2, columns, signs)

    def in_the_way(self, at: _At, end: float) -> set[CountKey]:
        """The counts that must be told otherwise so that this one could be `end`; none where that would not help."""
        column = self.number[at]
        low, high = self.highs.getLp().col_lower_[column], self.highs.getLp().col_upper_[column]
        self.highs.changeColBounds(column, end, end)
        self.highs.run()
        possible = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = self.highs.getSolution().col_value if possible else []
        self.highs.changeColBounds(column, low, high)
        return {key for slack, key in self.keys.items() if found and found[slack] > _EPSILON}
