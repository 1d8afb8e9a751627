"""The prices of a bound as a table with the ids of the problem."""

from __future__ import annotations

import pandas as pd

from igu_xl.match.solving.bound.prices import Prices
from igu_xl.match.solving.problem.problem import Problem

# In people; less is no more than the noise of the search for prices.
SMALLEST = 0.02


def price_table(problem: Problem, prices: Prices) -> pd.DataFrame:
    """kind, key, price: what one more opening, seat, cohort in a room or place in a company may give, in people.

    For the minimum of a cohort ("cohort_min") it is what one person less gives. Highest first.
    """
    kinds = {
        "slot": (problem.slots["slot"], prices.openings),
        "cohort_max": (problem.cohorts["cohort"], prices.cohort_max),
        "cohort_min": (problem.cohorts["cohort"], prices.cohort_min),
        "room": (problem.rooms["room"], prices.rooms),
        "company": (problem.companies["company"], prices.costs.companies),
    }
    tables = [pd.DataFrame({"kind": kind, "key": keys, "price": price}) for kind, (keys, price) in kinds.items()]
    table = pd.concat(tables, ignore_index=True).astype({"kind": "str", "key": "str", "price": "float64"})
    return table[table["price"] >= SMALLEST].sort_values("price", ascending=False, kind="stable", ignore_index=True)
