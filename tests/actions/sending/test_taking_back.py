"""Some placements taken back, of whichever sending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.sending.sendings import kept_sendings
from igu_xl.actions.sending.taking_back import summary, take_back
from igu_xl.actions.sending.undoing import undo_partnership
from igu_xl.errors import NotNow
from igu_xl.sheets.writing.keeping import exclusive

BEGUN = datetime(2026, 11, 2, 9)
KOEBENHAVN = "kommuner/101-københavn.xlsx"

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture
def sent(decided: Path, decide: Callable[..., None]) -> Path:
    """Seven placements sent, and one in a later sending."""
    publish_partnership(decided, BEGUN)
    decide(decided, {"101-0004": "Godkend"})
    publish_partnership(decided, datetime(2026, 11, 2, 12))
    return decided


def placements(folder: Path) -> list[str | None]:
    sheet = openpyxl.load_workbook(folder / KOEBENHAVN)["Forløb"]
    return [row[0].value for row in list(sheet[sheet.tables["tblForloeb"].ref])[1:]]


def test_one_of_an_earlier_sending_is_taken_and_the_others_stay(sent: Path) -> None:
    before = placements(sent)
    done = take_back(sent, BEGUN, ["101-0006-F1"])
    assert (done.taken, done.stays, done.gone) == (["101-0006-F1"], {}, [])
    assert placements(sent) == [None if one == "101-0006-F1" else one for one in before]
    state = {row.candidate: row.state for row in read_coordinator(sent).proposals.itertuples()}
    assert (state["101-0006"], state["101-0004"], state["101-0005"]) == ("Foreslået", "Sendt", "Sendt")
    assert summary(done).startswith("1 forløb taget tilbage. ")


def test_the_last_ones_leave_the_table_as_they_came(sent: Path) -> None:
    assert len(placements(sent)) == 5
    assert take_back(sent, BEGUN, ["101-0004-F1"]).taken == ["101-0004-F1"]
    assert len(placements(sent)) == 4
    assert "Der er ikke sendt noget" in undo_partnership(sent, BEGUN).said


def test_an_undo_takes_what_is_left_of_the_last_sending(decided: Path) -> None:
    publish_partnership(decided, BEGUN)
    take_back(decided, BEGUN, ["101-0006-F1", "147-0001-F1"])
    assert len(undo_partnership(decided, BEGUN).taken) == 5
    assert placements(decided) == [None]


def test_what_is_unknown_or_taken_before_is_named_and_nothing_is_lost(sent: Path) -> None:
    take_back(sent, BEGUN, ["101-0006-F1"])
    before = placements(sent)
    done = take_back(sent, BEGUN, ["101-0006-F1", "101-9999-F1"])
    assert (done.taken, done.gone, done.written) == ([], ["101-0006-F1"], set())
    assert done.stays == {
        "101-9999-F1": "igu har ikke noteret, at det er sendt, og ved derfor ikke, hvad der stod i rækken."
    }
    assert placements(sent) == before


def test_sent_again_it_is_a_placement_of_the_new_sending(sent: Path) -> None:
    take_back(sent, BEGUN, ["101-0006-F1"])
    assert publish_partnership(sent, datetime(2026, 11, 2, 13)).sent == ["101-0006-F1"]
    assert [[one.placement for one in sending.standing] for sending in kept_sendings(sent)][1:] == [
        ["101-0004-F1"],
        ["101-0006-F1"],
    ]
    assert undo_partnership(sent, BEGUN).taken == ["101-0006-F1"]


def test_another_run_comes_first(sent: Path) -> None:
    with exclusive(sent), pytest.raises(NotNow, match="En anden kørsel er i gang"):
        take_back(sent, BEGUN, ["101-0006-F1"])
