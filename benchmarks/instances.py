"""Invented match problems of several shapes, the same for the same seed: no person and no company is real."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from igu_xl.match.solving.problem.problem import Problem

LEVELS = 5
# The share of offers that fit in hours, travel and certificates, which this generator does not model one by one.
FITS = 0.4


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of month it is. Openings, cohorts and rooms are in proportion to the number of candidates."""

    name: str
    openings_per_candidate: float = 0.7
    seats_per_candidate: float = 2.5
    open_cohorts: bool = False
    months: int = 6
    regions: int = 4
    cohorts_per_room: float = 0.6
    team_share: float = 0.0
    plain_share: float = 0.2
    smallest: int = 12
    largest: int = 20


SHAPES = (
    Shape("thin closed", openings_per_candidate=0.5),
    Shape("thin open", openings_per_candidate=0.5, open_cohorts=True),
    Shape("rich closed", openings_per_candidate=1.2, seats_per_candidate=4),
    Shape("rich open", openings_per_candidate=1.2, seats_per_candidate=4, open_cohorts=True),
    Shape("few months", months=2),
    Shape("many months", months=12),
    Shape("one region", regions=1),
    Shape("many regions", regions=10),
    Shape("tight rooms", cohorts_per_room=0.2),
    Shape("teams", team_share=0.3),
)


def make(shape: Shape, candidates: int, seed: int = 0) -> Problem:
    """A problem of the shape with so many candidates."""
    random = np.random.default_rng([seed, candidates])
    people = _people(shape, candidates, random)
    slots = _slots(shape, candidates, random)
    cohorts, rooms = _cohorts(shape, candidates, random)
    return Problem.from_frames(
        open_cohorts=shape.open_cohorts,
        candidates=people[["candidate", "municipality", "waited_days"]],
        slots=slots[["slot", "openings", "needs_cohort", "together_min", "branch"]],
        cohorts=cohorts[["cohort", "min", "max", "room", "branch"]],
        rooms=rooms,
        pairs=_pairs(people, slots, random),
        seats=_seats(people, cohorts, random),
        links=_links(slots, cohorts),
    )


def _branches(candidates: int) -> int:
    """A small partnership has few branches, or no cohort would fill."""
    return min(10, max(3, candidates // 60))


def _people(shape: Shape, count: int, random: np.random.Generator) -> pd.DataFrame:
    """Candidates with two or three wished branches, a region with a municipality, a level of Danish, a month ready."""
    places = random.integers(0, 29, count)
    wishes = np.argsort(random.random((count, _branches(count))), axis=1)[:, :3]
    wishes[random.random(count) < 0.5, 2] = -1
    return pd.DataFrame(
        {
            "candidate": [f"C{number:05}" for number in range(count)],
            "municipality": [f"M{place:02}" for place in places],
            "waited_days": random.integers(0, 400, count),
            "region": places % shape.regions,
            "level": random.integers(0, LEVELS, count),
            "ready": random.integers(0, max(shape.months // 2, 1), count),
            **{f"wish{rank}": wishes[:, rank] for rank in range(3)},
        }
    )


def _slots(shape: Shape, candidates: int, random: np.random.Generator) -> pd.DataFrame:
    """Slots of one to four openings with a window of months in which the work may begin."""
    count = max(1, round(candidates * shape.openings_per_candidate / 2.5))
    openings = random.integers(1, 5, count)
    teams = (random.random(count) < shape.team_share) & (openings > 2)
    earliest = random.integers(0, shape.months, count)
    return pd.DataFrame(
        {
            "slot": [f"S{number:05}" for number in range(count)],
            "openings": openings,
            "needs_cohort": random.random(count) >= shape.plain_share,
            "together_min": np.where(teams, openings - 1, 1),
            "branch": random.integers(0, _branches(candidates), count),
            "region": random.integers(0, shape.regions, count),
            "level": random.integers(0, LEVELS - 1, count),
            "earliest": earliest,
            "latest": earliest + random.integers(0, 4, count),
        }
    )


def _cohorts(shape: Shape, candidates: int, random: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cohorts of a branch, a month and a span of levels; those of a school in a month share teachers."""
    count = max(2, round(candidates * shape.seats_per_candidate / shape.largest))
    schools = max(1, count // 20)
    month, school = random.integers(0, shape.months, count), random.integers(0, schools, count)
    low = random.integers(0, LEVELS - 1, count)
    cohorts = pd.DataFrame(
        {
            "cohort": [f"K{number:05}" for number in range(count)],
            "min": shape.smallest,
            "max": shape.largest,
            "room": [f"R{place:03}-{when:02}" for place, when in zip(school, month, strict=True)],
            "branch": random.integers(0, _branches(candidates), count),
            "region": school % shape.regions,
            "month": month,
            "low": low,
            "high": low + 2,
        }
    )
    sizes = cohorts["room"].value_counts().sort_index()
    most = (sizes * shape.cohorts_per_room).round().clip(lower=1).astype(int)
    return cohorts, pd.DataFrame({"room": sizes.index, "max_cohorts": most.to_numpy()})


def _wished(people: pd.DataFrame, offers: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Each candidate with each offer of a wished branch that is near: the own region, or the next one."""
    wishes = people.melt(
        id_vars=["candidate", "region", "level", "ready"],
        value_vars=["wish0", "wish1", "wish2"],
        var_name="rank",
        value_name="branch",
    )
    both = wishes.merge(offers, on="branch", suffixes=("", "_offer"))
    both["away"] = (both["region_offer"] - both["region"]).abs()
    both["wish_value"] = both["rank"].map({"wish0": 40, "wish1": 25, "wish2": 10})
    near = both[both["away"] <= 1]
    return near[random.random(len(near)) < FITS]


def _pairs(people: pd.DataFrame, slots: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    both = _wished(people, slots, random)
    both = both[(both["level"] >= both["level_offer"]) & (both["ready"] <= both["latest"])]
    value = both["wish_value"] + 20 * (both["away"] == 0) + random.integers(0, 21, len(both))
    return both.assign(value=value)[["candidate", "slot", "value"]]


def _seats(people: pd.DataFrame, cohorts: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    both = _wished(people, cohorts, random)
    both = both[both["level"].between(both["low"], both["high"]) & (both["ready"] <= both["month"])]
    value = 10 * (both["away"] == 0) + random.integers(0, 11, len(both))
    return both.assign(value=value)[["candidate", "cohort", "value"]]


def _links(slots: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    both = slots[slots["needs_cohort"]].merge(cohorts, on="branch")
    return both[both["month"].between(both["earliest"], both["latest"])][["slot", "cohort"]]
