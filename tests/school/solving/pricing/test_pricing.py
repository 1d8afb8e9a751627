"""The best schedule of a pupil at given prices, against all schedules tried; and what prices of seats prove."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igu_xl.school import Problem
from igu_xl.school.solving.bound.splitting import Splitting
from igu_xl.school.solving.model.outcome import outcome_of
from igu_xl.school.solving.model.school import SchoolArrays, school_of
from igu_xl.school.solving.plain.programme import PlainModel
from igu_xl.school.solving.plain.rules import schedule_rows
from igu_xl.school.solving.pricing.pricing import Pricing

MakeTiny = Callable[..., dict[str, Any]]
SEEDS = st.integers(0, 2**32)
OF_MET = 200.0
some_examples = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def schedules(school: SchoolArrays, pupil: int) -> Iterator[np.ndarray]:
    """Every choice of seats of a pupil that the rows of the plain programme allow."""
    rows = list(schedule_rows(school, pupil))
    seats = list(school.seats_of(pupil))
    for choice in itertools.product([False, True], repeat=len(seats)):
        chosen = np.zeros(len(school.seat_pupil), dtype=bool)
        chosen[seats] = choice
        if all(sum(share * chosen[seat] for seat, share in entries) <= most + 1e-6 for entries, most in rows):
            yield chosen


def worth(school: SchoolArrays, pupil: int, chosen: np.ndarray) -> float:
    outcome = outcome_of(school, chosen)
    return float(min(outcome.hours[pupil], school.need[pupil]) + OF_MET * outcome.met[pupil])


@some_examples
@given(seed=SEEDS, limited=st.booleans())
def test_the_best_schedule_is_found_and_the_best_one_within_the_limits(
    make_tiny: MakeTiny, seed: int, limited: bool
) -> None:
    frames = make_tiny(seed, cohorts=6)
    if not limited:
        del frames["limits"]
    school = school_of(Problem(**frames))
    pricing = Pricing(school, 1)
    price = np.random.default_rng(seed).uniform(-30, 60, len(school.seat_pupil))
    values = pricing.values(np.full(school.pupils, OF_MET))
    bound, _ = pricing.best(values, price)
    gained, most, used = pricing.careful(values, price)
    for pupil in range(school.pupils):
        own = np.zeros(len(used), dtype=bool)
        own[school.seats_of(pupil)] = used[school.seats_of(pupil)]
        allowed = list(schedules(school, pupil))
        assert any((own == one).all() for one in allowed)
        best = max(worth(school, pupil, one) - float(price[one].sum()) for one in allowed)
        assert bound[pupil] >= best - 1e-6
        if not limited:
            assert bound[pupil] == pytest.approx(best)
        assert gained[pupil] == pytest.approx(best) and most[pupil] == pytest.approx(best)
        assert worth(school, pupil, own) - float(price[own].sum()) == pytest.approx(best)


@some_examples
@given(seed=SEEDS)
def test_rents_of_windows_bound_what_keeps_the_limits_and_lead_to_the_same_best(make_tiny: MakeTiny, seed: int) -> None:
    frames = make_tiny(seed, cohorts=6)
    frames["limits"] = pd.DataFrame({"most_school_hours": [40.0], "days": [21]})
    school = school_of(Problem(**frames))
    pricing, random = Pricing(school, 1), np.random.default_rng(seed)
    values = pricing.values(np.full(school.pupils, OF_MET))
    split = Splitting(school, pricing, np.zeros(len(school.seat_pupil)))
    price = random.uniform(-30, 60, len(school.seat_pupil))
    split.windows.look(pricing.best(values, price)[1])
    rent = random.uniform(0, 50, len(split.windows))
    guide = split.windows.cost(rent), split.windows.of_pupil(rent)
    _, most, _ = pricing.careful(values, price)
    _, guided, _ = pricing.careful(values, price, guide=guide)
    assert guided == pytest.approx(most)
    paid, _ = pricing.best(values, price + guide[0])
    assert (paid + guide[1] >= most - 1e-6).all()
    assert split.pupils(values, price, rent, exact=True)[0] <= split.pupils(values, price, rent, exact=False)[0] + 1e-6


@some_examples
@given(seed=SEEDS)
def test_any_prices_bound_every_plan(make_tiny: MakeTiny, seed: int) -> None:
    school = school_of(Problem(**make_tiny(seed)))
    pricing, model = Pricing(school, 2), PlainModel(school)
    split = Splitting(school, pricing, np.zeros(len(school.seat_pupil)))
    random = np.random.default_rng(seed)
    values = pricing.values(np.full(school.pupils, OF_MET))
    price, rent = random.uniform(-20, 60, len(school.seat_pupil)), random.uniform(0, 40, len(split.room))
    bound = split.bound(values, price, rent, np.zeros(0))
    # Plans drawn by chance: each pupil one schedule, where cohorts and rooms allow all of them together.
    each = [list(schedules(school, pupil)) for pupil in range(school.pupils)]
    rows = model.rows
    for _ in range(50):
        chosen = np.any([one[int(random.integers(len(one)))] for one in each], axis=0)
        variables = model.values_of(chosen)
        left = np.bincount(rows.row, weights=rows.coefficient * variables[rows.variable], minlength=len(rows.upper))
        if (left <= rows.upper + 1e-6).all():
            assert sum(worth(school, pupil, chosen) for pupil in range(school.pupils)) <= bound + 1e-6
    prices = split.begin()
    split.improve(values, prices, 30, float("inf"))
    assert split.bound(values, prices.price, prices.rent, prices.window_rent) <= prices.bound + 1e-6
