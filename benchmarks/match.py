"""What the match is worth and what it costs: python benchmarks/match.py [--candidates 200 1000 3200] [--seed 0 1 2].

For each shape, size and seed: allowed pairs, people placed, the proven bound, the gap, seconds of the clock and of the
processor from tables to checked plan, the most memory so far, and how many are placed by municipalities that book
alone, by first come first served, and by a patient coordinator.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
import time

from instances import SHAPES, Shape, make

from igu_xl.match.solving.problem.plan import check
from igu_xl.match.solving.search.baselines import alone, first_come, patient
from igu_xl.match.solving.solver import solve

HEADINGS = ("shape", "seed", "candidates", "pairs", "placed", "bound", "gap %", "seconds", "cpu", "MB")
OTHERS = ("alone", "first come", "patient")


def main() -> None:
    """Print one row per shape and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    # One, three and ten times as many, and seeds that nobody has looked at while the search was made.
    parser.add_argument("--candidates", type=int, nargs="+", default=[300, 1000, 3000])
    parser.add_argument("--seed", type=int, nargs="+", default=[101, 102])
    parser.add_argument("--time-limit", type=float, default=20.0)
    parser.add_argument("--shape", choices=[shape.name for shape in SHAPES], nargs="+")
    chosen = parser.parse_args()
    print(_line((*HEADINGS, *OTHERS)))
    shapes = [shape for shape in SHAPES if chosen.shape is None or shape.name in chosen.shape]
    for candidates, shape, seed in itertools.product(chosen.candidates, shapes, chosen.seed):
        print(_line(_row(shape, candidates, seed, chosen.time_limit)), flush=True)


def _row(shape: Shape, candidates: int, seed: int, time_limit: float) -> tuple[object, ...]:
    problem = make(shape, candidates, seed)
    started, worked = time.perf_counter(), time.process_time()
    plan = solve(problem, time_limit)
    broken = check(problem, plan)
    seconds, work = time.perf_counter() - started, time.process_time() - worked
    if broken:
        sys.exit(f"{shape.name}, {candidates} candidates: the plan is not allowed: {broken[:5]}")
    gap = 100 * (plan.bound - plan.placed) / max(plan.bound, 1)
    others = (book(problem).placed for book in (alone, first_come, patient))
    cost = f"{seconds:.1f}", f"{work:.1f}", _megabytes()
    return shape.name, seed, candidates, len(problem.pairs), plan.placed, plan.bound, f"{gap:.2f}", *cost, *others


def _megabytes() -> int:
    """The most memory that this process has held, for sizes in rising order that of the last."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _line(cells: tuple[object, ...]) -> str:
    return "".join(f"{cell!s:<14}" if place == 0 else f"{cell!s:>12}" for place, cell in enumerate(cells))


if __name__ == "__main__":
    main()
