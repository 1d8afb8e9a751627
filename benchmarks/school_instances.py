"""Invented school plans of eight shapes, the same for the same seed: no person, course or school is real.

Pupils have a branch, a level of Danish and a home; each branch has a package of courses, some of which come after
others; cohorts lie over two years at schools that not everybody can reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from igu_xl.school import Problem

HORIZON = 104  # weeks
FIRST_DAY = np.datetime64(date(2027, 1, 4))  # a Monday
WEEK = np.timedelta64(7, "D")
WEEK_HOURS = 37.0
WHOLE = 23 * WEEK_HOURS  # of a whole igu
AMU_AFTER_TEST = 8 * WEEK_HOURS
LEVELS = 4
BLOCKS = 3  # of Danish on each level
BRANCH_PUPILS, SCHOOL_PUPILS, HOME_PUPILS, PER_AREA = 60, 200, 20, 1600


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of partnership it is. Cohorts and schools are in proportion to the pupils.

    `supply` is weeks of seats to weeks needed; `limit` the most hours of school in 13 weeks; `reach` how far pupils
    travel, where 1 is the side of a square in which 1,600 pupils live.
    """

    name: str
    supply: float = 1.8
    weeks: tuple[int, ...] = (1, 1, 2, 2, 3, 4)
    smallest: tuple[int, int] = (8, 12)
    above: tuple[int, int] = (4, 11)
    schools: int | None = None
    reach: float = 0.6
    begun: Literal["spread", "together", "half"] = "spread"
    planned: float = 0.7
    limit: float = 8 * WEEK_HOURS


SHAPES = (
    Shape("thin supply", supply=1.0),
    Shape("long courses", weeks=(3, 4, 5, 6, 8), limit=10 * WEEK_HOURS),
    Shape("tight maximum", above=(0, 2)),
    Shape("one school", schools=1, reach=9.0),
    Shape("far schools", schools=40, reach=0.35),
    Shape("all at once", begun="together", limit=12.0 * 13),
    Shape("half-way", begun="half"),
    Shape("all to be opened", planned=0.0, supply=2.5),
)


def make(shape: Shape, pupils: int, seed: int = 0) -> Problem:
    """A problem of the shape with so many pupils."""
    return Problem.from_frames(**frames(shape, pupils, seed))


