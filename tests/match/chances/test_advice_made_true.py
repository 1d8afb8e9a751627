"""Each sentence of Hvad ville hjælpe is made true in the tables, the match is made again, and the person is placed.

The partnerships are demos of several seeds. Every third person is tried, to be done in a while.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.checks.validation import Validation, validate
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.domain.law.igu.eligibility import verdict
from igu_xl.domain.law.verdict import NOT_MET
from igu_xl.match.case import Case, build_case
from igu_xl.match.chances.helping import Helping
from igu_xl.match.chances.prospect import Prospects
from igu_xl.match.chances.ways import Board
from igu_xl.match.explaining.unmatched import Unmatched, explain_unmatched
from igu_xl.match.proposal import kept_plan
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.solver import solve

MONTHS = ["januar", "februar", "marts", "april", "maj", "juni"]
MONTHS += ["juli", "august", "september", "oktober", "november", "december"]
NEVER = "Ingen ændring kan give igu."


@dataclass(frozen=True)
class World:
    """A demo, its best plan, and what is told of those without a place."""

    checked: Validation
    case: Case
    plan: Plan
    told: list[Unmatched]


@pytest.fixture(scope="module", params=[7, 11])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder: Path = tmp_path_factory.mktemp("demo")
    write_partnership(folder, 200, request.param)
    checked = validate(folder, DEMO_TODAY)
    case = build_case(checked)
    plan = solve(case.problem, 20)
    return World(checked, case, plan, explain_unmatched(case, plan, checked))


def day(text: str) -> pd.Timestamp:
    number, month, year = re.fullmatch(r"(\d+)\. (\w+) (\d{4})", text).groups()  # type: ignore[union-attr]
    return pd.Timestamp(int(year), MONTHS.index(month) + 1, int(number))


def cells(person: pd.Series[Any], sentence: str) -> dict[str, object]:
    """The cells of the municipality's workbook that a sentence says should be others."""
    wishes = [f"wish_{rank}" for rank in (1, 2, 3)]
    if found := re.fullmatch(r"Dansk på niveau (\w+) M(\d)\.", sentence):
        return {"danish_track": found[1], "danish_module": found[2]}
    if found := re.fullmatch(r"At kunne arbejde ([\d,]+) timer om ugen\.", sentence):
        return {"weekly_hours": float(found[1].replace(",", "."))}
    if found := re.fullmatch(r"At kunne rejse (\d+) minutter\.", sentence):
        return {"transport_minutes": int(found[1])}
    if found := re.fullmatch(r"At være klar senest (.+)\.", sentence):
        return {"ready_from": day(found[1])}
    if found := re.fullmatch(r"Også at kunne komme i (\w+)\.", sentence):
        return {"measures": f"{person['measures']}; {found[1]}"}
    if found := re.fullmatch(r"Beviset (.+)\.", sentence):
        own = "" if pd.isna(person["skills"]) else f"{person['skills']}; "
        return {"skills": own + "; ".join(re.split(r", | og ", found[1]))}
    if found := re.fullmatch(r"Et brancheønske mere: (.+)\.", sentence):
        return {next(wish for wish in wishes if pd.isna(person[wish])): found[1]}
    raise AssertionError(f"a sentence that nobody can make true: {sentence}")


def made_true(world: World, one: Unmatched) -> Case:
    """The match as it would be with what is said to help."""
    frames = dict(world.checked.partnership.frames)
    people = frames["tblKandidater"].copy()
    row = people.index[people["candidate"] == one.candidate][0]
    for sentence in one.would_help:
        for key, value in cells(people.loc[row], sentence).items():
            people[key] = people[key].mask(people.index == row, value)
    changed = replace(
        world.checked, partnership=replace(world.checked.partnership, frames=frames | {"tblKandidater": people})
    )
    return build_case(changed, previous=world.plan.placements)


def test_what_is_said_to_help_gives_a_place_and_takes_nobody_elses(world: World) -> None:
    told = [one for one in world.told if one.would_help][::3]
    assert len(told) > 10
    for one in told:
        plan = solve(made_true(world, one).problem, 20, start=kept_plan(world.plan.placements))
        placed = plan.placements.dropna(subset=["slot"])["candidate"]
        assert one.candidate in set(placed), (one.candidate, one.would_help)
        assert plan.placed > world.plan.placed


def test_nobody_is_told_of_what_the_law_refuses(world: World) -> None:
    """Who can never have an igu is told so, and helped to something else only."""
    people = world.case.candidates.set_index("candidate")
    slots = world.case.slots.set_index("slot")["type"]
    told = [one for one in world.told if NEVER in one.detail]
    assert told
    for one in told:
        person = people.loc[one.candidate]
        facts = [None if pd.isna(value := person[key]) else value.date() for key in ("born", "residence_from")]
        codes = [None if pd.isna(value := person[key]) else value for key in ("basis", "previous_igu")]
        assert verdict(*facts, *codes, DEMO_TODAY.replace(year=2027)).outcome == NOT_MET
        assert "Også at kunne komme i igu." not in one.would_help
        if named := re.search(r"Nærmest at kunne lade sig gøre er \w+ på ([A-Z]+-\d+)", one.detail):
            assert slots[named[1]] != "igu"


def test_where_nothing_is_found_it_is_said_and_the_column_is_empty(world: World) -> None:
    people = set(world.case.candidates["candidate"])
    for one in world.told:
        none = one.detail.endswith("Ingen enkelt ændring er fundet, der giver et forløb.")
        assert none == (not one.would_help and one.candidate in people)


def test_the_same_help_is_found_again(world: World) -> None:
    placed = set(world.plan.placements.dropna(subset=["slot"])["candidate"])
    out = sorted(set(world.case.candidates["candidate"]) - placed)
    found = [
        Helping(world.case, world.plan, Prospects(world.case, Board(world.case, world.plan))).of(out) for _ in range(2)
    ]
    assert found[0] == found[1]
