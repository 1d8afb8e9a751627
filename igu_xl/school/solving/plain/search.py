"""Pursues the aims one after the other in the plain programme."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from igu_xl.arrays import Bools, Floats
from igu_xl.optimise.programme import Running, begin_with, chosen_of, programme, solved
from igu_xl.optimise.reached import AimReached, SearchProgress
from igu_xl.optimise.rows import Constraints
from igu_xl.school.solving.plain.aims import SchoolAim
from igu_xl.school.solving.plain.programme import PlainModel

# What an aim may lose to the tolerances of the solver while later ones are improved.
SLACK = 1e-6
# The share of the time in which two aims are tried together.
TOGETHER = 0.3


@dataclass(slots=True)
class PlainSearch:
    """The best choice so far, what each aim came to, and the rows that keep it.

    `known`: of aims by name, what is proven already.
    """

    model: PlainModel
    chosen: Bools
    progress: SearchProgress
    kept: list[Constraints] = field(default_factory=list)
    known: dict[str, float] = field(default_factory=dict)
    steps: list[AimReached] = field(default_factory=list)
    interrupted: bool = False

    def pursue(self, aims: Sequence[SchoolAim], deadline: float) -> None:
        """Improve the choice for each aim in turn, until the deadline (of time.perf_counter)."""
        for number, aim in enumerate(aims):
            now = time.perf_counter()
            if aim.name == "met":
                self._together(aim, aims[number + 1], now + TOGETHER * (deadline - now))
            # What comes first may take half of what is left.
            share = now + (deadline - now) / min(2, len(aims) - number)
            bound = self._bound(aim, share)
            value = self.worth(aim)
            self.steps.append(AimReached(aim.name, value, max(value, bound)))
            self.progress.done(self.steps[-1])
            self._keep(aim, value)

    def worth(self, aim: SchoolAim) -> float:
        """What the choice so far is worth."""
        return float(aim.worth @ self.model.values_of(self.chosen))

    def _bound(self, aim: SchoolAim, deadline: float) -> float:
        known = self.known.get(aim.name, np.inf)
        if not np.any(aim.worth):
            return 0.0
        return known if known <= self.worth(aim) + SLACK else min(known, self._improve(aim, deadline))

    def _together(self, aim: SchoolAim, then: SchoolAim, deadline: float) -> None:
        """Improve two aims in one programme, in which nothing of the second outweighs one of the first.

        Often that proves both sooner than one after the other; where it does not, its bounds and its choice are kept.
        """
        if self.known.get(aim.name, np.inf) <= self.worth(aim) + SLACK:
            return
        many = 1.0 + float(np.maximum(then.worth, 0.0) @ self.model.upper)
        bound = self._improve(SchoolAim("both", aim.worth * many + then.worth), deadline)
        of_aim, value = bound / many, self.worth(aim)
        if np.array_equal(aim.worth, np.round(aim.worth)):
            of_aim = np.floor(of_aim + SLACK)
        self.known[aim.name] = min(self.known.get(aim.name, np.inf), of_aim)
        self.known[then.name] = min(self.known.get(then.name, np.inf), bound - many * value)

    def _keep(self, aim: SchoolAim, value: float) -> None:
        entries = np.flatnonzero(aim.worth)
        lower = np.array([value - SLACK * max(1.0, abs(value))])
        row = np.zeros(len(entries), dtype=np.int64)
        self.kept.append(Constraints(lower, np.array([np.inf]), row, entries, aim.worth[entries]))

    def _improve(self, aim: SchoolAim, deadline: float) -> float:
        """A better choice where there is one; the bound that was proven."""
        most = float(np.maximum(aim.worth, 0.0) @ self.model.upper)
        seconds = deadline - time.perf_counter()
        if self.interrupted or seconds <= 0:
            return most
        highs = programme(aim.worth, self.model.upper, [self.model.rows, *self.kept], whole=self.model.whole)
        for name, value in (("mip_lp_solver", "simplex"), ("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-7)):
            highs.setOptionValue(name, value)
        begin_with(highs, self.model.values_of(self.chosen))
        try:
            Running(highs).wait(deadline)
        except KeyboardInterrupt:
            self.interrupted = True
        values = solved(highs)
        if values is not None:
            self._take(aim, chosen_of(values, len(self.chosen)))
        bound = float(highs.getInfo().mip_dual_bound)
        return min(most, bound) if np.isfinite(bound) else most

    def _take(self, aim: SchoolAim, chosen: Bools) -> None:
        values: Floats = self.model.values_of(chosen)
        if aim.worth @ values > self.worth(aim) + SLACK:
            self.chosen = chosen
