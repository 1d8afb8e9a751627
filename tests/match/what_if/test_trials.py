"""Hvad nu hvis: which change gives most, counted by hand, and proven for every number that is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import Case, build_case
from igu_xl.match.solving import near
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.solver import solve
from igu_xl.match.what_if.idea import Ground
from igu_xl.match.what_if.trials import Proven, promising, what_if

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
Changed = Callable[..., Path]


def planned(folder: Path) -> tuple[Case, Plan]:
    case = build_case(validate(folder, TODAY))
    return case, solve(case.problem, 10)


def tried(folder: Path) -> dict[str, Proven]:
    case, plan = planned(folder)
    return {one.change: one for one in what_if(case, plan, 60)}


def no_tag(rows: Any) -> None:
    """Only the first slot is open."""
    rows[BYG]["tblPladser"][1]["status"] = "Lukket"


@pytest.fixture(params=[2_000, 0], ids=["hele planen", "det nærmeste"])
def searched(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways of trying: the whole plan again, and what is near; true for the first."""
    monkeypatch.setattr(near, "SMALL", request.param)
    return bool(request.param)


def test_one_opening_more_lets_a_cohort_run(searched: bool, changed: Changed) -> None:
    """Five openings, and the cohort needs six: one opening more places all six."""

    def five(rows: Any) -> None:
        no_tag(rows)
        rows[BYG]["tblPladser"][0]["openings"] = 5

    told = tried(changed(five))["1 plads mere på BYG-0001 (Bygge og anlæg, Eksempel Byg)"]
    assert told.gives == 6
    assert told.because == "Holdet NEXT-2027-01 (6 deltagere) bliver så til noget."
    assert told.certainty == (
        "Bevist: netop så mange." if searched else "Mindst så mange; kun det nærmeste i planen er regnet igen."
    )


def test_a_lower_minimum_lets_a_cohort_run(searched: bool, changed: Changed) -> None:
    """Nine want it and ten are needed."""

    def ten(rows: Any) -> None:
        rows[NEXT]["tblHold"][0]["min"] = 10
        rows[NEXT]["tblHold"].pop()

    told = tried(changed(ten))
    assert told["Mindst 9 deltagere i stedet for 10 på holdet NEXT-2027-01"].gives == 9
    assert told["1 kandidat mere til holdet NEXT-2027-01 (medregnet i tallet)"].gives == 10


def test_a_module_more_is_told_for_those_who_need_it(searched: bool, changed: Changed) -> None:
    """The slot for drivers asks for module 3; one with a licence has module 2, and the other slot is full."""

    def licence(rows: Any) -> None:
        rows[KOEBENHAVN]["tblKandidater"][2]["skills"] = "kørekort B"
        rows[KOEBENHAVN]["tblKandidater"][0]["status"] = "Udgået"
        rows[BYG]["tblPladser"][0]["openings"] = 4

    told = tried(changed(licence))
    module = told["Et modul mere dansk for 1 kandidat til Bygge og anlæg"]
    assert (module.gives, module.candidates) == (1, ("101-0003",))


def test_a_seat_more_in_a_full_cohort(searched: bool, changed: Changed) -> None:
    told = tried(changed(lambda rows: rows[NEXT]["tblHold"][0].update(max=8)))
    seat = told["En plads mere på holdet NEXT-2027-01: 9 deltagere"]
    assert (seat.gives, seat.because) == (1, "NEXT-2027-01 får 1 mere.")


def test_a_slot_that_needs_no_cohort(changed: Changed) -> None:
    def two(rows: Any) -> None:
        rows[BYG]["tblPladser"][2]["openings"] = 1
        rows[KOEBENHAVN]["tblKandidater"].append({**rows[KOEBENHAVN]["tblKandidater"][5], "candidate": "101-0007"})

    told = tried(changed(two))["1 plads mere på BYG-0003 (Bygge og anlæg, Eksempel Byg)"]
    assert (told.gives, told.because) == (1, "Den ledige plads kan bruges af en kandidat, der ellers intet fik.")


def test_a_later_start_lets_those_in_who_are_not_ready(changed: Changed) -> None:
    """Everybody is ready a week after the only cohort begins."""

    def late(rows: Any) -> None:
        rows[NEXT]["tblHold"].pop()
        for name, own in rows.items():
            if name.startswith("kommuner"):
                for person in own["tblKandidater"]:
                    person["ready_from"] = date(2027, 2, 8)

    told = tried(changed(late))
    assert told["Holdet NEXT-2027-01 begynder 2 uger senere, 15. februar 2027"].gives == 9


def test_where_everybody_is_placed_nothing_is_told(clean_partnership: Path) -> None:
    assert tried(clean_partnership) == {}


def test_without_time_nothing_is_tried(changed: Changed) -> None:
    case, plan = planned(changed(no_tag))
    assert what_if(case, plan, 0) == []


def test_no_candidate_is_named(changed: Changed) -> None:
    case, plan = planned(changed(no_tag))
    words = " ".join(idea.words for idea in promising(Ground(case, plan)))
    assert words
    assert not [name for name in case.candidates["candidate"] if name in words]
