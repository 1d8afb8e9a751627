"""What stands in the way of a placement that was decided: the first thing, and not what concerns another one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import LOCK, NOT_COMPANY, REJECT, RUN, STOP, Decision, build_case
from igu_xl.match.explaining.hindrance import Hindrances

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx"
FIRST, SECOND = "NEXT-2027-01", "NEXT-2027-02"
STOPPED, REJECTED = "koordinatoren har besluttet, at holdet ikke skal køre", "koordinatoren har afvist det"


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision("", "", FIRST, STOP), STOPPED),
        (Decision("", "", SECOND, STOP), ""),
        (Decision("", "", FIRST, RUN), ""),
        (Decision("101-0003", "BYG-0001", FIRST, REJECT), REJECTED),
        (Decision("101-0003", "BYG-0001", "", REJECT), REJECTED),
        (Decision("101-0003", "BYG-0002", "", REJECT), ""),
        (Decision("101-0003", "", SECOND, REJECT), ""),
        (Decision("101-0004", "BYG-0001", FIRST, REJECT), ""),
        (Decision("101-0003", "BYG-0001", FIRST, LOCK), ""),
        (Decision("101-0003", "", "", NOT_COMPANY, "12345607"), REJECTED),
        (Decision("101-0003", "", "", NOT_COMPANY, "12345615"), ""),
    ],
)
def test_only_a_decision_on_this_placement_stands_in_its_way(
    decision: Decision, reason: str, clean_partnership: Path
) -> None:
    case = build_case(validate(clean_partnership, TODAY), [decision])
    assert Hindrances(case).of("101-0003", "BYG-0001", FIRST) == reason


@pytest.mark.parametrize(
    ("candidate", "slot", "cohort", "reason"),
    [
        ("101-0999", "BYG-0001", FIRST, "kandidaten er ikke længere klar"),
        ("101-0003", "BYG-0999", FIRST, "pladsen er ikke længere åben"),
        ("101-0003", "BYG-0001", "NEXT-9", "holdet kan ikke længere få deltagere"),
        ("155-0001", "BYG-0001", "", "kandidaten ønsker ikke branchen"),
        ("101-0003", "BYG-0002", FIRST, "kandidaten passer ikke til det (mangler dansk)"),
        ("147-0005", "BYG-0001", FIRST, "igu er »ikke opfyldt«, når holdet begynder: er 57 år ved start"),
    ],
)
def test_what_the_tables_say_is_told_as_half_a_sentence(
    candidate: str, slot: str, cohort: str, reason: str, clean_partnership: Path
) -> None:
    case = build_case(validate(clean_partnership, TODAY))
    assert Hindrances(case).of(candidate, slot, cohort).startswith(reason)


def test_why_nobody_can_have_a_slot_is_told_of_who_was_to_have_it(changed: Callable[..., Path]) -> None:
    """BYG-0003 is practice."""
    folder = changed(lambda rows: rows[BYG]["tblVirksomheder"][0].update(steward_statement="Nej"))
    case = build_case(validate(folder, TODAY))
    told = Hindrances(case).of("101-0006", "BYG-0003", "")
    assert told.startswith("pladsen kan ingen få nu: tillidsrepræsentanten har ikke udtalt sig")


@pytest.mark.parametrize(
    ("person", "slot", "cohort", "words"),
    [
        ({}, "BYG-0001", FIRST, ""),
        ({"wish_1": "Detailhandel"}, "BYG-0001", "", "kandidaten ønsker ikke branchen"),
        ({"wish_1": "Detailhandel"}, "", FIRST, "kandidaten ønsker ikke holdets branche eller er ikke til igu"),
        ({"measures": "praktik"}, "", FIRST, "kandidaten ønsker ikke holdets branche eller er ikke til igu"),
        (
            {"born": date(1970, 1, 1)},
            "",
            FIRST,
            "igu er »ikke opfyldt«, når holdet begynder: er 57 år ved start den 1. februar 2027; kravet er under 50 "
            "år, og 50-årsdagen var den 1. januar 2020 (igu-loven § 3, stk. 1); regel IGU2024, igu-loven som ændret "
            "ved L 82 (2023-24, 1. samling), vejledende",
        ),
        ({"weekly_hours": 20}, "BYG-0001", FIRST, "kandidaten passer ikke til det (timer passer ikke)"),
        (
            {"ready_from": date(2027, 3, 1)},
            "BYG-0001",
            FIRST,
            "kandidaten passer ikke til det (klar for sent til hold)",
        ),
    ],
)
def test_the_first_thing_in_the_way_is_told(
    person: dict[str, Any], slot: str, cohort: str, words: str, changed: Callable[..., Path]
) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][2].update(person))
    case = build_case(validate(folder, TODAY))
    assert Hindrances(case).of("101-0003", slot, cohort) == words
