"""The second month of a partnership whose partners rename, copy and leave: nothing stops, and nothing is forgotten."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.partners.leaving import leave_partnership
from igu_xl.actions.reporting.scheduled import report_on_schedule
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import Validation, validate
from igu_xl.errors import NotNow, WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.run.options import ReportOptions
from igu_xl.standing.standing import stand

FIRST, SECOND = date(2026, 11, 2), date(2026, 12, 1)
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
ONE_AT_A_TIME = ReportOptions(jobs=1)
FREDERIKSBERG = "kommuner/147-frederiksberg.xlsx"
RENAMED = {
    "kommuner/101-københavn.xlsx": "kommuner/Beskæftigelse og integration.xlsx",
    FREDERIKSBERG: "kommuner/Frederiksberg Kommune.xlsx",
    "brancher/bygge-anlæg.xlsx": "brancher/Bygge og anlæg 2027.xlsx",
    "skoler/next.xlsx": "skoler/Next (København).xlsx",
}


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8)


@pytest.fixture
def living(partnership: Path) -> Path:
    """The partnership without a set day: each run is of its own."""
    (partnership / "koordinator.xlsm").unlink()
    new_coordinator(partnership, Settings())
    return partnership


@pytest.fixture
def sent(living: Path, decide: Callable[..., None]) -> Path:
    """The same after its first month: matched and sent."""
    match_partnership(living, morning(FIRST))
    decide(living, {}, others="Godkend")
    publish_partnership(living, morning(FIRST), anyway=True)
    return living


def codes(found: Validation) -> list[str]:
    return [one.code for one in found.findings]


def standing(found: Validation) -> dict[str, list[object]]:
    """Who stands where, by id."""
    frames = {
        "candidate": (found.standing.candidates, ["partner", "candidate", "step", "out"]),
        "placement": (found.standing.placements, ["partner", "placement", "state", "stranded", "committed_on"]),
        "slot": (found.standing.slots, ["partner", "slot", "held", "open", "closed"]),
        "cohort": (found.standing.cohorts, ["partner", "cohort", "approved", "state"]),
    }
    return {key: frame.sort_values(key)[columns].values.tolist() for key, (frame, columns) in frames.items()}


@pytest.mark.parametrize("told", [True, False], ids=["says whose it is", "does not"])
def test_every_kind_of_workbook_may_be_renamed_between_two_months(
    living: Path, decide: Callable[..., None], told: bool
) -> None:
    match_partnership(living, morning(FIRST))
    decide(living, {}, others="Godkend")
    if told:
        publish_partnership(living, morning(FIRST), anyway=True)
    report_on_schedule(living, OCTOBER, morning(FIRST), ONE_AT_A_TIME)
    before = standing(validate(living, SECOND))
    for old, new in RENAMED.items():
        (living / old).rename(living / new)
    check_partnership(living, morning(SECOND))
    for _ in range(2):  # what was told once is still told the same day
        after = validate(living, SECOND)
        assert standing(after) == before
        assert not {"arbejdsbog-mangler", "partner-dobbelt", "partner-ukendt", "id-dobbelt"} & set(codes(after))
        renamed = [(one.place.workbook, one.message) for one in after.findings if one.code == "arbejdsbog-omdoebt"]
        says = "Den er kendt igen på sit indhold, og det, der er husket om den, følger med."
        assert sorted(renamed) == sorted((new, f"Arbejdsbogen hed før {old}. {says}") for old, new in RENAMED.items())
    run = report_on_schedule(living, NOVEMBER, morning(SECOND), ONE_AT_A_TIME).run
    assert run is not None and {page.status for page in run.pages} <= {"lavet", "uændret"}
    pages = {path.name for path in (living / "rapporter" / "2026-11").glob("*.html")}
    assert pages == {path.name for path in (living / "rapporter" / "2026-10").glob("*.html")}
    archived = load(living / "arkiv" / "2026-11" / "data", "kommune:101")
    assert len(archived.on(OCTOBER).candidates) == len(archived.on(NOVEMBER).candidates) == 6
    assert "arbejdsbog-omdoebt" not in codes(validate(living, date(2027, 1, 4)))


def test_a_conflict_copy_changes_nothing_but_one_finding(sent: Path) -> None:
    before = validate(sent, SECOND)
    copies = {}
    for name in ("brancher/bygge-anlæg.xlsx", "skoler/next.xlsx", "kommuner/101-københavn.xlsx"):
        copies[name.replace(".xlsx", "-PC123.xlsx")] = name
        shutil.copy(sent / name, sent / name.replace(".xlsx", "-PC123.xlsx"))
    after = check_partnership(sent, morning(SECOND)).validation
    assert standing(after) == standing(before)
    assert {
        one.place.workbook: one.details["other"] for one in after.findings if one.code == "partner-dobbelt"
    } == copies
    assert sorted(codes(after)) == sorted([*codes(before), "mapper-faelles", *["partner-dobbelt"] * 3])


def test_what_a_partner_is_sent_says_whose_it_is(sent: Path) -> None:
    read = validate(sent, FIRST).partnership
    assert {book.stated for book in read.books} == {book.partner for book in read.books}
    assert publish_partnership(sent, morning(FIRST), anyway=True).written == set()


def test_who_has_left_stops_nothing_and_stays_in_the_months_before(sent: Path) -> None:
    report_on_schedule(sent, OCTOBER, morning(FIRST), ONE_AT_A_TIME)
    away = sent.parent / "væk.xlsx"
    (sent / FREDERIKSBERG).replace(away)
    gone = check_partnership(sent, morning(SECOND)).validation
    assert codes(gone).count("arbejdsbog-mangler") == 1
    with pytest.raises(NotNow, match=r"Der mangler ark fra kommuner/147-frederiksberg\.xlsx"):
        report_on_schedule(sent, NOVEMBER, morning(SECOND), ONE_AT_A_TIME)

    said = leave_partnership(sent, morning(SECOND), "Frederiksberg")
    assert said.startswith("Frederiksberg er udtrådt.") and "4 forløb derfra holder ikke plads mere." in said
    after = validate(sent, SECOND)
    assert "arbejdsbog-mangler" not in codes(after) and not [one for one in codes(after) if one.startswith("strandet")]
    assert not after.standing.candidates["partner"].eq("kommune:147").any()
    assert after.standing.slots["held"].sum() == validate(sent, FIRST).standing.slots["held"].sum() - 4
    before = stand(after.history, date(2026, 11, 30))
    assert before.candidates["partner"].eq("kommune:147").sum() == 5
    run = report_on_schedule(sent, NOVEMBER, morning(SECOND), ONE_AT_A_TIME).run
    assert run is not None and {page.status for page in run.pages} <= {"lavet", "uændret"}
    everybody = load(sent / "arkiv" / "2026-11" / "data", "styregruppe:alle")
    assert everybody.on(NOVEMBER).candidates["residence"].value_counts()["Frederiksberg"] == 5
    assert "Frederiksberg" not in set(everybody.on(Month(2026, 12)).candidates["residence"])
    assert "Frederiksberg" not in {row["name"] for row in everybody.partners.to_dict("records")}
    with pytest.raises(WrongUse, match="er allerede udtrådt"):
        leave_partnership(sent, morning(SECOND), "kommune:147")

    away.replace(sent / "kommuner/147 Frederiksberg.xlsx")  # it comes back after all
    back = check_partnership(sent, datetime(2026, 12, 10, 8)).validation
    assert back.standing.candidates["partner"].eq("kommune:147").sum() == 5
    assert back.standing.slots["held"].sum() == validate(sent, FIRST).standing.slots["held"].sum()


@pytest.mark.parametrize(
    ("partner", "says"),
    [
        ("Frederiksberg", "Flyt først arbejdsbogen kommuner/147-frederiksberg.xlsx ud af mappen"),
        ("Nordpolen", "Ingen partner hedder »Nordpolen«"),
    ],
)
def test_who_cannot_leave_is_told_why(sent: Path, partner: str, says: str) -> None:
    with pytest.raises(WrongUse, match=says):
        leave_partnership(sent, morning(SECOND), partner)


def test_a_school_that_leaves_tells_whose_cohort_is_gone(sent: Path) -> None:
    (sent / "skoler/next.xlsx").unlink()
    assert leave_partnership(sent, morning(SECOND), "skole:next").startswith("Next er udtrådt.")
    found = codes(validate(sent, SECOND))
    assert found.count("strandet-hold-slettet") == 9 and "arbejdsbog-mangler" not in found


@pytest.mark.parametrize("name", ["frederiksberg", "147", "kommune:147", "Nordpolen; Frederiksberg "])
def test_who_has_left_may_be_written_in_the_settings(sent: Path, name: str) -> None:
    (sent / FREDERIKSBERG).unlink()
    (sent / "koordinator.xlsm").unlink()
    new_coordinator(sent, Settings(left_partners=name))
    for day in (SECOND, date(2026, 12, 2)):
        found = check_partnership(sent, morning(day)).validation
        assert "arbejdsbog-mangler" not in codes(found)
        assert not found.standing.candidates["partner"].eq("kommune:147").any()
    assert found.history.workbooks.set_index("partner")["left_on"]["kommune:147"].date() == SECOND


def test_a_name_that_nobody_has_lets_the_workbook_be_missed(sent: Path) -> None:
    (sent / FREDERIKSBERG).unlink()
    (sent / "koordinator.xlsm").unlink()
    new_coordinator(sent, Settings(left_partners="Frederiksbjerg"))
    (told,) = [
        one for one in check_partnership(sent, morning(SECOND)).validation.findings if one.code == "arbejdsbog-mangler"
    ]
    assert "»igu leave MAPPE kommune:147«" in told.mend
