"""Prices from a matching without cohorts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from igu_xl.match.solving.bound.pairing import pairing_costs
from igu_xl.match.solving.bound.prices import bound_at, find_prices
from igu_xl.match.solving.model.aims import in_order
from igu_xl.match.solving.model.columns import list_columns
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.problem import Problem

MakeProblem = Callable[..., Problem]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_bound_at_these_prices_is_the_most_that_any_matching_is_worth(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=12, slots=6, cohorts=4, decided=False)
    model = Model(problem, list_columns(problem))
    price = next(aim.price for aim in in_order(model, {}) if aim.name == "placed")
    costs = pairing_costs(model, price, seconds=10)
    assert costs is not None
    places = np.repeat(np.arange(len(problem.slots)), problem.slots["openings"].to_numpy().astype(int))
    worth = np.zeros((len(problem.candidates), len(places)))
    slotted = np.flatnonzero(model.columns.slot >= 0)
    for column in slotted:
        worth[model.columns.candidate[column], places == model.columns.slot[column]] = price[column]
    best = worth[linear_sum_assignment(worth, maximize=True)].sum()
    assert bound_at(model, price, costs) == pytest.approx(best, abs=1e-4)
    assert find_prices(model, price, rounds=5, start=costs).bound <= best + 1e-4
