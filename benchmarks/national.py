"""What a national match costs: python benchmarks/national.py [--candidates 1000 3000 10000 30000] [--seconds 300].

An invented country of 98 municipalities, or a part of it: candidates, slots and schools lie in municipalities, and
people go to what is near. For each size: allowed pairs, people placed, the proven bound, the gap, seconds of the clock
and of all processors here, and the most memory of this process.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from igu_xl.match.solving.country.national import Crew, solve_national, warm_up
from igu_xl.match.solving.problem.plan import check
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.optimise.reached import AimReached
from igu_xl.system.cluster import on_cluster
from igu_xl.system.processes import in_processes

# The whole country, a square of side 1; fewer candidates are a part of it, as dense as the whole.
CANDIDATES, MUNICIPALITIES = 30_000, 98
BRANCHES, LEVELS, MONTHS = 12, 5, 6
# How far people go, and the share of what is near and wished that fits in hours and certificates.
REACH, FITS = 0.15, 0.4
HEADINGS = ("candidates", "pairs", "placed", "bound", "gap %", "seconds", "cpu", "MB")


@dataclass(frozen=True, slots=True)
class Country:
    """How scarce things are, and whether people without an igu slot may fill seats."""

    openings_per_candidate: float = 0.6
    seats_per_candidate: float = 2.5
    open_cohorts: bool = False


def make_country(country: Country, candidates: int, seed: int = 0) -> Problem:
    """A problem with so many candidates, all over the country or in a part of it."""
    random = np.random.default_rng([seed, candidates])
    share = candidates / CANDIDATES
    municipalities = max(3, round(MUNICIPALITIES * share))
    weight = random.pareto(2, municipalities) + 0.3
    near = _near(random.random((municipalities, 2)) * np.sqrt(share))
    places = partial(random.choice, municipalities, p=weight / weight.sum())
    people = _people(candidates, places, random)
    slots = _slots(round(candidates * country.openings_per_candidate / 2.5), places, random)
    cohorts, rooms = _cohorts(round(candidates * country.seats_per_candidate / 20), places, random)
    both = slots[slots["needs_cohort"]].merge(cohorts, on="branch")
    linked = both[both["month"].between(both["earliest"], both["latest"])]
    return Problem.from_frames(
        open_cohorts=country.open_cohorts,
        candidates=people[["candidate", "municipality", "waited_days"]],
        slots=slots[["slot", "openings", "needs_cohort", "branch"]],
        cohorts=cohorts[["cohort", "min", "max", "room", "branch"]],
        rooms=rooms,
        pairs=_fitting(people, slots, near, random).query("level >= needs and ready <= latest")[
            ["candidate", "slot", "value"]
        ],
        seats=_fitting(people, cohorts, near, random).query("level >= low and level <= low + 2 and ready <= month")[
            ["candidate", "cohort", "value"]
        ],
        links=linked[["slot", "cohort"]],
    )


def _near(at: np.ndarray) -> pd.DataFrame:
    """Each municipality with those that people from there go to."""
    apart = np.linalg.norm(at[:, None] - at[None], axis=2)
    home, place = np.nonzero(apart < REACH)
    return pd.DataFrame({"home": home, "place": place, "far": apart[home, place] / REACH})


def _people(count: int, places: partial[np.ndarray], random: np.random.Generator) -> pd.DataFrame:
    home = places(count)
    wishes = np.argsort(random.random((count, BRANCHES)), axis=1)[:, :3]
    wishes[random.random(count) < 0.5, 2] = -1
    return pd.DataFrame(
        {
            "candidate": [f"C{number:05}" for number in range(count)],
            "municipality": [f"M{place:02}" for place in home],
            "home": home,
            "waited_days": random.integers(0, 400, count),
            "level": random.integers(0, LEVELS, count),
            "ready": random.integers(0, MONTHS // 2, count),
            **{f"wish{rank}": wishes[:, rank] for rank in range(3)},
        }
    )


def _slots(count: int, places: partial[np.ndarray], random: np.random.Generator) -> pd.DataFrame:
    earliest = random.integers(0, MONTHS, count)
    return pd.DataFrame(
        {
            "slot": [f"S{number:05}" for number in range(count)],
            "openings": random.integers(1, 5, count),
            "needs_cohort": random.random(count) >= 0.1,
            "branch": random.integers(0, BRANCHES, count),
            "place": places(count),
            "needs": random.integers(0, LEVELS - 1, count),
            "earliest": earliest,
            "latest": earliest + random.integers(0, 4, count),
        }
    )


def _cohorts(count: int, places: partial[np.ndarray], random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cohorts of the schools: those of a school in a month share teachers."""
    school, month = random.integers(0, max(1, count // 20), count), random.integers(0, MONTHS, count)
    cohorts = pd.DataFrame(
        {
            "cohort": [f"K{number:05}" for number in range(count)],
            "min": 12,
            "max": 20,
            "room": [f"R{at:03}-{when}" for at, when in zip(school, month, strict=True)],
            "branch": random.integers(0, BRANCHES, count),
            "place": places(school.max() + 1)[school],
            "month": month,
            "low": random.integers(0, LEVELS - 1, count),
        }
    )
    sizes = cohorts["room"].value_counts().sort_index()
    most = (sizes * 0.6).round().clip(lower=1).astype(int)
    return cohorts, pd.DataFrame({"room": sizes.index, "max_cohorts": most.to_numpy()})


def _fitting(
    people: pd.DataFrame, offers: pd.DataFrame, near: pd.DataFrame, random: np.random.Generator
) -> pd.DataFrame:
    """Each person with each offer of a wished branch that is near, as far as hours and certificates fit."""
    reached = offers.merge(near, on="place")
    found = []
    for rank, liked in enumerate((40, 25, 10)):
        wishes = people[["candidate", "home", "level", "ready", f"wish{rank}"]]
        both = wishes.rename(columns={f"wish{rank}": "branch"}).merge(reached, on=["branch", "home"])
        both = both[random.random(len(both)) < FITS]
        found.append(both.assign(value=liked + (20 * (1 - both["far"])).round()))
    return pd.concat(found, ignore_index=True)


def main() -> None:
    """Print one row per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, nargs="+", default=[1000, 3000])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dask", default="", help="address of a cluster's scheduler instead of processes here")
    parser.add_argument("--open", action="store_true", help="cohorts that people without an igu slot may fill")
    parser.add_argument("--steps", action="store_true", help="tell how the search goes")
    chosen = parser.parse_args()
    print("".join(f"{heading:>12}" for heading in HEADINGS))
    for candidates in chosen.candidates:
        print("".join(f"{cell!s:>12}" for cell in _row(chosen, candidates)), flush=True)


def _row(chosen: argparse.Namespace, candidates: int) -> tuple[object, ...]:
    problem = make_country(Country(open_cohorts=chosen.open), candidates, chosen.seed)
    limit = chosen.seconds
    if chosen.dask:
        mapper = partial(on_cluster, address=chosen.dask, warm=warm_up, folders=(), limit=limit)
    else:
        mapper = partial(in_processes, workers=chosen.workers, warm=warm_up, limit=limit)
    started, worked = time.perf_counter(), _processor()

    tell = partial(_tell, started) if chosen.steps else None
    plan = solve_national(problem, chosen.seconds, crew=Crew(mapper, chosen.workers), progress=tell)
    seconds, work = time.perf_counter() - started, _processor() - worked
    if broken := check(problem, plan):
        sys.exit(f"{candidates} candidates: the plan is not allowed: {broken[:5]}")
    gap = f"{100 * (plan.bound - plan.placed) / max(plan.bound, 1):.2f}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return candidates, len(problem.pairs), plan.placed, plan.bound, gap, f"{seconds:.0f}", f"{work:.0f}", memory


def _tell(started: float, step: AimReached) -> None:
    print(f"  {time.perf_counter() - started:7.1f} s  {step.aim} {step.value:.0f} of {step.bound:.0f}", flush=True)


def _processor() -> float:
    """Seconds of the processor that this process and its ended workers have had."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
