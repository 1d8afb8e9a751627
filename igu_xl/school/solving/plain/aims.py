"""What a school plan is to be good for, in order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from igu_xl.arrays import Floats
from igu_xl.school.solving.plain.programme import PlainModel


class SchoolAim(NamedTuple):
    """A name, and what each variable of the plain programme is worth for it; more is better."""

    name: str
    worth: Floats


def in_order_of_school(model: PlainModel) -> list[SchoolAim]:
    """The aims of a school plan, the weightiest first; each is kept while the next is improved.

    locks     decisions that are kept
    met       pupils who have all that they need, weighted by priority
    hours     weighted hours up to what each needs
    enrolled  people whom others have put into cohorts that are short of their minimum, and that run
    cohorts   planned cohorts that run
    empty     fewer empty seats in cohorts that run (a number at most 0)
    value     of the seats used
    changes   seats of the last plan that are used still, less those that are new
    """
    school = model.school
    short = (school.taken > 0) & ~school.runs_anyway
    return [
        SchoolAim("locks", _worth(model, seats=school.locked.astype(float))),
        SchoolAim("met", _worth(model, met=school.weight)),
        SchoolAim("hours", _worth(model, hours=np.ones(school.pupils))),
        SchoolAim("enrolled", _worth(model, runs=np.where(short, school.taken, 0.0))),
        SchoolAim("cohorts", _worth(model, runs=school.planned.astype(float))),
        SchoolAim("empty", _worth(model, seats=np.ones(len(school.seat_pupil)), runs=-school.most.astype(float))),
        SchoolAim("value", _worth(model, seats=school.seat_value)),
        SchoolAim("changes", _worth(model, seats=np.where(school.before, 1.0, -1.0) * bool(school.before.any()))),
    ]


def _worth(model: PlainModel, **parts: Floats) -> Floats:
    worth = np.zeros(model.size)
    for name, first in (("seats", 0), ("runs", model.runs), ("met", model.met), ("hours", model.hours)):
        if name in parts:
            worth[first : first + len(parts[name])] = parts[name]
    return worth
