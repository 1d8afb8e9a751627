"""Blocks of cohorts and what each gets: nothing is given twice, and what a plan uses stays with its people."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.arrays import Ints
from igu_xl.match.solving.country.blocks import divide
from igu_xl.match.solving.country.division import Cutter, share_out
from igu_xl.match.solving.model.columns import Columns, list_columns
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.search.baselines import patient_choice

MakeProblem = Callable[..., Problem]
SEEDS = st.integers(0, 2**32)


def _two_towns() -> Columns:
    """Twenty people in four cohorts: the even cohorts are offered to one half, the odd ones to the other."""
    person = np.repeat(np.arange(20), 2)
    cohort = np.where(person < 10, 0, 1) + np.tile([0, 2], 20)
    return Columns(person, person % 5, cohort, np.zeros(len(person)))


def _divided(columns: Columns, joined: Ints, largest: float) -> Ints:
    return divide(columns, joined, largest, np.random.default_rng(0))


def test_cohorts_of_the_same_people_lie_in_one_block() -> None:
    block = _divided(_two_towns(), np.arange(4), largest=12)
    assert block[0] == block[2] != block[1] == block[3]


def test_what_is_joined_lies_in_one_block_however_large() -> None:
    block = _divided(_two_towns(), np.array([0, 0, 2, 3]), largest=6)
    assert block[0] == block[1]


def test_a_block_has_no_more_people_than_it_may_have() -> None:
    block = _divided(_two_towns(), np.arange(4), largest=6)
    assert sorted(block) == [0, 1, 2, 3]


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
def test_nothing_is_given_twice_and_what_is_used_stays(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=12, slots=5, cohorts=4, decided=False)
    columns, random = list_columns(problem), np.random.default_rng(seed)
    model, chosen = Model(problem, columns), patient_choice(problem, columns)
    together = divide(columns, np.zeros(4, dtype=np.int64), 3, random) if seed % 2 else np.arange(4) % 2
    division = share_out(model, together, random.random(len(columns)), chosen, random)
    slots, teams = problem.slots, problem.slots["together_min"].to_numpy() > 1
    assert (division.openings.sum(axis=1) <= slots["openings"].to_numpy()).all()
    assert (division.rooms.sum(axis=1) <= problem.rooms["max_cohorts"].to_numpy()).all()
    assert (division.companies.sum(axis=1) <= problem.companies["max_people"].to_numpy()).all()
    taken = columns[chosen & (columns.slot >= 0) & ~np.append(teams, False)[columns.slot]]
    used = np.zeros_like(division.openings)
    np.add.at(used, (taken.slot, division.person[taken.candidate]), 1)
    assert (used <= division.openings).all()


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_the_blocks_are_sound_problems_that_share_nobody(make_problem: MakeProblem, seed: int) -> None:
    problem = make_problem(seed, people=12, slots=5, cohorts=4)
    columns, random = list_columns(problem), np.random.default_rng(seed)
    nothing, shares = np.zeros(len(columns), dtype=bool), np.zeros(len(columns))
    division = share_out(Model(problem, columns), np.arange(4) % 2, shares, nothing, random)
    cutter = Cutter(problem)
    people: list[str] = []
    for block in range(division.blocks):
        part = cutter.problem_of(division, block)
        assert [found for found in part.check() if found.blocks] == []
        people += part.candidates["candidate"].tolist()
    assert sorted(people) == sorted(problem.candidates["candidate"].iloc[np.unique(columns.candidate)])
