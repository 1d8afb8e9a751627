"""The aims of a plan, in their order: each is kept while the next is improved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from igu_xl.arrays import Floats
from igu_xl.match.solving.model.columns import given
from igu_xl.match.solving.model.model import Model

# What one more running cohort costs in people: fewer and fuller cohorts, but never fewer people.
COHORT_PRICE = 0.5
_GRAINS = (1.0, 0.5, 0.25, 0.2, 0.1, 0.05, 0.01)


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What is made as large, or as small, as it can be: a price for each variable of the model.

    price      what each variable is worth
    sign       1: the largest sum is best, -1: the smallest
    tolerance  how much of the sum later aims may give up
    grain      the sum is a multiple of it; 0 when it can be anything
    """

    name: str
    price: Floats
    sign: int
    tolerance: float
    grain: float

    def worth(self, values: Floats) -> float:
        """What these values of the variables are worth."""
        return float(self.price @ values)

    def rounded(self, bound: float) -> float:
        """The bound of a sum that is a multiple of the grain."""
        if not self.grain or not np.isfinite(bound):
            return bound
        return float(np.floor(bound / self.grain + 1e-6)) * self.grain

    def most(self, model: Model) -> float:
        """A bound that needs no search: everybody in the best slot and the best seat there is for them."""
        if self.sign < 0:
            return 0.0
        gain, columns, people = np.maximum(self.price, 0), model.columns, len(model.problem.candidates)
        best = np.zeros((2, people))
        np.maximum.at(best, ((columns.slot < 0).astype(int), columns.candidate), gain[: len(columns)])
        return float(best.sum() + gain[len(columns) :].sum())


def in_order(model: Model, tolerance: Mapping[str, float]) -> list[Aim]:
    """The aims that mean something for this problem, the weightiest first.

    locks      decisions of the coordinator that are kept: locks, and cohorts that must run
    enrolled   people who are in cohorts already, in those that run: they are not left without one
    placed     people with a slot, weighted by priority
    shortfall  the largest share of its placeable candidates that a municipality does not get placed (smallest)
    seats      people in running cohorts, less half a person for each cohort
    value      value of slots and seats
    kept       slots and seats that are as in the previous plan

    Raises ValueError for a tolerance of something else.
    """
    columns = model.columns
    priority = model.problem.candidates["priority"].to_numpy()[columns.candidate]
    seats = _price(model, columns.cohort >= 0)
    seats[model.runs] = -COHORT_PRICE
    locks, enrolled, shortfall = (np.zeros(model.size) for _ in range(3))
    locks[model.locks] = 1
    locks[model.must_run] = 1
    enrolled[model.runs] = model.enrolled
    shortfall[model.shortfall] = (model.placeable > 0).any()
    prices = {
        "locks": locks,
        "enrolled": enrolled,
        "placed": _price(model, priority * (columns.slot >= 0)),
        "shortfall": shortfall,
        "seats": seats,
        "value": _price(model, columns.value),
        "kept": _price(model, _as_before(model)),
    }
    unknown = tolerance.keys() - prices.keys()
    if unknown:
        raise ValueError(f"no such aims: {', '.join(sorted(unknown))}")
    meant = [name for name, price in prices.items() if name == "placed" or price.any()]
    return [_aim(model, name, prices[name], tolerance.get(name, 0.0)) for name in meant]


def _aim(model: Model, name: str, price: Floats, tolerance: float) -> Aim:
    grain = 0.0 if name == "shortfall" else _grain(price)
    return Aim(name, price, -1 if name == "shortfall" else 1, tolerance, grain)


def _grain(price: Floats) -> float:
    """The largest of a few numbers of which every price is a multiple; 0 when none is."""
    return next((grain for grain in _GRAINS if np.allclose(price / grain, np.round(price / grain), atol=1e-9)), 0.0)


def _price(model: Model, of_columns: npt.ArrayLike) -> Floats:
    price = np.zeros(model.size)
    price[: len(model.columns)] = of_columns
    return price


def _as_before(model: Model) -> Floats:
    """How much of each column was in the previous plan: 0, 1 (slot or cohort) or 2 (both)."""
    columns = model.columns
    slot, cohort = given(model.problem, model.problem.previous)
    same_slot = (columns.slot >= 0) & (columns.slot == slot[columns.candidate])
    same_cohort = (columns.cohort >= 0) & (columns.cohort == cohort[columns.candidate])
    return np.asarray(same_slot.astype(float) + same_cohort)
