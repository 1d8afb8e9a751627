"""What each kind of page may see of a day: a partner's own rows, or everybody's. `reports/kinds` says what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from igu_xl.domain.branches import resolve_branch
from igu_xl.reports.data.days import Day


@dataclass(frozen=True, slots=True)
class Selection:
    """A `kind` of page as it stands in `kommune:101`, and the rows of a day that one sees, by the partner (`owner`) and
    its name."""

    kind: str
    rows: Callable[[Day, str, str], Day]


def owned(frame: pd.DataFrame, owner: str) -> pd.DataFrame:
    """The rows of a partner's own workbook."""
    return frame[frame["partner"] == owner]


def _of_municipality(day: Day, owner: str, name: str) -> Day:
    """Its own people only. It is told nothing about slots and cohorts, which are everybody's."""
    return Day(owned(day.candidates, owner), owned(day.placements, owner), day.slots.head(0), day.cohorts.head(0))


def _of_branch(day: Day, owner: str, name: str) -> Day:
    """Its slots, the placements in them, the cohorts of its branches, and the candidates who wish these most."""
    slots, placements = owned(day.slots, owner), day.placements
    branches = {resolve_branch(name) or name, *slots["branch"].dropna()}
    return Day(
        day.candidates[day.candidates["wish_1"].isin(branches)],
        placements[(placements["offered_by"] == owner).fillna(False)],
        slots,
        day.cohorts[day.cohorts["branch"].isin(branches)],
    )


def _of_school(day: Day, owner: str, name: str) -> Day:
    """Its cohorts, with how many are in each, and none of the people."""
    nobody = day.candidates.head(0), day.placements.head(0), day.slots.head(0)
    return Day(*nobody, owned(day.cohorts, owner))


def _of_everybody(day: Day, owner: str, name: str) -> Day:
    return day


MUNICIPALITY = Selection("kommune", _of_municipality)
BRANCH = Selection("branche", _of_branch)
STEERING_GROUP = Selection("styregruppe", _of_everybody)
SCHOOL = Selection("skole", _of_school)
SELECTIONS = {one.kind: one for one in (STEERING_GROUP, MUNICIPALITY, BRANCH, SCHOOL)}
