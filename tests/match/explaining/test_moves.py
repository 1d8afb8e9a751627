"""What a new plan changes in the last one: who is moved and why, and what it would cost to move nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import LOCK, REJECT, STOP, Decision, build_case
from igu_xl.match.explaining.moves import Change, Move
from igu_xl.match.proposal import Proposal, propose
from igu_xl.match.summary import proposal_text, summary

TODAY = date(2026, 11, 2)
BYG = "brancher/bygge-anlæg.xlsx"
FIRST = "NEXT-2027-01"
Changed = Callable[..., Path]


def match(folder: Path, previous: pd.DataFrame | None = None, *decisions: Decision) -> Proposal:
    checked = validate(folder, TODAY)
    case = build_case(checked, decisions, previous)
    return propose(case, checked, 20, previous=previous)


def proposed(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["candidate", "slot", "cohort"], dtype="str")


def of(proposal: Proposal, candidate: str) -> Move:
    return next(move for move in proposal.moves if move.candidate == candidate)


def as_proposed(proposal: Proposal) -> pd.DataFrame:
    return proposal.plan.placements[["candidate", "slot", "cohort"]]


@pytest.fixture(scope="module")
def first(clean_partnership: Path) -> Proposal:
    return match(clean_partnership)


def test_without_a_last_proposal_everybody_is_new(first: Proposal) -> None:
    assert {move.change for move in first.moves} == {Change.NEW}
    assert (first.moves[0].words, first.staying) == ("Ny", None)


def test_who_stays_is_unchanged_and_nothing_is_said(first: Proposal, clean_partnership: Path) -> None:
    again = match(clean_partnership, as_proposed(first))
    assert {move.change for move in again.moves} == {Change.SAME}
    assert "flyttet" not in summary(again)


@pytest.mark.parametrize(
    ("row", "decisions", "why"),
    [
        (("101-0003", "BYG-0999", FIRST), (), "pladsen er ikke længere åben, eller der er en fejl i dens række"),
        (("101-0003", "BYG-0001", "NEXT-9"), (), "holdet kan ikke længere få deltagere"),
        (("101-0003", "BYG-0002", FIRST), (), "kandidaten passer ikke til det (mangler dansk)"),
        (
            ("101-0001", "BYG-0002", FIRST),
            (Decision("101-0001", "BYG-0002", FIRST, REJECT),),
            "koordinatoren har afvist det",
        ),
        (
            ("101-0001", "BYG-0002", FIRST),
            (Decision("101-0001", "BYG-0001", "", LOCK),),
            "koordinatoren har låst noget andet",
        ),
    ],
)
def test_who_had_to_be_moved_is_told_why(
    row: tuple[str, str, str], decisions: tuple[Decision, ...], why: str, clean_partnership: Path
) -> None:
    told = of(match(clean_partnership, proposed(row), *decisions), row[0])
    assert (told.change, told.why, told.free) == (Change.MOVED, why, False)
    assert told.words == f"Flyttet fra {row[1]}, {row[2]}: {why}."


def test_who_loses_a_place_is_told_from_where(first: Proposal, clean_partnership: Path) -> None:
    told = match(clean_partnership, as_proposed(first), Decision("", "", FIRST, STOP))
    lost = of(told, "101-0003")
    assert lost.change is Change.LOST
    assert lost.words == f"BYG-0001, {FIRST}: koordinatoren har besluttet, at holdet ikke skal køre."
    assert "0 kandidater er flyttet siden det forrige forslag, og 9 har mistet deres plads." in summary(told)
    assert f"  101-0003  Mistede {lost.words}" in proposal_text(told)
    json = told.as_json()["moves"]
    assert isinstance(json, list) and {one["change"] for one in json} == {"Mistet"}


def test_moving_nobody_has_its_price(changed: Changed) -> None:
    """Two drivers sit in the slot that all may have; four of the five others need it, and drivers have their own."""
    folder = changed(lambda rows: rows[BYG]["tblPladser"][0].update(openings=4))
    told = match(folder, proposed(("101-0001", "BYG-0001", FIRST), ("101-0002", "BYG-0001", FIRST)))
    assert told.plan.placed == 9
    moved = [move for move in told.moves if move.change is Change.MOVED]
    assert [move.candidate for move in moved] == ["101-0001", "101-0002"]
    assert {move.why for move in moved} == {"pladsen er givet til en anden, så planen i alt bliver bedre"}
    assert told.staying is not None
    assert (told.staying.placed, told.staying.proven) == (7, True)
    assert summary(told).endswith(
        "2 kandidater er flyttet siden det forrige forslag, og 0 har mistet deres plads. "
        "Uden de flytninger, der kunne undværes, blev der 2 forløb færre."
    )