def frames(shape: Shape, pupils: int, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Its tables."""
    random = np.random.default_rng([seed, pupils])
    courses = _courses(shape, pupils, random)
    people = _people(shape, pupils, random)
    wants = _wants(people, courses, random)
    schools = random.uniform(0, _side(pupils), (shape.schools or max(3, min(400, 3 + pupils // SCHOOL_PUPILS)), 2))
    cohorts, teaches = _cohorts(shape, people, courses, schools, random)
    seats = _seats(shape, people, cohorts, wants, teaches, schools, random)
    return {
        "pupils": people[["pupil", "municipality", "begins", "ends", "hours", "amu_hours", "priority"]],
        "courses": courses[["course", "hours", "kind", "after", "taught"]],
        "wants": wants,
        "cohorts": cohorts[["cohort", "start", "end", "min", "max", "taken", "state", "room"]],
        "teaches": teaches,
        "rooms": _rooms(cohorts, random),
        "seats": seats,
        "away": _away(people, random),
        "limits": pd.DataFrame({"most_school_hours": [shape.limit], "days": [91]}),
        "fixed": _fixed(seats, random),
        "previous": seats[random.random(len(seats)) < 0.03][["pupil", "cohort"]],
    }


def _side(pupils: int) -> float:
    """The side of the square in which they live: more pupils live farther apart."""
    return float(np.sqrt(max(1.0, pupils / PER_AREA)))


def _branches(pupils: int) -> int:
    """A small partnership has few branches, or no cohort would fill."""
    return max(1, min(10, pupils // BRANCH_PUPILS))


def _courses(shape: Shape, pupils: int, random: np.random.Generator) -> pd.DataFrame:
    """Each branch's package of AMU courses and each level's blocks of Danish, where a taught hour counts twice."""
    rows = []
    for branch in range(_branches(pupils)):
        before = ""
        for place in range(int(random.integers(7, 11))):
            name = f"A{branch:02}-{place}"
            weeks = int(random.choice(shape.weeks))
            after = before if place and random.random() < 0.4 else ""
            # Now and then a course needs two others.
            if place > 2 and after and random.random() < 0.2:
                after = f"{after};A{branch:02}-0"
            rows.append((name, f"A{branch}", place, weeks, "AMU", after, 1.0))
            before = name
    for level in range(LEVELS):
        for block in range(BLOCKS):
            after = f"D{level}-{block - 1}" if block else ""
            kind = "FVU" if level == LEVELS - 1 else "dansk"
            rows.append((f"D{level}-{block}", f"D{level}", block, int(random.choice([2, 3, 4])), kind, after, 0.5))
    table = pd.DataFrame(rows, columns=["course", "group", "place", "weeks", "kind", "after", "factor"])
    hours = table["weeks"] * WEEK_HOURS
    return table.assign(hours=hours, taught=hours * table["factor"])


def _people(shape: Shape, count: int, random: np.random.Generator) -> pd.DataFrame:
    """Pupils new, in their first or in their second year, who have had about what they should have by then."""
    first = {
        "spread": random.integers(-78, 26, count),
        "together": np.zeros(count, dtype=np.int64),
        "half": np.where(random.random(count) < 0.8, random.integers(-60, -39, count), random.integers(-10, 26, count)),
    }[shape.begun]
    done = np.where(first < 0, -first / HORIZON * WHOLE * random.uniform(0.5, 1.2, count), 0.0)
    need = np.maximum(2 * WEEK_HOURS, np.round(WHOLE - 3 * WEEK_HOURS - done, 1))
    tested = random.random(count) < 0.4
    homes = random.uniform(0, _side(count), (max(3, min(98, count // HOME_PUPILS)), 2))
    home = random.integers(0, len(homes), count)
    place = homes[home] + random.normal(0, 0.08, (count, 2))
    return pd.DataFrame(
        {
            "pupil": [f"P{number:05}" for number in range(count)],
            "municipality": [f"M{where:02}" for where in home],
            "begins": FIRST_DAY + WEEK * np.maximum(first, 0),
            "ends": FIRST_DAY + WEEK * (first + HORIZON) - np.timedelta64(1, "D"),
            "hours": need,
            "amu_hours": np.where(tested, np.minimum(need, np.maximum(0, AMU_AFTER_TEST - done / 2)).round(1), 0.0),
            "priority": np.where(random.random(count) < 0.05, 2.0, 1.0),
            "branch": random.integers(0, _branches(count), count),
            "level": random.integers(0, LEVELS, count),
            "x": place[:, 0],
            "y": place[:, 1],
            # How far in the package they are: what stands before is had.
            "had": np.where(first < 0, (-first / HORIZON * 4).astype(np.int64), 0),
        }
    )


def _wants(people: pd.DataFrame, courses: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The package of the branch and the Danish of the level, without what is had; few are musts or have dates."""
    groups = pd.concat(
        [
            people.assign(group=[f"A{branch}" for branch in people["branch"]]),
            people.assign(group=[f"D{level}" for level in people["level"]], had=people["had"] // 2),
        ]
    )
    both = groups.merge(courses[["course", "group", "place"]], on="group")
    both = both[both["place"] >= both["had"]].sort_values(["pupil", "course"], ignore_index=True)
    count = len(both)
    amu = both["course"].str.startswith("A").to_numpy()
    weeks = ((both["ends"] - both["begins"]) / WEEK).to_numpy()
    soon = both["begins"] + pd.to_timedelta((weeks * random.uniform(0.1, 0.4, count)).astype(int) * 7, unit="D")
    late = both["begins"] + pd.to_timedelta((weeks * random.uniform(0.6, 0.95, count)).astype(int) * 7, unit="D")
    return pd.DataFrame(
        {
            "pupil": both["pupil"],
            "course": both["course"],
            "must": amu & (both["place"] == both["had"]).to_numpy() & (random.random(count) < 0.5),
            "earliest": soon.where(random.random(count) < 0.1),
            "latest": late.where(random.random(count) < 0.1),
        }
    )


def _cohorts(
    shape: Shape, people: pd.DataFrame, courses: pd.DataFrame, schools: np.ndarray, random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cohorts of one course, or two of a package in a row, until there are seats enough."""
    left = ((people["ends"] - people["begins"]) / WEEK).to_numpy() * 0.6 * WEEK_HOURS
    wanted = shape.supply * np.minimum(people["hours"], left).sum() / WEEK_HOURS
    rows: list[tuple[object, ...]] = []
    teaches: list[tuple[str, str]] = []
    named, weeks_of, group = (courses[label].tolist() for label in ("course", "weeks", "group"))
    while wanted > 0:
        course = int(random.integers(len(named)))
        taught = [course]
        if random.random() < 0.1 and course + 1 < len(named) and group[course + 1] == group[course]:
            taught.append(course + 1)
        weeks = sum(weeks_of[one] for one in taught)
        first, least = (
            int(random.integers(0, HORIZON - weeks + 1)),
            int(random.integers(*shape.smallest, endpoint=True)),
        )
        most = least + int(random.integers(*shape.above, endpoint=True))
        planned = random.random() < shape.planned
        taken = int(random.integers(1, 7)) if planned and random.random() < 0.2 else 0
        school, name = int(random.integers(len(schools))), f"K{len(rows):05}"
        rows.append((name, first, weeks, least, most, taken, "planned" if planned else "can be opened", school))
        teaches += [(name, named[one]) for one in taught]
        wanted -= weeks * (least + most) / 2
    labels = ["cohort", "first", "weeks", "min", "max", "taken", "state", "school"]
    table = pd.DataFrame(rows, columns=labels)
    start = FIRST_DAY + WEEK * table["first"].to_numpy()
    end = start + WEEK * table["weeks"].to_numpy() - np.timedelta64(3, "D")
    room = [f"R{school:03}" if school % 2 == 0 else None for school in table["school"]]
    return table.assign(start=start, end=end, room=room), pd.DataFrame(teaches, columns=["cohort", "course"])


def _rooms(cohorts: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Every second school has fewer rooms than it would need if every cohort ran."""
    rows = []
    for room, own in cohorts.dropna(subset=["room"]).groupby("room"):
        busy = np.zeros(HORIZON, dtype=np.int64)
        for first, weeks in zip(own["first"], own["weeks"], strict=True):
            busy[first : first + weeks] += 1
        rows.append((room, max(1, round(busy.max() * random.uniform(0.5, 0.9)))))
    return pd.DataFrame(rows, columns=["room", "max_cohorts"])


def _seats(
    shape: Shape,
    people: pd.DataFrame,
    cohorts: pd.DataFrame,
    wants: pd.DataFrame,
    teaches: pd.DataFrame,
    schools: np.ndarray,
    random: np.random.Generator,
) -> pd.DataFrame:
    """Who wants what is taught, can get there, and is in igu then. Leave and dates of wishes are not looked at."""
    place, number = people[["x", "y"]].to_numpy(), pd.Index(people["pupil"])
    begins, ends = people["begins"].to_numpy(), people["ends"].to_numpy()
    wanting = {course: number.get_indexer(own) for course, own in wants.groupby("course")["pupil"]}
    taught = teaches.groupby("cohort")["course"].agg(list)
    found = []
    for row, cohort in enumerate(cohorts.itertuples()):
        own = [wanting.get(course, np.zeros(0, dtype=np.int64)) for course in taught[cohort.cohort]]
        who = own[0] if len(own) == 1 else np.intersect1d(*own)
        who = who[(begins[who] <= np.datetime64(cohort.start)) & (ends[who] >= np.datetime64(cohort.end))]
        far = np.hypot(*(place[who] - schools[cohort.school]).T) / shape.reach
        near = (far < 1) & (random.random(len(who)) < 0.95)
        found.append((np.full(near.sum(), row), who[near], (100 - 80 * far[near]).round()))
    rows, who, value = (np.concatenate(part) for part in zip(*found, strict=True))
    return pd.DataFrame(
        {"pupil": people["pupil"].to_numpy()[who], "cohort": cohorts["cohort"].to_numpy()[rows], "value": value}
    )


def _away(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """One in seven is away for some weeks, and half of a branch cannot be spared in its two busy weeks a year."""
    weeks = ((people["ends"] - people["begins"]) / WEEK).to_numpy()
    gone = random.random(len(people)) < 1 / 7
    first = people["begins"] + pd.to_timedelta((weeks * random.uniform(0, 0.9, len(people))).astype(int) * 7, unit="D")
    until = first + pd.to_timedelta(random.integers(2, 13, len(people)) * 7 - 1, unit="D")
    leave = pd.DataFrame({"pupil": people["pupil"], "begins": first, "ends": until})[gone]
    busy = [leave]
    for year in (0, 52):
        week = FIRST_DAY + WEEK * (year + (people["branch"].to_numpy() * 7 + 20) % 50)
        ends = week + np.timedelta64(13, "D")
        busy.append(pd.DataFrame({"pupil": people["pupil"], "begins": week, "ends": ends})[people.index % 2 == 0])
    return pd.concat(busy, ignore_index=True).drop_duplicates()


def _fixed(seats: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """What the coordinator has decided about a few seats, each of another pupil."""
    some = seats.sample(frac=1, random_state=int(random.integers(2**31))).drop_duplicates("pupil")
    some = some.head(max(1, len(some) // 20) if len(some) else 0)
    decision = np.where(random.random(len(some)) < 0.6, "lock", "reject")
    return some[["pupil", "cohort"]].assign(decision=decision)
