"""Fewer columns to search among."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.match.solving.model.columns import list_columns
from igu_xl.match.solving.model.fewer import fewer
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.problem import Problem

MakeProblem = Callable[..., Problem]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(0, 80))
def test_so_many_are_kept_in_their_order_and_the_chosen_among_them(
    make_problem: MakeProblem, seed: int, size: int
) -> None:
    problem = make_problem(seed, people=14, slots=6, cohorts=4)
    model = Model(problem, list_columns(problem))
    random = np.random.default_rng(seed)
    among = np.flatnonzero(random.random(len(model.columns)) < 0.8)
    chosen = random.random(len(model.columns)) < 0.1
    kept = fewer(model, among, size, random, chosen=chosen)
    assert len(kept) == min(size, len(among))
    assert (np.diff(kept) > 0).all() and np.isin(kept, among).all()
    assert np.isin(among[chosen[among]], kept).all() or chosen[among].sum() > size


def test_every_person_and_every_slot_in_a_cohort_keeps_what_earns_most(make_problem: MakeProblem) -> None:
    problem = make_problem(3, people=40, slots=8, cohorts=5, decided=False)
    model = Model(problem, list_columns(problem))
    columns, random = model.columns, np.random.default_rng(0)
    earnings = random.permutation(len(columns)).astype(float)
    places = np.unique(columns.slot * 100 + columns.cohort, return_inverse=True)[1]
    size = len(np.unique(columns.candidate)) + places.max() + 1
    assert size < len(columns) / 2
    kept = np.isin(np.arange(len(columns)), fewer(model, np.arange(len(columns)), size, random, earnings=earnings))
    for group in (columns.candidate, places):
        best = [np.flatnonzero(group == one)[np.argmax(earnings[group == one])] for one in np.unique(group)]
        assert kept[best].all()
