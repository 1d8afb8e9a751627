"""The one place that talks to HiGHS: hands it the model, searches the best for one aim, keeps what was won.

Searched as whole numbers at first is only the structure: which cohorts run, which teams start, which locks hold. With
it given the relaxation nearly always puts people in whole numbers too; where it does not, a second search does.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from igu_xl.match.aims import Aim
from igu_xl.match.columns import Bools, Floats, Ints
from igu_xl.match.model import Model, Rows

# How far a value may be from a whole number.
WHOLE = 1e-6
# Cuts are enough when three rounds in a row moved the bound by less than this share.
STALLED = 2e-4
# What may be taken of the time for one aim when the dive, and when the cuts, come to an end.
DIVING, CUTTING = 0.6, 0.75
# The dive proves nothing, so it may nudge harder.
DIVING_NUDGES = 20


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a search found: the chosen columns, the proven bound of the aim, and whether the user stopped it."""

    chosen: Bools
    bound: float
    interrupted: bool = False


class Engine:
    """A model inside HiGHS, which always maximises: an aim to be smallest has its price turned round."""

    def __init__(self, model: Model, threads: int) -> None:
        self.model = model
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.HandleUserInterrupt = True
        self._set(output_flag=False, threads=threads, random_seed=1)
        size, none = model.size, np.array([], dtype=np.int32)
        self.highs.addCols(size, np.zeros(size), np.zeros(size), np.ones(size), 0, none, none, np.array([]))
        self.highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.people = np.arange(len(model.columns))
        self.structure = np.arange(len(model.columns), model.shortfall)
        for rows in model.rows():
            self._add(rows)
        self.levelled = False
        self.ran = False
        self.cuts = [model.slot_cuts(), model.person_cuts()]

    def search(self, aim: Aim, chosen: Bools, seconds: float) -> Outcome:
        """The best columns for the aim, at least as good as the chosen ones, found within the time.

        Ctrl-C ends the search with the best so far.
        """
        hunt = _Hunt(aim, self.model, chosen)
        start = time.perf_counter()
        if aim.price[self.model.shortfall] and not self.levelled:
            # These rows are long, and mean nothing to the aims before this one.
            self._add(self.model.shortfalls())
            self.levelled = True
        self._aim_at(aim, nudges=DIVING_NUDGES)
        try:
            # Before the cuts the relaxation is quick to solve again, and good enough to follow.
            hunt.offer(self._dive(start + DIVING * seconds))
            self._aim_at(aim, nudges=1)
            hunt.prove(self._tighten(start + CUTTING * seconds))
            for whole in (False, True):
                if not hunt.done:
                    values, bound = self._branch(hunt.best, start + seconds, whole=whole)
                    hunt.prove(bound)
                    hunt.offer(self._settle(values, start + seconds))
        except KeyboardInterrupt:
            return Outcome(hunt.best, hunt.bound, interrupted=True)
        return Outcome(hunt.best, hunt.bound)

    def keep(self, aim: Aim, value: float) -> None:
        """From now on the aim is worth at least as much, less its tolerance."""
        level = aim.sign * value - aim.tolerance - WHOLE * max(1.0, abs(value))
        used = np.flatnonzero(aim.price)
        row = np.zeros(len(used), dtype=np.int64)
        self._add(Rows(np.array([level]), np.array([np.inf]), row, used, aim.sign * aim.price[used]))

    def _aim_at(self, aim: Aim, *, nudges: int) -> None:
        everything = np.arange(self.model.size, dtype=np.int32)
        self.highs.changeColsCost(self.model.size, everything, aim.sign * aim.price + nudges * aim.nudge)
        self._set(mip_abs_gap=0.55 * aim.grain or 1e-6, mip_rel_gap=0.0 if aim.grain else 1e-4)

    def _tighten(self, deadline: float) -> float:
        """Add the cuts that the relaxation breaks, round by round; the bound that the last whole round proves."""
        bound, stalled = np.inf, 0
        while stalled < 3 and self._run(deadline):
            proven = self.highs.getInfo().objective_function_value
            stalled = stalled + 1 if bound - proven < STALLED * abs(proven) else 0
            bound = min(bound, proven)
            values = self._values()
            if values is None or not self._cut(values):
                break
        return bound

    def _cut(self, values: Floats) -> bool:
        """Add the cuts that these values break; False when they break none."""
        broken = [
            np.bincount(cuts.row, cuts.coefficient * values[cuts.variable], minlength=len(cuts.lower)) > 1e-4
            for cuts in self.cuts
        ]
        for cuts, which in zip(self.cuts, broken, strict=True):
            self._add(cuts.only(which))
        self.cuts = [cuts.only(~which) for cuts, which in zip(self.cuts, broken, strict=True)]
        return any(which.any() for which in broken)

    def _dive(self, deadline: float) -> Bools | None:
        """Follow the relaxation: let the likeliest cohorts run, a part of them at a time, until all are decided."""
        runs, found = self.model.runs, None
        self._whole(self.people, False)
        self._whole(self.structure, False)
        while self._run(deadline):
            values = self._values()
            if values is None:
                break
            share = values[runs]
            open_ones = np.flatnonzero((share > WHOLE) & (share < 1 - WHOLE))
            if len(open_ones) == 0:
                found = self._settle(values, deadline)
                break
            likeliest = open_ones[np.argsort(-share[open_ones], kind="stable")]
            likely = likeliest[: -(-len(likeliest) // 3)]
            likely = likely[: max(-(-len(likely) // 2), np.count_nonzero(share[likely] > 0.6))]
            if not self._try(runs[likely], deadline):
                break
        self._bound(self.structure, 0, 1)
        return found

    def _try(self, runs: Ints, deadline: float) -> bool:
        """Let these cohorts run; while they cannot all, a third of them; one that cannot run does not."""
        while True:
            self._bound(runs, 1, 1)
            if self._run(deadline):
                return True
            if time.perf_counter() > deadline:
                return False
            self._bound(runs, 0, 1)
            if len(runs) == 1:
                self._bound(runs, 0, 0)
                return True
            runs = runs[: len(runs) // 3 or 1]

    def _branch(self, start: Bools, deadline: float, *, whole: bool) -> tuple[Floats | None, float]:
        """Search the structure, and people too when they are to be whole; the values found and the bound."""
        self._whole(self.people, whole)
        self._whole(self.structure, True)
        solution = highspy.HighsSolution()
        solution.col_value = self.model.complete(start).tolist()
        self.highs.setSolution(solution)
        self._run(deadline, tree=True)
        return self._values(), self._proven()

    def _settle(self, values: Floats | None, deadline: float) -> Bools | None:
        """The columns of these values when they are whole; else the best with the cohorts that run in them."""
        if values is None:
            return None
        share = values[: self.model.shortfall]
        if np.all(np.minimum(share, 1 - share) < WHOLE):
            return np.asarray(share[: len(self.people)] > 0.5)
        runs = np.round(values[self.model.runs])
        self._bound(self.model.runs, runs, runs)
        self._whole(self.people, True)
        self._whole(self.structure, True)
        self._run(deadline, tree=True)
        found = self._values()
        self._bound(self.model.runs, 0, 1)
        self._whole(self.people, False)
        self._whole(self.structure, False)
        return None if found is None else np.asarray(found[: len(self.people)] > 0.5)

    def _run(self, deadline: float, *, tree: bool = False) -> bool:
        """Solve what stands; True when solved to the end. Too late, there is nothing to read from it."""
        left = deadline - time.perf_counter()
        self.ran = left > 0
        if not self.ran:
            return False
        # HiGHS counts the time of a tree search from its start, but that of a relaxation from its first one ever.
        self._set(time_limit=left if tree else self.highs.getRunTime() + left)
        self.highs.startSolve()
        try:
            while not self.highs.wait(0.05)[0]:
                pass
        except KeyboardInterrupt:
            self.highs.cancelSolve()
            self.highs.wait()
            raise
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _proven(self) -> float:
        bound = self.highs.getInfo().mip_dual_bound if self.ran else np.inf
        return float(bound) if np.isfinite(bound) else np.inf

    def _values(self) -> Floats | None:
        feasible = self.highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return np.asarray(self.highs.getSolution().col_value) if self.ran and feasible else None

    def _add(self, rows: Rows) -> None:
        order = np.lexsort((rows.variable, rows.row))
        starts = np.searchsorted(rows.row[order], np.arange(len(rows.lower))).astype(np.int32)
        entries = rows.variable[order].astype(np.int32), rows.coefficient[order]
        self.highs.addRows(len(starts), rows.lower, rows.upper, len(order), starts, *entries)

    def _whole(self, variables: Ints, whole: bool) -> None:
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self.highs.changeColsIntegrality(len(variables), variables.astype(np.int32), np.full(len(variables), kind))

    def _bound(self, variables: Ints, lower: float | Floats, upper: float | Floats) -> None:
        size = len(variables)
        low, high = (np.broadcast_to(np.asarray(limit, dtype=float), size).copy() for limit in (lower, upper))
        self.highs.changeColsBounds(size, variables.astype(np.int32), low, high)

    def _set(self, **options: bool | float) -> None:
        for name, value in options.items():
            self.highs.setOptionValue(name, value)


class _Hunt:
    """The best columns for an aim so far, and the bound so far."""

    def __init__(self, aim: Aim, model: Model, chosen: Bools) -> None:
        self.aim = aim
        self.model = model
        self.best = chosen
        self.bound = aim.most(model)

    @property
    def done(self) -> bool:
        """True when the best is as good as the bound."""
        return self.aim.sign * (self.bound - self._worth(self.best)) <= WHOLE * max(1.0, abs(self.bound))

    def prove(self, bound: float) -> None:
        """Take over a bound (of the price turned round, where the aim is) when it is tighter."""
        self.bound = self.aim.sign * min(self.aim.sign * self.bound, self.aim.rounded(bound))

    def offer(self, chosen: Bools | None) -> None:
        """Take over columns when they are better."""
        if chosen is not None and self.aim.sign * (self._worth(chosen) - self._worth(self.best)) > 0:
            self.best = chosen

    def _worth(self, chosen: Bools) -> float:
        return self.aim.worth(self.model.complete(chosen))
