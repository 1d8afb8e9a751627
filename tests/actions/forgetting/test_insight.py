"""Indsigt: everything that is held about one id, on one page, and nothing about anybody else."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from forgetting_bed import KOEBENHAVN, WHO, places_of

from igu_xl.actions.forgetting.forgetting import forget_candidate
from igu_xl.actions.forgetting.holdings import KINDS
from igu_xl.actions.forgetting.insight import insight_into
from igu_xl.errors import WrongUse

LATER = datetime(2026, 11, 3, 9)

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def test_the_page_names_every_file_that_the_id_stands_in(played: Path) -> None:
    before = places_of(played)
    found = insight_into(played, LATER, WHO)
    page = found.page.read_text(encoding="utf-8")
    assert [name for name in sorted(before) if name not in page] == []
    assert {one.kind for one in found.held} == set(KINDS)
    assert "5. maj 1990" in page
    assert "Fødselsdato" in page


def test_nobody_else_is_on_it(played: Path) -> None:
    page = insight_into(played, LATER, WHO).page.read_text(encoding="utf-8")
    assert set(re.findall(r"\b\d{3}-\d{4}\b", page)) == {WHO}
    assert "[en anden]" not in page or WHO in page


def test_workbooks_may_be_open_and_nothing_else_is_written(played: Path) -> None:
    (played / "kommuner" / ".~lock.101-københavn.xlsx#").write_text("Jobkonsulent")
    before = {path: path.read_bytes() for path in played.rglob("*") if path.is_file()}
    insight_into(played, LATER, WHO)
    after = {path: path.read_bytes() for path in played.rglob("*") if path.is_file() and "indsigt" not in path.parts}
    assert after == before


def test_the_page_goes_with_the_person(played: Path) -> None:
    insight_into(played, LATER, WHO)
    forget_candidate(played, LATER, WHO)
    assert places_of(played) == {KOEBENHAVN}


def test_an_id_that_nobody_has_is_one_sentence(played: Path) -> None:
    with pytest.raises(WrongUse, match="findes ikke"):
        insight_into(played, LATER, "999-9999")
    assert not (played / "indsigt").exists()
