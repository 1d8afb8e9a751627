"""What people and slots are worth when cohorts are left out: prices to begin from where everybody is near everything.

Each pair of a person and a slot is then one column however many cohorts serve it. The relaxation is a matching with
openings, which the interior point method solves in a second or two; its duals are the prices, and a bound at once.
"""

from __future__ import annotations

import numpy as np

from igu_xl.arrays import Floats, Ints
from igu_xl.match.solving.bound.separate import Costs
from igu_xl.match.solving.model.model import Model
from igu_xl.optimise.programme import programme, run
from igu_xl.optimise.rows import limited


def pairing_costs(model: Model, price: Floats, seconds: float) -> Costs | None:
    """The costs of people and openings in the best matching; None when it is not found in time.

    `price` is of each variable of the model, as in `prices.find_prices`. Seats and companies cost nothing.
    """
    problem, slotted = model.problem, np.flatnonzero(model.columns.slot >= 0)
    person, slot = model.columns.candidate[slotted], model.columns.slot[slotted]
    _, first = np.unique(person * len(problem.slots) + slot, return_index=True)
    person, slot, pairs = person[first], slot[first], np.arange(len(first))
    everybody, openings = np.ones(len(problem.candidates)), problem.slots["openings"].to_numpy()
    rows = [limited(everybody, person, pairs), limited(openings, slot, pairs)]
    # No upper limit of its own: it would take part of the price of the person.
    highs = programme(price[slotted[first]], np.full(len(pairs), np.inf), rows, whole=False)
    highs.setOptionValue("solver", "ipx")
    highs.setOptionValue("time_limit", max(seconds, 0.0))
    run(highs)
    duals = np.abs(np.asarray(highs.getSolution().row_dual))
    people = np.unique(person)
    if len(duals) != sum(len(row.lower) for row in rows):
        return None
    return Costs(
        people=_spread(duals[: len(people)], people, len(everybody)),
        seats=np.zeros(len(everybody)),
        slots=_spread(duals[len(people) :], np.unique(slot), len(openings)),
        companies=np.zeros(len(problem.companies)),
    )


def _spread(values: Floats, rows: Ints, size: int) -> Floats:
    """The values in their rows, 0 in all others."""
    spread = np.zeros(size)
    spread[rows] = values
    return spread
