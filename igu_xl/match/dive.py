"""Follow a relaxation down to a plan: let the likeliest cohorts run, some at a time, until all are decided."""

from __future__ import annotations

import numpy as np

from igu_xl.match.columns import Floats, Ints
from igu_xl.match.relaxation import Relaxation

# How far a share may be from a whole number.
WHOLE = 1e-6
# A cohort with at least this share is likely to run.
LIKELY = 0.4
# Where fewer are likely, this part of the undecided ones is tried.
AT_LEAST = 10
# New columns are looked for after so many steps.
STEPS_BETWEEN_SIFTS = 4


def dive(relaxation: Relaxation, deadline: float, latest: float) -> Floats | None:
    """The values of a relaxation in which every cohort runs or does not; None when there is no time for that.

    Cohorts that are not decided by the deadline do not run, and what then is best may take until the latest moment.
    The relaxation is left at the bottom.
    """
    if not relaxation.run(deadline):
        return None
    _decide(relaxation, deadline)
    share = relaxation.lower[relaxation.model.runs]
    relaxation.bind(np.flatnonzero(share < 1), 0, 0)
    relaxation.sift(latest, gap=0.01, rounds=8)
    return relaxation.values if relaxation.run(latest) else None


def _decide(relaxation: Relaxation, deadline: float) -> None:
    """Decide every cohort, or as many as the time allows."""
    steps = 0
    while len(open_ones := _undecided(relaxation)):
        if not _try(relaxation, _likeliest(relaxation, open_ones), deadline):
            return
        steps += 1
        if steps % STEPS_BETWEEN_SIFTS == 0:
            relaxation.sift(deadline, gap=0.5, rounds=2)
            relaxation.cut(persons=False)
            if not relaxation.run(deadline):
                return
    relaxation.bind(np.flatnonzero(relaxation.values[relaxation.model.runs] > 0.5), 1, 1)


def _undecided(relaxation: Relaxation) -> Ints:
    share = relaxation.values[relaxation.model.runs]
    return np.flatnonzero((share > WHOLE) & (share < 1 - WHOLE))


def _likeliest(relaxation: Relaxation, open_ones: Ints) -> Ints:
    """The cohorts that run already, and a third of the undecided ones; where their room is full they do not run."""
    runs = relaxation.model.runs
    share = relaxation.values[runs]
    sure = np.flatnonzero((share >= 1 - WHOLE) & (relaxation.lower[runs] < 1))
    order = open_ones[np.argsort(-share[open_ones], kind="stable")]
    likely = np.count_nonzero(share[order[: max(3, len(order) // 3)]] > LIKELY)
    fitting = _within_rooms(relaxation, sure, order[: max(likely, len(order) // AT_LEAST, 1)])
    return np.concatenate([sure, fitting])


def _within_rooms(relaxation: Relaxation, sure: Ints, likely: Ints) -> Ints:
    """Those of the likely cohorts that their rooms still take; the others are closed."""
    model = relaxation.model
    running = np.union1d(np.flatnonzero(relaxation.lower[model.runs] > 0), sure)
    left = np.append(model.problem.rooms["max_cohorts"].to_numpy(), np.inf)
    np.subtract.at(left, model.room[running], 1)
    fits = np.zeros(len(likely), dtype=bool)
    for place, room in enumerate(model.room[likely]):
        fits[place] = left[room] >= 1
        left[room] -= 1
    relaxation.bind(likely[~fits], 0, 0)
    return likely[fits]


def _try(relaxation: Relaxation, cohorts: Ints, deadline: float) -> bool:
    """Let these cohorts run; while they cannot all, a third of them; one that cannot run does not."""
    helped = False
    while True:
        relaxation.bind(cohorts, 1, 1)
        if relaxation.run(deadline):
            return True
        relaxation.bind(cohorts, 0, 1)
        if not relaxation.infeasible:
            return False
        if len(cohorts) == 1 and not helped:
            helped = relaxation.hold(np.flatnonzero(np.isin(relaxation.columns.cohort, cohorts))) > 0
            if helped:
                continue
        if len(cohorts) == 1:
            relaxation.bind(cohorts, 0, 0)
            return relaxation.run(deadline)
        cohorts = cohorts[: len(cohorts) // 3 or 1]
