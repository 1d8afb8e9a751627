"""What the school plan is worth and what it costs: python benchmarks/school.py [--pupils 60 400 3200] [--seed 201].

For each shape, size and seed: cohorts and allowed seats, pupils met and the proven bound, weeks of school up to need
(of 37 weighted hours) and their bound, the gap of both together, seconds of the clock and of the processor from tables
to checked plan, and the most memory so far. Then what others do on the same tables, as pupils met and weeks: each
municipality alone, first come first served, a patient planner, and HiGHS on the plain model with a binary for each
pupil and cohort, in the same time, with the gap that it proves itself.

The score of a plan is its weeks and five for each pupil who is met; the gap is that of the score to that of the bounds.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
import time

import numpy as np
from school_instances import SHAPES, WEEK_HOURS, Shape, make

from igu_xl.optimise.programme import programme
from igu_xl.school import Problem, check, solve
from igu_xl.school.solving.model.school import school_of
from igu_xl.school.solving.plain.programme import PlainModel
from igu_xl.school.solving.problem.plan import Plan
from igu_xl.school.solving.search.baselines import alone, first_come, patient

HEADINGS = ("shape", "seed", "pupils", "cohorts", "seats", "met", "bound", "weeks", "bound", "gap %", "s", "cpu", "MB")
OTHERS = ("alone", "first come", "patient", "plain HiGHS", "its gap %")
MET = 5.0
LOCK = 1000.0


def main() -> None:
    """Print one row per shape, size and seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, nargs="+", default=[60, 400])
    parser.add_argument("--seed", type=int, nargs="+", default=[201])
    parser.add_argument("--time-limit", type=float, default=20.0)
    parser.add_argument("--shape", choices=[shape.name for shape in SHAPES], nargs="+")
    parser.add_argument("--without-plain", action="store_true", help="leave HiGHS on the plain model out")
    chosen = parser.parse_args()
    print(_line((*HEADINGS, *OTHERS)))
    shapes = [shape for shape in SHAPES if chosen.shape is None or shape.name in chosen.shape]
    for pupils, shape, seed in itertools.product(chosen.pupils, shapes, chosen.seed):
        row = _row(shape, pupils, seed, chosen.time_limit, plain=not chosen.without_plain)
        print(_line(row), flush=True)


def _row(shape: Shape, pupils: int, seed: int, time_limit: float, *, plain: bool) -> tuple[object, ...]:
    problem = make(shape, pupils, seed)
    started, worked = time.perf_counter(), time.process_time()
    plan = solve(problem, time_limit)
    broken = check(problem, plan)
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    if broken:
        sys.exit(f"{shape.name}, {pupils} pupils, seed {seed}: the plan is not allowed: {broken[:5]}")
    score, most = _score(plan.met, plan.hours), _score(plan.met_bound, plan.hours_bound)
    found = plan.met, plan.met_bound, _weeks(plan.hours), _weeks(plan.hours_bound), f"{_gap(score, most):.2f}"
    cost = f"{seconds:.1f}", f"{work:.1f}", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    others = [_told(book(problem)) for book in (alone, first_come, patient)]
    others += _plain(problem, time_limit) if plain else ["", ""]
    return shape.name, seed, pupils, len(problem.cohorts), len(problem.seats), *found, *cost, *others


def _plain(problem: Problem, time_limit: float) -> list[str]:
    """HiGHS on the plain model, with the score as its aim beside locks: pupils met and weeks, and its gap."""
    model = PlainModel(school_of(problem))
    worth = np.zeros(model.size)
    worth[: model.runs][model.school.locked] = LOCK
    worth[model.met : model.hours] = MET
    worth[model.hours :] = 1 / WEEK_HOURS
    highs = programme(worth, model.upper, [model.rows], whole=model.whole)
    highs.setOptionValue("time_limit", time_limit)
    highs.run()
    values = np.array(highs.getSolution().col_value)
    if not len(values):
        return ["0/0", "100.00"]
    met, hours, locks = round(values[model.met : model.hours].sum()), values[model.hours :].sum(), worth[: model.runs]
    most = highs.getInfo().mip_dual_bound - locks @ values[: model.runs]
    return [f"{met}/{_weeks(hours)}", f"{_gap(_score(met, hours), most):.2f}"]


def _score(met: int, hours: float) -> float:
    return MET * met + hours / WEEK_HOURS


def _gap(score: float, most: float) -> float:
    return 100 * (most - score) / max(most, 1e-9)


def _weeks(hours: float) -> int:
    return round(hours / WEEK_HOURS)


def _told(plan: Plan) -> str:
    return f"{plan.met}/{_weeks(plan.hours)}"


def _line(cells: tuple[object, ...]) -> str:
    return "".join(f"{cell!s:<17}" if place == 0 else f"{cell!s:>12}" for place, cell in enumerate(cells))


if __name__ == "__main__":
    main()
