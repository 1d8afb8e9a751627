"""Seeded chance: one stream of random values for each partner, and exact shares where luck must not count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """The random values of one partner: the same seed and name always give the same values.

    Partners do not share a stream, so that a change in one workbook leaves the others as they were.
    """

    def __init__(self, seed: int, name: str) -> None:
        self._random = Random(f"{seed}:{name}")

    def one(self, low: int, high: int) -> int:
        """One whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def whole(self, low: int, high: int, size: int) -> list[int]:
        """Whole numbers from `low` to `high`, both included."""
        return [self.one(low, high) for _ in range(size)]

    def happens(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability

    def flags(self, probability: float, size: int) -> list[bool]:
        """True with this probability, `size` times."""
        return [self.happens(probability) for _ in range(size)]

    def choices(self, weights: Mapping[T, int], size: int) -> list[T]:
        """`size` keys of `weights`, drawn in proportion to their weights."""
        return self._random.choices(list(weights), list(weights.values()), k=size)

    def choice(self, weights: Mapping[T, int]) -> T:
        """One key of `weights`, drawn in proportion to its weight."""
        return self.choices(weights, 1)[0]

    def any_of(self, options: Sequence[T]) -> T:
        """One of the options, all equally likely."""
        return options[self.one(0, len(options) - 1)]

    def days(self, first: date, last: date, size: int) -> list[date]:
        """Days from `first` to `last`, both included."""
        return [date.fromordinal(day) for day in self.whole(first.toordinal(), last.toordinal(), size)]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in random order."""
        return self._random.sample(values, len(values))


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Split `total` in whole numbers in proportion to the weights; the largest remainders get what is over."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: counts[index] - exact[index])
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts
