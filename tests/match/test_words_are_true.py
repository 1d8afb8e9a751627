"""Every number that an explanation tells is counted again here, by other code, from the tables of the match.

The world is the demo partnership, with decisions; the plan has running cohorts, short ones, full slots and people out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.checks.validation import validate
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.domain.travel import travel_minutes
from igu_xl.match.case import LOCK, STOP, Decision, build_case
from igu_xl.match.proposal import Proposal, propose
from igu_xl.records import Record, records_by

CANDIDATE = re.compile(r"\b\d{3}-\d{4}\b")


@dataclass(frozen=True)
class World:
    """A proposal with what its tables say, looked up by id."""

    proposal: Proposal
    people: dict[str, Record]
    slots: dict[str, Record]
    cohorts: dict[str, Record]
    triples: set[tuple[str, str, str]]
    placed: dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The demo partnership matched, with its first cohort stopped and somebody locked."""
    folder: Path = tmp_path_factory.mktemp("demo")
    write_partnership(folder, 200)
    today: date = DEMO_TODAY
    checked = validate(folder, today)
    free = propose(build_case(checked), checked, 20)
    running = [fill.cohort for fill in free.cohorts if fill.runs]
    kept = next(one for one in free.placements if one.cohort != running[0])
    decided = (Decision("", "", running[0], STOP), Decision(kept.candidate, kept.slot, kept.cohort, LOCK))
    case = build_case(checked, decided)
    told = propose(case, checked, 20)
    triples = case.problem.triples()
    return World(
        told,
        records_by(case.candidates, "candidate"),
        records_by(case.slots, "slot"),
        records_by(case.cohorts, "cohort"),
        set(zip(triples["candidate"], triples["slot"], triples["cohort"], strict=True)),
        {one.candidate: (one.slot, one.cohort) for one in told.placements},
    )


def test_placements_tell_wish_travel_and_what_the_cohort_has(world: World) -> None:
    seats = Counter(cohort for _, cohort in world.placed.values() if cohort)
    for one in world.proposal.placements:
        person, slot, words = world.people[one.candidate], world.slots[one.slot], " ".join(one.reasons)
        rank, branch = re.search(r"(\d)\. ønske: ([^.]+)\.", words).groups()  # type: ignore[union-attr]
        assert person[f"wish_{rank}"] == branch == slot["branch"]
        if travel := re.search(r"Rejsetid ca\. (\d+) minut", words):
            assert int(travel[1]) == travel_minutes(person["postcode"], slot["postcode"])
        assert ("Koordinatoren har låst det." in words) == any(
            decision.candidate == one.candidate for decision in world.proposal.case.decisions
        )
        if one.cohort:
            cohort = world.cohorts[one.cohort]
            number, new, homes, least = map(
                int, re.search(r"sin (\d+)\. deltager \((\d+)(?: nye)? fra (\d+) .*mindst (\d+)\.", words).groups()  # type: ignore[union-attr]
            )  # fmt: skip
            mates = [name for name, (_, other) in world.placed.items() if other == one.cohort]
            assert (number, new, least) == (cohort["taken"] + seats[one.cohort], seats[one.cohort], cohort["min"])
            assert homes == len({world.people[name]["home"] for name in mates})
            assert "Uden kandidaten" not in words or number == least


def test_cohorts_that_do_not_run_tell_who_is_missing(world: World) -> None:
    out = set(world.people) - set(world.placed)
    taken = Counter(slot for slot, _ in world.placed.values())
    short = [fill for fill in world.proposal.cohorts if not fill.runs and fill.missing]
    assert short
    for fill in short:
        near = {(name, slot) for name, slot, cohort in world.triples if cohort == fill.cohort and name in out}
        free = {slot: int(world.slots[slot]["left"]) - taken[slot] for _, slot in near}
        assert fill.people == len({name for name, _ in near})
        assert fill.openings == sum(free.values())
        row = world.cohorts[fill.cohort]
        assert fill.missing == row["min"] - row["taken"]
        assert f"mangler {fill.missing} deltager" in fill.lack
        assert fill.lack.count(fill.branch) == 1


def test_full_slots_are_full_and_rivals_are_counted(world: World) -> None:
    taken = Counter(slot for slot, _ in world.placed.values())
    plain = set(zip(*(world.proposal.case.problem.plain_pairs()[key] for key in ("candidate", "slot")), strict=True))
    able = {(name, slot) for name, slot, _ in world.triples} | plain
    full = {slot for slot, row in world.slots.items() if taken[slot] >= row["left"]}
    told = [one for one in world.proposal.unmatched if one.reason == "Pladserne er fyldt"]
    assert told
    for one in told:
        openings, rivals = map(int, re.search(r"(\d+) plads.*, og (\d+) and", one.detail).groups())  # type: ignore[union-attr]
        own = {slot for name, slot in able if name == one.candidate}
        assert own
        # Those told of are among the full ones that the candidate may have; as few as one of them, as many as all.
        possible = [slot for slot in own & full]
        assert openings in _sums([int(world.slots[slot]["left"]) for slot in possible])
        assert rivals <= len({name for name, slot in able if slot in own} - {one.candidate})


def _sums(numbers: list[int]) -> set[int]:
    found = {0}
    for number in numbers:
        found |= {sum_ + number for sum_ in found}
    return found


def test_who_could_sit_in_the_stopped_cohort_only_is_told_so(world: World) -> None:
    stopped = {one.cohort for one in world.proposal.case.decisions if one.kind == STOP}
    told = [one for one in world.proposal.unmatched if one.reason == "Holdet er stoppet"]
    for one in told:
        assert {cohort for name, _, cohort in world.triples if name == one.candidate} & stopped
        assert stopped & set(one.detail.replace(",", "").split())
    assert not {cohort for _, cohort in world.placed.values()} & stopped


def test_everybody_is_either_placed_or_told_of(world: World) -> None:
    told = {one.candidate for one in world.proposal.unmatched}
    assert set(world.people) <= told | set(world.placed)
    assert not told & set(world.placed)


def test_nobody_else_is_named(world: World) -> None:
    for one in world.proposal.placements:
        assert set(CANDIDATE.findall(" ".join(one.reasons))) <= {one.candidate}
    for out in world.proposal.unmatched:
        assert set(CANDIDATE.findall(" ".join((out.detail, *out.would_help)))) <= {out.candidate}
    for fill in world.proposal.cohorts:
        assert not CANDIDATE.findall(fill.lack)


def test_the_smallest_share_is_that_of_the_municipality_named(world: World) -> None:
    fair = world.proposal.fairness
    assert fair is not None
    plain = world.proposal.case.problem.plain_pairs()["candidate"]
    fillable = _fillable(world)
    could = {name for name, _, cohort in world.triples if cohort in fillable} | set(plain)
    homes = pd.Series({name: person["home"] for name, person in world.people.items()})
    share = {
        home: sum(name in world.placed for name in own.index) / sum(name in could for name in own.index)
        for home, own in homes.groupby(homes)
        if len(own) >= 5 and any(name in could for name in own.index)
    }
    assert share[fair.municipality] == pytest.approx(min(share.values()))
    assert fair.placed / fair.placeable == pytest.approx(share[fair.municipality])


def _fillable(world: World) -> set[str]:
    """The cohorts that are not stopped and could reach their minimum, were each the only one."""
    wanted = Counter((slot, cohort) for _, slot, cohort in world.triples)
    room: Counter[str] = Counter()
    for (slot, cohort), people in wanted.items():
        room[cohort] += min(people, int(world.slots[slot]["left"]))
    people = {cohort: len({name for name, _, own in world.triples if own == cohort}) for cohort in room}
    needed = {name: row["min"] - row["taken"] for name, row in world.cohorts.items()}
    stopped = {one.cohort for one in world.proposal.case.decisions if one.kind == STOP}
    return {cohort for cohort in set(room) - stopped if min(room[cohort], people[cohort]) >= needed[cohort]}
