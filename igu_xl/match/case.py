"""From a checked partnership to a match problem: the one place where workbooks become tables of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.domain.slot_rules import IGU
from igu_xl.match.allowed import PAIR_TESTS, SEAT_TESTS, possible_links, possible_pairs, possible_seats, too_soon
from igu_xl.match.pool import joinable_cohorts, open_slots, waiting_candidates
from igu_xl.match.problem import Problem

LOCK, REJECT = "lock", "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the coordinator has decided on a proposal: `lock` (also Godkend) or `reject`."""

    candidate: str
    slot: str
    cohort: str
    kind: str


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A match problem with what explains it: the pool, all options with the tests they passed or failed, decisions."""

    problem: Problem
    candidates: pd.DataFrame
    slots: pd.DataFrame
    cohorts: pd.DataFrame
    pairs: pd.DataFrame
    seats: pd.DataFrame
    decisions: tuple[Decision, ...] = ()


def build_case(
    validation: Validation,
    today: date,
    decisions: Sequence[Decision] = (),
    previous: pd.DataFrame | None = None,
    *,
    open_cohorts: bool = False,
) -> Case:
    """The problem of matching everybody who waits, as of a day.

    `previous` is the last proposal (candidate, slot, cohort), which the new plan keeps where it costs nothing.
    A decision on somebody or something that is no longer in the pool cannot be kept; the case remembers it.
    """
    candidates = waiting_candidates(validation)
    slots, cohorts = open_slots(validation, today), joinable_cohorts(validation, today)
    pairs, seats = possible_pairs(candidates, slots), possible_seats(candidates, cohorts)
    links = possible_links(slots, cohorts)
    early = too_soon(candidates, slots, cohorts, links).assign(decision=REJECT)
    problem = Problem.from_frames(
        open_cohorts=open_cohorts,
        candidates=_people(candidates, today),
        slots=_places(slots),
        cohorts=_courses(cohorts),
        pairs=pairs.loc[pairs[list(PAIR_TESTS)].all(axis=1), ["candidate", "slot", "value"]],
        seats=seats.loc[seats[list(SEAT_TESTS)].all(axis=1), ["candidate", "cohort", "value"]],
        links=links,
        fixed=pd.concat([_fixed(decisions, candidates, slots, cohorts), early]),
        previous=_still_there(previous, candidates, slots, cohorts),
    )
    return Case(problem, candidates, slots, cohorts, pairs, seats, tuple(decisions))


def _people(candidates: pd.DataFrame, today: date) -> pd.DataFrame:
    waited = (pd.Timestamp(today) - candidates["registered"]).dt.days.clip(lower=0)
    return pd.DataFrame(
        {"candidate": candidates["candidate"], "municipality": candidates["home"], "waited_days": waited}
    )


def _places(slots: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "slot": slots["slot"],
            "openings": slots["left"].astype(int),
            "needs_cohort": slots["type"] == IGU,
            "together_min": slots["together_min"].fillna(1).astype(int),
            "branch": slots["branch"],
        }
    )


def _courses(cohorts: pd.DataFrame) -> pd.DataFrame:
    """Seats taken already count towards the minimum; a cohort that has it needs only one more to be worth a start."""
    return pd.DataFrame(
        {
            "cohort": cohorts["cohort"],
            "min": (cohorts["min"] - cohorts["taken"]).clip(lower=1).astype(int),
            "max": (cohorts["max"] - cohorts["taken"]).clip(lower=0).astype(int),
            "branch": cohorts["branch"],
        }
    )


def _fixed(
    decisions: Sequence[Decision], candidates: pd.DataFrame, slots: pd.DataFrame, cohorts: pd.DataFrame
) -> pd.DataFrame:
    people, places, courses = set(candidates["candidate"]), set(slots["slot"]), set(cohorts["cohort"])
    rows = [
        (one.candidate, one.slot or None, one.cohort or None, one.kind)
        for one in dict.fromkeys(decisions)
        if one.candidate in people and one.slot in places | {""} and one.cohort in courses | {""}
    ]
    return pd.DataFrame(rows, columns=["candidate", "slot", "cohort", "decision"], dtype="str")


def _still_there(
    previous: pd.DataFrame | None, candidates: pd.DataFrame, slots: pd.DataFrame, cohorts: pd.DataFrame
) -> pd.DataFrame:
    if previous is None:
        return pd.DataFrame(columns=["candidate", "slot", "cohort"])
    keep = previous["candidate"].isin(candidates["candidate"]) & previous["slot"].isin(slots["slot"])
    keep &= previous["cohort"].isna() | previous["cohort"].isin(cohorts["cohort"])
    return previous[keep].drop_duplicates("candidate")
