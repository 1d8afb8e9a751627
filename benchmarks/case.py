"""What it costs to make the match's tables from a partnership: python benchmarks/case.py [--candidates 1000 3200].

The partnership is the demo's. For each size: who waits, the open slots, the joinable cohorts, how many options were
judged, how many pairs, seats and links are allowed, seconds of the processor for building the case, milliseconds for
all options of one candidate, and the most memory so far. The workbooks are written and read before the clock starts.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import pandas as pd

from igu_xl.checks.validation import Validation, validate
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.match.allowed import WISH_POINTS
from igu_xl.match.case import Case, build_case

HEADINGS = ("candidates", "waiting", "slots", "cohorts", "options", "pairs", "seats", "links", "cpu s", "ms each", "MB")
SAMPLE = 300


def main() -> None:
    """Print one row per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, nargs="+", default=[1000, 3200, 10_000])
    print(_line(HEADINGS))
    for candidates in parser.parse_args().candidates:
        print(_line(_row(candidates)), flush=True)


def _row(candidates: int) -> tuple[object, ...]:
    checked = _checked(candidates)
    worked = time.process_time()
    case = build_case(checked)
    work = time.process_time() - worked
    problem = case.problem
    found = (len(problem.pairs), len(problem.seats), len(problem.links))
    pool = (len(case.candidates), len(case.slots), len(case.cohorts))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return candidates, *pool, _options(case), *found, f"{work:.1f}", f"{_each(case):.2f}", megabytes


def _checked(candidates: int) -> Validation:
    with tempfile.TemporaryDirectory() as folder:
        write_partnership(Path(folder), candidates)
        return validate(Path(folder), DEMO_TODAY)


def _options(case: Case) -> int:
    """How many pairs of a candidate and a slot of a wished branch there are."""
    offered = case.slots["branch"].value_counts()
    wishes = pd.concat(
        [case.candidates[["candidate", f"wish_{rank}"]].set_axis(["who", "branch"], axis=1) for rank in WISH_POINTS]
    )
    return int(wishes.dropna().drop_duplicates()["branch"].map(offered).sum())


def _each(case: Case) -> float:
    """Milliseconds for all options of one candidate, slots and cohorts."""
    sample = case.candidates["candidate"].head(SAMPLE)
    worked = time.process_time()
    for candidate in sample:
        case.pairs_of(candidate)
        case.seats_of(candidate)
    return 1000 * (time.process_time() - worked) / len(sample)


def _line(cells: tuple[object, ...]) -> str:
    return "".join(f"{cell!s:>11}" for cell in cells)


if __name__ == "__main__":
    main()
