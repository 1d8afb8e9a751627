"""The programme of whole schedules, when time runs out in the middle of it."""

from __future__ import annotations

from types import ModuleType

import numpy as np

from igu_xl.school.solving.model.school import school_of
from igu_xl.school.solving.pricing.pricing import Pricing
from igu_xl.school.solving.search.columns import Schedules
from igu_xl.school.solving.search.grow import Grower
from igu_xl.school.solving.search.master import Master, SchoolPart


def test_rows_that_come_after_the_last_solution_have_no_price_yet(instances: ModuleType) -> None:
    school = school_of(instances.make(instances.SHAPES[0], 60, 7))
    everybody, nothing = np.arange(school.pupils), np.zeros(len(school.seat_pupil))
    schedules, pricing = Schedules(school, school.weight * 370, nothing), Pricing(school, 1)
    grower = Grower(pricing, schedules, pricing.values(school.weight * 370), nothing)
    part = SchoolPart(everybody, school.least, school.most, school.most > 0, school.runs_anyway)
    master = Master(school, schedules, part, 100.0)
    for pupil in everybody.tolist():
        schedules.add(pupil, ())
        master.add(pupil, ())
    for _ in range(30):
        assert master.solve()
        if master.separate():
            break
        grower.price(master)
    assert master.links
    price, first = master.prices(), school.seat_cohort
    assert len({(int(first[seat]), float(price[seat])) for seat in range(len(price))}) == len(set(first.tolist()))
