"""Every reason that a match gives has its group on the shared pages."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import igu_xl
from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.domain.law import verdict
from igu_xl.domain.reasons import GROUPS, OTHER, group_of
from igu_xl.records import records

ROOM = Path(igu_xl.__file__).parent / "match" / "explaining"
NOT_UNMATCHED = {"Er foreslået", "Har en anden plads", "Ikke med i match"}  # of »Hvorfor ikke?«, about those in a place
BESIDE = {""}  # when igu ends for somebody: told after a reason, and never one (proved below)


def reasons_in_the_code() -> Iterator[str]:
    """The first words of every `Why` and `Telling` that the room makes."""
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in ("Why", "Telling") and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_every_reason_of_a_match_has_a_group() -> None:
    known = {reason for reasons in GROUPS.values() for reason in reasons}
    made = {*reasons_in_the_code()} - NOT_UNMATCHED - BESIDE
    made |= {f"Igu: {outcome}" for outcome in (verdict.NOT_MET, verdict.MANUAL, verdict.MISSING)}
    assert len(made) > 20 and made == known


def test_who_waits_until_igu_ends_has_a_reason_of_its_own(changed: Callable[..., Path]) -> None:
    """Somebody turns 50 on 1 February 2027; all slots are taken out, so that everybody waits."""

    def typed(rows: dict[str, Any]) -> None:
        rows["kommuner/101-københavn.xlsx"]["tblKandidater"][0]["born"] = date(1977, 2, 1)
        rows["brancher/bygge-anlæg.xlsx"]["tblPladser"].clear()

    folder = changed(typed)
    match_partnership(folder, datetime(2026, 11, 2, 9))
    waiting = {row["candidate"]: row for row in records(read_coordinator(folder).unmatched)}
    assert "1. februar 2027" in waiting["101-0001"]["detail"] and all(row["reason"] for row in waiting.values())


def test_no_reason_is_in_two_groups() -> None:
    reasons = [reason for reasons in GROUPS.values() for reason in reasons]
    assert len(reasons) == len(set(reasons))


@pytest.mark.parametrize(("reason", "group"), [("Intet hold", "Holdene"), ("Solen skinner", OTHER), ("", OTHER)])
def test_a_reason_of_another_version_is_among_the_others(reason: str, group: str) -> None:
    assert group_of(reason) == group
