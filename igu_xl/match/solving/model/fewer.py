"""Fewer columns to search among, so that every slot in a cohort keeps people enough, and every person a choice."""

from __future__ import annotations

import numpy as np

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.model.model import Model

# A person with so many columns has as much choice as a slot in a cohort with as many people as openings.
CHOICE = 4
# Prices closer than this are the same: which of the columns is kept is then left to chance.
DECIMALS = 2


def fewer(
    model: Model,
    among: Ints,
    size: int,
    random: np.random.Generator,
    *,
    earnings: Floats | None = None,
    chosen: Bools | None = None,
) -> Ints:
    """About so many of these columns, in their order: the chosen ones, then those that earn most.

    Where people are scarce it is the choice of each person that counts, where slots are scarce that of each slot in a
    cohort: a column is kept when it is among the first of either.
    """
    if len(among) <= size:
        return among
    columns = model.columns[among]
    chance = random.permutation(len(among))
    first = chance if earnings is None else np.lexsort((chance, -np.round(earnings[among], DECIMALS)))
    openings = np.append(model.problem.slots["openings"].to_numpy(), CHOICE)
    place = (columns.slot + 1) * (len(model.runs) + 1) + columns.cohort + 1
    of_place = _rank(place, first) / np.maximum(openings, 1)[columns.slot]
    of_person = _rank(columns.candidate, first) / CHOICE
    score = np.minimum(of_place, of_person)
    if chosen is not None:
        score[chosen[among]] = -1
    return np.sort(among[np.argsort(score, kind="stable")[:size]])


def _rank(group: Ints, first: Ints) -> Ints:
    """The number of each among those of its group, from 0, when they come in this order."""
    order = first[np.argsort(group[first], kind="stable")]
    ordered, rank = group[order], np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.searchsorted(ordered, ordered)
    return rank
