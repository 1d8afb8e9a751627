"""Hands an integer programme to HiGHS, which always maximises."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np

from igu_xl.arrays import Bools, Floats
from igu_xl.optimise.rows import Constraints


def programme(price: Floats, upper: Floats, blocks: Sequence[Constraints], *, whole: bool | Bools) -> Any:
    """The programme of variables between 0 and their upper limit, bound by the blocks of rows.

    `whole` says of all, or of each, whether it is a whole number.
    """
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    # The relaxations here are large, and alike in many ways: the interior point method finds them much sooner, and a
    # search that restarts does its long work at the root once more, for little.
    options = {"output_flag": False, "threads": 1, "random_seed": 1, "mip_lp_solver": "ipx", "mip_allow_restart": False}
    for name, value in options.items():
        highs.setOptionValue(name, value)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(price), sum(len(block.lower) for block in blocks)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = price, np.zeros(len(price)), upper
    lp.row_lower_ = np.concatenate([block.lower for block in blocks])
    lp.row_upper_ = np.concatenate([block.upper for block in blocks])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = _by_row(blocks, lp.num_row_)
    if np.any(whole):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(one)] for one in np.broadcast_to(whole, len(price))]
    highs.passModel(lp)
    highs.HandleUserInterrupt = True
    return highs


def one_thread() -> None:
    """To be called before the first programme of a search: somebody else may have used HiGHS with more threads.

    HiGHS keeps one pool of threads a process, and refuses to run with another number than the pool was made for.
    """
    highspy.Highs.resetGlobalScheduler(True)


def begin_with(highs: Any, values: Floats) -> None:
    """Let a search begin with these values of the variables."""
    solution = highspy.HighsSolution()
    solution.col_value = values.tolist()
    highs.setSolution(solution)


class Running:
    """A search that goes on while something else is done."""

    def __init__(self, highs: Any) -> None:
        # A thread of our own: those of highspy now and then say that the last search is running still.
        self._highs, self._thread = highs, threading.Thread(target=highs.run, daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the search has come to its end or to a limit."""
        return not self._thread.is_alive()

    def wait(self, deadline: float = np.inf) -> None:
        """Until the end, or stop at the deadline (of time.perf_counter). Ctrl-C stops at once, and is raised."""
        try:
            while not self.ended and time.perf_counter() < deadline:
                self._thread.join(0.05)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the search with what it has found."""
        if not self.ended:
            self._highs.cancelSolve()
            self._thread.join()


def run(highs: Any) -> None:
    """Search until the end or a limit. Ctrl-C ends the search at once, and is raised."""
    Running(highs).wait()


def solved(highs: Any) -> Floats | None:
    """The values of the variables; None when none were found that the rows allow."""
    feasible = highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return np.asarray(highs.getSolution().col_value) if feasible else None


def chosen_of(values: Floats, count: int) -> Bools:
    """Which of the first so many variables are 1."""
    return np.asarray(values[:count] > 0.5)


def _by_row(blocks: Sequence[Constraints], count: int) -> tuple[Any, Any, Floats]:
    firsts = np.cumsum([0, *(len(block.lower) for block in blocks)])
    row = np.concatenate([block.row + first for block, first in zip(blocks, firsts, strict=False)])
    order = np.argsort(row, kind="stable")
    start = np.searchsorted(row[order], np.arange(count + 1)).astype(np.int32)
    variable = np.concatenate([block.variable for block in blocks])[order].astype(np.int32)
    coefficient: Floats = np.concatenate([block.coefficient for block in blocks])[order]
    return start, variable, coefficient
