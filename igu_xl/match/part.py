"""Searches a part of a plan as one small integer programme while the rest of it stands."""

from __future__ import annotations

import time
from typing import Any

import highspy
import numpy as np

from igu_xl.match.columns import Bools, Floats, Ints
from igu_xl.match.matrix import Matrix
from igu_xl.match.model import Model

# Enough to mend a part; the same on every machine, so that the same tables give the same plan.
NODES = 300


def search_part(
    model: Model,
    price: Floats,
    free: Ints,
    standing: Ints,
    start: Bools | None,
    *,
    deadline: float,
    gap: float,
    threads: int,
) -> Bools | None:
    """The best choice of free columns beside the standing ones, which are chosen; None when there is none in time.

    `price` is of every variable of the model, `start` a plan to begin with that chooses no other columns. HiGHS knows
    one number of threads in a process.
    """
    part = np.union1d(free, standing)
    small = Model(model.problem, model.columns[part])
    prices = np.concatenate([price[part], price[len(model.columns) :]])
    highs = _programme(small, prices, np.isin(part, standing, assume_unique=True), threads)
    left = deadline - time.perf_counter()
    if left <= 0:
        return None
    limits = {"time_limit": left, "mip_max_nodes": NODES, "mip_abs_gap": gap, "mip_rel_gap": 0.0}
    for name, limit in limits.items():
        highs.setOptionValue(name, limit)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = small.complete(start[part]).tolist()
        highs.setSolution(solution)
    highs.run()
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    chosen = np.zeros(len(model.columns), dtype=bool)
    chosen[part] = np.asarray(highs.getSolution().col_value)[: len(part)] > 0.5
    return chosen


def _programme(small: Model, prices: Floats, standing: Bools, threads: int) -> Any:
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", threads), ("random_seed", 1)):
        highs.setOptionValue(name, value)
    highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
    matrix = Matrix([*small.rows(), small.slot_cuts(), small.person_cuts()], small.size)
    none = np.array([], dtype=np.int32)
    lower = np.zeros(small.size)
    lower[: len(standing)] = standing
    highs.addCols(small.size, prices, lower, np.ones(small.size), 0, none, none, np.array([]))
    rows = matrix.by_row
    starts, across = rows.start[:-1].astype(np.int32), rows.across
    highs.addRows(len(starts), matrix.lower, matrix.upper, len(across), starts, across, rows.coefficient)
    kinds = np.full(small.shortfall, highspy.HighsVarType.kInteger)
    highs.changeColsIntegrality(small.shortfall, np.arange(small.shortfall, dtype=np.int32), kinds)
    return highs
