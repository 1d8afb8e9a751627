"""Before a sending: which cohorts and teams it would leave short is asked, and nothing is sent without a clear word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.records import records
from igu_xl.sheets.writing.keeping import Backups

BEGUN = datetime(2026, 11, 2, 9)
BYG = "brancher/bygge-anlæg.xlsx"
FOUR = {f"101-000{number}": "Godkend" for number in (1, 2, 4, 5)}
SHORT = (
    "Hold NEXT-2027-01 får kun 4 af mindst 6 deltagere inden 15. januar 2027; bliver det ikke til noget, står "
    "101-0001, 101-0002, 101-0004 og 101-0005 uden hold."
)
Decide = Callable[..., None]
Changed = Callable[..., Path]

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture
def matched(partnership: Path) -> Path:
    match_partnership(partnership, BEGUN)
    return partnership


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for kind in ("kommuner", "brancher", "skoler") for path in folder.glob(f"{kind}/*")
    }


def test_four_of_a_cohort_of_six_are_asked_about_and_nothing_is_written(matched: Path, decide: Decide) -> None:
    decide(matched, FOUR)
    before = files(matched)
    done = publish_partnership(matched, BEGUN)
    assert (done.asks, done.sent, done.written) == ([SHORT], [], set())
    assert files(matched) == before
    assert read_coordinator(matched).said_last.startswith(f"Intet er sendt endnu. {SHORT}")


def test_a_clear_word_sends_them(matched: Path, decide: Decide) -> None:
    decide(matched, FOUR)
    assert len(publish_partnership(matched, BEGUN, anyway=True).sent) == 4


def test_the_second_press_is_a_clear_word(matched: Path, decide: Decide) -> None:
    decide(matched, FOUR)
    assert publish_partnership(matched, BEGUN, twice_is_yes=True).sent == []
    assert len(publish_partnership(matched, BEGUN, twice_is_yes=True).sent) == 4


def test_a_second_press_on_other_choices_is_asked_again(matched: Path, decide: Decide) -> None:
    decide(matched, FOUR)
    publish_partnership(matched, BEGUN, twice_is_yes=True)
    decide(matched, {"101-0005": ""})
    assert "kun 3 af mindst 6" in publish_partnership(matched, BEGUN, twice_is_yes=True).asks[0]


def test_a_whole_cohort_is_sent_without_a_question(matched: Path, decide: Decide) -> None:
    decide(matched, {}, others="Godkend")
    done = publish_partnership(matched, BEGUN)
    assert (done.asks, len(done.sent)) == ([], 10)


def test_a_team_that_is_not_whole_is_asked_about(changed: Changed, decide: Decide) -> None:
    folder = changed(lambda rows: rows[BYG]["tblPladser"][1].update(together_min=3))
    match_partnership(folder, BEGUN)
    team = [row["candidate"] for row in records(read_coordinator(folder).proposals) if row["slot"] == "BYG-0002"]
    assert len(team) >= 3
    decide(folder, {team[0]: ""}, others="Godkend")
    decide(folder, {one: "" for one in team[2:]})
    asks = publish_partnership(folder, BEGUN).asks
    assert any("Plads BYG-0002 tager mindst 3 samlet og mangler" in one for one in asks)


def test_the_limit_of_a_company_is_asked_again_at_sending(matched: Path, decide: Decide) -> None:
    decide(matched, {}, others="Godkend")
    desk = CoordinatorFile(matched)
    limit = {"ruling": "Højst i virksomhed", "cvr": "12345607", "limit": 1, "validity": "Gælder"}
    empty = dict.fromkeys(("candidate", "slot", "cohort", "decided_on", "because", "source"))
    book = desk.read()
    desk.write(book, {"tblBeslutninger": [empty | limit]}, Backups(matched, BEGUN), None)
    done = publish_partnership(matched, BEGUN, anyway=True)
    there = [row for row in records(read_coordinator(matched).proposals) if row["slot"] in ("BYG-0001", "BYG-0003")]
    assert sum(row["state"] == "Sendt" for row in there) == 1
    assert any("Højst i virksomhed" in reason for reason in done.refused.values())
