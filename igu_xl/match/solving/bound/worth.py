"""What columns and running cohorts are worth to a search: decisions, then people enrolled, then people placed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from igu_xl.arrays import Bools, Floats
from igu_xl.match.solving.bound.separate import lock_worth
from igu_xl.match.solving.model.aims import Aim
from igu_xl.match.solving.model.model import Model


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """The price of each variable of a model, with decisions among them, and the same told by column and cohort.

    A lock is worth its price, divided among what it names, to every column that gives one of those.
    """

    price: Floats
    columns: Floats
    cohorts: Floats

    @classmethod
    def of_aim(cls, model: Model, placed: Aim) -> Worth:
        """People placed, after decisions and after people who are in a cohort already."""
        return cls.of(model, placed.price + first_price(model, placed))

    @classmethod
    def of(cls, model: Model, price: Floats) -> Worth:
        """The price of each variable of a model."""
        return cls(price, price[: len(model.columns)] + lock_worth(model, price), price[model.runs])

    def sum(self, model: Model, chosen: Bools) -> float:
        """What a plan is worth."""
        return float(self.price @ model.complete(chosen))


def enrolled_weight(model: Model, placed: Aim) -> float:
    """What a cohort is worth for each person enrolled: more than everybody placed. Whole, as the weights may be."""
    return float(np.ceil(placed.most(model)) + 1)


def decision_weight(model: Model, placed: Aim) -> float:
    """What keeping a decision is worth: more than everybody enrolled and everybody placed."""
    return enrolled_weight(model, placed) * (float(model.enrolled.sum()) + 1)


def first_price(model: Model, placed: Aim) -> Floats:
    """The price of each variable by the aims that come before people placed."""
    price = np.zeros(model.size)
    price[model.runs] = enrolled_weight(model, placed) * model.enrolled
    weight = decision_weight(model, placed)
    price[model.locks] = weight
    price[model.must_run] += weight
    return price


def decisions_kept(model: Model, chosen: Bools) -> float:
    """How many decisions a plan keeps."""
    values = model.complete(chosen)
    return float(values[model.locks].sum() + values[model.must_run].sum())


def first_possible(model: Model, placed: Aim) -> float:
    """The most that the aims before people placed could come to, were each decision and each cohort the only one."""
    locks = sum(all(len(part) for part in parts) for parts in model.lock_parts)
    reached = np.bincount(model.columns.cohort[model.columns.cohort >= 0], minlength=len(model.runs)) > 0
    runs = first_price(model, placed)[model.runs]
    return float(decision_weight(model, placed) * locks + runs[reached].sum())
