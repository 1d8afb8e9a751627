"""The relaxation of a model too large to hand to HiGHS whole: solved on few columns, priced on all (sifting).

Only columns that may earn something at the prices of the rows are handed over, and only cuts that are broken. The
prices of any solved part bound the whole (Lagrange): each person adds at most the best column that is left out.
"""

from __future__ import annotations

import time
from typing import Any

import highspy
import numpy as np

from igu_xl.match.columns import Bools, Floats, Ints
from igu_xl.match.matrix import Matrix
from igu_xl.match.model import Model

# So many columns of each candidate are handed over at first, and in each round of pricing.
FIRST_COLUMNS, MORE_COLUMNS = 12, 6
# A column earns something when its price after costs is above this.
EARNS = 1e-6
# A cut counts as broken above this.
BROKEN = 1e-4


class Relaxation:
    """The part of a relaxation that HiGHS holds, which maximises the price of the variables."""

    def __init__(self, model: Model, price: Floats, threads: int) -> None:
        self.model, self.price = model, price
        base = model.rows()
        self.base_rows = sum(len(rows.lower) for rows in base)
        self.matrix = Matrix([*base, model.slot_cuts(), model.person_cuts()], model.size)
        self.slot_cut_rows = len(model.slot_cuts().lower)
        self.columns = model.columns
        self.lower, self.upper = np.zeros(model.size), np.ones(model.size)
        self.closed = np.zeros(len(model.runs) + 1, dtype=bool)
        self.number = np.full(model.size, -1)
        self.row_number = np.full(len(self.matrix.lower), -1)
        self.held: Ints = np.zeros(0, dtype=np.int64)
        self.rows_held = 0
        self.infeasible = self.solved = False
        self.values, self.duals = np.zeros(model.size), np.zeros(len(self.matrix.lower))
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("threads", threads), ("random_seed", 1)):
            self.highs.setOptionValue(name, value)
        self.highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._hold_rows(np.arange(self.base_rows))
        self.hold(np.arange(len(self.columns), model.size))
        self.hold(self._best(price[: len(self.columns)], np.arange(len(self.columns)), FIRST_COLUMNS))

    def hold(self, variables: Ints) -> int:
        """Hand over variables that are not held; how many that were."""
        new = variables[self.number[variables] < 0]
        group, row, coefficient = self.matrix.by_variable.of(new)
        known = self.row_number[row] >= 0
        group, row, coefficient = group[known], row[known], coefficient[known]
        starts = np.searchsorted(group, np.arange(len(new))).astype(np.int32)
        entries = self.row_number[row].astype(np.int32), coefficient
        # The rows of people keep columns at 1 or less.
        upper = np.where(new < len(self.columns), highspy.kHighsInf, self.upper[new])
        self.highs.addCols(len(new), self.price[new], self.lower[new], upper, len(row), starts, *entries)
        self.number[new] = len(self.held) + np.arange(len(new))
        self.held = np.concatenate([self.held, new])
        return len(new)

    def run(self, deadline: float) -> bool:
        """Solve what is held; True when solved to the end."""
        left = deadline - time.perf_counter()
        if left <= 0:
            return False
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + left)
        # From nothing the interior point method is several times faster; afterwards simplex starts where it was.
        self.highs.setOptionValue("solver", "simplex" if self.solved else "ipm")
        self.highs.run()
        solution = self.highs.getSolution()
        if solution.dual_valid:
            held = self.row_number >= 0
            self.duals[:] = 0
            self.duals[held] = np.asarray(solution.row_dual)[self.row_number[held]]
        status = self.highs.getModelStatus()
        self.infeasible = status == highspy.HighsModelStatus.kInfeasible
        optimal = bool(status == highspy.HighsModelStatus.kOptimal)
        if optimal:
            self.values[:] = 0
            self.values[self.held] = solution.col_value
        self.solved |= optimal
        return optimal

    def aim_at(self, price: Floats) -> None:
        """From now on maximise these prices of the variables."""
        self.price, self.solved = price, False
        held = price[self.held]
        self.highs.changeColsCost(len(held), np.arange(len(held), dtype=np.int32), held)

    def release(self) -> None:
        """Let every cohort run or not, as at the start."""
        self.bind(np.arange(len(self.model.runs)), 0, 1)

    def earnings(self) -> Floats:
        """The price of each variable after the prices of its rows."""
        return self.price - self.matrix.transposed_times(self.duals)

    def bound(self, earnings: Floats) -> float:
        """No choice of columns, held or not, is worth more than this (by the prices of the rows)."""
        # A price on the wrong side of its row proves nothing.
        duals = np.where(np.isinf(self.matrix.upper), np.minimum(self.duals, 0), self.duals)
        duals = np.where(np.isinf(self.matrix.lower), np.maximum(duals, 0), duals)
        if not np.array_equal(duals, self.duals):
            self.duals = duals
            earnings = self.earnings()
        limits = np.where(duals > 0, self.matrix.upper, self.matrix.lower)
        rows = float(np.sum(duals[duals != 0] * limits[duals != 0]))
        count = len(self.columns)
        best = np.zeros(2 * len(self.model.problem.candidates))
        np.maximum.at(best, self.columns.taker, earnings[:count])
        return rows + float(best.sum()) + float(np.maximum(earnings[count:], 0).sum())

    def sift(self, deadline: float, gap: float, rounds: int = 50) -> float:
        """Solve and hand over what earns, until the bound is within the gap; the bound."""
        bound = np.inf
        for _ in range(rounds):
            if not self.run(deadline):
                break
            earnings = self.earnings()
            bound = min(bound, self.bound(earnings))
            earning = np.flatnonzero((earnings[: len(self.columns)] > EARNS) & ~self.closed[self.columns.cohort])
            earning = earning[self.number[earning] < 0]
            if len(earning) == 0 or bound - self.worth() < gap:
                break
            self.hold(self._best(earnings, earning, MORE_COLUMNS))
        return float(bound)

    def worth(self) -> float:
        """What the values are worth."""
        return float(self.price @ self.values)

    def cut(self, *, persons: bool) -> int:
        """Hand over the cuts that the values break; how many."""
        first, last = self.base_rows, len(self.matrix.lower) if persons else self.base_rows + self.slot_cut_rows
        sums = self.matrix.times(self.values)[first:last]
        broken = first + np.flatnonzero((sums > BROKEN) & (self.row_number[first:last] < 0))
        self._hold_rows(broken)
        return len(broken)

    def bind(self, cohorts: Ints, lower: float, upper: float) -> None:
        """Let these cohorts run between these shares."""
        variables = self.model.runs[cohorts]
        self.lower[variables], self.upper[variables] = lower, upper
        self.closed[cohorts] = upper == 0
        size, numbers = len(variables), self.number[variables].astype(np.int32)
        self.highs.changeColsBounds(size, numbers, np.full(size, float(lower)), np.full(size, float(upper)))

    def _hold_rows(self, rows: Ints) -> None:
        group, variable, coefficient = self.matrix.by_row.of(rows)
        known = self.number[variable] >= 0
        group, variable, coefficient = group[known], variable[known], coefficient[known]
        starts = np.searchsorted(group, np.arange(len(rows))).astype(np.int32)
        entries = self.number[variable].astype(np.int32), coefficient
        self.highs.addRows(len(rows), self.matrix.lower[rows], self.matrix.upper[rows], len(group), starts, *entries)
        self.row_number[rows] = self.rows_held + np.arange(len(rows))
        self.rows_held += len(rows)

    def _best(self, worth: Floats, among: Ints, count: int) -> Ints:
        """The best columns of each candidate."""
        tie = np.random.default_rng(0).random(len(among)) * 0.2 if count == FIRST_COLUMNS else 0
        order = among[np.lexsort((-(worth[among] + tie), self.columns.candidate[among]))]
        who = self.columns.candidate[order]
        first = np.searchsorted(who, who)
        chosen: Bools = np.arange(len(order)) - first < count
        return order[chosen]
