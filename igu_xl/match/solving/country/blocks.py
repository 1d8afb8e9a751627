"""Divides cohorts into blocks that share few people, so that each block can be searched on its own.

Cohorts that the same people or the same openings may come to lie close together: the closest pairs are joined, then
the closest pairs of pairs, and so on (as in heavy-edge matching: Karypis and Kumar 1998), until a block has as many
people as it may have.
"""

from __future__ import annotations

import numpy as np

from igu_xl.arrays import Floats, Ints
from igu_xl.match.solving.model.columns import Columns

# A person or slot with more cohorts than this counts with the first so many: enough to see what lies close together.
MOST_COHORTS = 8
# A block with less than this share of the people that it may have is small.
SMALL = 0.1


def divide(columns: Columns, joined: Ints, largest: float, random: np.random.Generator) -> Ints:
    """The block of each cohort, numbered from 0. Cohorts with the same number in `joined` lie in one block.

    `columns` are those that matter. `largest` is how many people a block may have; what is joined may have more.
    `random` makes other blocks of what lies equally close.
    """
    block = _numbered(joined)
    people = _people(columns, len(joined))
    one, other, weight = _closeness(columns, len(joined))
    while True:
        size: Floats = np.bincount(block, people).astype(float)
        near = _between(block[one], block[other], weight, len(size))
        pairs = _closest_pairs(*near, size, largest, random)
        if not len(pairs):
            return _packed(block, size, largest)
        number = np.arange(len(size))
        number[pairs[:, 1]] = pairs[:, 0]
        block = _numbered(number[block])


def _numbered(group: Ints) -> Ints:
    return np.asarray(np.unique(group, return_inverse=True)[1], dtype=np.int64)


def _packed(block: Ints, size: Floats, largest: float) -> Ints:
    """Small blocks that lie close to none are put together all the same: each costs time of its own."""
    small = size < SMALL * largest
    packed = len(size) + (np.cumsum(np.where(small, size, 0)) // largest).astype(np.int64)
    return _numbered(np.where(small, packed, np.arange(len(size)))[block])


def _people(columns: Columns, cohorts: int) -> Floats:
    """How many people each cohort counts for, when everybody is divided among the columns they have."""
    count = np.bincount(columns.candidate)
    seated = columns.cohort >= 0
    each = 1 / count[columns.candidate[seated]]
    return np.asarray(np.bincount(columns.cohort[seated], each, cohorts), dtype=np.float64)


def _closeness(columns: Columns, cohorts: int) -> tuple[Ints, Ints, Floats]:
    """Pairs of cohorts, and how many people and slots could come to both."""
    seated = columns[columns.cohort >= 0]
    slotted = seated[seated.slot >= 0]
    found = [_together(seated.candidate, seated.cohort, cohorts), _together(slotted.slot, slotted.cohort, cohorts)]
    keys, counts = (np.concatenate(part) for part in zip(*found, strict=True))
    keys, place = np.unique(keys, return_inverse=True)
    return keys // cohorts, keys % cohorts, np.bincount(place, counts, len(keys)).astype(float)


def _together(member: Ints, cohort: Ints, cohorts: int) -> tuple[Ints, Ints]:
    """Pairs of cohorts as one number each, and how many members they share."""
    keys = np.unique(member * cohorts + cohort)
    member, cohort = keys // cohorts, keys % cohorts
    pairs = [
        cohort[:-apart][same] * cohorts + cohort[apart:][same]
        for apart in range(1, MOST_COHORTS)
        if (same := member[:-apart] == member[apart:]).any()
    ]
    found, counts = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *pairs]), return_counts=True)
    return found, counts


def _between(one: Ints, other: Ints, weight: Floats, blocks: int) -> tuple[Ints, Ints, Floats]:
    """The same of blocks."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    keys, place = np.unique(low * blocks + high, return_inverse=True)
    total = np.bincount(place, weight, len(keys))
    apart = keys // blocks != keys % blocks
    return keys[apart] // blocks, keys[apart] % blocks, total[apart]


def _closest_pairs(
    one: Ints, other: Ints, weight: Floats, size: Floats, largest: float, random: np.random.Generator
) -> Ints:
    """Pairs of blocks to join, the closest for their size first; each block once, none too large together."""
    fits = np.flatnonzero(size[one] + size[other] <= largest)
    closeness = weight[fits] / np.maximum(size[one[fits]] * size[other[fits]], 1e-9)
    order = fits[np.argsort(-closeness * (0.5 + random.random(len(fits))), kind="stable")]
    free, pairs = np.ones(len(size), dtype=bool), []
    for first, second in zip(one[order].tolist(), other[order].tolist(), strict=True):
        if free[first] and free[second]:
            free[[first, second]] = False
            pairs.append((first, second))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
